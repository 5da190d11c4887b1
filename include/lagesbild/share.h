/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which share of the events happened in the areas (Tabell 4 and 5; contract 3.3).
 *
 * Counts are gathered event by event and can be gathered in pieces and merged: they are whole
 * numbers of parts, LB_SHARE_PARTS to an event, so that neither the order of events nor how the
 * work was cut changes a digit. An event divided among up to 16 areas is divided exactly; among
 * more, to a millionth.
 *
 * For every period: events in a category, or `ovriga` (in no area), add up to the placed ones,
 * except by LB_OVERLAP_BOTH, where an event in two categories is in both; `total` counts each
 * event in at least one area once, by every rule. */
#ifndef LAGESBILD_SHARE_H
#define LAGESBILD_SHARE_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/interval.h>
#include <lagesbild/overlap.h>
#include <lagesbild/status.h>

#define LB_SHARE_PARTS INT64_C(720720) /* the least common multiple of 1 to 16 */

/* Zeroed memory is a valid empty struct. Counts of one period: an event that is in two periods is
 * added to both. */
typedef struct lb_share_counts {
    size_t periods, categories;
    lb_overlap overlap;
    int64_t *parts;    /* [periods x categories], in LB_SHARE_PARTS of an event */
    int64_t *inside;   /* [periods]: events in at least one area */
    int64_t *placed;   /* [periods]: events with a place, inside or not */
    int64_t *unplaced; /* [periods]: events without one */
    int64_t undated;   /* events without a readable date, with or without a place */
} lb_share_counts;

/* All zero. LB_E_MEMORY. */
LB_API lb_status lb_share_counts_init(lb_share_counts *counts, size_t periods, size_t categories,
                                      lb_overlap overlap);
LB_API void lb_share_counts_clear(lb_share_counts *counts);

/* An event with a place. category[0..n): the categories of the n areas that hold it, in the
 * order of the areas; category 0 is the worst. n = 0: it is in none. */
LB_API void lb_share_counts_add(lb_share_counts *counts, size_t period, const size_t *category,
                                size_t n);

LB_API void lb_share_counts_add_unplaced(lb_share_counts *counts, size_t period);
LB_API void lb_share_counts_add_undated(lb_share_counts *counts);

/* Adds another piece. LB_E_USAGE: it has other periods, categories or another rule. */
LB_API lb_status lb_share_counts_merge(lb_share_counts *counts, const lb_share_counts *piece);

/* Events of a category, in at least one area, in none. */
LB_API double lb_share_events(const lb_share_counts *counts, size_t period, size_t category);
LB_API double lb_share_total(const lb_share_counts *counts, size_t period);
LB_API double lb_share_ovriga(const lb_share_counts *counts, size_t period);

typedef struct lb_share_terms {
    lb_interval_method method;
    double confidence;
    double reference_km2; /* the area of the whole, say 447425; 0 or NaN: no quotients */
} lb_share_terms;

/* One row of the table. Shares are 0..1; NaN where there is no event at all. */
typedef struct lb_share_figures {
    double events, events_total, share;
    lb_interval interval;     /* of the share */
    double area_share;        /* area_km2 / reference_km2 */
    double location_quotient; /* share / area_share: 1 is as everywhere */
    lb_interval quotient_interval;
} lb_share_figures;

/* area_km2 NaN or 0: no quotient (NaN). */
LB_API lb_share_figures lb_share_figures_of(double events, double events_total, double area_km2,
                                            const lb_share_terms *terms);

#endif
