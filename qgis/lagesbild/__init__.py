# SPDX-License-Identifier: GPL-3.0-or-later
"""Lägesbild in the Processing toolbox: one tool for each command of lagesbild."""


def classFactory(iface):
    from .plugin import LagesbildPlugin
    return LagesbildPlugin()
