/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ground of which published counts of events are (docs/methods.md, Coarsening, Events). */
#ifndef LB_PROJECT_PUBLISH_EVENT_PLACES_H
#define LB_PROJECT_PUBLISH_EVENT_PLACES_H

#include <lagesbild/overlap_rule.h>
#include "input/areas/areas.h"

enum {
    LB_EVENT_GROUND_MIN = 62500, /* m2 of a place, or by which two differ: a square of 250 m */
    LB_EVENT_GROUND_NONE = 100   /* m2 by which outlines of equal areas may differ, by rounding */
};

/* Areas as a step counts events in them. */
typedef struct lb_event_ground {
    const lb_areas *areas;
    lb_overlap_rule overlap; /* by priority shared ground is the worst area's alone */
    bool each;               /* the count of a single area follows from the step's table */
} lb_event_ground;

/* The ground that events count on for a category's areas, for all, or for one area. */
typedef struct lb_event_place {
    char *source, *set, *name; /* of the events; of the areas, as they are read; of these */
    lb_box box;
    double m2;
    bool both; /* events on ground that it shares with others count in each */
} lb_event_place;

/* Zeroed memory is empty. */
typedef struct lb_event_places {
    lb_event_place *item;
    size_t count, capacity;
    lb_shapes ground; /* [count] */
} lb_event_places;

void lb_event_places_clear(lb_event_places *places);

/* Are the areas, read so, already there for the source? */
bool lb_event_places_have(const lb_event_places *places, const char *source, const char *set);

/* Adds the ground of all areas, of each category and, where their counts follow, of each area. why:
 * "", or why counts of them are not published beside those of the others of the same source; they
 * are then not added. LB_E_MEMORY. */
lb_status lb_event_places_add(lb_event_places *places, const char *source, const char *set,
                              const lb_event_ground *ground, char why[300]);

#endif
