/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events counted into the sets of areas, one look at each. */
#ifndef LB_COMMANDS_SHARE_SHARE_COUNT_H
#define LB_COMMANDS_SHARE_SHARE_COUNT_H

#include "commands/share/share_state.h"

/* Sets work->rows and work->events_hash too. */
lb_status lb_share_count(lb_share_state *work, lb_error *err);

#endif
