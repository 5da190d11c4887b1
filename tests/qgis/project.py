# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a project, draws what it shows and prints it: project.py PROJECT.qgs OUT.png COLOUR...
Exit 1 unless every layer is valid, in one group, as one finds it in the tree, the areas have their
figures, names and map tips, the view is the grid, and every colour (#rrggbb) is in the picture and
on the printed page (OUT-print.png, .pdf)."""
import os
import sys

from qgis.core import (QgsApplication, QgsExpression, QgsExpressionContext,
                       QgsExpressionContextUtils, QgsLayoutExporter, QgsLayoutItemLabel,
                       QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsProject)

from picture import colours, image_colours

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
       ["omraden", "Barn 0–15 år (ringens yta; störst 78)",
        "Händelser: handelser (4 utan plats är inte med)", "Händelser: inbrott",
        "Var händelserna samlas", "Förslag (internt)", "Händelser i rutor",
        "Förändring", "Livsvillkor", "vatten"],
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
expect([l.name() for l in layers if l not in shown] ==
       ["Händelser: handelser (4 utan plats är inte med)", "Händelser: inbrott",
        "Förslag (internt)", "Händelser i rutor", "Förändring"], "what is hidden is another")


def named(name):
    return next((layer for layer in layers if layer.name() == name), None)


def tip(layer):
    """The map tip of the layer's first feature, as the window shows it."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(next(layer.getFeatures()))
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


squares = named("Livsvillkor")
if squares:
    aliases = {field.name(): field.displayName() for field in squares.fields()}
    expect(aliases["index"] == "Livsvillkorsindex" and aliases["population"] == "Invånare" and
           aliases["inkomst_score"].endswith("poäng"), f"aliases {aliases}")
    view = project.viewSettings().defaultViewExtent()
    expect(view.contains(squares.extent()) and view.width() < 1.2 * squares.extent().width(),
           f"the view is {view.toString()}")
    expect("Livsvillkorsindex" in tip(squares) and "[%" not in tip(squares), tip(squares))
if layers:
    expect("Kvarnbacken" in tip(layers[0]) and "Invånare" in tip(layers[0]), tip(layers[0]))


def printed(out):
    """Exports the only layout; the colours on its page."""
    layouts = project.layoutManager().layouts()
    expect([l.name() for l in layouts] == ["A4"], "layouts")
    items = {type(item): item for item in layouts[0].items()}
    for kind in (QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemScaleBar):
        expect(kind in items, f"no {kind.__name__} on the page")
    expect(items[QgsLayoutItemScaleBar].linkedMap() == items[QgsLayoutItemMap], "scale bar")
    texts = " ".join(i.currentText() for i in layouts[0].items() if type(i) is QgsLayoutItemLabel)
    expect("Lindvik 2021" in texts and "Källa:" in texts and "Utskrivet 2" in texts, texts)
    exporter, settings = QgsLayoutExporter(layouts[0]), QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 150
    pdf = exporter.exportToPdf(out + ".pdf", QgsLayoutExporter.PdfExportSettings())
    expect(pdf == QgsLayoutExporter.Success, "no PDF")
    image = exporter.renderPageToImage(0, dpi=150)
    image.save(out + ".png")
    return image_colours(image)


seen = colours(shown, project.viewSettings().defaultViewExtent(), project.crs(), out)
missing = [c for c in wanted if c.lower() not in seen]
expect(not missing, f"colours missing: {missing}")
page = printed(out[:-4] + "-print")
missing = [c for c in wanted if c.lower() not in page]
expect(not missing, f"colours missing on the printed page: {missing}")
print(f"{source}: {len(layers)} layers, {len(seen)} colours" + "".join(f"\n  {p}" for p in problems))
sys.stdout.flush()
os._exit(1 if problems else 0)
