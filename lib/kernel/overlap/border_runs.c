/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lattice, the ranks of areas, and the runs of edges that may meet another area's. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "base/try.h"
#include "kernel/overlap/border_runs.h"

static const double MARGIN_UNITS = 4;

/* Ranks ---------------------------------------------------------------------------------------- */

typedef struct ranked_area {
    uint64_t place; /* of the box's middle along a Z-order curve */
    uint64_t hash;  /* of the set of edges, whatever corner rings begin with */
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

static int compare_ranked(const void *a, const void *b)
{
    const ranked_area *x = a, *y = b;
    const double p[] = {x->box.xmin, x->box.ymin, x->box.xmax, x->box.ymax};
    const double q[] = {y->box.xmin, y->box.ymin, y->box.xmax, y->box.ymax};
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    for (int i = 0; i < 4; i++)
        if (p[i] != q[i])
            return p[i] < q[i] ? -1 : 1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->feature < y->feature ? -1 : 1;
}

/* Fills feature and box in the order of ranks. */
static lb_status rank_areas(lb_border_runs *runs, lb_box all, int threads)
{
    const lb_shapes *s = runs->shapes;
    ranked_area *list = malloc((s->count + 1) * sizeof *list);
    runs->feature = malloc((s->count + 1) * sizeof *runs->feature);
    runs->box = malloc((s->count + 1) * sizeof *runs->box);
    if (!list || !runs->feature || !runs->box) {
        free(list);
        return LB_E_MEMORY;
    }
    double side = fmax(fmax(all.xmax - all.xmin, all.ymax - all.ymin), 1e-300);
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(static)
    for (size_t i = 0; i < s->count; i++) {
        lb_box box = lb_shapes_box(s, i);
        uint64_t x = 0, y = 0;
        if (!lb_box_is_empty(box)) {
            x = (uint64_t)(((box.xmin + box.xmax) / 2 - all.xmin) / side * 0xFFFFFFFF);
            y = (uint64_t)(((box.ymin + box.ymax) / 2 - all.ymin) / side * 0xFFFFFFFF);
        }
        list[i] = (ranked_area){spread_bits(x) | spread_bits(y) << 1, edges_hash(s, i), box, i};
    }
    qsort(list, s->count, sizeof *list, compare_ranked);
    for (size_t i = 0; i < s->count; i++)
        if (!lb_box_is_empty(list[i].box)) {
            runs->feature[runs->areas] = list[i].feature;
            runs->box[runs->areas++] = list[i].box;
        }
    free(list);
    return LB_OK;
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
    return (lb_lattice){all.xmin, all.ymin, unit, 1 / unit};
}

lb_box lb_border_runs_widen(const lb_border_runs *runs, lb_box box)
{
    double by = MARGIN_UNITS * runs->lattice.unit;
    return (lb_box){box.xmin - by, box.ymin - by, box.xmax + by, box.ymax + by};
}

/* Live edges ----------------------------------------------------------------------------------- */

/* Other areas' boxes that are looked through for each edge; with more the index is asked. */
enum { FEW_BOXES = 16 };

/* The work on one area: first all are counted, then written. */
typedef struct run_maker {
    lb_border_runs *runs;
    bool writing;
    uint32_t area;
    size_t run, corner;     /* where the next go; counts while not writing */
    lb_box near[FEW_BOXES]; /* of other areas, widened: all that meet the area's own, if no more */
    size_t neighbour[FEW_BOXES], n_near;
    bool is_crowded;
} run_maker;

static bool is_other_area(void *udata, size_t i)
{
    const run_maker *m = udata;
    return lb_border_runs_compared(m->runs, m->area, (uint32_t)i);
}

/* Notes another area's box, once; true ends the search. */
static bool add_neighbour(void *udata, size_t i)
{
    run_maker *m = udata;
    if (!is_other_area(m, i))
        return false;
    for (size_t k = 0; k < m->n_near; k++)
        if (m->neighbour[k] == i)
            return false;
    if (m->n_near == FEW_BOXES) {
        m->is_crowded = true;
        return true;
    }
    m->neighbour[m->n_near] = i;
    m->near[m->n_near++] = lb_border_runs_widen(m->runs, m->runs->box[i]);
    return false;
}

static void find_neighbours(run_maker *m)
{
    lb_box box = lb_border_runs_widen(m->runs, m->runs->box[m->area]);
    lb_bbox_index_any(&m->runs->index, box, add_neighbour, m);
}

static bool is_live(run_maker *m, const double *xy)
{
    lb_box edge = {xy[0] < xy[2] ? xy[0] : xy[2], xy[1] < xy[3] ? xy[1] : xy[3],
                   xy[0] < xy[2] ? xy[2] : xy[0], xy[1] < xy[3] ? xy[3] : xy[1]};
    if (m->is_crowded)
        return lb_bbox_index_any(&m->runs->index, lb_border_runs_widen(m->runs, edge),
                                 is_other_area, m);
    for (size_t k = 0; k < m->n_near; k++)
        if (edge.xmin <= m->near[k].xmax && edge.xmax >= m->near[k].xmin &&
            edge.ymin <= m->near[k].ymax && edge.ymax >= m->near[k].ymin)
            return true;
    return false;
}

/* Adds the run of n edges of a ring of `edges` from corner `from` on, cyclically; one that has no
 * length is left out. */
static void add_run(run_maker *m, const double *ring, size_t edges, size_t from, size_t n)
{
    lb_border_runs *runs = m->runs;
    lb_lattice_point previous = {0, 0};
    size_t first = m->corner, at = from;
    for (size_t k = 0; k <= n; k++, at = at + 1 == edges ? 0 : at + 1) {
        lb_lattice_point p = lb_lattice_place(&runs->lattice, ring + 2 * at);
        if (k > 0 && lb_lattice_same(p, previous))
            continue;
        if (m->writing) {
            runs->corner[m->corner] = p;
            runs->owner[m->corner] = m->area;
        }
        m->corner++;
        previous = p;
    }
    if (m->corner - first < 2) {
        m->corner = first;
        return;
    }
    if (m->writing)
        runs->run[m->run] = (lb_border_run){m->area, n == edges, first, m->corner - 1};
    m->run++;
}

/* The runs of live edges of one ring, found from an edge on that is not live. first: its first
 * vertex. */
static void add_ring_runs(run_maker *m, size_t first, size_t edges)
{
    const double *ring = m->runs->shapes->xy + 2 * first;
    bool *live = m->runs->live + first;
    size_t dead = edges;
    for (size_t e = 0; e < edges; e++) {
        if (!m->writing)
            live[e] = is_live(m, ring + 2 * e);
        if (!live[e])
            dead = e;
    }
    if (dead == edges) {
        add_run(m, ring, edges, 0, edges);
        return;
    }
    for (size_t k = 1, n = 0; k <= edges; k++) {
        size_t e = (dead + k) % edges;
        if (live[e])
            n++;
        else if (n > 0) {
            add_run(m, ring, edges, (e + edges - n) % edges, n);
            n = 0;
        }
    }
}

static void add_area_runs(run_maker *m, uint32_t area)
{
    const lb_shapes *s = m->runs->shapes;
    size_t feature = m->runs->feature[area];
    m->area = area;
    find_neighbours(m);
    if (m->n_near == 0)
        return;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        if (s->vertex[r + 1] > s->vertex[r] + 1)
            add_ring_runs(m, s->vertex[r], s->vertex[r + 1] - s->vertex[r] - 1);
}

/* One pass over all areas. at: [2 * (areas + 1)]: of each area its first run and first corner;
 * while counting, their numbers, one place further on. */
static void make_pass(lb_border_runs *runs, size_t *at, bool writing, int threads)
{
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(dynamic, 64)
    for (size_t i = 0; i < runs->areas; i++) {
        run_maker m;
        m.runs = runs;
        m.writing = writing;
        m.n_near = 0;
        m.is_crowded = false;
        m.run = writing ? at[2 * i] : 0;
        m.corner = writing ? at[2 * i + 1] : 0;
        add_area_runs(&m, (uint32_t)i);
        if (!writing) {
            at[2 * i + 2] = m.run;
            at[2 * i + 3] = m.corner;
        }
    }
}

static lb_status make_runs(lb_border_runs *runs, size_t *at, int threads)
{
    make_pass(runs, at, false, threads);
    for (size_t i = 0; i < 2 * runs->areas; i++)
        at[i + 2] += at[i];
    runs->runs = at[2 * runs->areas];
    runs->corners = at[2 * runs->areas + 1];
    runs->run = malloc((runs->runs + 1) * sizeof *runs->run);
    runs->corner = malloc((runs->corners + 1) * sizeof *runs->corner);
    runs->owner = malloc((runs->corners + 1) * sizeof *runs->owner);
    runs->first_run = malloc((runs->areas + 1) * sizeof *runs->first_run);
    if (!runs->run || !runs->corner || !runs->owner || !runs->first_run)
        return LB_E_MEMORY;
    for (size_t i = 0; i <= runs->areas; i++)
        runs->first_run[i] = at[2 * i];
    make_pass(runs, at, true, threads);
    return LB_OK;
}

static lb_status init_runs(lb_border_runs *runs, int threads)
{
    lb_box all = lb_shapes_box_all(runs->shapes);
    if (lb_box_is_empty(all))
        all = (lb_box){0, 0, 0, 0};
    double far = fmax(fmax(-all.xmin, -all.ymin), fmax(all.xmax, all.ymax));
    if (!(far < 1e12))
        return LB_E_INPUT;
    LB_TRY(rank_areas(runs, all, threads));
    runs->lattice = choose_lattice(all, runs->areas);
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
    free(runs->feature);
    free(runs->box);
    lb_bbox_index_clear(&runs->index);
    free(runs->live);
    free(runs->first_run);
    free(runs->run);
    free(runs->corner);
    free(runs->owner);
    *runs = (lb_border_runs){0};
}
