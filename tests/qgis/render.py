# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a layer as QGIS opens it without a click and draws it: render.py SOURCE OUT.png COLOUR...
Exit 1 unless the layer is valid and every colour (#rrggbb) is in the picture."""
import sys

from qgis.core import (QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRasterLayer,
                       QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

source, out, colours = sys.argv[1], sys.argv[2], sys.argv[3:]
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False)
app.initQgis()
if source.endswith(".tif"):
    layer = QgsRasterLayer(source, "grid")
else:
    layer = QgsVectorLayer(source + "|layername=rutor", "rutor", "ogr")
if not layer.isValid():
    sys.exit(f"{source}: QGIS cannot open it")
settings = QgsMapSettings()
settings.setLayers([layer])
settings.setExtent(layer.extent())
settings.setDestinationCrs(layer.crs())
settings.setOutputSize(QSize(1000, 1000))
settings.setBackgroundColor(QColor("white"))
settings.setFlag(QgsMapSettings.Antialiasing, False)
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
image.save(out)
seen = {QColor(image.pixel(x, y)).name() for x in range(1000) for y in range(1000)}
missing = [c for c in colours if c.lower() not in seen]
print(f"{source}: {len(seen)} colours" + (f", missing {missing}" if missing else ""))
sys.stdout.flush()
import os
os._exit(1 if missing else 0)
