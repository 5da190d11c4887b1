/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the share goes as borders move: the events are counted anew at each distance. */
#ifndef LB_COMMANDS_SHARE_BORDER_CURVE_H
#define LB_COMMANDS_SHARE_BORDER_CURVE_H

#include "commands/share/validity_periods.h"
#include "commands/share/period_counts.h"

enum { LB_CURVE_MAX = 64 };

/* Categories of each tally: those of the set, then one for what is in the whole but in none. */
typedef struct lb_border_curve {
    size_t count;
    double distance[LB_CURVE_MAX]; /* ascending, 0 among them */
    lb_period_counts by_period[LB_CURVE_MAX];
} lb_border_curve;

/* "D1,D2,..." in metres. LB_E_USAGE. */
lb_status lb_border_curve_parse(const char *text, lb_border_curve *out, lb_error *err);
lb_status lb_border_curve_init(lb_border_curve *curve, const lb_period_rule *rule, size_t rules,
                               size_t categories, lb_overlap_rule overlap);
void lb_border_curve_clear(lb_border_curve *curve);

/* An event as run_share has it; tied: the category it counts in wherever it is, or SIZE_MAX. */
lb_status lb_border_curve_add(lb_border_curve *curve, const lb_validity_period *epoch, size_t tied,
                              const double xy[2], const lb_share_event *event);
lb_status lb_border_curve_merge(lb_border_curve *curve, const lb_border_curve *part);
lb_status lb_border_curve_finish(lb_border_curve *curve);

#endif
