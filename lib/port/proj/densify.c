/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "port/proj/densify.h"

enum { DEPTH = 12 };

void lb_line_clear(lb_line *line)
{
    free(line->xy);
    *line = (lb_line){0};
}

lb_status lb_line_add(lb_line *line, double x, double y)
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
typedef struct place {
    double x, y;  /* source */
    double to[2]; /* target */
} place;

typedef struct bend {
    lb_transform *transform;
    double tolerance;
    lb_line *out;
    lb_error *err;
} bend;

static lb_status carry(const bend *b, place *p)
{
    p->to[0] = p->x;
    p->to[1] = p->y;
    return lb_transform_points(b->transform, 1, p->to, b->err);
}

static lb_status put(const bend *b, const place *p)
{
    if (lb_line_add(b->out, p->to[0], p->to[1]) != LB_OK)
        return lb_error_set(b->err, LB_E_MEMORY, "out of memory");
    return LB_OK;
}

/* Distance of p from the line through a and c, in the target. */
static double off_chord(const place *a, const place *c, const place *p)
{
    double dx = c->to[0] - a->to[0], dy = c->to[1] - a->to[1], length = hypot(dx, dy);
    double px = p->to[0] - a->to[0], py = p->to[1] - a->to[1];
    return length > 0 ? fabs(px * dy - py * dx) / length : hypot(px, py);
}

/* Adds what lies between a and c, and c. */
static lb_status follow(const bend *b, const place *a, const place *c, int depth)
{
    place middle = {.x = (a->x + c->x) / 2, .y = (a->y + c->y) / 2};
    lb_status status = depth > 0 ? carry(b, &middle) : LB_OK;
    if (status != LB_OK)
        return status;
    if (depth == 0 || off_chord(a, c, &middle) <= b->tolerance)
        return put(b, c);
    status = follow(b, a, &middle, depth - 1);
    return status == LB_OK ? follow(b, &middle, c, depth - 1) : status;
}

lb_status lb_transform_line(lb_transform *transform, const double *xy, size_t n, double tolerance,
                            lb_line *out, lb_error *err)
{
    bend b = {transform, tolerance, out, err};
    place before = {0};
    lb_status status = LB_OK;
    out->n = 0;
    for (size_t i = 0; i < n && status == LB_OK; i++) {
        place here = {.x = xy[2 * i], .y = xy[2 * i + 1]};
        status = carry(&b, &here);
        if (status == LB_OK)
            status = i == 0 || !transform ? put(&b, &here) : follow(&b, &before, &here, DEPTH);
        before = here;
    }
    return status;
}
