/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/share/share_table.h"

/* Columns of contract 3.3, then what they rest on. */
enum {
    PERIOD,
    SET,
    CATEGORY,
    EVENTS,
    EVENTS_TOTAL,
    SHARE,
    SHARE_LOW,
    SHARE_HIGH,
    AREA,
    AREA_SHARE,
    QUOTIENT,
    QUOTIENT_LOW,
    QUOTIENT_HIGH,
    AREA_PLANAR,
    REFERENCE_KM2,
    REFERENCE,
    COLUMNS
};

static const struct {
    const char *name;
    lb_column_type type;
    lb_unit unit;
} columns[COLUMNS] = {{"period", LB_TEXT, LB_UNIT_NONE},
                      {"area_set", LB_TEXT, LB_UNIT_NONE},
                      {"category", LB_TEXT, LB_UNIT_NONE},
                      {"events", LB_REAL, LB_UNIT_NONE},
                      {"events_total", LB_REAL, LB_UNIT_NONE},
                      {"share", LB_REAL, LB_UNIT_SHARE},
                      {"share_low", LB_REAL, LB_UNIT_SHARE},
                      {"share_high", LB_REAL, LB_UNIT_SHARE},
                      {"area_km2", LB_REAL, LB_UNIT_KM2},
                      {"area_share", LB_REAL, LB_UNIT_RATIO},
                      {"location_quotient", LB_REAL, LB_UNIT_RATIO},
                      {"location_quotient_low", LB_REAL, LB_UNIT_RATIO},
                      {"location_quotient_high", LB_REAL, LB_UNIT_RATIO},
                      {"area_km2_planar", LB_REAL, LB_UNIT_KM2},
                      {"reference_km2", LB_REAL, LB_UNIT_NONE},
                      {"reference", LB_TEXT, LB_UNIT_NONE}};

/* Those of --position-error, then those of --grid, after the others. */
enum { EXPECTED, SHARE_EXPECTED, ALL_OUT, ALL_IN, LQ_EXPECTED, BOTH_LOW, BOTH_HIGH, POSITIONS };

static const struct {
    const char *name;
    lb_unit unit;
} position_columns[POSITIONS] = {{"events_expected", LB_UNIT_NONE},
                                 {"share_expected", LB_UNIT_SHARE},
                                 {"share_all_out", LB_UNIT_SHARE},
                                 {"share_all_in", LB_UNIT_SHARE},
                                 {"location_quotient_expected", LB_UNIT_RATIO},
                                 {"location_quotient_combined_low", LB_UNIT_RATIO},
                                 {"location_quotient_combined_high", LB_UNIT_RATIO}};

static const char *const grid_names[LB_DENOMINATORS][2] = {
    {"people_share", "location_quotient_people"},
    {"populated_share", "location_quotient_populated"},
    {"urban_share", "location_quotient_urban"}};

typedef struct table_writer {
    lb_table *table;
    const lb_share_options *options;
    const lb_share_set *set;
    const char *period;
    const lb_position_figures *position; /* [categories + 1]; NULL: none */
    const double *weight;                /* of the epochs */
    size_t position_column, grid_column; /* the first of each */
} table_writer;

/* What a row is about: category k, the whole (k = categories), or the rest of it. */
typedef struct row_subject {
    const char *name;
    size_t k;
    bool rest;
    double events, total, m2, m2_planar;
} row_subject;

static size_t add_row(const table_writer *w, const char *category, double events)
{
    size_t row = lb_table_add_row(w->table);
    lb_table_set_text(w->table, row, PERIOD, w->period);
    lb_table_set_text(w->table, row, SET, w->set->areas.label);
    lb_table_set_text(w->table, row, CATEGORY, category);
    lb_table_set_real(w->table, row, EVENTS, events);
    return row;
}

static void write_position(const table_writer *w, size_t row, const row_subject *about,
                           double area_share)
{
    lb_table *t = w->table;
    const lb_position_figures *f = w->position ? &w->position[about->k] : NULL;
    double n = about->total, times = area_share > 0 ? 1 / area_share : (double)NAN;
    if (!f || !(n > 0))
        return;
    double expected = about->rest ? n - f->expected : f->expected;
    const double figures[POSITIONS] = {expected,
                                       expected / n,
                                       (about->rest ? n - f->all_out : f->all_out) / n,
                                       (about->rest ? n - f->all_in : f->all_in) / n,
                                       expected / n * times,
                                       (about->rest ? 1 - f->share.high : f->share.low) * times,
                                       (about->rest ? 1 - f->share.low : f->share.high) * times};
    for (size_t c = 0; c < POSITIONS; c++)
        lb_table_set_real(t, row, w->position_column + c, figures[c]);
}

static void write_denominators(const table_writer *w, size_t row, const row_subject *about,
                               double share)
{
    for (int f = 0; f < LB_DENOMINATORS && w->set->grid.epochs > 0; f++) {
        double inside = lb_denominators_share(&w->set->grid, w->weight, f, about->k);
        inside = about->rest ? 1 - inside : inside;
        lb_table_set_real(w->table, row, w->grid_column + 2 * (size_t)f, inside);
        lb_table_set_real(w->table, row, w->grid_column + 2 * (size_t)f + 1,
                          inside > 0 ? share / inside : (double)NAN);
    }
}

/* A row with everything. */
static void write_figures(const table_writer *w, const row_subject *about)
{
    const lb_share_options *o = w->options;
    lb_share_params params = {o->interval, o->confidence, o->reference_km2};
    lb_share_figures f =
        lb_share_figures_compute(about->events, about->total, about->m2 / 1e6, &params);
    size_t row = add_row(w, about->name, about->events);
    lb_table *t = w->table;
    lb_table_set_real(t, row, EVENTS_TOTAL, about->total);
    lb_table_set_real(t, row, SHARE, f.share);
    lb_table_set_real(t, row, SHARE_LOW, f.interval.low);
    lb_table_set_real(t, row, SHARE_HIGH, f.interval.high);
    lb_table_set_real(t, row, AREA, about->m2 / 1e6);
    lb_table_set_real(t, row, AREA_SHARE, f.area_share);
    lb_table_set_real(t, row, QUOTIENT, f.location_quotient);
    lb_table_set_real(t, row, QUOTIENT_LOW, f.quotient_interval.low);
    lb_table_set_real(t, row, QUOTIENT_HIGH, f.quotient_interval.high);
    lb_table_set_real(t, row, AREA_PLANAR, about->m2_planar / 1e6);
    lb_table_set_real(t, row, REFERENCE_KM2, o->reference_km2);
    lb_table_set_text(t, row, REFERENCE,
                      o->reference_label           ? o->reference_label
                      : o->reference_km2 == 447425 ? LB_REFERENCE_LABEL
                                                   : NULL);
    write_position(w, row, about, f.area_share);
    write_denominators(w, row, about, f.share);
}

/* Square metres of category k, or of the union (k = SIZE_MAX): the mean over the period's days. */
static double mean_m2(const table_writer *w, size_t k, bool planar)
{
    const lb_validity_periods *epochs = &w->set->epochs;
    double m2 = 0;
    for (size_t e = 0; e < epochs->count; e++) {
        const lb_area_sizes *z = &epochs->item[e].sizes;
        double of = k == SIZE_MAX ? (planar ? z->union_planar : z->union_true)
                                  : (planar ? z->planar[k] : z->true_[k]);
        m2 += w->weight[e] > 0 ? w->weight[e] * of : 0;
    }
    return m2;
}

static void write_period(const table_writer *w, const lb_share_counts *c)
{
    const lb_areas *areas = &w->set->areas;
    double whole = mean_m2(w, SIZE_MAX, false), planar = mean_m2(w, SIZE_MAX, true);
    double rest = w->options->reference_km2 * 1e6 - whole, total = (double)c->placed[0];
    for (size_t k = 0; k < areas->categories; k++)
        write_figures(w, &(row_subject){areas->category_name[k], k, false, lb_share_events(c, 0, k),
                                        total, mean_m2(w, k, false), mean_m2(w, k, true)});
    write_figures(w, &(row_subject){"total", c->categories, false, lb_share_total(c, 0), total,
                                    whole, planar});
    write_figures(w, &(row_subject){"ovriga", c->categories, true, lb_share_outside(c, 0), total,
                                    rest > 0 ? rest : (double)NAN, (double)NAN});
    add_row(w, "unplaced", (double)c->unplaced[0]);
}

/* Events of no period: shown, never in a share. */
static void write_periodless(const table_writer *w, const lb_share_counts *c)
{
    if (c->placed[0] + c->unplaced[0] == 0)
        return;
    add_row(w, "total", lb_share_total(c, 0));
    add_row(w, "ovriga", lb_share_outside(c, 0));
    add_row(w, "unplaced", (double)c->unplaced[0]);
}

static void add_columns(lb_table *table, const lb_share_options *o, table_writer *w)
{
    for (size_t c = 0; c < COLUMNS; c++)
        lb_table_add_column(table, columns[c].name, columns[c].type, columns[c].unit);
    w->position_column = table->columns;
    for (size_t c = 0; c < POSITIONS && o->position_error > 0; c++)
        lb_table_add_column(table, position_columns[c].name, LB_REAL, position_columns[c].unit);
    w->grid_column = table->columns;
    for (size_t f = 0; f < LB_DENOMINATORS && o->grid; f++) {
        lb_table_add_column(table, grid_names[f][0], LB_REAL, LB_UNIT_SHARE);
        lb_table_add_column(table, grid_names[f][1], LB_REAL, LB_UNIT_RATIO);
    }
}

/* weight: room for that of each epoch. */
static void write_set(table_writer *w, double *weight)
{
    const lb_period_counts *by_period = &w->set->by_period;
    w->weight = weight;
    for (size_t i = 0; i < by_period->count; i++) {
        const lb_period_count *item = &by_period->item[i];
        lb_validity_periods_weigh(&w->set->epochs, &item->period, w->set->first_day,
                                  w->set->last_day, weight);
        w->period = item->period.label;
        w->position = lb_position_error_figures(&w->set->position, item->id);
        write_period(w, &item->counts);
    }
    w->period = "undated";
    write_periodless(w, &by_period->undated);
    w->period = "outside";
    write_periodless(w, &by_period->outside);
}

lb_status lb_share_table(const lb_share_set *set, size_t sets, const lb_share_options *options,
                         bool english, lb_table *out)
{
    lb_table table = {0};
    table_writer w = {.table = &table, .options = options};
    (void)english; /* names of columns and rows are promises of the contract, in one language */
    add_columns(&table, options, &w);
    for (size_t s = 0; s < sets && !table.failed; s++) {
        double *weight = calloc(set[s].epochs.count, sizeof *weight);
        w.set = &set[s];
        table.failed = table.failed || !weight;
        if (weight)
            write_set(&w, weight);
        free(weight);
    }
    lb_status status = lb_table_status(&table);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}

/* The border curve ---------------------------------------------------------------------------- */

enum {
    C_PERIOD,
    C_SET,
    C_CATEGORY,
    C_DISTANCE,
    C_EVENTS,
    C_TOTAL,
    C_SHARE,
    C_LOW,
    C_HIGH,
    C_AREA,
    C_AREA_SHARE,
    C_QUOTIENT
};

static void add_border_columns(lb_table *t)
{
    static const lb_unit units[] = {LB_UNIT_NONE,  LB_UNIT_NONE, LB_UNIT_NONE,  LB_UNIT_NONE,
                                    LB_UNIT_NONE,  LB_UNIT_NONE, LB_UNIT_SHARE, LB_UNIT_SHARE,
                                    LB_UNIT_SHARE, LB_UNIT_KM2,  LB_UNIT_RATIO, LB_UNIT_RATIO};
    static const char *const names[] = {
        "period", "area_set",  "category",   "border_m", "events",     "events_total",
        "share",  "share_low", "share_high", "area_km2", "area_share", "location_quotient"};
    for (size_t c = 0; c <= C_QUOTIENT; c++)
        lb_table_add_column(t, names[c], c < C_DISTANCE ? LB_TEXT : LB_REAL, units[c]);
}

/* Category k, or the whole (k = categories), of period i at distance d. */
static void write_curve_row(lb_table *t, const lb_share_set *set, const lb_share_options *o,
                            const size_t ikd[3], const double *weight)
{
    const lb_period_count *item = &set->curve.by_period[ikd[2]].item[ikd[0]];
    size_t k = ikd[1], categories = set->epochs.categories, row = lb_table_add_row(t);
    bool whole = k == categories;
    double m2 = 0;
    for (size_t e = 0; e < set->epochs.count; e++)
        m2 += weight[e] > 0 ? weight[e] * set->epochs.item[e].shifted[ikd[2]].m2[k] : 0;
    lb_share_params params = {o->interval, o->confidence, o->reference_km2};
    double events = whole ? lb_share_total(&item->counts, 0) : lb_share_events(&item->counts, 0, k);
    lb_share_figures f =
        lb_share_figures_compute(events, (double)item->counts.placed[0], m2 / 1e6, &params);
    lb_table_set_text(t, row, C_PERIOD, item->period.label);
    lb_table_set_text(t, row, C_SET, set->areas.label);
    lb_table_set_text(t, row, C_CATEGORY, whole ? "total" : set->areas.category_name[k]);
    const double figures[] = {set->curve.distance[ikd[2]],
                              events,
                              f.events_total,
                              f.share,
                              f.interval.low,
                              f.interval.high,
                              m2 / 1e6,
                              f.area_share,
                              f.location_quotient};
    for (size_t c = 0; c < sizeof figures / sizeof *figures; c++)
        lb_table_set_real(t, row, C_DISTANCE + c, figures[c]);
}

lb_status lb_share_border_table(const lb_share_set *set, size_t sets,
                                const lb_share_options *options, lb_table *out)
{
    lb_table table = {0};
    add_border_columns(&table);
    for (size_t s = 0; s < sets && !table.failed; s++) {
        double *weight = calloc(set[s].epochs.count, sizeof *weight);
        size_t first = set[s].areas.categories ? 0 : set[s].epochs.categories;
        table.failed = table.failed || !weight;
        for (size_t i = 0; !table.failed && i < set[s].by_period.count; i++) {
            lb_validity_periods_weigh(&set[s].epochs, &set[s].by_period.item[i].period,
                                      set[s].first_day, set[s].last_day, weight);
            for (size_t k = first; k <= set[s].epochs.categories; k++)
                for (size_t d = 0; d < set[s].curve.count; d++)
                    write_curve_row(&table, &set[s], options, (size_t[]){i, k, d}, weight);
        }
        free(weight);
    }
    lb_status status = lb_table_status(&table);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}

static int64_t event_count(const lb_share_counts *c)
{
    return c->placed[0] + c->unplaced[0];
}

lb_status lb_share_check_totals(const lb_share_set *set, int64_t rows, size_t rules, lb_error *err)
{
    const lb_period_counts *by_period = &set->by_period;
    int64_t counted = event_count(&by_period->undated) + event_count(&by_period->outside);
    for (size_t i = 0; i < by_period->count; i++) {
        const lb_share_counts *c = &by_period->item[i].counts;
        double parts = lb_share_total(c, 0) + lb_share_outside(c, 0);
        counted += event_count(c);
        if (parts != (double)c->placed[0])
            return lb_error_set(
                err, LB_E_INPUT, "%s, %s: %g events inside and outside, %lld placed",
                set->areas.label, by_period->item[i].period.label, parts, (long long)c->placed[0]);
    }
    if (by_period->events == rows && (counted == rows || (rules > 1 && counted > rows)))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: the balance does not close: %lld events read, %lld counted",
                        set->areas.label, (long long)rows, (long long)counted);
}
