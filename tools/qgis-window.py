# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the QGIS window, run by QGIS itself (qgis --code): the project it has opened with the
plugin's tools beside it, and the layout that prints it. They go to the folder $PICTURES."""
import os

import qgis.utils
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget, QTreeView
from qgis.utils import iface

OUT = os.environ['PICTURES']
window = iface.mainWindow()


def later(seconds, step):
    QTimer.singleShot(int(1000 * seconds), step)


def save(widget, name):
    widget.grab().save(os.path.join(OUT, name))


def show_tools():
    """The toolbox with our tools open in place of the panels on the right and the browser."""
    for name in ('processing', 'lagesbild'):
        if name not in qgis.utils.active_plugins:
            qgis.utils.loadPlugin(name)
            qgis.utils.startPlugin(name)
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in ('Layers', 'ProcessingToolbox'))
    toolbox = window.findChild(QDockWidget, 'ProcessingToolbox')
    tree = toolbox.findChild(QTreeView)
    model = tree.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if model.data(index, Qt.DisplayRole) == 'Lägesbild':
            tree.expandRecursively(index)  # with the groups of tools
            tree.scrollTo(index, QTreeView.PositionAtTop)
    layers = window.findChild(QDockWidget, 'Layers')
    window.resizeDocks([layers, toolbox], [300, 380], Qt.Horizontal)
    later(8, show_layout)


def show_layout():
    save(window, 'qgis.png')
    designer = iface.openLayoutDesigner(QgsProject.instance().layoutManager().layouts()[0])
    designer.window().resize(1400, 900)
    designer.window().show()
    later(8, lambda: leave(designer))


def leave(designer):
    designer.view().zoomFull()
    later(5, lambda: (save(designer.window(), 'qgis-layout.png'), os._exit(0)))


window.resize(1400, 900)
later(8, show_tools)
