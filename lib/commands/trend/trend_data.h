/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `trend` has read and computed. */
#ifndef LB_COMMANDS_TREND_TREND_DATA_H
#define LB_COMMANDS_TREND_TREND_DATA_H

#include <lagesbild/trend.h>
#include "input/delivery/recipe_squares.h"
#include "input/overlay/overlay.h"
#include "kernel/trend/index_change.h"
#include "kernel/trend/unit_squares.h"

enum { LB_DELIVERY_NAME = 100, LB_GIVEN_NAME = 89 };

/* One of the grids compared, with its recipe. */
typedef struct lb_trend_delivery {
    char name[LB_DELIVERY_NAME]; /* of "NAME=GRID", else of the file; each once */
    const char *source;          /* borrowed */
    lb_recipe_squares input;
} lb_trend_delivery;

/* The parts of an area's change; they add up to it. */
typedef struct lb_area_change {
    bool is_empty;                                              /* on no square of any delivery */
    double people[LB_DELIVERIES_MAX], index[LB_DELIVERIES_MAX]; /* of units with an index */
    double change, sd, q, others, missing, composition;
    double *own; /* [variables] */
} lb_area_change;

/* The deliveries in the order given, on common units, and the change from the first to the last. */
typedef struct lb_trend_data {
    const lb_trend_options *options;
    const lb_job *job;
    size_t deliveries;
    lb_trend_delivery delivery[LB_DELIVERIES_MAX];
    lb_delivery_squares squares[LB_DELIVERIES_MAX]; /* views of them */
    lb_recipe *recipe;                              /* the first one's */
    bool is_broken; /* a break of the series lies between the first and the last */
    lb_common_units units;
    lb_unit_squares unit[LB_DELIVERIES_MAX];
    lb_index_change change;
    lb_area_layer layer;
    lb_area_change *area; /* [areas of the layer] */
} lb_trend_data;

/* Grids, deflated; common units; index and change. */
lb_status lb_trend_data_read(lb_trend_data *data, lb_error *err);

/* The areas of the options, where there are any: people-weighted means of what is inside. */
lb_status lb_trend_data_areas(lb_trend_data *data, lb_error *err);

void lb_trend_data_clear(lb_trend_data *data);

#endif
