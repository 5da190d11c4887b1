/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transformation of lines with extra vertices where an edge bends (docs/methods.md, Densification).
 */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/try.h"
#include "port/proj/crs.h"
#include "port/proj/densify.h"

enum { MAX_DEPTH = 12 }; /* halvings of an edge: 4096 pieces */

void lb_line_buffer_clear(lb_line_buffer *line)
{
    free(line->xy);
    *line = (lb_line_buffer){0};
}

static lb_status add_line_point(lb_line_buffer *line, double x, double y)
{
    if (!lb_array_reserve(&line->xy, &line->capacity, line->n + 1, 2 * sizeof *line->xy))
        return LB_E_MEMORY;
    line->xy[2 * line->n] = x;
    line->xy[2 * line->n + 1] = y;
    line->n++;
    return LB_OK;
}

/* A point in both systems. */
typedef struct point_pair {
    double x, y;  /* source */
    double to[2]; /* target */
} point_pair;

typedef struct densifier {
    lb_transform *transform;
    double tolerance; /* metres */
    double unit;      /* metres in a unit of the target; of latitude when it is geographic */
    bool geographic;
    lb_line_buffer *out;
    lb_error *err;
} densifier;

static lb_status transform_point(const densifier *b, point_pair *p)
{
    p->to[0] = p->x;
    p->to[1] = p->y;
    return lb_transform_points(b->transform, 1, p->to, b->err);
}

static lb_status append_point(const densifier *b, const point_pair *p)
{
    if (add_line_point(b->out, p->to[0], p->to[1]) != LB_OK)
        return lb_error_memory(b->err);
    return LB_OK;
}

/* Metres from p to the line through a and c of the target. An angle of longitude is cos(latitude)
 * times as long as one of latitude: near p the sphere is flat enough for a distance that is held
 * against a millimetre. */
static double chord_distance(const densifier *b, const point_pair *a, const point_pair *c,
                             const point_pair *p)
{
    double along_x = b->geographic ? cos(p->to[1] * b->unit / LB_EARTH_RADIUS_M) : 1;
    double dx = (c->to[0] - a->to[0]) * along_x, dy = c->to[1] - a->to[1], length = hypot(dx, dy);
    double px = (p->to[0] - a->to[0]) * along_x, py = p->to[1] - a->to[1];
    return (length > 0 ? fabs(px * dy - py * dx) / length : hypot(px, py)) * b->unit;
}

/* Appends the vertices needed between a and c, and c itself. The midpoint is the same from both
 * ends, so that two areas that share an edge get the same vertices. */
static lb_status densify_edge(const densifier *b, const point_pair *a, const point_pair *c,
                              int depth)
{
    point_pair middle = {.x = (a->x + c->x) / 2, .y = (a->y + c->y) / 2};
    if (depth > 0)
        LB_TRY(transform_point(b, &middle));
    if (depth == 0 || chord_distance(b, a, c, &middle) <= b->tolerance)
        return append_point(b, c);
    LB_TRY(densify_edge(b, a, &middle, depth - 1));
    return densify_edge(b, &middle, c, depth - 1);
}

/* A line of n points to the target with vertices added where the straight edge deviates by more
 * than `tolerance` metres (docs/methods.md, Densification). Without transform, points are
 * copied. */
lb_status lb_transform_line(lb_transform *transform, const double *xy, size_t n, double tolerance,
                            lb_line_buffer *out, lb_error *err)
{
    densifier b = {.transform = transform, .tolerance = tolerance, .out = out, .err = err};
    b.unit = lb_transform_target_unit(transform, &b.geographic);
    point_pair before = {0};
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        point_pair here = {.x = xy[2 * i], .y = xy[2 * i + 1]};
        LB_TRY(transform_point(&b, &here));
        LB_TRY(i == 0 || !transform ? append_point(&b, &here)
                                    : densify_edge(&b, &before, &here, MAX_DEPTH));
        before = here;
    }
    return LB_OK;
}
