/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A QGIS project (.qgs, XML as of QGIS 3.22) of GeoPackage layers: one maplayer each with its
 * symbols, the layer tree in the order of drawing, and the extent of the first view. Ids are made
 * from names, so that the same input gives the same bytes. */
#include <string.h>

#include "base/buf.h"
#include "render/text/html.h"
#include "render/qgis/qgis.h"
#include "render/qgis/qgis_layout.h"
#include "render/qgis/qgis_symbols.h"
#include "render/qgis/qgis_tree.h"

/* <name>text</name>, escaped. */
static void write_element(lb_buf *buf, const char *name, const char *text)
{
    lb_buf_printf(buf, "<%s>", name);
    lb_html_text(buf, text);
    lb_buf_printf(buf, "</%s>", name);
}

/* Names from a field beside the areas, 8 points with a white halo; none without a field. To QGIS
 * a weight or opacity that is not written is 0. */
static void write_labels(lb_buf *buf, const lb_qgis_layer *layer)
{
    if (!layer->label)
        return;
    lb_buf_puts(buf, "    <labeling type=\"simple\"><settings><text-style fieldName=\"");
    lb_html_text(buf, layer->label);
    lb_buf_puts(buf,
                "\" isExpression=\"0\" fontFamily=\"DejaVu Sans\" fontSize=\"8\" fontWeight=\"50\" "
                "fontSizeUnit=\"Point\" textColor=\"28,28,28,255\" textOpacity=\"1\">"
                "<text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" "
                "bufferColor=\"255,255,255,255\" bufferOpacity=\"1\"/></text-style>"
                "<placement placement=\"8\" dist=\"0.5\" distUnits=\"MM\"/>"
                "<rendering displayAll=\"1\"/></settings></labeling>\n");
}

/* QGIS takes the code where there is one, but reads it only beside a WKT. */
static void write_srs(lb_buf *buf, const char *crs, const char *wkt)
{
    lb_buf_puts(buf, "<spatialrefsys>");
    write_element(buf, "wkt", wkt);
    if (strncmp(crs, "EPSG:", 5) == 0)
        write_element(buf, "authid", crs);
    lb_buf_puts(buf, "</spatialrefsys>");
}

static void write_crs(lb_buf *buf, const char *element, const lb_qgis_project *p)
{
    lb_buf_printf(buf, "<%s>", element);
    write_srs(buf, p->crs, p->wkt);
    lb_buf_printf(buf, "</%s>\n", element);
}

/* QGIS takes the CRS of a layer from the project and not from its file. */
static void write_layer_crs(lb_buf *buf, const lb_qgis_project *p, const lb_qgis_layer *layer)
{
    static const char wgs84[] =
        "GEOGCRS[\"WGS 84\",DATUM[\"World Geodetic System 1984\",ELLIPSOID[\"WGS 84\",6378137,"
        "298.257223563]],CS[ellipsoidal,2],AXIS[\"latitude\",north],AXIS[\"longitude\",east],"
        "ANGLEUNIT[\"degree\",0.0174532925199433],ID[\"EPSG\",4326]]";
    lb_buf_puts(buf, "<srs>");
    write_srs(buf, layer->is_wgs84 ? "EPSG:4326" : p->crs, layer->is_wgs84 ? wgs84 : p->wkt);
    lb_buf_puts(buf, "</srs>\n");
}

static void write_layer(lb_buf *buf, const lb_qgis_project *p, size_t i)
{
    const lb_qgis_layer *layer = &p->layer[i];
    lb_buf_printf(buf,
                  "  <maplayer type=\"vector\" geometry=\"%s\" labelsEnabled=\"%d\" "
                  "hasScaleBasedVisibilityFlag=\"%d\" minScale=\"%.0f\" maxScale=\"0\">\n    <id>",
                  layer->points ? "Point" : "Polygon", layer->label != NULL,
                  layer->smallest_scale > 0, layer->smallest_scale);
    lb_qgis_write_id(buf, i);
    lb_buf_puts(buf, "</id>\n    <datasource>");
    lb_qgis_write_source(buf, layer);
    lb_buf_puts(buf, "</datasource>\n    ");
    write_element(buf, "layername", layer->title);
    lb_buf_puts(buf, "\n    ");
    write_layer_crs(buf, p, layer);
    lb_buf_puts(buf, "    <provider encoding=\"UTF-8\">ogr</provider>\n");
    lb_qgis_write_renderer(buf, layer);
    write_labels(buf, layer);
    lb_qgis_write_aliases(buf, layer->alias, layer->aliases);
    lb_qgis_write_tip(buf, layer->tip, layer->alias, layer->aliases);
    lb_buf_printf(buf, "    <layerGeometryType>%d</layerGeometryType>\n  </maplayer>\n",
                  layer->points ? 0 : 2);
}

/* All layers in a group named as the project. */
static void write_tree(lb_buf *buf, const lb_qgis_project *p)
{
    lb_buf_puts(buf, " <layer-tree-group>\n  <customproperties/>\n  <layer-tree-group "
                     "expanded=\"1\" checked=\"Qt::Checked\" name=\"");
    lb_html_text(buf, p->title);
    lb_buf_puts(buf, "\">\n");
    lb_qgis_write_nodes(buf, p, true);
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
        lb_qgis_write_number(buf, value[i]);
        lb_buf_printf(buf, "</%s>", name[i]);
    }
    lb_buf_puts(buf, "</extent>\n  ");
    write_crs(buf, "destinationsrs", p);
    lb_buf_puts(buf, " </mapcanvas>\n <ProjectViewSettings UseProjectScales=\"0\">");
    lb_buf_puts(buf, "<DefaultViewExtent");
    for (int i = 0; i < 4; i++) {
        lb_buf_printf(buf, " %s=\"", name[i]);
        lb_qgis_write_number(buf, value[i]);
        lb_buf_puts(buf, "\"");
    }
    lb_buf_puts(buf, ">");
    write_srs(buf, p->crs, p->wkt);
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
    lb_buf_puts(&buf, " </projectlayers>\n");
    lb_qgis_write_layout(&buf, p);
    lb_buf_puts(&buf, " <properties><Paths><Absolute type=\"bool\">false"
                      "</Absolute></Paths><SpatialRefSys><ProjectionsEnabled type=\"int\">1"
                      "</ProjectionsEnabled></SpatialRefSys></properties>\n</qgis>\n");
    return lb_buf_detach(&buf);
}
