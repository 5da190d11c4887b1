/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `profile` must not tell of the areas on one grid, column by column. */
#ifndef LB_COMMANDS_PROFILE_PROFILE_DISCLOSURE_H
#define LB_COMMANDS_PROFILE_PROFILE_DISCLOSURE_H

#include <lagesbild/disclosure.h>
#include "input/grid/overlay.h"

typedef struct lb_profile_disclosure {
    int minimum;         /* 0: everything is told */
    lb_disclosure of[3]; /* population with its bounds, unga_0_15, unga_16_19 */
    bool *class_parts; /* [areas * (classes + 1)], see lb_suppress_classes; NULL: none is hidden */
    bool *hide;        /* [areas], for one column at a time */
    size_t hidden;     /* values that the table does not tell, and */
    bool *in_row;      /* [areas]: where they are */
} lb_profile_disclosure;

void lb_profile_disclosure_clear(lb_profile_disclosure *disclosure);

/* joined: the overlay's union as lb_disclosure_input has it. A grid without people has no
 * disclosure. */
lb_status lb_profile_disclosure_make(const lb_overlay *overlay, const lb_profile *joined,
                                     int minimum, lb_profile_disclosure *out);

/* The people's column of that place in of[], with the figure's or a bound's answers: NULL: all are
 * told. */
const lb_figure_suppression *lb_profile_disclosure_figure(const lb_profile_disclosure *disclosure,
                                                          size_t column);

/* Fills disclosure->hide with the areas whose population is hidden. */
void lb_profile_disclosure_areas(lb_profile_disclosure *disclosure, size_t areas);

/* Fills disclosure->hide for a statistic of a column of the grid: of an area whose population is
 * hidden, of few people, of a column of people itself what its own sum would tell. */
lb_status lb_profile_disclosure_statistic(lb_profile_disclosure *disclosure,
                                          const lb_overlay *overlay, const char *name, lb_stat stat,
                                          const double *value);

/* Takes values away from a column of the table, [areas], and counts them. */
void lb_profile_disclosure_empty(lb_profile_disclosure *disclosure, const bool *hide, size_t stride,
                                 size_t column, lb_table *table);
/* The same, with a range in their place where one may be told. */
void lb_profile_disclosure_ranges(lb_profile_disclosure *disclosure,
                                  const lb_figure_suppression *of, size_t areas, size_t column,
                                  lb_table *table);

#endif
