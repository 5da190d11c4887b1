/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "flow/share_table.h"

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
    lb_type type;
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

typedef struct writer {
    lb_table *table;
    const lb_share_options *options;
    const lb_share_set *set;
    const char *period;
} writer;

static size_t put_row(const writer *w, const char *category, double events)
{
    size_t row = lb_table_add_row(w->table);
    lb_table_set_text(w->table, row, PERIOD, w->period);
    lb_table_set_text(w->table, row, SET, w->set->areas.label);
    lb_table_set_text(w->table, row, CATEGORY, category);
    lb_table_set_real(w->table, row, EVENTS, events);
    return row;
}

/* A row with everything; square metres 0: no area of its own (ovriga is the rest of the reference).
 */
static void put_figures(const writer *w, const char *category, double events, double total,
                        double true_, double planar)
{
    const lb_share_options *o = w->options;
    lb_share_terms terms = {o->interval, o->confidence, o->reference_km2};
    lb_share_figures f = lb_share_figures_of(events, total, true_ / 1e6, &terms);
    size_t row = put_row(w, category, events);
    lb_table *t = w->table;
    lb_table_set_real(t, row, EVENTS_TOTAL, total);
    lb_table_set_real(t, row, SHARE, f.share);
    lb_table_set_real(t, row, SHARE_LOW, f.interval.low);
    lb_table_set_real(t, row, SHARE_HIGH, f.interval.high);
    lb_table_set_real(t, row, AREA, true_ / 1e6);
    lb_table_set_real(t, row, AREA_SHARE, f.area_share);
    lb_table_set_real(t, row, QUOTIENT, f.location_quotient);
    lb_table_set_real(t, row, QUOTIENT_LOW, f.quotient_interval.low);
    lb_table_set_real(t, row, QUOTIENT_HIGH, f.quotient_interval.high);
    lb_table_set_real(t, row, AREA_PLANAR, planar / 1e6);
    lb_table_set_real(t, row, REFERENCE_KM2, o->reference_km2);
    lb_table_set_text(t, row, REFERENCE,
                      o->reference_label           ? o->reference_label
                      : o->reference_km2 == 447425 ? LB_REFERENCE_LABEL
                                                   : NULL);
}

static void put_period(const writer *w, const lb_share_counts *c)
{
    const lb_areas *areas = &w->set->areas;
    const lb_area_sizes *sizes = &w->set->sizes;
    double total = (double)c->placed[0], rest = w->options->reference_km2 * 1e6 - sizes->union_true;
    for (size_t k = 0; k < areas->categories; k++)
        put_figures(w, areas->category_name[k], lb_share_events(c, 0, k), total, sizes->true_[k],
                    sizes->planar[k]);
    put_figures(w, "total", lb_share_total(c, 0), total, sizes->union_true, sizes->union_planar);
    put_figures(w, "ovriga", lb_share_ovriga(c, 0), total, rest > 0 ? rest : (double)NAN,
                (double)NAN);
    put_row(w, "unplaced", (double)c->unplaced[0]);
}

/* Events of no period: shown, never in a share. */
static void put_periodless(const writer *w, const lb_share_counts *c)
{
    if (c->placed[0] + c->unplaced[0] == 0)
        return;
    put_row(w, "total", lb_share_total(c, 0));
    put_row(w, "ovriga", lb_share_ovriga(c, 0));
    put_row(w, "unplaced", (double)c->unplaced[0]);
}

lb_status lb_share_table(const lb_share_set *set, size_t sets, const lb_share_options *options,
                         bool english, lb_table *out)
{
    lb_table table = {0};
    (void)english; /* names of columns and rows are promises of the contract, in one language */
    for (size_t c = 0; c < COLUMNS; c++)
        lb_table_add_column(&table, columns[c].name, columns[c].type, columns[c].unit);
    for (size_t s = 0; s < sets; s++) {
        const lb_share_tally *tally = &set[s].tally;
        writer w = {&table, options, &set[s], NULL};
        for (size_t i = 0; i < tally->count && !table.failed; i++) {
            w.period = tally->item[i].period.label;
            put_period(&w, &tally->item[i].counts);
        }
        w.period = "undated";
        put_periodless(&w, &tally->undated);
        w.period = "outside";
        put_periodless(&w, &tally->outside);
    }
    lb_status status = lb_table_status(&table);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}

static int64_t all_of(const lb_share_counts *c)
{
    return c->placed[0] + c->unplaced[0];
}

lb_status lb_share_close_books(const lb_share_set *set, int64_t rows, size_t rules, lb_error *err)
{
    const lb_share_tally *tally = &set->tally;
    int64_t counted = all_of(&tally->undated) + all_of(&tally->outside);
    for (size_t i = 0; i < tally->count; i++) {
        const lb_share_counts *c = &tally->item[i].counts;
        double parts = lb_share_total(c, 0) + lb_share_ovriga(c, 0);
        counted += all_of(c);
        if (parts != (double)c->placed[0])
            return lb_error_set(
                err, LB_E_INPUT, "%s, %s: %g events inside and outside, %lld placed",
                set->areas.label, tally->item[i].period.label, parts, (long long)c->placed[0]);
    }
    if (tally->events == rows && (counted == rows || (rules > 1 && counted > rows)))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: the balance does not close: %lld events read, %lld counted",
                        set->areas.label, (long long)rows, (long long)counted);
}
