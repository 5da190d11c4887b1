/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas put on places drawn from their moves, none on another, in many draws: how many events they
 * hold together in each (docs/methods.md, Placebo areas). */
#ifndef LB_KERNEL_HOTSPOT_PLACEBO_DRAWS_H
#define LB_KERNEL_HOTSPOT_PLACEBO_DRAWS_H

#include "kernel/hotspot/area_moves.h"

/* Borrowed. */
typedef struct lb_placebo_area {
    const lb_area_cell *cell; /* [n] */
    size_t n;
    const lb_move *move;  /* [moves] */
    const double *events; /* [moves] in the moved area */
    size_t moves;         /* 0: the area is not drawn */
} lb_placebo_area;

typedef struct lb_placebo_input {
    const lb_cell_rows *rows; /* what may not be covered twice */
    const lb_placebo_area *area;
    size_t areas;
    int draws;
    uint64_t seed, stream;
    int threads; /* no digit depends on it */
} lb_placebo_input;

/* total[draws]: events in all areas. *overlapping: draws in which after 100 tries an area still lay
 * on another. LB_E_MEMORY. */
lb_status lb_placebo_draw(const lb_placebo_input *input, double *total, size_t *overlapping);

#endif
