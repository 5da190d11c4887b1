/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --where and --events-where: conditions on the rows of a command's areas and events. They are put
 * behind the sources as |where=, so that whoever reads the source meets them. */
#ifndef LB_COMMAND_SOURCE_CONDITIONS_H
#define LB_COMMAND_SOURCE_CONDITIONS_H

#include <lagesbild/command.h>

/* SOURCE|where=CONDITION; where the source has one already, both must be met. The caller frees it;
 * NULL: out of memory. */
char *lb_source_add_condition(const char *source, const char *condition);

/* Is the job's option `condition` (where, events-where, or another: never) one on that source? */
bool lb_condition_is_of(const char *condition, const lb_option *source);

/* LB_E_USAGE: none of its sources is given. */
lb_status lb_condition_refuse(const lb_command *command, const char *name, const char *condition,
                              lb_error *err);

/* A command's options struct whose sources have the job's conditions. Zeroed memory is empty. */
typedef struct lb_conditioned {
    void *values; /* a copy of the struct; NULL: there is no condition */
    void **owned; /* [count] texts and lists that it points to */
    size_t count, capacity;
} lb_conditioned;

/* LB_E_USAGE: a condition on areas or events that are not given. LB_E_MEMORY. */
lb_status lb_conditioned_make(const lb_command *command, const void *options, const lb_job *job,
                              lb_conditioned *out, lb_error *err);
void lb_conditioned_clear(lb_conditioned *conditioned);

#endif
