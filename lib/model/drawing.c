/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/reserve.h"
#include "base/text.h"
#include "model/drawing.h"

lb_drawing *lb_drawing_new(double width, double height, const char *title)
{
    lb_drawing *drawing = calloc(1, sizeof *drawing);
    if (!drawing)
        return NULL;
    drawing->width = width;
    drawing->height = height;
    if (title && !(drawing->title = lb_text_copy(title))) {
        free(drawing);
        return NULL;
    }
    return drawing;
}

void lb_drawing_free(lb_drawing *drawing)
{
    if (!drawing)
        return;
    for (size_t i = 0; i < drawing->marks; i++)
        free(drawing->mark[i].text);
    free(drawing->mark);
    free(drawing->line);
    free(drawing->xy);
    free(drawing->title);
    free(drawing);
}

double lb_drawing_width(const lb_drawing *drawing)
{
    return drawing->width;
}

double lb_drawing_height(const lb_drawing *drawing)
{
    return drawing->height;
}

lb_status lb_drawing_status(const lb_drawing *drawing)
{
    return drawing->failed ? LB_E_MEMORY : LB_OK;
}

/* NULL once anything failed. */
static lb_mark *add(lb_drawing *d, lb_mark_kind kind)
{
    if (!d->failed && !lb_reserve(&d->mark, &d->mark_capacity, d->marks + 1, sizeof *d->mark))
        d->failed = true;
    if (d->failed)
        return NULL;
    d->mark[d->marks] = (lb_mark){.kind = kind};
    return &d->mark[d->marks++];
}

void lb_drawing_path(lb_drawing *drawing, const lb_pen *pen)
{
    lb_mark *mark = add(drawing, LB_MARK_PATH);
    if (!mark)
        return;
    mark->pen = *pen;
    mark->first = drawing->lines;
}

void lb_drawing_line(lb_drawing *d, const double *xy, size_t n, bool closed)
{
    if (d->failed || n == 0)
        return;
    if (!lb_reserve(&d->line, &d->line_capacity, d->lines + 1, sizeof *d->line) ||
        !lb_reserve(&d->xy, &d->point_capacity, 2 * (d->points + n), sizeof *d->xy)) {
        d->failed = true;
        return;
    }
    for (size_t i = 0; i < 2 * n; i++)
        d->xy[2 * d->points + i] = xy[i];
    d->line[d->lines++] = (lb_polyline){d->points, n, closed};
    d->points += n;
    d->mark[d->marks - 1].count++;
}

void lb_drawing_box(lb_drawing *drawing, double x, double y, double w, double h)
{
    const double xy[] = {x, y, x + w, y, x + w, y + h, x, y + h};
    lb_drawing_line(drawing, xy, 4, true);
}

void lb_drawing_segment(lb_drawing *drawing, double x1, double y1, double x2, double y2)
{
    const double xy[] = {x1, y1, x2, y2};
    lb_drawing_line(drawing, xy, 2, false);
}

void lb_drawing_circle(lb_drawing *drawing, const lb_pen *pen, double x, double y, double radius)
{
    lb_mark *mark = add(drawing, LB_MARK_CIRCLE);
    if (!mark)
        return;
    mark->pen = *pen;
    mark->x = x;
    mark->y = y;
    mark->w = radius;
}

void lb_drawing_text(lb_drawing *drawing, const lb_type_style *style, double x, double y,
                     const char *text)
{
    if (!text || !*text)
        return;
    lb_mark *mark = add(drawing, LB_MARK_TEXT);
    if (!mark)
        return;
    mark->style = *style;
    mark->x = x;
    mark->y = y;
    mark->text = lb_text_copy(text);
    if (!mark->text)
        drawing->failed = true;
}

void lb_drawing_clip(lb_drawing *drawing, double x, double y, double w, double h)
{
    lb_mark *mark = add(drawing, LB_MARK_CLIP);
    if (!mark)
        return;
    mark->x = x;
    mark->y = y;
    mark->w = w;
    mark->h = h;
}

void lb_drawing_unclip(lb_drawing *drawing)
{
    add(drawing, LB_MARK_UNCLIP);
}

double lb_measure_text(const lb_measure *measure, const char *text, double size, bool bold)
{
    return text && *text ? measure->width(measure->udata, text, size, bold) : 0;
}
