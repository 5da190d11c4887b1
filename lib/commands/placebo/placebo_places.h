/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The areas of `placebo` on the cells of the support, the places each may be moved to, and the
 * events there (docs/methods.md, Placebo areas). */
#ifndef LB_COMMANDS_PLACEBO_PLACEBO_PLACES_H
#define LB_COMMANDS_PLACEBO_PLACEBO_PLACES_H

#include <lagesbild/locate.h>
#include <lagesbild/placebo.h>
#include "input/events/event_support.h"
#include "commands/placebo/placebo_options.h"
#include "input/overlay/overlay.h"
#include "kernel/hotspot/area_moves.h"

/* Events of a period: all, or those before the areas were drawn and those after. */
enum { LB_PLACEBO_BEFORE, LB_PLACEBO_AFTER, LB_PLACEBO_PERIODS };

/* The days on which the first and the last of the areas was drawn. What happened from the last on
 * is after, what happened before the first is before, and what is between them neither: of some
 * areas it is before and of others after. LB_UNDATED_DAY: not known, all events are of
 * LB_PLACEBO_AFTER. */
typedef struct lb_placebo_listing {
    int64_t first, last;
} lb_placebo_listing;

/* One area: its cells and the moves that match it, with the events of each. */
typedef struct lb_placebo_place {
    lb_area_cell *cell; /* [n_cells] of the area */
    size_t n_cells;
    lb_move *move;                      /* [moves], its own place among them */
    double *events[LB_PLACEBO_PERIODS]; /* [moves] */
    bool *control;                      /* [moves]: touches no area */
    size_t moves, controls;
} lb_placebo_place;

/* All areas with their places, and the points sorted by cell, so that a move's events are found by
 * its cells. */
typedef struct lb_placebo_places {
    const lb_located_events *located; /* borrowed */
    const lb_area_layer *layer;       /* borrowed */
    lb_locator *locator;
    lb_placebo_place *area; /* [areas] */
    size_t *order; /* [areas]: by name, as they are drawn, whatever their order in the source */
    size_t areas;
    double *urban; /* [cells] 1 in squares of 250 m or less, else 0; NULL: not matched */
    const size_t *municipality_class; /* [cells] borrowed; NULL: not matched */
    bool *listed;                     /* [cells]: an area has some of it, or it is reserved */
    size_t *first;                    /* [cells + 1]: of event, the first in each cell */
    size_t *event;                    /* [inside]: numbers of points by cell */
    lb_placebo_listing listing;
} lb_placebo_places;

void lb_placebo_places_clear(lb_placebo_places *places);

typedef struct lb_placebo_places_input {
    const char *grid; /* its source, for messages */
    const lb_located_events *located;
    const lb_area_layer *layer;
    lb_placebo_listing listing;
    lb_placebo_match match;
    const size_t
        *municipality_class; /* [cells] of lb_municipality_classes_read; NULL: not matched */
    const bool *reserved;    /* [cells]: what controls may not touch either; NULL: only the areas */
} lb_placebo_places_input;

/* Borrows all of the input. LB_E_INPUT: the grid has no people, or no column that is to be matched.
 */
lb_status lb_placebo_places_make(const lb_placebo_places_input *input, const lb_job *job,
                                 lb_placebo_places *out, lb_error *err);

/* weight[points]: of each event the mean number of areas that hold it when each is put on one of
 * its places that touch no area. The sum of weights is the events that such places have. */
void lb_placebo_control_weights(const lb_placebo_places *places, double *weight);

/* Where the area is, among its moves; NULL: nobody lives there, so that it has none. */
const lb_move *lb_placebo_own_move(const lb_placebo_place *area);

/* The period of an event, LB_PLACEBO_PERIODS: none; it has no date where one is needed, or is
 * between the days of the listing. */
size_t lb_placebo_period(const lb_placebo_places *places, const lb_event_point *point);

/* Is the event in at least one of the chosen areas? */
bool lb_placebo_holds(const lb_placebo_places *places, const bool *chosen,
                      const lb_event_point *point);

/* Events of the period in at least one of the chosen areas. */
double lb_placebo_observed(const lb_placebo_places *places, const bool *chosen, size_t period);

#endif
