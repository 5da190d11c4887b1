/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Union-find over the pairs that the box index yields, the root of each component being its first
 * box; then a counting sort of the boxes by root. Nearly linear in boxes and pairs. */
#include <stdlib.h>

#include "base/try.h"
#include "model/bbox_index.h"
#include "kernel/geometry/bbox_components.h"

void lb_bbox_components_clear(lb_bbox_components *components)
{
    free(components->first);
    free(components->member);
    *components = (lb_bbox_components){0};
}

/* The forest (parent[i] <= i; a root is its own parent) and the box whose neighbours are
 * visited. */
typedef struct union_context {
    size_t *parent;
    size_t self;
} union_context;

/* The first box of i's component, halving the path on the way. */
static size_t find_root(size_t *parent, size_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]]; /* half the way next time */
    return i;
}

/* Joins the components of the visited box and of `self` under the smaller root. */
static void union_boxes(void *udata, size_t i)
{
    union_context *f = udata;
    size_t a = find_root(f->parent, f->self), b = find_root(f->parent, i);
    if (a < b)
        f->parent[b] = a;
    else
        f->parent[a] = b;
}

/* Fills parent[] from all pairs of intersecting boxes. */
static lb_status find_roots(const lb_box *box, size_t count, size_t *parent)
{
    lb_bbox_index grid;
    LB_TRY(lb_bbox_index_init(&grid, box, count));
    for (size_t i = 0; i < count; i++)
        parent[i] = i;
    for (size_t i = 0; i < count; i++)
        lb_bbox_index_visit(&grid, box[i], union_boxes, &(union_context){parent, i});
    lb_bbox_index_clear(&grid);
    return LB_OK;
}

/* Counting sort by root. next_slot[root]: first the size of the component, then where its next
 * member goes. */
static void list_members(const lb_box *box, size_t count, size_t *parent, size_t *next_slot,
                         lb_bbox_components *out)
{
    for (size_t i = 0; i < count; i++)
        if (!lb_box_is_empty(box[i]))
            next_slot[find_root(parent, i)]++;
    for (size_t i = 0, end = 0; i < count; i++) {
        size_t size = next_slot[i];
        next_slot[i] = end;
        end += size;
        if (size > 0)
            out->first[++out->count] = end;
    }
    for (size_t i = 0; i < count; i++)
        if (!lb_box_is_empty(box[i]))
            out->member[next_slot[find_root(parent, i)]++] = i;
}

/* Connected components of the boxes that touch: features of different components cannot
 * interact. */
lb_status lb_bbox_components_find(const lb_box *box, size_t count, lb_bbox_components *out)
{
    size_t *parent = malloc((count + 1) * sizeof *parent),
           *next_slot = calloc(count + 1, sizeof *next_slot);
    lb_bbox_components result = {.first = calloc(count + 1, sizeof *result.first),
                                 .member = malloc((count + 1) * sizeof *result.member)};
    lb_status status = parent && next_slot && result.first && result.member ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = find_roots(box, count, parent);
    if (status == LB_OK) {
        list_members(box, count, parent, next_slot, &result);
        *out = result;
    } else {
        lb_bbox_components_clear(&result);
    }
    free(parent);
    free(next_slot);
    return status;
}
