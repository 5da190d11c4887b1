/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the disclosure guard looks at: figures as rows over squares, and which squares two rows
 * differ in. */
#ifndef LB_KERNEL_DISCLOSURE_DISCLOSURE_FIGURES_H
#define LB_KERNEL_DISCLOSURE_DISCLOSURE_FIGURES_H

#include <lagesbild/disclosure.h>
#include <lagesbild/profile.h>

/* Rows: the figures of all areas, then their upper bounds, then their lower ones, then the union,
 * then the grid's own total, which everyone knows. */
typedef enum lb_row_kind {
    LB_ROW_FIGURE,
    LB_ROW_HIGH,
    LB_ROW_LOW,
    LB_ROW_UNION,
    LB_ROW_GRID
} lb_row_kind;

/* Where an area meets a cell. */
typedef struct lb_meeting {
    size_t area;
    double fraction;
} lb_meeting;

typedef struct lb_guard_rows {
    const lb_guard_input *in;
    size_t areas, rows; /* rows: with the union and the grid */
    size_t squares;
    lb_share *grid; /* [cells] */
    double *people; /* [squares] in whole squares */
    double *around; /* [cells]: the people of its square; 0 where it has none itself */
    double *total;  /* [rows]: people of the squares that a row rests on */
    double *figure; /* [rows]: what would be told */
    bool *small;    /* [rows]: the figure tells of one of its squares that it holds few */
    bool *whole;    /* [areas]: its cells with people are wholly inside: bounds are the figure */
    size_t *degree; /* [cells]: areas that meet it */
    size_t *stamp, now; /* [squares]: met in this turn */
} lb_guard_rows;

/* The cells of one row. */
typedef struct lb_span {
    const lb_share *share;
    size_t count;
    lb_row_kind kind;
} lb_span;

/* Areas by cell, of the cells that were asked for. */
typedef struct lb_cell_index {
    size_t *first; /* [cells + 1] */
    lb_meeting *meeting;
} lb_cell_index;

/* Squares alone. */
lb_status lb_guard_rows_make(const lb_guard_input *in, lb_guard_rows *out);
/* What is known of each row. */
lb_status lb_guard_rows_measure(lb_guard_rows *rows);
void lb_guard_rows_clear(lb_guard_rows *rows);

/* More than none, fewer than the minimum; values that were divided among cells are rounded. */
bool lb_guard_is_few(const lb_guard_rows *rows, double people);

/* Are there few people in any square? Else no figure can tell of few. */
bool lb_guard_any_few(const lb_guard_rows *rows);

lb_span lb_guard_span(const lb_guard_rows *rows, size_t row);
lb_row_kind lb_guard_kind(const lb_guard_rows *rows, size_t row);
size_t lb_guard_row(const lb_guard_rows *rows, lb_row_kind kind, size_t area);

/* The fraction that a row of that kind counts of a cell. */
double lb_guard_fraction(lb_row_kind kind, double fraction);
bool lb_guard_same(double a, double b);

/* Begins a new turn: squares are added once each by lb_guard_add, which returns their people the
 * first time and then 0. */
void lb_guard_turn(lb_guard_rows *rows);
double lb_guard_add(lb_guard_rows *rows, size_t cell);

/* People of the squares in which two rows differ; once it is not few, as far as it was counted. */
double lb_guard_differ(lb_guard_rows *rows, size_t a, size_t b);

/* wanted: [cells]; NULL: all that have people. */
lb_status lb_cell_index_make(const lb_guard_rows *rows, const bool *wanted, lb_cell_index *out);
void lb_cell_index_clear(lb_cell_index *index);

#endif
