/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where phones were (docs/methods.md, Footprints; footnote 24 and Tabell 9 of the report).
 *
 * A phone that was active on a day counts 1 device-day (column day_prints), split equally over that
 * day's k footprints; a footprint is a record, seen as the circle round its base station, and falls
 * on areas by the share of the circle that lies inside them, the remainder outside. So the
 * device-days of a day add up to its active phones.
 *
 * Sums are kept in fixed point, 2^-64 of a device-day: adding is exact, and neither the order of
 * phones, days and footprints nor how the work was cut changes a digit. */
#ifndef LAGESBILD_FOOTPRINT_H
#define LAGESBILD_FOOTPRINT_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/date.h>
#include <lagesbild/log.h>
#include <lagesbild/overlap_rule.h>
#include <lagesbild/status.h>
#include <lagesbild/table.h>

/* One area's part of a station's circle, overlaps resolved: the shares of a circle add up to at
 * most 1. A share is 0 where the circle meets the area but the overlap rule counts all of it for
 * another: the phone was there all the same, and counts among the area's phones. */
typedef struct lb_footprint_part {
    size_t area;
    double share; /* 0..1 */
} lb_footprint_part;

/* One footprint: the parts of its circle, borrowed; none when it meets no area. */
typedef struct lb_footprint {
    const lb_footprint_part *part;
    size_t parts;
} lb_footprint;

/* A sum of device-days: whole + part * 2^-64. */
typedef struct lb_footprint_sum {
    uint64_t whole, part;
} lb_footprint_sum;

/* Zeroed memory is a valid empty struct. */
typedef struct lb_footprints {
    size_t areas;
    lb_footprint_sum *device_days; /* [areas] */
    double *phones;                /* [areas]: distinct phones; coarsened, also parts of one */
    uint64_t *last_phone;          /* [areas]: the phone counted last, plus 1 */
    uint64_t n_days;               /* device-days in all: active days of phones */
    uint64_t n_footprints;
    uint64_t n_phones; /* distinct */
    uint64_t current;  /* the phone of the last day added, plus 1 */
} lb_footprints;

LB_API lb_status lb_footprints_init(lb_footprints *footprints, size_t areas); /* LB_E_MEMORY */
LB_API void lb_footprints_clear(lb_footprints *footprints);

/* One phone's day of k > 0 footprints. The days of a phone must follow one another (the phones
 * themselves in any order): that is how distinct phones are counted without remembering them.
 * phone < UINT64_MAX. */
LB_API void lb_footprints_add_day(lb_footprints *footprints, uint64_t phone,
                                  const lb_footprint *footprint, size_t k);

/* Gives an area so many device-days, at most those of both; the other area has what is left. */
LB_API void lb_footprints_set(lb_footprints *footprints, size_t area, double device_days,
                              size_t other);

/* Device-days of an area, and outside all areas. */
LB_API double lb_footprints_in_area(const lb_footprints *footprints, size_t area);
LB_API double lb_footprints_outside(const lb_footprints *footprints);

/* One column of Tabell 9: the areas of one category. NaN where there are none. */
typedef struct lb_footprint_summary {
    size_t areas;
    double share;                               /* of all device-days, 0..1 */
    double mean, min, max;                      /* device-days per area */
    double phones_mean, phones_min, phones_max; /* distinct phones per area */
} lb_footprint_summary;

/* Of the areas whose category[area] equals `wanted`. */
LB_API lb_footprint_summary lb_footprints_summary(const lb_footprints *footprints,
                                                  const size_t *category, size_t wanted);

/* `lagesbild footprint` as one call. */

/* What a record without a position is. */
typedef enum lb_missing_rule {
    LB_MISSING_DROP,   /* no footprint: the day is split over the others */
    LB_MISSING_OUTSIDE /* a footprint outside all areas */
} lb_missing_rule;

LB_API extern const char *const lb_missing_rule_names[]; /* by lb_missing_rule, NULL-ended */

typedef struct lb_footprint_options {
    const char *areas;                /* "[NAME=]SOURCE" */
    const char *records;              /* one row a footprint */
    const char *name, *category;      /* fields of the areas; NULL: the usual names */
    const char *priority;             /* "A,B,C", worst first; NULL: särskilt utsatt, ... */
    const char *phone, *time, *x, *y; /* fields of the records; NULL: the usual names */
    const char *radius_field;         /* NULL: radius is that of all */
    double radius;                    /* of the circles, metres; 500 */
    lb_overlap_rule overlap;
    lb_missing_rule missing;
    lb_date_form date_format; /* of dates that can be read in several ways */
    const char *timezone; /* Europe/Stockholm, UTC or +02:00: whose calendar days count, for times
                             with an offset */
    int max_records;      /* held in memory; more are sorted on disk */
    const char *output;   /* file; NULL: only the table */
    const char *summary;  /* file by category; NULL: none */
    const char *provenance;
    int min_cell; /* phones of areas are coarsened (disclosure.h); 0: as counted */
} lb_footprint_options;

/* Every option at its default (see lagesbild-footprint(1)). */
LB_API void lb_footprint_options_init(lb_footprint_options *options);

/* *out: area, category, day_prints, share, phones, in the order of the areas; of fewer phones than
 * min_cell only that is shown. *summary, unless
 * NULL: category, areas, share, mean, min, max, phones_mean, phones_min, phones_max, the worst
 * category first, then ovriga: device-days outside all areas. LB_E_INPUT also when device-days
 * inside and outside do not add up to the phones' active days. */
LB_API lb_status lb_footprint_run(const lb_footprint_options *options, const lb_job *job,
                                  lb_table *out, lb_table *summary, lb_error *err);

#endif
