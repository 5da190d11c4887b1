/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid as a map shows it: a class for each cell, what the classes mean, and rings. */
#ifndef LB_COMMANDS_MAP_MAP_GRID_H
#define LB_COMMANDS_MAP_MAP_GRID_H

#include <lagesbild/map.h>
#include <lagesbild/recipe.h>
#include "input/grid/grid_values.h"
#include "commands/map/map_spec.h"
#include "render/map/map_model.h"

/* Columns asked of the grid. */
enum { LB_MAP_PEOPLE, LB_MAP_INDEX, LB_MAP_CLASS, LB_MAP_RING, LB_MAP_WHERE, LB_MAP_COLUMNS };

typedef struct lb_map_grid {
    lb_grid_values values;
    lb_recipe recipe;
    lb_grid grid; /* of what is shown: the values' own, or a coarser one */
    size_t cells;
    int64_t *cell;
    uint8_t *class_of;
    lb_map_classes classes;
    double low[LB_MAX_CLASSES], high[LB_MAX_CLASSES];
    double merged; /* metres of the coarser cells; 0: as they are */
    size_t rings;
    double *ring_xy, *ring_value;
    size_t *ring_row;  /* the row of the squares' source, or the cell; not of merged rings */
    double ring_side;  /* metres of the squares or blocks that rings stand for */
    bool rings_merged; /* each stands for all of a block */
    bool worst_two;    /* rings are where people live most crowded: the default held */
    size_t
        below_threshold; /* squares without a ring, since it would stand for fewer than minimum */
} lb_map_grid;

void lb_map_grid_clear(lb_map_grid *grid);

/* Reads the grid, its classes and its rings. where (of options->rings_where): NULL when not given.
 * LB_E_USAGE: no such column. LB_E_INPUT: nothing to colour by. */
lb_status lb_map_grid_read(const lb_map_options *options, const lb_condition *where,
                           const lb_job *job, lb_map_grid *out, lb_error *err);

/* Merges cells into blocks of whole cells until one is at least `least` points at `scale` points a
 * metre: a block has the mean class of its people, rounded. Nothing happens where cells are large
 * enough. LB_E_MEMORY. */
lb_status lb_map_grid_merge(lb_map_grid *grid, double scale, double minimum);

/* The cells that have a class, or all. */
lb_box lb_map_grid_box(const lb_map_grid *grid);

/* The grid of whole cells merged until a block is at least `least` points at `scale` points a
 * metre; false: the cells are large enough. */
bool lb_map_grid_coarsen(const lb_map_grid *grid, double scale, double minimum, lb_grid *coarse);

#endif
