/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The support of an analysis of events: the cells of a grid that could hold one, and which cell
 * each event is in. Every p-value depends on it, so it is part of the provenance. */
#ifndef LB_INPUT_EVENTS_EVENT_SUPPORT_H
#define LB_INPUT_EVENTS_EVENT_SUPPORT_H

#include "input/events/event_points.h"
#include "input/grid/grid_values.h"
#include "kernel/hotspot/cell_rows.h"
#include "output/provenance.h"

/* Columns of the grid that are read. */
enum {
    LB_SUPPORT_PEOPLE,
    LB_SUPPORT_INDEX,
    LB_SUPPORT_SIZE, /* of the square that fills the cell, metres */
    LB_SUPPORT_EXPECTED,
    LB_SUPPORT_COLUMNS
};

/* The cells that events are counted in, with people and index where the grid has them. */
typedef struct lb_event_support {
    lb_grid_values grid; /* its cells are the support; value[LB_SUPPORT_...] may be NULL */
    lb_cell_rows rows;   /* of these cells */
    int64_t cells_read;  /* of the grid, in the support or not */
} lb_event_support;

/* Is a unit of the grid's CRS a metre on the ground, to 3 %? LB_E_INPUT: no, as in degrees and Web
 * Mercator. */
lb_status lb_event_support_check_metres(const lb_event_support *support, const char *grid,
                                        lb_error *err);

/* Centre of a cell, metres. */
void lb_event_support_centre(const lb_event_support *support, size_t cell, double *x, double *y);

/* The cell's id: as SCB names squares, where its south-west corner is one of a square's, else
 * "EASTING_NORTHING" of that corner. */
void lb_event_support_id(const lb_event_support *support, size_t cell, char id[64]);

/* Events on a support: what `hotspot` and `concentration` start from. */
typedef struct lb_located_events {
    lb_event_support support;
    lb_event_points points;
    size_t *cell;  /* [points.count]: the cell of each, SIZE_MAX: outside the support */
    size_t inside; /* events in a cell */
} lb_located_events;

/* support: "delivered" (NULL; cells of squares), "populated" (those with people), "all" (every cell
 * of the grid's window, nobody living in those that were not delivered), or a source of areas
 * (cells with their centre in one). expected: a further count column; NULL: none. */
typedef struct lb_located_events_input {
    const char *grid, *support, *expected;
    const char *events;
    lb_event_fields fields;   /* but its rules of dates, which are made here from */
    lb_date_form date_format; /* these */
    const char *timezone;
    bool may_be_outside; /* no event need be in the support */
} lb_located_events_input;

/* The input that the options of a command ask for; what only some have is set behind it. */
#define LB_LOCATED_EVENTS_INPUT(o)                                                      \
    ((lb_located_events_input){.grid = (o)->grid,                                       \
                               .support = (o)->support,                                 \
                               .events = (o)->events,                                   \
                               .fields = {.date = (o)->date, .x = (o)->x, .y = (o)->y}, \
                               .date_format = (o)->date_format,                         \
                               .timezone = (o)->timezone})

void lb_located_events_clear(lb_located_events *located);

/* Warns of events outside the support. LB_E_USAGE: the grid has no such column, or populated
 * without people. LB_E_INPUT also: no cell is left; no event is in the support, and one must be. */
lb_status lb_located_events_read(const lb_located_events_input *input, const lb_job *job,
                                 lb_located_events *out, lb_error *err);

/* Fewer events than any method can say something of: LB_E_INPUT, or a warning where the user goes
 * on with --despite-refusal. what: the events' file, or the option whose method it is. */
enum { LB_FEWEST_EVENTS = 10 };
lb_status lb_located_events_refuse_few(const char *what, size_t n, bool despite_refusal,
                                       const lb_job *job, lb_error *err);

/* count[cells of the support]: events in each of the period (NULL: any day or none), of divided
 * ones their part. */
void lb_located_events_count(const lb_located_events *located, const lb_period *period,
                             double *count);

/* Sources, support and what became of the events. */
void lb_located_events_to_provenance(const lb_located_events *located,
                                     const lb_located_events_input *input, lb_provenance *p);

#endif
