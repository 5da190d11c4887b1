# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of layers as QGIS draws them, and the colours in it."""
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

SIDE = 1000


def image_colours(image):
    return {QColor(image.pixel(x, y)).name()
            for x in range(image.width()) for y in range(image.height())}


def colours(layers, extent, crs, out):
    """Draws to the file out; the set of colours (#rrggbb) that are in it."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setExtent(extent)
    settings.setDestinationCrs(crs)
    settings.setOutputSize(QSize(SIDE, SIDE))
    settings.setBackgroundColor(QColor("white"))
    settings.setFlag(QgsMapSettings.Antialiasing, False)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(out)
    return image_colours(image)
