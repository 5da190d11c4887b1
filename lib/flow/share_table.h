/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The long table of `share`, and the proof that nothing was dropped on the way to it. */
#ifndef LB_FLOW_SHARE_TABLE_H
#define LB_FLOW_SHARE_TABLE_H

#include <lagesbild/job_share.h>
#include <lagesbild/locate.h>
#include "flow/share_curve.h"
#include "flow/share_grid.h"
#include "flow/share_position.h"

typedef struct lb_share_set {
    lb_areas areas;
    lb_area_sizes sizes; /* of all areas, whenever they exist */
    lb_area_times times;
    lb_epochs epochs;
    lb_locator *locator;
    lb_share_tally tally;
    lb_share_position position; /* sigma 0: not asked for */
    lb_share_curve curve;       /* count 0: not asked for */
    lb_border *edge;            /* of the areas; NULL: not asked for */
    lb_share_grid grid;         /* epochs 0: not asked for */
    int64_t linked_outside, unknown_links;
    int64_t first_day, last_day; /* of placed, dated events */
    int64_t ahead;               /* events in an area that is younger than they are */
} lb_share_set;

#define LB_REFERENCE_LABEL "Sverige, land och inlandsvatten"

lb_status lb_share_table(const lb_share_set *set, size_t sets, const lb_share_options *options,
                         bool english, lb_table *out);

/* The border curve's table, sets with distances. */
lb_status lb_share_border_table(const lb_share_set *set, size_t sets,
                                const lb_share_options *options, lb_table *out);

/* Events read = inside + outside + unplaced over the periods + undated + outside the periods, for
 * one rule of periods; with several, each event is counted by at least one. LB_E_INPUT: not so. */
lb_status lb_share_close_books(const lb_share_set *set, int64_t rows, size_t rules, lb_error *err);

#endif
