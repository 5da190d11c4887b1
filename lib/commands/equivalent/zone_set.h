/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The zones of `equivalent`: one a name, in Swedish order of names, with area and neighbours. */
#ifndef LB_COMMANDS_EQUIVALENT_ZONE_SET_H
#define LB_COMMANDS_EQUIVALENT_ZONE_SET_H

#include <lagesbild/equivalent.h>
#include "input/areas/areas.h"

/* Zones and who is whose neighbour: those of zone i are in neighbour, from first[i] up to, and
 * without, first[i + 1]. */
typedef struct lb_zone_set {
    const char *area_field; /* field with the areas, borrowed; NULL: they are on the ellipsoid */
    lb_areas source;        /* as read */
    lb_shapes shapes;       /* [count], parts of one name joined */
    const char **name;      /* [count], borrowed from source */
    double *area;           /* [count], m2 */
    double *perimeter;      /* [count], metres in the plane */
    size_t *first, *neighbour;
    double *shared;  /* of the graph */
    size_t repeated; /* features that joined an earlier one of their name */
} lb_zone_set;

void lb_zone_set_clear(lb_zone_set *zones);

/* Reads, joins, measures and finds neighbours; notes what was joined and who has no neighbour. */
lb_status lb_zone_set_read(const lb_equivalent_options *options, const char *crs, const lb_job *job,
                           lb_zone_set *out, lb_error *err);

lb_zone_graph lb_zone_set_graph(const lb_zone_set *zones);

#endif
