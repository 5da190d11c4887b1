/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events per 1 000 inhabitants, by category of areas and for the rest of the country (Tabell 6-8;
 * docs/methods.md, Rates).
 *
 * One call computes one row: one indicator, one period, one category. A missing count or population
 * is NaN. Results do not depend on the order of areas, except that of two areas that move a
 * category equally far the first is named. */
#ifndef LAGESBILD_RATE_H
#define LAGESBILD_RATE_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/date.h>
#include <lagesbild/disclosure.h>
#include <lagesbild/interval.h>
#include <lagesbild/log.h>
#include <lagesbild/overlap_rule.h>
#include <lagesbild/status.h>
#include <lagesbild/table.h>
#include <lagesbild/time_rule.h>

/* An area in one period, for one indicator. */
typedef struct lb_rate_area {
    double count;      /* events, >= 0 */
    double population; /* people, >= 0 */
    size_t category;
    double fewer, more; /* people that it can be less and more, where it is coarsened; else 0 */
} lb_rate_area;

typedef struct lb_rate_params {
    double confidence;         /* 0.95 */
    double minimum_population; /* fewer people: no rate, of an area or of a category */
    double minimum_count;      /* fewer events, but some: suppressed in publications; 0: none */
} lb_rate_params;

/* Events and people of one thing: the country, or what is left of it. */
typedef struct lb_rate_totals {
    double count, population;
    double fewer, more; /* as of an area */
} lb_rate_totals;

/* Why a row has no rate. */
typedef enum lb_rate_reason {
    LB_RATE_OK,             /* it has one */
    LB_RATE_NO_DATA,        /* no area of the category with both a count and a population */
    LB_RATE_NO_PEOPLE,      /* the areas have no inhabitants */
    LB_RATE_FEW_PEOPLE,     /* fewer than minimum_population */
    LB_RATE_FEW_EVENTS,     /* suppressed: fewer than minimum_count */
    LB_RATE_TO_HIDE_OTHERS, /* suppressed: else the suppressed one could be computed */
    LB_RATE_NO_COUNTRY,     /* of the rest: the country's events or people are not known */
    LB_RATE_SMALL_GROUP     /* the people are coarsened, and a range */
} lb_rate_reason;

/* Rates are per 1 000 inhabitants. What cannot be given is NaN, an area SIZE_MAX. */
typedef struct lb_rate_figures {
    lb_rate_reason reason;
    size_t areas;               /* with count and population: those summed */
    size_t incomplete;          /* of the category, but one of the two is missing: left out */
    double count, population;   /* sums */
    double fewer, more;         /* of the population, as of an area */
    double rate;                /* pooled: all events over all people */
    lb_interval interval;       /* exact, Poisson */
    double ratio;               /* to the rate of the rest; infinite when that is 0 */
    lb_interval ratio_interval; /* exact, conditional on the sum of events */
    double mean_of_area_rates;  /* each area's rate counts alike (footnote 20's mean) */
    size_t most_influential;    /* the area without which the pooled rate changes most */
    double rate_without;        /* the pooled rate without it */
    double mean_without;        /* the mean of areas without it */
} lb_rate_figures;

/* The figures of one category, or of all areas (category SIZE_MAX), against `rest` (NaN: no
 * ratio). Areas with too few people stay in the sums, where they do no harm, and are left out of
 * the mean of areas and of the search for the most influential. */
LB_API lb_rate_figures lb_rate_compute(const lb_rate_area *area, size_t areas, size_t category,
                                       lb_rate_totals rest, const lb_rate_params *params);

/* The rest of the country: the whole less all areas that have both figures, never less than nobody.
 * LB_E_INPUT: the areas hold more events or people than the country, also if as few as they can be,
 * so it is no whole of theirs. */
LB_API lb_status lb_rate_rest(lb_rate_totals country, const lb_rate_area *area, size_t areas,
                              lb_rate_totals *out);

/* The rest as a row of its own; ratio 1 to itself is not given. */
LB_API lb_rate_figures lb_rate_compute_rest(lb_rate_totals rest, const lb_rate_params *params);

/* For publication: empties every figure computed from fewer than minimum_count events (none at all
 * is no secret) of rows that together make up a published whole. Where that leaves just one row
 * empty, it could be had by subtraction, so the row with the fewest events of the others goes too.
 * Leave-one-out figures from which such a small count could be computed are emptied too. */
LB_API void lb_rate_suppress_events(lb_rate_figures *row, size_t rows, const lb_rate_area *area,
                                    const lb_rate_params *params);

/* A static English text, "" when the rate is given. */
LB_API const char *lb_rate_reason_text(lb_rate_reason reason);

/* The command `rate` as a function: events per 1 000 inhabitants, by category of areas. */

typedef struct lb_rate_options {
    const char *areas;            /* layer or table: area, category */
    const char *counts;           /* table: area, indicator, period, count; or NULL */
    const char *events;           /* points; NULL with counts */
    const char *national;         /* table: indicator, period, count, population; NULL: no rest */
    const char *population;       /* table: area, period, population; NULL: a field of the areas */
    const char *population_field; /* NULL: the usual names */
    const char *name, *category;  /* fields of the areas; NULL: the usual names */
    const char *indicator;        /* field of the events; NULL: all are one indicator */
    const char *date, *x, *y;     /* fields of the events; NULL: the usual names */
    lb_date_form date_format;     /* of dates that can be read in several ways */
    const char *timezone; /* Europe/Stockholm, UTC or +02:00: whose calendar days count, for times
                             with an offset */
    const char *until;    /* field of the end of the interval that date begins; NULL: none */
    lb_time_rule time_rule;
    int draws, seed; /* of the times of events whose interval lies in several periods; 1000, 1 */
    const char *const *period; /* of events: year, half, quarter, month, FROM/TO; none: all time */
    size_t periods;
    const char *priority;    /* "A,B,C", worst first; NULL: särskilt utsatt, risk, utsatt */
    lb_overlap_rule overlap; /* of events where areas overlap */
    double confidence;       /* 0.95 */
    double minimum_population, minimum_count; /* see rate.h; 0: none */
    int min_cell;                    /* people of areas are coarsened (disclosure.h); 0: as given */
    const char *output, *provenance; /* files; NULL: none */
} lb_rate_options;

/* Every option at its default (see lagesbild-rate(1)). */
LB_API void lb_rate_options_init(lb_rate_options *options);

/* The table of lagesbild-rate(1). Its last columns: areas (summed), areas_left_out (a figure is
 * missing), mean_without_it, reason (why there is no rate). */
LB_API lb_status lb_rate_run(const lb_rate_options *options, const lb_job *job, lb_table *out,
                             lb_error *err);

#endif
