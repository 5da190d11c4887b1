/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One area among the others of its set: found by name, ranked by a column, and its nearest
 * neighbours by distance between boundaries, metres. */
#include <math.h>
#include <string.h>

#include <lagesbild/position_probability.h>
#include "base/swedish_text.h"
#include "commands/brief/brief_data.h"

lb_status lb_brief_find_area(const lb_areas *areas, const char *name, size_t *out, lb_error *err)
{
    size_t n = areas->shapes.count, found = 0, at = 0, nearest = 0;
    if (!name && n == 1) {
        *out = 0;
        return LB_OK;
    }
    if (!name)
        return lb_error_set(err, LB_E_USAGE, "%s has %zu areas; expected --area NAME, as '%s'",
                            areas->source, n, areas->name[0]);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(areas->name[i], name) == 0 || lb_text_same(areas->name[i], name)) {
            at = i;
            found++;
        }
        if (lb_text_distance(areas->name[i], name) < lb_text_distance(areas->name[nearest], name))
            nearest = i;
    }
    if (found == 0)
        return lb_error_set(err, LB_E_INPUT, "%s: no area '%s'; nearest: '%s'", areas->source, name,
                            areas->name[nearest]);
    if (found > 1)
        return lb_error_set(err, LB_E_INPUT, "%s: %zu areas are called '%s'; expected one",
                            areas->source, found, name);
    *out = at;
    return LB_OK;
}

size_t lb_brief_ranks(const lb_table *table, const char *column, int64_t *rank)
{
    size_t c = lb_table_column(table, column), ranked = 0;
    for (size_t i = 0; i < table->rows; i++) {
        double value = c == SIZE_MAX ? NAN : lb_table_real(table, i, c);
        rank[i] = 0;
        if (isnan(value))
            continue;
        rank[i] = 1;
        ranked++;
        for (size_t k = 0; k < table->rows; k++)
            rank[i] += lb_table_real(table, k, c) > value;
    }
    return ranked;
}

/* Metres between two boxes: a lower bound of the distance of what they hold. */
static double box_gap(lb_box a, lb_box b)
{
    double dx = fmax(0, fmax(a.xmin - b.xmax, b.xmin - a.xmax));
    double dy = fmax(0, fmax(a.ymin - b.ymax, b.ymin - a.ymax));
    return hypot(dx, dy);
}

/* From the vertices of one to the other. */
static double vertex_gap(const lb_shapes *s, size_t from, size_t to)
{
    size_t first = s->vertex[s->ring[s->part[from]]], end = s->vertex[s->ring[s->part[from + 1]]];
    double minimum = INFINITY;
    for (size_t v = first; v < end && minimum > 0; v++) {
        double x = s->xy[2 * v], y = s->xy[2 * v + 1];
        minimum =
            lb_shape_contains(s, to, x, y) ? 0 : fmin(minimum, lb_shape_distance(s, to, x, y));
    }
    return minimum;
}

/* Two outlines that do not cross are nearest each other at a vertex of one of them. */
static double shape_gap(const lb_shapes *s, size_t a, size_t b)
{
    return fmin(vertex_gap(s, a, b), vertex_gap(s, b, a));
}

size_t lb_brief_nearest_areas(const lb_shapes *shapes, size_t area, size_t near[LB_BRIEF_NEAR],
                              double metres[LB_BRIEF_NEAR])
{
    size_t count = 0;
    lb_box box = lb_shapes_box(shapes, area);
    for (size_t i = 0; i < shapes->count; i++) {
        bool full = count == LB_BRIEF_NEAR;
        if (i == area || (full && box_gap(box, lb_shapes_box(shapes, i)) >= metres[count - 1]))
            continue;
        double d = shape_gap(shapes, area, i);
        if (full && d >= metres[count - 1])
            continue;
        size_t at = full ? count - 1 : count++;
        for (; at > 0 && metres[at - 1] > d; at--) {
            near[at] = near[at - 1];
            metres[at] = metres[at - 1];
        }
        near[at] = i;
        metres[at] = d;
    }
    return count;
}
