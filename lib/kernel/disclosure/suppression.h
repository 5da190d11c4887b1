/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state that the rules of disclosure control share: which figures (rows) are published, which
 * are suppressed, and why. */
#ifndef LB_KERNEL_DISCLOSURE_SUPPRESSION_H
#define LB_KERNEL_DISCLOSURE_SUPPRESSION_H

#include "kernel/disclosure/disclosure_figures.h"

/* Why a row is suppressed: another figure minus published ones would reveal a small group. */
typedef struct lb_difference_reason {
    size_t row;
    double known_sum;    /* what the others give: the row's figure and the small group */
    size_t first, count; /* of reason_figures: the others */
} lb_difference_reason;

typedef struct lb_suppression {
    lb_disclosure_figures rows;
    lb_cell_areas_index key_index, full_index; /* of key cells; of all, made when first needed */
    size_t *key_list, n_keys;                  /* [cells]: of the current row */
    size_t *key_cell;                          /* [rows] */
    size_t *order;                             /* [rows]: in which they are checked */
    size_t *rank;                              /* [rows] */
    lb_suppress_reason *state;                 /* [rows] */
    bool *published; /* [rows]: checked before the current one and not suppressed */
    size_t *same_as; /* [rows]: an equal published row that stands for it; SIZE_MAX: none */
    lb_difference_reason *reasons;
    size_t n_reasons, reason_capacity;
    size_t *reason_figures, n_reason_figures, reason_figure_capacity; /* rows */
    size_t *choices, n_choices; /* areas and cells (+ areas) of a partition */
    double *assigned;           /* [cells]: fraction the chosen areas have */
    double *limit;              /* [cells]: fraction of the total; 0 between searches */
    bool *is_chosen;            /* [areas] */
    bool *is_left;              /* [cells]: in the remainder */
    size_t *left_cells, n_left; /* those cells, in order of choice */
    size_t tries;
    bool failed;
} lb_suppression;

lb_status lb_suppression_init(lb_suppression *a);
void lb_suppression_clear(lb_suppression *a);

/* The published row that stands for this one and all equal to it. */
size_t lb_suppress_representative(const lb_suppression *a, size_t row);

/* Does the row reveal a small group by itself? */
bool lb_suppress_below_min(const lb_suppression *a, size_t row);

/* Suppresses a row; an area's bounds go with its figure. */
void lb_suppress_row(lb_suppression *a, size_t row, lb_suppress_reason reason);

/* Records why a row is suppressed: known_sum is what the figures recorded by lb_reason_add_figure
 * since `first` reveal. Out of memory sets a->failed. */
void lb_reason_add_figure(lb_suppression *a, size_t row);
void lb_reason_add(lb_suppression *a, size_t row, double known_sum, size_t first);

/* The fraction that a figure counts of a cell; 0 where it has none of it. */
double lb_disclosure_fraction_at(lb_figure_cells span, size_t cell);

#endif
