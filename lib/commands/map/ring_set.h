/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proportional symbols (rings): how many people of a group live in a square. The printed map and
 * the page's map both get theirs here. */
#ifndef LB_COMMANDS_MAP_RING_SET_H
#define LB_COMMANDS_MAP_RING_SET_H

#include "commands/map/map_grid.h"

typedef struct lb_ring_set {
    size_t count;
    double *xy;       /* [2 * count] centres, metres in the grid's CRS */
    double *value;    /* [count] people, above 0 */
    size_t *row;      /* [count] row of the squares' source, or cell; not of merged rings */
    double side;      /* metres of the squares or blocks that rings stand for */
    bool merged;      /* each stands for all of a block */
    bool worst_two;   /* the default condition held: squares in the two worst of five classes of
                         overcrowding */
    size_t not_exact; /* squares without a ring, since their count is coarsened */
} lb_ring_set;

void lb_ring_set_clear(lb_ring_set *rings);

/* One ring for each square (or cell of a raster) of a grid read with options.rings in which `where`
 * holds and whose count is exact. where NULL: the default condition, see worst_two; all squares
 * where the grid has no such column. LB_E_MEMORY. */
lb_status lb_ring_set_make(const lb_map_grid *grid, const lb_condition *where, lb_log *log,
                           lb_ring_set *out);

/* The rings within one block of cells become one, as lb_map_grid_merge forms the blocks: blocks
 * are at least `minimum` points wide at `scale` points a metre. LB_E_MEMORY. */
lb_status lb_ring_set_merge(const lb_map_grid *grid, double scale, double minimum,
                            lb_ring_set *rings);

/* Which squares have a ring, in words: "where unga_0_15>=10"; "": all. where: the option's text. */
void lb_ring_set_condition(const lb_ring_set *rings, const char *where, bool english, char *text,
                           size_t size);

#endif
