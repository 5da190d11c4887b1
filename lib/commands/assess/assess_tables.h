/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of `assess`: agreement, areas, assessors. */
#ifndef LB_COMMANDS_ASSESS_ASSESS_TABLES_H
#define LB_COMMANDS_ASSESS_ASSESS_TABLES_H

#include "commands/assess/rating_data.h"

/* Each makes one table; the caller clears *out, also on failure. LB_E_MEMORY. */
lb_status lb_assess_agreement_table(const lb_rating_data *data, lb_table *out);
lb_status lb_assess_areas_table(const lb_rating_data *data, lb_table *out);
lb_status lb_assess_assessors_table(const lb_rating_data *data, lb_table *out);

#endif
