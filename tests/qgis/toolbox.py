# SPDX-License-Identifier: GPL-3.0-or-later
"""How the tools stand in the toolbox: in groups by their subject, with the plugin's icon, in the language of QGIS."""
import os
import sys

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize

sys.path.insert(0, os.environ['QGIS_PLUGINPATH'])
app = QgsApplication([], True)
from lagesbild.provider import LagesbildProvider  # noqa: E402


def groups():
    provider = LagesbildProvider()
    assert provider.loadAlgorithms() is None and not provider.icon().pixmap(QSize(16, 16)).isNull()
    return {tool.name(): (tool.groupId(), tool.group()) for tool in provider.algorithms()
            if not tool.icon().pixmap(QSize(16, 16)).isNull()}


english = groups()
app.setTranslation('sv')  # as --lang sv does, whatever the system's language
swedish = groups()
assert english['share'] == ('events', 'Events') and swedish['share'] == ('events', 'Händelser')
assert len(english) == len(swedish) > 20 and all(all(names) for names in [*english.values(), *swedish.values()])
assert len(set(swedish.values())) < len(swedish) / 3, set(swedish.values())
print('ok   groups and icons')
