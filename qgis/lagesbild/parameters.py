# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a command as parameters of a tool, and what is chosen there as arguments again."""
import re

from qgis.core import (QgsProcessing, QgsProcessingFeatureSourceDefinition,
                       QgsProcessingParameterBoolean, QgsProcessingParameterDefinition,
                       QgsProcessingParameterEnum, QgsProcessingParameterFeatureSource,
                       QgsProcessingParameterFile, QgsProcessingParameterFileDestination,
                       QgsProcessingParameterFolderDestination, QgsProcessingParameterMapLayer,
                       QgsProcessingParameterMultipleLayers, QgsProcessingParameterNumber,
                       QgsProcessingParameterString, QgsProcessingUtils, QgsRasterLayer,
                       QgsVectorLayer)

from .language import in_language

# Options whose place a tool takes: QGIS asks before it replaces a file, and shows all messages.
NOT_PARAMETERS = ('force', 'quiet')


def parameter_name(option):
    return option['name'].replace('-', '_')


def file_filter(endings):
    return ';;'.join('%s (*%s)' % (ending[1:].upper(), ending) for ending in endings)


def make_number(option, name, text, optional):
    whole = option['kind'] == 'whole'
    kind = QgsProcessingParameterNumber.Integer if whole else QgsProcessingParameterNumber.Double
    bounds = {}
    if option['low'] is not None:
        bounds['minValue'] = option['low']
    if option['high'] is not None:
        bounds['maxValue'] = option['high']
    return QgsProcessingParameterNumber(name, text, kind, option['default'], optional, **bounds)


def make_input(option, name, text, optional):
    if not option['layer']:
        return QgsProcessingParameterString(name, text, None, option['repeated'], optional) \
            if option['repeated'] else QgsProcessingParameterFile(name, text, optional=optional)
    if option['repeated']:
        return QgsProcessingParameterMultipleLayers(name, text, QgsProcessing.TypeMapLayer, None,
                                                    optional)
    if 'GRID' in option['value'] or option['choices']:
        return QgsProcessingParameterMapLayer(name, text, None, optional)
    return QgsProcessingParameterFeatureSource(name, text, [QgsProcessing.TypeVector], None, optional)


def make_output(option, name, text, optional):
    if option['kind'] == 'folder':
        return QgsProcessingParameterFolderDestination(name, text, None, optional)
    endings = option['endings'] or ['.json' if option['value'].endswith('.json') else '']
    if '.geojson' in endings:  # rows with outlines: a layer, if nothing else is chosen
        endings = sorted(endings, key=lambda ending: ending != '.gpkg')
    chosen = option['needed'] or option['name'] == 'output'
    return QgsProcessingParameterFileDestination(name, text, file_filter(endings) or None, None,
                                                 optional, chosen)


def make_parameter(option, language):
    """The parameter of an option, or None where it has no place in a tool."""
    if option['name'] in NOT_PARAMETERS:
        return None
    name, text, optional = parameter_name(option), option['help'][language], not option['needed']
    text = text[:1].upper() + text[1:]
    if option['output']:
        parameter = make_output(option, name, text, optional)
    elif option['layer'] or option['kind'] in ('source', 'sources'):
        parameter = make_input(option, name, text, optional)
    elif option['kind'] == 'flag':
        parameter = QgsProcessingParameterBoolean(name, text, False, True)
    elif option['kind'] in ('whole', 'real'):
        parameter = make_number(option, name, text, optional)
    elif option['choices']:
        parameter = QgsProcessingParameterEnum(name, text, option['choices'], False, None, optional,
                                               True)
    else:
        parameter = QgsProcessingParameterString(name, text, None, option['repeated'], optional)
    if optional and not option['output'] and not option['layer']:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
    return parameter


def takes_names(option):
    """Is a name written before its sources: [NAME=]GRID, TYPE=SOURCE?"""
    return option['layer'] and '=' in option['value']


def names_parameter_name(option):
    return parameter_name(option) + '_names'


def make_names_parameter(option):
    """The parameter of the names of an option's layers, or None where they have none."""
    if not takes_names(option):
        return None
    text = in_language('%s: namn på lagren i deras ordning, med komma emellan',
                       '%s: names of the layers in their order, with commas between them')
    parameter = QgsProcessingParameterString(names_parameter_name(option), text % option['name'],
                                             None, False, True)
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
    return parameter


def usual_name(layer, option, context):
    """Without names: of several, those that layers of the project have there; '': the command's
    own. QGIS calls a layer of a GeoPackage 'file — layer'."""
    of_project = context.project() and context.project().mapLayer(layer.id())
    needed = not option['value'].startswith('[')
    if not (of_project and option['repeated'] or needed):
        return ''
    return re.sub('[=/.|]', '_', layer.name().split(' — ')[0])


def named_sources(algorithm, option, layers, selected, parameters, context, feedback):
    """NAME=SOURCE of each layer, as the command reads it."""
    sources = [layer_source(layer, selected, context, feedback) for layer in layers]
    if not takes_names(option):
        return sources
    given = algorithm.parameterAsString(parameters, names_parameter_name(option), context)
    names = [name.strip() for name in given.split(',')] if given else \
        [usual_name(layer, option, context) for layer in layers]
    if len(names) != len(layers):
        raise ValueError(in_language('%s: %d namn, men %d lager', '%s: %d names, but %d layers')
                         % (option['name'], len(names), len(layers)))
    return [name + '=' + source if name else source for name, source in zip(names, sources)]


def is_whole_file(layer):
    """Does the layer show all that the command would read of its file? QGIS writes what it chooses of
    a layer behind its name: |geometrytype=Polygon, |option:..."""
    chosen = [part for part in layer.source().split('|')[1:]
              if not part.startswith(('layername=', 'layerid='))]
    return layer.dataProvider().name() == 'ogr' and not layer.subsetString() and not chosen \
        and not layer.isEditable()


def layer_source(layer, selected, context, feedback):
    """How the command names what a layer shows: its file and layer where all of it is shown, else
    a copy. What is filtered, edited, selected or not in a file goes through a GeoPackage."""
    if isinstance(layer, QgsVectorLayer):
        if is_whole_file(layer) and not selected:
            return layer.source()
        return QgsProcessingUtils.convertToCompatibleFormat(layer, selected, 'layer', ['gpkg'], 'gpkg',
                                                            context, feedback)
    if isinstance(layer, QgsRasterLayer) and layer.dataProvider().name() == 'gdal':
        return layer.source()
    raise ValueError(in_language('%s: ett lager ur en fil väntas',
                                 '%s: a layer of files is expected') % layer.name())


def one_layer(algorithm, name, parameters, context):
    """The layer of a parameter, and whether its selected features alone are meant."""
    value = parameters[name]
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return algorithm.parameterAsLayer(parameters, name, context), False
    source, _ = value.source.valueAsString(context.expressionContext())
    return QgsProcessingUtils.mapLayerFromString(source, context), value.selectedFeaturesOnly


def option_values(algorithm, option, parameters, context, feedback):
    """The texts that follow the option, in order; [] where it is not given."""
    name = parameter_name(option)
    if option['output']:
        path = algorithm.parameterAsFileOutput(parameters, name, context) \
            if option['kind'] != 'folder' else algorithm.parameterAsString(parameters, name, context)
        return [path] if path else []
    if parameters.get(name) in (None, ''):
        return []
    if option['layer'] and option['repeated']:
        layers = algorithm.parameterAsLayerList(parameters, name, context)
        return named_sources(algorithm, option, layers, False, parameters, context, feedback)
    if option['layer']:
        layer, selected = one_layer(algorithm, name, parameters, context)
        return named_sources(algorithm, option, [layer], selected, parameters, context, feedback) \
            if layer else [str(parameters[name])]
    if option['kind'] == 'whole':
        return [str(algorithm.parameterAsInt(parameters, name, context))]
    if option['kind'] == 'real':
        return [repr(algorithm.parameterAsDouble(parameters, name, context))]
    if option['choices'] and option['kind'] != 'flag':
        return [algorithm.parameterAsEnumString(parameters, name, context)]
    text = algorithm.parameterAsString(parameters, name, context)
    return [line for line in text.split('\n') if line] if option['repeated'] else [text]


def option_arguments(algorithm, command, parameters, context, feedback):
    """Arguments of the command line: named ones, then --, then those without a name in order."""
    named, positional = ['--force'] if has_option(command, 'force') else [], []
    for option in command['options']:
        if option['name'] in NOT_PARAMETERS:
            continue
        if option['kind'] == 'flag':
            if algorithm.parameterAsBool(parameters, parameter_name(option), context):
                named.append('--' + option['name'])
            continue
        for value in option_values(algorithm, option, parameters, context, feedback):
            if option['positional']:
                positional.append(value)
            else:
                named.append('--%s=%s' % (option['name'], value))
    return [*named, '--', *positional] if positional else named


def has_option(command, name):
    return any(option['name'] == name for option in command['options'])
