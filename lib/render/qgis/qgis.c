/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "render/text/html.h"
#include "render/text/palette.h"
#include "render/qgis/qgis.h"

#define MM_OF_POINT (25.4 / 72)

/* Numbers as XML has them, whatever the locale. */
static void put_number(lb_buf *buf, double value)
{
    char text[LB_NUMBER_SIZE];
    lb_number_format_fixed(value, 3, text);
    lb_buf_put(buf, text);
}

static void put_element(lb_buf *buf, const char *name, const char *text)
{
    lb_buf_printf(buf, "<%s>", name);
    lb_html_text(buf, text);
    lb_buf_printf(buf, "</%s>", name);
}

static void put_option(lb_buf *buf, const char *name, const char *value)
{
    lb_buf_printf(buf, "<Option type=\"QString\" name=\"%s\" value=\"%s\"/>", name, value);
}

static void put_ink(lb_buf *buf, const char *name, lb_ink ink)
{
    lb_buf_printf(buf, "<Option type=\"QString\" name=\"%s\" value=\"%u,%u,%u,%u\"/>", name,
                  ink >> 24, ink >> 16 & 255, ink >> 8 & 255, ink & 255);
}

static void put_length(lb_buf *buf, const char *name, double points)
{
    lb_buf_printf(buf, "<Option type=\"QString\" name=\"%s\" value=\"", name);
    put_number(buf, points * MM_OF_POINT);
    lb_buf_put(buf, "\"/>");
}

static void put_fill(lb_buf *buf, lb_ink ink)
{
    lb_buf_put(buf, "<layer class=\"SimpleFill\" enabled=\"1\"><Option type=\"Map\">");
    put_ink(buf, "color", ink);
    put_option(buf, "style", "solid");
    put_option(buf, "outline_style", "no");
    lb_buf_put(buf, "</Option></layer>");
}

static void put_line(lb_buf *buf, const lb_pen *pen)
{
    lb_buf_put(buf, "<layer class=\"SimpleLine\" enabled=\"1\"><Option type=\"Map\">");
    put_ink(buf, "line_color", pen->line);
    put_length(buf, "line_width", pen->width);
    put_option(buf, "line_width_unit", "MM");
    if (pen->dash[0] > 0) {
        put_option(buf, "use_custom_dash", "1");
        put_option(buf, "customdash_unit", "MM");
        lb_buf_put(buf, "<Option type=\"QString\" name=\"customdash\" value=\"");
        for (int i = 0; i < LB_DASHES && pen->dash[i] > 0; i++) {
            lb_buf_put(buf, i ? ";" : "");
            put_number(buf, pen->dash[i] * MM_OF_POINT);
        }
        lb_buf_put(buf, "\"/>");
    }
    lb_buf_put(buf, "</Option></layer>");
}

static void put_symbol(lb_buf *buf, size_t name, const lb_pen *pen)
{
    lb_buf_printf(buf, "     <symbol type=\"fill\" name=\"%zu\" alpha=\"1\">", name);
    if (pen->fill)
        put_fill(buf, pen->fill);
    if (pen->line || !pen->fill)
        put_line(buf, pen);
    lb_buf_put(buf, "</symbol>\n");
}

static void put_categories(lb_buf *buf, const lb_qgis_layer *layer)
{
    lb_buf_put(buf, "    <renderer-v2 type=\"categorizedSymbol\" attr=\"");
    lb_html_text(buf, layer->field);
    lb_buf_put(buf, "\" symbollevels=\"0\" forceraster=\"0\">\n    <categories>\n");
    for (size_t k = 0; k < layer->categories; k++) {
        lb_buf_printf(buf, "     <category symbol=\"%zu\" render=\"true\" type=\"string\" value=\"",
                      k);
        lb_html_text(buf, layer->category[k]);
        lb_buf_put(buf, "\" label=\"");
        lb_html_text(buf, layer->category[k]);
        lb_buf_put(buf, "\"/>\n");
    }
    lb_buf_put(buf, "    </categories>\n    <symbols>\n");
    for (size_t k = 0; k < layer->categories; k++) {
        lb_pen pen = lb_palette_outline(k, 1);
        put_symbol(buf, k, &pen);
    }
    lb_buf_put(buf, "    </symbols>\n    </renderer-v2>\n");
}

static void put_renderer(lb_buf *buf, const lb_qgis_layer *layer)
{
    if (layer->renderer) {
        lb_buf_put(buf, layer->renderer);
        lb_buf_put(buf, "\n");
    } else if (layer->field && layer->categories > 0) {
        put_categories(buf, layer);
    } else {
        lb_buf_put(buf, "    <renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" "
                        "forceraster=\"0\">\n    <symbols>\n");
        put_symbol(buf, 0, &layer->pen);
        lb_buf_put(buf, "    </symbols>\n    </renderer-v2>\n");
    }
}

static void put_labels(lb_buf *buf, const lb_qgis_layer *layer)
{
    if (!layer->label)
        return;
    lb_buf_put(buf, "    <labeling type=\"simple\"><settings><text-style fieldName=\"");
    lb_html_text(buf, layer->label);
    lb_buf_put(buf, "\" isExpression=\"0\" fontSize=\"8\" fontSizeUnit=\"Point\" "
                    "textColor=\"28,28,28,255\"><text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" "
                    "bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\"/></text-style>"
                    "<placement placement=\"4\"/></settings></labeling>\n");
}

/* QGIS takes the code where there is one, but reads it only beside a WKT. */
static void put_srs(lb_buf *buf, const lb_qgis_project *p)
{
    lb_buf_put(buf, "<spatialrefsys>");
    put_element(buf, "wkt", p->wkt);
    if (strncmp(p->crs, "EPSG:", 5) == 0)
        put_element(buf, "authid", p->crs);
    lb_buf_put(buf, "</spatialrefsys>");
}

static void put_crs(lb_buf *buf, const char *element, const lb_qgis_project *p)
{
    lb_buf_printf(buf, "<%s>", element);
    put_srs(buf, p);
    lb_buf_printf(buf, "</%s>\n", element);
}

/* In the form of QGIS's own: a layer with another id is given a new one, and is then not found in
 * the tree. */
static void put_id(lb_buf *buf, size_t i)
{
    lb_buf_printf(buf, "lager_00000000_0000_0000_0000_%012zu", i + 1);
}

static void put_source(lb_buf *buf, const lb_qgis_layer *layer)
{
    lb_buf_put(buf, "./");
    lb_html_text(buf, layer->file);
    lb_buf_put(buf, "|layername=");
    lb_html_text(buf, layer->layer);
}

static void put_layer(lb_buf *buf, const lb_qgis_project *p, size_t i)
{
    const lb_qgis_layer *layer = &p->layer[i];
    lb_buf_printf(buf,
                  "  <maplayer type=\"vector\" geometry=\"Polygon\" labelsEnabled=\"%d\" "
                  "hasScaleBasedVisibilityFlag=\"0\">\n    <id>",
                  layer->label != NULL);
    put_id(buf, i);
    lb_buf_put(buf, "</id>\n    <datasource>");
    put_source(buf, layer);
    lb_buf_put(buf, "</datasource>\n    ");
    put_element(buf, "layername", layer->title);
    lb_buf_put(buf, "\n    ");
    put_crs(buf, "srs", p);
    lb_buf_put(buf, "    <provider encoding=\"UTF-8\">ogr</provider>\n");
    put_renderer(buf, layer);
    put_labels(buf, layer);
    lb_buf_put(buf, "    <layerGeometryType>2</layerGeometryType>\n  </maplayer>\n");
}

static void put_tree(lb_buf *buf, const lb_qgis_project *p)
{
    lb_buf_put(buf, " <layer-tree-group>\n  <customproperties/>\n  <layer-tree-group "
                    "expanded=\"1\" checked=\"Qt::Checked\" name=\"");
    lb_html_text(buf, p->title);
    lb_buf_put(buf, "\">\n");
    for (size_t i = 0; i < p->layers; i++) {
        lb_buf_put(buf, "   <layer-tree-layer id=\"");
        put_id(buf, i);
        lb_buf_put(buf, "\" expanded=\"1\" checked=\"Qt::Checked\" providerKey=\"ogr\" name=\"");
        lb_html_text(buf, p->layer[i].title);
        lb_buf_put(buf, "\" source=\"");
        put_source(buf, &p->layer[i]);
        lb_buf_put(buf, "\"/>\n");
    }
    lb_buf_put(buf, "  </layer-tree-group>\n </layer-tree-group>\n");
}

/* Where the window opens: for QGIS itself, and for programs without a window, which have it apart.
 */
static void put_view(lb_buf *buf, const lb_qgis_project *p)
{
    static const char *const name[] = {"xmin", "ymin", "xmax", "ymax"};
    const double value[] = {p->box.xmin, p->box.ymin, p->box.xmax, p->box.ymax};
    lb_buf_put(buf, " <mapcanvas name=\"theMapCanvas\" annotationsVisible=\"1\">\n  "
                    "<units>meters</units>\n  <extent>");
    for (int i = 0; i < 4; i++) {
        lb_buf_printf(buf, "<%s>", name[i]);
        put_number(buf, value[i]);
        lb_buf_printf(buf, "</%s>", name[i]);
    }
    lb_buf_put(buf, "</extent>\n  ");
    put_crs(buf, "destinationsrs", p);
    lb_buf_put(buf, " </mapcanvas>\n <ProjectViewSettings UseProjectScales=\"0\">");
    lb_buf_put(buf, "<DefaultViewExtent");
    for (int i = 0; i < 4; i++) {
        lb_buf_printf(buf, " %s=\"", name[i]);
        put_number(buf, value[i]);
        lb_buf_put(buf, "\"");
    }
    lb_buf_put(buf, ">");
    put_srs(buf, p);
    lb_buf_put(buf, "</DefaultViewExtent></ProjectViewSettings>\n");
}

char *lb_qgis_text(const lb_qgis_project *p)
{
    lb_buf buf = {0};
    lb_buf_put(&buf, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                     "<qgis version=\"3.22.0\" projectname=\"");
    lb_html_text(&buf, p->title);
    lb_buf_put(&buf, "\">\n ");
    put_element(&buf, "title", p->title);
    lb_buf_put(&buf, "\n ");
    put_crs(&buf, "projectCrs", p);
    put_tree(&buf, p);
    put_view(&buf, p);
    lb_buf_put(&buf, " <projectlayers>\n");
    for (size_t i = 0; i < p->layers; i++)
        put_layer(&buf, p, i);
    lb_buf_put(&buf, " </projectlayers>\n <properties><Paths><Absolute type=\"bool\">false"
                     "</Absolute></Paths><SpatialRefSys><ProjectionsEnabled type=\"int\">1"
                     "</ProjectionsEnabled></SpatialRefSys></properties>\n</qgis>\n");
    return lb_buf_take(&buf);
}
