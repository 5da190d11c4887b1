/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an error of position does to the counts: expected ones, bounds, and an interval that joins
 * it with the chance of counting. Only events near a border are kept and integrated. */
#ifndef LB_COMMANDS_SHARE_POSITION_ERROR_H
#define LB_COMMANDS_SHARE_POSITION_ERROR_H

#include <lagesbild/share.h>
#include "commands/share/category_credit.h"
#include "commands/share/validity_periods.h"
#include "commands/share/period_counts.h"
#include "port/geos/geos_partition.h"

/* Of one period, [categories + 1] values, the last the total. */
typedef struct lb_position_figures {
    double expected, all_out, all_in;
    lb_interval share; /* counting and position together */
} lb_position_figures;

typedef struct lb_uncertain_event {
    size_t id, first, n; /* period; outcomes */
} lb_uncertain_event;

typedef struct lb_position_outcome {
    double probability;
    size_t credit;
} lb_position_outcome;

typedef struct lb_position_error {
    double error, sigma;
    const lb_areas *areas; /* borrowed, as are times and epochs */
    const lb_area_times *times;
    const lb_validity_periods *epochs;
    lb_geos_parts pieces;
    lb_locator *locator;       /* of pieces */
    lb_boundary_index *border; /* of pieces */
    lb_category_credits credits;
    int64_t *parts; /* [ids][3][categories + 1]: certain, all out, all in */
    size_t ids, parts_capacity;
    lb_uncertain_event *uncertain;
    size_t n_uncertain, uncertain_capacity;
    lb_position_outcome *outcome;
    size_t outcomes, outcome_capacity;
    lb_position_figures *figures; /* [ids][categories + 1], once finished */
} lb_position_error;

lb_status lb_position_error_init(lb_position_error *p, double error, int threads, lb_error *err);
void lb_position_error_clear(lb_position_error *p);

/* A placed event with what it counts for: its areas' categories, and the area it is tied to
 * (SIZE_MAX: none). hit: ids of the periods it is in, or SIZE_MAX. */
typedef struct lb_position_event {
    double x, y;
    bool dated;
    int64_t day;
    const size_t *category;
    size_t n, linked;
    const size_t *hit;
    size_t hits;
} lb_position_event;

lb_status lb_position_error_add(lb_position_error *p, const lb_position_event *event);

/* Draws and figures; tally: of the same events, for the placed ones of each period. */
lb_status lb_position_error_finish(lb_position_error *p, const lb_period_counts *by_period,
                                   const lb_share_options *options, int threads);

/* Of a period; NULL: no placed event. */
const lb_position_figures *lb_position_error_figures(const lb_position_error *p, size_t id);

#endif
