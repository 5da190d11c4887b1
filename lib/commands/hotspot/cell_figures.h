/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of each cell by the methods of `hotspot` (docs/methods.md, Hot spots). */
#ifndef LB_COMMANDS_HOTSPOT_CELL_FIGURES_H
#define LB_COMMANDS_HOTSPOT_CELL_FIGURES_H

#include "commands/hotspot/hotspot_methods.h"

/* LB_E_MEMORY; LB_E_INPUT: nobody lives, or nothing is expected, in the whole support. */
lb_status lb_cell_figures_compute(const lb_figures_input *input, lb_cell_figures *out,
                                  lb_error *err);

#endif
