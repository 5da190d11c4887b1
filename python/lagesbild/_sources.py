# SPDX-License-Identifier: GPL-3.0-or-later
"""What is given for an option as texts of the command line; data frames go through files."""
import os

import pandas

from ._errors import UsageError


def plain_columns(frame):
    """A copy whose columns any file can have: no categories, nor lists; of several geometries that in
    use. Rows that have names keep them as columns."""
    unnamed = frame.index.nlevels == 1 and frame.index.name is None
    frame = frame.copy() if unnamed else frame.reset_index()
    active = frame.geometry.name if hasattr(frame, 'geometry') else None
    for name, column in list(frame.items()):
        if str(column.dtype) == 'geometry' and name != active:
            frame = frame.drop(columns=name)
        elif str(column.dtype) == 'category':
            frame[name] = column.astype(object)
        elif column.dtype == object and name != active:
            frame[name] = [str(v) if isinstance(v, (list, tuple, dict, set)) else v for v in column]
    return frame


def whole_numbers(frame):
    """Whole numbers that a missing value or a merge has made floats, as whole numbers: 6190007680000
    and not 6190007680000.0."""
    for name, column in frame.items():
        known = column.dropna()
        if column.dtype.kind == 'f' and (known % 1 == 0).all() and (known.abs() < 2 ** 53).all():
            frame[name] = column.astype('Int64')
    return frame


def source_text(value, name, folder):
    """A path as it is; a data frame as the path of a file in folder that holds it."""
    if isinstance(value, (str, os.PathLike)):
        return os.fspath(value)
    if not isinstance(value, pandas.DataFrame):
        raise UsageError('%s: a path or a data frame is expected, %s found'
                         % (name, type(value).__name__))
    if hasattr(value, 'to_file'):
        path = os.path.join(folder, name + '.gpkg')
        # the file's own key has a name that no column has
        plain_columns(value).to_file(path, layer=name, driver='GPKG', index=False, FID='lagesbild_fid')
        return path
    path = os.path.join(folder, name + '.csv')
    whole_numbers(plain_columns(value)).to_csv(path, index=False)
    return path


def list_of(value):
    """Items of a list, tuple, array, series or generator; any other value is one item."""
    if isinstance(value, (str, os.PathLike, pandas.DataFrame)):
        return [value]
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if hasattr(value, '__iter__') else [value]


def plain_text(value):
    """A number as Python writes it, whatever library made it."""
    if hasattr(value, 'item'):
        value = value.item()
    return repr(value) if isinstance(value, float) else os.fspath(value) \
        if isinstance(value, os.PathLike) else str(value)


def option_texts(option, value, folder):
    """The texts that follow the option on the command line, one each time it is given."""
    names = list(value) if isinstance(value, dict) else None  # {"2021": grid} is 2021=grid
    values = list_of(value)
    if option['kind'] in ('joined', 'box'):
        return [','.join(plain_text(part) for part in values)]
    if not option['repeated'] and len(values) != 1:
        raise UsageError('%s: one value is expected, %d found' % (option['name'], len(values)))
    texts = []
    for number, part in enumerate(values):
        name = '%s%s' % (option['name'], number + 1 if len(values) > 1 else '')
        texts.append(source_text(part, name, folder) if option['layer'] else plain_text(part))
    return ['%s=%s' % pair for pair in zip(names, texts)] if names else texts


def option_arguments(command, given, folder):
    """Arguments of the command line: named ones, then --, then those without a name in order."""
    named, positional = [], []
    for option in command['options']:
        value = given.get(option['name'])
        if value is None or value is False:
            continue
        if option['kind'] == 'flag':
            named += ['--' + option['name']] if value else []
            continue
        for text in option_texts(option, value, folder):
            if option['positional']:
                positional.append(text)
            else:
                named.append('--%s=%s' % (option['name'], text))
    return [*named, '--', *positional] if positional else named
