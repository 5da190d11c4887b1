/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of `share`. */
#ifndef LB_COMMANDS_SHARE_SHARE_FILES_H
#define LB_COMMANDS_SHARE_SHARE_FILES_H

#include "commands/share/share_state.h"

/* Is any file asked for? */
bool lb_share_wants_files(const lb_share_options *options);

/* The tables to the files of the options, with their provenance; all appear, or none. */
lb_status lb_share_write(const lb_share_state *work, const lb_table *table, const lb_table *border,
                         lb_error *err);

#endif
