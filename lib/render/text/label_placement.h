/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names on a map, none on another: each stands beside what it names, farther off with a line to it
 * where it is crowded, and is left out where there is no room. */
#ifndef LB_RENDER_TEXT_LABEL_PLACEMENT_H
#define LB_RENDER_TEXT_LABEL_PLACEMENT_H

#include <lagesbild/grid.h>
#include "model/map/drawing.h"

/* What is named: a box on the page (points, ymin above), already within the frame. */
typedef struct lb_map_label {
    const char *text; /* NULL or "": nothing to place, but still in the way */
    lb_box box;
} lb_map_label;

typedef struct lb_label_position {
    bool placed;
    bool needs_leader; /* so far off that a line should join them */
    double x, y;       /* where the baseline begins */
    lb_box box;        /* of the text */
} lb_label_position;

typedef struct lb_label_options {
    const lb_measure *measure;
    double size;   /* of the type */
    lb_box frame;  /* names stay in it */
    size_t blocks; /* boxes that names may not touch */
    const lb_box *block;
} lb_label_options;

/* out[n]; those first in the list choose first. LB_E_MEMORY. */
lb_status lb_place_labels(const lb_label_options *placing, const lb_map_label *named, size_t n,
                          lb_label_position *out);

#endif
