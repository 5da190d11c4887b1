# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of QGIS, for texts of the command's description and of the plugin itself."""
from qgis.core import QgsApplication


def language():
    return 'sv' if QgsApplication.locale().startswith('sv') else 'en'


def in_language(swedish, english):
    return swedish if language() == 'sv' else english
