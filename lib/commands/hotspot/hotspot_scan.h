/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of --scan: the most likely clusters (docs/methods.md, Scan statistic). */
#ifndef LB_COMMANDS_HOTSPOT_HOTSPOT_SCAN_H
#define LB_COMMANDS_HOTSPOT_HOTSPOT_SCAN_H

#include "commands/hotspot/hotspot_methods.h"

/* LB_E_INPUT: the grid has no people, nor --expected; no event is where people live. LB_E_USAGE:
 * --max-radius is too large for so many cells. */
lb_status lb_scan_table(const lb_figures_input *input, const lb_job *job, lb_table *table,
                        lb_error *err);

#endif
