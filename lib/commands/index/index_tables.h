/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `index` shows: the layer of squares, and the two tables of the report. */
#ifndef LB_COMMANDS_INDEX_INDEX_TABLES_H
#define LB_COMMANDS_INDEX_INDEX_TABLES_H

#include <lagesbild/index.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>
#include "input/delivery/join_squares.h"

/* Everything `index` knows once it has computed. */
typedef struct lb_index_data {
    lb_recipe recipe;
    lb_squares squares;
    lb_square_allocation fill;
    lb_index index;
    lb_join_report join_report;
    double people_read, people_on_map,
        people_without_cell; /* left: squares without a cell of their own */
} lb_index_data;

void lb_index_data_clear(lb_index_data *data);

/* Delivery to index by data->recipe: squares of all sources, their cells, index. That no people are
 * lost on the way is checked last. */
lb_status lb_index_data_compute(const lb_join_options *join, const lb_job *job, lb_index_data *data,
                                lb_error *err);

/* The outlines of the squares, in their order; a partly taken one as its remaining cells, one
 * without any as no geometry. */
lb_status lb_square_outlines(const lb_index_data *data, lb_shapes *out, lb_error *err);

/* As the next two, of the coarsened squares of the grid that was written to `gpkg`: what may be
 * published of it. The job coarsens. */
lb_status lb_index_coarsened_tables(const lb_index_data *data, const char *gpkg, const lb_job *job,
                                    lb_index_report *out, lb_error *err);

lb_status lb_index_squares_table(const lb_index_data *data, bool english, lb_table *out);
lb_status lb_index_variables_table(const lb_index_data *data, bool english, lb_table *out);

#endif
