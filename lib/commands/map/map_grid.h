/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid as a map shows it: a class for each cell, and what the classes mean. */
#ifndef LB_COMMANDS_MAP_MAP_GRID_H
#define LB_COMMANDS_MAP_MAP_GRID_H

#include <lagesbild/map.h>
#include <lagesbild/recipe.h>
#include "input/grid/grid_values.h"
#include "commands/map/map_spec.h"
#include "render/map/map_model.h"

/* Columns asked of the grid. */
enum {
    LB_MAP_PEOPLE,
    LB_MAP_INDEX,
    LB_MAP_CLASS,
    LB_MAP_RING,
    LB_MAP_WHERE,
    LB_MAP_FIRM,
    LB_MAP_COLUMNS
};

typedef struct lb_map_grid {
    lb_grid_values values; /* as read, columns LB_MAP_PEOPLE ... */
    lb_recipe recipe;      /* that the grid was made with; name NULL: not known */
    lb_grid grid;          /* of what is shown: the values' own, or a coarser one */
    size_t cells;
    int64_t *cell;     /* [cells] row * ncol + col, ascending */
    uint8_t *class_of; /* [cells] from 1; 0: none */
    bool *few;     /* [cells] no class for too few people; NULL: classes are of another figure */
    bool *hatched; /* [cells] the class is not firm; NULL: the grid does not say, or no hatch */
    lb_map_classes classes;
    double low[LB_MAX_CLASSES], high[LB_MAX_CLASSES]; /* of the figures in each class; NaN: none */
    char between[200]; /* "2019–2021", where classes are of the change; "": of a figure */
    double merged;     /* metres of the coarser cells; 0: cells are as they were read */
} lb_map_grid;

void lb_map_grid_clear(lb_map_grid *grid);

/* Reads the grid, its classes and the columns that rings are made of (options->rings and `where`,
 * NULL when not given). LB_E_USAGE: no such column. LB_E_INPUT: nothing to colour by. */
lb_status lb_map_grid_read(const lb_map_options *options, const lb_condition *where,
                           const lb_job *job, lb_map_grid *out, lb_error *err);

/* Merges cells into blocks of whole cells until one is at least `minimum` points at `scale` points
 * a metre: a block has the mean class of its people, rounded. Nothing happens where cells are large
 * enough. LB_E_MEMORY. */
lb_status lb_map_grid_merge(lb_map_grid *grid, double scale, double minimum);

/* Around the cells that have a class, or all where none has; metres. */
lb_box lb_map_grid_box(const lb_map_grid *grid);

/* The grid of whole cells merged until a block is at least `minimum` points at `scale` points a
 * metre; false: the cells are large enough. */
bool lb_map_grid_coarsen(const lb_map_grid *grid, double scale, double minimum, lb_grid *coarse);

/* Row * ncol + col of the coarse cell that holds a point, metres. */
int64_t lb_map_grid_block(const lb_grid *coarse, double x, double y);

#endif
