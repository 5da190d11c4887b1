/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars with intervals: a line of a list each, its drawing in per cent of the width, so that it
 * follows any screen and paper, and needs no script. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "render/text/html.h"
#include "render/page/page_chart.h"
#include "render/page/page_number.h"
#include "render/page/glossary_values.h"

/* A chart under way: which columns of the table its bars, intervals and labels are. */
typedef struct bar_list {
    lb_buf *buf;
    const lb_page_chart *spec;
    const lb_table *table;
    size_t value, low, high, label, label_two, group, base;
    double end; /* of the axis */
    bool english;
} bar_list;

static bool find_column(const lb_table *table, const char *name, bool number, size_t *out)
{
    *out = name ? lb_table_column(table, name) : SIZE_MAX;
    if (!name)
        return true;
    return *out != SIZE_MAX && (!number || table->column[*out].type != LB_TEXT);
}

/* False: the table lacks a column that the chart names. */
static bool find_columns(bar_list *c)
{
    const lb_page_chart *s = c->spec;
    return find_column(c->table, s->value, true, &c->value) &&
           find_column(c->table, s->low, true, &c->low) &&
           find_column(c->table, s->high, true, &c->high) &&
           find_column(c->table, s->label, false, &c->label) &&
           find_column(c->table, s->label_two, false, &c->label_two) &&
           find_column(c->table, s->group, false, &c->group) &&
           find_column(c->table, s->base, true, &c->base);
}

/* The next 1, 2, 2.5, 5 or 10 times a power of ten. */
static double round_up_nice(double value)
{
    static const double steps[] = {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};
    if (!(value > 0))
        return 1;
    double power = pow(10, floor(log10(value)));
    size_t i = 0;
    while (i < 9 && steps[i] * power < value * (1 - 1e-12))
        i++;
    return steps[i] * power;
}

/* NaN: no such column, missing, or not finite. */
static double value_at(const bar_list *c, size_t row, size_t column)
{
    double value = column == SIZE_MAX ? NAN : lb_table_real(c->table, row, column);
    return isfinite(value) ? value : (double)NAN;
}

/* An interval many times the largest bar (few events) is cut, not let to flatten the rest. */
static double find_axis_end(const bar_list *c)
{
    double bar = c->spec->reference, high = 0;
    for (size_t row = 0; row < c->table->rows; row++) {
        bar = fmax(bar, value_at(c, row, c->value));
        bar = fmax(bar, value_at(c, row, c->base));
        high = fmax(high, value_at(c, row, c->high));
    }
    return round_up_nice(fmax(bar, fmin(high, 3 * bar)));
}

/* A length on the axis as per cent of the drawing's width, cut at its ends. */
static void write_percent(const bar_list *c, const char *attribute, double value)
{
    char number[LB_NUMBER_SIZE];
    double share = fmax(0, fmin(1, value / c->end));
    lb_number_format_fixed(100 * share, 2, number);
    lb_buf_printf(c->buf, " %s=\"%s%%\"", attribute, number);
}

static void write_svg_line(const bar_list *c, const char *class, double from, double to,
                           const char *y)
{
    lb_buf_printf(c->buf, "<line class=\"%s\" %s", class, y);
    write_percent(c, "x1", from);
    write_percent(c, "x2", to);
    lb_buf_puts(c->buf, "/>");
}

/* The bar, the line of reference, the stroke of what it is held against, and the interval with
 * ends; an interval cut by the axis has no end there. */
static void write_bar_svg(const bar_list *c, size_t row)
{
    double value = value_at(c, row, c->value);
    double low = value_at(c, row, c->low), high = value_at(c, row, c->high);
    double base = value_at(c, row, c->base);
    lb_buf_puts(c->buf, "<svg aria-hidden=\"true\" height=\"20\">");
    if (!isnan(value)) {
        lb_buf_puts(c->buf, "<rect class=\"bar\" x=\"0\" y=\"3\" height=\"14\"");
        write_percent(c, "width", value);
        lb_buf_puts(c->buf, "/>");
    }
    if (c->spec->reference > 0)
        write_svg_line(c, "one", c->spec->reference, c->spec->reference, "y1=\"0\" y2=\"20\"");
    if (!isnan(base))
        write_svg_line(c, "base", base, base, "y1=\"0\" y2=\"20\"");
    if (!isnan(low) && !isnan(high)) {
        write_svg_line(c, "span", low, high, "y1=\"10\" y2=\"10\"");
        write_svg_line(c, "span", low, low, "y1=\"6\" y2=\"14\"");
        if (high <= c->end)
            write_svg_line(c, "span", high, high, "y1=\"6\" y2=\"14\"");
    }
    lb_buf_puts(c->buf, "</svg>");
}

static void write_cell(const bar_list *c, size_t row, size_t column)
{
    const lb_column *of = &c->table->column[column];
    if (of->type == LB_TEXT)
        lb_glossary_write_value(c->buf, of->name, lb_table_text(c->table, row, column));
    else
        lb_buf_real(c->buf, lb_table_real(c->table, row, column));
}

/* Label, drawing, and the figures in text: the drawing is hidden from screen readers. */
static void write_row(const bar_list *c, size_t row)
{
    lb_unit unit = c->table->column[c->value].unit;
    double low = value_at(c, row, c->low), high = value_at(c, row, c->high);
    lb_buf_puts(c->buf, "<li><span class=\"label\">");
    if (c->label != SIZE_MAX)
        write_cell(c, row, c->label);
    if (c->label_two != SIZE_MAX) {
        lb_buf_puts(c->buf, ", ");
        write_cell(c, row, c->label_two);
    }
    lb_buf_puts(c->buf, "</span>");
    write_bar_svg(c, row);
    lb_buf_puts(c->buf, "<span class=\"figure\">");
    lb_page_number_element(c->buf, lb_table_real(c->table, row, c->value), unit, c->english);
    if (!isnan(low) && !isnan(high)) {
        lb_buf_puts(c->buf, " <small>(");
        lb_page_number_element(c->buf, low, unit, c->english);
        lb_buf_puts(c->buf, "–");
        lb_page_number_element(c->buf, high, unit, c->english);
        lb_buf_puts(c->buf, ")</small>");
    }
    if (!isnan(value_at(c, row, c->base))) {
        lb_buf_puts(c->buf, " <small class=\"base\">");
        lb_html_both(c->buf, "mot ", "against ");
        lb_page_number_element(c->buf, value_at(c, row, c->base), unit, c->english);
        lb_buf_puts(c->buf, "</small>");
    }
    lb_buf_puts(c->buf, "</span></li>\n");
}

static bool same_group(const bar_list *c, size_t a, size_t b)
{
    if (c->table->column[c->group].type != LB_TEXT)
        return lb_table_real(c->table, a, c->group) == lb_table_real(c->table, b, c->group);
    const char *x = lb_table_text(c->table, a, c->group), *y = lb_table_text(c->table, b, c->group);
    return x && y ? strcmp(x, y) == 0 : x == y;
}

static bool has_bar(const bar_list *c, size_t row)
{
    return !isnan(value_at(c, row, c->value));
}

/* Is row the first bar of its group? Tables are short; their rows may stand in any order. */
static bool is_first_of_group(const bar_list *c, size_t row)
{
    for (size_t before = 0; before < row; before++)
        if (has_bar(c, before) && same_group(c, before, row))
            return false;
    return true;
}

/* All bars of the group that row `first` begins, under its heading. */
static void write_group(const bar_list *c, size_t first)
{
    lb_buf_puts(c->buf, "<h4>");
    write_cell(c, first, c->group);
    lb_buf_puts(c->buf, "</h4>\n<ul class=\"bars\">\n");
    for (size_t row = first; row < c->table->rows; row++)
        if (has_bar(c, row) && same_group(c, first, row))
            write_row(c, row);
    lb_buf_puts(c->buf, "</ul>\n");
}

/* Rows with a value, in groups where the chart has them. */
static void write_rows(const bar_list *c)
{
    size_t rows = c->table->rows;
    if (c->group != SIZE_MAX) {
        for (size_t row = 0; row < rows; row++)
            if (has_bar(c, row) && is_first_of_group(c, row))
                write_group(c, row);
        return;
    }
    lb_buf_puts(c->buf, "<ul class=\"bars\">\n");
    for (size_t row = 0; row < rows; row++)
        if (has_bar(c, row))
            write_row(c, row);
    lb_buf_puts(c->buf, "</ul>\n");
}

/* Bars from 0, with interval and base where the table has them, in HTML alone; nothing where the
 * table asks for none. Missing columns are LB_E_USAGE. */
lb_status lb_page_chart_write(lb_buf *buf, const lb_page_table *table, bool english)
{
    bar_list c = {
        .buf = buf, .spec = &table->chart, .table = table->table, .english = english, .end = 1};
    if (!c.spec->value)
        return LB_OK;
    if (!find_columns(&c))
        return LB_E_USAGE;
    c.end = find_axis_end(&c);
    lb_buf_puts(buf, "<figure class=\"chart\"><figcaption>");
    lb_glossary_write_column(buf, table->table, c.spec->value);
    if (c.low != SIZE_MAX)
        lb_html_bilingual(buf, c.spec->interval.sv ? c.spec->interval
                                                   : (lb_page_text){" med konfidensintervall",
                                                                    " with confidence interval"});
    lb_html_bilingual(buf,
                      (lb_page_text){". Axeln går från 0 till ", ". The axis runs from 0 to "});
    lb_page_number_element(buf, c.end, table->table->column[c.value].unit, english);
    if (c.base != SIZE_MAX) {
        lb_html_both(buf, "; streck och ”mot”: ", "; strokes and “against”: ");
        lb_glossary_write_column(buf, table->table, c.spec->base);
    }
    lb_buf_puts(buf, ".</figcaption>\n");
    write_rows(&c);
    lb_buf_puts(buf, "</figure>\n");
    return LB_OK;
}
