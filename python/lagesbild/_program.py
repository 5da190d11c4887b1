# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed command: where it is, what it says of its commands, and how one is run."""
import functools
import json
import os
import shutil
import subprocess
import sys
import threading
import warnings

from ._errors import BY_EXIT_CODE, LagesbildError, LagesbildWarning, PublishWarning

PREFIX = 'lagesbild: '


def find_program():
    program = os.environ.get('LAGESBILD') or shutil.which('lagesbild')
    if not program:
        raise LagesbildError('lagesbild is not installed: it was not found on the PATH; install the '
                             'package lagesbild, or set the variable LAGESBILD to the program')
    return program


@functools.lru_cache(maxsize=None)
def describe_commands():
    """Objects of `lagesbild describe --json`, by name."""
    program = find_program()
    try:
        text = subprocess.run([program, 'describe', '--json'], check=True,
                              stdout=subprocess.PIPE).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        raise LagesbildError('%s: is not lagesbild, or cannot be run: %s' % (program, problem)) from None
    return {command['name']: command for command in json.loads(text)}


def show_progress(part, what):
    """Per cent on standard error, one line over the other."""
    print('\r%3.0f %% %-60.60s' % (100 * part, what), end='\n' if part >= 1 else '', file=sys.stderr,
          flush=True)


def run_command(arguments, progress=None, folder=''):
    """Runs it; what it prints. Warnings are warned of, an error is raised; notes are left out.
    progress: called with 0 to 1 and what is done; a KeyboardInterrupt ends the command, which leaves
    nothing half-written. folder: of data frames as files, which are named without it in messages."""
    environment = {**os.environ, 'LAGESBILD_PROGRESS': 'lines' if progress else ''}
    process = subprocess.Popen([find_program(), *arguments], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment,
                               encoding='utf-8', errors='replace')
    printed = []
    reader = threading.Thread(target=lambda: printed.append(process.stdout.read()), daemon=True)
    reader.start()
    try:
        warned, said = _read_messages(process.stderr, progress)
        code = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    finally:
        process.stderr.close()
        reader.join()
        process.stdout.close()
    warned, said = ([text.replace(folder + os.sep, '') if folder else text for text in texts]
                    for texts in (warned, said))
    for text in warned:
        warnings.warn(text, LagesbildWarning, stacklevel=4)
    if code == 4:
        warnings.warn('\n'.join(said) or 'something in the result must not be published',
                      PublishWarning, stacklevel=4)
    elif code != 0:
        raise BY_EXIT_CODE.get(code, LagesbildError)('\n'.join(said) or 'exit code %d' % code)
    return printed[0]


def _read_messages(stream, progress):
    """Texts of warnings, and of errors; lines of progress are passed on as they come."""
    warned, said = [], []
    for line in stream:
        text = line.rstrip('\n')
        text = text[len(PREFIX):] if text.startswith(PREFIX) else text
        kind, _, rest = text.partition(': ')
        if kind == 'progress':
            percent, _, what = rest.partition(' % ')
            progress(float(percent) / 100, what)
        elif kind == 'warning':
            warned.append(rest)
        elif kind != 'note':
            said.append(text)
    return warned, said
