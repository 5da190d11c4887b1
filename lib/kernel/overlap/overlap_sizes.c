/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A border piece of an area, in m others, is the border of what at least m + 1 areas hold, and of
 * what categories have of the ground to its left and right. Only pieces in other areas (m > 0) are
 * summed: what the rest would add follows from the areas' own sizes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/overlap/overlap_sizes.h"

/* Sums modulo 2^128: of pieces by the number of areas they lie in, and of categories. */
typedef struct depth_sums {
    lb_uwide *held;  /* [depths] */
    lb_uwide *split; /* [depths][categories]: areas of the category, times ground, by depth */
    lb_uwide *gain;  /* [categories] */
} depth_sums;

/* One thread's walk. */
typedef struct size_walk {
    const lb_overlap *overlap;
    const lb_overlap_request *request;
    int thread;
    lb_walk_list list;
    lb_pair_walk pairs;
    lb_union_border *border; /* NULL: not wanted */
    int64_t depth;           /* others that hold the piece */
    int64_t *count;          /* [categories]: of them in each */
    const size_t *copy;      /* [copies]: features of the area that is walked */
    size_t copies;
    size_t own;    /* category of the one whose border is summed */
    size_t depths; /* room */
    size_t measures;
    depth_sums sums[LB_OVERLAP_MEASURES];
    lb_uwide pending[LB_OVERLAP_MEASURES]; /* of pieces since the depth last changed */
    double layers;                         /* of the area's crossings so far */
    bool failed;
} size_walk;

void lb_overlap_sizes_clear(lb_overlap_sizes *sizes)
{
    for (int m = 0; m < LB_OVERLAP_MEASURES; m++) {
        free(sizes->held[m]);
        free(sizes->gain[m]);
    }
    free(sizes->pairs.item);
    for (int t = 0; t < sizes->borders; t++)
        lb_union_border_clear(&sizes->border[t]);
    free(sizes->border);
    *sizes = (lb_overlap_sizes){.depths = 0};
}

/* Categories ----------------------------------------------------------------------------------- */

/* Left of the piece lies the area itself with the others, right of it the others alone. What a
 * piece in no other area would give, `own` all of it, is counted already. */
static void add_to_categories(const size_walk *w, depth_sums *s, lb_uwide g)
{
    size_t n = w->request->categories, depth = (size_t)w->depth, least = 0;
    switch (w->request->rule) {
    case LB_OVERLAP_BOTH:
        if (w->count[w->own] > 0)
            s->gain[w->own] -= g;
        break;
    case LB_OVERLAP_PRIORITY:
        while (least < n && w->count[least] == 0)
            least++;
        if (least < n)
            s->gain[w->own < least ? least : w->own] -= g;
        break;
    case LB_OVERLAP_SPLIT:
        for (size_t c = 0; c < n; c++) {
            s->split[depth * n + c] -= (lb_uwide)(lb_wide)w->count[c] * g;
            s->split[(depth + 1) * n + c] += (lb_uwide)(lb_wide)(w->count[c] + (c == w->own)) * g;
        }
        s->split[n + w->own] -= g;
        break;
    }
}

/* Walk ----------------------------------------------------------------------------------------- */

/* Room for depths below `need`, the new ones zero. */
static bool reserve_depths(size_walk *w, size_t need)
{
    size_t n = w->request->categories, room = 2 * need;
    if (need <= w->depths)
        return true;
    for (size_t m = 0; m < w->measures; m++) {
        depth_sums *s = &w->sums[m];
        lb_uwide *held = realloc(s->held, room * sizeof *held);
        if (held)
            s->held = held;
        lb_uwide *split = held ? realloc(s->split, (room * n + 1) * sizeof *split) : NULL;
        if (!split)
            return false;
        s->split = split;
        memset(held + w->depths, 0, (room - w->depths) * sizeof *held);
        memset(split + w->depths * n, 0, (room - w->depths) * n * sizeof *split);
    }
    w->depths = room;
    return true;
}

static void step_into(size_walk *w, const size_t *feature, size_t n, int step)
{
    const lb_overlap_request *r = w->request;
    w->depth += (int64_t)n * step;
    for (size_t k = 0; r->categories > 0 && k < n; k++)
        w->count[r->category[feature[k]]] += step;
}

static void step_into_area(size_walk *w, uint32_t area, int step)
{
    const lb_border_runs *runs = &w->overlap->runs;
    step_into(w, runs->feature + runs->first_copy[area], lb_border_runs_copies(runs, area), step);
}

/* The pieces since the last crossing go to the sums of their depth; those of copies as if each lay
 * within the ones before it. */
static void flush_pending(size_walk *w)
{
    if (w->depth >= 0 && (w->pending[0] != 0 || w->pending[1] != 0)) {
        w->failed = w->failed || !reserve_depths(w, (size_t)w->depth + w->copies + 1);
        for (size_t k = 0; !w->failed && k < w->copies; k++) {
            if (w->request->categories > 0)
                w->own = w->request->category[w->copy[k]];
            for (size_t m = 0; w->depth > 0 && m < w->measures; m++) {
                w->sums[m].held[w->depth] += w->pending[m];
                if (w->request->categories > 0)
                    add_to_categories(w, &w->sums[m], w->pending[m]);
            }
            step_into(w, w->copy + k, 1, 1);
        }
        step_into(w, w->copy, w->copies, -1);
    }
    w->pending[0] = w->pending[1] = 0;
}

static void begin_run(void *udata, const lb_border_run *run, const uint32_t *area, size_t n)
{
    size_walk *w = udata;
    w->depth = 0;
    if (w->request->categories > 0)
        memset(w->count, 0, w->request->categories * sizeof *w->count);
    for (size_t k = 0; k < n; k++)
        step_into_area(w, area[k], 1);
    if (w->pairs.of)
        lb_pair_walk_begin(&w->pairs, run, area, n);
}

lb_uwide lb_overlap_measure_piece(const lb_overlap *overlap, const lb_overlap_measure *measure,
                                  int thread, lb_lattice_point from, lb_lattice_point to)
{
    double a[2], b[2];
    bool turned = from.x > to.x || (from.x == to.x && from.y > to.y);
    lb_lattice_coordinates(&overlap->runs.lattice, turned ? to : from, a);
    lb_lattice_coordinates(&overlap->runs.lattice, turned ? from : to, b);
    double m2 = measure->integral(measure->udata, thread, a, b);
    lb_wide units = isfinite(m2) ? lb_wide_from_double(m2 * LB_OVERLAP_UNITS) : 0;
    return (lb_uwide)(turned ? -units : units);
}

/* Pieces in no other area are border of the union and, of an area without copies, add nothing to
 * overlaps; pieces are summed until the set of areas changes. */
static void add_piece(void *udata, uint32_t edge, lb_lattice_point from, lb_lattice_point to)
{
    size_walk *w = udata;
    (void)edge;
    if (w->depth == 0 && w->border)
        lb_union_border_add(w->border, from, to);
    if (w->depth <= 0 && w->copies == 1)
        return;
    w->pending[0] += lb_lattice_cross(from, to);
    if (w->measures > 1)
        w->pending[1] +=
            lb_overlap_measure_piece(w->overlap, w->request->measure, w->thread, from, to);
}

static void pass_crossing(void *udata, uint32_t edge, const lb_border_crossing *c)
{
    size_walk *w = udata;
    flush_pending(w);
    step_into_area(w, c->area, c->enters ? 1 : -1);
    w->layers += (double)w->depth + (double)w->copies;
    if (w->pairs.of)
        lb_pair_walk_cross(&w->pairs, edge, c);
}

static void end_run(void *udata)
{
    flush_pending(udata);
}

static void walk_area(size_walk *w, uint32_t area)
{
    static const lb_border_walker walker = {begin_run, add_piece, pass_crossing, end_run};
    const lb_border_runs *runs = &w->overlap->runs;
    w->copy = runs->feature + runs->first_copy[area];
    w->copies = lb_border_runs_copies(runs, area);
    w->layers = 0;
    if (w->pairs.of)
        lb_pair_walk_area(&w->pairs, area);
    lb_border_walk(w->overlap, area, &walker, w, &w->list);
    for (size_t k = 0; w->request->layers && k < w->copies; k++)
        w->request->layers[w->copy[k]] = w->layers / (double)w->copies;
    if (w->pairs.of)
        lb_pair_walk_finish(&w->pairs);
}

static bool init_walk(size_walk *w, const lb_pair_sums *pairs)
{
    w->measures = w->request->measure ? 2 : 1;
    w->count = calloc(w->request->categories + 1, sizeof *w->count);
    bool good = w->count && (!pairs || lb_pair_walk_init(&w->pairs, pairs));
    for (size_t m = 0; good && m < w->measures; m++) {
        w->sums[m].gain = calloc(w->request->categories + 1, sizeof *w->sums[m].gain);
        good = w->sums[m].gain != NULL;
    }
    return good && reserve_depths(w, 2);
}

static void clear_walk(size_walk *w)
{
    lb_walk_list_clear(&w->list);
    lb_pair_walk_clear(&w->pairs);
    free(w->count);
    for (int m = 0; m < LB_OVERLAP_MEASURES; m++) {
        free(w->sums[m].held);
        free(w->sums[m].split);
        free(w->sums[m].gain);
    }
}

/* Results -------------------------------------------------------------------------------------- */

/* Adds the sums of another thread. */
static bool merge_walk(size_walk *to, const size_walk *from)
{
    size_t n = to->request->categories;
    if (!reserve_depths(to, from->depths))
        return false;
    for (size_t m = 0; m < to->measures; m++) {
        for (size_t d = 0; d < from->depths; d++)
            to->sums[m].held[d] += from->sums[m].held[d];
        for (size_t k = 0; k < from->depths * n; k++)
            to->sums[m].split[k] += from->sums[m].split[k];
        for (size_t c = 0; c < n; c++)
            to->sums[m].gain[c] += from->sums[m].gain[c];
    }
    to->list.crossings += from->list.crossings;
    return true;
}

/* What a category gains by equal parts: its areas at depth d have 1 / d each. */
static double split_gain(const size_walk *w, const depth_sums *s, size_t category)
{
    lb_sum sum = {0};
    for (size_t d = 1; d < w->depths; d++)
        lb_sum_add(&sum,
                   (double)(lb_wide)s->split[d * w->request->categories + category] / (double)d);
    return lb_sum_value(sum);
}

/* From whole numbers to sizes: cross products are in unit^2 / 2, the other measure in 1 /
 * LB_OVERLAP_UNITS. `held` of d is what at least d areas hold; the sum from 2 on is what is counted
 * repeatedly. */
static lb_status make_result(const size_walk *w, lb_overlap_sizes *out)
{
    double unit = w->overlap->runs.lattice.unit;
    const double scale[] = {unit * unit / 2, 1 / LB_OVERLAP_UNITS};
    size_t n = w->request->categories, depths = w->depths;
    while (depths > 1 && w->sums[0].held[depths - 1] == 0)
        depths--;
    out->depths = depths;
    out->crossings = w->list.crossings;
    for (size_t m = 0; m < w->measures; m++) {
        const depth_sums *s = &w->sums[m];
        lb_sum repeated = {0};
        out->held[m] = calloc(depths + 1, sizeof *out->held[m]);
        out->gain[m] = calloc(n + 1, sizeof *out->gain[m]);
        if (!out->held[m] || !out->gain[m])
            return LB_E_MEMORY;
        for (size_t d = depths; d >= 2; d--) {
            double held = (double)(lb_wide)s->held[d - 1] * scale[m];
            out->held[m][d] = fmax(held, 0);
            lb_sum_add(&repeated, held);
        }
        out->repeated[m] = lb_sum_value(repeated);
        for (size_t c = 0; c < n; c++)
            out->gain[m][c] =
                scale[m] * (w->request->rule == LB_OVERLAP_SPLIT ? split_gain(w, s, c)
                                                                 : (double)(lb_wide)s->gain[c]);
    }
    return LB_OK;
}

/* w: [threads] */
static lb_status walk_all(size_walk *w, int threads, const lb_pair_sums *pairs,
                          lb_overlap_sizes *out)
{
    const lb_overlap *o = w[0].overlap;
    for (int t = 0; t < threads; t++)
        if (!init_walk(&w[t], pairs))
            return LB_E_MEMORY;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
    for (size_t i = 0; i < o->runs.areas; i++)
        walk_area(&w[lb_thread_index()], (uint32_t)i);
    for (int t = 0; t < threads; t++)
        if (w[t].failed || w[t].list.failed || (w[t].border && w[t].border->failed) ||
            (t > 0 && !merge_walk(&w[0], &w[t])))
            return LB_E_MEMORY;
    LB_TRY(make_result(&w[0], out));
    if (!pairs)
        return LB_OK;
    lb_pair_walk *each = malloc((size_t)threads * sizeof *each);
    for (int t = 0; each && t < threads; t++)
        each[t] = w[t].pairs;
    lb_status status =
        each ? lb_pair_sums_join(pairs, each, (size_t)threads, &out->pairs) : LB_E_MEMORY;
    free(each);
    return status;
}

/* One walk over all borders gives sizes, pairs and the border of the union, as the request asks;
 * each thread has sums of its own, exact integers that are added at the end. */
lb_status lb_overlap_sizes_find(const lb_overlap *overlap, const lb_overlap_request *request,
                                lb_overlap_sizes *out)
{
    int threads = lb_thread_count(overlap->threads);
    size_walk *w = calloc((size_t)threads, sizeof *w);
    lb_pair_sums pairs = {.overlap = NULL};
    lb_overlap_sizes sizes = {.depths = 1};
    lb_status status = w ? LB_OK : LB_E_MEMORY;
    if (request->border) {
        sizes.border = calloc((size_t)threads, sizeof *sizes.border);
        status = sizes.border ? status : LB_E_MEMORY;
        sizes.borders = sizes.border ? threads : 0;
    }
    for (int t = 0; w && t < threads; t++)
        w[t] = (size_walk){.overlap = overlap,
                           .request = request,
                           .thread = t,
                           .border = sizes.border ? &sizes.border[t] : NULL};
    for (int t = 0; t < sizes.borders; t++)
        sizes.border[t].lattice = &overlap->runs.lattice;
    if (status == LB_OK && request->pairs)
        status = lb_pair_sums_init(&pairs, overlap, request->tolerance, request->most_pairs);
    pairs.overlapping = request->overlapping;
    if (status == LB_OK)
        status = walk_all(w, threads, request->pairs ? &pairs : NULL, &sizes);
    for (int t = 0; w && t < threads; t++)
        clear_walk(&w[t]);
    free(w);
    lb_pair_sums_clear(&pairs);
    LB_HAND_OVER(status, sizes, out, lb_overlap_sizes_clear);
}
