/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes that follow each other are near each other, so that the tree needs no sort. */
#include <math.h>
#include <stdlib.h>

#include "kernel/overlap/box_tree.h"

lb_edge_box lb_edge_box_union(const lb_edge_box *box, size_t count)
{
    lb_edge_box all = {INFINITY, INFINITY, INFINITY, INFINITY};
    for (size_t i = 0; i < count; i++)
        for (int side = 0; side < 4; side++)
            all[side] = box[i][side] < all[side] ? box[i][side] : all[side];
    return all;
}

lb_status lb_box_tree_reserve(lb_box_tree *tree, size_t count)
{
    tree->count[0] = count;
    tree->box[0] = malloc((count + 1) * sizeof *tree->box[0]);
    return tree->box[0] ? LB_OK : LB_E_MEMORY;
}

/* Each level from the one before, till one has few boxes enough to look at all of them. */
lb_status lb_box_tree_make(lb_box_tree *tree)
{
    for (tree->levels = 1; tree->count[tree->levels - 1] > LB_BOX_CHILDREN; tree->levels++) {
        const lb_edge_box *child = tree->box[tree->levels - 1];
        size_t children = tree->count[tree->levels - 1];
        size_t n = (children + LB_BOX_CHILDREN - 1) / LB_BOX_CHILDREN;
        lb_edge_box *box = malloc(n * sizeof *box);
        if (!box)
            return LB_E_MEMORY;
        for (size_t i = 0, at = 0; i < n; i++, at += LB_BOX_CHILDREN)
            box[i] = lb_edge_box_union(
                child + at, children - at < LB_BOX_CHILDREN ? children - at : LB_BOX_CHILDREN);
        tree->box[tree->levels] = box;
        tree->count[tree->levels] = n;
    }
    return LB_OK;
}

void lb_box_tree_clear(lb_box_tree *tree)
{
    for (int level = 0; level < LB_BOX_LEVELS; level++)
        free(tree->box[level]);
    *tree = (lb_box_tree){.levels = 0};
}

/* A search down the tree. */
typedef struct box_search {
    const lb_box_tree *tree;
    lb_edge_box reach;
    void (*visit)(void *udata, size_t i);
    void *udata;
} box_search;

/* The boxes from .. to - 1 of a level, no more than LB_BOX_CHILDREN, and what is below them. */
static void visit_level(const box_search *s, int level, size_t from, size_t to)
{
    size_t met[LB_BOX_CHILDREN], n = 0;
    for (size_t i = from; i < to; i++) {
        met[n] = i;
        n += lb_edge_box_within(s->tree->box[level][i], s->reach);
    }
    for (size_t k = 0; k < n; k++) {
        if (level == 0) {
            s->visit(s->udata, met[k]);
            continue;
        }
        size_t below = s->tree->count[level - 1], end = (met[k] + 1) * LB_BOX_CHILDREN;
        visit_level(s, level - 1, met[k] * LB_BOX_CHILDREN, end < below ? end : below);
    }
}

void lb_box_tree_visit(const lb_box_tree *tree, lb_edge_box reach,
                       void (*visit)(void *udata, size_t i), void *udata)
{
    box_search s = {tree, reach, visit, udata};
    visit_level(&s, tree->levels - 1, 0, tree->count[tree->levels - 1]);
}
