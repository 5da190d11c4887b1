/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where areas meet badly: overlaps and gaps, told with names and sizes. */
#ifndef LB_FLOW_MEET_H
#define LB_FLOW_MEET_H

#include "flow/areas.h"

/* Notes; overlaps: they too, not gaps only. Of more than LB_MEET_MOST areas nothing is told: the
 * union that shows gaps then takes longer than all else. */
enum { LB_MEET_MOST = 2000 };
lb_status lb_meet_tell(const lb_areas *areas, bool overlaps, const lb_job *job, lb_error *err);

#endif
