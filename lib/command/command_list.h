/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one list of commands, in the order of help, manuals and project files. A line `X(share)`
 * stands for lb_share_command, the command's table (commands/share/share_command.c), and
 * lb_share_command_run, which runs it. */
#ifndef LB_COMMAND_COMMAND_LIST_H
#define LB_COMMAND_COMMAND_LIST_H

#include <lagesbild/command.h>

#define LB_COMMAND_LIST(X) \
    X(check)               \
    X(index)               \
    X(stability)           \
    X(trend)               \
    X(profile)             \
    X(agree)               \
    X(population)          \
    X(share)               \
    X(rate)                \
    X(footprint)           \
    X(levels)              \
    X(assess)              \
    X(equivalent)          \
    X(intake)              \
    X(changes)             \
    X(audit)               \
    X(inference)           \
    X(hotspot)             \
    X(placebo)             \
    X(concentration)       \
    X(before_after)        \
    X(suggest)             \
    X(compare)             \
    X(map)                 \
    X(chart)               \
    X(brief)

#define LB_COMMAND_DECLARE(name)                                              \
    extern const lb_command lb_##name##_command;                              \
    lb_status lb_##name##_command_run(const void *options, const lb_job *job, \
                                      lb_command_result *out, lb_error *err);

LB_COMMAND_LIST(LB_COMMAND_DECLARE)
#undef LB_COMMAND_DECLARE

#endif
