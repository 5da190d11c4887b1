/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `profile` must not tell of the areas on one grid, column by column. */
#ifndef LB_COMMANDS_PROFILE_PROFILE_DISCLOSURE_H
#define LB_COMMANDS_PROFILE_PROFILE_DISCLOSURE_H

#include <lagesbild/disclosure.h>
#include "input/grid/overlay.h"

typedef struct lb_profile_guard {
    int minimum;       /* 0: everything is told */
    lb_guard of[3];    /* population with its bounds, unga_0_15, unga_16_19 */
    bool *class_parts; /* [areas * (classes + 1)], see lb_guard_parts; NULL: none is hidden */
    bool *hide;        /* [areas], for one column at a time */
    size_t hidden;     /* values that the table does not tell, and */
    bool *in_row;      /* [areas]: where they are */
} lb_profile_guard;

void lb_profile_guard_clear(lb_profile_guard *guard);

/* joined: the overlay's union as lb_guard_input has it. A grid without people has no guard. */
lb_status lb_profile_guard_make(const lb_overlay *overlay, const lb_profile *joined, int minimum,
                                lb_profile_guard *out);

/* The people's column of that place in of[], with the figure's or a bound's answers: NULL: all are
 * told. */
const lb_guarded *lb_profile_guard_figure(const lb_profile_guard *guard, size_t column);

/* Fills guard->hide with the areas whose population is hidden. */
void lb_profile_guard_areas(lb_profile_guard *guard, size_t areas);

/* Fills guard->hide for a statistic of a column of the grid: of an area whose population is hidden,
 * of few people, of a column of people itself what its own sum would tell. */
lb_status lb_profile_guard_statistic(lb_profile_guard *guard, const lb_overlay *overlay,
                                     const char *name, lb_stat stat, const double *value);

/* Takes values away from a column of the table, [areas], and counts them. */
void lb_profile_guard_empty(lb_profile_guard *guard, const bool *hide, size_t stride, size_t column,
                            lb_table *table);
/* The same, with a range in their place where one may be told. */
void lb_profile_guard_ranges(lb_profile_guard *guard, const lb_guarded *of, size_t areas,
                             size_t column, lb_table *table);

#endif
