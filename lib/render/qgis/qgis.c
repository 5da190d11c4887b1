/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A QGIS project (.qgs, XML as of QGIS 3.22) of GeoPackage layers: one maplayer each with its
 * symbols, the layer tree in the order of drawing, and the extent of the first view. Ids are made
 * from names, so that the same input gives the same bytes. */
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "render/text/html.h"
#include "render/text/palette.h"
#include "render/qgis/qgis.h"

#define MM_OF_POINT (25.4 / 72)

/* Numbers as XML has them, whatever the locale. */
static void write_number(lb_buf *buf, double value)
{
    char text[LB_NUMBER_SIZE];
    lb_number_format_fixed(value, 3, text);
    lb_buf_puts(buf, text);
}

/* <name>text</name>, escaped. */
static void write_element(lb_buf *buf, const char *name, const char *text)
{
    lb_buf_printf(buf, "<%s>", name);
    lb_html_text(buf, text);
    lb_buf_printf(buf, "</%s>", name);
}

static void write_option(lb_buf *buf, const char *name, const char *value)
{
    lb_buf_printf(buf, "<Option type=\"QString\" name=\"%s\" value=\"%s\"/>", name, value);
}

/* Red, green, blue, alpha, 0 to 255. */
static void write_colour(lb_buf *buf, const char *name, lb_rgba ink)
{
    lb_buf_printf(buf, "<Option type=\"QString\" name=\"%s\" value=\"%u,%u,%u,%u\"/>", name,
                  ink >> 24, ink >> 16 & 255, ink >> 8 & 255, ink & 255);
}

/* QGIS has lengths of symbols in millimetres. */
static void write_length(lb_buf *buf, const char *name, double points)
{
    lb_buf_printf(buf, "<Option type=\"QString\" name=\"%s\" value=\"", name);
    write_number(buf, points * MM_OF_POINT);
    lb_buf_puts(buf, "\"/>");
}

static void write_fill(lb_buf *buf, lb_rgba ink)
{
    lb_buf_puts(buf, "<layer class=\"SimpleFill\" enabled=\"1\"><Option type=\"Map\">");
    write_colour(buf, "color", ink);
    write_option(buf, "style", "solid");
    write_option(buf, "outline_style", "no");
    lb_buf_puts(buf, "</Option></layer>");
}

static void write_line(lb_buf *buf, const lb_pen *pen)
{
    lb_buf_puts(buf, "<layer class=\"SimpleLine\" enabled=\"1\"><Option type=\"Map\">");
    write_colour(buf, "line_color", pen->line);
    write_length(buf, "line_width", pen->width);
    write_option(buf, "line_width_unit", "MM");
    if (pen->dash[0] > 0) {
        write_option(buf, "use_custom_dash", "1");
        write_option(buf, "customdash_unit", "MM");
        lb_buf_puts(buf, "<Option type=\"QString\" name=\"customdash\" value=\"");
        for (int i = 0; i < LB_DASHES && pen->dash[i] > 0; i++) {
            lb_buf_puts(buf, i ? ";" : "");
            write_number(buf, pen->dash[i] * MM_OF_POINT);
        }
        lb_buf_puts(buf, "\"/>");
    }
    lb_buf_puts(buf, "</Option></layer>");
}

/* A fill without outline, then its line on top; a line where there is neither. */
static void write_symbol(lb_buf *buf, size_t name, const lb_pen *pen)
{
    lb_buf_printf(buf, "     <symbol type=\"fill\" name=\"%zu\" alpha=\"1\">", name);
    if (pen->fill)
        write_fill(buf, pen->fill);
    if (pen->line || !pen->fill)
        write_line(buf, pen);
    lb_buf_puts(buf, "</symbol>\n");
}

/* One symbol a category, in the colours of the printed map. */
static void write_categories(lb_buf *buf, const lb_qgis_layer *layer)
{
    lb_buf_puts(buf, "    <renderer-v2 type=\"categorizedSymbol\" attr=\"");
    lb_html_text(buf, layer->field);
    lb_buf_puts(buf, "\" symbollevels=\"0\" forceraster=\"0\">\n    <categories>\n");
    for (size_t k = 0; k < layer->categories; k++) {
        lb_buf_printf(buf, "     <category symbol=\"%zu\" render=\"true\" type=\"string\" value=\"",
                      k);
        lb_html_text(buf, layer->category[k]);
        lb_buf_puts(buf, "\" label=\"");
        lb_html_text(buf, layer->category[k]);
        lb_buf_puts(buf, "\"/>\n");
    }
    lb_buf_puts(buf, "    </categories>\n    <symbols>\n");
    for (size_t k = 0; k < layer->categories; k++) {
        lb_pen pen = layer->category_pen ? layer->category_pen[k] : lb_palette_outline(k, 1);
        write_symbol(buf, k, &pen);
    }
    lb_buf_puts(buf, "    </symbols>\n    </renderer-v2>\n");
}

/* The style of the layer's own file, symbols by category, or one symbol. */
static void write_renderer(lb_buf *buf, const lb_qgis_layer *layer)
{
    if (layer->renderer) {
        lb_buf_puts(buf, layer->renderer);
        lb_buf_puts(buf, "\n");
    } else if (layer->field && layer->categories > 0) {
        write_categories(buf, layer);
    } else {
        lb_buf_puts(buf, "    <renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" "
                         "forceraster=\"0\">\n    <symbols>\n");
        write_symbol(buf, 0, &layer->pen);
        lb_buf_puts(buf, "    </symbols>\n    </renderer-v2>\n");
    }
}

/* Names from a field, 8 points with a white halo; none without a field. */
static void write_labels(lb_buf *buf, const lb_qgis_layer *layer)
{
    if (!layer->label)
        return;
    lb_buf_puts(buf, "    <labeling type=\"simple\"><settings><text-style fieldName=\"");
    lb_html_text(buf, layer->label);
    lb_buf_puts(buf, "\" isExpression=\"0\" fontSize=\"8\" fontSizeUnit=\"Point\" "
                     "textColor=\"28,28,28,255\"><text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" "
                     "bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\"/></text-style>"
                     "<placement placement=\"4\"/></settings></labeling>\n");
}

/* QGIS takes the code where there is one, but reads it only beside a WKT. */
static void write_srs(lb_buf *buf, const lb_qgis_project *p)
{
    lb_buf_puts(buf, "<spatialrefsys>");
    write_element(buf, "wkt", p->wkt);
    if (strncmp(p->crs, "EPSG:", 5) == 0)
        write_element(buf, "authid", p->crs);
    lb_buf_puts(buf, "</spatialrefsys>");
}

static void write_crs(lb_buf *buf, const char *element, const lb_qgis_project *p)
{
    lb_buf_printf(buf, "<%s>", element);
    write_srs(buf, p);
    lb_buf_printf(buf, "</%s>\n", element);
}

/* In the form of QGIS's own: a layer with another id is given a new one, and is then not found in
 * the tree. */
static void write_id(lb_buf *buf, size_t i)
{
    lb_buf_printf(buf, "lager_00000000_0000_0000_0000_%012zu", i + 1);
}

/* Relative to the project, so that the folder can be moved. */
static void write_source(lb_buf *buf, const lb_qgis_layer *layer)
{
    lb_buf_puts(buf, "./");
    lb_html_text(buf, layer->file);
    lb_buf_puts(buf, "|layername=");
    lb_html_text(buf, layer->layer);
}

static void write_layer(lb_buf *buf, const lb_qgis_project *p, size_t i)
{
    const lb_qgis_layer *layer = &p->layer[i];
    lb_buf_printf(buf,
                  "  <maplayer type=\"vector\" geometry=\"Polygon\" labelsEnabled=\"%d\" "
                  "hasScaleBasedVisibilityFlag=\"0\">\n    <id>",
                  layer->label != NULL);
    write_id(buf, i);
    lb_buf_puts(buf, "</id>\n    <datasource>");
    write_source(buf, layer);
    lb_buf_puts(buf, "</datasource>\n    ");
    write_element(buf, "layername", layer->title);
    lb_buf_puts(buf, "\n    ");
    write_crs(buf, "srs", p);
    lb_buf_puts(buf, "    <provider encoding=\"UTF-8\">ogr</provider>\n");
    write_renderer(buf, layer);
    write_labels(buf, layer);
    lb_buf_puts(buf, "    <layerGeometryType>2</layerGeometryType>\n  </maplayer>\n");
}

/* The layer tree: what stands first is drawn on top. */
static void write_tree(lb_buf *buf, const lb_qgis_project *p)
{
    lb_buf_puts(buf, " <layer-tree-group>\n  <customproperties/>\n  <layer-tree-group "
                     "expanded=\"1\" checked=\"Qt::Checked\" name=\"");
    lb_html_text(buf, p->title);
    lb_buf_puts(buf, "\">\n");
    for (size_t i = 0; i < p->layers; i++) {
        lb_buf_puts(buf, "   <layer-tree-layer id=\"");
        write_id(buf, i);
        lb_buf_printf(buf, "\" expanded=\"1\" checked=\"Qt::%s\" providerKey=\"ogr\" name=\"",
                      p->layer[i].hidden ? "Unchecked" : "Checked");
        lb_html_text(buf, p->layer[i].title);
        lb_buf_puts(buf, "\" source=\"");
        write_source(buf, &p->layer[i]);
        lb_buf_puts(buf, "\"/>\n");
    }
    lb_buf_puts(buf, "  </layer-tree-group>\n </layer-tree-group>\n");
}

/* Where the window opens: for QGIS itself, and for programs without a window, which have it apart.
 */
static void write_map_view(lb_buf *buf, const lb_qgis_project *p)
{
    static const char *const name[] = {"xmin", "ymin", "xmax", "ymax"};
    const double value[] = {p->box.xmin, p->box.ymin, p->box.xmax, p->box.ymax};
    lb_buf_puts(buf, " <mapcanvas name=\"theMapCanvas\" annotationsVisible=\"1\">\n  "
                     "<units>meters</units>\n  <extent>");
    for (int i = 0; i < 4; i++) {
        lb_buf_printf(buf, "<%s>", name[i]);
        write_number(buf, value[i]);
        lb_buf_printf(buf, "</%s>", name[i]);
    }
    lb_buf_puts(buf, "</extent>\n  ");
    write_crs(buf, "destinationsrs", p);
    lb_buf_puts(buf, " </mapcanvas>\n <ProjectViewSettings UseProjectScales=\"0\">");
    lb_buf_puts(buf, "<DefaultViewExtent");
    for (int i = 0; i < 4; i++) {
        lb_buf_printf(buf, " %s=\"", name[i]);
        write_number(buf, value[i]);
        lb_buf_puts(buf, "\"");
    }
    lb_buf_puts(buf, ">");
    write_srs(buf, p);
    lb_buf_puts(buf, "</DefaultViewExtent></ProjectViewSettings>\n");
}

/* A QGIS 3.22 project with paths relative to its own; NULL: out of memory. */
char *lb_qgis_text(const lb_qgis_project *p)
{
    lb_buf buf = {0};
    lb_buf_puts(&buf, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                      "<qgis version=\"3.22.0\" projectname=\"");
    lb_html_text(&buf, p->title);
    lb_buf_puts(&buf, "\">\n ");
    write_element(&buf, "title", p->title);
    lb_buf_puts(&buf, "\n ");
    write_crs(&buf, "projectCrs", p);
    write_tree(&buf, p);
    write_map_view(&buf, p);
    lb_buf_puts(&buf, " <projectlayers>\n");
    for (size_t i = 0; i < p->layers; i++)
        write_layer(&buf, p, i);
    lb_buf_puts(&buf, " </projectlayers>\n <properties><Paths><Absolute type=\"bool\">false"
                      "</Absolute></Paths><SpatialRefSys><ProjectionsEnabled type=\"int\">1"
                      "</ProjectionsEnabled></SpatialRefSys></properties>\n</qgis>\n");
    return lb_buf_detach(&buf);
}
