/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of `population`: areas, categories, all. */
#ifndef LB_COMMANDS_POPULATION_POPULATION_TABLE_H
#define LB_COMMANDS_POPULATION_POPULATION_TABLE_H

#include "commands/population/zone_transfer.h"

lb_status lb_population_table(const lb_zone_transfer *transfer, const lb_areas *areas,
                              const lb_people_balance *balance, const lb_job *job, lb_table *out);

#endif
