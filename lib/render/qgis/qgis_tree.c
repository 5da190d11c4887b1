/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/text/html.h"
#include "render/qgis/qgis_tree.h"

/* In the form of QGIS's own: a layer with another id is given a new one, and is then not found in
 * the tree. */
void lb_qgis_write_id(lb_buf *buf, size_t i)
{
    lb_buf_printf(buf, "lager_00000000_0000_0000_0000_%012zu", i + 1);
}

/* Relative to the project, so that the folder can be moved. */
void lb_qgis_write_source(lb_buf *buf, const lb_qgis_layer *layer)
{
    lb_buf_puts(buf, "./");
    lb_html_text(buf, layer->file);
    lb_buf_puts(buf, "|layername=");
    lb_html_text(buf, layer->layer);
}

static void write_node(lb_buf *buf, const lb_qgis_layer *layer, size_t i)
{
    lb_buf_puts(buf, "   <layer-tree-layer id=\"");
    lb_qgis_write_id(buf, i);
    lb_buf_printf(buf, "\" expanded=\"1\" checked=\"Qt::%s\" providerKey=\"ogr\" name=\"",
                  layer->hidden ? "Unchecked" : "Checked");
    lb_html_text(buf, layer->title);
    lb_buf_puts(buf, "\" source=\"");
    lb_qgis_write_source(buf, layer);
    lb_buf_puts(buf, "\"/>\n");
}

void lb_qgis_write_nodes(lb_buf *buf, const lb_qgis_project *p, bool hidden)
{
    for (size_t i = 0; i < p->layers; i++)
        if (hidden || !p->layer[i].hidden)
            write_node(buf, &p->layer[i], i);
}
