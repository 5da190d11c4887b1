/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All commands: LB_COMMAND_LIST(X) is X(share) and so on for each folder of lib/commands, and
 * stands in a header that the Makefile writes. X(share) stands for lb_share_command, the command's
 * table (commands/share/share_command.c), and lb_share_command_run, which runs it. */
#ifndef LB_COMMAND_COMMAND_LIST_H
#define LB_COMMAND_COMMAND_LIST_H

#include <lagesbild/command.h>
#include "command_names.h"

#define LB_COMMAND_DECLARE(name)                                              \
    extern const lb_command lb_##name##_command;                              \
    lb_status lb_##name##_command_run(const void *options, const lb_job *job, \
                                      lb_command_result *out, lb_error *err);

LB_COMMAND_LIST(LB_COMMAND_DECLARE)
#undef LB_COMMAND_DECLARE

#endif
