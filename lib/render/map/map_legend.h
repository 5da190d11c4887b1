/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legend: what colours, lines and rings mean, the scale, the north arrow. */
#ifndef LB_RENDER_MAP_MAP_LEGEND_H
#define LB_RENDER_MAP_MAP_LEGEND_H

#include "render/map/map_layers.h"

/* Each draws from (x, y) downwards, at most `width` points wide, and returns where it ends; y when
 * there is nothing to explain. */
double lb_legend_classes(const lb_map_canvas *canvas, double x, double y, double width);
double lb_legend_areas(const lb_map_canvas *canvas, double x, double y, double width);
double lb_legend_rings(const lb_map_canvas *canvas, double x, double y, double width);
double lb_legend_scale(const lb_map_canvas *canvas, double x, double y, double width);

enum { LB_CLASS_LABEL_SIZE = 160 };

/* "5 – sämst (71,3–98,2)"; only "5" when nobody is in it. k counts from 1. */
void lb_legend_class_label(const lb_map_model *model, int k, char text[LB_CLASS_LABEL_SIZE]);

#endif
