# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that the command wrote, as data frames with units, meanings and provenance."""
import contextlib
import json
import math
import re
import sqlite3

import pandas

from ._errors import UsageError

# Units of things that are counted, whose whole numbers are Int64; all other numbers are floats.
COUNTED = {'events', 'people', 'areas', 'cells', 'squares', 'phones', 'units', 'pairs', 'answers',
           'ratings', 'zones', 'rows', 'draws', 'year', 'places'}


def read_json(path):
    with open(path, encoding='utf-8') as stream:
        return json.load(stream)


def column_info(table, name):
    """What `describe` says of a column; capital words of its names stand for any text. Of several that
    fit the one with most letters of its own; placeholders alone say it only where there is one."""
    fits = []
    for column in table['columns']:
        for part in column['name'].split('|'):
            if re.fullmatch(re.sub('[A-Z]+', '.+', re.escape(part)), name):
                fits.append((len(re.sub('[A-Z_]', '', part)), column))
    most = max((letters for letters, _ in fits), default=0)
    best = [column for letters, column in fits if letters == most]
    return best[0] if best and (most or len(best) == 1) else {'unit': '', 'meaning': {'en': ''}}


DAY = re.compile(r'[0-9]{4}-[0-9]{2}-[0-9]{2}')


def typed_column(values, unit):
    """Days are dates, unless one is no day (2021-02-30) or beyond those of pandas (9999-12-31). What
    is shown as a range ("<5") leaves its column text, and is not made a number."""
    if not pandas.api.types.is_numeric_dtype(values):
        known = values.dropna()
        days = len(known) > 0 and all(isinstance(v, str) and DAY.fullmatch(v) for v in known)
        try:
            return pandas.to_datetime(values, format='%Y-%m-%d') if days else values
        except ValueError:
            return values
    whole = unit in COUNTED and (values.dropna() % 1 == 0).all()
    return values.astype('Int64' if whole else 'float64')


def described(frame, table, provenance):
    """The frame with types, units, meanings and provenance; its geometry as it is."""
    infos = {name: column_info(table, name) for name in frame.columns if name != 'geometry'}
    for name, info in infos.items():
        frame[name] = typed_column(frame[name], info['unit'])
    frame.attrs['units'] = {name: info['unit'] for name, info in infos.items()}
    frame.attrs['meaning'] = {name: info['meaning']['en'] for name, info in infos.items()}
    frame.attrs['provenance'] = read_json(provenance) if provenance else None
    return frame


def read_table(path, table, provenance):
    return described(pandas.DataFrame(read_json(path)), table, provenance)


def layer_names(path):
    """Of a GeoPackage, without what has no geometry."""
    with contextlib.closing(sqlite3.connect(path)) as package:
        return [name for name, in package.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY rowid")]


def read_layer(path, table, provenance, layer):
    """layer: its name; True: that of the table, else the first."""
    import geopandas
    layers = layer_names(path)
    if layer is True:
        layer = table['name'] if table['name'] in layers else layers[0]
    if layer not in layers:
        raise UsageError('geometry: no layer %r; there are: %s' % (layer, ', '.join(layers)))
    return described(geopandas.read_file(path, layer=layer), table, provenance)


def digits_text(value, digits):
    """A number with so many digits that count, never as a power of ten."""
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0
    return '%.*f' % (decimals, value)


def legible_value(value, unit):
    if isinstance(value, str):
        return value
    if pandas.isna(value):
        return ''
    if isinstance(value, pandas.Timestamp):
        return value.strftime('%Y-%m-%d')
    if unit == 'share':
        percent = 100 * value
        return ('%.1f %%' % percent if abs(percent) >= 0.05 or percent == 0
                else digits_text(percent, 2) + ' %')
    if isinstance(value, float) and math.isfinite(value) and value % 1:
        return digits_text(value, 4)
    return '%.0f' % value if isinstance(value, (int, float)) else str(value)


def legible(frame):
    """A copy for people, all texts: shares per cent with digits that count, numbers with four of
    them, nothing where a value is missing. frame: what a function of this package returned."""
    units = frame.attrs.get('units', {})
    columns = {name: [legible_value(value, units.get(name, '')) for value in frame[name]]
               for name in frame.columns if name != 'geometry'}
    return pandas.DataFrame(columns)
