/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a step of a project to the options of its command. */
#ifndef LB_PROJECT_OPTIONS_FILL_H
#define LB_PROJECT_OPTIONS_FILL_H

#include "project/project.h"

/* The caller frees *out with lb_command_options_free. LB_E_MEMORY; LB_E_USAGE: a value is not one,
 * which lb_project_read does not let through. */
lb_status lb_options_fill(const lb_step *step, lb_command_options **out);

/* The same with the outputs of one folder only: those of LB_PROJECT_WORK without provenance and
 * with min-cell 0, as delivered. Values that have no effect without an output of the other folder
 * are left out. */
lb_status lb_options_fill_part(const lb_step *step, const char *folder, lb_command_options **out);

#endif
