/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which squares a step makes of tables of a delivery, and by which recipe they are coarsened: what
 * is published tells no hidden count (docs/methods.md, Coarsening) only of all squares, coarsened
 * once. */
#ifndef LB_PROJECT_PUBLISH_SQUARE_SOURCES_H
#define LB_PROJECT_PUBLISH_SQUARE_SOURCES_H

#include "project/project.h"

/* Why the squares that step makes of tables would tell more than is shown, as "chooses squares ..."
 * in `why`; "": they would not, or it makes none. Tables of which a recipe takes figures are chosen
 * from by those, or an earlier step coarsens the same table in another way. Inputs are resolved;
 * recipes that cannot be read are passed over. LB_E_MEMORY. */
lb_status lb_step_check_squares(const lb_project *project, size_t step, const lb_job *job,
                                char why[300]);

#endif
