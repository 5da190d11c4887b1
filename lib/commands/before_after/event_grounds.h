/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On which ground a place is: in the areas, in the controls, or in a ring round either. */
#ifndef LB_COMMANDS_BEFORE_AFTER_EVENT_GROUNDS_H
#define LB_COMMANDS_BEFORE_AFTER_EVENT_GROUNDS_H

#include <lagesbild/locate.h>
#include "input/events/event_support.h"
#include "kernel/geometry/boundary_distance.h"

/* The first that holds a place is its ground. Areas that are not compared have none, nor a ring. */
enum { LB_TREATED, LB_CONTROL, LB_RING, LB_RING_CONTROL, LB_GROUNDS };

/* Indexes that answer on which ground a point lies. */
typedef struct lb_event_grounds {
    lb_locator *areas, *controls;                      /* controls NULL: there are none as areas */
    lb_boundary_index *areas_border, *controls_border; /* NULL: no ring */
    const bool *compared;                              /* [areas], borrowed */
} lb_event_grounds;

void lb_event_grounds_clear(lb_event_grounds *grounds);

/* ring: its width, metres; 0: none. Borrows all. LB_E_MEMORY, LB_E_INPUT. */
lb_status lb_event_grounds_make(const lb_shapes *areas, const lb_shapes *controls, double ring,
                                const bool *compared, lb_event_grounds *out);

/* LB_GROUNDS: none of them. */
uint8_t lb_event_ground_at(const lb_event_grounds *grounds, double x, double y);

/* reserved[cells]: the ring may reach into the cell, since its centre is no further from an area
 * than the ring is wide and half its diagonal. LB_E_MEMORY. */
lb_status lb_event_grounds_reserve_ring(const lb_shapes *areas, double ring,
                                        const lb_event_support *support, bool *reserved);

#endif
