/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from counts of events by several periods together (docs/methods.md, Coarsening,
 * Events). */
#ifndef LB_KERNEL_DISCLOSURE_PERIOD_SPANS_H
#define LB_KERNEL_DISCLOSURE_PERIOD_SPANS_H

#include <lagesbild/period.h>

/* The fewest days, in all, of which a sum or difference of the periods' counts can be a count;
 * `most` where there is none of fewer. Ends lie within 1e9 days of 1970. LB_E_MEMORY. */
lb_status lb_period_spans_least(const lb_periods *periods, int64_t most, int64_t *out);

#endif
