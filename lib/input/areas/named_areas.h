/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas by their names: which of several with one name is meant on a day. */
#ifndef LB_INPUT_AREAS_NAMED_AREAS_H
#define LB_INPUT_AREAS_NAMED_AREAS_H

#include "input/areas/area_times.h"
#include "input/areas/name_index.h"

/* Days from `from` to the next stretch of the name, on which it means one area. */
typedef struct lb_named_stretch {
    int64_t from; /* since 1970-01-01; the first of a name: INT64_MIN */
    size_t area;  /* SIZE_MAX: none exists */
} lb_named_stretch;

/* Zeroed memory has no areas. */
typedef struct lb_named_areas {
    lb_name_index names;
    size_t *name_of_area;      /* [areas]: its index among the names */
    size_t *first_area;        /* [names.count]: the first by lb_areas_is_before, on whatever day */
    size_t *first_stretch;     /* [names.count + 1] */
    lb_named_stretch *stretch; /* NULL: areas exist on all days */
} lb_named_areas;

void lb_named_areas_clear(lb_named_areas *named);

/* LB_E_MEMORY. */
lb_status lb_named_areas_index(const lb_areas *areas, const lb_area_times *times,
                               lb_named_areas *out);

/* *area: of those with the name that exist on an event's day (all, where it is undated) the first
 * by lb_areas_is_before, which is of the worst category; SIZE_MAX: none. LB_E_MEMORY. */
lb_status lb_named_areas_find(const lb_named_areas *named, const char *name, bool dated,
                              int64_t day, size_t *area);

#endif
