# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a project and draws what it shows: project.py PROJECT.qgs OUT.png COLOUR...
Exit 1 unless every layer is valid, in one group, as one finds it in the tree, the areas have their
figures and names, and every colour (#rrggbb) is in the picture."""
import os
import sys

from qgis.core import QgsApplication, QgsProject

from picture import colours

source, out, wanted = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3:]
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
problems = []


def expect(true, what):
    if not true:
        problems.append(what)


expect(project.read(source), "cannot be read")
expect(project.crs().authid() == "EPSG:3006", f"CRS {project.crs().authid()}")
groups = project.layerTreeRoot().children()
expect([g.name() for g in groups] == ["Lindvik 2021"], f"groups {[g.name() for g in groups]}")
layers = [node.layer() for node in groups[0].findLayers()] if groups else []
expect([l.name() for l in layers if l] ==
       ["omraden", "Var händelserna samlas", "Förändring", "Livsvillkor", "vatten"],
       f"layers {[l.name() if l else None for l in layers]}")
layers = [layer for layer in layers if layer]
for layer in layers:
    expect(layer.isValid(), f"layer {layer.name()} is not valid")
    expect(layer.crs().authid() == "EPSG:3006", f"layer {layer.name()} in {layer.crs().authid()}")
if layers:
    fields = [f.name() for f in layers[0].fields()]
    expect("index_mean" in fields and "population" in fields, f"fields {fields}")
    expect(layers[0].labelsEnabled() and layers[0].labeling().settings().fieldName == "namn",
           "areas without names")
shown = [node.layer() for node in groups[0].findLayers() if node.isVisible()] if groups else []
expect([l.name() for l in layers if l not in shown] == ["Förändring"], "the change is not hidden")
seen = colours(shown, project.viewSettings().defaultViewExtent(), project.crs(), out)
missing = [c for c in wanted if c.lower() not in seen]
expect(not missing, f"colours missing: {missing}")
print(f"{source}: {len(layers)} layers, {len(seen)} colours" + "".join(f"\n  {p}" for p in problems))
sys.stdout.flush()
os._exit(1 if problems else 0)
