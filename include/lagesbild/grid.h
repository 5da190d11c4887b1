/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grids and squares: arithmetic only.
 *
 * A grid is a window of equal cells in a projected CRS, row 0 in the north, as a raster has it.
 * A square is one cell of a lattice whose corners are multiples of its size, named by its
 * south-west corner, as SCB has it. */
#ifndef LAGESBILD_GRID_H
#define LAGESBILD_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

/* min > max: empty. In the units of the CRS (metres). */
typedef struct lb_box {
    double xmin, ymin, xmax, ymax;
} lb_box;

LB_API lb_box lb_box_empty(void);
LB_API bool lb_box_is_empty(lb_box box);
LB_API lb_box lb_box_add(lb_box box, double x, double y);
LB_API lb_box lb_box_union(lb_box a, lb_box b);
LB_API bool lb_box_intersects(lb_box a, lb_box b); /* closed boxes: touching counts */

/* Rows run from north to south, columns from west to east; cell (row, col) is number row * ncol +
 * col. */
typedef struct lb_grid {
    double x0, y0;      /* the north-west corner, metres */
    double dx, dy;      /* cell size, both > 0, metres */
    int32_t ncol, nrow; /* both >= 0 */
} lb_grid;

/* The smallest grid of the lattice of `cell` metres through (0, 0) that covers box; empty box:
 * an empty grid. LB_E_INPUT: more than 2^31 - 1 rows or columns, or not finite. */
LB_API lb_status lb_grid_around(lb_box box, double cell, lb_grid *out);

/* The window of the grid, metres. */
LB_API lb_box lb_grid_box(const lb_grid *grid);

/* The cell that holds the point; a cell owns its west and south edges, so that each point of the
 * plane is in one cell. False: outside the grid. */
LB_API bool lb_grid_cell_at(const lb_grid *grid, double x, double y, int32_t *row, int32_t *col);

/* The corners of one cell, metres. */
LB_API lb_box lb_grid_cell_box(const lb_grid *grid, int32_t row, int32_t col);

/* Are the cells of the two grids cells of one lattice (to a millionth of a cell)? */
LB_API bool lb_grid_aligned(const lb_grid *a, const lb_grid *b);

/* A delivered square: size and south-west corner, whole metres. */
typedef struct lb_square {
    int32_t size, e, n;
} lb_square;

/* North to south, then west to east, then large to small: the order of all outputs. */
LB_API int lb_square_compare(const lb_square *a, const lb_square *b);

/* The numbers of n squares in the order of lb_square_compare, equal squares by number; freed by
 * free(). NULL: out of memory. */
LB_API size_t *lb_square_order(const lb_square *square, size_t n);

enum { LB_SQUARE_SIZE_MAX = 100000 }; /* metres */

enum { LB_SQUARE_ID_SIZE = 40 };

/* SCB's id: six digits of easting and seven of northing of the south-west corner. */
LB_API void lb_square_id(lb_square square, char id[LB_SQUARE_ID_SIZE]);

/* Why an id is refused. */
typedef enum lb_id_fault {
    LB_ID_OK,
    LB_ID_LENGTH,      /* not 13 digits */
    LB_ID_RT90,        /* 14 digits: the old RT90 ids, X and Y of 7 digits each */
    LB_ID_NOT_DIGITS,  /* neither 13 digits nor an INSPIRE id */
    LB_ID_CRS,         /* an INSPIRE id of another CRS, as CRS3035 */
    LB_ID_OFF_LATTICE, /* the corner is not a multiple of the size */
    LB_ID_SWAPPED,     /* northing before easting */
    LB_ID_RANGE        /* outside Sweden; of other CRS, nowhere on earth */
} lb_id_fault;

/* EPSG codes of the CRS in which statistical offices have their squares. */
enum {
    LB_EPSG_SWEREF99_TM = 3006,
    LB_EPSG_ETRS89_LAEA = 3035,
    LB_EPSG_ETRS_TM35FIN = 3067,
    LB_EPSG_ETRS89_UTM33 = 25833,
    LB_EPSG_RD_NEW = 28992
};

/* Reads an id of SWEREF 99 TM in either form. size: of the square, 0 when not known (an INSPIRE id
 * carries it; 13 digits then leave square->size 0 and are not tested against a lattice). *square is
 * written only when the fault is LB_ID_OK or LB_ID_OFF_LATTICE. */
LB_API lb_id_fault lb_square_parse(const char *text, size_t length, int32_t size,
                                   lb_square *square);

/* The same for squares of the CRS with that EPSG code (0: a CRS without one), in the forms of
 * docs/methods.md, Squares: lb_square_id, INSPIRE, Eurostat, and those of the statistical offices
 * of Norway, Finland, the Netherlands and Germany. */
LB_API lb_id_fault lb_square_parse_epsg(const char *text, size_t length, int32_t size, int32_t epsg,
                                        lb_square *square);

/* A sentence fragment that says what was wrong and what was expected; a static string. */
LB_API const char *lb_id_fault_text(lb_id_fault fault);

/* The same of a zero-ended id that was read as one of EPSG:epsg, with what the id itself says. */
LB_API void lb_square_id_explain(const char *id, lb_id_fault fault, int32_t epsg, char *text,
                                 size_t size);

/* The size in metres that the name of a column of ids ends in ("ssbid250m", "gitter_id_1km"); 0:
 * none. */
LB_API int32_t lb_square_size_of_name(const char *column);

#endif
