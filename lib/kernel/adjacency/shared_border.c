/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long two features' borders run within a gap of each other. The points of a segment within the
 * gap of another form one stretch, since what lies within it (a stadium) is convex; the stretches
 * of all segments of the other feature are joined. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/equivalent.h>
#include "base/array.h"
#include "model/bbox_index.h"

static const double least_gap = 0.001; /* metres */
static const double corner_share = 4; /* a corner that touches is near for less than so many gaps */

typedef struct border_segment {
    double x, y, dx, dy, length; /* from, to less from, metres */
    lb_box box;                  /* widened by the gap */
} border_segment;

typedef struct stretch {
    double from, to; /* metres along a segment */
} stretch;

typedef struct border_measure {
    const lb_shapes *shapes;
    double gap;
    border_segment *segment; /* of all features, in order of their rings */
    size_t *first;           /* [count + 1]: of each feature */
    stretch *near;           /* of one segment */
    size_t near_count, near_capacity;
    bool failed;
} border_measure;

/* Segments of length 0 are left out: they have no direction to measure along. The rings of a
 * feature follow each other, so that `first` alone delimits it. */
static bool make_segments(border_measure *m)
{
    const lb_shapes *s = m->shapes;
    size_t n = 0;
    m->segment = malloc((lb_shapes_vertices(s) + 1) * sizeof *m->segment);
    m->first = calloc(s->count + 2, sizeof *m->first);
    if (!m->segment || !m->first)
        return false;
    for (size_t f = 0; f < s->count; f++) {
        m->first[f] = n;
        for (size_t r = s->ring[s->part[f]]; r < s->ring[s->part[f + 1]]; r++)
            for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
                const double *a = &s->xy[2 * v];
                double dx = a[2] - a[0], dy = a[3] - a[1], g = m->gap;
                lb_box box = {fmin(a[0], a[2]) - g, fmin(a[1], a[3]) - g, fmax(a[0], a[2]) + g,
                              fmax(a[1], a[3]) + g};
                if (dx != 0 || dy != 0)
                    m->segment[n++] = (border_segment){a[0], a[1], dx, dy, hypot(dx, dy), box};
            }
    }
    m->first[s->count] = n;
    return true;
}

/* Widens *to by the part of [0, length] between two ends. */
static void join_stretch(stretch *to, double from, double end, double length)
{
    from = fmax(from, 0);
    end = fmin(end, length);
    if (from > end)
        return;
    to->from = fmin(to->from, from);
    to->to = fmax(to->to, end);
}

/* The stretch of a's line within the gap of a point. */
static void near_point(const border_segment *a, double x, double y, double gap, stretch *to)
{
    double ux = a->dx / a->length, uy = a->dy / a->length;
    double along = (x - a->x) * ux + (y - a->y) * uy, across = (x - a->x) * uy - (y - a->y) * ux;
    double half = gap * gap - across * across;
    if (half >= 0)
        join_stretch(to, along - sqrt(half), along + sqrt(half), a->length);
}

/* Narrows [*from, *to] to where offset + slope t lies between low and high. */
static void clip_slab(double offset, double slope, double low, double high, stretch *range)
{
    if (slope == 0) {
        if (offset < low || offset > high)
            range->to = -INFINITY;
        return;
    }
    double a = (low - offset) / slope, b = (high - offset) / slope;
    range->from = fmax(range->from, fmin(a, b));
    range->to = fmin(range->to, fmax(a, b));
}

/* The stretch of segment a within the gap of segment b; empty (from > to) if there is none. */
static stretch near_segment(const border_segment *a, const border_segment *b, double gap)
{
    stretch out = {INFINITY, -INFINITY}, beside = {0, a->length};
    double ux = a->dx / a->length, uy = a->dy / a->length;
    double vx = b->dx / b->length, vy = b->dy / b->length;
    near_point(a, b->x, b->y, gap, &out);
    near_point(a, b->x + b->dx, b->y + b->dy, gap, &out);
    /* Beside b: along it between its ends, across it within the gap. */
    clip_slab((a->x - b->x) * vx + (a->y - b->y) * vy, ux * vx + uy * vy, 0, b->length, &beside);
    clip_slab((a->x - b->x) * vy - (a->y - b->y) * vx, ux * vy - uy * vx, -gap, gap, &beside);
    join_stretch(&out, beside.from, beside.to, a->length);
    return out;
}

static int compare_stretches(const void *a, const void *b)
{
    const stretch *x = a, *y = b;
    LB_COMPARE(x->from, y->from);
    return (x->to > y->to) - (x->to < y->to);
}

/* The length of the union of the stretches found on one segment. */
static double joined_length(border_measure *m)
{
    double length = 0, end = -INFINITY;
    if (m->near_count > 1)
        qsort(m->near, m->near_count, sizeof *m->near, compare_stretches);
    for (size_t i = 0; i < m->near_count; i++) {
        double from = fmax(m->near[i].from, end);
        length += fmax(0, m->near[i].to - from);
        end = fmax(end, m->near[i].to);
    }
    return length;
}

/* Length of feature i's border within the gap of feature j's. */
static double length_near(border_measure *m, size_t i, size_t j)
{
    double length = 0;
    lb_box box = lb_shapes_box(m->shapes, j);
    for (size_t a = m->first[i]; a < m->first[i + 1]; a++) {
        const border_segment *own = &m->segment[a];
        m->near_count = 0;
        for (size_t b = m->first[j]; lb_box_intersects(own->box, box) && b < m->first[j + 1]; b++) {
            const border_segment *other = &m->segment[b];
            stretch near = {1, 0};
            if (lb_box_intersects(own->box, other->box))
                near = near_segment(own, other, m->gap);
            if (near.from > near.to)
                continue;
            if (!lb_array_reserve(&m->near, &m->near_capacity, m->near_count + 1, sizeof near)) {
                m->failed = true;
                return 0;
            }
            m->near[m->near_count++] = near;
        }
        length += joined_length(m);
    }
    return length;
}

/* Pairs of features whose boxes come within the gap. */
typedef struct pair_list {
    lb_shared_border *pair;
    size_t count, capacity, i;
    bool failed;
} pair_list;

static void add_pair(void *udata, size_t j)
{
    pair_list *list = udata;
    if (j <= list->i)
        return;
    if (lb_array_reserve(&list->pair, &list->capacity, list->count + 1, sizeof *list->pair))
        list->pair[list->count++] = (lb_shared_border){list->i, j, 0};
    else
        list->failed = true;
}

static int compare_pairs(const void *a, const void *b)
{
    const lb_shared_border *x = a, *y = b;
    LB_COMPARE(x->i, y->i);
    return (x->j > y->j) - (x->j < y->j);
}

/* Candidates: features whose boxes, both widened by the gap, meet. Sorted, so that the order of
 * the index does not show. */
static bool list_pairs(const lb_shapes *shapes, double gap, pair_list *list)
{
    lb_box *box = calloc(shapes->count + 1, sizeof *box);
    lb_bbox_index index;
    if (!box)
        return false;
    for (size_t i = 0; i < shapes->count; i++) {
        lb_box b = lb_shapes_box(shapes, i);
        box[i] = (lb_box){b.xmin - gap, b.ymin - gap, b.xmax + gap, b.ymax + gap};
    }
    bool good = lb_bbox_index_init(&index, box, shapes->count) == LB_OK;
    for (list->i = 0; good && list->i < shapes->count; list->i++)
        lb_bbox_index_visit(&index, box[list->i], add_pair, list);
    if (good)
        lb_bbox_index_clear(&index);
    free(box);
    if (list->count)
        qsort(list->pair, list->count, sizeof *list->pair, compare_pairs);
    return good && !list->failed;
}

/* Measures every pair; those that share no border are dropped. */
static void measure_pairs(border_measure *m, pair_list *list)
{
    size_t kept = 0;
    for (size_t p = 0; p < list->count && !m->failed; p++) {
        lb_shared_border pair = list->pair[p];
        pair.length = (length_near(m, pair.i, pair.j) + length_near(m, pair.j, pair.i)) / 2;
        if (pair.length > corner_share * m->gap)
            list->pair[kept++] = pair;
    }
    list->count = kept;
}

/* Metres of border that two features share, each pair once; a gap below least_gap is that, as
 * equal borders differ by rounding (docs/methods.md, Equivalent zones). */
lb_status lb_shared_borders(const lb_shapes *shapes, double gap, lb_shared_border **out, size_t *n)
{
    border_measure m = {.shapes = shapes, .gap = fmax(gap, least_gap)};
    pair_list list = {.count = 0};
    bool good = make_segments(&m) && list_pairs(shapes, m.gap, &list);
    if (good)
        measure_pairs(&m, &list);
    good &= !m.failed;
    free(m.segment);
    free(m.first);
    free(m.near);
    if (!good) {
        free(list.pair);
        return LB_E_MEMORY;
    }
    *out = list.pair;
    *n = list.count;
    return LB_OK;
}
