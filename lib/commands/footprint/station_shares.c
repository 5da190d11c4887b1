/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/circle.h>
#include "base/array.h"
#include "base/threads.h"
#include "commands/footprint/station_shares.h"
#include "model/bbox_index.h"
#include "port/geos/geos_partition.h"

#define PI 3.14159265358979323846

/* Less of a circle than this is rounding of the shares inside. */
static const double rounding = 1e-12;

/* Stations that one thread takes at a time. */
enum { CHUNK = 256 };

typedef struct chunk {
    lb_footprint_part *part;
    size_t count, capacity, parts[CHUNK];
    bool failed;
} chunk;

typedef struct work {
    const lb_stations *stations;
    const lb_areas *areas;
    lb_overlap rule;
    lb_pieces pieces;
    lb_box *box; /* [pieces] */
    lb_box_grid grid;
    size_t chunks;
    chunk *chunk;
} work;

/* One station while its parts are gathered. */
typedef struct gather {
    const work *work;
    chunk *to;
    lb_station station;
    size_t begin; /* of its parts in to->part */
    size_t *piece, pieces, capacity;
    bool failed;
} gather;

void lb_station_parts_clear(lb_station_parts *parts)
{
    free(parts->first);
    free(parts->part);
    *parts = (lb_station_parts){0};
}

static void take_piece(void *udata, size_t i)
{
    gather *g = udata;
    if (!lb_reserve(&g->piece, &g->capacity, g->pieces + 1, sizeof *g->piece)) {
        g->failed = true;
        return;
    }
    g->piece[g->pieces++] = i;
}

static void add_share(gather *g, size_t area, double share)
{
    chunk *c = g->to;
    size_t i = g->begin;
    while (i < c->count && c->part[i].area != area)
        i++;
    if (i == c->count) {
        if (!lb_reserve(&c->part, &c->capacity, c->count + 1, sizeof *c->part)) {
            g->failed = true;
            return;
        }
        c->part[c->count++] = (lb_footprint_part){area, 0};
    }
    c->part[i].share += share;
}

/* The owner that takes a piece by priority: the worst category, within one the first. */
static size_t winner(const lb_areas *areas, const size_t *owner, size_t n)
{
    size_t best = owner[0];
    for (size_t i = 1; i < n; i++)
        if (areas->category[owner[i]] < areas->category[best])
            best = owner[i];
    return best;
}

static void share_piece(gather *g, size_t piece, double share)
{
    const lb_pieces *p = &g->work->pieces;
    const size_t *owner = p->owner + p->first[piece];
    size_t n = p->first[piece + 1] - p->first[piece];
    size_t best = winner(g->work->areas, owner, n);
    for (size_t i = 0; i < n; i++)
        add_share(g, owner[i],
                  g->work->rule == LB_OVERLAP_BOTH    ? share
                  : g->work->rule == LB_OVERLAP_SPLIT ? share / (double)n
                  : owner[i] == best                  ? share
                                                      : 0);
}

static int by_number(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Rounding must not make a circle give more than itself. */
static void cap(gather *g)
{
    for (size_t i = g->begin; i < g->to->count; i++)
        if (g->to->part[i].share > 1)
            g->to->part[i].share = 1;
}

/* To 2^-48, 4e-15, about what it is computed to: half a circle is a half (footnote 24). */
static double share_of(double area, double all)
{
    return ldexp(round(ldexp(area / all, 48)), -48);
}

static void gather_station(gather *g)
{
    const lb_station *s = &g->station;
    double all = PI * s->radius * s->radius, outside = 1;
    lb_box box = {s->x - s->radius, s->y - s->radius, s->x + s->radius, s->y + s->radius};
    g->pieces = 0;
    g->begin = g->to->count;
    lb_box_grid_visit(&g->work->grid, box, take_piece, g);
    if (g->pieces > 1) /* sums in one order */
        qsort(g->piece, g->pieces, sizeof *g->piece, by_number);
    for (size_t k = 0; k < g->pieces && !g->failed; k++) {
        double area =
            lb_circle_shape_area(&g->work->pieces.shapes, g->piece[k], s->x, s->y, s->radius);
        if (!(area > 0))
            continue;
        double share = share_of(area, all);
        outside -= share;
        share_piece(g, g->piece[k], share);
    }
    cap(g);
    if (outside > rounding)
        add_share(g, g->work->areas->shapes.count, outside);
}

static void gather_chunk(work *w, size_t i)
{
    chunk *c = &w->chunk[i];
    gather g = {.work = w, .to = c};
    size_t from = i * CHUNK, to = from + CHUNK;
    for (size_t s = from; s < to && s < w->stations->count && !g.failed; s++) {
        g.station = w->stations->item[s];
        gather_station(&g);
        c->parts[s - from] = c->count - g.begin;
    }
    c->failed = g.failed;
    free(g.piece);
}

static lb_status join(const work *w, lb_station_parts *out)
{
    size_t total = 0, stations = w->stations->count;
    for (size_t i = 0; i < w->chunks; i++) {
        total += w->chunk[i].count;
        if (w->chunk[i].failed)
            return LB_E_MEMORY;
    }
    lb_station_parts made = {calloc(stations + 1, sizeof *made.first),
                             malloc((total + 1) * sizeof *made.part)};
    if (!made.first || !made.part) {
        lb_station_parts_clear(&made);
        return LB_E_MEMORY;
    }
    for (size_t s = 0; s < stations; s++) {
        const chunk *c = &w->chunk[s / CHUNK];
        if (s % CHUNK == 0 && c->count)
            memcpy(made.part + made.first[s], c->part, c->count * sizeof *c->part);
        made.first[s + 1] = made.first[s] + c->parts[s % CHUNK];
    }
    *out = made;
    return LB_OK;
}

static lb_status prepare(work *w, lb_error *err)
{
    lb_status status = lb_geos_pieces(&w->areas->shapes, &w->pieces, err);
    if (status != LB_OK)
        return status;
    size_t count = w->pieces.shapes.count;
    w->box = malloc((count + 1) * sizeof *w->box);
    w->chunks = (w->stations->count + CHUNK - 1) / CHUNK;
    w->chunk = calloc(w->chunks + 1, sizeof *w->chunk);
    if (!w->box || !w->chunk)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        w->box[i] = lb_shapes_box(&w->pieces.shapes, i);
    if (lb_box_grid_init(&w->grid, w->box, count) != LB_OK)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    return LB_OK;
}

static void clear(work *w)
{
    for (size_t i = 0; w->chunk && i < w->chunks; i++)
        free(w->chunk[i].part);
    free(w->chunk);
    free(w->box);
    lb_box_grid_clear(&w->grid);
    lb_pieces_clear(&w->pieces);
}

lb_status lb_station_parts_compute(const lb_stations *stations, const lb_areas *areas,
                                   lb_overlap rule, int threads, lb_station_parts *out,
                                   lb_error *err)
{
    work w = {.stations = stations, .areas = areas, .rule = rule};
    lb_status status = prepare(&w, err);
    if (status == LB_OK) {
        int n = lb_work_threads(threads);
        (void)n;
#pragma omp parallel for schedule(dynamic, 1) num_threads(n)
        for (size_t i = 0; i < w.chunks; i++)
            gather_chunk(&w, i);
        if (join(&w, out) != LB_OK)
            status = lb_error_set(err, LB_E_MEMORY, "out of memory");
    }
    clear(&w);
    return status;
}
