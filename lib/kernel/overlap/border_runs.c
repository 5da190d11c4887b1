/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lattice, the ranks of areas, and the runs of edges that may meet another area's. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/prefetch.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/overlap/border_runs.h"

static const double MARGIN_UNITS = 4, MARGIN_ROUNDINGS = 4;

/* Ranks ---------------------------------------------------------------------------------------- */

typedef struct ranked_area {
    uint64_t place; /* of the box's middle along a Z-order curve */
    uint64_t hash;  /* of the set of edges, whatever corner rings begin with; 0: no equal box */
    lb_box box;
    size_t feature;
} ranked_area;

/* The bits of v, below 2^32, with a zero between each two. */
static uint64_t spread_bits(uint64_t v)
{
    v = (v | v << 16) & 0x0000FFFF0000FFFF;
    v = (v | v << 8) & 0x00FF00FF00FF00FF;
    v = (v | v << 4) & 0x0F0F0F0F0F0F0F0F;
    v = (v | v << 2) & 0x3333333333333333;
    return (v | v << 1) & 0x5555555555555555;
}

/* Finalizer of splitmix64. */
static uint64_t mix_bits(uint64_t v)
{
    v = (v ^ v >> 30) * 0xBF58476D1CE4E5B9;
    v = (v ^ v >> 27) * 0x94D049BB133111EB;
    return v ^ v >> 31;
}

/* A sum over directed edges does not depend on where rings begin nor on the order of parts. */
static uint64_t edges_hash(const lb_shapes *s, size_t feature)
{
    uint64_t sum = 0;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
            uint64_t bits[4], hash = 0;
            memcpy(bits, s->xy + 2 * v, sizeof bits);
            for (int i = 0; i < 4; i++)
                hash = mix_bits(hash + bits[i]);
            sum += hash;
        }
    return sum;
}

static int compare_boxes(const ranked_area *x, const ranked_area *y)
{
    const double p[] = {x->box.xmin, x->box.ymin, x->box.xmax, x->box.ymax};
    const double q[] = {y->box.xmin, y->box.ymin, y->box.xmax, y->box.ymax};
    LB_COMPARE(x->place, y->place);
    for (int i = 0; i < 4; i++)
        LB_COMPARE(p[i], q[i]);
    return 0;
}

static int compare_ranked(const void *a, const void *b)
{
    const ranked_area *x = a, *y = b;
    int order = compare_boxes(x, y);
    if (order != 0)
        return order;
    LB_COMPARE(x->hash, y->hash);
    return x->feature < y->feature ? -1 : 1;
}

/* The list is sorted by box; areas of one box are then sorted by their edges. */
static void hash_equal_boxes(const lb_shapes *s, ranked_area *list)
{
    for (size_t i = 0, end; i < s->count; i = end) {
        for (end = i + 1; end < s->count && compare_boxes(&list[i], &list[end]) == 0; end++)
            list[end].hash = edges_hash(s, list[end].feature);
        if (end == i + 1)
            continue;
        list[i].hash = edges_hash(s, list[i].feature);
        qsort(list + i, end - i, sizeof *list, compare_ranked);
    }
}

static size_t first_vertex(const lb_shapes *s, size_t feature)
{
    return s->vertex[s->ring[s->part[feature]]];
}

static size_t count_vertices(const lb_shapes *s, size_t feature)
{
    return s->vertex[s->ring[s->part[feature + 1]]] - first_vertex(s, feature);
}

static int compare_edges(const void *a, const void *b)
{
    const double *p = a, *q = b;
    for (int i = 0; i < 4; i++)
        LB_COMPARE(p[i], q[i]);
    return 0;
}

/* The feature's edges, ascending; their number is added to n. NULL: out of memory. */
static double *sorted_edges(const lb_shapes *s, size_t feature, size_t *n)
{
    double *edge = malloc((count_vertices(s, feature) + 1) * 4 * sizeof *edge);
    if (!edge)
        return NULL;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++)
            memcpy(edge + 4 * (*n)++, s->xy + 2 * v, 4 * sizeof *edge);
    qsort(edge, *n, 4 * sizeof *edge, compare_edges);
    return edge;
}

/* Do two features have the same directed edges, whatever corners their rings begin with? Without
 * memory to find out: no, which costs time alone. */
static bool have_equal_edges(const lb_shapes *s, size_t a, size_t b)
{
    size_t vertices = count_vertices(s, a), n = 0, m = 0;
    bool one_ring = s->ring[s->part[a]] + 1 == s->ring[s->part[a + 1]] &&
                    s->ring[s->part[b]] + 1 == s->ring[s->part[b + 1]];
    if (vertices != count_vertices(s, b))
        return false;
    if (one_ring && memcmp(s->xy + 2 * first_vertex(s, a), s->xy + 2 * first_vertex(s, b),
                           2 * vertices * sizeof *s->xy) == 0)
        return true;
    double *of_a = sorted_edges(s, a, &n), *of_b = sorted_edges(s, b, &m);
    bool equal =
        of_a && of_b && n == m && (n == 0 || memcmp(of_a, of_b, 4 * n * sizeof *of_a) == 0);
    free(of_a);
    free(of_b);
    return equal;
}

/* Fills areas, first_copy, feature and box from the sorted list. */
static void join_copies(lb_border_runs *runs, const ranked_area *list)
{
    const ranked_area *first = NULL;
    size_t n = 0;
    for (const ranked_area *l = list; l < list + runs->shapes->count; l++) {
        if (lb_box_is_empty(l->box))
            continue;
        if (!first || compare_boxes(first, l) != 0 || first->hash != l->hash ||
            first->feature < runs->zones || l->feature < runs->zones ||
            !have_equal_edges(runs->shapes, first->feature, l->feature)) {
            first = l;
            runs->first_copy[runs->areas] = n;
            runs->box[runs->areas++] = l->box;
        }
        runs->feature[n++] = l->feature;
    }
    runs->first_copy[runs->areas] = n;
}

/* Coordinates beyond any projection of the earth are LB_E_INPUT. */
static const double FARTHEST = 1e12;

/* The features' boxes to list, and that of all to runs. */
static lb_status find_boxes(lb_border_runs *runs, ranked_area *list, int threads)
{
    const lb_shapes *s = runs->shapes;
    lb_box all = lb_box_empty();
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t i = 0; i < s->count; i++)
        list[i] = (ranked_area){.box = lb_shapes_box(s, i), .feature = i};
    for (size_t i = 0; i < s->count; i++)
        all = lb_box_union(all, list[i].box);
    runs->all = lb_box_is_empty(all) ? (lb_box){0, 0, 0, 0} : all;
    double far = fmax(fmax(-runs->all.xmin, -runs->all.ymin), fmax(runs->all.xmax, runs->all.ymax));
    return far < FARTHEST ? LB_OK : LB_E_INPUT;
}

static uint64_t place_of(lb_box all, lb_box box)
{
    double side = fmax(fmax(all.xmax - all.xmin, all.ymax - all.ymin), 1e-300);
    if (lb_box_is_empty(box))
        return 0;
    uint64_t x = (uint64_t)(((box.xmin + box.xmax) / 2 - all.xmin) / side * 0xFFFFFFFF);
    uint64_t y = (uint64_t)(((box.ymin + box.ymax) / 2 - all.ymin) / side * 0xFFFFFFFF);
    return spread_bits(x) | spread_bits(y) << 1;
}

/* list: [features] */
static lb_status rank_list(lb_border_runs *runs, ranked_area *list, int threads)
{
    size_t n = runs->shapes->count;
    LB_TRY(find_boxes(runs, list, threads));
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t i = 0; i < n; i++)
        list[i].place = place_of(runs->all, list[i].box);
    qsort(list, n, sizeof *list, compare_ranked);
    hash_equal_boxes(runs->shapes, list);
    join_copies(runs, list);
    return LB_OK;
}

/* Ranks areas: fills first_copy, feature, box and all. */
static lb_status rank_areas(lb_border_runs *runs, int threads)
{
    const lb_shapes *s = runs->shapes;
    ranked_area *list = malloc((s->count + 1) * sizeof *list);
    runs->feature = malloc((s->count + 1) * sizeof *runs->feature);
    runs->first_copy = malloc((s->count + 1) * sizeof *runs->first_copy);
    runs->box = malloc((s->count + 1) * sizeof *runs->box);
    lb_status status = list && runs->feature && runs->first_copy && runs->box
                           ? rank_list(runs, list, lb_thread_count(threads))
                           : LB_E_MEMORY;
    free(list);
    return status;
}

/* Lattice -------------------------------------------------------------------------------------- */

/* The finest unit with which twice the area of `areas` copies of the whole, in square units, is
 * below 2^126: sums over areas are then exact. At most 57 bits across. */
static lb_lattice choose_lattice(lb_box all, size_t areas)
{
    int log_areas = 1, log_extent;
    while (areas >> log_areas)
        log_areas++;
    int bits = (124 - log_areas) / 2;
    frexp(fmax(fmax(all.xmax - all.xmin, all.ymax - all.ymin), 1e-30), &log_extent);
    double unit = ldexp(1, log_extent - (bits < 57 ? bits : 57));
    double far = fmax(fmax(fabs(all.xmin), fabs(all.xmax)), fmax(fabs(all.ymin), fabs(all.ymax)));
    return (lb_lattice){all.xmin, all.ymin, unit, 1 / unit,
                        MARGIN_UNITS * unit + MARGIN_ROUNDINGS * DBL_EPSILON * far};
}

lb_box lb_border_runs_widen(const lb_border_runs *runs, lb_box box)
{
    double by = runs->lattice.margin;
    return (lb_box){box.xmin - by, box.ymin - by, box.xmax + by, box.ymax + by};
}

/* Live edges ----------------------------------------------------------------------------------- */

/* Other areas' boxes that are looked through for edges; with more the index is asked. Edges that
 * are looked at together first. */
enum { FEW_BOXES = 16, CHUNK_EDGES = 8 };

/* The search for the live edges of one area. */
typedef struct live_search {
    lb_border_runs *runs;
    uint32_t area;
    lb_box near[FEW_BOXES]; /* of other areas, widened: all that meet the area's own, if no more */
    size_t neighbour[FEW_BOXES], n_near;
    bool is_crowded;
    lb_box chunk;          /* of the edges that are looked at together */
    lb_box met[FEW_BOXES]; /* those of near that it meets */
    size_t n_met;
} live_search;

/* Without branches, which nobody could predict. */
static inline bool boxes_meet(lb_box a, lb_box b)
{
    return (a.xmin <= b.xmax) & (a.xmax >= b.xmin) & (a.ymin <= b.ymax) & (a.ymax >= b.ymin);
}

static inline bool box_holds(lb_box outer, lb_box inner)
{
    return (outer.xmin <= inner.xmin) & (outer.xmax >= inner.xmax) & (outer.ymin <= inner.ymin) &
           (outer.ymax >= inner.ymax);
}

static bool is_other_area(void *udata, size_t i)
{
    const live_search *l = udata;
    return lb_border_runs_compared(l->runs, l->area, (uint32_t)i);
}

/* Notes another area's box, once; true ends the search. */
static bool add_neighbour(void *udata, size_t i)
{
    live_search *l = udata;
    if (!is_other_area(l, i))
        return false;
    for (size_t k = 0; k < l->n_near; k++)
        if (l->neighbour[k] == i)
            return false;
    if (l->n_near == FEW_BOXES) {
        l->is_crowded = true;
        return true;
    }
    l->neighbour[l->n_near] = i;
    l->near[l->n_near++] = lb_border_runs_widen(l->runs, l->runs->box[i]);
    return false;
}

static void find_neighbours(live_search *l)
{
    lb_box box = lb_border_runs_widen(l->runs, l->runs->box[l->area]);
    lb_bbox_index_any(&l->runs->index, box, add_neighbour, l);
}

/* Of consecutive edges, which are mostly all live or none: what their box says of them. */
typedef enum chunk_life { NONE_LIVE, SOME_LIVE, ALL_LIVE } chunk_life;

/* The box of the edges between `edges` + 1 corners. */
static lb_box box_of_edges(const double *xy, size_t edges)
{
    lb_box box = {xy[0], xy[1], xy[0], xy[1]};
    for (size_t k = 1; k <= edges; k++) {
        double x = xy[2 * k], y = xy[2 * k + 1];
        box.xmin = x < box.xmin ? x : box.xmin;
        box.ymin = y < box.ymin ? y : box.ymin;
        box.xmax = x > box.xmax ? x : box.xmax;
        box.ymax = y > box.ymax ? y : box.ymax;
    }
    return box;
}

/* What the box of the edges, l->chunk, says of them, and the neighbours that it meets. */
static chunk_life look_at_chunk(live_search *l)
{
    const lb_box chunk = l->chunk;
    bool all = false;
    if (l->is_crowded)
        return SOME_LIVE;
    l->n_met = 0;
    for (size_t k = 0; k < l->n_near; k++) {
        l->met[l->n_met] = l->near[k];
        l->n_met += boxes_meet(chunk, l->near[k]);
        all |= box_holds(l->near[k], chunk);
    }
    return all ? ALL_LIVE : l->n_met > 0 ? SOME_LIVE : NONE_LIVE;
}

static bool is_live(live_search *l, const double *xy)
{
    lb_box edge = box_of_edges(xy, 1);
    if (l->is_crowded)
        return lb_bbox_index_any(&l->runs->index, lb_border_runs_widen(l->runs, edge),
                                 is_other_area, l);
    bool live = false;
    for (size_t k = 0; k < l->n_met; k++)
        live |= boxes_meet(edge, l->met[k]);
    return live;
}

/* Marks n edges that follow each other. */
static void mark_chunk(live_search *l, const double *xy, size_t n, bool *live)
{
    l->chunk = box_of_edges(xy, n);
    chunk_life life = look_at_chunk(l);
    if (life != SOME_LIVE) {
        memset(live, life == ALL_LIVE, n);
        return;
    }
    for (size_t e = 0; e < n; e++)
        live[e] = is_live(l, xy + 2 * e);
}

/* Marks the live edges of a ring, whose first vertex is `first`, and adds its runs and their
 * corners to n: a run begins at a live edge behind one that is not. */
static void mark_ring(live_search *l, size_t first, size_t edges, size_t n[2])
{
    const double *ring = l->runs->shapes->xy + 2 * first;
    bool *live = l->runs->live + first;
    size_t begins = 0, found = 0;
    for (size_t e = 0; e < edges; e += CHUNK_EDGES)
        mark_chunk(l, ring + 2 * e, edges - e < CHUNK_EDGES ? edges - e : CHUNK_EDGES, live + e);
    for (size_t e = 0; e < edges; e++) {
        found += live[e];
        begins += live[e] & (e > 0) & !live[e > 0 ? e - 1 : 0];
    }
    begins += live[0] && (!live[edges - 1] || found == edges);
    n[0] += begins;
    n[1] += found + begins;
}

/* All edges of copies lie in another area, each of them in the other copies; those of the first
 * stand for all. */
static void mark_copies(lb_border_runs *runs, uint32_t area, size_t n[2])
{
    const lb_shapes *s = runs->shapes;
    for (size_t c = runs->first_copy[area]; c < runs->first_copy[area + 1]; c++) {
        size_t feature = runs->feature[c];
        memset(runs->live + first_vertex(s, feature), true, count_vertices(s, feature));
    }
    size_t feature = lb_border_runs_feature(runs, area);
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        if (s->vertex[r + 1] > s->vertex[r] + 1) {
            n[0]++;
            n[1] += s->vertex[r + 1] - s->vertex[r];
        }
}

/* n: numbers of runs and of their corners, 0 before. */
static void mark_area(lb_border_runs *runs, uint32_t area, size_t n[2])
{
    const lb_shapes *s = runs->shapes;
    size_t feature = lb_border_runs_feature(runs, area);
    live_search l;
    if (lb_border_runs_copies(runs, area) > 1) {
        mark_copies(runs, area, n);
        return;
    }
    l.runs = runs;
    l.area = area;
    l.n_near = 0;
    l.is_crowded = false;
    find_neighbours(&l);
    if (l.n_near == 0)
        return;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        if (s->vertex[r + 1] > s->vertex[r] + 1)
            mark_ring(&l, s->vertex[r], s->vertex[r + 1] - s->vertex[r] - 1, n);
}

/* Runs ----------------------------------------------------------------------------------------- */

/* Where the runs of one area go. */
typedef struct run_writer {
    lb_border_runs *runs;
    uint32_t area;
    size_t run, corner; /* the next */
} run_writer;

/* Adds the run of n edges of a ring of `edges` from corner `from` on, cyclically. Edges without
 * length are left out, and their room with them. */
static void add_run(run_writer *w, const double *ring, size_t edges, size_t from, size_t n)
{
    lb_border_runs *runs = w->runs;
    size_t first = w->corner, last = first, at = from;
    for (size_t k = 0; k <= n; k++, at = at + 1 == edges ? 0 : at + 1) {
        lb_lattice_point p = lb_lattice_place(&runs->lattice, ring + 2 * at);
        if (k > 0 && !lb_lattice_same(p, runs->corner[last]))
            last++;
        runs->corner[last] = p;
    }
    runs->run[w->run++] = (lb_border_run){w->area, n == edges, first, last};
    w->corner += n + 1;
}

/* The runs of live edges of one ring, from an edge on that is not live. first: its first vertex. */
static void add_ring_runs(run_writer *w, size_t first, size_t edges)
{
    const double *ring = w->runs->shapes->xy + 2 * first;
    const bool *live = w->runs->live + first;
    size_t dead = 0;
    while (dead < edges && live[dead])
        dead++;
    if (dead == edges) {
        add_run(w, ring, edges, 0, edges);
        return;
    }
    for (size_t k = 1, n = 0; k <= edges; k++) {
        size_t e = dead + k < edges ? dead + k : dead + k - edges;
        if (live[e])
            n++;
        else if (n > 0) {
            add_run(w, ring, edges, (e + edges - n) % edges, n);
            n = 0;
        }
    }
}

static void add_area_runs(lb_border_runs *runs, uint32_t area, const size_t at[4])
{
    const lb_shapes *s = runs->shapes;
    size_t feature = lb_border_runs_feature(runs, area);
    run_writer w = {runs, area, at[0], at[1]};
    if (at[0] == at[2])
        return;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        if (s->vertex[r + 1] > s->vertex[r] + 1)
            add_ring_runs(&w, s->vertex[r], s->vertex[r + 1] - s->vertex[r] - 1);
}

/* The feature of an area that is visited in so many turns; SIZE_MAX: there is none. */
static size_t feature_ahead(const lb_border_runs *runs, size_t area, size_t turns)
{
    return area + turns < runs->areas ? lb_border_runs_feature(runs, area + turns) : SIZE_MAX;
}

/* Brings what is read of the areas that are visited soon into the cache: they lie in memory in the
 * order of features, in which neighbours may be anywhere. Offsets are brought some turns before
 * what they lead to, so that nothing waits for them here. */
static void prefetch_areas(const lb_border_runs *runs, size_t area)
{
    enum { PARTS = 8, RINGS = 6, VERTICES = 4, CORNERS = 2 /* turns ahead */ };
    enum { LINE = 8 /* numbers of a line of cache */, MAX_LINES = 16 };
    const lb_shapes *s = runs->shapes;
    size_t of_parts = feature_ahead(runs, area, PARTS), of_rings = feature_ahead(runs, area, RINGS);
    size_t of_vertices = feature_ahead(runs, area, VERTICES);
    size_t feature = feature_ahead(runs, area, CORNERS);
    if (of_parts != SIZE_MAX)
        lb_prefetch(&s->part[of_parts]);
    if (of_rings != SIZE_MAX)
        lb_prefetch(&s->ring[s->part[of_rings]]);
    if (of_vertices != SIZE_MAX)
        lb_prefetch(&s->vertex[s->ring[s->part[of_vertices]]]);
    if (feature == SIZE_MAX)
        return;
    size_t first = first_vertex(s, feature), lines = 2 * count_vertices(s, feature) / LINE + 1;
    lb_prefetch_to_write(&runs->live[first]);
    for (size_t k = 0; k < lines && k < MAX_LINES; k++)
        lb_prefetch(s->xy + 2 * first + k * LINE);
}

/* Areas are visited in the order of ranks, in which neighbours follow each other and runs are in
 * memory. at: [2 * (areas + 1)], 0 before: of each area its first run and first corner. */
static lb_status make_runs(lb_border_runs *runs, size_t *at, int threads)
{
    threads = lb_thread_count(threads);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (size_t i = 0; i < runs->areas; i++) {
        prefetch_areas(runs, i);
        mark_area(runs, (uint32_t)i, at + 2 * i + 2);
    }
    for (size_t i = 0; i < 2 * runs->areas; i++)
        at[i + 2] += at[i];
    runs->runs = at[2 * runs->areas];
    runs->corners = at[2 * runs->areas + 1];
    runs->run = malloc((runs->runs + 1) * sizeof *runs->run);
    runs->corner = malloc((runs->corners + 1) * sizeof *runs->corner);
    runs->first_run = malloc((runs->areas + 1) * sizeof *runs->first_run);
    if (!runs->run || !runs->corner || !runs->first_run)
        return LB_E_MEMORY;
    for (size_t i = 0; i <= runs->areas; i++)
        runs->first_run[i] = at[2 * i];
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (size_t i = 0; i < runs->areas; i++) {
        prefetch_areas(runs, i);
        add_area_runs(runs, (uint32_t)i, at + 2 * i);
    }
    return LB_OK;
}

/* Ranks the areas, one rank for those of equal edges, chooses the lattice and lists the runs by
 * area. */
static lb_status init_runs(lb_border_runs *runs, int threads)
{
    LB_TRY(rank_areas(runs, threads));
    runs->lattice = choose_lattice(runs->all, runs->first_copy[runs->areas]);
    LB_TRY(lb_bbox_index_init(&runs->index, runs->box, runs->areas));
    size_t *at = calloc(2 * (runs->areas + 1), sizeof *at);
    runs->live = calloc(lb_shapes_vertices(runs->shapes) + 1, sizeof *runs->live);
    lb_status status = at && runs->live ? make_runs(runs, at, threads) : LB_E_MEMORY;
    free(at);
    return status;
}

lb_status lb_border_runs_init(lb_border_runs *runs, const lb_shapes *shapes, size_t zones,
                              int threads)
{
    *runs = (lb_border_runs){.shapes = shapes, .zones = zones};
    lb_status status = init_runs(runs, threads);
    if (status != LB_OK)
        lb_border_runs_clear(runs);
    return status;
}

void lb_border_runs_clear(lb_border_runs *runs)
{
    free(runs->first_copy);
    free(runs->feature);
    free(runs->box);
    lb_bbox_index_clear(&runs->index);
    free(runs->live);
    free(runs->first_run);
    free(runs->run);
    free(runs->corner);
    *runs = (lb_border_runs){0};
}
