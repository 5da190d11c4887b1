/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlaps of polygons pair by pair (docs/methods.md, Topology issues). A grid of bounding boxes
 * finds candidates, GEOS intersects them. Features are cut into blocks of a fixed size that threads
 * take in any order; results are joined in the order of blocks, so that no digit depends on the
 * threads. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "model/bbox_index.h"
#include "port/geos/geos_overlaps.h"
#include "port/geos/geos_convert.h"

enum { BLOCK = 16 /* features of a that one task of a thread compares with b */ };

/* The overlaps of one block of features of a. */
typedef struct block_result {
    lb_overlap_pair *pair;
    size_t count, capacity;
    lb_shapes shapes; /* [count], if want_shapes */
    lb_status status;
    lb_error err;
} block_result;

typedef struct overlap_job {
    const lb_shapes *a, *b;
    bool want_shapes; /* keep the intersections themselves, not only their areas */
    double tolerance; /* square metres that do not count as an overlap */
    lb_box *box;      /* [b->count] */
    lb_bbox_index grid;
    block_result *block;
    size_t blocks;
} overlap_job;

/* Features of b whose boxes intersect that of one feature of a. */
typedef struct candidates {
    size_t *item, count, capacity;
    bool failed;
} candidates;

static void add_candidate(void *udata, size_t j)
{
    candidates *n = udata;
    n->failed =
        n->failed || !lb_array_reserve(&n->item, &n->capacity, n->count + 1, sizeof *n->item);
    if (!n->failed)
        n->item[n->count++] = j;
}

static int compare_numbers(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static lb_status add_pair(const overlap_job *w, lb_geos *geos, const GEOSGeometry *common,
                          lb_overlap_pair pair, block_result *f)
{
    if (!lb_array_reserve(&f->pair, &f->capacity, f->count + 1, sizeof *f->pair))
        return lb_error_memory(&f->err);
    f->pair[f->count++] = pair;
    if (w->want_shapes && (lb_shapes_add_feature(&f->shapes) != LB_OK ||
                           lb_geos_add_polygons(geos, common, &f->shapes) != LB_OK))
        return lb_error_memory(&f->err);
    return LB_OK;
}

/* GEOSIntersection of GEOS 3.9 and later is OverlayNG, which falls back to snapping by itself:
 * valid input does not fail. What it returns beside surfaces (points, lines) has no area. */
static lb_status measure_overlap(const overlap_job *w, lb_geos *geos, const GEOSGeometry *one,
                                 size_t i, size_t j, block_result *f)
{
    double area = 0;
    GEOSGeometry *other = lb_geos_from_feature(geos, w->b, j, NULL);
    GEOSGeometry *common = other ? GEOSIntersection_r(geos->handle, one, other) : NULL;
    lb_status status = LB_OK;
    if (!common || !GEOSArea_r(geos->handle, common, &area))
        status = lb_geos_failure(geos, "the overlap of two areas failed", &f->err);
    else if (area > w->tolerance)
        status = add_pair(w, geos, common, (lb_overlap_pair){i, j, area}, f);
    GEOSGeom_destroy_r(geos->handle, common);
    GEOSGeom_destroy_r(geos->handle, other);
    return status;
}

/* Candidates are sorted, as the grid of boxes gives them in no order that could be relied on. */
static lb_status find_overlaps(const overlap_job *w, lb_geos *geos, size_t i, candidates *n,
                               block_result *f)
{
    n->count = 0;
    lb_bbox_index_visit(&w->grid, lb_shapes_box(w->a, i), add_candidate, n);
    if (n->failed)
        return lb_error_memory(&f->err);
    if (n->count == 0)
        return LB_OK;
    qsort(n->item, n->count, sizeof *n->item, compare_numbers);
    GEOSGeometry *one = lb_geos_from_feature(geos, w->a, i, NULL);
    lb_status status = one ? LB_OK : lb_geos_failure(geos, "an area is not a polygon", &f->err);
    for (size_t k = 0; k < n->count && status == LB_OK; k++)
        status = measure_overlap(w, geos, one, i, n->item[k], f);
    GEOSGeom_destroy_r(geos->handle, one);
    return status;
}

/* One task of a thread, with a context of GEOS of its own; a failure stays in the block. */
static void find_block_overlaps(const overlap_job *w, size_t b)
{
    lb_geos geos;
    candidates n = {0};
    block_result *f = &w->block[b];
    size_t end = (b + 1) * BLOCK < w->a->count ? (b + 1) * BLOCK : w->a->count;
    f->status = lb_geos_start(&geos, &f->err);
    if (f->status != LB_OK)
        return;
    for (size_t i = b * BLOCK; i < end && f->status == LB_OK; i++)
        f->status = find_overlaps(w, &geos, i, &n, f);
    free(n.item);
    lb_geos_stop(&geos);
}

/* All blocks, then the first failure in their order, so that the message too is the same for any
 * number of threads. */
static lb_status find_all_overlaps(overlap_job *w, int threads, lb_error *err)
{
    w->blocks = (w->a->count + BLOCK - 1) / BLOCK;
    w->block = calloc(w->blocks + 1, sizeof *w->block);
    w->box = malloc((w->b->count + 1) * sizeof *w->box);
    for (size_t j = 0; w->box && j < w->b->count; j++)
        w->box[j] = lb_shapes_box(w->b, j);
    if (!w->block || !w->box || lb_bbox_index_init(&w->grid, w->box, w->b->count) != LB_OK)
        return lb_error_memory(err);
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(dynamic)
    for (size_t b = 0; b < w->blocks; b++)
        find_block_overlaps(w, b);
    for (size_t b = 0; b < w->blocks; b++)
        if (w->block[b].status != LB_OK)
            return lb_error_set(err, w->block[b].status, "%s", w->block[b].err.text);
    return LB_OK;
}

static void free_job(overlap_job *w)
{
    for (size_t b = 0; w->block && b < w->blocks; b++) {
        free(w->block[b].pair);
        lb_shapes_clear(&w->block[b].shapes);
    }
    free(w->block);
    free(w->box);
    lb_bbox_index_clear(&w->grid);
}

static size_t count_pairs(const overlap_job *w)
{
    size_t n = 0;
    for (size_t b = 0; b < w->blocks; b++)
        n += w->block[b].count;
    return n;
}

/* The pairs of all blocks, one block after the other: ascending by i, since blocks are. */
static lb_status join_pairs(const overlap_job *w, lb_overlap_pair **out, size_t *n, lb_error *err)
{
    size_t at = 0, count = count_pairs(w);
    lb_overlap_pair *all = count > 0 ? malloc(count * sizeof *all) : NULL;
    if (count > 0 && !all)
        return lb_error_memory(err);
    for (size_t b = 0; b < w->blocks; b++) {
        const block_result *f = &w->block[b];
        if (f->count > 0)
            memcpy(all + at, f->pair, f->count * sizeof *all);
        at += f->count;
    }
    *out = all;
    *n = count;
    return LB_OK;
}

lb_status lb_geos_overlaps_between(const lb_shapes *a, const lb_shapes *b, double tolerance,
                                   int threads, lb_overlap_pair **out, size_t *n, lb_error *err)
{
    overlap_job w = {.a = a, .b = b, .tolerance = tolerance};
    lb_status status = find_all_overlaps(&w, threads, err);
    if (status == LB_OK)
        status = join_pairs(&w, out, n, err);
    free_job(&w);
    return status;
}

/* Intersections -------------------------------------------------------------------------------- */

void lb_geos_intersections_clear(lb_geos_intersections *common)
{
    lb_shapes_clear(&common->shapes);
    free(common->a);
    free(common->b);
    *common = (lb_geos_intersections){0};
}

static lb_status join_shapes(const overlap_job *w, lb_geos_intersections *out)
{
    size_t n = count_pairs(w);
    out->a = malloc((n + 1) * sizeof *out->a);
    out->b = malloc((n + 1) * sizeof *out->b);
    if (!out->a || !out->b)
        return LB_E_MEMORY;
    for (size_t b = 0; b < w->blocks; b++)
        for (size_t k = 0; k < w->block[b].count; k++) {
            out->a[out->shapes.count] = w->block[b].pair[k].i;
            out->b[out->shapes.count] = w->block[b].pair[k].j;
            LB_TRY(lb_shapes_add_copy(&out->shapes, &w->block[b].shapes, k));
        }
    return LB_OK;
}

lb_status lb_geos_intersect(const lb_shapes *a, const lb_shapes *b, int threads,
                            lb_geos_intersections *out, lb_error *err)
{
    overlap_job w = {.a = a, .b = b, .want_shapes = true};
    lb_geos_intersections result = {.a = NULL};
    lb_status status = find_all_overlaps(&w, threads, err);
    if (status == LB_OK && join_shapes(&w, &result) != LB_OK)
        status = lb_error_memory(err);
    free_job(&w);
    if (status == LB_OK)
        *out = result;
    else
        lb_geos_intersections_clear(&result);
    return status;
}
