# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin's life in QGIS: it registers the provider of tools, and takes it away again."""
from qgis.core import QgsApplication

from .provider import LagesbildProvider


class LagesbildPlugin:
    def __init__(self):
        self.provider = None

    def initProcessing(self):
        self.provider = LagesbildProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()

    def unload(self):
        QgsApplication.processingRegistry().removeProvider(self.provider)
