# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the cells of the notebook and holds its share against the command's: run_notebook.py FILE."""
import json
import os
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter('ignore')
names = {}
with open(sys.argv[1], encoding='utf-8') as stream:
    for cell in json.load(stream)['cells']:
        if cell['cell_type'] == 'code':
            exec(compile(''.join(cell['source']), sys.argv[1], 'exec'), names)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'share.json')
    subprocess.run([os.environ['LAGESBILD'], 'share', '-q', '--areas', names['areas'], '--events',
                    names['events'], '-o', path], check=True, stderr=subprocess.DEVNULL)
    with open(path, encoding='utf-8') as stream:
        expected, = [row for row in json.load(stream) if row['category'] == 'total']
for column in ('events', 'share', 'share_low', 'share_high', 'area_share', 'location_quotient'):
    assert names['total'][column] == expected[column], column
print('ok   %s' % sys.argv[1])
