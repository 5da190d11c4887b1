/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symbols of polygons and points as QGIS 3.22 writes them in a project (renderer-v2). */
#include "base/number.h"
#include "render/text/html.h"
#include "render/text/palette.h"
#include "render/qgis/qgis_symbols.h"

#define MM_OF_POINT (25.4 / 72)

/* What rings and outlines lie on, so that they are seen on any colour: as on printed maps, this
 * much wider in all, points. */
#define RING_HALO    0.7
#define OUTLINE_HALO 1.5

void lb_qgis_write_number(lb_buf *buf, double value)
{
    char text[LB_NUMBER_SIZE];
    lb_number_format_fixed(value, 3, text);
    lb_buf_puts(buf, text);
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
static void write_length(lb_buf *buf, const char *name, double mm)
{
    lb_buf_printf(buf, "<Option type=\"QString\" name=\"%s\" value=\"", name);
    lb_qgis_write_number(buf, mm);
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
    write_length(buf, "line_width", pen->width * MM_OF_POINT);
    write_option(buf, "line_width_unit", "MM");
    if (pen->dash[0] > 0) {
        write_option(buf, "use_custom_dash", "1");
        write_option(buf, "customdash_unit", "MM");
        lb_buf_puts(buf, "<Option type=\"QString\" name=\"customdash\" value=\"");
        for (int i = 0; i < LB_DASHES && pen->dash[i] > 0; i++) {
            lb_buf_puts(buf, i ? ";" : "");
            lb_qgis_write_number(buf, pen->dash[i] * MM_OF_POINT);
        }
        lb_buf_puts(buf, "\"/>");
    }
    lb_buf_puts(buf, "</Option></layer>");
}

/* A fill without outline, then its line on top; a line where there is neither. halo: a line without
 * fill lies on a white one. */
static void write_symbol(lb_buf *buf, size_t name, const lb_pen *pen, bool halo)
{
    lb_buf_printf(buf, "     <symbol type=\"fill\" name=\"%zu\" alpha=\"1\">", name);
    if (pen->fill)
        write_fill(buf, pen->fill);
    else if (halo)
        write_line(buf, &(lb_pen){.line = 0xffffffe0, .width = pen->width + OUTLINE_HALO});
    if (pen->line || !pen->fill)
        write_line(buf, pen);
    lb_buf_puts(buf, "</symbol>\n");
}

/* The diameter of a point by an expression. */
static void write_size(lb_buf *buf, const char *expression)
{
    lb_buf_puts(buf, "<data_defined_properties><Option type=\"Map\">");
    write_option(buf, "name", "");
    lb_buf_puts(buf, "<Option type=\"Map\" name=\"properties\"><Option type=\"Map\" name=\"size\">"
                     "<Option type=\"bool\" name=\"active\" value=\"true\"/>"
                     "<Option type=\"QString\" name=\"expression\" value=\"");
    lb_html_text(buf, expression);
    lb_buf_puts(buf, "\"/><Option type=\"int\" name=\"type\" value=\"3\"/></Option></Option>");
    write_option(buf, "type", "collection");
    lb_buf_puts(buf, "</Option></data_defined_properties>");
}

/* A circle; fill 0: a ring. */
static void write_circle(lb_buf *buf, const lb_qgis_layer *layer, lb_rgba line, double width)
{
    lb_buf_puts(buf, "<layer class=\"SimpleMarker\" enabled=\"1\"><Option type=\"Map\">");
    write_option(buf, "name", "circle");
    write_colour(buf, "color", layer->pen.fill);
    write_colour(buf, "outline_color", line);
    write_length(buf, "outline_width", width * MM_OF_POINT);
    write_option(buf, "outline_width_unit", "MM");
    write_length(buf, "size", layer->diameter);
    write_option(buf, "size_unit", "MM");
    lb_buf_puts(buf, "</Option>");
    if (layer->size)
        write_size(buf, layer->size);
    lb_buf_puts(buf, "</layer>");
}

/* As on the printed map, a ring has a pale one under it, so that it is seen on any colour. */
static void write_marker(lb_buf *buf, const lb_qgis_layer *layer)
{
    const lb_pen *pen = &layer->pen;
    lb_buf_puts(buf, "     <symbol type=\"marker\" name=\"0\" alpha=\"1\">");
    if (!pen->fill)
        write_circle(buf, layer, 0xffffffa0, pen->width + RING_HALO);
    write_circle(buf, layer, pen->line, pen->width);
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
        lb_html_text(buf, layer->category_label ? layer->category_label[k] : layer->category[k]);
        lb_buf_puts(buf, "\"/>\n");
    }
    lb_buf_puts(buf, "    </categories>\n    <symbols>\n");
    for (size_t k = 0; k < layer->categories; k++) {
        lb_pen pen = layer->category_pen ? layer->category_pen[k] : lb_palette_outline(k, 1);
        write_symbol(buf, k, &pen, true);
    }
    lb_buf_puts(buf, "    </symbols>\n    </renderer-v2>\n");
}

/* The style of the layer's own file, symbols by category, or one symbol. */
void lb_qgis_write_renderer(lb_buf *buf, const lb_qgis_layer *layer)
{
    if (layer->renderer) {
        lb_buf_puts(buf, layer->renderer);
        lb_buf_puts(buf, "\n");
    } else if (layer->field && layer->categories > 0) {
        write_categories(buf, layer);
    } else {
        lb_buf_puts(buf, "    <renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" "
                         "forceraster=\"0\">\n    <symbols>\n");
        if (layer->points)
            write_marker(buf, layer);
        else
            write_symbol(buf, 0, &layer->pen, layer->halo);
        lb_buf_puts(buf, "    </symbols>\n    </renderer-v2>\n");
    }
}
