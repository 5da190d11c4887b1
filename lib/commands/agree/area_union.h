/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ground of several areas, each part of it once. */
#ifndef LB_COMMANDS_AGREE_AREA_UNION_H
#define LB_COMMANDS_AGREE_AREA_UNION_H

#include "input/overlay/overlay.h"

/* Do areas of the layer share ground? Known for most layers from lb_topology_check_areas, else
 * tested. *overlap false: fractions of cells may be added up. */
lb_status lb_areas_overlap(const lb_areas *areas, int threads, bool *overlap, lb_error *err);

/* The cover of the union of the chosen areas (NULL: of all): one area. The caller clears *out. */
lb_status lb_area_union_cover(const lb_areas *areas, const bool *chosen, const lb_grid *grid,
                              int threads, lb_cover *out, lb_error *err);

#endif
