/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts the edges of one feature at the sides of cells (docs/methods.md, Coverage; edge_coverage.h
 * has the principle).
 *
 * An edge is followed row by row, and within a row cell by cell, always from its northern end: two
 * neighbours that share the edge in opposite directions cut it at the same points, so that the
 * parts they add cancel exactly. Only the cut points are rounded; heights and areas are integers
 * modulo 2^64 and 2^128. Time is linear in the cells that edges cross; sorting them is n log n,
 * nearly n for outlines. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kernel/geometry/edge_coverage.h"

/* A vertex as cell and offset on both axes, in units of the lattice. */
typedef struct exact_point {
    lb_exact_coord x, y;
} exact_point;

/* An edge, north end first, so that both neighbours of a boundary cut it at the same points. */
typedef struct directed_edge {
    exact_point from, to;
    int sign;      /* +1: the ring runs it southwards */
    double dx, dy; /* units, to - from; dy > 0 */
} directed_edge;

/* The part of an edge in one row: from west to east, y in units below the row's north side. */
typedef struct row_slice {
    lb_exact_coord west, east;
    int64_t west_y, east_y;
} row_slice;

void lb_edge_coverage_clear(lb_edge_coverage *crossings)
{
    free(crossings->crossing);
    free(crossings->spare);
    *crossings = (lb_edge_coverage){.lattice = crossings->lattice, .touch = crossings->touch};
}

/* Sorting --------------------------------------------------------------------------------------
 */

/* Crossings sorted by insertion before runs are merged; more than FEW_CROSSINGS are sorted digit by
 * digit, and MANY_CROSSINGS before there are more. */
enum { INSERTION_RUN = 12, FEW_CROSSINGS = 256, DIGIT_BITS = 11, MANY_CROSSINGS = 1 << 18 };

/* Fast on runs that are nearly in order, as outlines are. */
static void insertion_sort(lb_cell_crossing *crossing, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        lb_cell_crossing moving = crossing[i];
        size_t j = i;
        for (; j > 0 && crossing[j - 1].key > moving.key; j--)
            crossing[j] = crossing[j - 1];
        crossing[j] = moving;
    }
}

/* Merges two sorted runs into out; stable. */
static void merge_crossings(const lb_cell_crossing *a, size_t na, const lb_cell_crossing *b,
                            size_t nb, lb_cell_crossing *out)
{
    while (na > 0 && nb > 0) {
        if (b->key < a->key) {
            *out++ = *b++;
            nb--;
        } else {
            *out++ = *a++;
            na--;
        }
    }
    memcpy(out, a, na * sizeof *a);
    memcpy(out + na, b, nb * sizeof *b);
}

static void swap_spare(lb_edge_coverage *crossings)
{
    lb_cell_crossing *sorted = crossings->spare;
    crossings->spare = crossings->crossing;
    crossings->crossing = sorted;
}

/* Merge sort by key: runs of twelve by insertion, then merged in pairs between the two arrays. */
static void merge_sort(lb_edge_coverage *crossings)
{
    size_t n = crossings->count;
    for (size_t i = 0; i < n; i += INSERTION_RUN)
        insertion_sort(crossings->crossing + i, n - i < INSERTION_RUN ? n - i : INSERTION_RUN);
    for (size_t width = INSERTION_RUN; width < n; width *= 2) {
        for (size_t i = 0; i < n; i += 2 * width) {
            size_t na = n - i < width ? n - i : width;
            size_t nb = n - i - na < width ? n - i - na : width;
            merge_crossings(crossings->crossing + i, na, crossings->crossing + i + na, nb,
                            crossings->spare + i);
        }
        swap_spare(crossings);
    }
}

/* Rows and columns as one number without gaps between the bits. */
typedef struct dense_key {
    uint64_t row0, col0; /* the least */
    int col_bits, bits;
} dense_key;

static int count_bits(uint64_t v)
{
    int bits = 0;
    while (v >> bits)
        bits++;
    return bits;
}

static dense_key find_dense_key(const lb_cell_crossing *crossing, size_t n)
{
    uint64_t row0 = UINT64_MAX, row1 = 0, col0 = UINT64_MAX, col1 = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t row = crossing[i].key >> 32, col = crossing[i].key & 0xFFFFFFFF;
        row0 = row < row0 ? row : row0;
        row1 = row > row1 ? row : row1;
        col0 = col < col0 ? col : col0;
        col1 = col > col1 ? col : col1;
    }
    int col_bits = count_bits(col1 - col0);
    return (dense_key){row0, col0, col_bits, col_bits + count_bits(row1 - row0)};
}

static inline uint64_t dense_value(const dense_key *d, uint64_t key)
{
    return ((key >> 32) - d->row0) << d->col_bits | ((key & 0xFFFFFFFF) - d->col0);
}

/* The crossings by `digit_bits` bits of their dense keys, from bit `shift` on; stable. */
static void sort_by_digit(lb_edge_coverage *crossings, dense_key d, int shift, int digit_bits)
{
    size_t first[1 << DIGIT_BITS] = {0}, mask = ((size_t)1 << digit_bits) - 1, at = 0;
    const lb_cell_crossing *end = crossings->crossing + crossings->count;
    for (const lb_cell_crossing *c = crossings->crossing; c < end; c++)
        first[dense_value(&d, c->key) >> shift & mask]++;
    for (size_t k = 0; k <= mask; k++) {
        size_t n = first[k];
        first[k] = at;
        at += n;
    }
    for (const lb_cell_crossing *c = crossings->crossing; c < end; c++)
        crossings->spare[first[dense_value(&d, c->key) >> shift & mask]++] = *c;
    swap_spare(crossings);
}

/* By key (row, column). */
static void sort_crossings(lb_edge_coverage *crossings)
{
    if (crossings->count <= FEW_CROSSINGS) {
        merge_sort(crossings);
        return;
    }
    dense_key d = find_dense_key(crossings->crossing, crossings->count);
    int digits = (d.bits + DIGIT_BITS - 1) / DIGIT_BITS;
    int digit_bits = digits > 0 ? (d.bits + digits - 1) / digits : 0;
    for (int k = 0; k < digits; k++)
        sort_by_digit(crossings, d, k * digit_bits, digit_bits);
}

/* Sums the crossings of each cell into one. */
static void merge_equal_keys(lb_edge_coverage *crossings)
{
    size_t kept = 0;
    for (size_t i = 0; i < crossings->count; i++) {
        lb_cell_crossing next = crossings->crossing[i];
        if (kept > 0 && crossings->crossing[kept - 1].key == next.key) {
            crossings->crossing[kept - 1].height += next.height;
            crossings->crossing[kept - 1].area2 += next.area2;
        } else {
            crossings->crossing[kept++] = next;
        }
    }
    crossings->count = kept;
}

/* Cutting --------------------------------------------------------------------------------------
 */

/* Doubles the list of crossings and the array used for sorting it. A long list is sorted first and
 * those of one cell added up, which may be room enough: so memory grows with cells, also where very
 * many edges cross each. */
static bool grow_crossings(lb_edge_coverage *crossings)
{
    if (crossings->count >= MANY_CROSSINGS) {
        sort_crossings(crossings);
        merge_equal_keys(crossings);
        if (crossings->count <= crossings->capacity / 2)
            return true;
    }
    size_t spare = crossings->capacity, need = crossings->capacity + 128;
    bool good = lb_array_reserve(&crossings->spare, &spare, need, sizeof *crossings->spare) &&
                lb_array_reserve(&crossings->crossing, &crossings->capacity, need,
                                 sizeof *crossings->crossing);
    crossings->failed |= !good;
    return good;
}

/* Adds a piece of an edge in cell (row, col): `height` units southward, and in_sum, the sum of the
 * distances of its two ends from the cell's west side. Consecutive pieces in one cell become one
 * crossing. */
static void add_crossing(lb_edge_coverage *crossings, int64_t row, int64_t col, int64_t height,
                         int64_t in_sum)
{
    uint64_t key = (uint64_t)row << 32 | (uint64_t)col;
    lb_uwide width2 = (lb_uwide)(2 * crossings->lattice->x.step - in_sum);
    lb_uwide area2 = (lb_uwide)height * width2; /* a negative height wraps, as the sum does */
    if (height == 0 && !crossings->touch)
        return;
    if (crossings->count > 0 && crossings->crossing[crossings->count - 1].key == key) {
        crossings->crossing[crossings->count - 1].height += (uint64_t)height;
        crossings->crossing[crossings->count - 1].area2 += area2;
        return;
    }
    if (crossings->count == crossings->capacity && !grow_crossings(crossings))
        return;
    crossings->crossing[crossings->count++] = (lb_cell_crossing){area2, key, (uint64_t)height};
}

/* Units from `from` to the place `offset` units into cell `cell`. */
static lb_wide units_between(const lb_exact_axis *axis, lb_exact_coord from, int64_t cell,
                             int64_t offset)
{
    return (lb_wide)(cell - from.cell) * axis->step + offset - from.offset;
}

/* y, in units below the row's north side, where the edge meets the west side of column col. Rounded
 * by a few 2^-53 of the edge's length, and clamped to the slice. */
static int64_t cut_column(const lb_exact_grid *lattice, const directed_edge *e, row_slice s,
                          int64_t row, int64_t col)
{
    double run = lb_wide_to_double(units_between(&lattice->x, e->from.x, col, 0));
    lb_wide y =
        lb_wide_from_double(run * e->dy / e->dx) - units_between(&lattice->y, e->from.y, row, 0);
    int64_t low = s.west_y < s.east_y ? s.west_y : s.east_y;
    int64_t high = s.west_y < s.east_y ? s.east_y : s.west_y;
    return y < low ? low : y > high ? high : (int64_t)y;
}

/* The piece of an edge within one row of cells, from west to east, cut at each column: its
 * height and the offsets of its ends go to the cell (docs/methods.md, Coverage). What lies west
 * of the grid counts on the grid's west side, what lies east of it adds nothing. */
static void add_slice(lb_edge_coverage *crossings, const directed_edge *e, int64_t row, row_slice s)
{
    const lb_exact_axis *axis = &crossings->lattice->x;
    int64_t sign = s.east_y >= s.west_y ? e->sign : -e->sign, y = s.west_y;
    lb_exact_coord west = s.west;
    if (west.cell >= axis->count)
        return;
    if (west.cell < 0) {
        bool all = s.east.cell < 0;
        int64_t next = all ? s.east_y : cut_column(crossings->lattice, e, s, row, 0);
        add_crossing(crossings, row, 0, sign * (next - y), 0);
        if (all)
            return;
        west = (lb_exact_coord){0, 0};
        y = next;
    }
    for (; west.cell < s.east.cell && west.cell < axis->count; west.cell++, west.offset = 0) {
        int64_t next = cut_column(crossings->lattice, e, s, row, west.cell + 1);
        add_crossing(crossings, row, west.cell, sign * (next - y), west.offset + axis->step);
        y = next;
    }
    if (west.cell < axis->count)
        add_crossing(crossings, row, west.cell, sign * (s.east_y - y), west.offset + s.east.offset);
}

/* The coordinate `units` east (or south) of the side of cell `base`. */
static lb_exact_coord coord_from(const lb_exact_axis *axis, int64_t base, lb_wide units)
{
    lb_exact_coord coord = lb_exact_axis_split_units(axis, units);
    coord.cell += base;
    return coord;
}

/* x where the edge meets the north side of a row, clamped between its ends. */
static lb_exact_coord cut_row(const lb_exact_grid *lattice, const directed_edge *e, int64_t row)
{
    double fall = lb_wide_to_double(units_between(&lattice->y, e->from.y, row, 0));
    lb_wide end = units_between(&lattice->x, e->from.x, e->to.x.cell, e->to.x.offset);
    lb_wide x = lb_wide_from_double(fall * e->dx / e->dy);
    lb_wide low = end < 0 ? end : 0, high = end < 0 ? 0 : end;
    x = x < low ? low : x > high ? high : x;
    return coord_from(&lattice->x, e->from.x.cell, e->from.x.offset + x);
}

/* Where an edge meets a row's north side so near a corner that rounding may have put it on the
 * wrong side, the cells round the corner are listed too, with no area. For the locator, which must
 * test points in all cells that the boundary might enter. */
static void touch_corner(lb_edge_coverage *crossings, const directed_edge *e, int64_t row,
                         lb_exact_coord at)
{
    const lb_exact_axis *axis = &crossings->lattice->x;
    lb_wide doubt = 4 + lb_wide_from_double(fabs(e->dx) * 0x1p-50);
    int64_t west = coord_from(axis, at.cell, at.offset - doubt).cell;
    int64_t east = coord_from(axis, at.cell, at.offset + doubt).cell;
    if (west == east)
        return;
    for (int64_t r = row - 1; r <= row; r++)
        for (int64_t c = west; c <= east; c++)
            if (r >= 0 && r < crossings->lattice->y.count && c >= 0 && c < axis->count)
                add_crossing(crossings, r, c, 0, 0);
}

/* East of (or south of) b. */
static bool is_after(lb_exact_coord a, lb_exact_coord b)
{
    return a.cell != b.cell ? a.cell > b.cell : a.offset > b.offset;
}

/* The slice of an edge between two cuts, turned to run east. */
static row_slice slice_between(lb_exact_coord from, int64_t from_y, lb_exact_coord to, int64_t to_y)
{
    return is_after(from, to) ? (row_slice){to, from, to_y, from_y}
                              : (row_slice){from, to, from_y, to_y};
}

/* Follows an edge from north to south through the rows of the grid, from the first row when it
 * begins above. */
static void add_rows(lb_edge_coverage *crossings, directed_edge *e)
{
    const lb_exact_grid *lattice = crossings->lattice;
    /* The south end owns nothing of the row it begins. */
    int64_t end = e->to.y.cell - (e->to.y.offset == 0);
    bool above = e->from.y.cell < 0;
    int64_t row = above ? 0 : e->from.y.cell, y = above ? 0 : e->from.y.offset;
    e->dx = lb_wide_to_double(units_between(&lattice->x, e->from.x, e->to.x.cell, e->to.x.offset));
    e->dy = lb_wide_to_double(units_between(&lattice->y, e->from.y, e->to.y.cell, e->to.y.offset));
    lb_exact_coord x = above ? cut_row(lattice, e, 0) : e->from.x;
    for (; row <= end && row < lattice->y.count; row++, y = 0) {
        bool ends = row == end;
        lb_exact_coord next = ends ? e->to.x : cut_row(lattice, e, row + 1);
        int64_t next_y = ends && e->to.y.offset ? e->to.y.offset : lattice->y.step;
        add_slice(crossings, e, row, slice_between(x, y, next, next_y));
        if (crossings->touch && !ends)
            touch_corner(crossings, e, row + 1, next);
        x = next;
    }
}

static bool same_coord(lb_exact_coord a, lb_exact_coord b)
{
    return a.cell == b.cell && a.offset == b.offset;
}

/* Only edges within one cell of the grid take the fast way. */
static bool is_in_grid(const lb_exact_grid *lattice, exact_point s)
{
    return s.x.cell >= 0 && s.x.cell < lattice->x.count && s.y.cell >= 0 &&
           s.y.cell < lattice->y.count;
}

/* Adds edge a b in its direction along the ring. Edges within one cell, which most are on coarse
 * grids, need no cutting; level edges, and edges wholly north, south or east of the grid, add
 * nothing. */
static void add_edge(lb_edge_coverage *crossings, exact_point a, exact_point b)
{
    const lb_exact_grid *lattice = crossings->lattice;
    if (a.x.cell == b.x.cell && a.y.cell == b.y.cell && is_in_grid(lattice, a)) {
        add_crossing(crossings, a.y.cell, a.x.cell, b.y.offset - a.y.offset,
                     a.x.offset + b.x.offset);
        return;
    }
    bool up = is_after(a.y, b.y);
    directed_edge e = {.from = up ? b : a, .to = up ? a : b, .sign = up ? -1 : 1};
    if (same_coord(a.y, b.y) || e.to.y.cell < 0 || e.from.y.cell >= lattice->y.count ||
        (a.x.cell >= lattice->x.count && b.x.cell >= lattice->x.count))
        return;
    add_rows(crossings, &e);
}

/* Outside the grid on this axis; its far side is still inside. */
static bool is_beyond(const lb_exact_axis *axis, lb_exact_coord coord)
{
    return coord.cell < 0 || coord.cell > axis->count ||
           (coord.cell == axis->count && coord.offset > 0);
}

/* A vertex in units; false when it cannot be placed. Notes whether the feature leaves the grid. */
static bool read_point(lb_edge_coverage *crossings, const double *xy, exact_point *out)
{
    const lb_exact_grid *lattice = crossings->lattice;
    if (!lb_exact_axis_in_range(&lattice->x, xy[0]) || !lb_exact_axis_in_range(&lattice->y, xy[1]))
        return false;
    *out = (exact_point){lb_exact_axis_coord(&lattice->x, xy[0]),
                         lb_exact_axis_coord(&lattice->y, xy[1])};
    crossings->outside |= is_beyond(&lattice->x, out->x) || is_beyond(&lattice->y, out->y);
    return true;
}

bool lb_edge_coverage_line(lb_edge_coverage *crossings, const double *xy, size_t n)
{
    exact_point previous, next;
    if (n > 0 && !read_point(crossings, xy, &previous))
        return false;
    for (size_t i = 1; i < n; i++, previous = next) {
        if (!read_point(crossings, xy + 2 * i, &next))
            return false;
        add_edge(crossings, previous, next);
    }
    return true;
}

void lb_edge_coverage_begin(lb_edge_coverage *crossings)
{
    crossings->count = 0;
    crossings->outside = false;
}

lb_status lb_edge_coverage_finish(lb_edge_coverage *crossings)
{
    if (crossings->failed)
        return LB_E_MEMORY;
    sort_crossings(crossings);
    merge_equal_keys(crossings);
    return LB_OK;
}

/* Crossings of all rings of one feature, sorted by cell, those of one cell added up: sums of
 * whole numbers, free of the order of edges. */
lb_status lb_edge_coverage_feature(lb_edge_coverage *crossings, const lb_shapes *shapes,
                                   size_t feature)
{
    size_t first = shapes->ring[shapes->part[feature]];
    size_t end = shapes->ring[shapes->part[feature + 1]];
    lb_edge_coverage_begin(crossings);
    for (size_t r = first; r < end; r++) {
        size_t start = shapes->vertex[r];
        if (!lb_edge_coverage_line(crossings, shapes->xy + 2 * start,
                                   shapes->vertex[r + 1] - start))
            return LB_E_INPUT;
    }
    return lb_edge_coverage_finish(crossings);
}
