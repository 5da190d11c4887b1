/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change that `trend` found, as columns of the page's squares. */
#ifndef LB_PAGE_PAGE_CHANGE_H
#define LB_PAGE_PAGE_CHANGE_H

#include <lagesbild/page.h>
#include "input/grid/square_changes.h"

/* Adds `change`, which squares can be coloured by, and `change_q`, which says what is hatched;
 * and `index_before` and `index_after` of the first and the last delivery, classed alike by the
 * recipe. Nothing happens where no square has a change. LB_E_MEMORY. */
lb_status lb_page_grid_add_change(lb_page_grid *grid, const lb_recipe *recipe,
                                  const lb_square_changes *changes);

#endif
