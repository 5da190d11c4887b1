/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: the shares as they would be if the borders ran D metres further out or in, for each D of
 * --border-curve (docs/methods.md, Border curve). Every event is located again among the categories
 * with moved borders, and counted as in event_counts.c. A table of its own. */
#include <stdlib.h>

#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/share/share_measure.h"
#include "commands/share/validity_periods.h"

typedef struct border_curve {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_share_counts *counts; /* [n_distances]: [n_periods + 2] x the categories, then the union */
    size_t *category;        /* [n_categories + 2] of the event being counted */
} border_curve;

static bool is_curve_wanted(const lb_share_options *options)
{
    return options->border_curve != NULL;
}

static lb_status init_curve(const lb_share_inputs *in, size_t set, void **state, lb_error *err)
{
    border_curve *m = calloc(1, sizeof *m);
    *state = m;
    if (!m)
        return lb_error_memory(err);
    *m = (border_curve){.in = in, .set = &in->set[set]};
    m->counts = calloc(in->n_distances, sizeof *m->counts);
    m->category = malloc((m->set->n_categories + 2) * sizeof *m->category);
    if (!m->counts || !m->category)
        return lb_error_memory(err);
    for (size_t d = 0; d < in->n_distances; d++)
        if (lb_share_counts_init(&m->counts[d], in->periods.n_periods + 2, m->set->n_categories + 1,
                                 in->options->overlap) != LB_OK ||
            (in->options->until && lb_share_counts_allow_pieces(&m->counts[d]) != LB_OK))
            return lb_error_memory(err);
    return LB_OK;
}

static void clear_curve(void *state)
{
    border_curve *m = state;
    for (size_t d = 0; m->counts && d < m->in->n_distances; d++)
        lb_share_counts_clear(&m->counts[d]);
    free(m->counts);
    free(m->category);
    free(m);
}

/* at[n]: the moved features that hold the event, ascending, the last of which may be the union of
 * all; the union counts by itself only where no category does. `linked`: the category of the area
 * that the event's link names, in which it counts wherever it is, or SIZE_MAX. Returns the new n.
 */
static size_t categories_hit(size_t *at, size_t n, size_t whole, size_t linked)
{
    bool there = linked == SIZE_MAX;
    if (n > 1 && at[n - 1] == whole)
        n--;
    for (size_t i = 0; i < n; i++)
        there = there || at[i] == linked;
    if (there)
        return n;
    if (n == 1 && at[0] == whole)
        n = 0;
    at[n] = linked;
    return n + 1;
}

size_t lb_border_curve_find(const lb_share_set *set, const lb_shifted_areas *shifted,
                            const double xy[2], size_t linked, size_t *category)
{
    size_t n = lb_locator_find(shifted->locator, xy[0], xy[1], category, set->n_categories + 1);
    return categories_hit(category, n, set->n_categories, linked);
}

/* At distance 0 the borders are as they are drawn, and the event is where the counts have it. */
static void count_at_distance(border_curve *m, size_t d, const lb_validity_period *valid,
                              const lb_share_event *e)
{
    lb_share_event moved = *e;
    if (e->event->placed && m->in->distance[d] != 0) {
        size_t linked = e->linked == SIZE_MAX ? SIZE_MAX : m->set->areas.category[e->linked];
        moved.n =
            lb_border_curve_find(m->set, &valid->shifted[d],
                                 (const double[]){e->event->x, e->event->y}, linked, m->category);
        moved.category = m->category;
    }
    lb_measure_count_event(&m->in->periods, &m->counts[d], &moved);
}

static lb_status add_to_curve(void *state, const lb_share_event *event, size_t n)
{
    border_curve *m = state;
    for (size_t i = 0; i < n; i++) {
        const lb_validity_period *valid =
            lb_validity_period_at(m->set, event[i].dated, event[i].event->day);
        for (size_t d = 0; d < m->in->n_distances; d++)
            count_at_distance(m, d, valid, &event[i]);
    }
    return LB_OK;
}

static void merge_curve(void *state, const void *part)
{
    border_curve *m = state;
    const border_curve *other = part;
    for (size_t d = 0; d < m->in->n_distances; d++)
        lb_share_counts_merge(&m->counts[d], &other->counts[d]);
}

/* The table -------------------------------------------------------------------------------------
 */

enum { PERIOD, SET, CATEGORY, DISTANCE, N_COLUMNS = DISTANCE + 9 };

/* Category k, or the union (k = n_categories), of a period at distance d. */
static void append_curve_row(lb_table *t, const border_curve *m, const size_t period_k_d[3],
                             const double *weight)
{
    size_t period = period_k_d[0], k = period_k_d[1], d = period_k_d[2], row = lb_table_add_row(t);
    const lb_share_options *o = m->in->options;
    const lb_share_counts *c = &m->counts[d];
    bool whole = k == m->set->n_categories;
    double m2 = 0, events = whole ? lb_share_total(c, period) : lb_share_events(c, period, k);
    for (size_t v = 0; v < m->set->n_valid; v++)
        m2 += weight[v] > 0 ? weight[v] * m->set->valid[v].shifted[d].m2[k] : 0;
    lb_share_params params = {o->interval, o->confidence, o->reference_km2};
    lb_share_figures f =
        lb_share_figures_compute(events, lb_share_placed(c, period), m2 / 1e6, &params);
    lb_table_set_text(t, row, PERIOD, m->in->periods.period[period].label);
    lb_table_set_text(t, row, SET, m->set->areas.label);
    lb_table_set_text(t, row, CATEGORY, whole ? "total" : m->set->areas.category_name[k]);
    const double figures[N_COLUMNS - DISTANCE] = {
        m->in->distance[d], events,          f.events_total, f.share,
        f.interval.low,     f.interval.high, m2 / 1e6,       f.area_share,
        f.location_quotient};
    for (size_t i = 0; i < N_COLUMNS - DISTANCE; i++)
        lb_table_set_real(t, row, DISTANCE + i, figures[i]);
}

/* The rows of one set: by period, then category with the union last, then distance. */
static lb_status append_set(lb_table *t, const border_curve *m)
{
    const lb_period_table *periods = &m->in->periods;
    size_t first = m->set->areas.categories ? 0 : m->set->n_categories;
    double *weight = calloc(m->set->n_valid, sizeof *weight);
    if (!weight)
        return LB_E_MEMORY;
    for (size_t p = 0; p < periods->n_periods; p++) {
        if (!periods->shown[p])
            continue;
        lb_validity_periods_weigh(m->set, &periods->period[p], weight);
        for (size_t k = first; k <= m->set->n_categories; k++)
            for (size_t d = 0; d < m->in->n_distances; d++)
                append_curve_row(t, m, (size_t[]){p, k, d}, weight);
    }
    free(weight);
    return lb_table_status(t);
}

static lb_status make_curve_table(const lb_share_inputs *in, void *const *state, lb_table *out)
{
    lb_status status = LB_OK;
    lb_add_described_columns(out, &lb_share_command, "border");
    for (size_t s = 0; s < in->n_sets && status == LB_OK; s++)
        status = append_set(out, state[s]);
    return status == LB_OK ? lb_table_status(out) : status;
}

const lb_share_measure lb_measure_border_curve = {.is_wanted = is_curve_wanted,
                                                  .init = init_curve,
                                                  .add = add_to_curve,
                                                  .merge = merge_curve,
                                                  .make_table = make_curve_table,
                                                  .clear = clear_curve};
