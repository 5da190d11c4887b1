# SPDX-License-Identifier: GPL-3.0-or-later
"""The package against the command. $LAGESBILD: the program; $TOWN: the demo's folder."""
import csv
import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest
import warnings

import pandas

import lagesbild

TOWN = os.environ['TOWN']


def in_town(name):
    return os.path.join(TOWN, name)


AREAS, EVENTS = in_town('omraden.geojson'), in_town('handelser.csv')


def quietly(function, *args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        return function(*args, **kwargs)


class Tables(unittest.TestCase):
    def setUp(self):
        self.share = quietly(lagesbild.share, areas=AREAS, events=EVENTS, period='year')

    def test_a_table_has_the_commands_digits(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'share.csv')
            subprocess.run([os.environ['LAGESBILD'], 'share', '-q', '--areas', AREAS, '--events',
                            EVENTS, '--period', 'year', '-o', path], check=True,
                           stderr=subprocess.DEVNULL)
            with open(path, encoding='utf-8') as stream:
                rows = list(csv.DictReader(stream))
        for name in ('share', 'share_low', 'area_km2', 'events'):
            expected = [float(row[name]) if row[name] else None for row in rows]
            found = [None if pandas.isna(value) else float(value) for value in self.share[name]]
            self.assertEqual(found, expected)

    def test_types_and_missing_values(self):
        self.assertEqual(str(self.share.dtypes['events']), 'Int64')
        self.assertEqual(str(self.share.dtypes['share']), 'float64')
        self.assertTrue(self.share['events_total'].isna().any())
        self.assertIn('Särskilt utsatt område', set(self.share['category']))

    def test_units_meanings_and_provenance(self):
        self.assertEqual(self.share.attrs['units']['area_km2'], 'km2')
        self.assertTrue(self.share.attrs['meaning']['share'])
        self.assertEqual(self.share.attrs['provenance']['command'], 'share')

    def test_what_is_printed_beside_the_table_is_kept(self):
        found = quietly(lagesbild.share, areas=AREAS, events=EVENTS, border_curve=[-50, 50])
        self.assertRegex(found.attrs['printed'], r'^period .* border_m .*\n.* -50 ')
        self.assertIn('share', found.columns)
        self.assertEqual(self.share.attrs['printed'], '')

    def test_a_data_frame_is_the_same_as_its_file(self):
        events = pandas.read_csv(EVENTS, dtype=str, keep_default_na=False)
        found = quietly(lagesbild.share, areas=AREAS, events=events, period=['year'])
        self.assertEqual(found['events'].tolist(), self.share['events'].tolist())

    def test_a_geo_data_frame_in_another_crs(self):
        try:
            import geopandas
        except ImportError:
            self.skipTest('geopandas is not installed')
        areas = geopandas.read_file(AREAS).to_crs(3006)
        found = quietly(lagesbild.share, areas=areas, events=EVENTS, period='year')
        self.assertEqual(found['events'].tolist(), self.share['events'].tolist())

    def test_sources_with_names(self):
        found = quietly(lagesbild.share, areas={'nu': AREAS, 'fore': in_town('omraden_fore.geojson')},
                        events=EVENTS)
        self.assertEqual(set(found['area_set'].dropna()), {'nu', 'fore'})

    def test_a_table_for_people(self):
        shown = lagesbild.legible(self.share)
        self.assertEqual(shown['area_share'][3], '0.00078 %')
        self.assertEqual(shown['share_low'][0], '10.6 %')
        self.assertIn('', set(shown['share']))

    def test_texts_that_are_no_days_stay(self):
        from lagesbild._frames import typed_column
        for other, dtype in (('2020-02-29', 'datetime64[ns]'), ('2021-02-30', 'object'), ('9999-12-31', 'object')):
            self.assertEqual(str(typed_column(pandas.Series(['2021-06-30', None, other]), '').dtype), dtype)

    def test_conditions_and_columns(self):
        found = quietly(lagesbild.share, areas=AREAS, events=EVENTS, where="kategori = 'Riskområde'",
                        columns=['events', 'category'])
        self.assertEqual(list(found.columns), ['events', 'category'])
        self.assertEqual(found['events'][0], 47)
        with self.assertRaisesRegex(lagesbild.InputError, 'none of 5 rows'):
            quietly(lagesbild.share, areas=AREAS, events=EVENTS, where="kategori = 'X'")

    def test_files_are_written_where_they_are_asked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            grid = os.path.join(folder, 'rutor.gpkg')
            lagesbild.index([in_town(name) for name in ('befolkning.csv', 'ekonomi.csv', 'hushall.csv')],
                            recipe=in_town('recept.yaml'), gpkg=grid)
            profile = quietly(lagesbild.profile, grid, areas=AREAS, min_cell=0)
            self.assertEqual(len(profile), 5)
            self.assertEqual(str(profile.dtypes['class_1']), 'float64')
            self.check_layers(grid, folder)
            done = []
            quietly(lagesbild.run, in_town('PROJECT.yaml'), output=os.path.join(folder, 'ut'),
                    progress=lambda part, what: done.append(part))
            self.assertEqual(max(done), 1)


    def check_layers(self, grid, folder):
        try:
            import geopandas
        except ImportError:
            return
        layer = quietly(lagesbild.profile, grid, areas=AREAS, min_cell=0, geometry=True)
        self.assertIsInstance(layer, geopandas.GeoDataFrame)
        self.assertEqual((len(layer), layer.crs.to_epsg()), (5, 3006))
        self.assertEqual(layer.attrs['units']['population'], 'people')
        for ending in ('.geojson', '.fgb'):
            path = os.path.join(folder, 'profil' + ending)
            quietly(lagesbild.profile, grid, areas=AREAS, min_cell=0, output=path)
            again = geopandas.read_file(path).set_index('namn')
            self.assertEqual(again['population'].to_dict(), layer.set_index('namn')['population'].to_dict())
        with self.assertRaisesRegex(lagesbild.UsageError, 'no layer'):
            lagesbild.share(areas=AREAS, events=EVENTS, geometry=True)

    @unittest.skipUnless(importlib.util.find_spec('geopandas'), 'geopandas is not installed')
    def test_of_several_layers_the_described_one_or_that_named(self):
        with tempfile.TemporaryDirectory() as folder:
            grid = os.path.join(folder, 'rutor.gpkg')
            lagesbild.index([in_town(name) for name in ('befolkning.csv', 'ekonomi.csv', 'hushall.csv')],
                            recipe=in_town('recept.yaml'), gpkg=grid)
            given = {'areas': AREAS, 'buffer': 0, 'draws': 20}
            areas = quietly(lagesbild.suggest, grid, geometry=True, **given)
            squares = quietly(lagesbild.suggest, grid, geometry='rutor', **given)
            table = quietly(lagesbild.suggest, grid, **given)
            self.assertEqual(list(areas['id']), list(table['id']))
            self.assertTrue(areas.geometry.area.min() > 0)
            self.assertGreater(len(squares), len(areas))
            self.assertEqual(squares.attrs['meaning']['class'], '3 resembles, 2 resembles somewhat, 1 does not')
            with self.assertRaisesRegex(lagesbild.UsageError, "'zoner'; there are: rutor, forslag$"):
                quietly(lagesbild.suggest, grid, geometry='zoner', **given)


    def test_lists_and_numbers_of_any_library(self):
        import numpy
        for columns in (pandas.Index(['events', 'category']), numpy.array(['events', 'category']),
                        (name for name in ('events', 'category'))):
            found = quietly(lagesbild.share, areas=AREAS, events=EVENTS, columns=columns)
            self.assertEqual(list(found.columns), ['events', 'category'])
        found = quietly(lagesbild.share, areas=AREAS, events=EVENTS, period=pandas.Series(['year', 'half']),
                        confidence=numpy.float64(0.9), min_cell=numpy.int64(3), strict=numpy.bool_(False))
        options = found.attrs['provenance']['options']
        self.assertEqual([options['period'], options['confidence'], options['min-cell']], [['year', 'half'], 0.9, 3])

    def test_columns_that_files_cannot_have(self):
        from lagesbild._sources import plain_columns, whole_numbers
        frame = pandas.DataFrame({'k': pandas.Categorical(['a', None]), 'l': [[1, 2], None],
                                  'id': [6190007680000.0, None], 'x': [0.5, None]},
                                 index=pandas.Index(['n1', 'n2'], name='namn'))
        text = whole_numbers(plain_columns(frame)).to_csv(index=False)
        self.assertEqual(text, 'namn,k,l,id,x\nn1,a,"[1, 2]",6190007680000,0.5\nn2,,,,\n')
        self.assertEqual(list(frame.columns), ['k', 'l', 'id', 'x'])

    def test_geo_data_frames_of_every_make(self):
        try:
            import geopandas
        except ImportError:
            self.skipTest('geopandas is not installed')
        areas = geopandas.read_file(AREAS).to_crs(3006)
        areas['middle'] = areas.geometry.centroid
        areas['kategori'] = areas['kategori'].astype('category')
        areas['fid'] = 'text'
        areas = areas.rename_geometry('form').set_index('namn')
        found = quietly(lagesbild.share, areas=areas, events=EVENTS, period='year')
        self.assertEqual(found['events'].tolist(), self.share['events'].tolist())

    def test_every_command_is_a_function_with_help(self):
        from lagesbild._program import describe_commands
        for name in describe_commands():
            function = getattr(lagesbild, name.replace('-', '_'))
            self.assertIn("geometry : bool", function.__doc__)
        self.assertIn('lambda_ : float', lagesbild.suggest.__doc__)
        self.assertIn("rule : {'exact', 'centroid', 'any'}", lagesbild.profile.__doc__)


class Failures(unittest.TestCase):
    def test_an_interrupt_ends_the_command_and_leaves_nothing(self):
        def interrupt(part, what):
            raise KeyboardInterrupt
        with tempfile.TemporaryDirectory(prefix='två ord å') as folder:
            out = os.path.join(folder, 'ut')
            with self.assertRaises(KeyboardInterrupt):
                quietly(lagesbild.run, in_town('PROJECT.yaml'), output=out, progress=interrupt)
            left = [name for _, _, files in os.walk(out) for name in files]
            self.assertEqual([name for name in left if name.startswith('.') or name.endswith('.tmp')], [])
            table = os.path.join(folder, 'andel.csv')
            with self.assertRaises(KeyboardInterrupt):
                quietly(lagesbild.share, areas=AREAS, events=EVENTS, position_error=83, draws=100000,
                        output=table, progress=interrupt)
            self.assertEqual([name for name in os.listdir(folder) if name != 'ut'], [])
            quietly(lagesbild.share, areas=AREAS, events=EVENTS, output=table)

    def test_a_program_that_is_none(self):
        code = ('import lagesbild\nassert not hasattr(lagesbild, "__wrapped__")\n'
                'try: lagesbild.share\nexcept lagesbild.LagesbildError as e: print(e)')
        for program in ('/nowhere/lagesbild', '/bin/false'):
            printed = subprocess.run([sys.executable, '-c', code], env={**os.environ, 'LAGESBILD': program},
                                     check=True, stdout=subprocess.PIPE, encoding='utf-8').stdout
            self.assertIn(program + ': is not lagesbild', printed)

    def test_files_of_data_frames_are_named_by_their_option(self):
        with self.assertRaisesRegex(lagesbild.InputError, '^events.csv: '):
            lagesbild.share(areas=AREAS, events=pandas.DataFrame({'datum': ['2020-01-01']}))

    def test_warnings(self):
        with self.assertWarns(lagesbild.LagesbildWarning) as caught:
            lagesbild.share(areas=AREAS, events=EVENTS)
        self.assertTrue(any('2020-02-31' in str(w.message) for w in caught.warnings))

    def test_input(self):
        with self.assertRaisesRegex(lagesbild.LagesbildError, 'none.csv'):
            lagesbild.share(areas=AREAS, events='none.csv')

    def test_usage(self):
        with self.assertRaises(lagesbild.UsageError):
            lagesbild.share(areas=AREAS)
        with self.assertRaisesRegex(lagesbild.UsageError, 'nope'):
            lagesbild.share(areas=AREAS, events=EVENTS, nope=1)
        with self.assertRaises(AttributeError):
            lagesbild.no_such_command()

    def test_data_that_are_none(self):
        with self.assertRaisesRegex(lagesbild.UsageError, 'a path or a data frame'):
            lagesbild.share(areas=17, events=EVENTS)

    def test_help(self):
        self.assertIn('period : ', lagesbild.share.__doc__)
        self.assertIn('before_after', dir(lagesbild))


if __name__ == '__main__':
    unittest.main()
