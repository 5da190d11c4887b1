# SPDX-License-Identifier: GPL-3.0-or-later
"""What is given for an option as texts of the command line; data frames go through files."""
import os

import pandas

from ._errors import UsageError


def source_text(value, name, folder):
    """A path as it is; a data frame as the path of a file in folder that holds it."""
    if isinstance(value, (str, os.PathLike)):
        return os.fspath(value)
    if not isinstance(value, pandas.DataFrame):
        raise UsageError('%s: a path or a data frame is expected, %s found'
                         % (name, type(value).__name__))
    if hasattr(value, 'geometry') and hasattr(value, 'to_file'):
        path = os.path.join(folder, name + '.gpkg')
        value.to_file(path, layer=name, driver='GPKG', index=False)
        return path
    path = os.path.join(folder, name + '.csv')
    value.to_csv(path, index=False)
    return path


def option_texts(option, value, folder):
    """The texts that follow the option on the command line, one each time it is given."""
    names = list(value) if isinstance(value, dict) else None  # {"2021": grid} is 2021=grid
    values = list(value.values()) if names else value if isinstance(value, (list, tuple)) else [value]
    if not option['repeated']:
        joined = option['kind'] in ('joined', 'box') or len(values) == 1
        if not joined:
            raise UsageError('%s: one value is expected, %d found' % (option['name'], len(values)))
        if option['kind'] in ('joined', 'box'):
            return [','.join(str(part) for part in values)]
    texts = []
    for number, part in enumerate(values):
        name = '%s%s' % (option['name'], number + 1 if len(values) > 1 else '')
        if option['layer']:
            texts.append(source_text(part, name, folder))
        else:
            texts.append(repr(part) if isinstance(part, float) else os.fspath(part)
                         if isinstance(part, os.PathLike) else str(part))
    return ['%s=%s' % pair for pair in zip(names, texts)] if names else texts


def option_arguments(command, given, folder):
    """Arguments of the command line: named ones, then --, then those without a name in order."""
    named, positional = [], []
    for option in command['options']:
        value = given.get(option['name'])
        if value is None or value is False:
            continue
        if option['kind'] == 'flag':
            named.append('--' + option['name'])
            continue
        for text in option_texts(option, value, folder):
            if option['positional']:
                positional.append(text)
            else:
                named.append('--%s=%s' % (option['name'], text))
    return [*named, '--', *positional] if positional else named
