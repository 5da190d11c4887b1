/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which people a step reads from tables, and how they are coarsened: squares by a recipe, zones by
 * the fields that are asked for. What is published reveals no hidden count (docs/methods.md,
 * Coarsening) only where it is of all rows, coarsened in one way. */
#ifndef LB_PROJECT_PUBLISH_PEOPLE_SOURCES_H
#define LB_PROJECT_PUBLISH_PEOPLE_SOURCES_H

#include "project/project.h"

/* Why what the step makes of tables of people would reveal more than is shown, as "chooses rows
 * ..." in `why`; "": it would not, or it reads none. Rows are chosen by figures that are coarsened,
 * or an earlier step coarsens the same table in another way. Inputs are resolved; recipes that
 * cannot be read are passed over. LB_E_MEMORY. */
lb_status lb_step_check_people(const lb_project *project, size_t step, const lb_job *job,
                               char why[300]);

#endif
