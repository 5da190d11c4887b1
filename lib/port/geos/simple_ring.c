/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edges are compared in pairs, blocks of eight by their boxes first: for rings of some hundred
 * corners that is faster than any index. Signs of determinants are trusted above Shewchuk's bound
 * on their rounding; what is in doubt is not proven. */
#include <math.h>

#include "port/geos/simple_ring.h"

enum { BLOCK_EDGES = 8, MAX_POINTS = 4096, MAX_BLOCKS = MAX_POINTS / BLOCK_EDGES };

/* Below this part of its terms' magnitude the sign of a determinant is in doubt: Shewchuk's
 * (3 + 16 e) e, e = 2^-53, rounded up. */
static const double DOUBT = 0x1.9p-52;

typedef struct edge_box {
    double xmin, ymin, xmax, ymax;
} edge_box;

static inline edge_box box_of_edge(const double *ab)
{
    return (edge_box){ab[0] < ab[2] ? ab[0] : ab[2], ab[1] < ab[3] ? ab[1] : ab[3],
                      ab[0] < ab[2] ? ab[2] : ab[0], ab[1] < ab[3] ? ab[3] : ab[1]};
}

static inline bool boxes_meet(edge_box a, edge_box b)
{
    return a.xmin <= b.xmax && b.xmin <= a.xmax && a.ymin <= b.ymax && b.ymin <= a.ymax;
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

/* The edges of block i against those of block j >= i, but for neighbours along the ring. */
static bool blocks_are_apart(const double *xy, size_t edges, size_t i, size_t j)
{
    size_t end = (i + 1) * BLOCK_EDGES < edges ? (i + 1) * BLOCK_EDGES : edges;
    size_t last = (j + 1) * BLOCK_EDGES < edges ? (j + 1) * BLOCK_EDGES : edges;
    for (size_t a = i * BLOCK_EDGES; a < end; a++) {
        edge_box box = box_of_edge(xy + 2 * a);
        size_t b = j * BLOCK_EDGES > a + 2 ? j * BLOCK_EDGES : a + 2;
        for (; b < last - (a == 0 && last == edges); b++)
            if (boxes_meet(box, box_of_edge(xy + 2 * b)) &&
                !are_surely_apart(xy + 2 * a, xy + 2 * b))
                return false;
    }
    return true;
}

/* The boxes of all blocks; returns how many there are. */
static size_t find_boxes(const double *xy, size_t edges, edge_box *box)
{
    size_t blocks = (edges + BLOCK_EDGES - 1) / BLOCK_EDGES;
    for (size_t e = 0; e < edges; e++) {
        edge_box *of = &box[e / BLOCK_EDGES], edge = box_of_edge(xy + 2 * e);
        if (e % BLOCK_EDGES == 0)
            *of = edge;
        *of = (edge_box){fmin(of->xmin, edge.xmin), fmin(of->ymin, edge.ymin),
                         fmax(of->xmax, edge.xmax), fmax(of->ymax, edge.ymax)};
    }
    return blocks;
}

bool lb_ring_is_surely_simple(const double *xy, size_t n)
{
    edge_box box[MAX_BLOCKS];
    if (n < 4 || n > MAX_POINTS)
        return false;
    size_t edges = n - 1, blocks = find_boxes(xy, edges, box);
    for (size_t e = 0; e < edges; e++)
        if (!goes_on(xy + 2 * e, xy + 2 * e + 2, xy + 2 * (e + 1 < edges ? e + 2 : 1)))
            return false;
    for (size_t i = 0; i < blocks; i++)
        for (size_t j = i; j < blocks; j++)
            if (boxes_meet(box[i], box[j]) && !blocks_are_apart(xy, edges, i, j))
                return false;
    return true;
}
