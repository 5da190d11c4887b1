/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validity periods: stretches of days over which the same areas exist, with how large the set is in
 * each and where its borders run. One without ends when areas have no dates. */
#ifndef LB_COMMANDS_SHARE_VALIDITY_PERIODS_H
#define LB_COMMANDS_SHARE_VALIDITY_PERIODS_H

#include "commands/share/share_measure.h"

/* Sets the validity periods of a set whose areas, sizes and times are known. On an error they are
 * to be cleared all the same. */
lb_status lb_validity_periods_make(const lb_share_inputs *in, lb_share_set *set, lb_error *err);
void lb_validity_periods_clear(const lb_share_inputs *in, lb_share_set *set);

/* That of the day; of an undated event, the last. */
const lb_validity_period *lb_validity_period_at(const lb_share_set *set, bool dated, int64_t day);

/* Which part of the period's days each validity period has: weight[n_valid], adding up to 1 where
 * the period has days; else the last one's is 1. */
void lb_validity_periods_weigh(const lb_share_set *set, const lb_period *period, double *weight);

#endif
