/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How probable each ground is at a place that is known with a circular normal error: a sum over the
 * pieces of borders within reach (docs/methods.md, Position probability). */
#ifndef LB_KERNEL_OVERLAP_GROUND_CHANCES_H
#define LB_KERNEL_OVERLAP_GROUND_CHANCES_H

#include "kernel/overlap/ground_borders.h"

/* Grounds may be of one kind, as those that give an event's categories the same. */
typedef struct lb_ground_chance {
    size_t kind;
    double probability; /* above 0; of one place they add up to 1 */
} lb_ground_chance;

/* One thread's work. Zeroed memory is ready. */
typedef struct lb_ground_chances {
    uint64_t *mass; /* [room]: by kind, in whole parts modulo 2^64; 0 between places */
    size_t room;
    size_t *met; /* [n_met]: kinds with mass, and some without */
    size_t n_met, met_capacity;
    lb_ground_chance *item; /* [count] */
    size_t count, capacity;
} lb_ground_chances;

void lb_ground_chances_clear(lb_ground_chances *chances);

typedef struct lb_ground_places {
    const lb_ground_borders *borders;
    const size_t *kind; /* [keys of borders] */
    size_t kinds;       /* all of them are below it */
    double sigma;       /* of the error, in units of the CRS */
    /* The kind of the ground that holds a place in the CRS. SIZE_MAX: out of memory. */
    size_t (*locate)(void *udata, double x, double y);
    void *udata;
} lb_ground_places;

/* Fills item: the probabilities of kinds at a place, in no order; of less than 1e-12 none.
 * LB_E_MEMORY. */
lb_status lb_ground_chances_find(lb_ground_chances *chances, const lb_ground_places *places,
                                 const double xy[2]);

#endif
