/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One area among the others: which it is, its rank, and who is near. */
#ifndef LB_COMMANDS_BRIEF_BRIEF_DATA_H
#define LB_COMMANDS_BRIEF_BRIEF_DATA_H

#include "input/areas/areas.h"

enum { LB_BRIEF_NEAR = 5 };

/* The area of that name, folded if need be. LB_E_INPUT names the nearest. */
lb_status lb_brief_find_area(const lb_areas *areas, const char *name, size_t *out, lb_error *err);

/* rank[i]: 1 for the highest value, ties sharing the smallest; 0 where there is none. Returns how
 * many have one. */
size_t lb_brief_ranks(const lb_table *table, const char *column, int64_t *rank);

/* The nearest other areas, nearest first, metres from boundary to boundary (0: they meet); returns
 * how many there are, at most LB_BRIEF_NEAR. */
size_t lb_brief_nearest_areas(const lb_shapes *shapes, size_t area, size_t near[LB_BRIEF_NEAR],
                              double metres[LB_BRIEF_NEAR]);

#endif
