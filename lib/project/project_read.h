/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a tree of nodes to a project: keys, kinds of values, nothing of files. */
#ifndef LB_PROJECT_PROJECT_READ_H
#define LB_PROJECT_PROJECT_READ_H

#include "project/project.h"
#include "model/config_node.h"

/* LB_E_MEMORY, else LB_OK; what is wrong goes to problems. */
lb_status lb_project_read(const lb_config_node *root, lb_diagnostics *diagnostics,
                          lb_project *project);

#endif
