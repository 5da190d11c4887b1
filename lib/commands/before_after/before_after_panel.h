/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units by period, for models of others (docs/formats.md, Tables): areas, control areas or squares,
 * and rings. */
#ifndef LB_COMMANDS_BEFORE_AFTER_BEFORE_AFTER_PANEL_H
#define LB_COMMANDS_BEFORE_AFTER_BEFORE_AFTER_PANEL_H

#include "commands/before_after/before_after_data.h"

/* Periods are the parts of before and as long ones of after, where both divide into such, else the
 * two. LB_E_MEMORY. */
lb_status lb_before_after_panel(const lb_before_after_data *data, lb_table *table);

#endif
