/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What share of each area, of each category and of all areas is in the worst classes. */
#ifndef LB_COMMANDS_AGREE_AGREE_AREAS_H
#define LB_COMMANDS_AGREE_AGREE_AREAS_H

#include <lagesbild/agree.h>
#include "input/overlay/overlay.h"

/* Borrowed. */
typedef struct lb_agree_areas_input {
    const lb_overlay *overlay;
    const bool *worst; /* [cells of the overlay]: which are of the worst classes */
    const lb_agree_options *options;
    const lb_cover *joined; /* the union of all areas; NULL: no two share ground */
    int threads;
} lb_agree_areas_input;

/* LB_E_MEMORY, LB_E_INPUT. */
lb_status lb_agree_areas_table(const lb_agree_areas_input *input, lb_table *out, lb_error *err);

#endif
