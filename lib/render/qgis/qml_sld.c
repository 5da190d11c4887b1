/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Styles of the grid by class, for QGIS (QML, of vector and raster) and for servers (SLD 1.1), from
 * one list of classes: colours of the recipe, labels with the bounds of the index. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "render/qgis/qml_sld.h"

#define NO_CLASS_COLOUR "#d9d9d9"

enum { LABEL_SIZE = 120 };

/* "#rrggbb", checked by the recipe's reader. */
static void parse_rgb(const char *colour, int rgb[3])
{
    for (int i = 0; i < 3; i++) {
        char digits[3] = {colour[1 + 2 * i], colour[2 + 2 * i], '\0'};
        rgb[i] = (int)strtol(digits, NULL, 16);
    }
}

/* A number as people of the language write it, one decimal. */
static void format_decimal(const lb_style_options *o, double value, char text[LB_NUMBER_SIZE])
{
    lb_number_format_fixed(value, 1, text);
    char *point = strchr(text, '.');
    if (point && !o->english)
        *point = ',';
}

/* "5 – sämst livsvillkor (71,3–98,2)". The limits are those of the data, one where
 * they are the same. */
static void class_label(const lb_style_options *o, int class_of, char text[LABEL_SIZE])
{
    char low[LB_NUMBER_SIZE], high[LB_NUMBER_SIZE];
    if (o->label) {
        snprintf(text, LABEL_SIZE, "%s", o->label[class_of - 1]);
        return;
    }
    double from = class_of == 1 ? o->min : o->breaks[class_of - 2];
    double to = class_of == o->classes ? o->max : o->breaks[class_of - 1];
    const char *word = class_of == 1            ? (o->english ? " – best" : " – bäst")
                       : class_of == o->classes ? (o->english ? " – worst" : " – sämst")
                                                : "";
    const char *what = !*word ? "" : o->english ? " living conditions" : " livsvillkor";
    format_decimal(o, from, low);
    format_decimal(o, to, high);
    bool one = strcmp(low, high) == 0;
    if (isfinite(from) && isfinite(to))
        snprintf(text, LABEL_SIZE, "%d%s%s (%s%s%s)", class_of, word, what, low, one ? "" : "–",
                 one ? "" : high);
    else
        snprintf(text, LABEL_SIZE, "%d%s%s", class_of, word, what);
}

static const char *no_class_label(const lb_style_options *o)
{
    if (o->label)
        return o->label[o->classes];
    return o->english ? "no figure" : "ingen uppgift";
}

/* Lines over the fill of a symbol: colour as "r,g,b,a", millimetres. */
typedef struct line_pattern {
    int angle;
    const char *colour, *distance, *width;
} line_pattern;

/* What noise could change; too few people; with that, no figure. As on the printed maps. */
static const line_pattern unsure_lines = {45, "28,28,28,176", "0.9", "0.16"};
static const line_pattern few_lines = {135, "123,133,140,255", "1.4", "0.1"};
static const line_pattern cross_lines = {45, "123,133,140,255", "1.4", "0.1"};

/* where: QGIS's expression, as XML, of features that have the lines; NULL: all. */
static void write_lines(lb_buf *buf, const line_pattern *p, const char *where)
{
    lb_buf_printf(buf,
                  "    <layer class=\"LinePatternFill\" enabled=\"1\" locked=\"0\" pass=\"0\">\n"
                  "     <Option type=\"Map\">\n"
                  "      <Option type=\"QString\" name=\"angle\" value=\"%d\"/>\n"
                  "      <Option type=\"QString\" name=\"color\" value=\"%s\"/>\n"
                  "      <Option type=\"QString\" name=\"distance\" value=\"%s\"/>\n"
                  "      <Option type=\"QString\" name=\"distance_unit\" value=\"MM\"/>\n"
                  "      <Option type=\"QString\" name=\"line_width\" value=\"%s\"/>\n"
                  "      <Option type=\"QString\" name=\"line_width_unit\" value=\"MM\"/>\n"
                  "     </Option>\n",
                  p->angle, p->colour, p->distance, p->width);
    if (where)
        lb_buf_printf(buf,
                      "     <data_defined_properties>\n      <Option type=\"Map\">\n"
                      "       <Option type=\"QString\" name=\"name\" value=\"\"/>\n"
                      "       <Option type=\"Map\" name=\"properties\">\n"
                      "        <Option type=\"Map\" name=\"enabled\">\n"
                      "         <Option type=\"bool\" name=\"active\" value=\"true\"/>\n"
                      "         <Option type=\"QString\" name=\"expression\" value=\"%s\"/>\n"
                      "         <Option type=\"int\" name=\"type\" value=\"3\"/>\n"
                      "        </Option>\n       </Option>\n"
                      "       <Option type=\"QString\" name=\"type\" value=\"collection\"/>\n"
                      "      </Option>\n     </data_defined_properties>\n",
                      where);
    lb_buf_printf(buf,
                  "     <symbol type=\"line\" name=\"@h@1\" alpha=\"1\" clip_to_extent=\"1\" "
                  "force_rhr=\"0\">\n"
                  "      <layer class=\"SimpleLine\" enabled=\"1\" locked=\"0\" pass=\"0\">\n"
                  "       <Option type=\"Map\">\n"
                  "        <Option type=\"QString\" name=\"line_color\" value=\"%s\"/>\n"
                  "        <Option type=\"QString\" name=\"line_width\" value=\"%s\"/>\n"
                  "        <Option type=\"QString\" name=\"line_width_unit\" value=\"MM\"/>\n"
                  "       </Option>\n      </layer>\n     </symbol>\n    </layer>\n",
                  p->colour, p->width);
}

/* A fill without outline: squares side by side then read as one surface. */
static void begin_symbol(lb_buf *buf, int name, const char *colour)
{
    int rgb[3];
    parse_rgb(colour, rgb);
    lb_buf_printf(buf,
                  "   <symbol type=\"fill\" name=\"%d\" alpha=\"1\" clip_to_extent=\"1\" "
                  "force_rhr=\"0\">\n"
                  "    <layer class=\"SimpleFill\" enabled=\"1\" locked=\"0\" pass=\"0\">\n"
                  "     <Option type=\"Map\">\n"
                  "      <Option type=\"QString\" name=\"color\" value=\"%d,%d,%d,255\"/>\n"
                  "      <Option type=\"QString\" name=\"style\" value=\"solid\"/>\n"
                  "      <Option type=\"QString\" name=\"outline_style\" value=\"no\"/>\n"
                  "     </Option>\n"
                  "     <prop k=\"color\" v=\"%d,%d,%d,255\"/>\n"
                  "     <prop k=\"style\" v=\"solid\"/>\n"
                  "     <prop k=\"outline_style\" v=\"no\"/>\n"
                  "    </layer>\n",
                  name, rgb[0], rgb[1], rgb[2], rgb[0], rgb[1], rgb[2]);
}

static void end_symbol(lb_buf *buf)
{
    lb_buf_puts(buf, "   </symbol>\n");
}

/* Symbols of what has no class (0), of too few people (behind the classes), and of the classes. */
static void write_symbols(lb_buf *buf, const lb_style_options *o)
{
    begin_symbol(buf, 0, NO_CLASS_COLOUR);
    if (o->lined) {
        write_lines(buf, &few_lines, NULL);
        write_lines(buf, &cross_lines, NULL);
    }
    end_symbol(buf);
    for (int k = 1; k <= o->classes; k++) {
        begin_symbol(buf, k, o->colours[k - 1]);
        if (o->hatch_where)
            write_lines(buf, &unsure_lines, o->hatch_where);
        end_symbol(buf);
    }
    if (!(o->minimum > 0))
        return;
    begin_symbol(buf, o->classes + 1, NO_CLASS_COLOUR);
    write_lines(buf, &few_lines, NULL);
    end_symbol(buf);
}

/* Categories from the worst class down, then those without a class; with `minimum`, squares of
 * fewer people are a category of their own. */
char *lb_style_vector_qml(const lb_style_options *o)
{
    lb_buf buf = {0};
    char text[LABEL_SIZE];
    lb_buf_puts(&buf, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                      "<qgis version=\"3.22.0\" styleCategories=\"Symbology");
    lb_buf_puts(&buf, o->aliases ? "|Fields\">\n" : "\">\n");
    lb_buf_puts(&buf, " <renderer-v2 type=\"categorizedSymbol\" attr=\"");
    if (o->minimum > 0)
        lb_buf_printf(&buf,
                      "coalesce(&quot;class&quot;, CASE WHEN &quot;population&quot; &lt; %g THEN 0 "
                      "END)",
                      o->minimum);
    else
        lb_buf_puts(&buf, o->attribute ? o->attribute : "class");
    lb_buf_puts(&buf, "\" enableorderby=\"0\" forceraster=\"0\" symbollevels=\"0\">\n"
                      "  <categories>\n");
    for (int k = o->classes; k >= 1; k--) {
        class_label(o, k, text);
        lb_buf_printf(&buf,
                      "   <category value=\"%d\" symbol=\"%d\" label=\"%s\" render=\"true\" "
                      "type=\"long\"/>\n",
                      k, k, text);
    }
    if (o->minimum > 0)
        lb_buf_printf(&buf,
                      "   <category value=\"0\" symbol=\"%d\" label=\"%s\" render=\"true\" "
                      "type=\"long\"/>\n",
                      o->classes + 1, o->english ? "too few people" : "för få invånare");
    lb_buf_printf(&buf,
                  "   <category value=\"\" symbol=\"0\" label=\"%s\" render=\"true\" "
                  "type=\"string\"/>\n  </categories>\n  <symbols>\n",
                  no_class_label(o));
    write_symbols(&buf, o);
    lb_buf_puts(&buf, "  </symbols>\n </renderer-v2>\n");
    lb_qgis_write_aliases(&buf, o->alias, o->aliases);
    lb_buf_puts(&buf, " <layerGeometryType>2</layerGeometryType>\n</qgis>\n");
    return lb_buf_detach(&buf);
}

/* Thin marks side by side, which read as lines: those of the printed maps. shape:// is GeoServer's
 * name of a mark that OGC's list lacks. */
static void write_marks(lb_buf *buf, const char *mark)
{
    lb_buf_printf(buf,
                  "    <se:PolygonSymbolizer><se:Fill><se:GraphicFill><se:Graphic><se:Mark>"
                  "<se:WellKnownName>%s</se:WellKnownName><se:Stroke>"
                  "<se:SvgParameter name=\"stroke\">#7b858c</se:SvgParameter>"
                  "<se:SvgParameter name=\"stroke-width\">0.3</se:SvgParameter></se:Stroke>"
                  "</se:Mark><se:Size>4</se:Size></se:Graphic></se:GraphicFill></se:Fill>"
                  "</se:PolygonSymbolizer>\n",
                  mark);
}

/* mark: over the colour; NULL: none. */
static void write_rule(lb_buf *buf, const char *title, const char *filter, const char *colour,
                       const char *mark)
{
    lb_buf_printf(buf,
                  "   <se:Rule>\n    <se:Name>%s</se:Name>\n"
                  "    <ogc:Filter xmlns:ogc=\"http://www.opengis.net/ogc\">%s</ogc:Filter>\n"
                  "    <se:PolygonSymbolizer><se:Fill><se:SvgParameter name=\"fill\">%s"
                  "</se:SvgParameter></se:Fill></se:PolygonSymbolizer>\n",
                  title, filter, colour);
    if (mark)
        write_marks(buf, mark);
    lb_buf_puts(buf, "   </se:Rule>\n");
}

/* Squares without a class: with `minimum`, those of fewer people, and the rest. */
static void write_no_class_rules(lb_buf *buf, const lb_style_options *o)
{
    static const char null[] =
        "<ogc:PropertyIsNull><ogc:PropertyName>class</ogc:PropertyName></ogc:PropertyIsNull>";
    static const char people[] = "<ogc:PropertyName>population</ogc:PropertyName>";
    char filter[500];
    if (!(o->minimum > 0)) {
        write_rule(buf, no_class_label(o), null, NO_CLASS_COLOUR, NULL);
        return;
    }
    snprintf(filter, sizeof filter,
             "<ogc:And>%s<ogc:PropertyIsLessThan>%s<ogc:Literal>%g</ogc:Literal>"
             "</ogc:PropertyIsLessThan></ogc:And>",
             null, people, o->minimum);
    write_rule(buf, o->english ? "too few people" : "för få invånare", filter, NO_CLASS_COLOUR,
               "shape://backslash");
    snprintf(filter, sizeof filter,
             "<ogc:And>%s<ogc:Or><ogc:PropertyIsNull>%s</ogc:PropertyIsNull>"
             "<ogc:PropertyIsGreaterThanOrEqualTo>%s<ogc:Literal>%g</ogc:Literal>"
             "</ogc:PropertyIsGreaterThanOrEqualTo></ogc:Or></ogc:And>",
             null, people, people, o->minimum);
    write_rule(buf, no_class_label(o), filter, NO_CLASS_COLOUR, "x");
}

/* One rule a class, and those of squares without one. */
char *lb_style_vector_sld(const lb_style_options *o)
{
    lb_buf buf = {0};
    char text[LABEL_SIZE], filter[200];
    lb_buf_puts(&buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<StyledLayerDescriptor version=\"1.1.0\" "
                      "xmlns=\"http://www.opengis.net/sld\" "
                      "xmlns:se=\"http://www.opengis.net/se\">\n <NamedLayer>\n"
                      "  <se:Name>rutor</se:Name>\n  <UserStyle>\n"
                      "   <se:Name>livsvillkor</se:Name>\n   <se:FeatureTypeStyle>\n");
    for (int k = o->classes; k >= 1; k--) {
        class_label(o, k, text);
        snprintf(filter, sizeof filter,
                 "<ogc:PropertyIsEqualTo><ogc:PropertyName>class</ogc:PropertyName>"
                 "<ogc:Literal>%d</ogc:Literal></ogc:PropertyIsEqualTo>",
                 k);
        write_rule(&buf, text, filter, o->colours[k - 1], NULL);
    }
    write_no_class_rules(&buf, o);
    lb_buf_puts(&buf, "   </se:FeatureTypeStyle>\n  </UserStyle>\n </NamedLayer>\n"
                      "</StyledLayerDescriptor>\n");
    return lb_buf_detach(&buf);
}

/* Band 2 of the grid's GeoTIFF is the class (docs/formats.md). */
char *lb_style_raster_qml(const lb_style_options *o)
{
    lb_buf buf = {0};
    char text[LABEL_SIZE];
    lb_buf_puts(&buf, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                      "<qgis version=\"3.22.0\" styleCategories=\"Symbology\">\n <pipe>\n"
                      "  <rasterrenderer type=\"paletted\" band=\"2\" opacity=\"1\" "
                      "alphaBand=\"-1\" nodataColor=\"\">\n   <rasterTransparency/>\n"
                      "   <colorPalette>\n");
    for (int k = o->classes; k >= 1; k--) {
        class_label(o, k, text);
        lb_buf_printf(&buf,
                      "    <paletteEntry value=\"%d\" color=\"%s\" alpha=\"255\" label=\"%s\"/>\n",
                      k, o->colours[k - 1], text);
    }
    lb_buf_puts(&buf, "   </colorPalette>\n  </rasterrenderer>\n </pipe>\n</qgis>\n");
    return lb_buf_detach(&buf);
}
