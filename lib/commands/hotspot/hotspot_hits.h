/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of --hits: what cells flagged by one period's events catch of a later one's, by each
 * method and plain baseline (docs/methods.md, Hit rates). */
#ifndef LB_COMMANDS_HOTSPOT_HOTSPOT_HITS_H
#define LB_COMMANDS_HOTSPOT_HOTSPOT_HITS_H

#include "commands/hotspot/hotspot_methods.h"

/* input: as of the main table; of its methods those are held against each other. sentence[200]:
 * what caught most, and whether beyond chance. LB_E_INPUT: too few events in a period. */
lb_status lb_hits_table(const lb_figures_input *input, const lb_located_events *located,
                        const lb_job *job, lb_table *table, char *sentence, lb_error *err);

#endif
