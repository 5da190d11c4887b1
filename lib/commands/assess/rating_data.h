/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ratings that assessors gave areas, and the scale they are on. */
#ifndef LB_COMMANDS_ASSESS_RATING_DATA_H
#define LB_COMMANDS_ASSESS_RATING_DATA_H

#include <lagesbild/assess.h>
#include <lagesbild/category.h>
#include "input/areas/name_index.h"

enum { LB_RATING_NONE = -1 };

/* One row of the table. */
typedef struct lb_rating_row {
    size_t area, assessor, criterion; /* numbers of names; SIZE_MAX: none */
    size_t category;
    long line;
    bool joint;
} lb_rating_row;

/* Ratings as read, then as a matrix of areas and assessors. Numbers of names are in the order
 * met. */
typedef struct lb_rating_data {
    const lb_assess_options *options;
    const lb_job *job;
    lb_name_index area, assessor, criterion;               /* as they were met */
    size_t *area_order, *assessor_order, *criterion_order; /* numbers in Swedish order of names */
    size_t *area_place;                                    /* of each area in that order */
    lb_categories scale;                                   /* the mildest first, once read */
    bool scale_given;                                      /* by --priority */
    bool ordered;                                          /* the scale has an order */
    double *value; /* [scale.count], ascending: numbers where all names are, else places */
    lb_rating_row *row;
    size_t rows, capacity;
    int *rating; /* [area][assessor]: without criterion, individual; LB_RATING_NONE */
    int *joint;  /* [area] */
} lb_rating_data;

void lb_rating_data_clear(lb_rating_data *data);

/* Reads the table and brings the scale into order. LB_E_INPUT: as lb_assess_run has it. */
lb_status lb_rating_data_read(lb_rating_data *data, lb_error *err);

/* Individual ratings by area and category; criterion SIZE_MAX: those without one. count:
 * [areas][scale.count], areas in the order of their names. */
void lb_rating_data_count(const lb_rating_data *data, size_t criterion, size_t *count);

#endif
