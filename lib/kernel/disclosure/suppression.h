/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules of the disclosure guard share: which rows are shown, which are hidden, and why. */
#ifndef LB_KERNEL_DISCLOSURE_SUPPRESSION_H
#define LB_KERNEL_DISCLOSURE_SUPPRESSION_H

#include "kernel/disclosure/disclosure_figures.h"

/* A row that is hidden, because another, less rows that are shown, would tell of few. */
typedef struct lb_difference_reason {
    size_t row;
    double known_sum;    /* the row and the few: what the others tell */
    size_t first, count; /* of a->used: the others */
} lb_difference_reason;

typedef struct lb_suppression {
    lb_disclosure_figures rows;
    lb_cell_areas_index key_index, full_index; /* all: made when it is first needed */
    size_t *key_list, n_keys;                  /* [cells]: of the row in hand */
    size_t *key_cell;                          /* [rows] */
    size_t *order;                             /* [rows]: as they are looked at */
    size_t *rank;                              /* [rows] */
    lb_suppress_reason *state;                 /* [rows] */
    bool *published; /* [rows]: shown, and looked at before the one in hand */
    size_t *same_as; /* [rows]: one that is kept and tells the same; SIZE_MAX: none */
    lb_difference_reason *reasons;
    size_t n_reasons, reason_capacity;
    size_t *reason_figures, n_reason_figures, reason_figure_capacity; /* rows */
    size_t *choices, n_choices; /* areas and cells of a family, as they were chosen */
    double *assigned;           /* [cells], 0 between turns */
    double *limit;              /* [cells]: what the whole holds, 0 between turns */
    bool *is_chosen;            /* [areas] */
    bool *is_left;              /* [cells]: is left over */
    size_t *left_cells, n_left; /* those cells, as they were chosen */
    size_t tries;
    bool failed;
} lb_suppression;

lb_status lb_suppression_init(lb_suppression *a);
void lb_suppression_clear(lb_suppression *a);

/* The row that is looked at for one, and for all that tell the same. */
size_t lb_suppress_representative(const lb_suppression *a, size_t row);

/* By itself. */
bool lb_suppress_below_min(const lb_suppression *a, size_t row);

/* Hides a row; an area's bounds go with its figure. */
void lb_suppress_row(lb_suppression *a, size_t row, lb_suppress_reason reason);

/* Why a row is hidden: what it and the few add up to, by the rows noted as used since `first` of
 * a->useds. Memory that runs out is told by a->failed. */
void lb_reason_add_figure(lb_suppression *a, size_t row);
void lb_reason_add(lb_suppression *a, size_t row, double known_sum, size_t first);

/* The fraction that a span counts of a cell. */
double lb_disclosure_fraction_at(lb_figure_cells span, size_t cell);

#endif
