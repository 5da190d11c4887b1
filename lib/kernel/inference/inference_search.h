/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers that satisfy the figures of one component, by exact depth-first search. */
#ifndef LB_KERNEL_INFERENCE_INFERENCE_SEARCH_H
#define LB_KERNEL_INFERENCE_INFERENCE_SEARCH_H

#include "kernel/inference/inference_components.h"

/* A component with atoms of its own numbering, and one row more, the last: the target, whose bounds
 * the caller sets. */
typedef struct lb_inference_problem {
    size_t atoms, rows;   /* rows without the target's */
    const size_t *atom;   /* [atoms] of the system, ascending; borrowed */
    size_t *row;          /* [rows] of the system */
    size_t *first, *term; /* [rows + 2], atoms by the problem's numbers */
    int64_t *times;
    lb_wide *row_low, *row_high; /* [rows + 1] */
    int64_t *low, *high;         /* [atoms]: bounds to search in */
    int64_t *own_low, *own_high; /* [atoms]: those of the squares, before propagation */
    int64_t scale;               /* of the system */
    size_t *local;               /* [system's atoms]: number in the problem; borrowed scratch */
} lb_inference_problem;

/* The atoms of component k; low, high: bounds of the system's atoms. local: room for the system's
 * atoms. The target is empty. LB_E_MEMORY; the caller clears *out. */
lb_status lb_inference_problem_init(const lb_inference_system *system,
                                    const lb_inference_components *components, size_t k,
                                    const int64_t *low, const int64_t *high, size_t *local,
                                    lb_inference_problem *out);
void lb_inference_problem_clear(lb_inference_problem *problem);

/* The target: times[i] x atom[i], numbers of the problem. */
void lb_inference_problem_target(lb_inference_problem *problem, const size_t *atom,
                                 const int64_t *times, size_t n);

typedef enum lb_search_result {
    LB_SEARCH_FOUND, /* solution[atoms] is filled */
    LB_SEARCH_NONE,  /* proved: there is none */
    LB_SEARCH_LIMIT, /* not decided within the work allowed */
    LB_SEARCH_MEMORY
} lb_search_result;

/* hint[atoms]: values to try first (NULL: the lower bounds). work: terms of rows that may be looked
 * at, a measure of time that is the same on every machine. */
lb_search_result lb_inference_search(const lb_inference_problem *problem, const int64_t *hint,
                                     uint64_t work, int64_t *solution);

/* Do values[atoms] satisfy bounds and rows, the target's left out? */
bool lb_inference_problem_holds(const lb_inference_problem *problem, const int64_t *values);

/* Sum of the target's terms. */
lb_wide lb_inference_problem_value(const lb_inference_problem *problem, const int64_t *values);

#endif
