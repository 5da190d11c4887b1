/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules of the disclosure guard share: which rows are shown, which are hidden, and why. */
#ifndef LB_KERNEL_DISCLOSURE_SUPPRESSION_H
#define LB_KERNEL_DISCLOSURE_SUPPRESSION_H

#include "kernel/disclosure/disclosure_figures.h"

/* A row that is hidden, because another, less rows that are shown, would tell of few. */
typedef struct lb_guard_why {
    size_t row;
    double told;         /* the row and the few: what the others tell */
    size_t first, count; /* of a->used: the others */
} lb_guard_why;

typedef struct lb_guard_state {
    lb_guard_rows rows;
    lb_cell_index key, all; /* all: made when it is first needed */
    size_t *key_of, keys;   /* [cells]: of the row in hand */
    size_t *key_cell;       /* [rows] */
    size_t *order;          /* [rows]: as they are looked at */
    size_t *rank;           /* [rows] */
    lb_guard_reason *state; /* [rows] */
    bool *kept;             /* [rows]: shown, and looked at before the one in hand */
    size_t *twin;           /* [rows]: one that is kept and tells the same; SIZE_MAX: none */
    lb_guard_why *because;
    size_t becauses, capacity;
    size_t *used, useds, used_capacity; /* rows */
    size_t *inside, insides;            /* areas and cells of a family, as they were chosen */
    double *taken;                      /* [cells], 0 between turns */
    double *limit;                      /* [cells]: what the whole holds, 0 between turns */
    bool *chosen;                       /* [areas] */
    bool *left;                         /* [cells]: is left over */
    size_t *left_at, lefts;             /* those cells, as they were chosen */
    size_t tries;
    bool failed;
} lb_guard_state;

lb_status lb_guard_state_make(lb_guard_state *a);
void lb_guard_state_clear(lb_guard_state *a);

/* The row that is looked at for one, and for all that tell the same. */
size_t lb_guard_root(const lb_guard_state *a, size_t row);

/* By itself. */
bool lb_guard_row_is_few(const lb_guard_state *a, size_t row);

/* Hides a row; an area's bounds go with its figure. */
void lb_guard_hide(lb_guard_state *a, size_t row, lb_guard_reason reason);

/* Why a row is hidden: what it and the few add up to, by the rows noted as used since `first` of
 * a->useds. Memory that runs out is told by a->failed. */
void lb_guard_use(lb_guard_state *a, size_t row);
void lb_guard_note(lb_guard_state *a, size_t row, double told, size_t first);

/* The fraction that a span counts of a cell. */
double lb_guard_fraction_of(lb_span span, size_t cell);

#endif
