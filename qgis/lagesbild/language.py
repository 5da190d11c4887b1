# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of QGIS, for texts of the command's description and of the plugin itself."""
from qgis.core import QgsApplication


def language():
    """That of the window, which --lang may say, else that of the settings or of the system."""
    shown = QgsApplication.instance().translation() if QgsApplication.instance() else ''
    return 'sv' if (shown or QgsApplication.locale()).startswith('sv') else 'en'


def in_language(swedish, english):
    return swedish if language() == 'sv' else english
