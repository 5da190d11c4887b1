/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines in three growing arrays, as lb_shapes has polygons, without closing or orienting rings. */
#include <stdlib.h>

#include "base/array.h"
#include "model/map/linework.h"

void lb_linework_clear(lb_linework *strokes)
{
    free(strokes->feature);
    free(strokes->line);
    free(strokes->xy);
    *strokes = (lb_linework){0};
}

lb_status lb_linework_add_feature(lb_linework *s)
{
    if (!lb_array_reserve(&s->feature, &s->feature_capacity, s->count + 1, sizeof *s->feature))
        return LB_E_MEMORY;
    s->feature[s->count++] = (lb_linework_feature){s->lines, 0, lb_box_empty()};
    return LB_OK;
}

/* Appends to the feature that was begun last, whose box grows with it. */
lb_status lb_linework_add_line(lb_linework *s, const double *xy, size_t n, bool closed)
{
    lb_linework_feature *feature = &s->feature[s->count - 1];
    if (!lb_array_reserve(&s->line, &s->line_capacity, s->lines + 1, sizeof *s->line) ||
        !lb_array_reserve(&s->xy, &s->point_capacity, 2 * (s->points + n), sizeof *s->xy))
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        s->xy[2 * (s->points + i)] = xy[2 * i];
        s->xy[2 * (s->points + i) + 1] = xy[2 * i + 1];
        feature->box = lb_box_add(feature->box, xy[2 * i], xy[2 * i + 1]);
    }
    s->line[s->lines++] = (lb_linework_line){s->points, n, closed};
    s->points += n;
    feature->lines++;
    return LB_OK;
}
