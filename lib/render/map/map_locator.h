/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small map in the corner of a printed map that shows a part of the grid: where that is. */
#ifndef LB_RENDER_MAP_MAP_LOCATOR_H
#define LB_RENDER_MAP_MAP_LOCATOR_H

#include "render/map/map_layers.h"

/* The inset's box on the page, points, for names to keep clear of; false: the map shows so much of
 * the grid that it has none. */
bool lb_map_locator_box(const lb_map_canvas *canvas, lb_box *out);

/* Where there are cells, in grey, and the map's frame on them. LB_E_MEMORY. */
lb_status lb_map_locator_draw(const lb_map_canvas *canvas, lb_box box);

#endif
