/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/threads.h"
#include "model/bbox_index.h"
#include "port/geos/geos_overlaps.h"
#include "port/geos/geos_convert.h"

enum { BLOCK = 16 /* features a piece of work; fixed, so that threads do not show */ };

/* What a block of features of a was found to share. */
typedef struct found {
    lb_overlap_pair *pair;
    size_t count, capacity;
    lb_shapes shapes; /* [count], when they are wanted */
    lb_status status;
    lb_error err;
} found;

typedef struct job {
    const lb_shapes *a, *b;
    bool drawn; /* the shapes are wanted */
    double tolerance;
    lb_box *box; /* [b->count] */
    lb_box_grid grid;
    found *block;
    size_t blocks;
} job;

/* Features of b whose boxes meet that of one of a. */
typedef struct near {
    size_t *item, count, capacity, from; /* only those from `from` on */
    bool failed;
} near;

static void take_neighbour(void *udata, size_t j)
{
    near *n = udata;
    n->failed = n->failed || !lb_reserve(&n->item, &n->capacity, n->count + 1, sizeof *n->item);
    if (!n->failed && j >= n->from)
        n->item[n->count++] = j;
}

static int by_number(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

static lb_status keep(const job *w, lb_geos *geos, const GEOSGeometry *common, lb_overlap_pair pair,
                      found *f)
{
    if (!lb_reserve(&f->pair, &f->capacity, f->count + 1, sizeof *f->pair))
        return no_memory(&f->err);
    f->pair[f->count++] = pair;
    lb_status status = w->drawn ? lb_shapes_add_feature(&f->shapes) : LB_OK;
    if (status == LB_OK && w->drawn)
        status = lb_geos_add_polygons(geos, common, &f->shapes);
    return status == LB_OK ? LB_OK : no_memory(&f->err);
}

static lb_status measure(const job *w, lb_geos *geos, const GEOSGeometry *one, size_t i, size_t j,
                         found *f)
{
    double area = 0;
    GEOSGeometry *other = lb_geos_from_feature(geos, w->b, j, NULL);
    GEOSGeometry *common = other ? GEOSIntersection_r(geos->handle, one, other) : NULL;
    lb_status status = LB_OK;
    if (!common || !GEOSArea_r(geos->handle, common, &area))
        status = lb_geos_failure(geos, "the overlap of two areas failed", &f->err);
    else if (area > w->tolerance)
        status = keep(w, geos, common, (lb_overlap_pair){i, j, area}, f);
    GEOSGeom_destroy_r(geos->handle, common);
    GEOSGeom_destroy_r(geos->handle, other);
    return status;
}

static lb_status search(const job *w, lb_geos *geos, size_t i, near *n, found *f)
{
    n->count = 0;
    n->from = w->a == w->b ? i + 1 : 0;
    lb_box_grid_visit(&w->grid, lb_shapes_box(w->a, i), take_neighbour, n);
    if (n->failed)
        return no_memory(&f->err);
    if (n->count == 0)
        return LB_OK;
    qsort(n->item, n->count, sizeof *n->item, by_number);
    GEOSGeometry *one = lb_geos_from_feature(geos, w->a, i, NULL);
    lb_status status = one ? LB_OK : lb_geos_failure(geos, "an area is not a polygon", &f->err);
    for (size_t k = 0; k < n->count && status == LB_OK; k++)
        status = measure(w, geos, one, i, n->item[k], f);
    GEOSGeom_destroy_r(geos->handle, one);
    return status;
}

static void search_block(const job *w, size_t b)
{
    lb_geos geos;
    near n = {0};
    found *f = &w->block[b];
    size_t end = (b + 1) * BLOCK < w->a->count ? (b + 1) * BLOCK : w->a->count;
    f->status = lb_geos_start(&geos, &f->err);
    if (f->status != LB_OK)
        return;
    for (size_t i = b * BLOCK; i < end && f->status == LB_OK; i++)
        f->status = search(w, &geos, i, &n, f);
    free(n.item);
    lb_geos_stop(&geos);
}

static lb_status search_all(job *w, int threads, lb_error *err)
{
    w->blocks = (w->a->count + BLOCK - 1) / BLOCK;
    w->block = calloc(w->blocks + 1, sizeof *w->block);
    w->box = malloc((w->b->count + 1) * sizeof *w->box);
    for (size_t j = 0; w->box && j < w->b->count; j++)
        w->box[j] = lb_shapes_box(w->b, j);
    if (!w->block || !w->box || lb_box_grid_init(&w->grid, w->box, w->b->count) != LB_OK)
        return no_memory(err);
#pragma omp parallel for num_threads(lb_work_threads(threads)) schedule(dynamic)
    for (size_t b = 0; b < w->blocks; b++)
        search_block(w, b);
    for (size_t b = 0; b < w->blocks; b++)
        if (w->block[b].status != LB_OK)
            return lb_error_set(err, w->block[b].status, "%s", w->block[b].err.text);
    return LB_OK;
}

static void clear(job *w)
{
    for (size_t b = 0; w->block && b < w->blocks; b++) {
        free(w->block[b].pair);
        lb_shapes_clear(&w->block[b].shapes);
    }
    free(w->block);
    free(w->box);
    lb_box_grid_clear(&w->grid);
}

static size_t count_pairs(const job *w)
{
    size_t n = 0;
    for (size_t b = 0; b < w->blocks; b++)
        n += w->block[b].count;
    return n;
}

/* The blocks' pairs one after the other: blocks come by i. */
static lb_status join_pairs(const job *w, lb_overlap_pair **out, size_t *n, lb_error *err)
{
    size_t at = 0, count = count_pairs(w);
    lb_overlap_pair *all = count > 0 ? malloc(count * sizeof *all) : NULL;
    if (count > 0 && !all)
        return no_memory(err);
    for (size_t b = 0; b < w->blocks; b++) {
        const found *f = &w->block[b];
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
    job w = {.a = a, .b = b, .tolerance = tolerance};
    lb_status status = search_all(&w, threads, err);
    if (status == LB_OK)
        status = join_pairs(&w, out, n, err);
    clear(&w);
    return status;
}

lb_status lb_geos_overlaps(const lb_shapes *shapes, double tolerance, int threads,
                           lb_overlap_pair **out, size_t *n, lb_error *err)
{
    return lb_geos_overlaps_between(shapes, shapes, tolerance, threads, out, n, err);
}

/* With their shapes ---------------------------------------------------------------------------- */

void lb_common_clear(lb_common *common)
{
    lb_shapes_clear(&common->shapes);
    free(common->a);
    free(common->b);
    *common = (lb_common){0};
}

static lb_status join_shapes(const job *w, lb_common *out)
{
    size_t n = count_pairs(w);
    lb_status status = LB_OK;
    out->a = malloc((n + 1) * sizeof *out->a);
    out->b = malloc((n + 1) * sizeof *out->b);
    if (!out->a || !out->b)
        return LB_E_MEMORY;
    for (size_t b = 0; b < w->blocks; b++)
        for (size_t k = 0; k < w->block[b].count && status == LB_OK; k++) {
            out->a[out->shapes.count] = w->block[b].pair[k].i;
            out->b[out->shapes.count] = w->block[b].pair[k].j;
            status = lb_shapes_add_copy(&out->shapes, &w->block[b].shapes, k);
        }
    return status;
}

lb_status lb_geos_common(const lb_shapes *a, const lb_shapes *b, int threads, lb_common *out,
                         lb_error *err)
{
    job w = {.a = a, .b = b, .drawn = true};
    lb_common made = {.a = NULL};
    lb_status status = search_all(&w, threads, err);
    if (status == LB_OK && join_shapes(&w, &made) != LB_OK)
        status = no_memory(err);
    clear(&w);
    if (status == LB_OK)
        *out = made;
    else
        lb_common_clear(&made);
    return status;
}
