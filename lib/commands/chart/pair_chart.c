/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of `hotspot --near-repeat` as cells: distances down, days to the right. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <lagesbild/page.h>
#include "base/try.h"
#include "commands/chart/chart_parts.h"
#include "port/cairo/cairo_render.h"
#include "render/chart/chart_cells.h"
#include "render/text/palette.h"
#include "render/text/text_layout.h"

static const double SIGNIFICANT_P = 0.05;

enum { DISTANCE_FROM, DISTANCE_TO, DAYS_FROM, DAYS_TO, OBSERVED, EXPECTED, RATIO, P, COLUMNS };
enum { RATIO_CLASSES = 5 };

/* Upper bounds of the classes of the ratio but the last; each has its reciprocal, so that half and
 * double are as strong. */
static const double ratio_bound[RATIO_CLASSES - 1] = {0.5, 0.8, 1.25, 2};

/* Bins in ascending order. */
typedef struct bin_list {
    size_t bins;
    double *from, *to; /* to NaN: the last, without an upper bound */
    char (*name)[LB_CELL_TEXT_SIZE];
} bin_list;

typedef struct pair_cells {
    const lb_table *table;
    size_t at[COLUMNS];
    bool english;
    bin_list distance, day;
    lb_chart_cell *cell;
} pair_cells;

static void clear_bins(bin_list *list)
{
    free(list->from);
    free(list->to);
    free(list->name);
}

static size_t find_bin(const bin_list *list, double from)
{
    size_t i = 0;
    while (i < list->bins && list->from[i] < from)
        i++;
    return i;
}

/* The bins of the table's rows, whatever their order; rows without a lower bound have none. */
static lb_status list_bins(const lb_table *t, size_t from_column, size_t to_column, bin_list *list,
                           lb_error *err)
{
    list->from = calloc(t->rows + 1, sizeof *list->from);
    list->to = calloc(t->rows + 1, sizeof *list->to);
    list->name = calloc(t->rows + 1, sizeof *list->name);
    if (!list->from || !list->to || !list->name)
        return lb_error_memory(err);
    for (size_t row = 0; row < t->rows; row++) {
        double from = lb_table_real(t, row, from_column);
        size_t i = find_bin(list, from);
        if (isnan(from) || (i < list->bins && list->from[i] <= from))
            continue;
        for (size_t k = list->bins++; k > i; k--) {
            list->from[k] = list->from[k - 1];
            list->to[k] = list->to[k - 1];
        }
        list->from[i] = from;
        list->to[i] = lb_table_real(t, row, to_column);
    }
    return LB_OK;
}

/* "under 1 m", "1 to under 200 m", "600 m and more". */
static void name_distances(bin_list *list, bool english)
{
    for (size_t i = 0; i < list->bins; i++) {
        char *name = list->name[i];
        if (isnan(list->to[i]))
            snprintf(name, LB_CELL_TEXT_SIZE, "%.10g m %s", list->from[i],
                     english ? "and more" : "och mer");
        else if (list->from[i] > 0)
            snprintf(name, LB_CELL_TEXT_SIZE, "%.10g %s %.10g m", list->from[i],
                     english ? "to under" : "till under", list->to[i]);
        else
            snprintf(name, LB_CELL_TEXT_SIZE, "under %.10g m", list->to[i]);
    }
}

/* Whole days, so that the half-open bin from 1 to 7 is the days 1 to 6. */
static void name_days(bin_list *list, bool english)
{
    for (size_t i = 0; i < list->bins; i++) {
        char *name = list->name[i];
        double last = list->to[i] - 1;
        if (isnan(last))
            snprintf(name, LB_CELL_TEXT_SIZE, "%.0f %s", list->from[i],
                     english ? "and more" : "och fler");
        else if (last > list->from[i])
            snprintf(name, LB_CELL_TEXT_SIZE, "%.0f–%.0f", list->from[i], last);
        else
            snprintf(name, LB_CELL_TEXT_SIZE, "%.0f", list->from[i]);
    }
}

static lb_rgba ratio_ink(double ratio)
{
    lb_rgba ink[RATIO_CLASSES];
    size_t k = 0;
    lb_palette_change(RATIO_CLASSES, ink);
    while (k + 1 < RATIO_CLASSES && ratio >= ratio_bound[k])
        k++;
    return isnan(ratio) ? LB_INK_NO_CLASS : ink[k];
}

/* About three figures: 0,42, 9,3, 883; no pairs are 0. */
static int expected_decimals(double expected)
{
    if (expected > 0 && expected < 1)
        return 2;
    return expected > 0 && expected < 100 ? 1 : 0;
}

/* Observed over expected pairs; a bin pair without a row stays grey and empty. */
static lb_status fill_cells(pair_cells *c, lb_error *err)
{
    size_t n = c->distance.bins * c->day.bins;
    c->cell = calloc(n + 1, sizeof *c->cell);
    if (!c->cell)
        return lb_error_memory(err);
    for (size_t i = 0; i < n; i++)
        c->cell[i].fill = LB_INK_NO_CLASS;
    for (size_t row = 0; row < c->table->rows; row++) {
        double value[COLUMNS];
        for (size_t k = 0; k < COLUMNS; k++)
            value[k] = lb_table_real(c->table, row, c->at[k]);
        if (isnan(value[DISTANCE_FROM]) || isnan(value[DAYS_FROM]) || isnan(value[OBSERVED]))
            continue;
        lb_chart_cell *cell = &c->cell[find_bin(&c->distance, value[DISTANCE_FROM]) * c->day.bins +
                                       find_bin(&c->day, value[DAYS_FROM])];
        char figure[LB_FIGURE_SIZE];
        cell->fill = ratio_ink(value[RATIO]);
        cell->marked = value[P] < SIGNIFICANT_P;
        lb_figure_text(value[OBSERVED], 0, c->english, figure);
        snprintf(cell->upper, sizeof cell->upper, "%.40s%s", figure, cell->marked ? " *" : "");
        if (isnan(value[EXPECTED]))
            continue;
        lb_figure_text(value[EXPECTED], expected_decimals(value[EXPECTED]), c->english, figure);
        snprintf(cell->lower, sizeof cell->lower, "%.40s", figure);
    }
    return LB_OK;
}

static lb_status read_cells(pair_cells *c, lb_error *err)
{
    static const char *const name[COLUMNS] = {
        "distance_from", "distance_to", "days_from", "days_to",
        "observed",      "expected",    "ratio",     "p"};
    for (size_t k = 0; k < COLUMNS; k++)
        LB_TRY(lb_chart_find_column(c->table, name[k], &c->at[k], err));
    LB_TRY(list_bins(c->table, c->at[DISTANCE_FROM], c->at[DISTANCE_TO], &c->distance, err));
    LB_TRY(list_bins(c->table, c->at[DAYS_FROM], c->at[DAYS_TO], &c->day, err));
    name_distances(&c->distance, c->english);
    name_days(&c->day, c->english);
    return fill_cells(c, err);
}

static const lb_bilingual class_name[RATIO_CLASSES + 1] = {
    {"kvot under 0,5", "ratio under 0.5"},
    {"0,5 till under 0,8", "0.5 to under 0.8"},
    {"0,8 till under 1,25", "0.8 to under 1.25"},
    {"1,25 till under 2", "1.25 to under 2"},
    {"2 och mer", "2 and more"},
    {"inga väntade", "none expected"}};

static const lb_bilingual cells_note = {
    "I varje ruta står observerade par och under dem väntade; kvoten är observerade genom väntade. "
    "1 betyder lika många par som när händelsernas datum byter plats. Tjock ram och *: så många "
    "par ger slumpen sällan (p\u00a0<\u00a00,05).",
    "Each cell has the observed pairs and below them the expected; the ratio is observed over "
    "expected. 1 means as many pairs as when the dates of the events are permuted. Thick frame and "
    "*: chance seldom gives as many pairs (p\u00a0<\u00a00.05)."};

/* Cells without expected pairs need their own entry of the legend. */
static bool has_grey_cells(const pair_cells *c)
{
    for (size_t i = 0; i < c->distance.bins * c->day.bins; i++)
        if (c->cell[i].fill == LB_INK_NO_CLASS)
            return true;
    return false;
}

static lb_status draw_cells(const pair_cells *c, const lb_chart_options *o, lb_drawing **out,
                            lb_error *err)
{
    lb_text_measurer *measurer = NULL;
    lb_measure measure;
    lb_rgba ink[RATIO_CLASSES + 1];
    lb_legend_entry key[RATIO_CLASSES + 1];
    if (lb_text_measurer_new(&measurer, &measure) != LB_OK)
        return lb_error_memory(err);
    lb_palette_change(RATIO_CLASSES, ink);
    ink[RATIO_CLASSES] = LB_INK_NO_CLASS;
    for (size_t k = 0; k <= RATIO_CLASSES; k++)
        key[k] = (lb_legend_entry){c->english ? class_name[k].en : class_name[k].sv, ink[k], true};
    lb_chart_cells chart = {
        .sheet = lb_chart_sheet_of(o,
                                   c->english ? "Near repeats: pairs of events by distance and days"
                                              : "Närliggande upprepning: par av händelser efter "
                                                "avstånd och dagar",
                                   &measure),
        .rows = c->distance.bins,
        .columns = c->day.bins,
        .cell = c->cell,
        .row_name = (const char(*)[LB_CELL_TEXT_SIZE])c->distance.name,
        .column_name = (const char(*)[LB_CELL_TEXT_SIZE])c->day.name,
        .x_title = c->english ? "days between the events" : "dagar mellan händelserna",
        .note = c->english ? cells_note.en : cells_note.sv,
        .key = key,
        .keys = RATIO_CLASSES + has_grey_cells(c)};
    chart.sheet.height = o->height > 0 ? chart.sheet.height : 0;
    lb_status status = lb_chart_status(lb_chart_cells_draw(&chart, out), err);
    lb_text_measurer_free(measurer);
    return status;
}

/* Red: more pairs than chance gives; blue: fewer. */
lb_status lb_chart_near_repeat(const lb_table *table, const lb_chart_options *options,
                               lb_drawing **out, lb_error *err)
{
    pair_cells cells = {.table = table, .english = options->english};
    lb_status status = read_cells(&cells, err);
    if (status == LB_OK)
        status = draw_cells(&cells, options, out, err);
    clear_bins(&cells.distance);
    clear_bins(&cells.day);
    free(cells.cell);
    return status;
}
