/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proportional symbols (rings): how many people of a group live in a square. */
#ifndef LB_COMMANDS_MAP_MAP_RINGS_H
#define LB_COMMANDS_MAP_MAP_RINGS_H

#include "commands/map/map_grid.h"

/* lb_map_grid_read, and where options->rings is given one ring for each row or cell in which
 * `where` holds, unless it stands for fewer than options->min_cell people. where: NULL: the default
 * rule, the two worst classes of overcrowding. */
lb_status lb_map_rings_read(const lb_map_options *options, const lb_condition *where,
                            const lb_job *job, lb_map_grid *out, lb_error *err);

/* The rings of one block of merged cells become one. LB_E_MEMORY. */
lb_status lb_map_rings_merge(lb_map_grid *grid, double scale, double least);

#endif
