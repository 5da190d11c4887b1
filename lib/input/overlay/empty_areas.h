/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas that no cell of a grid is in: their figures are empty, which is not zero. */
#ifndef LB_INPUT_OVERLAY_EMPTY_AREAS_H
#define LB_INPUT_OVERLAY_EMPTY_AREAS_H

#include "input/areas/areas.h"
#include "input/grid/grid_values.h"

/* Warns of the areas i with empty[i], by name; where all are and no cell with a value is near any
 * (input/areas/vicinity), of that too. areas: in the CRS of the grid. LB_E_MEMORY. */
lb_status lb_grid_warn_of_empty_areas(const lb_grid_values *grid, const char *source,
                                      const lb_areas *areas, const bool *empty, lb_log *log);

/* The same where the cells of the areas are not known yet. then: what it means that an area has
 * none
 * ("nobody is counted there"). */
lb_status lb_grid_check_areas(const lb_grid_values *grid, const char *source, const lb_areas *areas,
                              const char *then, const lb_job *job);

#endif
