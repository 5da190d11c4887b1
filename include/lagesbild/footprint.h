/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where phones were active: device-days per area (footnote 24 and Tabell 9 of the report;
 * docs/methods.md, Footprints).
 *
 * A phone that was active on a day counts one device-day (column day_prints), split equally over
 * that day's k footprints; each footprint falls on areas by the share of its station's circle
 * inside them, the remainder outside. So the device-days of a day add up to its active phones.
 *
 * Sums are kept in fixed point, 2^-64 of a device-day: adding is exact, and neither the order of
 * phones, days and footprints nor how the work was cut changes a digit. */
#ifndef LAGESBILD_FOOTPRINT_H
#define LAGESBILD_FOOTPRINT_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/log.h>
#include <lagesbild/overlap_rule.h>
#include <lagesbild/status.h>
#include <lagesbild/table.h>

/* One area's part of a station's circle, overlaps resolved: the shares of a circle add up to at
 * most 1. A share may be 0 where the circle meets the area and all of it went to another: the
 * phone still was there, and counts among its phones. */
typedef struct lb_footprint_part {
    size_t area;
    double share; /* 0..1 */
} lb_footprint_part;

/* One footprint: the parts of its circle, borrowed; none when it met no area. */
typedef struct lb_footprint_print {
    const lb_footprint_part *part;
    size_t parts;
} lb_footprint_print;

/* A sum of day-prints: whole + part * 2^-64. */
typedef struct lb_footprint_sum {
    uint64_t whole, part;
} lb_footprint_sum;

/* Zeroed memory is a valid empty struct. */
typedef struct lb_footprints {
    size_t areas;
    lb_footprint_sum *print; /* [areas] */
    uint64_t *phones;        /* [areas]: distinct phones */
    uint64_t *last;          /* [areas]: the phone counted last, plus 1 */
    uint64_t days;           /* phone-days: the day-prints of the whole */
    uint64_t prints;         /* footprints */
    uint64_t distinct;       /* phones */
    uint64_t current;        /* the phone of the last day added, plus 1 */
} lb_footprints;

LB_API lb_status lb_footprints_init(lb_footprints *footprints, size_t areas); /* LB_E_MEMORY */
LB_API void lb_footprints_clear(lb_footprints *footprints);

/* One phone's day of k > 0 footprints. The days of a phone must follow one another (the phones
 * themselves in any order): that is how distinct phones are counted without remembering them.
 * phone < UINT64_MAX. */
LB_API void lb_footprints_add_day(lb_footprints *footprints, uint64_t phone,
                                  const lb_footprint_print *print, size_t k);

/* Adds another piece, of other phones: cut the work by phone, not by day. LB_E_USAGE: other
 * areas. */
LB_API lb_status lb_footprints_merge(lb_footprints *footprints, const lb_footprints *piece);

/* Day-prints of an area, and outside all areas. */
LB_API double lb_footprints_in_area(const lb_footprints *footprints, size_t area);
LB_API double lb_footprints_outside(const lb_footprints *footprints);

/* Tabell 9, one column: the areas of one category. NaN where there are none. */
typedef struct lb_footprint_summary {
    size_t areas;
    double share;          /* of all day-prints, 0..1 */
    double mean, min, max; /* day-prints an area */
    double phones_mean, phones_min, phones_max;
} lb_footprint_summary;

/* category[areas]; those that equal `wanted`. */
LB_API lb_footprint_summary lb_footprints_summary(const lb_footprints *footprints,
                                                  const size_t *category, size_t wanted);

/* The command `footprint` as a function: where phones left their day-prints
 * (lagesbild-footprint(1)). */

/* A record without a place. */
typedef enum lb_missing_rule {
    LB_MISSING_DROP,   /* is no footprint: the day is shared by the others */
    LB_MISSING_OUTSIDE /* is a footprint outside all areas */
} lb_missing_rule;

LB_API extern const char *const lb_missing_rule_names[]; /* by lb_missing_rule, NULL-ended */

typedef struct lb_footprint_options {
    const char *areas;                /* "[NAME=]SOURCE" */
    const char *records;              /* one row a footprint */
    const char *name, *category;      /* fields of the areas; NULL: the usual names */
    const char *priority;             /* "A,B,C", worst first; NULL: särskilt utsatt, ... */
    const char *phone, *time, *x, *y; /* fields of the records; NULL: the usual names */
    const char *radius_field;         /* NULL: radius is that of all */
    double radius;                    /* metres, 500 */
    lb_overlap_rule overlap;
    lb_missing_rule missing;
    const char *timezone; /* Europe/Stockholm, UTC or +02:00: of times with an offset */
    int max_records;      /* held in memory; more are sorted on disk */
    const char *output;   /* file; NULL: only the table */
    const char *summary;  /* file by category; NULL: none */
    const char *provenance;
} lb_footprint_options;

/* Every option at its default (see lagesbild-footprint(1)). */
LB_API void lb_footprint_options_init(lb_footprint_options *options);

#define LB_FOOTPRINT_OPTIONS_INIT                                                      \
    {                                                                                  \
        .radius = 500, .timezone = "Europe/Stockholm", .max_records = 20 * 1000 * 1000 \
    }

/* *out: area, category, day_prints, share, phones, in the order of the areas. *summary, unless
 * NULL: category, areas, share, mean, min, max, phones_mean, phones_min, phones_max, the worst
 * category first, then ovriga: the day-prints outside all areas. LB_E_INPUT also when day-prints
 * inside and outside do not add up to the phones' active days. */
LB_API lb_status lb_footprint_run(const lb_footprint_options *options, const lb_job *job,
                                  lb_table *out, lb_table *summary, lb_error *err);

#endif
