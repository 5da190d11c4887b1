/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The union of polygons by connected components of intersecting bounding boxes: only components of
 * several areas go through GEOS, whose cost grows faster than the number of areas; the polygons of
 * a single area are copied (docs/methods.md, Topology issues). A large component is united in
 * blocks of neighbours, and then the blocks. Components and blocks are shared over threads; what
 * they are depends on the boxes alone. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "input/areas/fast_union.h"
#include "kernel/geometry/bbox_components.h"
#include "port/geos/geos_union.h"

enum { AREAS_PER_BLOCK = 400 };

/* Blocks --------------------------------------------------------------------------------------- */

typedef struct placed_area {
    double x, y; /* south-west corner of its box */
    size_t feature;
} placed_area;

static int compare_places(const double p[2], const double q[2])
{
    LB_COMPARE(p[0], q[0]);
    return (p[1] > q[1]) - (p[1] < q[1]);
}

static int compare_by_x(const void *a, const void *b)
{
    const placed_area *p = a, *q = b;
    int order = compare_places((double[]){p->x, p->y}, (double[]){q->x, q->y});
    return order != 0 ? order : (p->feature > q->feature) - (p->feature < q->feature);
}

static int compare_by_y(const void *a, const void *b)
{
    const placed_area *p = a, *q = b;
    int order = compare_places((double[]){p->y, p->x}, (double[]){q->y, q->x});
    return order != 0 ? order : (p->feature > q->feature) - (p->feature < q->feature);
}

/* Sorts n features into strips from west to east and each strip from south to north, so that every
 * AREAS_PER_BLOCK of them are neighbours (sort-tile-recursive, Leutenegger et al. 1997). */
static lb_status sort_into_tiles(const lb_shapes *shapes, size_t *feature, size_t n)
{
    size_t blocks = (n + AREAS_PER_BLOCK - 1) / AREAS_PER_BLOCK;
    size_t strips = (size_t)ceil(sqrt((double)blocks));
    size_t per_strip = (blocks + strips - 1) / strips * AREAS_PER_BLOCK;
    placed_area *area = malloc(n * sizeof *area);
    if (!area)
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        lb_box box = lb_shapes_box(shapes, feature[i]);
        area[i] = (placed_area){box.xmin, box.ymin, feature[i]};
    }
    qsort(area, n, sizeof *area, compare_by_x);
    for (size_t from = 0; from < n; from += per_strip)
        qsort(area + from, n - from < per_strip ? n - from : per_strip, sizeof *area, compare_by_y);
    for (size_t i = 0; i < n; i++)
        feature[i] = area[i].feature;
    free(area);
    return LB_OK;
}

/* Features that are united at once. */
typedef struct union_block {
    size_t component;
    const size_t *feature; /* [n], borrowed */
    size_t n;
    lb_shapes joined; /* one feature: their union; empty for a single one */
} union_block;

/* Blocks of areas that are united independently of each other. */
typedef struct block_list {
    const lb_shapes *shapes;
    union_block *item;
    size_t count, capacity, failed; /* failed: the first block that GEOS failed on; count: none */
    lb_error err;                   /* of that */
} block_list;

static lb_status list_blocks(const lb_bbox_components *c, block_list *list)
{
    for (size_t k = 0; k < c->count; k++) {
        size_t *feature = c->member + c->first[k], n = c->first[k + 1] - c->first[k];
        if (n > AREAS_PER_BLOCK)
            LB_TRY(sort_into_tiles(list->shapes, feature, n));
        for (size_t from = 0; from < n; from += AREAS_PER_BLOCK) {
            if (!lb_array_reserve(&list->item, &list->capacity, list->count + 1,
                                  sizeof *list->item))
                return LB_E_MEMORY;
            size_t rest = n - from < AREAS_PER_BLOCK ? n - from : AREAS_PER_BLOCK;
            list->item[list->count++] = (union_block){.component = k, feature + from, rest};
        }
    }
    return LB_OK;
}

static void unite_block(block_list *list, size_t k)
{
    union_block *b = &list->item[k];
    lb_error err;
    if (b->n == 1 || lb_geos_union(list->shapes, b->feature, b->n, &b->joined, &err) == LB_OK)
        return;
#pragma omp critical(fast_union)
    if (k < list->failed) {
        list->failed = k;
        list->err = err;
    }
}

/* Adds the parts of one component's union, of n blocks, to the last feature of out. */
static lb_status join_blocks(const block_list *list, const union_block *b, size_t n, lb_shapes *out,
                             lb_error *err)
{
    lb_shapes all = {0}, joined = {0};
    lb_status status = LB_OK;
    if (n == 1) {
        status = b->n == 1 ? lb_shapes_add_parts(out, list->shapes, b->feature[0])
                           : lb_shapes_add_parts(out, &b->joined, 0);
        return status == LB_OK ? LB_OK : lb_error_memory(err);
    }
    for (size_t k = 0; status == LB_OK && k < n; k++)
        status = b[k].n == 1 ? lb_shapes_add_copy(&all, list->shapes, b[k].feature[0])
                             : lb_shapes_add_copy(&all, &b[k].joined, 0);
    if (status != LB_OK)
        lb_error_memory(err);
    else
        status = lb_geos_union(&all, NULL, n, &joined, err);
    if (status == LB_OK && lb_shapes_add_parts(out, &joined, 0) != LB_OK)
        status = lb_error_memory(err);
    lb_shapes_clear(&all);
    lb_shapes_clear(&joined);
    return status;
}

static lb_status unite_blocks(block_list *list, int threads, lb_shapes *out, lb_error *err)
{
    lb_status status = LB_OK;
    list->failed = list->count;
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(dynamic)
    for (size_t k = 0; k < list->count; k++)
        unite_block(list, k);
    if (list->failed < list->count)
        return lb_error_set(err, list->err.status, "%s", list->err.text);
    for (size_t k = 0, end; status == LB_OK && k < list->count; k = end) {
        for (end = k; end < list->count && list->item[end].component == list->item[k].component;)
            end++;
        status = join_blocks(list, &list->item[k], end - k, out, err);
    }
    return status;
}

/* Areas whose boxes do not touch cannot overlap, so components of touching boxes are united each by
 * itself; large ones are cut into blocks first, which threads unite independently. */
lb_status lb_fast_union(const lb_shapes *shapes, const size_t *which, size_t n, int threads,
                        lb_shapes *out, lb_error *err)
{
    lb_bbox_components clusters = {0};
    block_list list = {.shapes = shapes};
    lb_box *box = malloc((n + 1) * sizeof *box);
    for (size_t i = 0; box && i < n; i++)
        box[i] = lb_shapes_box(shapes, which ? which[i] : i);
    lb_status status = box ? lb_bbox_components_find(box, n, &clusters) : LB_E_MEMORY;
    for (size_t k = 0; status == LB_OK && which && k < clusters.first[clusters.count]; k++)
        clusters.member[k] = which[clusters.member[k]];
    if (status == LB_OK)
        status = list_blocks(&clusters, &list);
    if (status == LB_OK)
        status = lb_shapes_add_feature(out);
    if (status != LB_OK)
        lb_error_memory(err);
    else
        status = unite_blocks(&list, threads, out, err);
    for (size_t k = 0; k < list.count; k++)
        lb_shapes_clear(&list.item[k].joined);
    free(list.item);
    lb_bbox_components_clear(&clusters);
    free(box);
    return status;
}
