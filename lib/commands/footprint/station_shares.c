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
static const double min_outside_share = 1e-12;

/* Stations that one thread takes at a time. */
enum { CHUNK_STATIONS = 256 };

typedef struct chunk {
    lb_footprint_part *part;
    size_t count, capacity, parts[CHUNK_STATIONS];
    bool failed;
} chunk;

typedef struct circle_overlay {
    const lb_string_ids *stations;
    const lb_areas *areas;
    lb_overlap_rule rule;
    lb_geos_parts pieces;
    lb_box *box; /* [pieces] */
    lb_bbox_index grid;
    size_t chunks;
    chunk *chunk;
} circle_overlay;

/* One station while its parts are gathered. */
typedef struct share_collector {
    const circle_overlay *circle_overlay;
    chunk *to;
    lb_station station;
    size_t begin; /* of its parts in to->part */
    size_t *piece, pieces, capacity;
    bool failed;
} share_collector;

void lb_station_shares_clear(lb_station_shares *parts)
{
    free(parts->first);
    free(parts->part);
    *parts = (lb_station_shares){0};
}

static void collect_piece(void *udata, size_t i)
{
    share_collector *g = udata;
    if (!lb_array_reserve(&g->piece, &g->capacity, g->pieces + 1, sizeof *g->piece)) {
        g->failed = true;
        return;
    }
    g->piece[g->pieces++] = i;
}

static void add_share(share_collector *g, size_t area, double share)
{
    chunk *c = g->to;
    size_t i = g->begin;
    while (i < c->count && c->part[i].area != area)
        i++;
    if (i == c->count) {
        if (!lb_array_reserve(&c->part, &c->capacity, c->count + 1, sizeof *c->part)) {
            g->failed = true;
            return;
        }
        c->part[c->count++] = (lb_footprint_part){area, 0};
    }
    c->part[i].share += share;
}

/* The owner that takes a piece by priority: the worst category, within one the first. */
static size_t worst_owner(const lb_areas *areas, const size_t *owner, size_t n)
{
    size_t best = owner[0];
    for (size_t i = 1; i < n; i++)
        if (areas->category[owner[i]] < areas->category[best])
            best = owner[i];
    return best;
}

static void divide_piece(share_collector *g, size_t piece, double share)
{
    const lb_geos_parts *p = &g->circle_overlay->pieces;
    const size_t *owner = p->owner + p->first[piece];
    size_t n = p->first[piece + 1] - p->first[piece];
    size_t best = worst_owner(g->circle_overlay->areas, owner, n);
    for (size_t i = 0; i < n; i++)
        add_share(g, owner[i],
                  g->circle_overlay->rule == LB_OVERLAP_BOTH    ? share
                  : g->circle_overlay->rule == LB_OVERLAP_SPLIT ? share / (double)n
                  : owner[i] == best                            ? share
                                                                : 0);
}

static int by_number(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Rounding must not make a circle give more than itself. */
static void cap_shares(share_collector *g)
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

static void gather_station(share_collector *g)
{
    const lb_station *s = &g->station;
    double all = PI * s->radius * s->radius, outside = 1;
    lb_box box = {s->x - s->radius, s->y - s->radius, s->x + s->radius, s->y + s->radius};
    g->pieces = 0;
    g->begin = g->to->count;
    lb_bbox_index_visit(&g->circle_overlay->grid, box, collect_piece, g);
    if (g->pieces > 1) /* sums in one order */
        qsort(g->piece, g->pieces, sizeof *g->piece, by_number);
    for (size_t k = 0; k < g->pieces && !g->failed; k++) {
        double area = lb_circle_shape_area(&g->circle_overlay->pieces.shapes, g->piece[k], s->x,
                                           s->y, s->radius);
        if (!(area > 0))
            continue;
        double share = share_of(area, all);
        outside -= share;
        divide_piece(g, g->piece[k], share);
    }
    cap_shares(g);
    if (outside > min_outside_share)
        add_share(g, g->circle_overlay->areas->shapes.count, outside);
}

static void gather_chunk(circle_overlay *w, size_t i)
{
    chunk *c = &w->chunk[i];
    share_collector g = {.circle_overlay = w, .to = c};
    size_t from = i * CHUNK_STATIONS, to = from + CHUNK_STATIONS;
    for (size_t s = from; s < to && s < w->stations->count && !g.failed; s++) {
        g.station = lb_stations_at(w->stations, s);
        gather_station(&g);
        c->parts[s - from] = c->count - g.begin;
    }
    c->failed = g.failed;
    free(g.piece);
}

static lb_status join_chunks(const circle_overlay *w, lb_station_shares *out)
{
    size_t total = 0, stations = w->stations->count;
    for (size_t i = 0; i < w->chunks; i++) {
        total += w->chunk[i].count;
        if (w->chunk[i].failed)
            return LB_E_MEMORY;
    }
    lb_station_shares result = {calloc(stations + 1, sizeof *result.first),
                                malloc((total + 1) * sizeof *result.part)};
    if (!result.first || !result.part) {
        lb_station_shares_clear(&result);
        return LB_E_MEMORY;
    }
    for (size_t s = 0; s < stations; s++) {
        const chunk *c = &w->chunk[s / CHUNK_STATIONS];
        if (s % CHUNK_STATIONS == 0 && c->count)
            memcpy(result.part + result.first[s], c->part, c->count * sizeof *c->part);
        result.first[s + 1] = result.first[s] + c->parts[s % CHUNK_STATIONS];
    }
    *out = result;
    return LB_OK;
}

static lb_status prepare_overlay(circle_overlay *w, lb_error *err)
{
    lb_status status = lb_geos_partition(&w->areas->shapes, &w->pieces, err);
    if (status != LB_OK)
        return status;
    size_t count = w->pieces.shapes.count;
    w->box = malloc((count + 1) * sizeof *w->box);
    w->chunks = (w->stations->count + CHUNK_STATIONS - 1) / CHUNK_STATIONS;
    w->chunk = calloc(w->chunks + 1, sizeof *w->chunk);
    if (!w->box || !w->chunk)
        return lb_error_memory(err);
    for (size_t i = 0; i < count; i++)
        w->box[i] = lb_shapes_box(&w->pieces.shapes, i);
    if (lb_bbox_index_init(&w->grid, w->box, count) != LB_OK)
        return lb_error_memory(err);
    return LB_OK;
}

static void clear_overlay(circle_overlay *w)
{
    for (size_t i = 0; w->chunk && i < w->chunks; i++)
        free(w->chunk[i].part);
    free(w->chunk);
    free(w->box);
    lb_bbox_index_clear(&w->grid);
    lb_geos_parts_clear(&w->pieces);
}

lb_status lb_station_shares_compute(const lb_string_ids *stations, const lb_areas *areas,
                                    lb_overlap_rule rule, int threads, lb_station_shares *out,
                                    lb_error *err)
{
    circle_overlay w = {.stations = stations, .areas = areas, .rule = rule};
    lb_status status = prepare_overlay(&w, err);
    if (status == LB_OK) {
        int n = lb_thread_count(threads);
        (void)n;
#pragma omp parallel for schedule(dynamic, 1) num_threads(n)
        for (size_t i = 0; i < w.chunks; i++)
            gather_chunk(&w, i);
        if (join_chunks(&w, out) != LB_OK)
            status = lb_error_memory(err);
    }
    clear_overlay(&w);
    return status;
}
