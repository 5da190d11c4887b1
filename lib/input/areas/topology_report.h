/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where areas meet badly: overlaps and gaps, with names and sizes. */
#ifndef LB_INPUT_AREAS_TOPOLOGY_REPORT_H
#define LB_INPUT_AREAS_TOPOLOGY_REPORT_H

#include "input/areas/disjoint.h"
#include "input/areas/areas.h"
#include "output/provenance.h"

/* Of more areas than this gaps are not looked for: the union that shows them then takes longer than
 * all else. */
enum { LB_MEET_MOST = 2000 };

/* Of the areas that the proof was begun for. unit: what a square metre is in the shapes' CRS, 1 but
 * where that is in degrees. What is smaller than that is not worth a word. *joined gets the union
 * where there are overlaps or gaps were looked for (one feature, else none); the caller clears it.
 */
lb_status lb_meet_find(lb_apart *proof, double unit, int threads, lb_meeting *out,
                       lb_shapes *joined, lb_error *err);

/* Notes, the first LB_LOG_SHOWN of each and a count. */
void lb_meet_tell(const lb_meeting *meeting, char *const *name, lb_log *log);

/* All of them, and what was not looked for. */
void lb_meet_put(const lb_meeting *meeting, const char *label, char *const *name,
                 lb_provenance *provenance);

/* Finds and tells those of the areas and leaves them in areas->meeting; of more than LB_MEET_MOST
 * areas, or areas without geometry, none. */
lb_status lb_meet_areas(lb_areas *areas, const lb_job *job, lb_error *err);

/* The same where the proof has been begun. */
lb_status lb_meet_areas_by(lb_apart *proof, lb_areas *areas, const lb_job *job, lb_error *err);

#endif
