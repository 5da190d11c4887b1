# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers of a QGIS project as inputs of the tools, and results as layers: layers.py FOLDER, with the town
and a run in it. What a layer shows is what is counted: filtered, edited, selected, in memory, whatever
the project's CRS; results come with their names, colours and aliases."""
import os
import sys

from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsFeatureRequest,
                       QgsProcessingContext, QgsProcessingFeatureSourceDefinition,
                       QgsProcessingFeedback, QgsProcessingUtils, QgsProject, QgsVectorLayer)

sys.path.insert(0, os.environ['QGIS_PLUGINPATH'])
app = QgsApplication([], False)
app.initQgis()
from lagesbild.provider import LagesbildProvider  # noqa: E402

provider = LagesbildProvider()
QgsApplication.processingRegistry().addProvider(provider)
os.chdir(sys.argv[1])
os.makedirs('två ord å', exist_ok=True)
project = QgsProject.instance()
project.setCrs(QgsCoordinateReferenceSystem('EPSG:3857'))
GRID = 'ut/work/rutor.gpkg'
contexts = []  # they own the layers


def add(source, name, provider='ogr'):
    layer = QgsVectorLayer(source, name, provider)
    assert layer.isValid(), source
    project.addMapLayer(layer)
    return layer


def run(tool, **parameters):
    """The results, and the layers that QGIS opens of them by their names."""
    context = QgsProcessingContext()
    context.setProject(project)
    contexts.append(context)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById('lagesbild:' + tool)
    results, good = algorithm.run(parameters, context, QgsProcessingFeedback())
    assert good, (tool, parameters)
    layers = {}
    for uri, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(uri, context)
        details.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback())
        layers[details.name] = layer
    return results, layers


def names_in(areas, grid=GRID):
    results, layers = run('profile', grid=grid, areas=areas, output='två ord å/område.csv')
    return sorted(f['namn'] for f in layers['område'].getFeatures())


areas = add('town/omraden.geojson', 'områden')
everything = names_in(areas.id())
assert len(everything) == 5
areas.setSubsetString('"kategori" = \'Riskområde\'')
risk = names_in(areas.id())
assert 0 < len(risk) < 5 and risk == sorted(f['namn'] for f in areas.getFeatures()), risk
areas.setSubsetString('')
areas.selectByExpression('"namn" = \'Glasbruket\'')
assert names_in(areas.id()) == everything
assert names_in(QgsProcessingFeatureSourceDefinition(areas.id(), True)) == ['Glasbruket']
memory = areas.materialize(QgsFeatureRequest())
memory.setName('i minnet')
project.addMapLayer(memory)
assert names_in(memory.id()) == everything
chosen = add('town/omraden.geojson|geometrytype=Polygon', 'polygoner')
assert names_in(chosen.id()) == everything
print('ok   layers as they are shown')

results, layers = run('index', inputs=['town/befolkning.csv', 'town/ekonomi.csv', 'town/hushall.csv'],
                      recipe='town/recept.yaml', gpkg='två ord å/rutor.gpkg', output='två ord å/rutnät.tif')
squares, raster = layers['rutor'], layers['rutnät']
assert squares.renderer().type() in ('categorizedSymbol', 'RuleRenderer', 'graduatedSymbol'), squares.renderer().type()
assert squares.featureCount() > 1000
assert raster.renderer().type() != 'singlebandgray', raster.renderer().type()
results, layers = run('suggest', grid=GRID, areas=areas.id(), buffer=0, gpkg='två ord å/lista.gpkg')
assert {'lista — rutor', 'lista — forslag'} <= set(layers), list(layers)
results, layers = run('share', areas=[areas.id()], events='town/handelser.csv',
                      output=QgsProcessingUtils.generateTempFilename('output.csv'))
assert list(layers) == ['share'], list(layers)
algorithm = QgsApplication.processingRegistry().createAlgorithmById('lagesbild:profile')
assert algorithm.parameterDefinition('output').defaultFileExtension() == 'gpkg'
print('ok   results as layers with names and colours')
os._exit(0)  # QGIS ends after its registries, which the interpreter has cleared by then
