# SPDX-License-Identifier: GPL-3.0-or-later
"""One command of lagesbild as a tool: parameters from its description, results as layers."""
import os

from qgis.core import (QgsMapLayerType, QgsProcessingAlgorithm, QgsProcessingContext,
                       QgsProcessingException, QgsProcessingLayerPostProcessorInterface,
                       QgsProcessingOutputString, QgsProcessingUtils, QgsProviderRegistry)

from .icon import icon
from .language import in_language, language
from .parameters import make_names_parameter, make_parameter, option_arguments, parameter_name
from .program import ProgramError, run_command

# Endings of results that QGIS opens as layers.
LAYER_ENDINGS = ('.gpkg', '.tif', '.csv', '.geojson', '.fgb')


class StyleLoader(QgsProcessingLayerPostProcessorInterface):
    """Results have the colours and the names of columns that the command gave them: Processing leaves
    the style in a GeoPackage, or beside a raster, aside."""

    def postProcessLayer(self, layer, context, feedback):
        layer.loadDefaultStyle()


style_loader = StyleLoader()


def layers_of(path):
    """(uri, name) of each layer of a file; name None where it has one alone."""
    kinds = (QgsMapLayerType.VectorLayer, QgsMapLayerType.RasterLayer)
    found = [layer for layer in QgsProviderRegistry.instance().querySublayers(path)
             if layer.type() in kinds and layer.name() != 'layer_styles']
    return [(layer.uri(), layer.name() if len(found) > 1 else None) for layer in found]


class LagesbildAlgorithm(QgsProcessingAlgorithm):
    def __init__(self, command):
        super().__init__()
        self.command = command

    def createInstance(self):
        return LagesbildAlgorithm(self.command)

    def name(self):
        return self.command['name'].replace('-', '_')

    def displayName(self):
        summary = self.command['summary'][language()]
        return '%s: %s' % (self.command['name'], summary)

    def group(self):
        subject = self.command['subject'][language()]
        return subject[:1].upper() + subject[1:]

    def groupId(self):
        return self.command['subject']['en'].replace(' ', '_')

    def icon(self):
        return icon()

    def shortHelpString(self):
        return self.command['description'][language()]

    def initAlgorithm(self, configuration=None):
        for option in self.command['options']:
            for parameter in (make_parameter(option, language()), make_names_parameter(option)):
                if parameter:
                    self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputString('printed', in_language('Utskrift', 'Printed')))

    def processAlgorithm(self, parameters, context, feedback):
        try:
            arguments = option_arguments(self, self.command, parameters, context, feedback)
            feedback.pushInfo(' '.join(['lagesbild', self.command['name'], *arguments]))
            printed = run_command([self.command['name'], *arguments], feedback)
        except (ProgramError, ValueError) as problem:
            raise QgsProcessingException(str(problem)) from problem
        feedback.pushInfo(printed)
        results = {'printed': printed}
        for option in self.command['options']:
            if option['output']:
                self.add_result(option, parameters, context, results)
        return results

    def add_result(self, option, parameters, context, results):
        name = parameter_name(option)
        path = self.parameterAsString(parameters, name, context)
        if not path:
            return
        results[name] = path
        if not path.endswith(LAYER_ENDINGS) or not context.project() or not os.path.exists(path):
            return
        title = os.path.splitext(os.path.basename(path))[0]
        if path.startswith(QgsProcessingUtils.tempFolder()):
            title = ' '.join([self.command['name'], *([] if name == 'output' else [name])])
        for uri, layer in layers_of(path):
            details = QgsProcessingContext.LayerDetails(
                '%s — %s' % (title, layer) if layer else title, context.project(), name)
            details.setPostProcessor(style_loader)
            context.addLayerToLoadOnCompletion(uri, details)
