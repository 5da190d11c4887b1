/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From result tables to charts: which rows make which series. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/chart.h>
#include <lagesbild/page.h>
#include <lagesbild/trend.h>
#include "base/array.h"
#include "base/swedish_text.h"
#include "base/number.h"
#include "base/try.h"
#include "commands/chart/chart_parts.h"
#include "input/areas/name_index.h"
#include "kernel/trend/common_units.h"
#include "port/cairo/cairo_render.h"
#include "render/chart/chart_bars.h"
#include "render/chart/chart_lines.h"
#include "render/chart/chart_slopes.h"
#include "render/text/palette.h"
#include "text/usual_columns.h"

static const double POINTS_PER_MM = 72 / 25.4;

/* A table as series (rows of one name) along x, cell by cell. */
typedef struct series_grid {
    const lb_table *table;
    lb_name_index series, along;
    double *x, *y, *low, *high; /* [series][along]; x alike for all */
    lb_chart_series *line;
    bool english;
    lb_error *err;
} series_grid;

/* The tables of names own what series point to. */
static void clear_series(series_grid *g)
{
    lb_name_index_clear(&g->series);
    lb_name_index_clear(&g->along);
    free(g->x);
    free(g->y);
    free(g->low);
    free(g->high);
    free(g->line);
}

lb_status lb_chart_find_column(const lb_table *table, const char *name, size_t *at, lb_error *err)
{
    *at = lb_table_column(table, name);
    if (*at != SIZE_MAX)
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT, "chart: the table has no column '%s'", name);
}

static bool is_text(const lb_table *table, size_t row, size_t column, const char *value)
{
    const char *text = lb_table_text(table, row, column);
    return text && strcmp(text, value) == 0;
}

/* The value asked for, or the first of the column. */
static const char *given_or_first(const lb_table *table, size_t column, const char *asked)
{
    return asked || table->rows == 0 ? asked : lb_table_text(table, 0, column);
}

lb_chart_sheet lb_chart_sheet_of(const lb_chart_options *o, const char *title,
                                 const lb_measure *measure)
{
    return (lb_chart_sheet){(o->width > 0 ? o->width : 160) * POINTS_PER_MM,
                            (o->height > 0 ? o->height : 100) * POINTS_PER_MM,
                            o->title ? o->title : title,
                            o->source,
                            o->english,
                            measure};
}

/* Which rows and columns a chart takes. */
typedef struct chart_columns {
    size_t keep; /* rows where this column has the text `value` */
    const char *value;
    size_t series, set; /* set: shown with the series' name where it has several values; or none */
    size_t x;           /* LB_TEXT: names; else figures */
    size_t y, low, high;
} chart_columns;

/* name: of keep, series, x, y, low, high. */
static lb_status find_columns(const lb_table *table, const char *const name[6], const char *asked,
                              chart_columns *c, lb_error *err)
{
    size_t *const at[6] = {&c->keep, &c->series, &c->x, &c->y, &c->low, &c->high};
    for (int i = 0; i < 6; i++)
        LB_TRY(lb_chart_find_column(table, name[i], at[i], err));
    c->value = given_or_first(table, c->keep, asked);
    return LB_OK;
}

/* Has the text column more than one value? */
static bool has_several(const lb_table *t, size_t column)
{
    for (size_t i = 1; column != SIZE_MAX && i < t->rows; i++)
        if (!is_text(t, i, column, lb_table_text(t, 0, column) ? lb_table_text(t, 0, column) : ""))
            return true;
    return false;
}

/* What people call it: "Alla kategorier", not total. */
static void series_name(const series_grid *g, const chart_columns *c, size_t row, bool several,
                        lb_buf *text)
{
    const char *name = lb_table_text(g->table, row, c->series);
    const char *set = several ? lb_table_text(g->table, row, c->set) : NULL;
    const lb_page_term *word = name ? lb_glossary_find_value(name) : NULL;
    if (word)
        name = g->english && word->label.en ? word->label.en : word->label.sv;
    lb_buf_printf(text, "%s%s%s", set ? set : "", set ? ": " : "", name ? name : "");
}

/* What rows of one place along x have in common: a name, or a number in full. */
static void x_name(const lb_table *t, const chart_columns *c, size_t row, lb_buf *text)
{
    if (t->column[c->x].type == LB_TEXT)
        lb_buf_puts(text, lb_table_text(t, row, c->x) ? lb_table_text(t, row, c->x) : "");
    else
        lb_buf_printf(text, "%.17g", lb_table_real(t, row, c->x));
}

/* The numbers of a row's series and of its place. */
static lb_status number_row(series_grid *g, const chart_columns *c, size_t row, bool several,
                            size_t number[2])
{
    lb_buf series = {0}, along = {0};
    series_name(g, c, row, several, &series);
    x_name(g->table, c, row, &along);
    lb_status status = series.failed || along.failed ? LB_E_MEMORY : LB_OK;
    if (status == LB_OK)
        status = lb_name_index_add(&g->series, series.text, &number[0]);
    if (status == LB_OK)
        status = lb_name_index_add(&g->along, along.text, &number[1]);
    lb_buf_clear(&series);
    lb_buf_clear(&along);
    return status == LB_OK ? LB_OK : lb_error_memory(g->err);
}

/* Two passes: which series and places there are, then the figures. */
static lb_status read_series(series_grid *g, const chart_columns *c, bool fill)
{
    bool several = has_several(g->table, c->set);
    for (size_t i = 0; i < g->table->rows; i++) {
        size_t number[2];
        if (c->value && !is_text(g->table, i, c->keep, c->value))
            continue;
        if (isnan(lb_table_real(g->table, i, c->y)))
            continue;
        LB_TRY(number_row(g, c, i, several, number));
        if (!fill)
            continue;
        size_t a = number[1], at = number[0] * g->along.count + a;
        bool named = g->table->column[c->x].type == LB_TEXT;
        g->x[a] = named ? (double)a : lb_table_real(g->table, i, c->x);
        g->y[at] = lb_table_real(g->table, i, c->y);
        g->low[at] = lb_table_real(g->table, i, c->low);
        g->high[at] = lb_table_real(g->table, i, c->high);
    }
    return LB_OK;
}

/* Places in ascending order: of figures, or of names such as periods where all are as long as the
 * first (2019, 2020); names of several kinds stay in the order of the table. */
static bool stands_before(const series_grid *g, bool named, size_t a, size_t b)
{
    const char *first = g->along.name[a], *second = g->along.name[b];
    return named ? strlen(first) == strlen(second) && strcmp(first, second) < 0 : g->x[a] < g->x[b];
}

static void swap_places(series_grid *g, bool named, size_t a, size_t b)
{
    double *const values[] = {g->y, g->low, g->high};
    char *name = g->along.name[a];
    g->along.name[a] = g->along.name[b];
    g->along.name[b] = name;
    for (size_t s = 0; s < g->series.count; s++)
        for (size_t v = 0; v < 3; v++) {
            double *of_series = values[v] + s * g->along.count, moved = of_series[a];
            of_series[a] = of_series[b];
            of_series[b] = moved;
        }
    double x = g->x[a]; /* of names, their number */
    g->x[a] = named ? x : g->x[b];
    g->x[b] = named ? g->x[b] : x;
}

/* By insertion: charts have few places. */
static void sort_places(series_grid *g, bool named)
{
    for (size_t i = 1; i < g->along.count; i++)
        for (size_t j = i; j > 0 && stands_before(g, named, j, j - 1); j--)
            swap_places(g, named, j, j - 1);
}

/* The rows that the chart keeps, as one array of x and, for each series, of values and bounds; NaN
 * where a series has no row. */
static lb_status make_series(series_grid *g, const chart_columns *c)
{
    LB_TRY(read_series(g, c, false));
    size_t n = g->series.count * g->along.count;
    if (n == 0)
        return lb_error_set(g->err, LB_E_INPUT, "chart: the table has no row%s%s%s with figures",
                            c->value ? " of '" : "", c->value ? c->value : "", c->value ? "'" : "");
    g->x = calloc(g->along.count + 1, sizeof *g->x);
    g->y = calloc(n + 1, sizeof *g->y);
    g->low = calloc(n + 1, sizeof *g->low);
    g->high = calloc(n + 1, sizeof *g->high);
    g->line = calloc(g->series.count + 1, sizeof *g->line);
    if (!g->x || !g->y || !g->low || !g->high || !g->line)
        return lb_error_memory(g->err);
    for (size_t i = 0; i < n; i++)
        g->y[i] = g->low[i] = g->high[i] = NAN;
    LB_TRY(read_series(g, c, true));
    sort_places(g, g->table->column[c->x].type == LB_TEXT);
    for (size_t s = 0; s < g->series.count; s++) {
        size_t from = s * g->along.count;
        g->line[s] = (lb_chart_series){.name = g->series.name[s],
                                       .ink = lb_palette_series(s),
                                       .n = g->along.count,
                                       .x = g->x,
                                       .y = g->y + from,
                                       .low = g->low + from,
                                       .high = g->high + from};
    }
    return LB_OK;
}

lb_status lb_chart_status(lb_status status, lb_error *err)
{
    if (status == LB_E_MEMORY)
        return lb_error_memory(err);
    if (status == LB_E_INPUT)
        return lb_error_set(err, status, "chart: the table has no figures");
    return status;
}

/* Line charts ---------------------------------------------------------------------------------- */

/* One kind of line chart, in the chart's language. */
typedef struct line_spec {
    const char *column[6]; /* of keep, series, x, y, low, high */
    const char *set;       /* column of the series' set; NULL: none */
    const char *title;     /* in front of the value kept; NULL: that value alone */
    bool named;            /* x is names, else figures */
    lb_chart_lines chart;  /* titles and kinds of the axes */
} line_spec;

static lb_status draw_series(series_grid *g, const chart_columns *c, const line_spec *spec,
                             const lb_chart_options *o, lb_drawing **out)
{
    char title[300];
    lb_text_measurer *measurer = NULL;
    lb_measure measure;
    lb_chart_lines chart = spec->chart;
    LB_TRY(make_series(g, c));
    if (lb_text_measurer_new(&measurer, &measure) != LB_OK)
        return lb_error_memory(g->err);
    lb_text_print(title, sizeof title, "%s%s%.250s", spec->title ? spec->title : "",
                  spec->title ? ", " : "", c->value ? c->value : "");
    chart.sheet = lb_chart_sheet_of(o, title, &measure);
    chart.series = g->line;
    chart.count = g->series.count;
    if (spec->named) {
        chart.name = (const char *const *)g->along.name;
        chart.names = g->along.count;
    }
    lb_status status = lb_chart_status(lb_chart_lines_draw(&chart, out), g->err);
    lb_text_measurer_free(measurer);
    return status;
}

static lb_status draw_lines(const lb_table *table, const char *asked, const line_spec *spec,
                            const lb_chart_options *o, lb_drawing **out, lb_error *err)
{
    series_grid g = {.table = table, .english = o->english, .err = err};
    chart_columns c = {.set = spec->set ? lb_table_column(table, spec->set) : SIZE_MAX};
    lb_status status = find_columns(table, spec->column, asked, &c, err);
    if (status == LB_OK)
        status = draw_series(&g, &c, spec, o, out);
    clear_series(&g);
    return status;
}

/* Share of events by how far borders are moved, metres; one line a category, with its interval. */
lb_status lb_chart_border(const lb_table *table, const char *period, const lb_chart_options *o,
                          lb_drawing **out, lb_error *err)
{
    const line_spec spec = {
        .column = {"period", "category", "border_m", "share", "share_low", "share_high"},
        .set = "area_set",
        .title = o->english ? "Share of the events as borders move"
                            : "Andel av händelserna när gränserna flyttas",
        .chart = {.x_title = o->english ? "metres the borders move outwards"
                                        : "meter som gränserna flyttas utåt",
                  .y_title = o->english ? "Share of the events" : "Andel av händelserna",
                  .x_kind = LB_AXIS_SIGNED,
                  .y_kind = LB_AXIS_PERCENT}};
    return draw_lines(table, period, &spec, o, out, err);
}

/* Rates by period, one line a category, of one indicator. */
lb_status lb_chart_rates(const lb_table *table, const char *indicator, const lb_chart_options *o,
                         lb_drawing **out, lb_error *err)
{
    const line_spec spec = {
        .column = {"indicator", "category", "period", "rate", "rate_low", "rate_high"},
        .named = true,
        .chart = {.y_title = o->english ? "Per 1,000 inhabitants" : "Per 1\u202f000 invånare",
                  .y_kind = LB_AXIS_PLAIN}};
    return draw_lines(table, indicator, &spec, o, out, err);
}

/* Concentration ----------------------------------------------------------------------------------
 */

/* The curves of a table of `concentration`, and what they are called. By people those of people;
 * where these are not known that of squares. The last is where events are as people live. */
enum { CURVES = 6 };
static const struct {
    const char *curve;
    bool by_people, by_squares;
    lb_bilingual name;
} curve_names[CURVES] = {
    {"areas", true, true, {"Områdena", "The areas"}},
    {"hindsight", true, false, {"Rutor valda i efterhand", "Squares chosen in hindsight"}},
    {"foresight",
     true,
     false,
     {"Rutor valda efter tidigare händelser", "Squares chosen by earlier events"}},
    {"index", true, false, {"Rutor med högst index", "Squares with the highest index"}},
    {"count", false, true, {"Rutor med flest händelser", "Squares with most events"}},
    {NULL, true, true, {"Lika för alla", "The same for all"}}};

typedef struct curve_point {
    double x, y;
} curve_point;

static int compare_points(const void *a, const void *b)
{
    const curve_point *p = a, *q = b;
    LB_COMPARE(p->x, q->x);
    return (p->y > q->y) - (p->y < q->y);
}

/* The table's columns, and room for a point a row. */
typedef struct curve_points {
    size_t curve, x, y;
    bool by_people;
    curve_point *point; /* [rows]: of one series, for sorting */
    double *xy;         /* [2 rows]: the x of all series, then their y */
    size_t used;
} curve_points;

static lb_status find_curves(const lb_table *t, curve_points *p, lb_error *err)
{
    size_t people;
    LB_TRY(lb_chart_find_column(t, "curve", &p->curve, err));
    LB_TRY(lb_chart_find_column(t, "events_share", &p->y, err));
    LB_TRY(lb_chart_find_column(t, "units_share", &p->x, err));
    LB_TRY(lb_chart_find_column(t, "people_share", &people, err));
    for (size_t i = 0; i < t->rows; i++)
        p->by_people = p->by_people || !isnan(lb_table_real(t, i, people));
    p->x = p->by_people ? people : p->x;
    return LB_OK;
}

/* The rows of one curve as a series, from left to right; the diagonal has no row. */
static lb_chart_series curve_series(const lb_table *t, curve_points *p, size_t c, bool english)
{
    static const double diagonal[] = {0, 1};
    lb_bilingual name = curve_names[c].name;
    lb_chart_series s = {.name = english ? name.en : name.sv,
                         .ink = lb_palette_series(c),
                         .x = p->xy + p->used,
                         .y = p->xy + t->rows + p->used};
    if (!curve_names[c].curve) {
        s.x = s.y = diagonal;
        s.n = 2;
        s.ink = LB_INK_LINE;
    }
    for (size_t i = 0; i < t->rows && curve_names[c].curve; i++)
        if (is_text(t, i, p->curve, curve_names[c].curve))
            p->point[s.n++] = (curve_point){lb_table_real(t, i, p->x), lb_table_real(t, i, p->y)};
    if (curve_names[c].curve && s.n > 0)
        qsort(p->point, s.n, sizeof *p->point, compare_points);
    for (size_t i = 0; i < s.n && curve_names[c].curve; i++, p->used++) {
        p->xy[p->used] = p->point[i].x;
        p->xy[t->rows + p->used] = p->point[i].y;
    }
    s.plain = s.n > 1;
    return s;
}

/* Share of events against share of people, or of squares where people are not known. Fewer than two
 * curves are no comparison and are refused. */
static lb_status draw_curves(const lb_table *t, curve_points *p, const lb_chart_options *o,
                             lb_drawing **out)
{
    lb_chart_series series[CURVES];
    lb_text_measurer *measurer = NULL;
    lb_measure measure;
    size_t n = 0;
    for (size_t c = 0; c < CURVES; c++) {
        bool shown = p->by_people ? curve_names[c].by_people : curve_names[c].by_squares;
        series[n] = curve_series(t, p, c, o->english);
        n += shown && series[n].n > 0;
    }
    if (n < 2)
        return LB_E_INPUT;
    if (lb_text_measurer_new(&measurer, &measure) != LB_OK)
        return LB_E_MEMORY;
    static const char *const of_people[] = {"andel av invånarna", "share of the people"};
    static const char *const of_squares[] = {"andel av rutorna", "share of the squares"};
    lb_chart_lines chart = {
        .sheet = lb_chart_sheet_of(
            o, o->english ? "How concentrated the events are" : "Hur samlade händelserna är",
            &measure),
        .series = series,
        .count = n,
        .x_title = (p->by_people ? of_people : of_squares)[o->english],
        .y_title = o->english ? "Share of the events" : "Andel av händelserna",
        .x_kind = LB_AXIS_PERCENT,
        .y_kind = LB_AXIS_PERCENT,
        .y_max = 1};
    lb_status status = lb_chart_lines_draw(&chart, out);
    lb_text_measurer_free(measurer);
    return status;
}

lb_status lb_chart_concentration(const lb_table *table, const lb_chart_options *options,
                                 lb_drawing **out, lb_error *err)
{
    curve_points p = {.used = 0};
    LB_TRY(find_curves(table, &p, err));
    p.xy = calloc(2 * table->rows + 1, sizeof *p.xy);
    p.point = calloc(table->rows + 1, sizeof *p.point);
    lb_status status = p.xy && p.point ? draw_curves(table, &p, options, out) : LB_E_MEMORY;
    free(p.xy);
    free(p.point);
    return lb_chart_status(status, err);
}

/* Classes -------------------------------------------------------------------------------------- */

enum { MAX_CLASSES = 20 };

/* Bars of areas: how their people spread over the classes. */
typedef struct class_mix {
    size_t bars, classes;
    size_t column[MAX_CLASSES];
    const char **name;
    double *share;
    size_t *order;
} class_mix;

/* The column of the bars' names: the one asked for, or a usual one. SIZE_MAX: none. */
static size_t name_column(const lb_table *table, const char *asked)
{
    const char *const named[] = {asked, NULL};
    for (const char *const *name = asked ? named : lb_usual_columns[LB_USUAL_AREA]; *name; name++)
        for (size_t c = 0; c < table->columns; c++)
            if (lb_text_same(table->column[c].name, *name) && table->column[c].type == LB_TEXT)
                return c;
    return SIZE_MAX;
}

/* class_1, class_2 ... as far as they go. */
static void find_class_columns(const lb_table *table, class_mix *m)
{
    for (; m->classes < MAX_CLASSES; m->classes++) {
        char name[20];
        snprintf(name, sizeof name, "class_%zu", m->classes + 1);
        m->column[m->classes] = lb_table_column(table, name);
        if (m->column[m->classes] == SIZE_MAX)
            return;
    }
}

/* Is area a worse than b: more people in the worst class, then in the next ...; else by name. */
static bool is_worse(const lb_table *t, const class_mix *m, size_t name, size_t a, size_t b)
{
    for (size_t k = m->classes; k-- > 0;) {
        double x = lb_table_real(t, a, m->column[k]), y = lb_table_real(t, b, m->column[k]);
        if (x != y && !isnan(x) && !isnan(y))
            return x > y;
    }
    const char *first = lb_table_text(t, a, name), *second = lb_table_text(t, b, name);
    return strcmp(first ? first : "", second ? second : "") < 0;
}

/* Areas nobody is known to live in have no bar. */
static void order_bars(const lb_table *t, size_t name, class_mix *m)
{
    for (size_t i = 0; i < t->rows; i++) {
        size_t j = m->bars;
        if (isnan(lb_table_real(t, i, m->column[0])))
            continue;
        for (; j > 0 && is_worse(t, m, name, i, m->order[j - 1]); j--)
            m->order[j] = m->order[j - 1];
        m->order[j] = i;
        m->bars++;
    }
}

/* What the classes leave of an area's people is a part of its own. */
static void fill_bars(const lb_table *t, class_mix *m, size_t name)
{
    for (size_t b = 0; b < m->bars; b++) {
        const char *text = lb_table_text(t, m->order[b], name);
        double *share = m->share + b * (m->classes + 1), rest = 1;
        m->name[b] = text ? text : "";
        for (size_t k = 0; k < m->classes; k++) {
            share[k] = lb_table_real(t, m->order[b], m->column[m->classes - 1 - k]);
            rest -= share[k] > 0 ? share[k] : 0;
        }
        share[m->classes] = rest > 1e-9 ? rest : 0;
    }
}

/* Parts from the worst class to the best, then the people without a class. */
static lb_status draw_class_mix(const lb_table *t, class_mix *m, size_t name,
                                const lb_chart_options *o, lb_drawing **out)
{
    static const char *const sv[] = {"klass 1 (bäst)", "klass %zu (sämst)", "klass %zu"};
    static const char *const en[] = {"class 1 (best)", "class %zu (worst)", "class %zu"};
    char text[MAX_CLASSES][40];
    const char *part[MAX_CLASSES + 1];
    lb_rgba forward[MAX_CLASSES], ink[MAX_CLASSES + 1];
    lb_text_measurer *measurer = NULL;
    lb_measure measure;
    lb_palette_classes((int)m->classes, NULL, o->colour_blind, forward);
    for (size_t k = 0; k < m->classes; k++) { /* the worst first, against the axis */
        size_t class_of = m->classes - k, word = class_of == 1 ? 0 : k == 0 ? 1 : 2;
        snprintf(text[k], sizeof text[k], (o->english ? en : sv)[word], class_of);
        part[k] = text[k];
        ink[k] = forward[class_of - 1];
    }
    part[m->classes] = o->english ? "no class" : "utan klass";
    ink[m->classes] = LB_INK_NO_CLASS;
    fill_bars(t, m, name);
    if (lb_text_measurer_new(&measurer, &measure) != LB_OK)
        return LB_E_MEMORY;
    lb_chart_bars chart = {
        .sheet =
            lb_chart_sheet_of(o, o->english ? "People by class" : "Invånare efter klass", &measure),
        .bars = m->bars,
        .parts = m->classes + 1,
        .name = m->name,
        .share = m->share,
        .part = part,
        .ink = ink,
        .x_title = o->english ? "share of each area's people" : "andel av områdets invånare"};
    chart.sheet.height = o->height > 0 ? chart.sheet.height : 0;
    lb_status status = lb_chart_bars_draw(&chart, out);
    lb_text_measurer_free(measurer);
    return status;
}

/* Bars of areas, stacked by class: share of people in each. LB_E_INPUT: no columns class_1 ..., or
 * no row with figures. */
lb_status lb_chart_classes(const lb_table *table, const char *name, const lb_chart_options *options,
                           lb_drawing **out, lb_error *err)
{
    class_mix m = {.bars = 0};
    size_t column = name_column(table, name);
    if (column == SIZE_MAX)
        return lb_error_set(err, LB_E_INPUT, "chart: the table has no column '%s'",
                            name ? name : "namn");
    find_class_columns(table, &m);
    if (m.classes == 0)
        return lb_error_set(err, LB_E_INPUT, "chart: the table has no column 'class_1'");
    m.order = calloc(table->rows + 1, sizeof *m.order);
    m.name = calloc(table->rows + 1, sizeof *m.name);
    m.share = calloc((table->rows + 1) * (m.classes + 1), sizeof *m.share);
    lb_status status = m.order && m.name && m.share ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        order_bars(table, column, &m);
    if (status == LB_OK && m.bars == 0)
        status = LB_E_INPUT;
    if (status == LB_OK)
        status = draw_class_mix(table, &m, column, options, out);
    free(m.order);
    free(m.name);
    free(m.share);
    return lb_chart_status(status, err);
}

/* Change -----------------------------------------------------------------------------------------
 */

/* The rows of areas in a table of `trend`, and its deliveries. */
typedef struct slope_rows {
    size_t name, status, change, q;
    size_t column[LB_DELIVERIES_MAX]; /* of the index in each delivery */
    const char *time[LB_DELIVERIES_MAX];
    double x[LB_DELIVERIES_MAX];
    size_t times, lines;
    lb_chart_slope *line; /* [lines] */
    double *y;            /* [lines][times] */
} slope_rows;

/* Deliveries are as far apart as their years where all are named by ascending years, else evenly.
 */
static void place_times(slope_rows *r)
{
    bool years = true;
    for (size_t t = 0; t < r->times; t++)
        years = years && lb_number_parse(r->time[t], strlen(r->time[t]), &r->x[t]) &&
                (t == 0 || r->x[t] > r->x[t - 1]);
    for (size_t t = 0; t < r->times && !years; t++)
        r->x[t] = (double)t;
}

/* Deliveries are the columns index_NAME, in the order of the table, which is that of time. */
static lb_status find_deliveries(const lb_table *t, slope_rows *r, lb_error *err)
{
    static const char before[] = "index_";
    LB_TRY(lb_chart_find_column(t, "unit", &r->name, err));
    LB_TRY(lb_chart_find_column(t, "status", &r->status, err));
    LB_TRY(lb_chart_find_column(t, "change", &r->change, err));
    LB_TRY(lb_chart_find_column(t, "q", &r->q, err));
    for (size_t c = 0; c < t->columns && r->times < LB_DELIVERIES_MAX; c++)
        if (strncmp(t->column[c].name, before, sizeof before - 1) == 0) {
            r->column[r->times] = c;
            r->time[r->times++] = t->column[c].name + sizeof before - 1;
        }
    place_times(r);
    return r->times > 1 ? LB_OK
                        : lb_error_set(err, LB_E_INPUT,
                                       "chart: the table has %zu columns 'index_NAME'; expected "
                                       "two or more, as trend writes them",
                                       r->times);
}

/* Above 0 is worse. */
static lb_slope_kind slope_kind(const lb_table *t, const slope_rows *r, size_t row)
{
    double change = lb_table_real(t, row, r->change), q = lb_table_real(t, row, r->q);
    return isnan(q)            ? LB_SLOPE_UNTESTED
           : q >= LB_FINDING_Q ? LB_SLOPE_WITHIN_NOISE
           : change > 0        ? LB_SLOPE_WORSE
                               : LB_SLOPE_BETTER;
}

static void read_slopes(const lb_table *t, slope_rows *r)
{
    for (size_t i = 0; i < t->rows; i++) {
        double *y = r->y + r->lines * r->times;
        const char *name = lb_table_text(t, i, r->name);
        if (!is_text(t, i, r->status, "area"))
            continue;
        for (size_t k = 0; k < r->times; k++)
            y[k] = lb_table_real(t, i, r->column[k]);
        r->line[r->lines++] = (lb_chart_slope){name ? name : "", y, slope_kind(t, r, i)};
    }
}

/* Mean index of areas over deliveries, one line an area. A height that was not given is left to the
 * drawing, which knows how many names must find room. */
static lb_status draw_slopes(const slope_rows *r, const lb_chart_options *o, lb_drawing **out)
{
    lb_text_measurer *measurer = NULL;
    lb_measure measure;
    LB_TRY(lb_text_measurer_new(&measurer, &measure));
    lb_chart_slopes chart = {
        .sheet = lb_chart_sheet_of(o, o->english ? "The areas' change" : "Områdenas förändring",
                                   &measure),
        .line = r->line,
        .lines = r->lines,
        .time = r->time,
        .x = r->x,
        .times = r->times,
        .y_title = o->english ? "Mean index of those who live there; higher is worse"
                              : "Medelindex för dem som bor där; högre är sämre"};
    chart.sheet.height = o->height > 0 ? chart.sheet.height : 0;
    lb_status status = lb_chart_slopes_draw(&chart, out);
    lb_text_measurer_free(measurer);
    return status;
}

lb_status lb_chart_trend(const lb_table *table, const lb_chart_options *options, lb_drawing **out,
                         lb_error *err)
{
    slope_rows r = {.times = 0};
    LB_TRY(find_deliveries(table, &r, err));
    r.line = calloc(table->rows + 1, sizeof *r.line);
    r.y = calloc(table->rows * r.times + 1, sizeof *r.y);
    lb_status status = r.line && r.y ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        read_slopes(table, &r);
    bool empty = status == LB_OK && r.lines == 0;
    if (status == LB_OK && !empty)
        status = draw_slopes(&r, options, out);
    free(r.line);
    free(r.y);
    return empty ? lb_error_set(err, LB_E_INPUT,
                                "chart: the table has no rows of areas; give trend --areas")
                 : lb_chart_status(status, err);
}
