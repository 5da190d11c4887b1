/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rate` computes from: areas, and for each indicator and period a count an area. */
#ifndef LB_COMMANDS_RATE_RATE_DATA_H
#define LB_COMMANDS_RATE_RATE_DATA_H

#include <lagesbild/category.h>
#include <lagesbild/rate.h>
#include <lagesbild/topology_issues.h>
#include "base/sum.h"
#include "input/areas/name_index.h"
#include "port/gdal/sha256.h"

/* One indicator in one period. */
typedef struct lb_rate_cell {
    size_t indicator, period;
    double *count;          /* [areas]; NaN: none given */
    lb_rate_totals country; /* NaN: not given */
    lb_sum all;             /* events of the whole source, */
    lb_sum inside;          /* and of them in an area; only where events are counted */
    double people_of_year;  /* of the country, of the year that the period is part of; NaN: none */
    double double_counted;  /* what overlapping areas count more than once */
    uint64_t *part;         /* [areas]: of events split between areas, 2^-64; NULL: none were */
} lb_rate_cell;

/* What became of the events; all 0 where counts were given instead. */
typedef struct lb_rate_events {
    int64_t read, inside, in_no_area, unplaced, undated; /* read = the three after it */
    lb_topology_issues topology;                         /* of the areas they were counted in */
    size_t areas_skipped; /* that have no polygon to count them in, with --skip-invalid */
} lb_rate_events;

typedef struct lb_rate_data {
    lb_name_index area, indicator, period;
    size_t category_capacity, people_capacity;
    size_t *category;         /* [area.count]; SIZE_MAX: the area is in none and is left out */
    double *people;           /* [area.count]: of any period; NaN: not given */
    lb_categories categories; /* the worst first */
    size_t cells, cell_capacity;
    lb_rate_cell *cell;
    double *people_in_period; /* [period.count x area.count], NaN: take people; NULL before it is
                                 read */
    double *people_of_year;   /* the same, of the year that the period is part of */
    size_t rows[4];           /* read of areas, counts, population, national */
    char events_hash[LB_HASH_SIZE]; /* "": not known, or counts */
    lb_rate_events events;
    size_t borrowed; /* people and countries taken from the year of a part of a year */
    bool has_polygons;
} lb_rate_data;

void lb_rate_data_clear(lb_rate_data *data);

lb_status lb_rate_read_areas(const lb_rate_options *options, const lb_job *job, lb_rate_data *data,
                             lb_error *err);
lb_status lb_rate_read_counts(const lb_rate_options *options, const lb_job *job, lb_rate_data *data,
                              lb_error *err);
lb_status lb_rate_read_population(const lb_rate_options *options, const lb_job *job,
                                  lb_rate_data *data, lb_error *err);
lb_status lb_rate_read_national(const lb_rate_options *options, const lb_job *job,
                                lb_rate_data *data, lb_error *err);

/* The cell, made with `count` for each area when it is new. NULL: out of memory. */
lb_rate_cell *lb_rate_cell_at(lb_rate_data *data, size_t indicator, size_t period, double count);

/* Of the period; else of the year it is part of, people being counted once a year; else of any. */
double lb_rate_people(const lb_rate_data *data, size_t area, size_t period);

#endif
