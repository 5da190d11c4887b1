/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cell spans of one area as the bytes of a cover file (docs/formats.md, Cover file). Cells are
 * counted row by row from the north-west corner. A span is the number of cells since the end of the
 * span before it, doubled, plus 1 where its cells are wholly inside; its number of cells; and
 * unless they are wholly inside their fraction, a float64, little-endian. Numbers have 7 bits a
 * byte, the lowest first, with the highest bit set in all bytes but the last (LEB128): most spans
 * follow the one before, so that two bytes stand for twelve of row, column and length. */
#ifndef LB_PORT_SQLITE_COVER_SPANS_H
#define LB_PORT_SQLITE_COVER_SPANS_H

#include <stdbool.h>
#include <stddef.h>

#include <lagesbild/cover.h>

/* Bytes of the shortest and the longest span. */
enum { LB_CELL_SPAN_LEAST_BYTES = 2, LB_CELL_SPAN_MOST_BYTES = 9 + 5 + 8 };

/* Spans inside the grid, ascending, without overlap; out: [n * LB_CELL_SPAN_MOST_BYTES]. Returns
 * how many bytes there are. */
size_t lb_cell_spans_to_bytes(const lb_cell_span *span, size_t n, const lb_grid *grid,
                              unsigned char *out);

/* false: the bytes are not what lb_cell_spans_to_bytes gives for any spans of `grid`: they may be
 * of another program. out: [size / LB_CELL_SPAN_LEAST_BYTES], count: how many there are. */
bool lb_cell_spans_from_bytes(const unsigned char *bytes, size_t size, const lb_grid *grid,
                              lb_cell_span *out, size_t *count);

#endif
