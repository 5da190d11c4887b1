/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linear programs by GLPK's sparse simplex. What it answers are floating-point hints: what is
 * concluded from them is proved in whole numbers (kernel/inference). */
#ifndef LB_PORT_GLPK_LINEAR_PROGRAM_H
#define LB_PORT_GLPK_LINEAR_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

typedef struct lb_linear_program lb_linear_program;

/* Sums of value x column lie in [row_low, row_high], columns in [low, high]; infinite: open. */
typedef struct lb_linear_program_rows {
    size_t rows, columns;
    const size_t *first, *column;     /* [rows + 1], [first[rows]] */
    const double *value;              /* [first[rows]] */
    const double *row_low, *row_high; /* [rows] */
    const double *low, *high;         /* [columns] */
} lb_linear_program_rows;

/* NULL: out of memory, or GLPK gave up. */
lb_linear_program *lb_linear_program_new(const lb_linear_program_rows *rows);
void lb_linear_program_free(lb_linear_program *program); /* NULL is fine */

/* Frees what GLPK keeps for the calling thread; no program of it may be left. */
void lb_linear_programs_end(void);

/* Optimises the sum of weight[columns] x column, starting from the basis of the call before. False:
 * no optimum was found. *value, solution[columns] and dual[rows] are written on success. */
bool lb_linear_program_optimise(lb_linear_program *program, const double *weight, bool maximise,
                                double *value, double *solution, double *dual);

#endif
