/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns are texts cut at commas: a missing value, or a step of 0, is nothing between two commas;
 * what stands for a hidden figure stands there as it is shown.
 * 30 000 squares with fourteen figures are some 1.5 MB, read only when they are first shown. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/category.h>
#include "text/json.h"
#include "base/number.h"
#include "render/text/html.h"
#include "render/text/palette.h"
#include "render/page/page_json.h"
#include "render/page/glossary_values.h"
#include "render/page/page_number.h"

const lb_page_value *lb_page_squares_value(const lb_page_squares *squares, const char *name)
{
    for (size_t i = 0; i < squares->values; i++)
        if (strcmp(squares->value[i].name, name) == 0)
            return &squares->value[i];
    return NULL;
}

/* Euclid's; 0 and x: x. */
static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* The greatest length that all corners and sizes are whole numbers of. */
static int64_t common_unit(const lb_page_squares *s)
{
    int64_t unit = 0;
    for (size_t i = 0; i < s->count; i++) {
        unit = common_divisor(unit, s->square[i].size);
        unit = common_divisor(unit, s->square[i].e - s->square[0].e);
        unit = common_divisor(unit, s->square[i].n - s->square[0].n);
    }
    return unit ? unit : 1;
}

/* Steps from one square to the next; a step of nothing is empty. */
static void write_steps(lb_buf *buf, const lb_page_squares *s, const char *key, size_t field,
                        int64_t unit)
{
    int64_t before = 0;
    lb_buf_printf(buf, ",\"%s\":\"", key);
    for (size_t i = 0; i < s->count; i++) {
        const lb_square *q = &s->square[i], *first = &s->square[0];
        int64_t at = field == 0   ? ((int64_t)q->e - first->e) / unit
                     : field == 1 ? ((int64_t)q->n - first->n) / unit
                                  : q->size / unit;
        if (i > 0)
            lb_buf_putc(buf, ',');
        if (at != before)
            lb_buf_printf(buf, "%" PRId64, at - before);
        before = at;
    }
    lb_buf_putc(buf, '"');
}

/* Decimals of a column: three or four significant digits of its largest value, enough to see how
 * squares differ, and no more bytes than that. */
static int value_decimals(const lb_page_value *value, size_t count)
{
    double max_value = 0;
    for (size_t i = 0; i < count; i++)
        max_value = isfinite(value->of[i]) ? fmax(max_value, fabs(value->of[i])) : max_value;
    if (value->unit == LB_UNIT_COUNT || max_value >= 1000)
        return 0;
    return max_value > 10 ? 1 : max_value > 1 ? 2 : 3;
}

/* Which squares have a figure that is about so: steps between their numbers; and whether shares
 * have no decimals of per cent. */
static void write_precision(lb_buf *buf, const lb_page_value *value, size_t count)
{
    size_t before = 0, steps = 0;
    if (value->whole_percent)
        lb_buf_puts(buf, ",\"whole\":true");
    for (size_t i = 0; value->about && i < count; i++) {
        if (!value->about[i])
            continue;
        lb_buf_printf(buf, "%s%zu", steps++ > 0 ? "," : ",\"about\":\"", i - before);
        before = i;
    }
    lb_buf_puts(buf, steps > 0 ? "\"" : "");
}

/* One digit of base 36; 0: none. */
static void write_class(lb_buf *buf, int k)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    lb_buf_putc(buf, digits[k > 0 && k < 36 ? k : 0]);
}

/* Colours of a column's classes: of a change, of what can be worse, or of all else. */
static void write_colours(lb_buf *buf, const lb_page_squares *s, const lb_page_value *value)
{
    lb_rgba ink[LB_MAX_CLASSES];
    const lb_column_classes *classes = value->classes;
    if (value->class_name)
        lb_palette_change(classes->count, ink);
    else
        lb_palette_neutral(classes->count, ink);
    lb_buf_printf(buf, ",\"ranked\":%s,\"colours\":[", classes->ranked ? "true" : "false");
    for (int k = 0; k < classes->count; k++)
        if (classes->ranked)
            lb_buf_printf(buf, "%s\"%s\"", k ? "," : "",
                          lb_html_colour(s->colour ? s->colour[k] : NULL));
        else
            lb_buf_printf(buf, "%s\"#%06x\"", k ? "," : "", (unsigned)(ink[k] >> 8));
    lb_buf_puts(buf, "]");
    for (int k = 0; value->class_name && k < classes->count; k++) {
        lb_buf_puts(buf, k ? "," : ",\"names\":[");
        lb_html_bilingual_json(buf, value->class_name[k]);
    }
    lb_buf_puts(buf, value->class_name ? "]" : "");
}

/* The classes that squares are coloured by: colours, the least and greatest figure of each, null
 * where it has none, and a digit a square. */
static void write_classes(lb_buf *buf, const lb_page_squares *s, const lb_page_value *value)
{
    const lb_column_classes *classes = value->classes;
    write_colours(buf, s, value);
    lb_buf_puts(buf, ",\"limits\":[");
    for (int k = 0; k < classes->count; k++) {
        lb_buf_puts(buf, k ? ",[" : "[");
        lb_json_real(buf, classes->low[k]);
        lb_buf_putc(buf, ',');
        lb_json_real(buf, classes->high[k]);
        lb_buf_putc(buf, ']');
    }
    lb_buf_puts(buf, "],\"class\":\"");
    for (size_t i = 0; i < s->count; i++)
        write_class(buf, classes->class_of[i]);
    lb_buf_putc(buf, '"');
}

/* One figure of every square: its name, label and unit once, then the values. */
static void write_column(lb_buf *buf, const lb_page_squares *s, const lb_page_value *value)
{
    char number[LB_NUMBER_SIZE];
    size_t count = s->count;
    int decimals = value_decimals(value, count);
    lb_buf_puts(buf, "{\"name\":");
    lb_json_text(buf, value->name);
    lb_buf_puts(buf, ",\"label\":");
    lb_html_bilingual_json(buf, lb_glossary_column_label(value->label, value->name));
    lb_buf_printf(buf, ",\"unit\":\"%s\"", lb_page_unit_name(value->unit, false));
    write_precision(buf, value, count);
    lb_buf_puts(buf, ",\"of\":\"");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            lb_buf_putc(buf, ',');
        if (value->replacement && value->replacement[i]) {
            lb_buf_puts(buf, value->replacement[i]);
            continue;
        }
        if (!isfinite(value->of[i]))
            continue;
        lb_number_format_fixed(value->of[i], decimals, number);
        lb_buf_puts(buf, number);
    }
    lb_buf_putc(buf, '"');
    if (value->classes)
        write_classes(buf, s, value);
    lb_buf_putc(buf, '}');
}

/* Corners and sizes in units of the common divisor, as steps from square to square; classes as one
 * digit each. */
static void write_squares(lb_buf *buf, const lb_page_squares *s)
{
    int64_t unit = common_unit(s);
    lb_buf_printf(buf, "{\"unit\":%" PRId64 ",\"e0\":%d,\"n0\":%d", unit, (int)s->square[0].e,
                  (int)s->square[0].n);
    write_steps(buf, s, "e", 0, unit);
    write_steps(buf, s, "n", 1, unit);
    write_steps(buf, s, "size", 2, unit);
    lb_buf_puts(buf, ",\"class\":\"");
    for (size_t i = 0; i < s->count; i++)
        write_class(buf, s->class_of ? s->class_of[i] : 0);
    lb_buf_puts(buf, "\",\"colours\":[");
    for (int k = 0; k < s->classes; k++)
        lb_buf_printf(buf, "%s\"%s\"", k ? "," : "",
                      lb_html_colour(s->colour ? s->colour[k] : NULL));
    lb_buf_puts(buf, "],\"minimum\":");
    lb_json_real(buf, s->minimum);
    lb_buf_puts(buf, ",\"values\":[");
    for (size_t v = 0; v < s->values; v++) {
        lb_buf_puts(buf, v > 0 ? ",\n" : "");
        write_column(buf, s, &s->value[v]);
    }
    lb_buf_puts(buf, "]}");
}

/* Rings in whole metres: the first point from the map's origin, then steps. Points that fall
 * together are one. */
static void write_ring(lb_buf *buf, const lb_shapes *shapes, size_t ring, lb_box box)
{
    int64_t x = 0, y = 0;
    bool first = true;
    for (size_t v = shapes->vertex[ring]; v < shapes->vertex[ring + 1]; v++) {
        int64_t e = llround(shapes->xy[2 * v] - floor(box.xmin));
        int64_t n = llround(shapes->xy[2 * v + 1] - floor(box.ymin));
        if (!first && e == x && n == y)
            continue;
        lb_buf_printf(buf, "%s%" PRId64 ",%" PRId64, first ? "" : ",", e - x, n - y);
        x = e;
        y = n;
        first = false;
    }
}

/* The rings of area i, parted by semicolons. */
static void write_outline(lb_buf *buf, const lb_shapes *shapes, size_t i, lb_box box)
{
    size_t from = shapes->ring[shapes->part[i]], to = shapes->ring[shapes->part[i + 1]];
    lb_buf_puts(buf, "\"");
    for (size_t ring = from; ring < to; ring++) {
        lb_buf_puts(buf, ring > from ? ";" : "");
        write_ring(buf, shapes, ring, box);
    }
    lb_buf_puts(buf, "\"");
}

/* 0-2: the Police's three, the worst first; 3: another. */
static int category_rank(const char *category)
{
    static const char *const known[] = {"SUO", "Riskområde", "UO"};
    for (int k = 0; category && k < 3; k++)
        if (lb_category_same(category, known[k]))
            return k;
    return 3;
}

/* A value of the areas' table; a suppressed one as its range, in text. */
static void write_figure(lb_buf *buf, const lb_table *table, size_t row, size_t c)
{
    const lb_column *column = &table->column[c];
    const lb_table_range *range = lb_table_range_at(table, row, c);
    char text[LB_TABLE_RANGE_SIZE];
    if (range)
        lb_table_range_text(range, text);
    if (range || column->type == LB_TEXT)
        lb_json_text(buf, range ? text : lb_table_text(table, row, c));
    else
        lb_json_real(buf, lb_table_real(table, row, c));
}

/* One area: name, category in both languages, rank for its outline, rings, figures. */
static void write_area(lb_buf *buf, const lb_page_areas *a, size_t i, lb_box box)
{
    const char *category = a->category ? a->category[i] : NULL;
    lb_buf_puts(buf, i > 0 ? ",\n{\"name\":" : "\n{\"name\":");
    lb_json_text(buf, a->name[i]);
    lb_buf_puts(buf, ",\"category\":");
    lb_html_bilingual_json(buf, category ? lb_glossary_column_label((lb_page_text){0}, category)
                                         : (lb_page_text){NULL, NULL});
    lb_buf_printf(buf, ",\"rank\":%d", category_rank(category));
    if (a->colour)
        lb_buf_printf(buf, ",\"colour\":\"%s\"",
                      a->colour[i][0] ? lb_html_colour(a->colour[i]) : "");
    lb_buf_puts(buf, ",\"rings\":");
    write_outline(buf, a->shapes, i, box);
    lb_buf_puts(buf, ",\"figures\":[");
    for (size_t c = 0; a->figures && c < a->figures->columns && i < a->figures->rows; c++) {
        lb_buf_puts(buf, c > 0 ? "," : "");
        write_figure(buf, a->figures, i, c);
    }
    lb_buf_puts(buf, "]}");
}

/* Names, labels and units of the figures, once a set. */
static void write_figure_columns(lb_buf *buf, const lb_table *table)
{
    for (size_t c = 0; table && c < table->columns; c++) {
        const lb_column *column = &table->column[c];
        lb_buf_puts(buf, c > 0 ? "," : "");
        lb_buf_puts(buf, "{\"name\":");
        lb_json_text(buf, column->name);
        lb_buf_puts(buf, ",\"label\":");
        lb_html_bilingual_json(buf, lb_glossary_column_label((lb_page_text){0}, column->name));
        lb_buf_printf(buf, ",\"unit\":\"%s\"}",
                      column->type == LB_TEXT
                          ? "text"
                          : lb_page_unit_name(column->unit, column->type == LB_INTEGER));
    }
}

/* One set of areas. */
static void write_areas(lb_buf *buf, const lb_page_areas *a, lb_box box)
{
    lb_buf_puts(buf, "{\"title\":");
    lb_html_bilingual_json(buf, a->title);
    lb_buf_printf(buf, ",\"context\":%s,\"named\":%s", a->context ? "true" : "false",
                  a->show_names ? "true" : "false");
    if (a->colour)
        lb_buf_puts(buf, ",\"shaded\":true");
    if (a->fill)
        lb_buf_printf(buf, ",\"fill\":\"%s\"", lb_html_colour(a->fill));
    lb_buf_puts(buf, ",\"columns\":[");
    write_figure_columns(buf, a->figures);
    lb_buf_puts(buf, "],\"areas\":[");
    for (size_t i = 0; i < a->shapes->count; i++)
        write_area(buf, a, i, box);
    lb_buf_puts(buf, "]}");
}

/* Steps between the middles, in whole metres from the map's origin, and what each stands for. */
static void write_rings(lb_buf *buf, const lb_page_rings *rings, lb_box box)
{
    char number[LB_NUMBER_SIZE];
    int64_t x = 0, y = 0;
    lb_buf_puts(buf, "{\"title\":");
    lb_html_bilingual_json(buf, rings->title);
    lb_buf_puts(buf, ",\"note\":");
    lb_html_bilingual_json(buf, rings->note);
    lb_buf_printf(buf, ",\"side\":%.0f,\"at\":\"", rings->side);
    for (size_t i = 0; i < rings->count; i++) {
        int64_t e = llround(rings->xy[2 * i] - floor(box.xmin));
        int64_t n = llround(rings->xy[2 * i + 1] - floor(box.ymin));
        lb_buf_printf(buf, "%s%" PRId64 ",%" PRId64, i > 0 ? "," : "", e - x, n - y);
        x = e;
        y = n;
    }
    lb_buf_puts(buf, "\",\"of\":\"");
    for (size_t i = 0; i < rings->count; i++) {
        double value = rings->value[i];
        lb_number_format_fixed(value, value == floor(value) ? 0 : 2, number);
        lb_buf_printf(buf, "%s%s", i > 0 ? "," : "", number);
    }
    lb_buf_puts(buf, "\"}");
}

/* The squares with a class, or all. */
static lb_box box_of_squares(const lb_page_squares *s, bool classed)
{
    lb_box box = lb_box_empty();
    for (size_t i = 0; i < s->count; i++) {
        lb_square q = s->square[i];
        if (!classed || (s->class_of && s->class_of[i] > 0))
            box = lb_box_add(lb_box_add(box, q.e, q.n), (double)q.e + q.size, (double)q.n + q.size);
    }
    return box;
}

/* Where the map opens: the squares as the printed map shows them, else the areas that are no
 * context. */
static lb_box home_box(const lb_page_map *map)
{
    lb_box box = box_of_squares(&map->squares, true);
    if (lb_box_is_empty(box))
        box = box_of_squares(&map->squares, false);
    for (size_t i = 0; lb_box_is_empty(box) && i < map->area_sets; i++)
        if (!map->areas[i].context)
            box = lb_box_union(box, lb_shapes_box_all(map->areas[i].shapes));
    return lb_box_is_empty(box) ? (lb_box){0, 0, 1, 1} : box;
}

/* The origin is the south-west corner of the home view, so that coordinates are short numbers. */
lb_status lb_page_json_write(lb_buf *buf, const lb_page_map *map)
{
    for (size_t i = 0; i < map->area_sets; i++)
        if (!map->areas[i].shapes || (!map->areas[i].name && map->areas[i].shapes->count > 0))
            return LB_E_USAGE;
    lb_box box = home_box(map);
    lb_buf_printf(buf, "{\"origin\":[%.0f,%.0f],\"home\":[0,0,%.0f,%.0f],\"crs\":", floor(box.xmin),
                  floor(box.ymin), ceil(box.xmax - box.xmin), ceil(box.ymax - box.ymin));
    lb_json_text(buf, map->crs);
    lb_buf_puts(buf, ",\"squares\":");
    if (map->squares.count > 0)
        write_squares(buf, &map->squares);
    else
        lb_buf_puts(buf, "null");
    lb_buf_puts(buf, ",\"ringed\":");
    if (map->rings.count > 0)
        write_rings(buf, &map->rings, box);
    else
        lb_buf_puts(buf, "null");
    lb_buf_puts(buf, ",\"sets\":[");
    for (size_t i = 0; i < map->area_sets; i++) {
        lb_buf_puts(buf, i > 0 ? "," : "");
        write_areas(buf, &map->areas[i], box);
    }
    lb_buf_puts(buf, "]}");
    return LB_OK;
}
