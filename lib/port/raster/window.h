/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window of a raster, in cells: rows from the north, columns from the west. */
#ifndef LB_PORT_RASTER_WINDOW_H
#define LB_PORT_RASTER_WINDOW_H

#include <stdint.h>

typedef struct lb_window {
    int32_t row, col, nrow, ncol;
} lb_window;

#endif
