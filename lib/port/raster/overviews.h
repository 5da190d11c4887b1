/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overviews of sparse cells: each level has the populated cells alone, so that memory and time grow
 * with them and not with the grid. */
#ifndef LB_PORT_RASTER_OVERVIEWS_H
#define LB_PORT_RASTER_OVERVIEWS_H

#include <stdbool.h>
#include <stdint.h>
#include <lagesbild/status.h>

/* One level. A continuous cell is the mean of all valid base cells under it (not a mean of means,
 * which would favour lone cells); a class cell is the first valid one under it, from the north
 * west: classes are not averaged. */
typedef struct lb_overview {
    int32_t ncol, nrow;
    size_t cells, bands;
    const int64_t *cell;        /* [cells] row * ncol + col, ascending */
    const double *const *value; /* base only: [bands], arrays of values, NaN: no data; else NULL */
    const size_t *place;        /* base only: [cells] cell i has value[band][place[i]]; NULL: [i] */
    double *sum;                /* overviews only: [bands][cells] */
    uint32_t *count;            /* overviews only: [bands][cells] base cells in sum; 0: no data */
} lb_overview;

/* Half as many rows and columns, rounded up. is_class[bands]. LB_E_MEMORY. */
lb_status lb_overview_halve(const lb_overview *from, const bool *is_class, lb_overview *out);

/* The value of a cell; NaN: no data. */
double lb_overview_value(const lb_overview *level, size_t band, size_t cell);

/* Frees what lb_overview_halve has made: not for the base, which borrows all it has. */
void lb_overview_clear(lb_overview *level);

#endif
