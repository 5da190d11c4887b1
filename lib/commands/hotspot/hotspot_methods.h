/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods of `hotspot` and what they give of each cell. */
#ifndef LB_COMMANDS_HOTSPOT_HOTSPOT_METHODS_H
#define LB_COMMANDS_HOTSPOT_HOTSPOT_METHODS_H

#include <lagesbild/hotspot.h>
#include "input/events/event_support.h"
#include "kernel/hotspot/many_tests.h"

enum {
    LB_HOTSPOT_COUNT = 1,
    LB_HOTSPOT_KDE = 2,
    LB_HOTSPOT_GI = 4,
    LB_HOTSPOT_EXCESS = 8,
    LB_HOTSPOT_LISA = 16,
    LB_HOTSPOT_SCAN = 32,
    LB_HOTSPOT_USUAL = 15
};

/* How a p of Gi* was found. */
typedef enum lb_gi_method { LB_GI_EXACT, LB_GI_SADDLEPOINT, LB_GI_NORMAL } lb_gi_method;

extern const char *const lb_gi_method_names[];

/* Of one period's events. Borrowed. */
typedef struct lb_figures_input {
    const lb_hotspot_options *options;
    unsigned methods; /* LB_HOTSPOT_... */
    const lb_event_support *support;
    const lb_cell_window *window;
    double bandwidth;    /* metres; 0: auto */
    const double *count; /* [cells] events */
    const double *xy;    /* [2 events] places of those in the support */
    const size_t *cell;  /* [events] */
    size_t events;
    int threads;
} lb_figures_input;

/* All [cells]; NULL: the method was not asked for, NaN: no figure. */
typedef struct lb_cell_figures {
    size_t cells;
    double *window_events, *window_expected;
    int32_t *window_cells;
    double *kde, bandwidth; /* the bandwidth used */
    double *gi, *gi_p, *gi_q, *gi_low_q;
    lb_gi_method gi_method;
    double *excess, *excess_p, *excess_q;
    double *moran, *moran_p, *moran_q, *lag;
    double *z;     /* of the cell, for the quadrants of lisa */
    int *class_of; /* 0 to 3; with --cold -3 to 3 */
    size_t gi_tests, excess_tests, moran_tests;
    size_t nobody; /* cells whose window has events and nobody (or nothing expected) */
} lb_cell_figures;

void lb_cell_figures_clear(lb_cell_figures *figures);

#endif
