/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/locate.h>
#include "kernel/geometry/locator.h"
#include "kernel/geometry/point_in_polygon.h"

/* Where the area's edges in the row begin, and next to it where they end; NULL: it has none. */
static const uint32_t *edges_of(const lb_locator *l, size_t area, int32_t row)
{
    const struct band *band = &l->edges.band[area];
    if (row < band->row || row >= band->row + band->rows)
        return NULL;
    return l->edges.start + band->start + (row - band->row);
}

static const double *vertex_of(const lb_locator *l, size_t edge)
{
    return l->shapes->xy + 2 * (size_t)l->edges.edge[edge];
}

static bool is_inside(const lb_locator *l, size_t area, int32_t row, const double p[2])
{
    const uint32_t *start = edges_of(l, area, row);
    bool inside = false;
    for (size_t i = start ? start[0] : 0; start && i < start[1]; i++) {
        const double *edge = vertex_of(l, i);
        inside ^= lb_polygon_ray_meets(edge, edge + 2, p);
    }
    return inside;
}

/* The last stretch of the row that begins at or before col; SIZE_MAX: none, or nothing there. */
static size_t stretch_at(const lb_locator *l, int32_t row, int32_t col)
{
    size_t low = l->row[row], high = l->row[row + 1], first = low;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->stretch[middle].col <= col)
            low = middle + 1;
        else
            high = middle;
    }
    return low == first || low == l->row[row + 1] ? SIZE_MAX : low - 1;
}

/* The cell where floating point leaves no doubt of it: on the axis, and farther from the cell's
 * sides than three roundings can be. */
static bool is_sure(const lb_axis *axis, double v, int32_t *cell)
{
    double near = (v - axis->start) * axis->forth;
    if (!(near > axis->blur && near < axis->count))
        return false;
    *cell = (int32_t)near;
    double in = near - *cell;
    return in > axis->blur && in < 1 - axis->blur;
}

/* The cell that owns the point: with its west and south sides. */
static bool cell_of(const lb_lattice *lattice, const double p[2], int32_t *row, int32_t *col)
{
    if (is_sure(&lattice->x, p[0], col) && is_sure(&lattice->y, p[1], row))
        return true;
    if (!lb_axis_can_place(&lattice->x, p[0]) || !lb_axis_can_place(&lattice->y, p[1]))
        return false;
    lb_place x = lb_axis_place(&lattice->x, p[0]), y = lb_axis_place(&lattice->y, p[1]);
    y.cell -= y.in == 0;
    if (x.cell < 0 || x.cell >= lattice->x.count || y.cell < 0 || y.cell >= lattice->y.count)
        return false;
    *row = (int32_t)y.cell;
    *col = (int32_t)x.cell;
    return true;
}

/* The stretch that tells of the cell with that code of the shortcut; SIZE_MAX: nothing there. */
static size_t stretch_of(const lb_locator *l, uint32_t code, int32_t row, int32_t col)
{
    return code == LB_SHORTCUT_MIXED ? stretch_at(l, row, col) : code & ~STRETCH;
}

/* A question whose answer is some steps away, each at a place in memory that the step before
 * gives. */
typedef struct trail {
    int32_t row, col;
    uint32_t code;   /* the shortcut's */
    size_t at;       /* the stretch, SIZE_MAX: the shortcut answers */
    size_t from, to; /* entries that need edges, at most two of them */
} trail;

/* Where the trail begins. False: in no cell. */
static bool take_cell(const lb_locator *l, const double p[2], trail *t)
{
    *t = (trail){.code = LB_SHORTCUT_NONE, .at = SIZE_MAX};
    return cell_of(&l->lattice, p, &t->row, &t->col);
}

static void take_stretch(const lb_locator *l, trail *t)
{
    t->code = lb_shortcut_at(&l->shortcut, t->row, t->col);
    if (t->code & STRETCH)
        t->at = stretch_of(l, t->code, t->row, t->col);
}

static size_t answer(const lb_locator *l, const double p[2], const trail *t, size_t *area,
                     size_t max)
{
    size_t found = 0;
    if (t->at == SIZE_MAX) {
        bool one = t->code != LB_SHORTCUT_NONE && !(t->code & STRETCH);
        if (one && max > 0)
            area[0] = t->code - 1;
        return one;
    }
    for (size_t i = l->stretch[t->at].first; i < l->stretch[t->at + 1].first; i++) {
        size_t candidate = l->entry[i] / 2;
        if (l->entry[i] % 2 == 1 && !is_inside(l, candidate, t->row, p))
            continue;
        if (found < max)
            area[found] = candidate;
        found++;
    }
    return found;
}

size_t lb_locator_find(const lb_locator *locator, double x, double y, size_t *area, size_t max)
{
    const double p[2] = {x, y};
    trail t;
    if (take_cell(locator, p, &t))
        take_stretch(locator, &t);
    return answer(locator, p, &t, area, max);
}

/* Many at once -------------------------------------------------------------------------------
 * They take each step together, and each step fetches what the next one needs. */

enum { TOGETHER = 32, CANDIDATES = 2 };

/* A cell that is none is told by its row. */
static void look_at_cell(const lb_locator *l, const double p[2], trail *t)
{
    if (take_cell(l, p, t))
        __builtin_prefetch(lb_shortcut_cell(&l->shortcut, t->row, t->col));
    else
        t->row = -1;
}

static void look_at_stretch(const lb_locator *l, trail *t)
{
    if (t->row < 0)
        return;
    take_stretch(l, t);
    if (t->at != SIZE_MAX)
        __builtin_prefetch(&l->stretch[t->at]);
}

static void look_at_entries(const lb_locator *l, trail *t)
{
    t->from = t->to = 0;
    if (t->at == SIZE_MAX)
        return;
    t->from = l->stretch[t->at].first;
    t->to = l->stretch[t->at + 1].first;
    t->to = t->to < t->from + CANDIDATES ? t->to : t->from + CANDIDATES;
    __builtin_prefetch(&l->entry[t->from]);
}

static void look_at_bands(const lb_locator *l, const trail *t)
{
    for (size_t i = t->from; i < t->to; i++)
        if (l->entry[i] % 2 == 1)
            __builtin_prefetch(&l->edges.band[l->entry[i] / 2]);
}

/* NULL: the entry's area needs no edges. */
static const uint32_t *start_of(const lb_locator *l, const trail *t, size_t i)
{
    return l->entry[i] % 2 == 1 ? edges_of(l, l->entry[i] / 2, t->row) : NULL;
}

static void look_at_starts(const lb_locator *l, const trail *t)
{
    for (size_t i = t->from; i < t->to; i++) {
        const uint32_t *start = start_of(l, t, i);
        if (start)
            __builtin_prefetch(start);
    }
}

static void look_at_edges(const lb_locator *l, const trail *t)
{
    for (size_t i = t->from; i < t->to; i++) {
        const uint32_t *start = start_of(l, t, i);
        if (start)
            __builtin_prefetch(&l->edges.edge[start[0]]);
    }
}

static void look_at_vertices(const lb_locator *l, const trail *t)
{
    for (size_t i = t->from; i < t->to; i++) {
        const uint32_t *start = start_of(l, t, i);
        for (size_t k = start ? start[0] : 0; start && k < start[1]; k++)
            __builtin_prefetch(vertex_of(l, k));
    }
}

static void expect(const lb_locator *l, const double *xy, size_t n, trail *t)
{
    for (size_t i = 0; i < n; i++)
        look_at_cell(l, xy + 2 * i, &t[i]);
    for (size_t i = 0; i < n; i++)
        look_at_stretch(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        look_at_entries(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        look_at_bands(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        look_at_starts(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        look_at_edges(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        look_at_vertices(l, &t[i]);
}

void lb_locator_find_many(const lb_locator *locator, const double *xy, size_t n, size_t *found,
                          size_t *area, size_t max)
{
    trail t[TOGETHER];
    for (size_t from = 0; from < n; from += TOGETHER) {
        size_t most = n - from < TOGETHER ? n - from : TOGETHER;
        expect(locator, xy + 2 * from, most, t);
        for (size_t i = 0; i < most; i++)
            found[from + i] =
                answer(locator, xy + 2 * (from + i), &t[i], area + (from + i) * max, max);
    }
}
