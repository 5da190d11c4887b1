/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which steps of a project publish people of areas that are sums over the squares of its page. */
#ifndef LB_PROJECT_PUBLISH_PUBLISHED_PEOPLE_H
#define LB_PROJECT_PUBLISH_PUBLISHED_PEOPLE_H

#include "project/project.h"

/* What the run's provenance says of the people in the step's table of areas: "exact", "coarsened",
 * "of other squares" than those that the page shows (another grid, a larger minimum, cells that
 * count wholly), or "of another source": of zones. NULL: it publishes no such table, or the page
 * shows no squares. */
const char *lb_step_people(const lb_project *project, const lb_step *step);

/* Would the step publish people of another source in a form that the audit does not read? It reads
 * .csv and .xlsx. */
bool lb_step_is_unexamined(const lb_project *project, const lb_step *step);

/* Marks the steps whose people of areas are to be exact: tables of `profile`, as CSV, which the
 * audit reads. Warns of those that cannot be. */
void lb_project_choose_exact(lb_project *project, const lb_job *job);

#endif
