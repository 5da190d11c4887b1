/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a tree of nodes to a project: keys, kinds of values, nothing of files. */
#ifndef LB_PROJECT_PROJECT_READ_H
#define LB_PROJECT_PROJECT_READ_H

#include "project/project.h"
#include "model/config_node.h"

/* LB_E_MEMORY, else LB_OK; what is wrong goes to problems. */
lb_status lb_project_fill(const lb_node *root, lb_problems *problems, lb_project *project);

#endif
