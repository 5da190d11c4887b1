# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions made from descriptions of commands."""
import inspect
import keyword
import os
import tempfile
import textwrap

from ._errors import UsageError
from ._frames import read_layer, read_table
from ._program import run_command, show_progress
from ._sources import option_arguments

NOT_KEYWORDS = ('quiet',)


def argument_name(option):
    """The name of the option's argument: _ for -, and behind a word of Python's own (lambda_)."""
    name = option['name'].replace('-', '_')
    return name + '_' if keyword.iskeyword(name) else name


def main_table(command):
    """The table that is returned, and the option that writes it; (None, None): there is none."""
    for table in command['tables']:
        if table['name'] == '' and table['option']:
            option = next(o for o in command['options'] if o['name'] == table['option'])
            if '.json' in option['endings']:
                return table, option['name']
    return None, None


def writes_layers(option):
    """As GeoJSON too, or where there are several layers as a GeoPackage alone."""
    return '.geojson' in option['endings'] or option['endings'] == ['.gpkg']


def layer_table(command, layer):
    """The table whose rows have outlines, and the option that writes it as a layer. layer: the name of
    one of several; True: the first that is described, else the main table."""
    layers = [o['name'] for o in command['options'] if writes_layers(o)]
    if not layers:
        raise UsageError('%s: has no layer to return; leave geometry out' % command['name'])
    option = next((name for name in ('output', 'gpkg') if name in layers), layers[0])
    of_option = [t for t in command['tables']
                 if t['option'] == option and layer in (True, t['name'])]
    main = [t for t in command['tables'] if t['name'] == '']
    return (of_option + main + command['tables'])[0], option


def has_option(command, name):
    return any(option['name'] == name for option in command['options'])


PYTHON_TYPES = {'flag': bool, 'whole': int, 'real': float}
TYPE_NAMES = {bool: 'bool', int: 'int', float: 'float', str: 'str'}


def type_of(option):
    return object if option['layer'] else PYTHON_TYPES.get(option['kind'], str)


def type_text(option):
    """What may be given, in words."""
    if option['kind'] in ('joined', 'box'):
        return 'list, or str with commas'
    one = ('path or data frame' if option['layer'] else 'path' if option['output'] or option['input']
           else TYPE_NAMES[type_of(option)])
    if option['choices'] and not option['layer']:
        one = '{%s}' % ', '.join(map(repr, option['choices']))
    named = ', or dict by name' if option['layer'] else ''
    return '%s, or list of them%s' % (one, named) if option['repeated'] else one


def signature_of(command):
    options = [option for option in command['options'] if option['name'] not in NOT_KEYWORDS]
    ordered = [o for i, o in enumerate(options) if o['positional'] and (o['needed'] or i == 0)]
    kinds = inspect.Parameter
    first = [kinds(argument_name(o), kinds.POSITIONAL_OR_KEYWORD, default=None, annotation=type_of(o))
             for o in ordered]
    rest = [kinds(argument_name(o), kinds.KEYWORD_ONLY, annotation=type_of(o),
                  default=False if o['kind'] == 'flag' else None)
            for o in options if o not in ordered]
    own = [kinds('geometry', kinds.KEYWORD_ONLY, default=False, annotation=object),
           kinds('progress', kinds.KEYWORD_ONLY, default=None, annotation=object)]
    return inspect.Signature([*first, *rest, *own])


def wrapped(text, indent):
    return textwrap.fill(text, 96, initial_indent=indent, subsequent_indent=indent,
                         break_long_words=False, break_on_hyphens=False)


def help_of_option(option):
    default = '' if option['default'] in (None, False, '') else ' (default %s)' % option['default']
    return ['%s : %s' % (argument_name(option), type_text(option)),
            wrapped(option['help']['en'] + default, '    ')]


def help_of(command):
    lines = [wrapped(command['description']['en'], ''), '', 'Parameters', '----------']
    for option in command['options']:
        if option['name'] not in NOT_KEYWORDS:
            lines += help_of_option(option)
    if any(option['layer'] for option in command['options']):
        lines += ['', wrapped("A path may be 'FILE|layername=LAYER|where=CONDITION': one layer of "
                              'several, the rows that meet a condition in OGR SQL; or '
                              "'FILE|crs=EPSG:n', what its coordinates are in.", '')]
    lines += ['', 'geometry : bool, or str', '    the rows with their outlines, as a GeoDataFrame, of '
              'commands that write layers;', '    the name of one of several layers', 'progress : callable or bool', '    called with the part '
              'done, 0 to 1, and what is done; True: it is shown']
    for table in command['tables']:
        title = 'Columns%s' % (' of ' + table['name'] if table['name'] else '')
        lines += ['', title, '-' * len(title)]
        for column in table['columns']:
            lines += ['%s%s' % (column['name'], ' [%s]' % column['unit'] if column['unit'] else ''),
                      wrapped(column['meaning']['en'], '    ')]
    return '\n'.join(lines)


def run(command, given, geometry, progress):
    """The main table, with geometry the layer, or where there is none what the command prints. What it
    prints beside a table, as others that go to no file, is the table's attribute 'printed'."""
    table, option = layer_table(command, geometry) if geometry else main_table(command)
    given = dict(given)
    with tempfile.TemporaryDirectory(prefix='lagesbild') as folder:
        written = given.get(option) if option else None
        path = provenance = None
        if table and not written:
            path = given[option] = os.path.join(folder, 'table.gpkg' if geometry else 'table.json')
            if has_option(command, 'provenance') and not given.get('provenance'):
                provenance = given['provenance'] = os.path.join(folder, 'provenance.json')
        arguments = option_arguments(command, given, folder)
        printed = run_command([command['name'], *arguments], progress, folder)
        if not path:
            return printed
        frame = read_layer(path, table, provenance, geometry) if geometry \
            else read_table(path, table, provenance)
        frame.attrs['printed'] = printed
        return frame


def make_function(command):
    signature = signature_of(command)
    names = {argument_name(option): option['name'] for option in command['options']}

    def function(*args, **kwargs):
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as problem:
            raise UsageError('%s: %s' % (command['name'], problem)) from None
        progress = bound.arguments.pop('progress', None)
        progress = show_progress if progress is True else progress or None
        geometry = bound.arguments.pop('geometry', False)
        given = {names[name]: value for name, value in bound.arguments.items()}
        return run(command, given, geometry, progress)

    function.__name__ = function.__qualname__ = command['name'].replace('-', '_')
    function.__doc__ = help_of(command)
    function.__signature__ = signature
    function.__module__ = 'lagesbild'
    return function
