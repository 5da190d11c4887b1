/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of commands: each command's table and the function that runs it. */
#include <string.h>

#include "command/log_once.h"
#include "command/command_list.h"

typedef struct command_entry {
    const lb_command *command;
    lb_status (*run)(const void *options, const lb_job *job, lb_command_result *out, lb_error *err);
} command_entry;

#define ENTRY(name) {&lb_##name##_command, lb_##name##_command_run},

static const command_entry entries[] = {LB_COMMAND_LIST(ENTRY)};

size_t lb_command_count(void)
{
    return sizeof entries / sizeof *entries;
}

const lb_command *lb_command_at(size_t i)
{
    return entries[i].command;
}

const lb_command *lb_command_find(const char *name)
{
    for (size_t i = 0; i < lb_command_count(); i++)
        if (strcmp(entries[i].command->name, name) == 0)
            return entries[i].command;
    return NULL;
}

lb_status lb_command_run(const lb_command *command, const void *options, const lb_job *job,
                         lb_command_result *out, lb_error *err)
{
    size_t i = 0;
    while (i < lb_command_count() && entries[i].command != command)
        i++;
    if (i == lb_command_count())
        return lb_error_set(err, LB_E_USAGE, "%s: has a function of its own", command->name);
    lb_log_once once;
    lb_job inner = *job;
    inner.log = lb_log_once_begin(&once, job->log);
    lb_status status = entries[i].run(options, &inner, out, err);
    lb_log_once_clear(&once);
    return status;
}
