# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions made from descriptions of commands."""
import inspect
import os
import tempfile

from ._errors import UsageError
from ._frames import read_layer, read_table
from ._program import run_command
from ._sources import option_arguments

NOT_KEYWORDS = ('quiet',)


def keyword(option):
    return option['name'].replace('-', '_')


def main_table(command):
    """The table that is returned, and the option that writes it; (None, None): there is none."""
    for table in command['tables']:
        if table['name'] == '' and table['option']:
            option = next(o for o in command['options'] if o['name'] == table['option'])
            if '.json' in option['endings']:
                return table, option['name']
    return None, None


def layer_table(command):
    """The table whose rows have outlines, and the option that writes it as a layer."""
    layers = [o['name'] for o in command['options'] if '.geojson' in (o['endings'] or [])]
    if not layers:
        raise UsageError('%s: has no layer to return; leave geometry out' % command['name'])
    option = next((name for name in ('output', 'gpkg') if name in layers), layers[0])
    of_option = [t for t in command['tables'] if t['option'] == option]
    return (of_option or command['tables'])[0], option


def has_option(command, name):
    return any(option['name'] == name for option in command['options'])


def signature_of(command):
    options = [option for option in command['options'] if option['name'] not in NOT_KEYWORDS]
    ordered = [o for i, o in enumerate(options) if o['positional'] and (o['needed'] or i == 0)]
    first = [inspect.Parameter(keyword(o), inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None)
             for o in ordered]
    rest = [inspect.Parameter(keyword(o), inspect.Parameter.KEYWORD_ONLY,
                              default=False if o['kind'] == 'flag' else None)
            for o in options if o not in ordered]
    own = [inspect.Parameter('geometry', inspect.Parameter.KEYWORD_ONLY, default=False),
           inspect.Parameter('progress', inspect.Parameter.KEYWORD_ONLY, default=None)]
    return inspect.Signature([*first, *rest, *own])


def help_of(command):
    lines = [command['description']['en'], '']
    for option in command['options']:
        if option['name'] in NOT_KEYWORDS:
            continue
        default = '' if option['default'] in (None, False, '') else ' (default %s)' % option['default']
        choices = ': ' + ', '.join(option['choices']) if option['choices'] else ''
        lines.append('%s: %s%s%s' % (keyword(option), option['help']['en'], choices, default))
    lines.append('geometry: True: the rows with their outlines, as a GeoDataFrame, of commands that '
                 'write layers')
    for table in command['tables']:
        lines += ['', 'Columns%s:' % (' of ' + table['name'] if table['name'] else '')]
        lines += ['%s [%s]: %s' % (c['name'], c['unit'], c['meaning']['en'])
                  for c in table['columns']]
    return '\n'.join(lines)


def run(command, given, geometry, progress):
    """The main table, with geometry the layer, or where there is none what the command prints."""
    table, option = layer_table(command) if geometry else main_table(command)
    given = dict(given)
    with tempfile.TemporaryDirectory(prefix='lagesbild') as folder:
        written = given.get(option) if option else None
        path = provenance = None
        if table and not written:
            path = given[option] = os.path.join(folder, 'table.gpkg' if geometry else 'table.json')
            if has_option(command, 'provenance') and not given.get('provenance'):
                provenance = given['provenance'] = os.path.join(folder, 'provenance.json')
        arguments = option_arguments(command, given, folder)
        printed = run_command([command['name'], *arguments], progress)
        read = read_layer if geometry else read_table
        return read(path, table, provenance) if path else printed


def make_function(command):
    signature = signature_of(command)
    names = {keyword(option): option['name'] for option in command['options']}

    def function(*args, **kwargs):
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as problem:
            raise UsageError('%s: %s' % (command['name'], problem)) from None
        progress = bound.arguments.pop('progress', None)
        geometry = bound.arguments.pop('geometry', False)
        given = {names[name]: value for name, value in bound.arguments.items()}
        return run(command, given, geometry, progress)

    function.__name__ = function.__qualname__ = command['name'].replace('-', '_')
    function.__doc__ = help_of(command)
    function.__signature__ = signature
    function.__module__ = 'lagesbild'
    return function
