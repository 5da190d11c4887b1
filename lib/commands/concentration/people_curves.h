/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What squares of as many people as the areas have could have caught, by several rankings, and the
 * curves of these (docs/methods.md, Concentration). */
#ifndef LB_COMMANDS_CONCENTRATION_PEOPLE_CURVES_H
#define LB_COMMANDS_CONCENTRATION_PEOPLE_CURVES_H

#include <lagesbild/interval.h>
#include <lagesbild/table.h>
#include "input/events/event_support.h"

/* The rankings; each may be missing. */
enum { LB_CURVE_COUNT, LB_CURVE_HINDSIGHT, LB_CURVE_FORESIGHT, LB_CURVE_INDEX, LB_CURVES };

extern const char *const lb_curve_names[LB_CURVES];

/* Cells ranked in several ways. key is what they are ranked by, the greatest first in order. */
typedef struct lb_people_curves {
    size_t cells;
    const double *people; /* [cells] borrowed: cost of each; NULL: 1 each */
    const double *count;  /* [cells] borrowed: events counted */
    double *cost;         /* [cells]: people, 0 where they are unknown */
    double *key[LB_CURVES];
    size_t *order[LB_CURVES]; /* NULL: no such ranking */
    double all_cost, events;
} lb_people_curves;

void lb_people_curves_clear(lb_people_curves *curves);

/* earlier: events of the period before, NULL: no foresight. index: NULL: none. LB_E_MEMORY. */
lb_status lb_people_curves_make(const lb_grid_values *grid, const double *count,
                                const double *earlier, lb_people_curves *out);

/* Events caught by the ranking's first squares that have `cost` people; NaN: no such ranking. */
double lb_people_curves_caught(const lb_people_curves *curves, size_t which, double cost,
                               double *part);

/* Columns and rows of the table of curves: a point each 0.1 % of people, and the last. Between two
 * points and after each are no events or min_events at least, so that no square of few is revealed.
 */
void lb_people_curves_table(const lb_people_curves *curves, int min_events, lb_table *table);

#endif
