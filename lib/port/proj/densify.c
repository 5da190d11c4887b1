/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "port/proj/densify.h"

enum { MAX_DEPTH = 12 };

void lb_line_buffer_clear(lb_line_buffer *line)
{
    free(line->xy);
    *line = (lb_line_buffer){0};
}

lb_status lb_line_buffer_add(lb_line_buffer *line, double x, double y)
{
    if (line->n == line->capacity) {
        size_t capacity = line->capacity ? line->capacity * 2 : 64;
        double *bigger = realloc(line->xy, capacity * 2 * sizeof *bigger);
        if (!bigger)
            return LB_E_MEMORY;
        line->xy = bigger;
        line->capacity = capacity;
    }
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
    double tolerance;
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
    if (lb_line_buffer_add(b->out, p->to[0], p->to[1]) != LB_OK)
        return lb_error_memory(b->err);
    return LB_OK;
}

/* Distance of p from the line through a and c, in the target. */
static double chord_distance(const point_pair *a, const point_pair *c, const point_pair *p)
{
    double dx = c->to[0] - a->to[0], dy = c->to[1] - a->to[1], length = hypot(dx, dy);
    double px = p->to[0] - a->to[0], py = p->to[1] - a->to[1];
    return length > 0 ? fabs(px * dy - py * dx) / length : hypot(px, py);
}

/* Adds what lies between a and c, and c. */
static lb_status densify_edge(const densifier *b, const point_pair *a, const point_pair *c,
                              int depth)
{
    point_pair middle = {.x = (a->x + c->x) / 2, .y = (a->y + c->y) / 2};
    lb_status status = depth > 0 ? transform_point(b, &middle) : LB_OK;
    if (status != LB_OK)
        return status;
    if (depth == 0 || chord_distance(a, c, &middle) <= b->tolerance)
        return append_point(b, c);
    status = densify_edge(b, a, &middle, depth - 1);
    return status == LB_OK ? densify_edge(b, &middle, c, depth - 1) : status;
}

lb_status lb_transform_line(lb_transform *transform, const double *xy, size_t n, double tolerance,
                            lb_line_buffer *out, lb_error *err)
{
    densifier b = {transform, tolerance, out, err};
    point_pair before = {0};
    lb_status status = LB_OK;
    out->n = 0;
    for (size_t i = 0; i < n && status == LB_OK; i++) {
        point_pair here = {.x = xy[2 * i], .y = xy[2 * i + 1]};
        status = transform_point(&b, &here);
        if (status == LB_OK)
            status = i == 0 || !transform ? append_point(&b, &here)
                                          : densify_edge(&b, &before, &here, MAX_DEPTH);
        before = here;
    }
    return status;
}
