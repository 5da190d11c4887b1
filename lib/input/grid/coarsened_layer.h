/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid of `index` with its counts coarsened and all that is computed from them computed again, as
 * the job's policy asks (docs/methods.md, Coarsening). */
#ifndef LB_INPUT_GRID_COARSENED_LAYER_H
#define LB_INPUT_GRID_COARSENED_LAYER_H

#include "input/grid/square_layer.h"

typedef struct lb_coarsened_layer {
    const lb_square_layer *layer; /* NULL: the grid has no recipe, or no people by it */
    lb_square_layer *own;         /* what lb_coarsened_layer_release frees; NULL: the run's */
} lb_coarsened_layer;

/* The columns of `rutor` in its order of rows, without numerators and denominators, and for
 * population and each variable X: X_low and X_high (counts), X_mark (lb_disclosure_mark). Made once
 * in a run, of a job that coarsens. Errors as lb_square_columns_delivered. */
lb_status lb_coarsened_layer_read(const char *source, const lb_job *job, lb_coarsened_layer *out,
                                  lb_error *err);

void lb_coarsened_layer_release(lb_coarsened_layer *layer);

#endif
