/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `columns:` of a step: what its table must keep, for the rest of the run reads it. */
#ifndef LB_PROJECT_PUBLISH_STEP_COLUMNS_H
#define LB_PROJECT_PUBLISH_STEP_COLUMNS_H

#include "project/project.h"

/* LB_E_USAGE: a name that is no column of the table, or, where it is published, a column left out
 * by which `inference` distinguishes rows or of which page and briefs are made; err says what to
 * add. Charts of the page that lack a column are left out: a note. A step without `columns:` is
 * LB_OK.
 */
lb_status lb_step_check_columns(const lb_step *step, lb_log *log, lb_error *err);

#endif
