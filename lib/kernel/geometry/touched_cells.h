/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells that areas touch, each once: which cells of a raster must be read. */
#ifndef LB_KERNEL_GEOMETRY_TOUCHED_CELLS_H
#define LB_KERNEL_GEOMETRY_TOUCHED_CELLS_H

#include <lagesbild/cover.h>

/* A cover of one area: every cell that some area of `cover` touches, with fraction 1, as spans that
 * are apart from each other. Memory grows with the spans of `cover`. LB_E_MEMORY. The caller clears
 * *out. */
lb_status lb_touched_cells_make(const lb_cover *cover, int threads, lb_cover *out);

/* The first span of such a cover that ends east of `col` in `row`, or that lies further south; the
 * number of spans: none. */
size_t lb_touched_cells_find(const lb_cover *touched, int32_t row, int32_t col);

/* How many cells it has. */
int64_t lb_touched_cells_count(const lb_cover *touched);

#endif
