# SPDX-License-Identifier: GPL-3.0-or-later
"""The group Lägesbild of the toolbox: its tools are what the installed command describes."""
from qgis.core import Qgis, QgsMessageLog, QgsProcessingProvider

from .algorithm import LagesbildAlgorithm
from .icon import icon
from .program import ProgramError, describe_commands


class LagesbildProvider(QgsProcessingProvider):
    def id(self):
        return 'lagesbild'

    def name(self):
        return 'Lägesbild'

    def longName(self):
        return 'Lägesbild: livsvillkor, områden och händelser'

    def icon(self):
        return icon()

    def supportsNonFileBasedOutput(self):
        return False

    def loadAlgorithms(self):
        try:
            for command in describe_commands():
                self.addAlgorithm(LagesbildAlgorithm(command))
        except ProgramError as problem:
            QgsMessageLog.logMessage(str(problem), 'Lägesbild', Qgis.Critical)
