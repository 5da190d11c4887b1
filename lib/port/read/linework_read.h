/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines and rings of any OGR layer for drawing, in one CRS. Nothing is repaired. */
#ifndef LB_PORT_READ_LINEWORK_READ_H
#define LB_PORT_READ_LINEWORK_READ_H

#include <lagesbild/log.h>
#include "model/map/linework.h"

typedef struct lb_linework_options {
    const char *crs;        /* the CRS of the result */
    const char *assume_crs; /* --crs, for sources that declare none; NULL: not given */
    const char *label;      /* field of names; NULL: none */
    lb_log *log;
} lb_linework_options;

/* One feature a row, without lines where the row has none (points, no geometry). label:
 * [out->count] texts or NULL, freed by the caller one by one and as a whole; NULL without
 * options->label. LB_E_INPUT: no feature has lines; no such field (the nearest are named). LB_E_IO.
 */
lb_status lb_linework_read(const char *source, const lb_linework_options *options, lb_linework *out,
                           char ***label, lb_error *err);

#endif
