/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What share of each area, of each category and of all areas is in the worst classes. */
#ifndef LB_COMMANDS_AGREE_AGREE_AREAS_H
#define LB_COMMANDS_AGREE_AGREE_AREAS_H

#include <lagesbild/agree.h>
#include "commands/agree/agree_disclosure.h"

/* worst: [cells of the overlay]: which are of the worst classes. People that disclosure suppresses
 * stay empty. LB_E_MEMORY, LB_E_INPUT. */
lb_status lb_agree_areas_table(const lb_overlay *overlay, const bool *worst,
                               const lb_agree_options *options,
                               const lb_agree_disclosure *disclosure, lb_table *out);

#endif
