/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A print layout as QGIS 3.22 keeps it in a project; what is not written has QGIS's own default.
 * Lengths are millimetres from the upper left corner of the page. */
#include <lagesbild/version.h>
#include "render/text/html.h"
#include "render/text/nice_numbers.h"
#include "render/qgis/qgis_layout.h"
#include "render/qgis/qgis_symbols.h"
#include "render/qgis/qgis_tree.h"

#define FONT    "DejaVu Sans" /* of the printed maps; QGIS takes another where it is not there */
#define MAP_ID  "{6c616765-7362-696c-6400-000000000001}"
#define WEIGHTS "-1,5,%d,0,0,0,0,0" /* of Qt: 50 is normal, 75 bold */

/* Kinds of items, as QGIS numbers them. */
enum { ITEM_PAGE = 65638, ITEM_MAP, ITEM_PICTURE, ITEM_LABEL, ITEM_LEGEND, ITEM_SCALE = 65646 };

typedef struct item_box {
    double x, y, width, height;
} item_box;

/* Where everything is on the page. */
typedef struct page_plan {
    double width, height;
    item_box title, map, legend, north, scale, foot, printed;
    int legend_columns;
} page_plan;

/* The legend is beside a map that is wider than high, under another. */
static const page_plan landscape = {.width = 297,
                                    .height = 210,
                                    .title = {10, 8, 277, 10},
                                    .map = {10, 20, 205, 170},
                                    .legend = {218, 20, 69, 140},
                                    .north = {275, 172, 12, 14},
                                    .scale = {219, 174, 50, 12},
                                    .foot = {10, 193, 230, 11},
                                    .printed = {237, 193, 50, 5},
                                    .legend_columns = 1};
static const page_plan portrait = {.width = 210,
                                   .height = 297,
                                   .title = {10, 8, 190, 10},
                                   .map = {10, 20, 190, 205},
                                   .legend = {10, 228, 135, 50},
                                   .north = {188, 228, 12, 14},
                                   .scale = {148, 247, 50, 12},
                                   .foot = {10, 280, 145, 11},
                                   .printed = {150, 280, 50, 5},
                                   .legend_columns = 2};

/* name="a,b,mm" of a place or a size. */
static void write_pair(lb_buf *buf, const char *name, double a, double b)
{
    lb_buf_printf(buf, " %s=\"", name);
    lb_qgis_write_number(buf, a);
    lb_buf_putc(buf, ',');
    lb_qgis_write_number(buf, b);
    lb_buf_puts(buf, ",mm\"");
}

/* Begins an item; further attributes follow, and the end of the tag. */
static void begin_item(lb_buf *buf, int type, item_box at)
{
    lb_buf_printf(buf,
                  "   <LayoutItem type=\"%d\" visibility=\"1\" referencePoint=\"0\" opacity=\"1\"",
                  type);
    write_pair(buf, "position", at.x, at.y);
    write_pair(buf, "positionOnPage", at.x, at.y);
    write_pair(buf, "size", at.width, at.height);
}

/* Grey frame and white ground, for items that have them, then the end. */
static void end_item(lb_buf *buf)
{
    lb_buf_puts(buf, "<FrameColor red=\"138\" green=\"138\" blue=\"138\" alpha=\"255\"/>"
                     "<BackgroundColor red=\"255\" green=\"255\" blue=\"255\" alpha=\"255\"/>"
                     "</LayoutItem>\n");
}

static void write_page(lb_buf *buf, const page_plan *plan)
{
    lb_buf_puts(buf, "  <PageCollection>\n");
    begin_item(buf, ITEM_PAGE, (item_box){0, 0, plan->width, plan->height});
    lb_buf_puts(buf, " background=\"true\">");
    end_item(buf);
    lb_buf_puts(buf, "  </PageCollection>\n");
}

/* The project's box, made wider or higher until it has the shape of the item: QGIS would stretch
 * the map. */
static lb_box shown_box(const lb_qgis_project *p, item_box at)
{
    lb_box b = p->box;
    double width = b.xmax - b.xmin, height = b.ymax - b.ymin;
    double wider = (height * at.width / at.height - width) / 2;
    double higher = (width * at.height / at.width - height) / 2;
    if (wider > 0)
        return (lb_box){b.xmin - wider, b.ymin, b.xmax + wider, b.ymax};
    return (lb_box){b.xmin, b.ymin - higher, b.xmax, b.ymax + higher};
}

static void write_map(lb_buf *buf, const lb_qgis_project *p, item_box at)
{
    static const char *const name[] = {"xmin", "ymin", "xmax", "ymax"};
    lb_box box = shown_box(p, at);
    const double value[] = {box.xmin, box.ymin, box.xmax, box.ymax};
    begin_item(buf, ITEM_MAP, at);
    lb_buf_puts(buf,
                " uuid=\"" MAP_ID "\" frame=\"true\" background=\"true\" outlineWidthM=\"0.2,mm\""
                " keepLayerSet=\"false\" followPreset=\"false\" zValue=\"1\">\n    <Extent");
    for (int i = 0; i < 4; i++) {
        lb_buf_printf(buf, " %s=\"", name[i]);
        lb_qgis_write_number(buf, value[i]);
        lb_buf_puts(buf, "\"");
    }
    lb_buf_puts(buf, "/><LayerSet/>");
    end_item(buf);
}

/* Text in which QGIS finds no expression: a word joiner parts "[%". */
static void write_plain_text(lb_buf *buf, const char *text)
{
    lb_buf plain = {0};
    for (const char *c = text; *c; c++) {
        lb_buf_putc(&plain, *c);
        if (c[0] == '[' && c[1] == '%')
            lb_buf_puts(&plain, "\u2060");
    }
    if (plain.text)
        lb_html_text(buf, plain.text);
    buf->failed |= plain.failed;
    lb_buf_clear(&plain);
}

/* size: of the letters, points; weight: of Qt. expression: of QGIS, stands behind the text, and
 * such a label ends at the right edge; NULL: none. */
static void write_label(lb_buf *buf, const char *text, item_box at, int size, int weight,
                        const char *expression)
{
    begin_item(buf, ITEM_LABEL, at);
    lb_buf_printf(buf,
                  " halign=\"%d\" valign=\"32\" marginX=\"0\" marginY=\"0\" htmlState=\"0\""
                  " zValue=\"2\" labelText=\"",
                  expression ? 2 : 1);
    write_plain_text(buf, text);
    lb_html_text(buf, expression ? expression : "");
    lb_buf_printf(buf, "\">\n    <LabelFont description=\"" FONT ",%d," WEIGHTS "\"/>", size,
                  weight);
    lb_buf_puts(buf, "<FontColor red=\"28\" green=\"28\" blue=\"28\" alpha=\"255\"/>");
    end_item(buf);
}

/* The layers that are shown, without the group that holds them in the window. */
static void write_legend(lb_buf *buf, const lb_qgis_project *p, const page_plan *plan)
{
    static const char *const style[] = {"title", "group", "subgroup", "symbol", "symbolLabel"};
    static const double above[] = {0, 2, 2.5, 1.2, 1.2};
    begin_item(buf, ITEM_LEGEND, plan->legend);
    lb_buf_printf(buf,
                  " map_uuid=\"" MAP_ID "\" resizeToContents=\"1\" columnCount=\"%d\""
                  " splitLayer=\"0\" symbolWidth=\"5\" symbolHeight=\"3\" boxSpace=\"0\""
                  " columnSpace=\"4\" fontColor=\"#1c1c1c\" zValue=\"3\">\n    <styles>",
                  plan->legend_columns);
    for (int i = 0; i < 5; i++) {
        lb_buf_printf(buf, "<style name=\"%s\" alignment=\"1\" marginTop=\"", style[i]);
        lb_qgis_write_number(buf, above[i]);
        lb_buf_printf(buf, "\"%s><styleFont description=\"" FONT ",%d," WEIGHTS "\"/></style>",
                      i == 4 ? " marginLeft=\"1.5\"" : "", i < 3 ? 8 : 7, i < 3 ? 75 : 50);
    }
    lb_buf_puts(buf, "</styles>\n    <layer-tree-group>\n");
    lb_qgis_write_nodes(buf, p, false);
    lb_buf_puts(buf, "    </layer-tree-group>");
    end_item(buf);
}

static void write_north(lb_buf *buf, item_box at)
{
    begin_item(buf, ITEM_PICTURE, at);
    lb_buf_puts(buf, " file=\":/images/north_arrows/layout_default_north_arrow.svg\" mode=\"0\""
                     " mapUuid=\"" MAP_ID "\" northMode=\"0\" resizeMode=\"0\" anchorPoint=\"4\""
                     " zValue=\"4\">");
    end_item(buf);
}

/* Two parts of a round length, together as long as the item at most. QGIS computes their length on
 * paper when the map is moved, and takes it from here until then. */
static void write_scale(lb_buf *buf, const lb_qgis_project *p, const page_plan *plan)
{
    lb_box box = shown_box(p, plan->map);
    double metres_of_mm = (box.xmax - box.xmin) / plan->map.width;
    double part = lb_nice_number_below(metres_of_mm * (plan->scale.width - 8) / 2);
    bool km = part >= 1000;
    begin_item(buf, ITEM_SCALE, plan->scale);
    lb_buf_printf(buf,
                  " mapUuid=\"" MAP_ID "\" style=\"Single Box\" unitType=\"%s\" unitLabel=\"%s\""
                  " numMapUnitsPerScaleBarUnit=\"1\" numUnitsPerSegment=\"",
                  km ? "km" : "meters", km ? "km" : "m");
    lb_qgis_write_number(buf, part / (km ? 1000 : 1));
    lb_buf_puts(buf, "\" segmentMillimeters=\"");
    lb_qgis_write_number(buf, part / metres_of_mm);
    lb_buf_puts(buf,
                "\" segmentSizeMode=\"0\" numSegments=\"2\" numSegmentsLeft=\"0\" height=\"1.5\""
                " labelBarSpace=\"1\" boxContentSpace=\"0\" outlineWidth=\"0.2\" zValue=\"5\">\n"
                "    <text-style fontFamily=\"" FONT
                "\" fontSize=\"7\" fontWeight=\"50\" fontSizeUnit=\"Point\""
                " textColor=\"28,28,28,255\" textOpacity=\"1\"/>");
    end_item(buf);
}

/* "Källa: SCB · 2021 · EPSG:3006 · lagesbild 0.2.0", then the note. */
static void write_foot(lb_buf *buf, const lb_qgis_project *p, item_box at)
{
    lb_buf text = {0};
    if (p->source)
        lb_buf_printf(&text, p->english ? "Source: %s · " : "Källa: %s · ", p->source);
    if (p->date)
        lb_buf_printf(&text, "%s · ", p->date);
    lb_buf_printf(&text, "%s · lagesbild %s", p->crs, LB_VERSION);
    if (p->note[0])
        lb_buf_printf(&text, "\n%s", p->note);
    if (text.text)
        write_label(buf, text.text, at, 7, 50, NULL);
    buf->failed |= text.failed;
    lb_buf_clear(&text);
}

void lb_qgis_write_layout(lb_buf *buf, const lb_qgis_project *p)
{
    bool wide = p->box.xmax - p->box.xmin >= p->box.ymax - p->box.ymin;
    const page_plan *plan = wide ? &landscape : &portrait;
    lb_buf_puts(buf, " <Layouts>\n <Layout name=\"A4\" units=\"mm\" printResolution=\"300\">\n");
    write_page(buf, plan);
    write_label(buf, p->title, plan->title, 16, 75, NULL);
    write_map(buf, p, plan->map);
    write_legend(buf, p, plan);
    write_north(buf, plan->north);
    write_scale(buf, p, plan);
    write_foot(buf, p, plan->foot);
    write_label(buf, p->english ? "Printed " : "Utskrivet ", plan->printed, 7, 50,
                "[% format_date(now(), 'yyyy-MM-dd') %]");
    lb_buf_puts(buf, " </Layout>\n </Layouts>\n");
}
