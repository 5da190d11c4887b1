/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An area moved over a lattice by whole cells, in eight orientations: where it would hold about as
 * many people (docs/methods.md, Placebo areas). Fractions of cells stay as they are. */
#ifndef LB_KERNEL_HOTSPOT_AREA_MOVES_H
#define LB_KERNEL_HOTSPOT_AREA_MOVES_H

#include <lagesbild/cover.h>
#include "kernel/hotspot/cell_rows.h"

/* Of more moves of an area these many are kept, evenly spread, its own place among them. */
enum { LB_ORIENTATIONS = 8, LB_MOVES_MAX = 50000 };

/* Kinds of cells that an area's people are in: urban ones, and those in municipalities of the class
 * that the area is in. */
enum { LB_MOVE_URBAN, LB_MOVE_MUNICIPALITY, LB_MOVE_SHARES };

/* The point (row, col) in cells, or (south, east) in metres, from the north-west corner goes to:
 * rows and columns swapped (orientation & 4), row counted from the other end (& 1), column likewise
 * (& 2); then `row` cells south and `col` cells east. The area's own place is {0, 0, 0}. */
typedef struct lb_move {
    int32_t row, col;
    uint8_t orientation;
    double people;                /* in the moved area */
    double index;                 /* mean of its people's; NaN: not asked for, or nobody has one */
    double share[LB_MOVE_SHARES]; /* of its people in cells of the kind; NaN: not asked for */
} lb_move;

/* A cell of an area. */
typedef struct lb_area_cell {
    int32_t row, col;
    double fraction;
} lb_area_cell;

/* The cell after the move. */
lb_area_cell lb_move_cell(const lb_move *move, lb_area_cell cell);

/* Where a point that lies in the moved area lies in the area: metres south and east. */
void lb_move_back(const lb_move *move, const lb_grid *grid, double *south, double *east);

typedef struct lb_moves_input {
    const lb_cell_rows *rows;
    const double *people;               /* [cells] >= 0 */
    const double *index;                /* [cells], NaN: none; NULL: not matched */
    const double *kind[LB_MOVE_SHARES]; /* [cells] 1 where the cell is of it, else 0; NULL: not
                                           matched */
    const lb_area_cell *cell;           /* [n] of the area */
    size_t n;
    double people_within; /* 0.2: people of the moved area differ by at most this share */
    double index_within;  /* 5 */
    double urban_within;  /* 0.1; of LB_MOVE_MUNICIPALITY at least half must be of it */
} lb_moves_input;

/* The moves wholly inside the grid that match, the area's own place among them, by orientation,
 * row, column; at most LB_MOVES_MAX; freed by free(). LB_E_MEMORY. Nobody lives in the area: none.
 */
lb_status lb_area_moves(const lb_moves_input *input, lb_move **move, size_t *moves);

#endif
