/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of the shares of one period, with all that is unsure drawn at once (docs/methods.md, Joint
 * uncertainty): which chains of events happened, when within its interval each did, where it
 * was, and where the borders run. */
#ifndef LB_COMMANDS_SHARE_SHARE_SAMPLE_H
#define LB_COMMANDS_SHARE_SHARE_SAMPLE_H

#include "commands/share/event_list.h"
#include "commands/share/share_draws.h"
#include "commands/share/uncertainty_text.h"

/* One period's events. Borrowed. */
typedef struct lb_share_sample_input {
    const lb_event_list *list;
    const lb_listed_piece *piece; /* [pieces], of one period */
    size_t pieces;
    const bool *near; /* [list->count]: a border is within reach of position error and moved
                         borders; NULL: none is */
    unsigned sources; /* LB_DRAW_..., of which counting is not drawn here */
} lb_share_sample_input;

/* draw[draws][categories + 1]: events of each category, and of all areas, of those of the period.
 * *chains: chains of the period (of its events, without LB_DRAW_CHAINS). LB_E_MEMORY. */
lb_status lb_share_sample_draw(const lb_share_sample_input *input, size_t draws,
                               lb_share_draw *draw, size_t *chains);

/* The distance of a draw, by its number in in->distance. */
size_t lb_share_sample_distance(const lb_share_inputs *in, size_t draw);

#endif
