/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of a run as a project that QGIS opens: grid, areas with their figures, context. */
#ifndef LB_PROJECT_QGIS_PROJECT_QGIS_H
#define LB_PROJECT_QGIS_PROJECT_QGIS_H

#include "project/project_layers.h"

/* Two files, both or none; nothing when the run made no map data. */
lb_status lb_project_write_qgis(const lb_project *project, const lb_step_outcome *outcome,
                                const lb_project_layers *layers, const lb_job *job, lb_error *err);

#endif
