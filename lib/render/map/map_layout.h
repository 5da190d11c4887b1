/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole printed page: title, map, what explains it, source. */
#ifndef LB_RENDER_MAP_MAP_LAYOUT_H
#define LB_RENDER_MAP_MAP_LAYOUT_H

#include "model/map/map_viewport.h"
#include "render/map/map_model.h"

/* Wide pages have the legend on the right where it is no higher than they are, others below. *frame
 * (may be NULL) is where the map lies; *left_out counts names of areas that had no room.
 * LB_E_MEMORY. */
lb_status lb_map_layout(const lb_map_model *model, const lb_measure *measure, lb_drawing **out,
                        lb_viewport *frame, size_t *left_out);

/* About the scale (points a metre) that lb_map_layout will have on a page of that size: it decides
 * which cells are too small to be seen. */
double lb_map_layout_scale(double width, double height, lb_box box);

#endif
