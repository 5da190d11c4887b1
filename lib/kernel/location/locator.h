/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By row of cells: stretches of columns with the areas in them, each with the edges that a ray
 * eastwards from a point there can meet, as runs of consecutive vertices (edge_runs.h), and whether
 * it meets those farther east an odd number of times.
 *
 * Cells come from the same exact arithmetic as covers do; where rounding could put an edge on the
 * wrong side of a corner, the cells on both sides are listed as boundary. A cell that no edge
 * enters is wholly in or out also for the points it owns on its west and south sides, because the
 * boundary rule moves points into the cell.
 *
 * Numbers have 32 bits, and what has more of anything is refused: most of the time of a question
 * goes into waiting for memory, one place after the other: the coarse raster, the entries of a
 * cell, the vertices of a run. */
#ifndef LB_KERNEL_LOCATION_LOCATOR_H
#define LB_KERNEL_LOCATION_LOCATOR_H

#include <lagesbild/shapes.h>
#include "kernel/geometry/exact_grid.h"
#include "kernel/location/coarse_locator.h"

/* Columns from col to that of the next stretch have entries [first, next first). */
struct stretch {
    int32_t col;
    uint32_t first;
};

/* An area of a stretch with a chain of its edges there, perhaps of none. `edges` is their number
 * times LB_ENTRY_FLAGS, and flags. */
struct entry {
    uint32_t area, vertex, edges;
};

/* ODD: in the first entry of an area, a ray meets its edges farther east an odd number of times.
 * BEGIN, END: from the first, the last vertex the ring goes on east of the cell, and a ray meets it
 * there once more where that vertex is above the point. SAME: instead of own edges it has those of
 * the area before, a border that both share. */
enum {
    LB_ENTRY_ODD = 1,
    LB_ENTRY_MORE = 2, /* the next entry has more edges of this area */
    LB_ENTRY_LAST = 4, /* of the stretch */
    LB_ENTRY_BEGIN = 8,
    LB_ENTRY_END = 16,
    LB_ENTRY_SAME = 32,
    LB_ENTRY_FLAGS = 64
};

/* The area has all of the cell and shares it with none. */
enum { LB_ENTRY_WHOLE = LB_ENTRY_ODD | LB_ENTRY_LAST };

struct lb_locator {
    const lb_shapes *shapes; /* borrowed */
    lb_exact_grid lattice;   /* of cells over the window of the shapes */
    size_t *row; /* [rows + 1]: the first stretch of each; a row's last one has no entries */
    struct stretch *stretch;
    size_t n_stretches;
    struct entry *entry;
    size_t n_entries;
    lb_coarse_locator coarse; /* of the stretches: most points need no more */
};

/* Where a coarse cell is a cell of the lattice, the number of its first entry stands for "mixed".
 */
#define LB_LOCATOR_ENTRY UINT32_C(0x80000000)

#endif
