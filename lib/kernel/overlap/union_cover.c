/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid is covered in stripes of rows, each by the chains that meet it: the coverage kernel adds
 * edge by edge and does not need rings. Two crossings nearer than a unit of the lattice may change
 * places, which leaves a gap of that width in the border: so a cell is as good as full, or empty,
 * to 1e-9 of it. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/prefetch.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/geometry/span_list.h"
#include "kernel/overlap/union_cover.h"

static const double NOISE = 1e-9;

enum { STRIPE_ROWS = 64 };

/* Stripes -------------------------------------------------------------------------------------- */

/* A chain, and of which list. */
typedef struct listed_chain {
    const lb_border_chain *chain;
    const lb_union_border *list;
} listed_chain;

/* The chains of all threads by stripe; a chain is in each stripe that it meets. */
typedef struct stripe_index {
    const lb_grid *grid;
    const lb_shapes *shapes;
    size_t stripes;
    size_t *first; /* [stripes + 1] */
    listed_chain *chain;
    lb_cell_span **span; /* [stripes] */
    size_t *spans;       /* [stripes] */
} stripe_index;

/* The stripe of a place, with room for rounding `by` rows off. */
static size_t stripe_of(const stripe_index *s, double y, double by)
{
    double row = (s->grid->y0 - y) / s->grid->dy + by;
    double at = floor(row / STRIPE_ROWS);
    return !(at > 0) ? 0 : at >= (double)s->stripes ? s->stripes - 1 : (size_t)at;
}

/* Counts the chains of a list by stripe, or writes them, backwards. */
static void sort_chains(stripe_index *s, const lb_union_border *list)
{
    for (size_t k = 0; k < list->count; k++) {
        const lb_border_chain *c = &list->chain[k];
        double y0 = list->lattice->y0;
        size_t to = stripe_of(s, y0 + c->south, 1e-3);
        for (size_t at = stripe_of(s, y0 + c->north, -1e-3); at <= to; at++)
            if (s->chain)
                s->chain[--s->first[at]] = (listed_chain){c, list};
            else
                s->first[at]++;
    }
}

/* The part of the grid that a stripe is. */
static lb_grid grid_of(const stripe_index *s, size_t stripe)
{
    lb_grid grid = *s->grid;
    grid.y0 -= (double)stripe * STRIPE_ROWS * grid.dy;
    grid.nrow -= (int32_t)stripe * STRIPE_ROWS;
    grid.nrow = grid.nrow < STRIPE_ROWS ? grid.nrow : STRIPE_ROWS;
    return grid;
}

/* Chains of a stripe lie anywhere in memory: records are brought some turns before their points. */
static void prefetch_chains(const stripe_index *s, size_t k, size_t end)
{
    enum { RECORDS = 12, POINTS = 6 /* turns ahead */, LINE = 4 /* points of a line of cache */ };
    if (k + RECORDS < end)
        lb_prefetch(s->chain[k + RECORDS].chain);
    if (k + POINTS >= end)
        return;
    const listed_chain *c = &s->chain[k + POINTS];
    const double *xy = (c->chain->lone ? s->shapes->xy : c->list->xy) + 2 * (size_t)c->chain->first;
    for (size_t at = 0; at < c->chain->points; at += LINE)
        lb_prefetch(xy + 2 * at);
}

/* One thread's. */
typedef struct stripe_work {
    lb_exact_grid lattice; /* of the stripe */
    lb_edge_coverage crossings;
} stripe_work;

/* The cover of one stripe by its chains, as if they were rings of one area. */
static lb_status cover_chains(const stripe_index *s, size_t stripe, stripe_work *work,
                              lb_span_list *out)
{
    lb_grid grid = grid_of(s, stripe);
    lb_edge_coverage *crossings = &work->crossings;
    LB_TRY(lb_exact_grid_init(&grid, &work->lattice));
    crossings->lattice = &work->lattice;
    lb_edge_coverage_begin(crossings);
    for (size_t k = s->first[stripe]; k < s->first[stripe + 1]; k++) {
        lb_border_line line;
        const listed_chain *c = &s->chain[k];
        prefetch_chains(s, k, s->first[stripe + 1]);
        const double *xy = lb_union_border_points(c->list, s->shapes, c->chain, &line);
        if (!lb_edge_coverage_line(crossings, xy, c->chain->points))
            return LB_E_INPUT;
    }
    LB_TRY(lb_edge_coverage_finish(crossings));
    lb_span_list_fill(out, crossings, 1);
    return out->failed ? LB_E_MEMORY : LB_OK;
}

/* Spans within 1e-9 of empty left out, of full made full, and those that then continue each other
 * joined: how many are kept. */
static size_t clean_spans(lb_cell_span *list, size_t count, int32_t first_row)
{
    size_t kept = 0;
    for (size_t k = 0; k < count; k++) {
        lb_cell_span span = list[k], *last = kept > 0 ? &list[kept - 1] : NULL;
        span.row += first_row;
        span.fraction = span.fraction > 1 - NOISE ? 1 : span.fraction;
        if (!(span.fraction > NOISE))
            continue;
        if (last && last->row == span.row && last->col + last->length == span.col &&
            last->fraction == span.fraction)
            last->length += span.length;
        else
            list[kept++] = span;
    }
    return kept;
}

static lb_status cover_stripe(stripe_index *s, size_t stripe, stripe_work *work)
{
    lb_span_list list = {.span = NULL};
    if (s->first[stripe] == s->first[stripe + 1])
        return LB_OK;
    lb_status status = cover_chains(s, stripe, work, &list);
    s->span[stripe] = list.span;
    s->spans[stripe] =
        status == LB_OK ? clean_spans(list.span, list.count, (int32_t)stripe * STRIPE_ROWS) : 0;
    return status;
}

/* All stripes as one cover of one area. */
static lb_status join_stripes(const stripe_index *s, lb_box box, double area, lb_cover *out)
{
    lb_sum inside = {0};
    lb_box all = lb_grid_box(s->grid);
    *out = (lb_cover){.grid = *s->grid,
                      .count = 1,
                      .first = calloc(2, sizeof *out->first),
                      .area = malloc(sizeof *out->area),
                      .outside = malloc(sizeof *out->outside)};
    size_t n = 0;
    for (size_t at = 0; at < s->stripes; at++)
        n += s->spans[at];
    out->span = malloc((n + 1) * sizeof *out->span);
    if (!out->first || !out->area || !out->outside || !out->span)
        return LB_E_MEMORY;
    for (size_t at = 0; at < s->stripes; at++)
        for (size_t k = 0; k < s->spans[at]; k++) {
            out->span[out->first[1]++] = s->span[at][k];
            lb_sum_add(&inside, s->span[at][k].fraction * s->span[at][k].length);
        }
    double rest = area - lb_sum_value(inside) * s->grid->dx * s->grid->dy;
    bool leaves =
        box.xmin < all.xmin || box.xmax > all.xmax || box.ymin < all.ymin || box.ymax > all.ymax;
    out->area[0] = area;
    out->outside[0] = leaves && rest > 0 ? rest : 0;
    return LB_OK;
}

/* Chains are sorted into stripes of rows by counting, then writing; each stripe is covered by
 * itself (docs/methods.md, Overlap rules, Walks). */
static lb_status cover_stripes(stripe_index *s, const lb_union_border *lists, int threads)
{
    lb_status status = LB_OK;
    s->first = calloc(s->stripes + 1, sizeof *s->first);
    s->span = calloc(s->stripes, sizeof *s->span);
    s->spans = calloc(s->stripes, sizeof *s->spans);
    if (!s->first || !s->span || !s->spans)
        return LB_E_MEMORY;
    for (int t = 0; t < threads; t++)
        sort_chains(s, &lists[t]);
    for (size_t k = 1; k <= s->stripes; k++)
        s->first[k] += s->first[k - 1];
    s->chain = malloc((s->first[s->stripes] + 1) * sizeof *s->chain);
    if (!s->chain)
        return LB_E_MEMORY;
    for (int t = 0; t < threads; t++)
        sort_chains(s, &lists[t]);
#pragma omp parallel num_threads(threads)
    {
        stripe_work work = {.crossings = {.lattice = NULL}};
#pragma omp for schedule(dynamic)
        for (size_t k = 0; k < s->stripes; k++) {
            lb_status own = cover_stripe(s, k, &work);
#pragma omp critical(union_cover)
            status = own != LB_OK ? own : status;
        }
        lb_edge_coverage_clear(&work.crossings);
    }
    return status;
}

static void free_stripes(stripe_index *s)
{
    lb_array_free(s->span, s->stripes);
    free(s->spans);
    free(s->first);
    free(s->chain);
}

/* The edges that meet no other area's box, in chains of their own beside those of the walk. */
static bool add_lone_edges(const lb_border_runs *runs, lb_union_border *lists, int threads)
{
    bool failed = false;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (size_t f = 0; f < runs->shapes->count; f++)
        lb_union_border_add_lone(&lists[lb_thread_index()], runs, f);
    for (int t = 0; t < threads; t++)
        failed = failed || lists[t].failed;
    return !failed;
}

/* The cells and fractions that the union covers; `area` is its size from the walk, from which
 * what lies outside the grid follows. */
lb_status lb_union_cover_compute(const lb_border_runs *runs, lb_union_border *border, int lists,
                                 double area, const lb_grid *grid, lb_cover *out)
{
    stripe_index s = {
        .grid = grid, .shapes = runs->shapes, .stripes = (size_t)grid->nrow / STRIPE_ROWS + 1};
    lb_cover cover = {.count = 0};
    lb_status status = add_lone_edges(runs, border, lists) ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = cover_stripes(&s, border, lists);
    if (status == LB_OK)
        status = join_stripes(&s, runs->all, area, &cover);
    free_stripes(&s);
    LB_HAND_OVER(status, cover, out, lb_cover_clear);
}
