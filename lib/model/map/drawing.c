/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks, lines and points in three growing arrays: a path mark refers to a run of lines, a line to
 * a run of points. Errors are kept until lb_drawing_status is asked, so that drawing code stays
 * plain. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "model/map/drawing.h"

/* An option's text may be Windows-1252; a drawing with a text that is not UTF-8 cannot be rendered.
 */
static char *copy_utf8(const char *text)
{
    size_t length = strlen(text);
    return lb_text_is_utf8(text, length) ? lb_text_copy(text) : lb_text_utf8(text, length);
}

lb_drawing *lb_drawing_new(double width, double height, const char *title)
{
    lb_drawing *drawing = calloc(1, sizeof *drawing);
    if (!drawing)
        return NULL;
    drawing->width = width;
    drawing->height = height;
    if (title && !(drawing->title = copy_utf8(title))) {
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

lb_status lb_drawing_status(const lb_drawing *drawing)
{
    return drawing->failed ? LB_E_MEMORY : LB_OK;
}

lb_status lb_drawing_finish(lb_drawing *drawing, lb_drawing **out)
{
    lb_status status = lb_drawing_status(drawing);
    if (status == LB_OK)
        *out = drawing;
    else
        lb_drawing_free(drawing);
    return status;
}

/* NULL once anything failed. */
static lb_mark *add_mark(lb_drawing *d, lb_mark_kind kind)
{
    if (!d->failed && !lb_array_reserve(&d->mark, &d->mark_capacity, d->marks + 1, sizeof *d->mark))
        d->failed = true;
    if (d->failed)
        return NULL;
    d->mark[d->marks] = (lb_mark){.kind = kind};
    return &d->mark[d->marks++];
}

void lb_drawing_path(lb_drawing *drawing, const lb_pen *pen)
{
    lb_mark *mark = add_mark(drawing, LB_MARK_PATH);
    if (!mark)
        return;
    mark->pen = *pen;
    mark->first = drawing->lines;
}

/* Appends a polyline to the current path, points in 1/72 inch, y down. */
void lb_drawing_line(lb_drawing *d, const double *xy, size_t n, bool closed)
{
    if (d->failed || n == 0)
        return;
    if (!lb_array_reserve(&d->line, &d->line_capacity, d->lines + 1, sizeof *d->line) ||
        !lb_array_reserve(&d->xy, &d->point_capacity, 2 * (d->points + n), sizeof *d->xy)) {
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
    lb_mark *mark = add_mark(drawing, LB_MARK_CIRCLE);
    if (!mark)
        return;
    mark->pen = *pen;
    mark->x = x;
    mark->y = y;
    mark->w = radius;
}

void lb_drawing_text(lb_drawing *drawing, const lb_text_style *style, double x, double y,
                     const char *text)
{
    if (!text || !*text)
        return;
    lb_mark *mark = add_mark(drawing, LB_MARK_TEXT);
    if (!mark)
        return;
    mark->style = *style;
    mark->x = x;
    mark->y = y;
    mark->text = copy_utf8(text);
    if (!mark->text)
        drawing->failed = true;
}

void lb_drawing_clip(lb_drawing *drawing, double x, double y, double w, double h)
{
    lb_mark *mark = add_mark(drawing, LB_MARK_CLIP);
    if (!mark)
        return;
    mark->x = x;
    mark->y = y;
    mark->w = w;
    mark->h = h;
}

void lb_drawing_unclip(lb_drawing *drawing)
{
    add_mark(drawing, LB_MARK_UNCLIP);
}

/* One path of `inner`, moved by x, y points. */
static void insert_path(lb_drawing *drawing, const lb_drawing *inner, const lb_mark *mark, double x,
                        double y)
{
    lb_drawing_path(drawing, &mark->pen);
    for (size_t l = mark->first; l < mark->first + mark->count; l++) {
        const lb_polyline *line = &inner->line[l];
        double *xy = malloc((2 * line->count + 1) * sizeof *xy);
        if (!xy) {
            drawing->failed = true;
            return;
        }
        for (size_t i = 0; i < line->count; i++) {
            xy[2 * i] = inner->xy[2 * (line->first + i)] + x;
            xy[2 * i + 1] = inner->xy[2 * (line->first + i) + 1] + y;
        }
        lb_drawing_line(drawing, xy, line->count, line->closed);
        free(xy);
    }
}

/* Marks of `inner` moved by (x, y), in their order, so that what it clips stays clipped. */
void lb_drawing_insert(lb_drawing *drawing, const lb_drawing *inner, double x, double y)
{
    drawing->failed |= inner->failed;
    for (size_t m = 0; m < inner->marks && !drawing->failed; m++) {
        const lb_mark *mark = &inner->mark[m];
        if (mark->kind == LB_MARK_PATH)
            insert_path(drawing, inner, mark, x, y);
        else if (mark->kind == LB_MARK_CIRCLE)
            lb_drawing_circle(drawing, &mark->pen, mark->x + x, mark->y + y, mark->w);
        else if (mark->kind == LB_MARK_TEXT)
            lb_drawing_text(drawing, &mark->style, mark->x + x, mark->y + y, mark->text);
        else if (mark->kind == LB_MARK_CLIP)
            lb_drawing_clip(drawing, mark->x + x, mark->y + y, mark->w, mark->h);
        else
            lb_drawing_unclip(drawing);
    }
}

double lb_measure_text(const lb_measure *measure, const char *text, double size, bool bold)
{
    return text && *text ? measure->width(measure->udata, text, size, bold) : 0;
}
