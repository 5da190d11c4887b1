/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which squares the figures of one variable sum, by the exact cover of the areas. */
#ifndef LB_COMMANDS_INFERENCE_FIGURE_SQUARES_H
#define LB_COMMANDS_INFERENCE_FIGURE_SQUARES_H

#include "commands/inference/publications.h"
#include "kernel/inference/inference_system.h"

/* Squares, and the part of each inside each area. Zeroed memory is empty. */
typedef struct lb_area_squares {
    lb_square *square; /* [squares], owned where no page shows them */
    size_t squares;
    size_t areas;             /* of all sets, one after the other */
    size_t *set_from;         /* [sets]: the number of a set's first area */
    size_t *first, *unit;     /* [areas + 1], [first[areas]]: ascending in each area */
    double *fraction;         /* 0 to 1; 0 of slivers */
    bool *has_slivers;        /* [areas] */
    double *inside, *touched; /* parts of the square in cells wholly inside; in cells touched */
} lb_area_squares;

void lb_area_squares_clear(lb_area_squares *squares);

/* The squares are those of the page; without one, those of cell_size metres that areas touch.
 * LB_E_INPUT: the page's squares are on no common lattice. */
lb_status lb_area_squares_make(const lb_publications *publications, int cell_size,
                               const lb_job *job, lb_area_squares *out, lb_error *err);

/* The input of the kernel for one variable, with memory of its own. figure[rows]: which figure each
 * row is; figures that say nothing are rows too, their ends open. */
typedef struct lb_variable_input {
    lb_inference_input input;
    int64_t *low, *high;
    size_t *first, *unit, *figure;
    double *fraction, *row_low, *row_high;
    double *sum; /* [squares], of the areas of a category while they are added */
} lb_variable_input;

void lb_variable_input_clear(lb_variable_input *input);
lb_status lb_variable_input_make(const lb_publications *publications,
                                 const lb_area_squares *squares, size_t variable,
                                 lb_variable_input *out);

/* Figures that were computed from coarsened counts lie within what the squares' ranges give; the
 * first row that does not, or SIZE_MAX. */
size_t lb_variable_input_check(const lb_publications *publications, const lb_variable_input *input);

#endif
