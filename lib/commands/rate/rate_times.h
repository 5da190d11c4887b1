/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals of rates whose counts have pieces of events: the time of each is drawn
 * (docs/methods.md, Time of an event). */
#ifndef LB_COMMANDS_RATE_RATE_TIMES_H
#define LB_COMMANDS_RATE_RATE_TIMES_H

#include "commands/rate/rate_data.h"

/* Adds a piece, of 2^-64, of an event that counts in n areas. LB_E_MEMORY. */
lb_status lb_rate_piece_add(lb_rate_cell *cell, uint64_t piece, const size_t *area, size_t n);

/* figures[categories + 1], the rest last: where the cell has pieces, the intervals of rates and
 * ratios are those of counting mixed over the draws. rest: as the figures were computed with; NaN:
 * not known. LB_E_MEMORY. */
lb_status lb_rate_draw_times(const lb_rate_data *data, const lb_rate_cell *cell,
                             const lb_rate_options *options, lb_rate_totals rest,
                             lb_rate_figures *figures);

#endif
