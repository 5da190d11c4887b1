# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that the command wrote, as data frames with units, meanings and provenance."""
import json
import re

import pandas

# Units of things that are counted, whose whole numbers are Int64; all other numbers are floats.
COUNTED = {'events', 'people', 'areas', 'cells', 'squares', 'phones', 'units', 'pairs', 'answers',
           'ratings', 'zones', 'rows', 'draws', 'year', 'places'}


def read_json(path):
    with open(path, encoding='utf-8') as stream:
        return json.load(stream)


def column_info(table, name):
    """What `describe` says of a column; capital words of its names stand for any text."""
    for column in table['columns']:
        names = [re.sub('[A-Z]+', '.+', re.escape(part)) for part in column['name'].split('|')]
        if any(re.fullmatch(pattern, name) for pattern in names):
            return column
    return {'unit': '', 'meaning': {'en': ''}}


def typed_column(values, unit):
    """What is shown as a range ("<5") leaves its column text, and is not made a number."""
    if not pandas.api.types.is_numeric_dtype(values):
        return values
    whole = unit in COUNTED and (values.dropna() % 1 == 0).all()
    return values.astype('Int64' if whole else 'float64')


def read_table(path, table, provenance):
    frame = pandas.DataFrame(read_json(path))
    infos = {name: column_info(table, name) for name in frame.columns}
    for name, info in infos.items():
        frame[name] = typed_column(frame[name], info['unit'])
    frame.attrs['units'] = {name: info['unit'] for name, info in infos.items()}
    frame.attrs['meaning'] = {name: info['meaning']['en'] for name, info in infos.items()}
    frame.attrs['provenance'] = read_json(provenance) if provenance else None
    return frame
