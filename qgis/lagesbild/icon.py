# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin's picture: squares by class, and an area drawn over them."""
import os

from qgis.PyQt.QtGui import QIcon


def icon():
    return QIcon(os.path.join(os.path.dirname(__file__), 'icon.svg'))
