/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas that overlap, cut into parts that do not (port/geos/geos_partition). */
#ifndef LB_INPUT_AREAS_PARTITION_H
#define LB_INPUT_AREAS_PARTITION_H

#include <lagesbild/log.h>
#include "port/geos/geos_partition.h"

typedef struct lb_partition_input {
    const lb_shapes *shapes;
    const size_t *group; /* NULL, or [count]: equal for areas that need not be distinguished */
    int threads;
    lb_log *log;        /* notes beforehand what takes over half a minute; NULL: none */
    const char *source; /* of this */
} lb_partition_input;

/* Only areas that overlap others by more than 1e-6 square units are cut. Areas of one group that
 * overlap are united first, as cutting takes time by the square of how many overlap; the owner of
 * their union is one of them. LB_E_MEMORY; LB_E_INPUT with what GEOS said. */
lb_status lb_areas_partition(const lb_partition_input *input, lb_geos_parts *out, lb_error *err);

#endif
