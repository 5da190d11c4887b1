/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `footprint` as a function: where phones left their day-prints (contract 3.7). */
#ifndef LAGESBILD_JOB_FOOTPRINT_H
#define LAGESBILD_JOB_FOOTPRINT_H

#include <lagesbild/log.h>
#include <lagesbild/overlap.h>
#include <lagesbild/table.h>

/* A record without a place. */
typedef enum lb_missing {
    LB_MISSING_DROP,   /* is no footprint: the day is shared by the others */
    LB_MISSING_OUTSIDE /* is a footprint outside all areas */
} lb_missing;

typedef struct lb_footprint_options {
    const char *areas;                /* "[NAME=]SOURCE" */
    const char *records;              /* one row a footprint */
    const char *name, *category;      /* fields of the areas; NULL: the usual names */
    const char *priority;             /* "A,B,C", worst first; NULL: särskilt utsatt, ... */
    const char *phone, *time, *x, *y; /* fields of the records; NULL: the usual names */
    const char *radius_field;         /* NULL: radius is that of all */
    double radius;                    /* metres, 500 */
    lb_overlap overlap;
    lb_missing missing;
    const char *timezone; /* Europe/Stockholm, UTC or +02:00: of times with an offset */
    int max_records;      /* held in memory; more are sorted on disk */
    const char *output;   /* file; NULL: only the table */
    const char *summary;  /* file by category; NULL: none */
    const char *provenance;
} lb_footprint_options;

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
