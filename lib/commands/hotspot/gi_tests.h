/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gi* of each cell with its p-value (docs/methods.md, Hot spots). */
#ifndef LB_COMMANDS_HOTSPOT_GI_TESTS_H
#define LB_COMMANDS_HOTSPOT_GI_TESTS_H

#include "commands/hotspot/hotspot_methods.h"

/* Windows of more cells have a saddlepoint p in place of the exact one. */
enum { LB_GI_EXACT_CELLS = 25 };

/* Sets the members gi... of figures, whose windows are summed. LB_E_MEMORY. */
lb_status lb_gi_tests_compute(const lb_figures_input *input, lb_cell_figures *figures);

#endif
