/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of cells as bytes: 20 a run, little-endian: row, column, length (32 bits each, signed) and
 * fraction (IEEE 754, 64 bits). */
#ifndef LB_PORT_SQLITE_COVER_ROWS_H
#define LB_PORT_SQLITE_COVER_ROWS_H

#include <lagesbild/cover.h>

enum { LB_CELL_SPAN_BYTES = 20 };

void lb_cell_spans_to_bytes(const lb_cell_span *span, size_t n, unsigned char *out);

/* false: they are not runs of `grid`, ascending, each of cells of its own. */
bool lb_cell_spans_from_bytes(const unsigned char *bytes, size_t n, const lb_grid *grid,
                              lb_cell_span *out);

#endif
