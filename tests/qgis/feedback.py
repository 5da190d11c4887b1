# SPDX-License-Identifier: GPL-3.0-or-later
"""What a tool tells QGIS while its command runs: feedback.py FOLDER, with the town in it.
Progress grows to the end, and a run that is cancelled leaves whole files of the steps that had ended,
nothing temporary, and no page."""
import os
import sys

sys.path.insert(0, os.environ['QGIS_PLUGINPATH'])
from lagesbild.program import ProgramError, run_command  # noqa: E402


class Feedback:
    def __init__(self, cancel_at):
        self.seen, self.cancel_at = [], cancel_at

    def setProgress(self, percent):
        self.seen.append(percent)

    def isCanceled(self):
        return bool(self.seen) and self.seen[-1] >= self.cancel_at

    def pushInfo(self, text):
        pass

    pushWarning = pushInfo


def run(out, feedback):
    run_command(['run', '--force', '-o', out, 'town/PROJECT.yaml'], feedback)


os.chdir(sys.argv[1])
whole = Feedback(1000)
run('whole', whole)
assert whole.seen == sorted(whole.seen) and len(whole.seen) > 3, whole.seen
assert os.path.exists('whole/publish/index.html')
try:
    run('cancelled', Feedback(0))
    sys.exit('FAIL: it went on')
except ProgramError as problem:
    assert 'cancelled' in str(problem) or 'avbrutet' in str(problem), problem
left = [name for folder, _, names in os.walk('cancelled') for name in names]
assert not [name for name in left if name.startswith('.')] and 'index.html' not in left, left
print('ok   progress and cancelling')
