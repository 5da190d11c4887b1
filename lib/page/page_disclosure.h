/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_PAGE_PAGE_DISCLOSURE_H
#define LB_PAGE_PAGE_DISCLOSURE_H

#include <lagesbild/page.h>
#include "input/grid/overlay.h"

/* An area's figure less the squares that are shown leaves those that are hidden: where these are
 * one, or hold few people together, the next smallest of its squares is hidden too. The overlay is
 * of the grid's own source, all of it. LB_E_MEMORY. */
lb_status lb_page_disclosure_areas(lb_page_grid *grid, const lb_overlay *overlay);

/* Sets squares.suppress_sums: whether the sums of people by class or by size of square would, less
 * the squares that are shown, reveal a hidden one. */
void lb_page_disclosure_sums(lb_page_grid *grid);

/* lb_page_disclosure_areas for a source of areas. */
lb_status lb_page_disclosure_source(lb_page_grid *grid, const lb_overlay_input *input,
                                    const lb_job *job, lb_error *err);

#endif
