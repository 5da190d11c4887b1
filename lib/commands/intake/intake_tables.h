/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has come in as tables: the command's own, and those of its pages. */
#ifndef LB_COMMANDS_INTAKE_INTAKE_TABLES_H
#define LB_COMMANDS_INTAKE_INTAKE_TABLES_H

#include "commands/intake/collection_state.h"

/* A row a local police area, in Swedish order. All tables: LB_E_MEMORY; the caller clears *out,
 * also on failure. */
lb_status lb_intake_table(const lb_collection *c, bool english, lb_table *out);

/* How many are in each state; their sum is all. */
lb_status lb_intake_states_table(const lb_collection *c, lb_table *out);

/* Of one local police area: its steps, its defects, its answers to the stage model. */
lb_status lb_intake_steps_table(const lb_collection *c, size_t lpo, lb_table *out);
lb_status lb_intake_defects_table(const lb_collection *c, size_t lpo, bool english, lb_table *out);
lb_status lb_intake_stage_table(const lb_collection *c, size_t lpo, lb_table *out);

/* Of its drawn areas: figures, cylinder counts (below --min-cell as "<5"), documents. */
lb_status lb_intake_areas_table(const lb_collection *c, size_t lpo, lb_table *out);
lb_status lb_intake_cylinder_table(const lb_collection *c, size_t lpo, lb_table *out);
lb_status lb_intake_documents_table(const lb_collection *c, size_t lpo, lb_table *out);

#endif
