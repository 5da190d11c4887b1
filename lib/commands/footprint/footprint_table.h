/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of `footprint`. */
#ifndef LB_COMMANDS_FOOTPRINT_FOOTPRINT_TABLE_H
#define LB_COMMANDS_FOOTPRINT_FOOTPRINT_TABLE_H

#include <lagesbild/footprint.h>
#include <lagesbild/overlap_rule.h>
#include <lagesbild/table.h>
#include "input/areas/areas.h"

/* prints: of the areas, then of "outside" as one more. */
lb_status lb_footprint_area_table(const lb_areas *areas, const lb_footprints *prints,
                                  lb_table *out);
lb_status lb_footprint_summary_table(const lb_areas *areas, const lb_footprints *prints,
                                     lb_table *out);

/* Inside and outside must be the phones' days, to 1e-9 of them; areas that each count what they
 * share (both) may exceed it. LB_E_INPUT: they are not. */
lb_status lb_footprint_check_totals(const lb_footprints *prints, lb_overlap_rule rule,
                                    lb_error *err);

#endif
