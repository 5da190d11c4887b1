/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of `hotspot`, one row a cell, and the cells as squares. */
#ifndef LB_COMMANDS_HOTSPOT_HOTSPOT_TABLE_H
#define LB_COMMANDS_HOTSPOT_HOTSPOT_TABLE_H

#include <lagesbild/shapes.h>
#include "commands/hotspot/hotspot_methods.h"

/* Cells with an event or a finding (--all-cells: all), from north to south, then west to east.
 * shapes: a square a row; NULL: not asked for. LB_E_MEMORY. */
lb_status lb_hotspot_table_make(const lb_figures_input *input, const lb_cell_figures *figures,
                                lb_table *table, lb_shapes *shapes);

/* QGIS's style of the layer `hotspots`, owned by the caller. NULL: out of memory. */
char *lb_hotspot_style(bool english);

/* Adds a cell of the support as a feature. LB_E_MEMORY. */
lb_status lb_hotspot_square_add(const lb_event_support *support, size_t cell, lb_shapes *shapes);

#endif
