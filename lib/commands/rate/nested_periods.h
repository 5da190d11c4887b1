/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which periods have days in common. */
#ifndef LB_COMMANDS_RATE_NESTED_PERIODS_H
#define LB_COMMANDS_RATE_NESTED_PERIODS_H

#include <stdbool.h>

#include "input/areas/name_index.h"

/* *a, *b: two labels of periods with days in common, as 2021 and 2021H1; false: there are none.
 * Labels of other forms have no days. */
bool lb_rate_nested_periods(const lb_name_index *period, size_t *a, size_t *b);

#endif
