/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overviews of sparse cells: each level has the populated cells alone, so that memory and time grow
 * with them and not with the grid. */
#ifndef LB_PORT_PYRAMID_H
#define LB_PORT_PYRAMID_H

#include <stdbool.h>
#include <stdint.h>
#include <lagesbild/status.h>

/* One level. A continuous cell is the mean of all valid base cells under it (not a mean of means,
 * which would favour lone cells); a class cell is the first valid one under it, from the north
 * west: classes are not averaged. */
typedef struct lb_level {
    int32_t ncol, nrow;
    size_t cells, bands;
    int64_t *cell;   /* [cells] row * ncol + col, ascending */
    double *sum;     /* [bands][cells] */
    uint32_t *count; /* [bands][cells] base cells in sum; 0: no data */
} lb_level;

/* The base: a copy of value[bands][cells]. LB_E_MEMORY. */
lb_status lb_level_base(lb_level shape, const int64_t *cell, const double *const *value,
                        lb_level *out);

/* Half as many rows and columns, rounded up. is_class[bands]. */
lb_status lb_level_halve(const lb_level *from, const bool *is_class, lb_level *out);

/* The value of a cell; NaN: no data. */
double lb_level_value(const lb_level *level, size_t band, size_t cell);

void lb_level_clear(lb_level *level);

#endif
