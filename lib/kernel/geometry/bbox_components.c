/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Union-find over the pairs that the box index yields; then a counting sort of the boxes by root.
 * Nearly linear in boxes and pairs. */
#include <stdlib.h>

#include "base/try.h"
#include "base/union_find.h"
#include "model/bbox_index.h"
#include "kernel/geometry/bbox_components.h"

void lb_bbox_components_clear(lb_bbox_components *components)
{
    free(components->first);
    free(components->member);
    *components = (lb_bbox_components){0};
}

/* Components so far, and the box whose neighbours are visited. */
typedef struct box_sets {
    size_t *parent;
    size_t self;
} box_sets;

static void join_boxes(void *udata, size_t i)
{
    const box_sets *sets = udata;
    lb_union_find_join(sets->parent, sets->self, i);
}

/* Fills parent[] from all pairs of intersecting boxes. */
static lb_status find_roots(const lb_box *box, size_t count, size_t *parent)
{
    lb_bbox_index grid;
    LB_TRY(lb_bbox_index_init(&grid, box, count));
    lb_union_find_init(parent, count);
    for (size_t i = 0; i < count; i++)
        lb_bbox_index_visit(&grid, box[i], join_boxes, &(box_sets){parent, i});
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
            next_slot[lb_union_find_root(parent, i)]++;
    for (size_t i = 0, end = 0; i < count; i++) {
        size_t size = next_slot[i];
        next_slot[i] = end;
        end += size;
        if (size > 0)
            out->first[++out->count] = end;
    }
    for (size_t i = 0; i < count; i++)
        if (!lb_box_is_empty(box[i]))
            out->member[next_slot[lb_union_find_root(parent, i)]++] = i;
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
