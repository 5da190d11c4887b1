/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cover for another window of its lattice (docs/methods.md, Coverage, Another window): a saved
 * cover serves a grid of more or fewer cells without being computed again. */
#ifndef LB_KERNEL_GEOMETRY_COVER_REWINDOW_H
#define LB_KERNEL_GEOMETRY_COVER_REWINDOW_H

#include <lagesbild/cover.h>

/* Changes cover to the window of grid: spans outside it are cut off and added to `outside`.
 * LB_E_USAGE: grid is not of the cover's lattice. LB_E_INPUT: area *which reaches outside the old
 * window, so that what of it lies in the new one is not known. On failure the cover can only be
 * cleared. */
lb_status lb_cover_rewindow(lb_cover *cover, const lb_grid *grid, size_t *which);

#endif
