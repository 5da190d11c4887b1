/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project from its file, checked. */
#ifndef LB_PROJECT_PROJECT_LOAD_H
#define LB_PROJECT_PROJECT_LOAD_H

#include <lagesbild/project.h>
#include "project/project.h"

/* Everything that is wrong with the file is reported with its line, in one pass. job: log, crs. */
lb_status lb_project_load(const lb_project_options *options, const lb_job *job, lb_project *out,
                          lb_error *err);

#endif
