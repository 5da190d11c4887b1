/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The border of what areas i and j share is the pieces of i in j and those of j in i. With sums of
 * cross products along each border, every crossing of the two adds what both borders have up to it,
 * less where they come in, so that no list of pairs is kept and no pair is looked for. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "kernel/overlap/overlap_pairs.h"

/* The runs that begin in an area of lower rank, by that area. */
static bool list_inner_runs(lb_pair_sums *s)
{
    const lb_border_runs *runs = &s->overlap->runs;
    const lb_run_starts *starts = &s->overlap->starts;
    s->first = calloc(runs->areas + 1, sizeof *s->first);
    s->inner = malloc((starts->first[runs->runs] + 1) * sizeof *s->inner);
    if (!s->first || !s->inner)
        return false;
    for (size_t r = 0; r < runs->runs; r++)
        for (size_t k = starts->first[r]; k < starts->first[r + 1]; k++)
            s->first[starts->area[k]] += starts->area[k] < runs->run[r].area;
    for (size_t i = 1; i <= runs->areas; i++)
        s->first[i] += s->first[i - 1];
    for (size_t r = 0; r < runs->runs; r++)
        for (size_t k = starts->first[r]; k < starts->first[r + 1]; k++)
            if (starts->area[k] < runs->run[r].area)
                s->inner[--s->first[starts->area[k]]] = (uint32_t)r;
    return true;
}

static void sum_along(lb_pair_sums *s)
{
    const lb_border_runs *runs = &s->overlap->runs;
#pragma omp parallel for num_threads(lb_thread_count(s->overlap->threads)) schedule(dynamic, 64)
    for (size_t r = 0; r < runs->runs; r++) {
        s->along[runs->run[r].first] = 0;
        for (size_t i = runs->run[r].first; i < runs->run[r].last; i++)
            s->along[i + 1] = s->along[i] + lb_lattice_cross(runs->corner[i], runs->corner[i + 1]);
    }
}

lb_status lb_pair_sums_init(lb_pair_sums *sums, const lb_overlap *overlap, double tolerance,
                            size_t most)
{
    *sums = (lb_pair_sums){.overlap = overlap, .tolerance = tolerance, .most = most};
    sums->along = malloc((overlap->runs.corners + 1) * sizeof *sums->along);
    sums->sum = calloc(overlap->runs.areas + 1, sizeof *sums->sum);
    sums->count = calloc(overlap->runs.areas + 1, sizeof *sums->count);
    if (!sums->along || !sums->sum || !sums->count || !list_inner_runs(sums)) {
        lb_pair_sums_clear(sums);
        return LB_E_MEMORY;
    }
    sum_along(sums);
    return LB_OK;
}

void lb_pair_sums_clear(lb_pair_sums *sums)
{
    free(sums->along);
    free(sums->first);
    free(sums->inner);
    free(sums->sum);
    free(sums->count);
    *sums = (lb_pair_sums){.overlap = NULL};
}

bool lb_pair_walk_init(lb_pair_walk *walk, const lb_pair_sums *sums)
{
    size_t areas = sums->overlap->runs.areas;
    *walk = (lb_pair_walk){.of = sums,
                           .shared = calloc(areas + 1, sizeof *walk->shared),
                           .is_touched = calloc(areas + 1, sizeof *walk->is_touched),
                           .touched = malloc((areas + 1) * sizeof *walk->touched),
                           .kept = malloc((sums->most + 1) * sizeof *walk->kept)};
    return walk->shared && walk->is_touched && walk->touched && walk->kept;
}

void lb_pair_walk_clear(lb_pair_walk *walk)
{
    free(walk->shared);
    free(walk->is_touched);
    free(walk->touched);
    free(walk->kept);
    *walk = (lb_pair_walk){.of = NULL};
}

static void add_shared(lb_pair_walk *walk, uint32_t other, lb_uwide twice)
{
    if (!walk->is_touched[other]) {
        walk->is_touched[other] = true;
        walk->touched[walk->n_touched++] = other;
    }
    walk->shared[other] += twice;
}

static lb_uwide whole_run(const lb_pair_sums *s, const lb_border_run *run)
{
    return s->along[run->last];
}

/* Borders of areas of higher rank that begin within this one are in it from the start. */
void lb_pair_walk_area(lb_pair_walk *walk, uint32_t area)
{
    const lb_pair_sums *s = walk->of;
    walk->area = area;
    for (size_t k = s->first[area]; k < s->first[area + 1]; k++) {
        const lb_border_run *run = &s->overlap->runs.run[s->inner[k]];
        add_shared(walk, run->area, whole_run(s, run));
    }
}

void lb_pair_walk_begin(lb_pair_walk *walk, const lb_border_run *run, const uint32_t *area,
                        size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (area[k] > run->area)
            add_shared(walk, area[k], whole_run(walk->of, run));
}

void lb_pair_walk_cross(lb_pair_walk *walk, uint32_t edge, const lb_border_crossing *c)
{
    const lb_pair_sums *s = walk->of;
    const lb_lattice_point *corner = s->overlap->runs.corner;
    if (c->area < walk->area)
        return;
    lb_uwide mine = s->along[edge] + lb_lattice_cross(corner[edge], c->at);
    lb_uwide other = s->along[c->edge] + lb_lattice_cross(corner[c->edge], c->at);
    add_shared(walk, c->area, c->enters ? other - mine : mine - other);
}

/* Largest first; the order of ranks decides between equals. */
static bool is_larger(const lb_overlap_pair *a, const lb_overlap_pair *b)
{
    if (a->area != b->area)
        return a->area > b->area;
    return a->i != b->i ? a->i < b->i : a->j < b->j;
}

static void swap_pairs(lb_overlap_pair *a, lb_overlap_pair *b)
{
    lb_overlap_pair kept = *a;
    *a = *b;
    *b = kept;
}

/* Keeps the `most` largest: a heap whose root is the smallest of them. False: the pair is not among
 * them. */
static bool keep_pair(lb_pair_walk *walk, lb_overlap_pair pair)
{
    lb_overlap_pair *h = walk->kept;
    size_t at = walk->n_kept;
    if (walk->n_kept < walk->of->most) {
        h[walk->n_kept++] = pair;
        for (; at > 0 && is_larger(&h[(at - 1) / 2], &h[at]); at = (at - 1) / 2)
            swap_pairs(&h[at], &h[(at - 1) / 2]);
        return true;
    }
    if (walk->n_kept == 0 || !is_larger(&pair, &h[0]))
        return false;
    h[0] = pair;
    for (at = 0;;) {
        size_t least = at, child = 2 * at + 1;
        for (size_t k = child; k < child + 2 && k < walk->n_kept; k++)
            least = is_larger(&h[least], &h[k]) ? k : least;
        if (least == at)
            return true;
        swap_pairs(&h[at], &h[least]);
        at = least;
    }
}

static bool is_wanted_pair(const lb_border_runs *runs, uint32_t a, uint32_t b)
{
    return runs->zones == 0 || (lb_border_runs_feature(runs, a) < runs->zones) !=
                                   (lb_border_runs_feature(runs, b) < runs->zones);
}

/* Several threads may set the same one. */
static void mark_copies(const lb_pair_sums *s, uint32_t area)
{
    const lb_border_runs *runs = &s->overlap->runs;
    for (size_t c = runs->first_copy[area]; s->overlapping && c < runs->first_copy[area + 1]; c++) {
#pragma omp atomic write
        s->overlapping[runs->feature[c]] = true;
    }
}

/* The pairs of a copy of one area and a copy of the other, or of two copies of one, that are large
 * enough: each shares `area`. */
static void keep_pairs(lb_pair_walk *walk, uint32_t a, uint32_t b, double area)
{
    const size_t *first = walk->of->overlap->runs.first_copy;
    for (size_t i = first[a]; i < first[a + 1]; i++)
        for (size_t j = a == b ? i + 1 : first[b]; j < first[b + 1]; j++)
            if (!keep_pair(walk, (lb_overlap_pair){i, j, area}))
                return;
}

/* A sum of numbers below 2^127 times how often they occur, exactly. */
typedef struct weighted_sum {
    lb_wide high, low; /* times 2^64, and once */
} weighted_sum;

static double weighted_sum_value(weighted_sum s)
{
    lb_wide high = s.high + (s.low >> 64), low = s.low & UINT64_MAX;
    return high >> 62 == 0 ? (double)(high << 64 | low) : (double)high * 0x1p64 + (double)low;
}

/* Adds what the area that is walked shares with another, or copies of it with each other. */
static void add_pairs(lb_pair_walk *walk, uint32_t other, lb_wide twice, weighted_sum *sum)
{
    const lb_pair_sums *s = walk->of;
    const lb_border_runs *runs = &s->overlap->runs;
    size_t copies = lb_border_runs_copies(runs, walk->area);
    size_t pairs = other == walk->area ? copies * (copies - 1) / 2
                                       : copies * lb_border_runs_copies(runs, other);
    double area = (double)twice / 2 * (runs->lattice.unit * runs->lattice.unit);
    if (!(area > s->tolerance) || !is_wanted_pair(runs, walk->area, other))
        return;
    mark_copies(s, walk->area);
    mark_copies(s, other);
    sum->high += (twice >> 64) * (lb_wide)pairs;
    sum->low += (twice & UINT64_MAX) * (lb_wide)pairs;
    s->count[walk->area] += pairs;
    keep_pairs(walk, walk->area, other, area);
}

/* What one area shares with each other one that its border met, from twice the sums of cross
 * products (docs/methods.md, Overlap rules); copies of an area share all of it. Afterwards the
 * arrays are 0 again for the next area. */
void lb_pair_walk_finish(lb_pair_walk *walk)
{
    const lb_pair_sums *s = walk->of;
    const lb_border_runs *runs = &s->overlap->runs;
    weighted_sum sum = {0, 0};
    for (size_t k = 0; k < walk->n_touched; k++) {
        uint32_t other = walk->touched[k];
        lb_wide twice = (lb_wide)walk->shared[other];
        walk->shared[other] = 0;
        walk->is_touched[other] = false;
        add_pairs(walk, other, twice, &sum);
    }
    if (lb_border_runs_copies(runs, walk->area) > 1) {
        lb_uwide twice = 0;
        for (size_t r = runs->first_run[walk->area]; r < runs->first_run[walk->area + 1]; r++)
            twice += whole_run(s, &runs->run[r]);
        add_pairs(walk, walk->area, (lb_wide)twice, &sum);
    }
    s->sum[walk->area] = weighted_sum_value(sum) / 2 * (runs->lattice.unit * runs->lattice.unit);
    walk->n_touched = 0;
}

static int compare_largest(const void *a, const void *b)
{
    return is_larger(a, b) ? -1 : is_larger(b, a);
}

static int compare_features(const void *a, const void *b)
{
    const lb_overlap_pair *x = a, *y = b;
    LB_COMPARE(x->i, y->i);
    return (x->j > y->j) - (x->j < y->j);
}

/* Places in the order of ranks become features, i the lower (a zone comes before all that are
 * none). */
static void name_features(const lb_border_runs *runs, lb_overlap_pair *pair)
{
    size_t i = runs->feature[pair->i], j = runs->feature[pair->j];
    pair->i = i < j ? i : j;
    pair->j = i < j ? j : i;
}

/* The largest pairs of all threads, by the order of features; the total is summed by area, so
 * that it depends neither on threads nor on how many pairs are kept. */
lb_status lb_pair_sums_join(const lb_pair_sums *sums, const lb_pair_walk *walk, size_t walks,
                            lb_overlap_pairs *out)
{
    const lb_border_runs *runs = &sums->overlap->runs;
    lb_sum sum = {0};
    size_t n = 0, all = 0, count = 0;
    for (size_t w = 0; w < walks; w++)
        all += walk[w].n_kept;
    lb_overlap_pair *item = malloc((all + 1) * sizeof *item);
    if (!item)
        return LB_E_MEMORY;
    for (size_t w = 0; w < walks; w++) {
        memcpy(item + n, walk[w].kept, walk[w].n_kept * sizeof *item);
        n += walk[w].n_kept;
    }
    for (size_t i = 0; i < runs->areas; i++) {
        lb_sum_add(&sum, sums->sum[i]);
        count += sums->count[i];
    }
    qsort(item, n, sizeof *item, compare_largest);
    n = n < sums->most ? n : sums->most;
    for (size_t k = 0; k < n; k++)
        name_features(runs, &item[k]);
    qsort(item, n, sizeof *item, compare_features);
    *out = (lb_overlap_pairs){item, n, count, lb_sum_value(sum)};
    return LB_OK;
}
