/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies inside the map's frame, painted layer by layer. */
#ifndef LB_RENDER_MAP_MAP_LAYERS_H
#define LB_RENDER_MAP_MAP_LAYERS_H

#include "model/map/map_viewport.h"
#include "render/map/map_model.h"

/* What a map is drawn on, and what of. */
typedef struct lb_map_canvas {
    lb_drawing *drawing;
    const lb_viewport *frame; /* metres to points */
    const lb_map_model *model;
    const lb_measure *measure;
    double unit; /* 1 on A4: lines and letters grow with the page */
} lb_map_canvas;

/* Cells as rectangles, as few as possible: runs of one class in a row, joined with equal runs in
 * the rows below. Each class is one path, so that no seam shows within it, and overlaps its
 * neighbours by a twentieth of a point, so that none shows between them. */
void lb_map_cells_draw(const lb_map_canvas *canvas);

/* Context: its fills are drawn under the cells, its lines over them. */
void lb_map_backdrop_fills_draw(const lb_map_canvas *canvas);
void lb_map_backdrop_lines_draw(const lb_map_canvas *canvas);

/* Hot spots, the surest on top, and clusters round them. */
void lb_map_hotspots_draw(const lb_map_canvas *canvas);

/* Outlines of areas, the worst category on top. */
void lb_map_outlines_draw(const lb_map_canvas *canvas);

/* Radius in points of the ring of a value: its surface is to the largest ring's as its value is. */
double lb_map_ring_radius(const lb_map_canvas *canvas, double value);
double lb_map_ring_largest(const lb_map_canvas *canvas); /* value within the frame; 0: no ring */
void lb_map_rings_draw(const lb_map_canvas *canvas);
lb_pen lb_map_ring_pen(const lb_map_canvas *canvas);

/* Names of areas and of the backdrop; those of areas that had no room are counted. block: boxes
 * that names keep clear of. LB_E_MEMORY. */
lb_status lb_map_labels_draw(const lb_map_canvas *canvas, const lb_box *block, size_t blocks,
                             size_t *left_out);

/* Points between the lines of a hatch on A4. */
#define LB_HATCH_SPACING 2.6

/* How cells are hatched, so that they differ in grey too: what noise could change with dark lines
 * over its colour, too few people with thin lines the other way, no figure with thin lines both
 * ways. */
typedef enum lb_map_hatch { LB_HATCH_UNSURE, LB_HATCH_FEW, LB_HATCH_NO_FIGURE } lb_map_hatch;

/* Is cell i of cells hatched so? */
bool lb_map_is_hatched(const lb_map_cells *cells, size_t i, lb_map_hatch hatch);

/* Into a path of lb_map_hatch_pen: what hatches a box, points of the page. */
lb_pen lb_map_hatch_pen(const lb_map_canvas *canvas, lb_map_hatch hatch);
void lb_map_hatch_box(const lb_map_canvas *canvas, lb_map_hatch hatch, lb_box box);

#endif
