/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "commands/hotspot/hotspot_methods.h"

const char *const lb_gi_method_names[] = {
    [LB_GI_EXACT] = "exact", [LB_GI_SADDLEPOINT] = "saddlepoint", [LB_GI_NORMAL] = "normal"};

void lb_cell_figures_clear(lb_cell_figures *f)
{
    double **const array[] = {
        &f->window_events, &f->window_expected, &f->kde,     &f->gi,       &f->gi_p,
        &f->gi_q,          &f->gi_low_q,        &f->excess,  &f->excess_p, &f->excess_q,
        &f->moran,         &f->moran_p,         &f->moran_q, &f->lag,      &f->z};
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        free(*array[i]);
    free(f->window_cells);
    free(f->class_of);
    *f = (lb_cell_figures){.cells = 0};
}
