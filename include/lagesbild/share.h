/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which share of the events happened in the areas (docs/methods.md, Shares).
 *
 * Counts are gathered event by event and can be gathered in pieces and merged: they are whole
 * numbers of parts, LB_SHARE_PARTS to an event, so that neither the order of events nor how the
 * work was cut changes a digit. An event divided among up to 22 areas is divided exactly; among
 * more, to 4e-9. There is room for 39 billion (3.9e10) events.
 *
 * For every period: events in a category, or `ovriga` (in no area), add up to the placed ones,
 * except by LB_OVERLAP_BOTH, where an event in two categories is in both; `total` counts each
 * event in at least one area once, by every rule. */
#ifndef LAGESBILD_SHARE_H
#define LAGESBILD_SHARE_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/date.h>
#include <lagesbild/interval.h>
#include <lagesbild/log.h>
#include <lagesbild/overlap_rule.h>
#include <lagesbild/status.h>
#include <lagesbild/table.h>
#include <lagesbild/time_rule.h>

#define LB_SHARE_PARTS INT64_C(232792560) /* the least common multiple of 1 to 22 */

/* Of an event that is divided among periods, as its time is known as an interval only: its pieces
 * are whole numbers that add up to this. */
#define LB_SHARE_WHOLE (INT64_C(1) << 52)

/* whole + part / LB_SHARE_WHOLE events. */
typedef struct lb_share_sum {
    int64_t whole, part;
} lb_share_sum;

/* Zeroed memory is a valid empty struct. Counts of one period: an event that is in two periods is
 * added to both. */
typedef struct lb_share_counts {
    size_t periods, categories;
    lb_overlap_rule overlap;
    int64_t *parts;        /* [periods x categories], in LB_SHARE_PARTS of an event */
    int64_t *inside;       /* [periods]: events in at least one area */
    int64_t *placed;       /* [periods]: events with a place, inside or not */
    int64_t *unplaced;     /* [periods]: events without one */
    lb_share_sum *divided; /* [periods x (categories + 3)]: pieces of events besides, by category,
                              inside, placed, unplaced; NULL: no event is divided */
} lb_share_counts;

/* All zero. LB_E_MEMORY. */
LB_API lb_status lb_share_counts_init(lb_share_counts *counts, size_t periods, size_t categories,
                                      lb_overlap_rule overlap);
LB_API void lb_share_counts_clear(lb_share_counts *counts);

/* An event with a place. category[0..n): the categories of the n areas that hold it, in the
 * order of the areas; category 0 is the worst. n = 0: it is in none. */
LB_API void lb_share_counts_add(lb_share_counts *counts, size_t period, const size_t *category,
                                size_t n);

/* An event without a place. */
LB_API void lb_share_counts_add_unplaced(lb_share_counts *counts, size_t period);

/* Makes room for pieces of events. LB_E_MEMORY. */
LB_API lb_status lb_share_counts_allow_pieces(lb_share_counts *counts);

/* A piece of an event, 0 to LB_SHARE_WHOLE, after lb_share_counts_allow_pieces; with a place, as
 * in lb_share_counts_add, or without one. */
LB_API void lb_share_counts_add_piece(lb_share_counts *counts, size_t period,
                                      const size_t *category, size_t n, int64_t piece);
LB_API void lb_share_counts_add_unplaced_piece(lb_share_counts *counts, size_t period,
                                               int64_t piece);

/* Adds the counts of another piece of the events. LB_E_USAGE: it has other periods, categories or
 * another rule. */
LB_API lb_status lb_share_counts_merge(lb_share_counts *counts, const lb_share_counts *piece);

/* Parts to events, rounded once: whole events are whole, however many. */
LB_API double lb_share_events_of(int64_t parts);

/* Events of a category, in at least one area, in none; with a place, without. */
LB_API double lb_share_events(const lb_share_counts *counts, size_t period, size_t category);
LB_API double lb_share_total(const lb_share_counts *counts, size_t period);
LB_API double lb_share_outside(const lb_share_counts *counts, size_t period);
LB_API double lb_share_placed(const lb_share_counts *counts, size_t period);
LB_API double lb_share_unplaced(const lb_share_counts *counts, size_t period);

typedef struct lb_share_params {
    lb_interval_method method;
    double confidence;
    double reference_km2; /* the area of the whole, say 447425; 0 or NaN: no quotients */
} lb_share_params;

/* One row of the table. Shares are 0..1; NaN where there is no event at all. */
typedef struct lb_share_figures {
    double events, events_total, share;
    lb_interval interval;     /* of the share */
    double area_share;        /* area_km2 / reference_km2 */
    double location_quotient; /* share / area_share: 1 is as everywhere */
    lb_interval quotient_interval;
} lb_share_figures;

/* area_km2 NaN or 0: no quotient (NaN). */
LB_API lb_share_figures lb_share_figures_compute(double events, double events_total,
                                                 double area_km2, const lb_share_params *params);

/* The command `share` as a function: which share of the events happened in the areas. */

/* The default of reference_km2, and what it is the area of. */
enum { LB_REFERENCE_KM2 = 447425 };
#define LB_REFERENCE_LABEL "Sverige, land och inlandsvatten"

typedef struct lb_share_options {
    const char *const *areas; /* "[NAME=]SOURCE" */
    size_t area_sets;
    const char *events;
    const char *name, *category, *date, *x, *y; /* fields; NULL: the usual names */
    lb_date_form date_format;                   /* of dates that can be read in several ways */
    const char *timezone; /* Europe/Stockholm, UTC or +02:00: whose calendar days count, for times
                             with an offset */
    const char *until;    /* field of the end of the interval that date begins; NULL: none */
    lb_time_rule time_rule;
    const char *linked;        /* field that ties an event to an area it happened outside of */
    const char *const *period; /* year, half, quarter, month, FROM/TO; none: all time */
    size_t periods;
    const char *priority; /* "A,B,C", worst first; NULL: särskilt utsatt, risk, utsatt */
    lb_overlap_rule overlap;
    lb_interval_method interval;
    double confidence;           /* 0.95 */
    double reference_km2;        /* LB_REFERENCE_KM2 */
    const char *reference_label; /* NULL: that of the default */
    const char *output;          /* file; NULL: only the table */
    const char *provenance;      /* JSON file; NULL: none */

    /* How sure it is; each adds columns at the end of the table, or a table of its own. */
    double position_error;    /* metres, the median radial error of the events' places; 0: none */
    double chain_distance;    /* 200: metres and days within which events are of one chain, with */
    int chain_days;           /* 14: LB_CHAIN and in the joint uncertainty */
    const char *uncertainty;  /* "counting,chain,position,time,borders": one interval from all of
                                 these; NULL: none */
    int draws;                /* 2000: of the interval that combines counting and position */
    int seed;                 /* 1: of those draws; the same seed gives the same bytes */
    const char *border_curve; /* "-100,-50,50,100": metres the borders move, outwards above 0 */
    const char *border_out;   /* file of the border curve; NULL: only the table */
    const char *edge_events;  /* file of the events close to a border; NULL: none */
    const char *hours;        /* file of the events by weekday and hour; NULL: none */
    bool aoristic_hours;      /* in it each hour that an interval touches has an equal part; else by
                                 seconds */
    const char *grid;         /* people: GeoPackage of `index`, or a raster; NULL: none */
    const char *valid_from, *valid_to; /* fields of the areas: days they exist, half-open */
    int min_cell;                      /* the grid is coarsened (disclosure.h); 0: as delivered */
} lb_share_options;

/* Every option at its default (see lagesbild-share(1)). */
LB_API void lb_share_options_init(lb_share_options *options);

/* The table of share, see lagesbild-share(1), OUTPUT. LB_E_INPUT also when the totals do not add
 * up: every event read is in an area, in none, unplaced, undated or outside the periods. */
LB_API lb_status lb_share_run(const lb_share_options *options, const lb_job *job, lb_table *out,
                              lb_error *err);

typedef struct lb_share_result {
    lb_table table;  /* the long table */
    lb_table border; /* the border curve; without columns when it was not asked for */
} lb_share_result;

LB_API void lb_share_result_clear(lb_share_result *result);

/* The same with every table. */
LB_API lb_status lb_share_run_all(const lb_share_options *options, const lb_job *job,
                                  lb_share_result *out, lb_error *err);

#endif
