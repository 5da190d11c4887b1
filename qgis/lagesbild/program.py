# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed command: where it is, what it says of its commands, and how one is run."""
import json
import os
import shutil
import subprocess
import threading

from .language import in_language

PREFIX = 'lagesbild: '
# Commands that a tool of QGIS has no use for: they print text for a person or a program.
NOT_TOOLS = ('describe', 'recipe')


class ProgramError(Exception):
    """The command could not be run, or ended with an error: its own words."""


def find_program():
    program = os.environ.get('LAGESBILD') or shutil.which('lagesbild')
    if not program:
        raise ProgramError(in_language(
            'lagesbild är inte installerat: det finns inte i PATH. Installera paketet lagesbild, '
            'eller sätt miljövariabeln LAGESBILD till programmet.',
            'lagesbild is not installed: it was not found on the PATH. Install the package '
            'lagesbild, or set the variable LAGESBILD to the program.'))
    return program


def environment():
    """English messages and lines of progress. Libraries of QGIS are not for the command."""
    return {**os.environ, 'LAGESBILD_PROGRESS': 'lines'}


def describe_commands():
    """Objects of `lagesbild describe --json`, of commands that are tools."""
    try:
        text = subprocess.run([find_program(), 'describe', '--json'], check=True,
                              capture_output=True, env=environment()).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        raise ProgramError('lagesbild describe --json: %s' % problem) from problem
    return [command for command in json.loads(text) if command['name'] not in NOT_TOOLS]


def run_command(arguments, feedback):
    """Runs it until it ends or feedback is cancelled; what it prints. Warnings, notes and progress
    go to feedback; an error is a ProgramError with the command's words."""
    process = subprocess.Popen([find_program(), *arguments], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                               env=environment(), encoding='utf-8', errors='replace')
    printed, messages = [], []
    reader = threading.Thread(target=lambda: printed.append(process.stdout.read()), daemon=True)
    listener = threading.Thread(target=_pass_messages, args=(process.stderr, messages, feedback),
                                daemon=True)
    reader.start()
    listener.start()
    while True:
        try:
            process.wait(0.1)
            break
        except subprocess.TimeoutExpired:
            if feedback.isCanceled():
                process.terminate()
    reader.join()
    listener.join()
    if process.returncode == 0 and messages:
        feedback.pushInfo('\n'.join(messages))
    if feedback.isCanceled():
        raise ProgramError(in_language('avbrutet; inget är halvskrivet',
                                       'cancelled; nothing is half written'))
    if process.returncode == 4:
        feedback.pushWarning(in_language('Något här får inte publiceras: se resultatet.',
                                         'Something here must not be published: see the result.'))
    elif process.returncode != 0:
        raise ProgramError('\n'.join(messages) or 'exit code %d' % process.returncode)
    return printed[0]


def _pass_messages(stream, messages, feedback):
    for line in stream:
        text = line.rstrip('\n')
        text = text[len(PREFIX):] if text.startswith(PREFIX) else text
        if text.startswith('progress: '):
            feedback.setProgress(float(text.split()[1]))
        elif text.startswith('warning: '):
            feedback.pushWarning(text)
        elif text.startswith('note: '):
            feedback.pushInfo(text)
        else:
            messages.append(text)
