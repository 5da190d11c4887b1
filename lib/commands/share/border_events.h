/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events close to a border: those that decide the share. */
#ifndef LB_COMMANDS_SHARE_BORDER_EVENTS_H
#define LB_COMMANDS_SHARE_BORDER_EVENTS_H

#include <lagesbild/table.h>
#include "input/areas/area_times.h"
#include "input/events/events.h"
#include "kernel/geometry/boundary_distance.h"

/* Makes the columns. */
void lb_border_events_begin(lb_table *table);

typedef struct lb_border_set {
    const lb_areas *areas;
    const lb_area_times *times;
    const lb_boundary_index *border; /* of the areas */
    double sigma;                    /* 0: no probabilities */
} lb_border_set;

/* A row for each area whose border is near; distance_m is how far it must move outwards for the
 * event to be in the area: negative inside. */
lb_status lb_border_events_add(lb_table *table, const lb_border_set *set, const lb_event *event);

#endif
