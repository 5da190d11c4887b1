/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: how many events are in each category and period, their share of the placed ones with its
 * interval, the area and the location quotient (docs/methods.md, Shares; Location quotient). Counts
 * are whole parts of an event (LB_SHARE_PARTS), so that merging in any order gives the same. */
#include <math.h>
#include <stdlib.h>

#include "commands/share/share_measure.h"

typedef struct event_counts {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_share_counts counts; /* [n_periods + 2] */
    int64_t events;
} event_counts;

static lb_status init_counts(const lb_share_inputs *in, size_t set, void **state, lb_error *err)
{
    event_counts *m = calloc(1, sizeof *m);
    *state = m;
    if (!m)
        return lb_error_memory(err);
    m->in = in;
    m->set = &in->set[set];
    if (lb_share_counts_init(&m->counts, in->periods.n_periods + 2, m->set->n_categories,
                             in->options->overlap) != LB_OK ||
        (in->options->until && lb_share_counts_allow_pieces(&m->counts) != LB_OK))
        return lb_error_memory(err);
    return LB_OK;
}

static void clear_counts(void *state)
{
    event_counts *m = state;
    lb_share_counts_clear(&m->counts);
    free(m);
}

const lb_share_counts *lb_measure_counts_of(const void *state)
{
    return &((const event_counts *)state)->counts;
}

static void count_in_period(lb_share_counts *counts, size_t period, const lb_share_event *e,
                            int64_t piece)
{
    if (piece < LB_SHARE_WHOLE && e->event->placed)
        lb_share_counts_add_piece(counts, period, e->category, e->n, piece);
    else if (piece < LB_SHARE_WHOLE)
        lb_share_counts_add_unplaced_piece(counts, period, piece);
    else if (e->event->placed)
        lb_share_counts_add(counts, period, e->category, e->n);
    else
        lb_share_counts_add_unplaced(counts, period);
}

/* The event, or, with a day, the piece of it that is on that day. */
static void count_on_day(const lb_period_table *periods, lb_share_counts *counts,
                         const lb_share_event *e, const int64_t *day, int64_t piece)
{
    bool counted = false;
    for (size_t r = 0; r < periods->n_rules; r++) {
        size_t period = day ? lb_period_table_find(periods, r, true, *day)
                            : lb_share_event_period(periods, r, e);
        if (period == SIZE_MAX)
            continue;
        count_in_period(counts, period, e, piece);
        counted = true;
    }
    if (!counted)
        count_in_period(counts, lb_period_table_none(periods, e->dated), e, piece);
}

bool lb_share_event_is_whole(const lb_share_inputs *in, const lb_event *event)
{
    return in->options->time_rule == LB_TIME_EXCLUDE && event->dated &&
           lb_event_time_has_days(event->time);
}

size_t lb_share_event_period(const lb_period_table *periods, size_t rule, const lb_share_event *e)
{
    const lb_event_time *t = e->event->time;
    if (e->whole && lb_period_table_divides(periods, rule, t->first_day, t->last_day))
        return SIZE_MAX;
    return lb_period_table_find(periods, rule, e->dated, e->event->day);
}

bool lb_share_event_is_in_period(const lb_period_table *periods, const lb_share_event *e)
{
    for (size_t r = 0; r < periods->n_rules; r++)
        if (lb_share_event_period(periods, r, e) != SIZE_MAX)
            return true;
    return false;
}

bool lb_share_event_is_divided(const lb_period_table *periods, const lb_share_event *e)
{
    return e->dated && e->zone && !e->whole && lb_event_time_has_days(e->event->time) &&
           lb_period_table_change(periods, e->event->day) <= e->event->time->last_day;
}

void lb_measure_count_event(const lb_period_table *periods, lb_share_counts *counts,
                            const lb_share_event *e)
{
    lb_time_stretch stretch = {.zone = e->zone, .time = e->event->time};
    if (lb_share_event_is_divided(periods, e))
        while (lb_time_stretch_next(periods, &stretch))
            count_on_day(periods, counts, e, &stretch.day, stretch.high - stretch.low);
    else
        count_on_day(periods, counts, e, NULL, LB_SHARE_WHOLE);
}

static lb_status add_to_counts(void *state, const lb_share_event *event, size_t n)
{
    event_counts *m = state;
    for (size_t i = 0; i < n; i++)
        lb_measure_count_event(&m->in->periods, &m->counts, &event[i]);
    m->events += (int64_t)n;
    return LB_OK;
}

static void merge_counts(void *state, const void *part)
{
    event_counts *m = state;
    const event_counts *other = part;
    lb_share_counts_merge(&m->counts, &other->counts);
    m->events += other->events;
}

/* Events read = inside + in no area + unplaced, over the periods and those of no period; with
 * several rules an event may be in several periods, but is in one at least. */
static lb_status check_totals(void *state, const lb_share_counts *c, lb_error *err)
{
    const event_counts *m = state;
    const lb_period_table *periods = &m->in->periods;
    const char *label = m->set->areas.label;
    int64_t rows = m->in->rows;
    double counted = 0;
    for (size_t p = 0; p < c->periods; p++) {
        double parts = lb_share_total(c, p) + lb_share_outside(c, p);
        counted += lb_share_placed(c, p) + lb_share_unplaced(c, p);
        if (fabs(parts - lb_share_placed(c, p)) > 1e-9 * parts) /* pieces of events are rounded */
            return lb_error_set(err, LB_E_INPUT,
                                "%s, %s: the totals do not add up: %g events inside and outside "
                                "the areas, %g with a place",
                                label, periods->period[p].label, parts, lb_share_placed(c, p));
    }
    if (m->events == rows && (fabs(counted - (double)rows) <= 1e-9 * (double)rows ||
                              (periods->n_rules > 1 && counted > (double)rows)))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: the totals do not add up: %lld events read, %.12g counted", label,
                        (long long)rows, counted);
}

/* The table -------------------------------------------------------------------------------------
 */

/* events_total, share, its interval, area_km2, area_share, location_quotient, its interval,
 * area_km2_planar, reference_km2, reference. */
enum { SHARE_LOW = 2, QUOTIENT_LOW = 7, REFERENCE = 11, N_COLUMNS };

void lb_share_row_set_interval(const lb_share_row *row, lb_interval share)
{
    double times = row->area_share > 0 ? 1 / row->area_share : (double)NAN;
    size_t at = row->interval_column, quotient = at + QUOTIENT_LOW - SHARE_LOW;
    lb_table_set_real(row->table, row->row, at, share.low);
    lb_table_set_real(row->table, row->row, at + 1, share.high);
    lb_table_set_real(row->table, row->row, quotient, share.low * times);
    lb_table_set_real(row->table, row->row, quotient + 1, share.high * times);
}

/* Square metres of a category or of the union: the mean over the period's days, since areas come
 * and go. */
static double mean_m2(const lb_share_set *set, const lb_share_row *row, bool planar)
{
    double m2 = 0;
    for (size_t v = 0; v < set->n_valid; v++) {
        const lb_area_sizes *z = &set->valid[v].sizes;
        double each = row->category == set->n_categories
                          ? (planar ? z->union_planar : z->union_true)
                          : (planar ? z->planar[row->category] : z->true_[row->category]);
        m2 += row->weight[v] > 0 ? row->weight[v] * each : 0;
    }
    return m2;
}

/* What is outside of the union has the rest of the reference area; its planar size is not known. */
static void area_of_row(const event_counts *m, const lb_share_row *row, double *m2, double *planar)
{
    *m2 = mean_m2(m->set, row, false);
    *planar = row->rest ? (double)NAN : mean_m2(m->set, row, true);
    if (row->rest) {
        double rest = m->in->options->reference_km2 * 1e6 - *m2;
        *m2 = rest > 0 ? rest : (double)NAN;
    }
}

const char *lb_share_reference_label(const lb_share_options *o)
{
    if (o->reference_label)
        return o->reference_label;
    return o->reference_km2 == LB_REFERENCE_KM2 ? LB_REFERENCE_LABEL : NULL;
}

/* Share p = x / n, area share a = A / R and quotient p / a with intervals; areas in km2 on the
 * ellipsoid, also planar for comparison (docs/methods.md, Location quotient). */
static void fill_count_row(const void *state, lb_share_row *row)
{
    const event_counts *m = state;
    const lb_share_options *o = m->in->options;
    lb_share_params params = {o->interval, o->confidence, o->reference_km2};
    double m2, planar;
    area_of_row(m, row, &m2, &planar);
    row->placed = lb_share_placed(&m->counts, row->period);
    row->interval_column = row->column + SHARE_LOW;
    lb_share_figures f = lb_share_figures_compute(row->events, row->placed, m2 / 1e6, &params);
    row->share = f.share;
    row->area_share = f.area_share;
    const double figures[REFERENCE] = {row->placed,
                                       f.share,
                                       f.interval.low,
                                       f.interval.high,
                                       m2 / 1e6,
                                       f.area_share,
                                       f.location_quotient,
                                       f.quotient_interval.low,
                                       f.quotient_interval.high,
                                       planar / 1e6,
                                       o->reference_km2};
    for (size_t k = 0; k < REFERENCE; k++)
        lb_table_set_real(row->table, row->row, row->column + k, figures[k]);
    lb_table_set_text(row->table, row->row, row->column + REFERENCE, lb_share_reference_label(o));
}

const lb_share_measure lb_measure_counts = {.init = init_counts,
                                            .add = add_to_counts,
                                            .merge = merge_counts,
                                            .finish = check_totals,
                                            .first_column = "events_total",
                                            .n_columns = N_COLUMNS,
                                            .fill_row = fill_count_row,
                                            .clear = clear_counts};
