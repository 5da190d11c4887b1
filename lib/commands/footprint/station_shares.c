/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The areas are first cut into pieces that do not overlap, each with its owners; then the exact
 * area that each circle shares with each piece near it (docs/methods.md, Circles) is credited to
 * the owners by the overlap rule. Stations are independent of one another: threads take chunks of
 * them, whose results are joined in the order of the stations. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/circle.h>
#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/footprint/station_shares.h"
#include "model/bbox_index.h"
#include "input/areas/partition.h"

#define PI 3.14159265358979323846

/* A smaller remainder of a circle than this is rounding of the shares inside areas. */
static const double min_outside_share = 1e-12;

/* Stations that one thread computes at a time. */
enum { CHUNK_STATIONS = 256 };

/* The parts of CHUNK_STATIONS stations, filled by one thread, so that threads share no memory. */
typedef struct station_chunk {
    lb_footprint_part *part; /* [count], by station */
    size_t count, capacity;
    size_t parts[CHUNK_STATIONS]; /* of each station */
    bool failed;                  /* out of memory */
} station_chunk;

/* Areas cut into pieces without overlaps, against which circles are cut. */
typedef struct circle_overlay {
    const lb_string_ids *stations;
    const lb_areas *areas;
    lb_overlap_rule rule;
    lb_geos_parts pieces; /* of the areas, without overlaps */
    lb_box *box;          /* [pieces] */
    lb_bbox_index index;  /* of the boxes */
    size_t chunks;
    station_chunk *chunk; /* [chunks] */
} circle_overlay;

/* One station while its parts are collected. */
typedef struct share_collector {
    const circle_overlay *overlay;
    station_chunk *to;
    lb_station station;
    size_t begin;                    /* of its parts in to->part */
    size_t *piece, pieces, capacity; /* pieces whose box meets that of the circle */
    bool failed;
} share_collector;

lb_status lb_stations_add(lb_string_ids *stations, lb_station station, uint32_t *out)
{
    lb_station key = {station.x + 0.0, station.y + 0.0, station.radius}; /* + 0.0: -0 becomes 0 */
    lb_string string = {(const char *)&key, sizeof key};
    return lb_string_ids_add(stations, &string, 1, out);
}

static lb_station station_at(const lb_string_ids *stations, size_t i)
{
    lb_station station;
    memcpy(&station, lb_string_ids_at(stations, i).text, sizeof station);
    return station;
}

void lb_station_shares_clear(lb_station_shares *shares)
{
    free(shares->first);
    free(shares->part);
    *shares = (lb_station_shares){0};
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

/* Adds to the area's part of the station: several pieces may have one owner. Parts of a station are
 * few, so they are searched one by one. */
static void add_share(share_collector *g, size_t area, double share)
{
    station_chunk *c = g->to;
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

/* Who gets a piece by priority. */
static size_t worst_owner(const lb_areas *areas, const size_t *owner, size_t n)
{
    size_t best = owner[0];
    for (size_t i = 1; i < n; i++)
        if (lb_areas_is_before(areas, owner[i], best))
            best = owner[i];
    return best;
}

/* Credits the share of the circle that lies in a piece to the piece's owners by the overlap rule:
 * all of it to each, equal parts, or all to one and 0 to the others. */
static void divide_piece(share_collector *g, size_t piece, double share)
{
    const lb_geos_parts *p = &g->overlay->pieces;
    const size_t *owner = p->owner + p->first[piece];
    size_t n = p->first[piece + 1] - p->first[piece];
    size_t best = worst_owner(g->overlay->areas, owner, n);
    for (size_t i = 0; i < n; i++)
        add_share(g, owner[i],
                  g->overlay->rule == LB_OVERLAP_BOTH    ? share
                  : g->overlay->rule == LB_OVERLAP_SPLIT ? share / (double)n
                  : owner[i] == best                     ? share
                                                         : 0);
}

/* Pieces of one area may add up to a little over the circle by rounding. */
static void cap_shares(share_collector *g)
{
    for (size_t i = g->begin; i < g->to->count; i++)
        if (g->to->part[i].share > 1)
            g->to->part[i].share = 1;
}

/* Rounded to 2^-48 (4e-15), about the error of the circle's area: so half of a circle is exactly a
 * half, as in footnote 24 of the report. */
static double share_of(double area, double circle)
{
    return ldexp(round(ldexp(area / circle, 48)), -48);
}

/* All parts of one station. Pieces are visited in their order, not in that of the index, so that
 * sums are rounded the same way whatever the other stations. */
static void collect_station(share_collector *g)
{
    const lb_station *s = &g->station;
    double circle = PI * s->radius * s->radius, outside = 1;
    lb_box box = {s->x - s->radius, s->y - s->radius, s->x + s->radius, s->y + s->radius};
    g->pieces = 0;
    g->begin = g->to->count;
    lb_bbox_index_visit(&g->overlay->index, box, collect_piece, g);
    if (g->pieces > 1)
        qsort(g->piece, g->pieces, sizeof *g->piece, lb_compare_sizes);
    for (size_t k = 0; k < g->pieces && !g->failed; k++) {
        double area =
            lb_circle_shape_area(&g->overlay->pieces.shapes, g->piece[k], s->x, s->y, s->radius);
        if (!(area > 0))
            continue;
        double share = share_of(area, circle);
        outside -= share;
        divide_piece(g, g->piece[k], share);
    }
    cap_shares(g);
    if (outside > min_outside_share)
        add_share(g, g->overlay->areas->shapes.count, outside);
}

static void collect_chunk(circle_overlay *w, size_t i)
{
    station_chunk *c = &w->chunk[i];
    share_collector g = {.overlay = w, .to = c};
    size_t from = i * CHUNK_STATIONS, to = from + CHUNK_STATIONS;
    for (size_t s = from; s < to && s < w->stations->count && !g.failed; s++) {
        g.station = station_at(w->stations, s);
        collect_station(&g);
        c->parts[s - from] = c->count - g.begin;
    }
    c->failed = g.failed;
    free(g.piece);
}

/* Puts the parts of all chunks into one array, in the order of the stations. */
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
        const station_chunk *c = &w->chunk[s / CHUNK_STATIONS];
        if (s % CHUNK_STATIONS == 0 && c->count)
            memcpy(result.part + result.first[s], c->part, c->count * sizeof *c->part);
        result.first[s + 1] = result.first[s] + c->parts[s % CHUNK_STATIONS];
    }
    *out = result;
    return LB_OK;
}

static lb_status prepare_circle_overlay(circle_overlay *w, const lb_job *job, lb_error *err)
{
    lb_partition_input input = {.shapes = &w->areas->shapes,
                                .threads = job->threads,
                                .log = job->log,
                                .source = w->areas->source};
    LB_TRY(lb_areas_partition(&input, &w->pieces, err));
    size_t count = w->pieces.shapes.count;
    w->box = malloc((count + 1) * sizeof *w->box);
    w->chunks = (w->stations->count + CHUNK_STATIONS - 1) / CHUNK_STATIONS;
    w->chunk = calloc(w->chunks + 1, sizeof *w->chunk);
    if (!w->box || !w->chunk)
        return lb_error_memory(err);
    for (size_t i = 0; i < count; i++)
        w->box[i] = lb_shapes_box(&w->pieces.shapes, i);
    if (lb_bbox_index_init(&w->index, w->box, count) != LB_OK)
        return lb_error_memory(err);
    return LB_OK;
}

static void clear_circle_overlay(circle_overlay *w)
{
    for (size_t i = 0; w->chunk && i < w->chunks; i++)
        free(w->chunk[i].part);
    free(w->chunk);
    free(w->box);
    lb_bbox_index_clear(&w->index);
    lb_geos_parts_clear(&w->pieces);
}

lb_status lb_station_shares_compute(const lb_string_ids *stations, const lb_areas *areas,
                                    lb_overlap_rule rule, const lb_job *job, lb_station_shares *out,
                                    lb_error *err)
{
    circle_overlay w = {.stations = stations, .areas = areas, .rule = rule};
    lb_status status = prepare_circle_overlay(&w, job, err);
    if (status == LB_OK) {
        int n = lb_thread_count(job->threads);
        (void)n;
#pragma omp parallel for schedule(dynamic, 1) num_threads(n)
        for (size_t i = 0; i < w.chunks; i++)
            collect_chunk(&w, i);
        if (join_chunks(&w, out) != LB_OK)
            status = lb_error_memory(err);
    }
    clear_circle_overlay(&w);
    return status;
}
