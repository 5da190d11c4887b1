/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where areas meet badly: overlaps and gaps, with names and sizes. */
#ifndef LB_INPUT_AREAS_TOPOLOGY_REPORT_H
#define LB_INPUT_AREAS_TOPOLOGY_REPORT_H

#include "input/areas/disjoint.h"
#include "input/areas/areas.h"
#include "output/provenance.h"

/* Of more areas than this gaps are not looked for: the union that shows them then takes longer than
 * all else. */
enum { LB_TOPOLOGY_MAX_AREAS = 2000 };

/* Of the areas that the proof was begun for. unit: what a square metre is in the shapes' CRS, 1 but
 * where that is in degrees. What is smaller than that is not worth a word. *joined gets the union
 * where there are overlaps or gaps were looked for (one feature, else none); the caller clears it.
 */
lb_status lb_topology_compute(lb_disjoint_task *test, double unit, int threads,
                              lb_topology_issues *out, lb_shapes *area_union, lb_error *err);

/* Notes, the first LB_LOG_MAX_PROBLEMS of each and a count. */
void lb_topology_log(const lb_topology_issues *topology, char *const *name, lb_log *log);

/* All of them, and what was not looked for. */
void lb_topology_to_provenance(const lb_topology_issues *topology, const char *label,
                               char *const *name, lb_provenance *provenance);

/* Finds and tells those of the areas and leaves them in areas->topology; of more than
 * LB_TOPOLOGY_MAX_AREAS areas, or areas without geometry, none. */
lb_status lb_topology_check_areas(lb_areas *areas, const lb_job *job, lb_error *err);

/* The same where the proof has been begun. */
lb_status lb_topology_find(lb_disjoint_task *test, lb_areas *areas, const lb_job *job,
                           lb_error *err);

#endif
