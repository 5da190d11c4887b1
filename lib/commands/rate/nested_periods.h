/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which periods have days in common. */
#ifndef LB_COMMANDS_RATE_NESTED_PERIODS_H
#define LB_COMMANDS_RATE_NESTED_PERIODS_H

#include <stdbool.h>

#include "input/areas/name_index.h"

/* *a, *b: the indices of two periods with days in common, as 2021 and 2021H1, where *found. Labels
 * of other forms have no days. LB_E_MEMORY. */
lb_status lb_rate_nested_periods(const lb_name_index *period, size_t *a, size_t *b, bool *found);

#endif
