/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hot spots and clusters as polygons, of --outlines (docs/methods.md, Hot spots). */
#ifndef LB_COMMANDS_HOTSPOT_HOTSPOT_OUTLINES_H
#define LB_COMMANDS_HOTSPOT_HOTSPOT_OUTLINES_H

#include <lagesbild/shapes.h>
#include "commands/hotspot/hotspot_methods.h"

/* Cells that are significant and share a side or a corner are one hot spot: a row a class of it,
 * with the events of the whole hot spot. Clusters of the scan (a table without columns: none) with
 * p below 0.05 are discs. Those with fewer than min_events are left out; *left_out: how many.
 * shapes: a feature a row. LB_E_MEMORY; LB_E_INPUT with what GEOS said. */
lb_status lb_hotspot_outlines_make(const lb_figures_input *input, const lb_cell_figures *figures,
                                   const lb_table *scan, lb_table *table, lb_shapes *shapes,
                                   size_t *left_out, lb_error *err);

#endif
