/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The long table of `share`, and the proof that nothing was dropped on the way to it. */
#ifndef LB_COMMANDS_SHARE_SHARE_TABLE_H
#define LB_COMMANDS_SHARE_SHARE_TABLE_H

#include <lagesbild/share.h>
#include "commands/share/share_state.h"

lb_status lb_share_table(const lb_share_set *set, size_t sets, const lb_share_options *options,
                         bool english, lb_table *out);

/* The border curve's table, sets with distances. */
lb_status lb_share_border_table(const lb_share_set *set, size_t sets,
                                const lb_share_options *options, lb_table *out);

/* Events read = inside + outside + unplaced over the periods + undated + outside the periods, for
 * one rule of periods; with several, each event is counted by at least one. LB_E_INPUT: not so. */
lb_status lb_share_check_totals(const lb_share_set *set, int64_t rows, size_t rules, lb_error *err);

#endif
