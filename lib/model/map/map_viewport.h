/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where on a page a piece of the map lies: metres to points. */
#ifndef LB_MODEL_MAP_MAP_VIEWPORT_H
#define LB_MODEL_MAP_MAP_VIEWPORT_H

#include <lagesbild/grid.h>

typedef struct lb_viewport {
    double x, y, w, h; /* on the page, points, y downwards */
    lb_box box;        /* what is seen through it, metres */
    double scale;      /* points a metre */
} lb_viewport;

/* The frame at (x, y), w x h points, that shows all of box in its middle and as much beside it as
 * there is room for. A box without size gets a kilometre around it. */
lb_viewport lb_viewport_fit(lb_box box, double x, double y, double w, double h);

/* The same on the next smaller scale that is round, 1:10 000, 1:12 000, 1:15 000, 1:20 000 ...; the
 * box is seen whole still. */
lb_viewport lb_viewport_fit_round(lb_box box, double x, double y, double w, double h);

double lb_viewport_x(const lb_viewport *frame, double easting);
double lb_viewport_y(const lb_viewport *frame, double northing);

/* A box of metres as a box of points: ymin is its upper edge. */
lb_box lb_viewport_box(const lb_viewport *frame, lb_box box);

/* 150000 for 1:150 000. */
double lb_viewport_denominator(const lb_viewport *frame);

#endif
