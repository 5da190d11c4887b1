/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlaps and gaps of a set of areas, with names and sizes. */
#ifndef LB_INPUT_AREAS_TOPOLOGY_REPORT_H
#define LB_INPUT_AREAS_TOPOLOGY_REPORT_H

#include "input/areas/overlap_task.h"
#include "input/areas/areas.h"
#include "output/provenance.h"

/* Gaps are not looked for among more areas than this: the union that shows them would take longer
 * than everything else. */
enum { LB_TOPOLOGY_MAX_AREAS = 2000 };

/* Of the areas of a task that was started. unit: the size of a square metre in the
 * shapes' CRS, 1 unless that is in degrees; smaller overlaps and gaps are left out. */
lb_status lb_topology_compute(lb_overlap_task *task, double unit, lb_topology_issues *out,
                              lb_error *err);

/* Notes, the first LB_LOG_MAX_PROBLEMS of each and a count. */
void lb_topology_log(const lb_topology_issues *topology, char *const *name, lb_log *log);

/* The areas' file as an input; nothing where none were read. */
void lb_areas_input_to_provenance(const lb_areas *areas, lb_provenance *provenance);

/* How many features of the areas' source were left out, unless none were. */
void lb_skipped_to_provenance(size_t skipped, const char *label, lb_provenance *provenance);

/* That, and the overlaps and gaps of the areas. */
void lb_areas_to_provenance(const lb_areas *areas, lb_provenance *provenance);

/* All of them; what was not looked for is null. */
void lb_topology_to_provenance(const lb_topology_issues *topology, const char *label,
                               char *const *name, lb_provenance *provenance);

/* Finds overlaps and gaps, logs them and keeps them in areas->topology. Does nothing for more than
 * LB_TOPOLOGY_MAX_AREAS areas, or areas without geometry. */
lb_status lb_topology_check_areas(lb_areas *areas, const lb_job *job, lb_error *err);

/* The same with a task that was started. */
lb_status lb_topology_find(lb_overlap_task *task, lb_areas *areas, const lb_job *job,
                           lb_error *err);

#endif
