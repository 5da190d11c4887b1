/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The border of a zone's part in an area (or in what a category has) is the pieces of the zone's
 * border in it and those of the areas' borders in the zone. Each walk adds to sums of its own, one
 * a zone or area, which are then joined: integers, so that the order does not matter. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/overlap/zone_parts.h"

/* Twice the shared surface in square units of the lattice, and the other measure asked for. */
typedef struct part_sum {
    size_t zone, target;
    lb_uwide sum[LB_OVERLAP_MEASURES];
} part_sum;

typedef struct entered_zone {
    uint32_t zone;
    int depth; /* ways in less ways out, not 0 */
} entered_zone;

/* One thread's walk of a zone or an area. */
typedef struct part_walk {
    const lb_overlap *overlap;
    const lb_overlap_request *request;
    int thread;
    lb_walk_list list;
    bool is_zone;
    size_t self;        /* zone, or area from the first area on: of copies the first */
    const size_t *copy; /* [copies]: features of the area that is walked */
    size_t copies;
    int64_t depth;    /* areas that hold the piece */
    int64_t *count;   /* [categories] of them */
    entered_zone *in; /* [n_in]: zones that hold the piece of an area */
    size_t n_in, in_capacity;
    lb_uwide along[LB_OVERLAP_MEASURES];   /* of a zone's border so far, where areas hold it */
    lb_uwide pending[LB_OVERLAP_MEASURES]; /* pieces since the last crossing */
    const uint32_t *start;                 /* [starts]: holders where the run begins */
    size_t starts;
    part_sum *sum; /* [sums]: of this walk from `first` on, of all before it */
    size_t sums, capacity, first;
    uint32_t *slot; /* [zones + areas + categories + 1]: place in sum from first on, plus 1 */
    bool failed;
} part_walk;

static size_t area_count(const part_walk *w)
{
    return w->overlap->runs.shapes->count - w->overlap->runs.zones;
}

/* The sum of a zone and a target on this walk; `other` is the one of them that varies. */
static lb_uwide *sum_of(part_walk *w, size_t zone, size_t target, size_t other)
{
    if (w->slot[other] == 0) {
        if (!lb_array_reserve(&w->sum, &w->capacity, w->sums + 1, sizeof *w->sum)) {
            w->failed = true;
            return NULL;
        }
        w->sum[w->sums++] = (part_sum){zone, target, {0}};
        w->slot[other] = (uint32_t)(w->sums - w->first);
    }
    return w->sum[w->first + w->slot[other] - 1].sum;
}

static void add_to(part_walk *w, size_t zone, size_t target, size_t other,
                   const lb_uwide g[LB_OVERLAP_MEASURES], int sign)
{
    lb_uwide *sum = sum_of(w, zone, target, other);
    for (int m = 0; sum && m < LB_OVERLAP_MEASURES; m++)
        sum[m] += sign > 0 ? g[m] : -g[m];
}

/* Zones ---------------------------------------------------------------------------------------- */

/* part / whole of g, to a unit. */
static void take_part(const lb_uwide g[2], int64_t part, int64_t whole, lb_uwide out[2])
{
    for (int m = 0; m < LB_OVERLAP_MEASURES; m++)
        out[m] = (lb_uwide)((lb_wide)g[m] / whole * part);
}

static size_t worst_of(const part_walk *w)
{
    size_t c = 0;
    while (c < w->request->categories && w->count[c] <= 0)
        c++;
    return c;
}

/* A piece of a zone's border in `depth` areas: border of the parts of categories and the union. */
static void add_zone_piece(part_walk *w, const lb_uwide g[2])
{
    size_t n = w->request->categories, areas = area_count(w), worst = worst_of(w);
    for (size_t c = 0; c < n; c++) {
        lb_uwide part[2] = {g[0], g[1]};
        if (w->count[c] <= 0 || (w->request->rule == LB_OVERLAP_PRIORITY && c != worst))
            continue;
        if (w->request->rule == LB_OVERLAP_SPLIT)
            take_part(g, w->count[c], w->depth, part);
        add_to(w, w->self, areas + c, areas + c, part, 1);
    }
    add_to(w, w->self, areas + n, areas + n, g, 1);
}

/* Areas ---------------------------------------------------------------------------------------- */

/* A piece of an area's border in a zone: what categories have to its left and right differs. The
 * slots of an area's walk are zones times its targets: own, categories, union. feature: of the area
 * or a copy of it. */
static void add_area_piece(part_walk *w, size_t zone, size_t feature, const lb_uwide g[2])
{
    size_t n = w->request->categories, areas = area_count(w), base = zone * (n + 2);
    size_t own = n > 0 ? w->request->category[feature - w->overlap->runs.zones] : 0;
    size_t worst = worst_of(w);
    if (w->depth == 0)
        add_to(w, zone, areas + n, base + n, g, 1);
    for (size_t c = 0; c < n; c++) {
        lb_uwide left[2], right[2];
        switch (w->request->rule) {
        case LB_OVERLAP_BOTH:
            if (c == own && w->count[c] <= 0)
                add_to(w, zone, areas + c, base + c, g, 1);
            break;
        case LB_OVERLAP_PRIORITY:
            if (own < worst && (c == own || c == worst))
                add_to(w, zone, areas + c, base + c, g, c == own ? 1 : -1);
            break;
        case LB_OVERLAP_SPLIT:
            if (w->count[c] <= 0 && c != own)
                break;
            take_part(g, w->count[c] + (c == own), w->depth < 0 ? 1 : w->depth + 1, left);
            add_to(w, zone, areas + c, base + c, left, 1);
            if (w->depth > 0) {
                take_part(g, w->count[c], w->depth, right);
                add_to(w, zone, areas + c, base + c, right, -1);
            }
            break;
        }
    }
}

/* Walk ----------------------------------------------------------------------------------------- */

/* Into areas of so many features, or out of them. */
static void step_features(part_walk *w, const size_t *feature, size_t n, int step)
{
    w->depth += (int64_t)n * step;
    for (size_t k = 0; w->request->categories > 0 && k < n; k++)
        w->count[w->request->category[feature[k] - w->overlap->runs.zones]] += step;
}

/* A piece of the border of an area and its copies, each as if it lay within the ones before it. */
static void add_area_pieces(part_walk *w, size_t zone)
{
    size_t n = w->request->categories;
    add_to(w, zone, w->self, zone * (n + 2) + n + 1, w->pending, 1);
    for (size_t k = 0; k < w->copies; k++) {
        add_area_piece(w, zone, w->copy[k], w->pending);
        step_features(w, w->copy + k, 1, 1);
    }
    step_features(w, w->copy, w->copies, -1);
}

static void flush_pending(part_walk *w)
{
    if (w->pending[0] == 0 && w->pending[1] == 0)
        return;
    if (w->is_zone && w->depth > 0) {
        for (int m = 0; m < LB_OVERLAP_MEASURES; m++)
            w->along[m] += w->pending[m];
        add_zone_piece(w, w->pending);
    }
    for (size_t k = 0; !w->is_zone && k < w->n_in; k++)
        if (w->in[k].depth > 0)
            add_area_pieces(w, w->in[k].zone);
    w->pending[0] = w->pending[1] = 0;
}

/* Into a zone, or out of it; at a corner that both have the way out may come first. */
static void step_zone(part_walk *w, uint32_t zone, int step)
{
    size_t k = 0;
    while (k < w->n_in && w->in[k].zone != zone)
        k++;
    if (k == w->n_in) {
        if (lb_array_reserve(&w->in, &w->in_capacity, k + 1, sizeof *w->in))
            w->in[w->n_in++] = (entered_zone){zone, step};
        else
            w->failed = true;
        return;
    }
    w->in[k].depth += step;
    if (w->in[k].depth == 0)
        w->in[k] = w->in[--w->n_in];
}

/* Into an area, or out of it, with its copies. */
static void step_area(part_walk *w, uint32_t area, bool enters)
{
    const lb_border_runs *runs = &w->overlap->runs;
    step_features(w, runs->feature + runs->first_copy[area], lb_border_runs_copies(runs, area),
                  enters ? 1 : -1);
}

/* The state at a run's first corner: which zones and areas hold it. Features below `zones` are
 * zones, the rest areas. */
static void begin_run(void *udata, const lb_border_run *run, const uint32_t *area, size_t n)
{
    part_walk *w = udata;
    const lb_border_runs *runs = &w->overlap->runs;
    (void)run;
    w->depth = 0;
    w->n_in = 0;
    w->start = area;
    w->starts = n;
    w->along[0] = w->along[1] = 0;
    memset(w->count, 0, (w->request->categories + 1) * sizeof *w->count);
    for (size_t k = 0; k < n; k++) {
        size_t feature = lb_border_runs_feature(runs, area[k]);
        if (feature < runs->zones)
            step_zone(w, (uint32_t)feature, 1);
        else
            step_area(w, area[k], true);
    }
}

/* Equal parts are rounded to a unit, piece by piece, so that it does not matter where rings begin.
 */
static void add_piece(void *udata, uint32_t edge, lb_lattice_point from, lb_lattice_point to)
{
    part_walk *w = udata;
    (void)edge;
    if (w->is_zone ? w->depth <= 0 : w->n_in == 0)
        return;
    w->pending[0] += lb_lattice_cross(from, to);
    if (w->request->measure)
        w->pending[1] +=
            lb_overlap_measure_piece(w->overlap, w->request->measure, w->thread, from, to);
    if (w->request->rule == LB_OVERLAP_SPLIT)
        flush_pending(w);
}

/* A zone's part in an area has the zone's border from where it comes in to where it goes out. */
static void pass_crossing(void *udata, uint32_t edge, const lb_border_crossing *c)
{
    part_walk *w = udata;
    const lb_border_runs *runs = &w->overlap->runs;
    size_t feature = lb_border_runs_feature(runs, c->area);
    (void)edge;
    flush_pending(w);
    if (feature < runs->zones) {
        step_zone(w, (uint32_t)feature, c->enters ? 1 : -1);
        return;
    }
    step_area(w, c->area, c->enters);
    if (w->is_zone)
        add_to(w, w->self, feature - runs->zones, feature - runs->zones, w->along,
               c->enters ? -1 : 1);
}

/* A run ends in the areas that it began in. */
static void end_run(void *udata)
{
    part_walk *w = udata;
    const lb_border_runs *runs = &w->overlap->runs;
    flush_pending(w);
    for (size_t k = 0; w->is_zone && k < w->starts; k++) {
        size_t area = lb_border_runs_feature(runs, w->start[k]) - runs->zones;
        add_to(w, w->self, area, area, w->along, 1);
    }
}

/* Walks one zone or area, and empties the slots that it used. */
static void walk_feature(part_walk *w, uint32_t rank)
{
    static const lb_border_walker walker = {begin_run, add_piece, pass_crossing, end_run};
    const lb_border_runs *runs = &w->overlap->runs;
    size_t n = w->request->categories, areas = area_count(w);
    size_t feature = lb_border_runs_feature(runs, rank);
    w->copy = runs->feature + runs->first_copy[rank];
    w->copies = lb_border_runs_copies(runs, rank);
    w->is_zone = feature < runs->zones;
    w->self = w->is_zone ? feature : feature - runs->zones;
    w->first = w->sums;
    lb_border_walk(w->overlap, rank, &walker, w, &w->list);
    for (size_t k = w->first; k < w->sums; k++) {
        const part_sum *s = &w->sum[k];
        size_t of_area = s->target < areas ? n + 1 : s->target - areas;
        w->slot[w->is_zone ? s->target : s->zone * (n + 2) + of_area] = 0;
    }
}

/* Joining -------------------------------------------------------------------------------------- */

static int compare_sums(const void *a, const void *b)
{
    const part_sum *x = a, *y = b;
    LB_COMPARE(x->zone, y->zone);
    return (x->target > y->target) - (x->target < y->target);
}

/* Appends the sums of areas' other copies, which are those of the first, to sum[n], from `at` on.
 * rank: of first copies. Returns the new number. */
static size_t repeat_for_copies(const lb_border_runs *runs, const uint32_t *rank, part_sum *sum,
                                size_t n, size_t at)
{
    for (size_t k = 0; k < n; k++) {
        size_t feature = sum[k].target + runs->zones;
        if (feature >= runs->shapes->count)
            continue;
        const size_t *first = runs->first_copy + rank[feature];
        for (size_t c = first[0] + 1; c < first[1]; c++) {
            sum[at] = sum[k];
            sum[at++].target = runs->feature[c] - runs->zones;
        }
    }
    return at;
}

/* All threads' sums, with those of copies. NULL: out of memory. */
static part_sum *collect_sums(const part_walk *w, int threads, size_t *n)
{
    const lb_border_runs *runs = &w[0].overlap->runs;
    size_t all = 0, at = 0, with_copies;
    uint32_t *rank = calloc(runs->shapes->count + 1, sizeof *rank);
    for (size_t i = 0; rank && i < runs->areas; i++)
        rank[lb_border_runs_feature(runs, i)] = (uint32_t)i;
    for (int t = 0; t < threads; t++)
        all += w[t].sums;
    with_copies = all;
    for (int t = 0; rank && t < threads; t++)
        for (size_t k = 0; k < w[t].sums; k++)
            if (w[t].sum[k].target + runs->zones < runs->shapes->count)
                with_copies +=
                    lb_border_runs_copies(runs, rank[w[t].sum[k].target + runs->zones]) - 1;
    part_sum *sum = rank ? malloc((with_copies + 1) * sizeof *sum) : NULL;
    for (int t = 0; sum && t < threads; at += w[t++].sums)
        if (w[t].sums > 0)
            memcpy(sum + at, w[t].sum, w[t].sums * sizeof *sum);
    *n = sum ? repeat_for_copies(runs, rank, sum, all, all) : 0;
    free(rank);
    return sum;
}

/* All threads' sums, those of one zone and target added up. */
static lb_status join_sums(const part_walk *w, int threads, lb_zone_part **out, size_t *n)
{
    double unit = w[0].overlap->runs.lattice.unit;
    size_t all = 0;
    part_sum *sum = collect_sums(w, threads, &all);
    lb_zone_part *part = malloc((all + 1) * sizeof *part);
    if (!sum || !part) {
        free(sum);
        free(part);
        return LB_E_MEMORY;
    }
    qsort(sum, all, sizeof *sum, compare_sums);
    *n = 0;
    for (size_t k = 0, end; k < all; k = end) {
        lb_uwide g[2] = {0, 0};
        for (end = k; end < all && compare_sums(&sum[k], &sum[end]) == 0; end++)
            for (int m = 0; m < LB_OVERLAP_MEASURES; m++)
                g[m] += sum[end].sum[m];
        double size = (double)(lb_wide)g[0] / 2 * unit * unit;
        if (size > 0)
            part[(*n)++] =
                (lb_zone_part){sum[k].zone,
                               sum[k].target,
                               {size, fmax((double)(lb_wide)g[1] / LB_OVERLAP_UNITS, 0)}};
    }
    free(sum);
    *out = part;
    return LB_OK;
}

static bool init_walk(part_walk *w)
{
    const lb_border_runs *runs = &w->overlap->runs;
    size_t n = w->request->categories;
    w->count = calloc(n + 1, sizeof *w->count);
    w->slot = calloc(area_count(w) + (runs->zones + 1) * (n + 2) + 1, sizeof *w->slot);
    return w->count && w->slot;
}

/* Walks zones and areas alike; each thread sums pairs in a table of its own, joined at the end. */
lb_status lb_zone_parts_find(const lb_overlap *overlap, const lb_overlap_request *request,
                             lb_zone_part **out, size_t *n)
{
    int threads = lb_thread_count(overlap->threads);
    part_walk *w = calloc((size_t)threads, sizeof *w);
    bool failed = !w;
    for (int t = 0; w && t < threads; t++) {
        w[t] = (part_walk){.overlap = overlap, .request = request, .thread = t};
        failed = !init_walk(&w[t]) || failed;
    }
    if (!failed) {
#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
        for (size_t i = 0; i < overlap->runs.areas; i++)
            walk_feature(&w[lb_thread_index()], (uint32_t)i);
    }
    for (int t = 0; w && t < threads; t++)
        failed = failed || w[t].failed || w[t].list.failed;
    lb_status status = failed ? LB_E_MEMORY : join_sums(w, threads, out, n);
    for (int t = 0; w && t < threads; t++) {
        lb_walk_list_clear(&w[t].list);
        free(w[t].count);
        free(w[t].in);
        free(w[t].sum);
        free(w[t].slot);
    }
    free(w);
    return status;
}

/* Zones first, then areas, in one set of shapes: the walk takes those below zones->count as
 * zones. */
lb_status lb_zone_parts_between(const lb_shapes *zones, const lb_shapes *areas,
                                const lb_overlap_request *request, int threads, lb_zone_part **out,
                                size_t *n)
{
    lb_shapes all = {0};
    lb_overlap overlap = {.threads = 0};
    lb_status status = LB_OK;
    for (size_t i = 0; status == LB_OK && i < zones->count + areas->count; i++)
        status = i < zones->count ? lb_shapes_add_copy(&all, zones, i)
                                  : lb_shapes_add_copy(&all, areas, i - zones->count);
    if (status == LB_OK)
        status = lb_overlap_init(&overlap, &all, zones->count, threads);
    if (status == LB_OK)
        status = lb_zone_parts_find(&overlap, request, out, n);
    lb_overlap_clear(&overlap);
    lb_shapes_clear(&all);
    return status;
}
