# SPDX-License-Identifier: GPL-3.0-or-later
"""Every tool of the plugin by qgis_process, and the same command: the same bytes.
usage: plugin.py FOLDER [COMMAND...], with $LAGESBILD the command and the plugin enabled."""
import json
import os
import subprocess
import sys

LAGESBILD = os.environ['LAGESBILD']

# Options of each command on the made-up town, by name; outputs are names of files.
GRID, AREAS, EVENTS = 'ut/work/rutor.gpkg', 'town/omraden.geojson', 'town/handelser.csv'
TABLES = ['town/befolkning.csv', 'town/ekonomi.csv', 'town/hushall.csv']
TOOLS = {
    'check': {'inputs': TABLES, 'recipe': 'town/recept.yaml', 'output': 'check.csv'},
    'index': {'inputs': TABLES, 'recipe': 'town/recept.yaml', 'gpkg': 'index.gpkg',
              'output': 'index.tif'},
    'stability': {'inputs': [GRID], 'areas': AREAS, 'output': 'stability.csv'},
    'trend': {'grids': ['ut/work/rutor_2019.gpkg', GRID], 'nominal': True, 'output': 'trend.csv'},
    'profile': {'grid': GRID, 'areas': AREAS, 'output': 'profile.csv'},
    'agree': {'grid': GRID, 'areas': AREAS, 'output': 'agree.csv'},
    'population': {'zones': 'town/zoner.geojson', 'areas': AREAS, 'counts': 'town/zonfolk.csv',
                   'fields': 'totalt', 'young': 'alder_0_19', 'output': 'population.csv'},
    'share': {'areas': [AREAS], 'events': EVENTS, 'period': ['year'], 'overlap': 'split',
              'output': 'share.csv'},
    'rate': {'areas': AREAS, 'counts': 'town/anmalningar.csv',
             'population': 'town/omradesfolk.csv', 'output': 'rate.csv'},
    'footprint': {'areas': AREAS, 'records': 'town/telefoner.csv', 'output': 'footprint.csv'},
    'levels': {'answers': 'town/svar.csv', 'questions': 'town/fragor.csv', 'output': 'levels.csv'},
    'assess': {'ratings': 'town/bedomningar.csv', 'output': 'assess.csv'},
    'equivalent': {'zones': 'town/zoner.geojson', 'name': 'desokod', 'area-km2': 1.5, 'max': 3,
                   'output': 'equivalent.csv'},
    'changes': {'before': 'town/omraden_fore.geojson', 'after': AREAS, 'output': 'changes.csv'},
    'audit': {'table': 'town/tabell4.csv', 'output': 'audit.csv'},
    'inference': {'publication': ['ut/publish'], 'output': 'inference.csv'},
    'hotspot': {'grid': GRID, 'events': EVENTS, 'cold': True, 'gpkg': 'hotspot.gpkg',
                'output': 'hotspot.csv'},
    'placebo': {'grid': GRID, 'areas': AREAS, 'events': EVENTS, 'draws': 99,
                'output': 'placebo.csv'},
    'concentration': {'grid': GRID, 'events': EVENTS, 'output': 'concentration.csv'},
    'before-after': {'grid': GRID, 'areas': AREAS, 'events': EVENTS, 'before': '2019',
                     'after': '2021', 'output': 'before-after.csv'},
    'compare': {'before': 'town/anmalningar.csv', 'after': 'town/anmalningar.csv',
                'output': 'compare.csv'},
    'map': {'grid': GRID, 'areas': AREAS, 'dpi': 90, 'output': 'map.png'},
    'chart': {'table': 'ut/publish/granser.csv', 'kind': 'border', 'output': 'chart.svg'},
    'brief': {'grid': GRID, 'areas': AREAS, 'area': 'Glasbruket', 'output': 'brief.html'},
    'suggest': {'grid': GRID, 'areas': AREAS, 'buffer': 0, 'output': 'suggest.csv'},
    'intake': {'intake': 'town/inhamtning.yaml', 'output': 'intake.csv'},
    'demo': {'dir': 'demo'},
    'run': {'project': 'town/PROJECT.yaml', 'output': 'run'},
}


def described():
    text = subprocess.run([LAGESBILD, 'describe', '--json'], check=True, capture_output=True).stdout
    return {command['name']: command for command in json.loads(text)}


def in_folder(folder, option, value):
    return os.path.join(folder, value) if option['output'] else value


def command_line(command, options, folder):
    named, positional = [], []
    for option in command['options']:
        value = options.get(option['name'])
        for text in value if isinstance(value, list) else [] if value is None else [value]:
            if option['positional']:
                positional.append(str(in_folder(folder, option, text)))
            elif option['kind'] == 'flag':
                named.append('--' + option['name'])
            else:
                named.append('--%s=%s' % (option['name'], in_folder(folder, option, text)))
    return [LAGESBILD, command['name'], *named, '--', *positional]


def tool_arguments(command, options, folder):
    arguments = []
    for option in command['options']:
        if option['name'] not in options:
            continue
        values = options[option['name']]
        if isinstance(values, list) and not option['layer']:
            values = '\n'.join(values)
        for value in values if isinstance(values, list) else [values]:
            arguments.append('%s=%s' % (option['name'].replace('-', '_'),
                                        in_folder(folder, option, value)))
    return arguments


def run_tool(command, options, folder):
    done = subprocess.run([os.environ['QGIS_PROCESS'], 'run',
                           'lagesbild:' + command['name'].replace('-', '_'), '--',
                           *tool_arguments(command, options, folder)],
                          capture_output=True, encoding='utf-8')
    return done.returncode, done.stdout + done.stderr


def files_of(path):
    if os.path.isfile(path):
        return [path]
    return [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]


def same_bytes(command, options):
    """The outputs of the tool and of the command that differ."""
    different = []
    for option in command['options']:
        if not option['output'] or option['name'] not in options:
            continue
        expected = os.path.join('by_command', options[option['name']])
        for path in files_of(expected):
            other = path.replace('by_command', 'by_tool', 1)
            if path.endswith(('.json', 'index.html', '.qgs')):  # they name the paths of the run
                continue
            if not os.path.exists(other) or open(path, 'rb').read() != open(other, 'rb').read():
                different.append(path)
        if not files_of(expected):
            different.append(expected + ' was not written')
    return different


def main():
    os.chdir(sys.argv[1])
    for folder in ('by_command', 'by_tool'):
        os.makedirs(folder, exist_ok=True)
    failed = 0
    for name, command in described().items():
        if sys.argv[2:] and name not in sys.argv[2:] or name in ('describe', 'recipe'):
            continue
        if name not in TOOLS:
            print('FAIL %s: no case here; add one to TOOLS' % name)
            failed += 1
            continue
        options = TOOLS[name]
        subprocess.run(command_line(command, options, 'by_command'), capture_output=True)
        code, said = run_tool(command, options, 'by_tool')
        different = same_bytes(command, options)
        if code or different:
            failed += 1
            print('FAIL %s: exit %d, differs: %s\n%s' % (name, code, different, said))
        else:
            print('ok   %s' % name)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
