/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `index` shows: the layer of squares, and the two tables of the report. */
#ifndef LB_COMMANDS_INDEX_INDEX_TABLES_H
#define LB_COMMANDS_INDEX_INDEX_TABLES_H

#include <lagesbild/index.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>
#include "commands/index/join_squares.h"

/* Everything `index` knows once it has computed. */
typedef struct lb_grid_made {
    lb_recipe recipe;
    lb_squares squares;
    lb_fill fill;
    lb_index index;
    lb_ingest_report told;
    double people_read, people_on_map, people_left; /* left: squares without a cell of their own */
} lb_grid_made;

/* One row a delivered square, contract 3.1. */
lb_status lb_rutor_table(const lb_grid_made *made, lb_table *out);

/* The outlines of the squares, in their order; a partly taken one as its remaining cells, one
 * without any as no geometry. */
lb_status lb_rutor_shapes(const lb_grid_made *made, lb_shapes *out, lb_error *err);

lb_status lb_index_squares_table(const lb_grid_made *made, bool english, lb_table *out);
lb_status lb_index_variables_table(const lb_grid_made *made, bool english, lb_table *out);

#endif
