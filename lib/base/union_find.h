/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of the numbers 0 to n - 1 that are joined until none is left to join (union-find). A set is
 * a tree in parent[n], parent[i] <= i; its least number is the root, which is its own parent. */
#ifndef LB_BASE_UNION_FIND_H
#define LB_BASE_UNION_FIND_H

#include <stddef.h>

/* Each number a set of its own. */
static inline void lb_union_find_init(size_t *parent, size_t n)
{
    for (size_t i = 0; i < n; i++)
        parent[i] = i;
}

/* The least number of i's set; halves the path on the way. */
static inline size_t lb_union_find_root(size_t *parent, size_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static inline void lb_union_find_join(size_t *parent, size_t a, size_t b)
{
    a = lb_union_find_root(parent, a);
    b = lb_union_find_root(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

/* number[n]: that of i's set, sets in the order of their least numbers. Returns how many. */
static inline size_t lb_union_find_number(size_t *parent, size_t n, size_t *number)
{
    size_t sets = 0;
    for (size_t i = 0; i < n; i++) {
        size_t root = lb_union_find_root(parent, i);
        number[i] = root == i ? sets++ : number[root];
    }
    return sets;
}

#endif
