/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/concentration/people_curves.h"
#include "kernel/hotspot/ranked_units.h"

const char *const lb_curve_names[LB_CURVES] = {[LB_CURVE_COUNT] = "count",
                                               [LB_CURVE_HINDSIGHT] = "hindsight",
                                               [LB_CURVE_FORESIGHT] = "foresight",
                                               [LB_CURVE_INDEX] = "index"};

void lb_people_curves_clear(lb_people_curves *curves)
{
    for (size_t k = 0; k < LB_CURVES; k++) {
        free(curves->key[k]);
        free(curves->order[k]);
    }
    free(curves->cost);
    *curves = (lb_people_curves){.cells = 0};
}

/* Events per person: a square without people but with events comes first, as it costs nothing. */
static double per_person(double events, double people)
{
    return people > 0 ? events / people : events > 0 ? (double)INFINITY : 0;
}

static lb_status add_ranking(lb_people_curves *c, size_t which, const double *value, bool rate)
{
    if (!value)
        return LB_OK;
    c->key[which] = malloc((c->cells + 1) * sizeof(double));
    c->order[which] = malloc((c->cells + 1) * sizeof(size_t));
    if (!c->key[which] || !c->order[which])
        return LB_E_MEMORY;
    for (size_t i = 0; i < c->cells; i++)
        c->key[which][i] = rate ? per_person(value[i], c->cost[i]) : value[i];
    return lb_ranked_order(c->key[which], c->cells, c->order[which]);
}

/* Without any event before, squares have no order. */
static const double *earlier_events(const double *earlier, size_t cells)
{
    for (size_t i = 0; earlier && i < cells; i++)
        if (earlier[i] > 0)
            return earlier;
    return NULL;
}

static lb_status make_curves(const lb_grid_values *grid, const double *earlier, lb_people_curves *c)
{
    lb_sum cost = {0}, events = {0};
    c->cost = malloc((c->cells + 1) * sizeof *c->cost);
    if (!c->cost)
        return LB_E_MEMORY;
    for (size_t i = 0; i < c->cells; i++) {
        c->cost[i] = !c->people ? 1 : isnan(c->people[i]) ? 0 : c->people[i];
        lb_sum_add(&cost, c->cost[i]);
        lb_sum_add(&events, c->count[i]);
    }
    c->all_cost = lb_sum_value(cost);
    c->events = lb_sum_value(events);
    LB_TRY(add_ranking(c, LB_CURVE_COUNT, c->count, false));
    LB_TRY(add_ranking(c, LB_CURVE_HINDSIGHT, c->count, true));
    LB_TRY(add_ranking(c, LB_CURVE_FORESIGHT, earlier_events(earlier, c->cells), true));
    return add_ranking(c, LB_CURVE_INDEX, grid->value[LB_SUPPORT_INDEX], false);
}

lb_status lb_people_curves_make(const lb_grid_values *grid, const double *count,
                                const double *earlier, lb_people_curves *out)
{
    lb_people_curves c = {
        .cells = grid->cells, .people = grid->value[LB_SUPPORT_PEOPLE], .count = count};
    lb_status status = make_curves(grid, earlier, &c);
    LB_HAND_OVER(status, c, out, lb_people_curves_clear);
}

double lb_people_curves_caught(const lb_people_curves *curves, size_t which, double cost,
                               double *part)
{
    if (!curves->order[which])
        return (double)NAN;
    lb_ranked_parts(curves->key[which], curves->order[which], curves->cost, curves->cells, cost,
                    part);
    return lb_ranked_sum(part, curves->count, curves->cells);
}

static void add_point(lb_table *table, const char *curve, const double share[3])
{
    size_t row = lb_table_add_row(table);
    lb_table_set_text(table, row, 0, curve);
    for (size_t k = 0; k < 3; k++)
        lb_table_set_real(table, row, k + 1, share[k]);
}

/* Is a point that adds so many events shown? Neither it nor what is left then reveals few. */
static bool is_shown(double added, double left, int min_events)
{
    return added >= min_events && (left <= 0 || left >= min_events);
}

/* One curve from (0, 0): cells by falling key, equal ones as one block, a point each 0.1 per cent
 * of the people. With a minimum a point is left out that would reveal fewer events than that. */
static void add_curve(const lb_people_curves *c, size_t which, int min_events, lb_table *table)
{
    const size_t *order = c->order[which];
    lb_sum people = {0}, events = {0};
    double last = 0, shown = 0;
    if (!order)
        return;
    add_point(table, lb_curve_names[which], (double[]){0, 0, 0});
    for (size_t begin = 0, end; begin < c->cells; begin = end) {
        end = lb_ranked_block_end(c->key[which], order, c->cells, begin);
        for (size_t k = begin; k < end; k++) {
            lb_sum_add(&people, c->cost[order[k]]);
            lb_sum_add(&events, c->count[order[k]]);
        }
        double people_share = c->all_cost > 0 ? lb_sum_value(people) / c->all_cost : (double)NAN;
        double caught = lb_sum_value(events);
        if (end < c->cells && ((people_share - last < 1e-3 && begin > 0) ||
                               !is_shown(caught - shown, c->events - caught, min_events)))
            continue;
        last = people_share;
        shown = caught;
        add_point(table, lb_curve_names[which],
                  (double[]){(double)end / (double)c->cells, c->people ? people_share : (double)NAN,
                             caught / c->events});
    }
}

void lb_people_curves_table(const lb_people_curves *curves, int min_events, lb_table *table)
{
    lb_add_described_columns(table, &lb_concentration_command, "curve");
    for (size_t which = 0; which < LB_CURVES; which++)
        add_curve(curves, which, min_events, table);
}
