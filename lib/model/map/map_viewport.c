/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metres of a CRS to points on the page: one scale in both directions, the box in the middle of the
 * rectangle, north up. */
#include <math.h>

#include "model/map/map_viewport.h"

/* The larger of both ratios decides; a box without extent is shown as one kilometre. */
lb_viewport lb_viewport_fit(lb_box box, double x, double y, double w, double h)
{
    double cx = (box.xmin + box.xmax) / 2, cy = (box.ymin + box.ymax) / 2;
    double wide = box.xmax - box.xmin, high = box.ymax - box.ymin;
    if (!(wide > 0) && !(high > 0))
        wide = high = 1000;
    double scale = fmin(wide > 0 ? w / wide : INFINITY, high > 0 ? h / high : INFINITY);
    lb_box seen = {cx - w / scale / 2, cy - h / scale / 2, cx + w / scale / 2, cy + h / scale / 2};
    return (lb_viewport){x, y, w, h, seen, scale};
}

/* The first of the steps times a power of ten that is no less than the denominator. */
static double round_denominator(double denominator)
{
    static const double steps[] = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};
    double power = pow(10, floor(log10(denominator)));
    size_t i = 0;
    while (i < 10 && steps[i] * power < denominator * (1 - 1e-9))
        i++;
    return steps[i] * power;
}

lb_viewport lb_viewport_fit_round(lb_box box, double x, double y, double w, double h)
{
    lb_viewport f = lb_viewport_fit(box, x, y, w, h);
    double cx = (f.box.xmin + f.box.xmax) / 2, cy = (f.box.ymin + f.box.ymax) / 2;
    if (!(f.scale > 0) || !isfinite(f.scale))
        return f;
    f.scale = 72 / 0.0254 / round_denominator(lb_viewport_denominator(&f));
    f.box = (lb_box){cx - w / f.scale / 2, cy - h / f.scale / 2, cx + w / f.scale / 2,
                     cy + h / f.scale / 2};
    return f;
}

double lb_viewport_x(const lb_viewport *frame, double easting)
{
    return frame->x + (easting - frame->box.xmin) * frame->scale;
}

double lb_viewport_y(const lb_viewport *frame, double northing)
{
    return frame->y + (frame->box.ymax - northing) * frame->scale;
}

lb_box lb_viewport_box(const lb_viewport *frame, lb_box box)
{
    return (lb_box){lb_viewport_x(frame, box.xmin), lb_viewport_y(frame, box.ymax),
                    lb_viewport_x(frame, box.xmax), lb_viewport_y(frame, box.ymin)};
}

double lb_viewport_denominator(const lb_viewport *frame)
{
    return 72 / 0.0254 / frame->scale;
}
