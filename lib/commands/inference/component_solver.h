/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds of targets within one component: a linear program, then whole numbers. */
#ifndef LB_COMMANDS_INFERENCE_COMPONENT_SOLVER_H
#define LB_COMMANDS_INFERENCE_COMPONENT_SOLVER_H

#include "commands/inference/targets.h"
#include "port/glpk/linear_program.h"

enum { LB_SOLUTIONS_KEPT = 64 };

/* A component, its linear program, and solutions in whole numbers found so far. */
typedef struct lb_component_solver {
    lb_inference_problem problem;
    lb_linear_program *program; /* made when it is needed first */
    double *weight, *solution, *dual;
    int64_t *rounded; /* [atoms]: the last optimum, to the nearest whole numbers */
    int64_t *known;   /* [LB_SOLUTIONS_KEPT][atoms] */
    size_t solutions, kept;
    size_t limits;      /* searches that were not decided */
    bool is_small;      /* whole numbers are searched until both ends are known */
    bool is_impossible; /* no solution exists */
    lb_inference_certificate lower, upper;
} lb_component_solver;

lb_status lb_component_solver_init(const lb_inference_solver *solver,
                                   const lb_inference_components *components, size_t k,
                                   const int64_t *low, const int64_t *high, size_t *local,
                                   lb_component_solver *out);
void lb_component_solver_clear(lb_component_solver *solver);

/* What is known of one target in this component. */
typedef struct lb_target_bounds {
    lb_people_range proved, attained, real;
} lb_target_bounds;

/* Is so much known that no more is needed? */
typedef bool (*lb_bounds_test)(void *udata, const lb_target_bounds *bounds);

/* Bounds the sum of atom[n] (of the system). solver->lower and ->upper hold the certificates, where
 * there are some. */
lb_status lb_component_solver_bound(lb_component_solver *solver, const size_t *atom, size_t n,
                                    lb_bounds_test enough, void *udata, lb_target_bounds *out);

/* One end by the linear program alone, where it finds an optimum. LB_E_MEMORY. */
lb_status lb_component_solver_relax(lb_component_solver *solver, bool upper,
                                    lb_target_bounds *bounds);

/* Sets the target to the sum of atom[n] of the system. LB_E_MEMORY. */
lb_status lb_component_solver_target(lb_component_solver *solver, const size_t *atom, size_t n);

#endif
