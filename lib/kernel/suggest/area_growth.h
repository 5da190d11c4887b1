/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas of squares that score high (docs/methods.md, Suggested areas): components above a low
 * threshold with a square above the high one, without small holes and tails. */
#ifndef LB_KERNEL_SUGGEST_AREA_GROWTH_H
#define LB_KERNEL_SUGGEST_AREA_GROWTH_H

#include <stdbool.h>
#include "kernel/suggest/square_lattice.h"

enum { LB_HOLE_CELLS_MAX = 4 };

typedef struct lb_growth_rule {
    double low, high;   /* scores: components of cells >= low that hold one >= high */
    bool queen;         /* cells that share a corner are neighbours too */
    size_t min_squares; /* populated ones an area has at least */
    double min_people;
} lb_growth_rule;

/* Memory that calls use again; a thread needs one of its own. Zeroed memory is empty. */
typedef struct lb_growth_memory {
    uint32_t *stack; /* [cells] */
} lb_growth_memory;

void lb_growth_memory_clear(lb_growth_memory *memory);

/* score[cells], NaN: none; people[cells], NaN or 0: nobody. area_of[cells]: from 0 by the area's
 * first cell, -1: in none. *areas: how many. Holes of at most LB_HOLE_CELLS_MAX cells, which are
 * connected to nothing outside, are taken in; then cells below `high` with at most one neighbour in
 * the area are cut, again and again. LB_E_MEMORY. */
lb_status lb_areas_grow(const lb_square_lattice *lattice, const double *score, const double *people,
                        const lb_growth_rule *rule, lb_growth_memory *memory, int32_t *area_of,
                        size_t *areas);

#endif
