/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is suppressed in the areas' table of `agree`, given that `profile` publishes the same grid.
 *
 * The table counts people in cells with a class, `profile` all people: the difference is the people
 * of cells without a class, who are few in each. People in the worst classes are the sum of classes
 * that `profile` publishes one by one. */
#ifndef LB_COMMANDS_AGREE_AGREE_DISCLOSURE_H
#define LB_COMMANDS_AGREE_AGREE_DISCLOSURE_H

#include "input/grid/overlay.h"

/* By row of the table: areas, categories, all. */
typedef struct lb_agree_disclosure {
    bool *people, *worst; /* suppressed in that column; NULL: nothing is */
    size_t hidden;        /* rows with a suppressed value */
} lb_agree_disclosure;

/* joined: the union of all areas; NULL: no two share ground. worst: cells of this class and above
 * are the worst. minimum 0, or a grid without people: nothing is suppressed. LB_E_MEMORY,
 * LB_E_INPUT. */
lb_status lb_agree_disclosure_make(const lb_overlay *overlay, const lb_cover *joined, int worst,
                                   int minimum, lb_agree_disclosure *out);
void lb_agree_disclosure_clear(lb_agree_disclosure *disclosure);

#endif
