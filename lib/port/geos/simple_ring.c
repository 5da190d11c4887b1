/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edges are compared in pairs where the boxes of the stretches of the ring that hold them meet.
 * Signs of determinants are trusted above Shewchuk's bound on their rounding; what is in doubt is
 * not proven. */
#include <math.h>

#include "port/geos/simple_ring.h"

enum { LEAF_EDGES = 4, MAX_POINTS = 4096, MAX_LEAVES = MAX_POINTS / LEAF_EDGES };

/* Below this part of its terms' magnitude the sign of a determinant is in doubt: Shewchuk's
 * (3 + 16 e) e, e = 2^-53, rounded up. */
static const double DOUBT = 0x1.9p-52;

/* In the CRS; of one edge, or of all below a node of the tree. */
typedef struct edge_box {
    double xmin, ymin, xmax, ymax;
} edge_box;

static inline edge_box box_of_edge(const double *ab)
{
    return (edge_box){ab[0] < ab[2] ? ab[0] : ab[2], ab[1] < ab[3] ? ab[1] : ab[3],
                      ab[0] < ab[2] ? ab[2] : ab[0], ab[1] < ab[3] ? ab[3] : ab[1]};
}

static inline edge_box joined_box(edge_box a, edge_box b)
{
    return (edge_box){a.xmin < b.xmin ? a.xmin : b.xmin, a.ymin < b.ymin ? a.ymin : b.ymin,
                      a.xmax > b.xmax ? a.xmax : b.xmax, a.ymax > b.ymax ? a.ymax : b.ymax};
}

/* Without branches, which nobody could predict. */
static inline bool boxes_meet(edge_box a, edge_box b)
{
    return (a.xmin <= b.xmax) & (b.xmin <= a.xmax) & (a.ymin <= b.ymax) & (b.ymin <= a.ymax);
}

/* Sign of left + right; 0: zero, or in doubt. */
static inline int sure_sign(double left, double right)
{
    double sum = left + right;
    return fabs(sum) > DOUBT * (fabs(left) + fabs(right)) ? (sum > 0 ? 1 : -1) : 0;
}

/* 1: c is to the left of the line from a to b, -1: to the right, 0: on it or in doubt. */
static inline int sure_side(const double *a, const double *b, const double *c)
{
    return sure_sign((b[0] - a[0]) * (c[1] - a[1]), -((b[1] - a[1]) * (c[0] - a[0])));
}

/* Does the line of one of the edges have the other surely on one side? */
static bool are_surely_apart(const double *ab, const double *cd)
{
    return sure_side(ab, ab + 2, cd) * sure_side(ab, ab + 2, cd + 2) > 0 ||
           sure_side(cd, cd + 2, ab) * sure_side(cd, cd + 2, ab + 2) > 0;
}

/* Consecutive edges a b and b c: they turn, or go on forwards, so that b alone is in both. */
static bool goes_on(const double *a, const double *b, const double *c)
{
    return sure_side(a, b, c) != 0 ||
           sure_sign((b[0] - a[0]) * (c[0] - b[0]), (b[1] - a[1]) * (c[1] - b[1])) > 0;
}

/* Boxes of a ring's leaves, LEAF_EDGES edges each, and of pairs of them up to the whole: node i has
 * the children 2 i and 2 i + 1, leaf k is node `leaves` + k. */
typedef struct box_tree {
    const double *xy;
    size_t edges, leaves; /* a power of two */
    edge_box box[2 * MAX_LEAVES];
} box_tree;

/* The edges of one leaf against those of a later one or its own, but for neighbours along the ring.
 */
static bool leaves_are_apart(const box_tree *t, size_t i, size_t j)
{
    size_t end = (i + 1) * LEAF_EDGES < t->edges ? (i + 1) * LEAF_EDGES : t->edges;
    size_t start = j * LEAF_EDGES,
           last = start + LEAF_EDGES < t->edges ? start + LEAF_EDGES : t->edges;
    edge_box other[LEAF_EDGES];
    for (size_t b = start; b < last; b++)
        other[b - start] = box_of_edge(t->xy + 2 * b);
    for (size_t a = i * LEAF_EDGES; a < end; a++) {
        edge_box box = box_of_edge(t->xy + 2 * a);
        for (size_t b = start > a + 2 ? start : a + 2; b < last - (a == 0 && last == t->edges); b++)
            if (boxes_meet(box, other[b - start]) &&
                !are_surely_apart(t->xy + 2 * a, t->xy + 2 * b))
                return false;
    }
    return true;
}

/* Two nodes of one level. */
static bool nodes_are_apart(const box_tree *t, size_t i, size_t j)
{
    if (!boxes_meet(t->box[i], t->box[j]))
        return true;
    if (i >= t->leaves)
        return leaves_are_apart(t, i - t->leaves, j - t->leaves);
    return nodes_are_apart(t, 2 * i, 2 * j) && nodes_are_apart(t, 2 * i, 2 * j + 1) &&
           nodes_are_apart(t, 2 * i + 1, 2 * j) && nodes_are_apart(t, 2 * i + 1, 2 * j + 1);
}

/* Leaves without edges have boxes that meet none. */
static void fill_boxes(box_tree *t)
{
    for (t->leaves = 1; t->leaves * LEAF_EDGES < t->edges;)
        t->leaves *= 2;
    for (size_t i = t->leaves; i < 2 * t->leaves; i++)
        t->box[i] = (edge_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t e = 0; e < t->edges; e++) {
        edge_box *leaf = &t->box[t->leaves + e / LEAF_EDGES];
        *leaf = joined_box(*leaf, box_of_edge(t->xy + 2 * e));
    }
    for (size_t i = t->leaves; i-- > 1;)
        t->box[i] = joined_box(t->box[2 * i], t->box[2 * i + 1]);
}

/* True only when no two edges meet but neighbours in their common vertex, proved in doubles by a
 * hierarchy of boxes; false is no verdict and leaves the ring to GEOS. */
bool lb_ring_is_surely_simple(const double *xy, size_t n)
{
    box_tree t;
    if (n < 4 || n > MAX_POINTS)
        return false;
    t.xy = xy;
    t.edges = n - 1;
    for (size_t e = 0; e < t.edges; e++)
        if (!goes_on(xy + 2 * e, xy + 2 * e + 2, xy + 2 * (e + 1 < t.edges ? e + 2 : 1)))
            return false;
    fill_boxes(&t);
    for (size_t i = 1; i < t.leaves; i++)
        if (!nodes_are_apart(&t, 2 * i, 2 * i + 1))
            return false;
    for (size_t k = 0; k * LEAF_EDGES < t.edges; k++)
        if (!leaves_are_apart(&t, k, k))
            return false;
    return true;
}
