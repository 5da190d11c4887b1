/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies inside the map's frame, painted layer by layer. */
#ifndef LB_RENDER_MAP_MAP_LAYERS_H
#define LB_RENDER_MAP_MAP_LAYERS_H

#include "model/map_viewport.h"
#include "render/map/map_model.h"

typedef struct lb_map_canvas {
    lb_drawing *drawing;
    const lb_viewport *frame;
    const lb_map_model *model;
    const lb_measure *measure;
    double unit; /* 1 on A4: lines and letters grow with the page */
} lb_map_canvas;

/* Runs of one class over rows that run alike become one rectangle; a class is one path, so that no
 * seam shows within it, and reaches a twentieth of a point over its neighbours, so that none shows
 * between. */
void lb_map_cells_draw(const lb_map_canvas *canvas);

/* Fills lie under the cells, lines over them. */
void lb_map_backdrop_fills_draw(const lb_map_canvas *canvas);
void lb_map_backdrop_lines_draw(const lb_map_canvas *canvas);

void lb_map_outlines_draw(const lb_map_canvas *canvas);

/* Points of the ring of a value, over the plan's largest. */
double lb_map_ring_radius(const lb_map_canvas *canvas, double value);
double lb_map_ring_largest(const lb_map_canvas *canvas); /* value within the frame; 0: no ring */
void lb_map_rings_draw(const lb_map_canvas *canvas);
lb_pen lb_map_ring_pen(const lb_map_canvas *canvas);

/* Names of areas and of the backdrop; those of areas that had no room are counted. block: boxes
 * that names keep clear of. LB_E_MEMORY. */
lb_status lb_map_labels_draw(const lb_map_canvas *canvas, const lb_box *block, size_t blocks,
                             size_t *left_out);

#endif
