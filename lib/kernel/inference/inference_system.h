/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was published of one count of people, as inequalities with whole numbers
 * (docs/methods.md, Inference).
 *
 * Squares with the same part in every figure cannot be distinguished by sums: they are one unknown,
 * an atom. Sums are exact integers: a part of a square counts in units of 1/scale. */
#ifndef LB_KERNEL_INFERENCE_INFERENCE_SYSTEM_H
#define LB_KERNEL_INFERENCE_INFERENCE_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

__extension__ typedef __int128 lb_wide; /* exact sums of products of 64-bit numbers */

/* 2^9 3^3 5^7: halves, thirds, tenths, square metres of a cell of 250 m and most other parts that
 * are exact are whole numbers of its inverse. */
#define LB_INFERENCE_SCALE ((int64_t)1080000000)

/* No upper bound of people; sums of it stay within lb_wide. */
#define LB_INFERENCE_UNBOUNDED ((int64_t)1 << 50)
#define LB_WIDE_UNBOUNDED      ((lb_wide)1 << 110)

/* Squares and figures as published. All borrowed. */
typedef struct lb_inference_input {
    size_t units, rows;
    const int64_t *low, *high; /* [units]: people of each square; equal where they are shown */
    const size_t *first;       /* [rows + 1]: the terms of each figure */
    const size_t *unit;        /* [first[rows]], each at most once in a figure */
    const double *fraction;    /* [first[rows]]: part of the square that counts, 0..1 */
    const double *row_low, *row_high; /* [rows]: what the figure says; -INFINITY, INFINITY: no end
                                       */
} lb_inference_input;

/* times x people summed over a row's atoms lies in [row_low, row_high], in units of 1/scale. */
typedef struct lb_inference_system {
    int64_t scale; /* 1 when all parts are whole squares, else LB_INFERENCE_SCALE */
    size_t units, atoms, rows;
    size_t *atom_of;             /* [units]; SIZE_MAX: shown exactly, or in no figure */
    size_t *size;                /* [atoms]: squares */
    int64_t *low, *high;         /* [atoms]: sums of the squares' bounds */
    size_t *first, *atom;        /* [rows + 1], [first[rows]] */
    int64_t *times;              /* [first[rows]] > 0 */
    size_t *column_first, *row;  /* the same by atom: [atoms + 1], [first[rows]] */
    int64_t *column_times;       /* [first[rows]] */
    lb_wide *row_low, *row_high; /* [rows], without the squares that are shown */
    lb_wide *known;              /* [rows]: those squares' part of the figure */
} lb_inference_system;

/* LB_E_MEMORY. The caller clears *out. */
lb_status lb_inference_system_build(const lb_inference_input *input, lb_inference_system *out);
void lb_inference_system_clear(lb_inference_system *system);

/* Whole-number division, towards -infinity and +infinity; b > 0. */
lb_wide lb_wide_floor(lb_wide a, lb_wide b);
lb_wide lb_wide_ceil(lb_wide a, lb_wide b);

/* One row: row_low <= the sum of times[i] x people of atom[i] <= row_high. */
typedef struct lb_inference_row {
    size_t terms;
    const size_t *atom;
    const int64_t *times;
    lb_wide low, high;
} lb_inference_row;

/* Narrows low[] and high[] of the row's atoms by what the others can at least and at most be.
 * *changed is set where it does so. False: no numbers within the bounds satisfy the row. */
bool lb_inference_narrow(const lb_inference_row *row, int64_t *low, int64_t *high, bool *changed);

/* Narrows low[atoms] and high[atoms] by every row until nothing changes or 64 passes are over;
 * what is left holds all solutions. Returns the row that no numbers within the bounds satisfy, or
 * SIZE_MAX. */
size_t lb_inference_propagate(const lb_inference_system *system, int64_t *low, int64_t *high);

#endif
