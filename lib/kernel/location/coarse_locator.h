/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A coarse raster in front of the exact locator, small enough for a core's cache: a coarse cell
 * that lies wholly in one area, or in none, answers a point with one look in memory; all others
 * (LB_COARSE_MIXED) are passed on. Exact, because only cells that are wholly one area are
 * answered. */
#ifndef LB_KERNEL_LOCATION_COARSE_LOCATOR_H
#define LB_KERNEL_LOCATION_COARSE_LOCATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lagesbild/status.h>

/* What a coarse cell holds: nothing, one area that it lies in wholly (its number + 1), or more than
 * that. */
enum { LB_COARSE_NONE = 0 };
#define LB_COARSE_MIXED UINT32_MAX

typedef struct lb_coarse_locator {
    int64_t rows, cols;  /* of the locator's lattice */
    int shift;           /* a coarse cell is 2^shift cells high and wide */
    int64_t coarse_cols; /* coarse cells a row */
    uint32_t *cell;      /* [coarse cells]: NONE, MIXED or area + 1, row by row */
    uint32_t *filled;    /* while it is built: lattice cells that the one area has so far */
} lb_coarse_locator;

/* Begins an empty raster of at most max_cells coarse cells. LB_E_MEMORY. */
lb_status lb_coarse_locator_begin(lb_coarse_locator *coarse, int64_t rows, int64_t cols,
                                  int64_t max_cells);
void lb_coarse_locator_clear(lb_coarse_locator *coarse);

/* Lattice cells [col, end) of a row have this code; each cell is added at most once. */
void lb_coarse_locator_add(lb_coarse_locator *coarse, int64_t row, int64_t col, int64_t end,
                           uint32_t code);

/* Rows of coarse cells: several threads may add cells, if of different ones. */
int64_t lb_coarse_locator_rows(const lb_coarse_locator *coarse);

/* All cells are added: coarse cells that are not filled by one area become MIXED. */
void lb_coarse_locator_end(lb_coarse_locator *coarse, int threads);

static inline const uint32_t *lb_coarse_locator_cell(const lb_coarse_locator *s, int64_t row,
                                                     int64_t col)
{
    return &s->cell[(row >> s->shift) * s->coarse_cols + (col >> s->shift)];
}

static inline uint32_t lb_coarse_locator_at(const lb_coarse_locator *s, int64_t row, int64_t col)
{
    return *lb_coarse_locator_cell(s, row, col);
}

#endif
