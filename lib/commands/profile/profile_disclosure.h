/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which figures of `profile` are suppressed on one grid, column by column. */
#ifndef LB_COMMANDS_PROFILE_PROFILE_DISCLOSURE_H
#define LB_COMMANDS_PROFILE_PROFILE_DISCLOSURE_H

#include <lagesbild/disclosure.h>
#include "commands/profile/stat_spec.h"
#include "input/grid/overlay.h"

typedef struct lb_profile_disclosure {
    int minimum;         /* people; 0: nothing is suppressed */
    lb_disclosure of[3]; /* population with its bounds, unga_0_15, unga_16_19 */
    bool *class_parts; /* [areas * (classes + 1)], see lb_suppress_classes; NULL: none is hidden */
    bool *hide;        /* [areas], for one column at a time */
    size_t hidden;     /* values that were suppressed in the table so far */
    bool *in_row;      /* [areas]: has any such value */
} lb_profile_disclosure;

void lb_profile_disclosure_clear(lb_profile_disclosure *disclosure);

/* joined: the overlay's union as lb_disclosure_input has it. A grid without people has no
 * disclosure. */
lb_status lb_profile_disclosure_make(const lb_overlay *overlay, const lb_profile *joined,
                                     int minimum, lb_profile_disclosure *out);

/* What is suppressed in the column of people at that place in of[], by area; NULL: nothing. */
const lb_figure_suppression *lb_profile_disclosure_figure(const lb_profile_disclosure *disclosure,
                                                          size_t column);

/* Sets disclosure->hide to the areas whose population is suppressed. */
void lb_profile_disclosure_areas(lb_profile_disclosure *disclosure, size_t areas);

/* Sets disclosure->hide for a statistic of a column of the grid: areas whose population is
 * suppressed or where the statistic rests on few people; for a column of people also those whose
 * sum of that column is suppressed. */
lb_status lb_profile_disclosure_statistic(lb_profile_disclosure *disclosure,
                                          const lb_overlay *overlay, const char *name, lb_stat stat,
                                          const double *value);

/* Sets hide[areas] for a statistic of another grid that is weighed by this one's people: as above,
 * with `known` NaN in cells of this grid that no value of the other is in. Reads only. */
lb_status lb_profile_disclosure_lent(const lb_profile_disclosure *disclosure,
                                     const lb_overlay *overlay, const lb_stat_spec *spec,
                                     const double *known, bool *hide);

/* Empties the table's column where hide[area * stride] is set, and counts what it empties. */
void lb_profile_disclosure_empty(lb_profile_disclosure *disclosure, const bool *hide, size_t stride,
                                 size_t column, lb_table *table);
/* The same for suppressed figures, with a range in their place where one may be published. */
void lb_profile_disclosure_ranges(lb_profile_disclosure *disclosure,
                                  const lb_figure_suppression *of, size_t areas, size_t column,
                                  lb_table *table);

#endif
