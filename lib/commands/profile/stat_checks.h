/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values and weights that no statistic can be made of. */
#ifndef LB_COMMANDS_PROFILE_STAT_CHECKS_H
#define LB_COMMANDS_PROFILE_STAT_CHECKS_H

#include "input/overlay/overlay.h"
#include "commands/profile/stat_spec.h"

/* Of the cells that the areas touch: LB_E_INPUT for a weight or a number of people that is negative
 * or infinite; warns of values that are infinite, which become missing, and of values without a
 * weight. Each is reported with its number of cells and the first place. spec: [n_specs]. Where
 * cells lack what a statistic is made of, spec->incomplete is set. */
lb_status lb_stat_checks(lb_overlay *overlay, lb_stat_spec *spec, size_t n_specs, lb_log *log,
                         lb_error *err);

/* Of specs whose weight is a column of this grid, and whose values are of another: LB_E_INPUT as
 * above. */
lb_status lb_stat_check_weights(lb_overlay *overlay, const lb_stat_spec *spec, size_t n_specs,
                                lb_error *err);

#endif
