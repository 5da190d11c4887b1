/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of zones as they may be published. */
#ifndef LB_COMMANDS_POPULATION_ZONE_COARSENING_H
#define LB_COMMANDS_POPULATION_ZONE_COARSENING_H

#include <lagesbild/log.h>
#include "commands/population/zone_table.h"

/* Coarsens the figures of each row by the rule for squares (docs/methods.md, Coarsening): the first
 * field is people, counts are parts of them, a mean that is named as a share is one of what weighs
 * it, other means are levels. Sets low and high of counts. LB_E_MEMORY. */
lb_status lb_zone_table_coarsen(lb_zone_table *figures, const lb_population_options *options,
                                int min_cell);

#endif
