# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a layer as QGIS opens it without a click and draws it: render.py SOURCE OUT.png COLOUR...
Exit 1 unless the layer is valid and every colour (#rrggbb) is in the picture."""
import sys

from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer

from picture import colours

source, out, wanted = sys.argv[1], sys.argv[2], sys.argv[3:]
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False)
app.initQgis()
if source.endswith(".tif"):
    layer = QgsRasterLayer(source, "grid")
else:
    layer = QgsVectorLayer(source if "|" in source else source + "|layername=rutor", "rutor", "ogr")
if not layer.isValid():
    sys.exit(f"{source}: QGIS cannot open it")
seen = colours([layer], layer.extent(), layer.crs(), out)
missing = [c for c in wanted if c.lower() not in seen]
print(f"{source}: {len(seen)} colours" + (f", missing {missing}" if missing else ""))
sys.stdout.flush()
import os
os._exit(1 if missing else 0)
