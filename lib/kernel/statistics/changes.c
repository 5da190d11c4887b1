/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fates of matched areas and counts of them by category, district and region (docs/methods.md,
 * Changes). */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/changes.h>

#include "base/array.h"

const char *const lb_change_kind_names[] = {[LB_CHANGE_SAME] = "same",
                                            [LB_CHANGE_RENAMED] = "renamed",
                                            [LB_CHANGE_SPLIT] = "split",
                                            [LB_CHANGE_MERGED] = "merged",
                                            [LB_CHANGE_NEW] = "new",
                                            [LB_CHANGE_GONE] = "gone",
                                            NULL};

static const double default_min_overlap = 0.5;

/* The work: who goes on as whom. */
typedef struct pairing {
    size_t n, m;
    size_t *after_of, *before_of;
    const lb_change_geometry *geometry;
    lb_change_overlap *overlap; /* those of one place, largest first */
    size_t overlaps;
} pairing;

void lb_changes_clear(lb_changes *changes)
{
    free(changes->item);
    *changes = (lb_changes){0};
}

static bool is_same_place(const lb_change_geometry *g, const lb_change_overlap *o)
{
    double min_overlap = g->min_overlap > 0 ? g->min_overlap : default_min_overlap;
    return o->area > 0 && o->area >= min_overlap * fmin(g->before[o->before], g->after[o->after]);
}

/* Largest first; equal ones in the order of the areas, so that nothing hangs on qsort. */
static int compare_overlaps(const void *x, const void *y)
{
    const lb_change_overlap *a = x, *b = y;
    LB_COMPARE(b->area, a->area);
    LB_COMPARE(a->before, b->before);
    return (a->after > b->after) - (a->after < b->after);
}

static lb_status collect_overlaps(pairing *p)
{
    const lb_change_geometry *g = p->geometry;
    size_t room = g ? g->overlaps : 0;
    p->overlap = malloc((room ? room : 1) * sizeof *p->overlap);
    if (!p->overlap)
        return LB_E_MEMORY;
    for (size_t i = 0; i < room; i++)
        if (is_same_place(g, &g->overlap[i]))
            p->overlap[p->overlaps++] = g->overlap[i];
    if (p->overlaps > 1)
        qsort(p->overlap, p->overlaps, sizeof *p->overlap, compare_overlaps);
    return LB_OK;
}

/* after_of holds the pairs by name, SIZE_MAX for none; before_of is its inverse. */
static lb_status pairing_init(pairing *p, const size_t *after_of)
{
    p->after_of = malloc((p->n ? p->n : 1) * sizeof *p->after_of);
    p->before_of = malloc((p->m ? p->m : 1) * sizeof *p->before_of);
    if (!p->after_of || !p->before_of || collect_overlaps(p) != LB_OK)
        return LB_E_MEMORY;
    for (size_t j = 0; j < p->m; j++)
        p->before_of[j] = SIZE_MAX;
    for (size_t i = 0; i < p->n; i++) {
        p->after_of[i] = after_of[i];
        if (after_of[i] != SIZE_MAX)
            p->before_of[after_of[i]] = i;
    }
    return LB_OK;
}

static void pairing_clear(pairing *p)
{
    free(p->after_of);
    free(p->before_of);
    free(p->overlap);
}

static void pair_by_overlap(pairing *p)
{
    for (size_t k = 0; k < p->overlaps; k++) {
        size_t i = p->overlap[k].before, j = p->overlap[k].after;
        if (p->after_of[i] == SIZE_MAX && p->before_of[j] == SIZE_MAX) {
            p->after_of[i] = j;
            p->before_of[j] = i;
        }
    }
}

/* The area of the other side that shares most with a left-over one, SIZE_MAX for none. */
static size_t largest_overlap_of(const pairing *p, size_t before, size_t after)
{
    for (size_t k = 0; k < p->overlaps; k++) {
        if (before != SIZE_MAX && p->overlap[k].before == before)
            return p->overlap[k].after;
        if (after != SIZE_MAX && p->overlap[k].after == after)
            return p->overlap[k].before;
    }
    return SIZE_MAX;
}

static double overlap_area(const lb_change_geometry *g, size_t before, size_t after)
{
    double area = 0;
    for (size_t k = 0; k < g->overlaps; k++)
        if (g->overlap[k].before == before && g->overlap[k].after == after)
            area += g->overlap[k].area;
    return area;
}

/* What the overlay of equal outlines leaves over is its rounding, not land. */
static double remaining_area(double area, double kept)
{
    return area - kept > 1e-9 * area ? area - kept : 0;
}

/* Square metres on the ellipsoid; NaN where there is no geometry. */
static void measure_change(const pairing *p, lb_change *c)
{
    const lb_change_geometry *g = p->geometry;
    c->kept = c->gained = c->lost = NAN;
    if (!g || !g->before || !g->after)
        return;
    c->kept =
        c->before != SIZE_MAX && c->after != SIZE_MAX ? overlap_area(g, c->before, c->after) : 0;
    c->lost = c->before != SIZE_MAX ? remaining_area(g->before[c->before], c->kept) : 0;
    c->gained = c->after != SIZE_MAX ? remaining_area(g->after[c->after], c->kept) : 0;
}

static void append_change(const pairing *p, lb_changes *out, lb_change change)
{
    measure_change(p, &change);
    out->item[out->count++] = change;
}

static void append_from_before(const pairing *p, lb_changes *out, size_t i, bool named)
{
    lb_change c = {.before = i, .after = p->after_of[i], .other = SIZE_MAX};
    if (c.after == SIZE_MAX) {
        c.other = largest_overlap_of(p, i, SIZE_MAX);
        c.kind = c.other == SIZE_MAX ? LB_CHANGE_GONE : LB_CHANGE_MERGED;
    } else {
        c.kind = named ? LB_CHANGE_SAME : LB_CHANGE_RENAMED;
    }
    append_change(p, out, c);
}

static void append_from_after(const pairing *p, lb_changes *out, size_t j)
{
    lb_change c = {.before = SIZE_MAX, .after = j, .other = largest_overlap_of(p, SIZE_MAX, j)};
    c.kind = c.other == SIZE_MAX ? LB_CHANGE_NEW : LB_CHANGE_SPLIT;
    append_change(p, out, c);
}

/* Every area of either side comes into exactly one change: first those of before, in their
 * order, then those of after that no area of before was paired with (docs/methods.md, Changes). */
lb_status lb_changes_find(const size_t *after_of, size_t n, size_t m,
                          const lb_change_geometry *geometry, lb_changes *out)
{
    pairing p = {.n = n, .m = m, .geometry = geometry};
    lb_changes result = {.item = malloc((n + m ? n + m : 1) * sizeof *result.item)};
    lb_status status = result.item ? pairing_init(&p, after_of) : LB_E_MEMORY;
    if (status == LB_OK) {
        pair_by_overlap(&p);
        for (size_t i = 0; i < n; i++)
            append_from_before(&p, &result, i, after_of[i] != SIZE_MAX);
        for (size_t j = 0; j < m; j++)
            if (p.before_of[j] == SIZE_MAX)
                append_from_after(&p, &result, j);
        *out = result;
    } else {
        lb_changes_clear(&result);
    }
    pairing_clear(&p);
    return status;
}

static size_t matrix_row(const size_t *category, size_t area, size_t categories)
{
    return area == SIZE_MAX || category[area] == SIZE_MAX ? categories : category[area];
}

/* [before][after], the last row and column being no category or not listed. */
void lb_changes_matrix(const lb_changes *changes, const size_t *category_before,
                       const size_t *category_after, size_t categories, size_t *matrix)
{
    size_t side = categories + 1;
    memset(matrix, 0, side * side * sizeof *matrix);
    for (size_t k = 0; k < changes->count; k++) {
        size_t from = matrix_row(category_before, changes->item[k].before, categories);
        size_t to = matrix_row(category_after, changes->item[k].after, categories);
        matrix[from * side + to]++;
    }
}

size_t lb_changes_count(const size_t *category, const size_t *group, size_t n,
                        size_t wanted_category, size_t wanted_group)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool in_category = category[i] != SIZE_MAX &&
                           (wanted_category == SIZE_MAX || category[i] == wanted_category);
        bool in_group = wanted_group == SIZE_MAX || (group && group[i] == wanted_group);
        count += in_category && in_group;
    }
    return count;
}
