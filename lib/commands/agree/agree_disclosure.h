/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the areas' table of `agree` must not tell beside that of `profile`.
 *
 * Its people are those in cells with a class: `profile` tells all, so that the difference is the
 * people of cells without one, who are few in each. Its people in the worst classes are a sum of
 * the classes that `profile` tells one by one. */
#ifndef LB_COMMANDS_AGREE_AGREE_DISCLOSURE_H
#define LB_COMMANDS_AGREE_AGREE_DISCLOSURE_H

#include "input/grid/overlay.h"

/* By row of the table: areas, categories, all. */
typedef struct lb_agree_disclosure {
    bool *people, *worst; /* hidden; NULL: all is told */
    size_t hidden;        /* rows of which something is */
} lb_agree_disclosure;

/* worst: cells of this class and above are the worst. minimum 0, or a grid without people: all is
 * told. LB_E_MEMORY, LB_E_INPUT. */
lb_status lb_agree_disclosure_make(const lb_overlay *overlay, int worst, int minimum,
                                   lb_agree_disclosure *out);
void lb_agree_disclosure_clear(lb_agree_disclosure *disclosure);

#endif
