/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rate` computes from: areas, and for each indicator and period a count an area. */
#ifndef LB_COMMANDS_RATE_RATE_DATA_H
#define LB_COMMANDS_RATE_RATE_DATA_H

#include <lagesbild/category.h>
#include <lagesbild/disclosure.h>
#include <lagesbild/rate.h>
#include <lagesbild/topology_issues.h>
#include "base/sum.h"
#include "input/areas/name_index.h"
#include "port/gdal/sha256.h"
#include "text/string_ids.h"

/* A piece of an event whose interval lies in several periods. */
typedef struct lb_rate_piece {
    uint64_t part; /* in the period, 2^-64 */
    size_t areas;  /* that it counts in */
} lb_rate_piece;

/* One indicator in one period. */
typedef struct lb_rate_cell {
    size_t indicator, period;
    double *count;          /* [areas]; NaN: none given */
    lb_rate_totals country; /* NaN: not given */
    lb_sum all;             /* events of the whole source, */
    lb_sum inside;          /* and of them in an area; only where events are counted */
    double people_of_year;  /* of the country, of the year that the period is part of; NaN: none */
    double double_counted;  /* what overlapping areas count more than once */
    lb_rate_piece *piece;   /* of divided events, in the order of rows */
    size_t pieces, piece_capacity;
    size_t *piece_area; /* their areas, one after another */
    size_t piece_areas, piece_area_capacity;
    bool country_is_events; /* the country's count is the sum over all events */
    uint64_t *part;         /* [areas]: of events split between areas, 2^-64; NULL: none were */
} lb_rate_cell;

/* What became of the events; all 0 where counts were given instead. */
typedef struct lb_rate_events {
    int64_t read, inside, in_no_area, unplaced, undated; /* read = the three after it */
    lb_topology_issues topology;                         /* of the areas they were counted in */
    size_t areas_skipped; /* that have no polygon to count them in, with --skip-invalid */
} lb_rate_events;

/* The people of areas as their tables give them, each count once; coarsened in this order. */
typedef struct lb_rate_people {
    double *count; /* [counts] */
    size_t counts, capacity;
    lb_coarsened_column coarsened; /* low NULL: as given */
} lb_rate_people;

/* Areas, indicators and periods by number, in the order met, and a cell for each indicator and
 * period. */
typedef struct lb_rate_data {
    lb_name_index area, indicator, period;
    size_t category_capacity, people_capacity;
    size_t *category; /* [area.count]; SIZE_MAX: the area is in none and is left out */
    lb_rate_people populations;
    size_t *people;           /* [area.count] in populations: of any period; SIZE_MAX: not given */
    lb_categories categories; /* the worst first */
    size_t cells, cell_capacity;
    lb_rate_cell *cell;
    lb_string_ids cell_keys;  /* numbers of indicator and period, by cell */
    size_t *people_in_period; /* [period.count x area.count], SIZE_MAX: take people; NULL before it
                                 is read */
    size_t *people_of_year;   /* the same, of the year that the period is part of */
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

/* The cell; NULL: none of that indicator was counted in that period. */
const lb_rate_cell *lb_rate_cell_find(const lb_rate_data *data, size_t indicator, size_t period);

/* The cell, made with `count` for each area when it is new. NULL: out of memory. */
lb_rate_cell *lb_rate_cell_at(lb_rate_data *data, size_t indicator, size_t period, double count);

/* Coarsens the people that were read, where the job asks for it. LB_E_MEMORY. */
lb_status lb_rate_coarsen_people(lb_rate_data *data, const lb_job *job);

/* The area in the cell, which is in a category. Its people: of the period; else of the year it is
 * part of, people being counted once a year; else of any. */
lb_rate_area lb_rate_area_in(const lb_rate_data *data, const lb_rate_cell *cell, size_t area);

#endif
