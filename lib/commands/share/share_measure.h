/* SPDX-License-Identifier: GPL-3.0-or-later */
/* share as read-only inputs and a list of measures.
 *
 * The inputs are read once and then only looked at, by any number of threads. Everything that
 * events add up to belongs to a measure: the plain counts, the border curve, the position error and
 * so on, one file each. A thread that counts a part of the events has states of its own, which are
 * merged in the end; the measure then adds its columns to the table of share and fills them row by
 * row, or makes a table of its own. To add a measure: its file, a line here and one in the list in
 * share_count.c. */
#ifndef LB_COMMANDS_SHARE_SHARE_MEASURE_H
#define LB_COMMANDS_SHARE_SHARE_MEASURE_H

#include <lagesbild/locate.h>
#include <lagesbild/share.h>
#include "commands/share/period_table.h"
#include "input/areas/area_sizes.h"
#include "input/areas/named_areas.h"
#include "input/events/events.h"
#include "input/grid/grid_values.h"
#include "input/areas/vicinity.h"
#include "kernel/geometry/boundary_distance.h"
#include "port/gdal/sha256.h"

enum { LB_SHARE_MAX_DISTANCES = 64 /* of the border curve, 0 among them */ };

/* A set of areas with its borders moved by one distance. Features: one a category, then the union.
 */
typedef struct lb_shifted_areas {
    lb_shapes shapes;
    lb_locator *locator; /* of shapes */
    double
        *m2; /* [n_categories + 1], on the ellipsoid: categories by the rule of overlaps, union */
} lb_shifted_areas;

/* Days on which the same areas of a set exist. */
typedef struct lb_validity_period {
    int64_t from, to;          /* days since 1970-01-01, half-open; INT64_MIN, INT64_MAX: no end */
    lb_area_sizes sizes;       /* of the areas that exist */
    lb_shapes category_shapes; /* [n_categories + 1]: what each has by the rule, then the union */
    lb_boundary_index *border; /* of category_shapes; NULL: no position error */
    lb_shifted_areas *shifted; /* [n_distances] of the inputs */
} lb_validity_period;

/* One set of areas. Owns all of it. */
typedef struct lb_share_set {
    lb_areas areas;
    size_t n_categories; /* at least 1: areas without categories are in one */
    lb_area_sizes sizes; /* of all areas, whenever they exist */
    lb_area_times times;
    lb_validity_period *valid; /* [n_valid], one at least: validity_periods.h */
    size_t n_valid;
    lb_locator *locator;  /* of the areas */
    lb_named_areas named; /* with --linked */
} lb_share_set;

typedef struct lb_share_inputs {
    const lb_share_options *options;
    const lb_job *job;
    const char *crs; /* working CRS */
    lb_period_table periods;
    lb_date_rules dates; /* how dates of events are read; its time zone is the areas' too */
    double distance[LB_SHARE_MAX_DISTANCES]; /* metres that borders move, ascending, with 0 */
    size_t n_distances;                      /* 0: no border curve */
    double sigma;                            /* metres, of the position error; 0: none */
    lb_share_set *set;                       /* [n_sets] */
    size_t n_sets;
    lb_vicinity vicinity;           /* of the areas of all sets */
    lb_grid_values grid;            /* people and square size by cell, read after the events */
    int64_t rows;                   /* events read */
    char events_hash[LB_HASH_SIZE]; /* of their source, "": not known */
} lb_share_inputs;

/* Reads everything but events and grid. On an error *in holds what was read, to be cleared. */
lb_status lb_share_inputs_read(lb_share_inputs *in, lb_error *err);
void lb_share_inputs_clear(lb_share_inputs *in);

/* What an event is to one set of areas. Borrows all of it for the call. */
typedef struct lb_share_event {
    const lb_event *event;  /* line, place in the working CRS, day */
    const size_t *category; /* [n]: of the areas that it counts in, in the order of the areas */
    size_t n;
    size_t linked;           /* the area its link names, SIZE_MAX: none */
    bool dated;              /* the event has a date, and by --time-rule exclude some period */
    const lb_timezone *zone; /* of the days of its interval */
    bool whole;              /* by --time-rule exclude: only in periods that hold its interval */
    bool excluded;           /* so from a period that holds a part of it */
    bool before_area;        /* at a place in an area that is younger */
    bool linked_outside;     /* counts in an area only because its link names it */
    bool unmatched_link;     /* its link names no area that existed that day */
} lb_share_event;

/* One row of the table of share, as far as the measures before have filled it. */
typedef struct lb_share_row {
    lb_table *table;
    size_t row, column;     /* column: the first of the measure */
    size_t period;          /* in the period table */
    size_t category;        /* n_categories: the union of all */
    bool rest;              /* what is outside of the union */
    const double *weight;   /* [n_valid]: part of the period's days, adding up to 1 */
    double events;          /* of the row, fractions where areas share an event */
    double placed;          /* events of the period with a place */
    double share;           /* of the placed events, 0 to 1 */
    double area_share;      /* of the reference area, 0 to 1 */
    size_t interval_column; /* share_low, where lb_share_row_set_interval writes */
} lb_share_row;

/* Replaces the interval of the share, and the quotient's with it, by one that knows more than how
 * many events there are. */
void lb_share_row_set_interval(const lb_share_row *row, lb_interval share);

/* What events are counted into. `state` is the measure's own, of one set of areas and one part of
 * the events. A function that is NULL has nothing to do. */
typedef struct lb_share_measure {
    bool (*is_wanted)(const lb_share_options *options); /* NULL: always */
    bool in_order; /* needs the events in the order of the rows, by one thread */
    /* *state: to be cleared also when init fails. */
    lb_status (*init)(const lb_share_inputs *in, size_t set, void **state, lb_error *err);
    /* n events, at most LB_EVENTS_BATCH. LB_E_MEMORY. */
    lb_status (*add)(void *state, const lb_share_event *event, size_t n);
    /* Adds another part of the events, begun by the same init. */
    void (*merge)(void *state, const void *part);
    /* After the last event: computes what the rows need. counts: of all events of the set. */
    lb_status (*finish)(void *state, const lb_share_counts *counts, lb_error *err);
    const char *first_column; /* of the measure's n_columns in the table of share */
    size_t n_columns;
    void (*fill_row)(const void *state, lb_share_row *row); /* sets these */
    /* Its own table, over all sets; state: [n_sets]. */
    lb_status (*make_table)(const lb_share_inputs *in, void *const *state, lb_table *out);
    void (*clear)(void *state); /* frees it; never called with NULL */
} lb_share_measure;

/* In the order of their columns. The counts come first: the others' rows rest on them. */
enum {
    LB_MEASURE_COUNTS,
    LB_MEASURE_TIMES,
    LB_MEASURE_HOURS,
    LB_MEASURE_CHECKS,
    LB_MEASURE_BORDER_CURVE,
    LB_MEASURE_BORDER_EVENTS,
    LB_MEASURE_POSITION_ERROR,
    LB_MEASURE_DENOMINATORS,
    LB_MEASURE_CHAINS,
    LB_MEASURE_UNCERTAINTY,
    LB_N_MEASURES
};
extern const lb_share_measure lb_measure_counts, lb_measure_times, lb_measure_hours,
    lb_measure_checks, lb_measure_border_curve, lb_measure_border_events, lb_measure_position_error,
    lb_measure_denominators, lb_measure_chains, lb_measure_uncertainty;

/* Counts of events by period, with the two that stand for no period. */
const lb_share_counts *lb_measure_counts_of(const void *state);

/* Is the event in several periods, by its interval? */
bool lb_share_event_is_divided(const lb_period_table *periods, const lb_share_event *event);

/* Of --time-rule exclude, and with an interval of several days? */
bool lb_share_event_is_whole(const lb_share_inputs *in, const lb_event *event);

/* The period of a rule in which the event counts, unless it is divided; SIZE_MAX: none. */
size_t lb_share_event_period(const lb_period_table *periods, size_t rule,
                             const lb_share_event *event);

/* Does the event, or the beginning of its interval, count in a period? */
bool lb_share_event_is_in_period(const lb_period_table *periods, const lb_share_event *event);

/* Of a period's events those, or their parts in it, whose interval is longer than the period. */
double lb_measure_times_longer(const void *state, size_t period);

/* What --reference-km2 is the area of; NULL: not said. */
const char *lb_share_reference_label(const lb_share_options *options);

/* Adds one event at its place in areas of its categories to the counts of every period it is in. */
void lb_measure_count_event(const lb_period_table *periods, lb_share_counts *counts,
                            const lb_share_event *event);

/* Which moved categories hold a place, and the category `linked` (SIZE_MAX: none), in
 * category[set->n_categories + 2]; returns how many. */
size_t lb_border_curve_find(const lb_share_set *set, const lb_shifted_areas *shifted,
                            const double xy[2], size_t linked, size_t *category);

/* First and last day of dated events with a place; first > last: there is none. */
void lb_measure_checks_days(const void *state, int64_t *first, int64_t *last);

/* Writes notes and warnings about the events of one set. */
void lb_measure_checks_log(const void *state);

/* The list of measures, by the numbers above. */
const lb_share_measure *lb_share_measure_at(size_t measure);

/* The states of a part of the events, [LB_N_MEASURES][n_sets], NULL: not wanted. */
lb_status lb_share_states_new(const lb_share_inputs *in, bool first_part, void ***out,
                              lb_error *err);
void lb_share_states_free(const lb_share_inputs *in, void **state); /* NULL is accepted */

/* Reads the events, counts them into state, logs what is odd about them; sets in->rows,
 * in->events_hash and what in->periods shows. */
lb_status lb_share_count(lb_share_inputs *in, void **state, lb_error *err);

#endif
