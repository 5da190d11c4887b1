/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of commands: each command's table and the function that runs it. */
#include <string.h>

#include "base/try.h"
#include "command/column_notes.h"
#include "command/command_list.h"
#include "command/log_once.h"
#include "command/source_conditions.h"
#include "output/chosen_columns.h"

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

/* How many commands stand before that one. */
static size_t rank_of(const lb_command *command)
{
    size_t rank = 0;
    for (size_t i = 0; i < lb_command_count(); i++)
        rank += entries[i].command->order < command->order;
    return rank;
}

const lb_command *lb_command_at(size_t i)
{
    size_t at = 0;
    while (at + 1 < lb_command_count() && rank_of(entries[at].command) != i)
        at++;
    return entries[at].command;
}

const lb_command *lb_command_find(const char *name)
{
    for (size_t i = 0; i < lb_command_count(); i++)
        if (strcmp(entries[i].command->name, name) == 0)
            return entries[i].command;
    return NULL;
}

/* The chosen columns of the main table: files have them already (output/table_file). */
static lb_status choose_columns(const lb_job *job, lb_command_result *out, lb_error *err)
{
    for (size_t i = 0; i < out->tables && job->columns; i++)
        if (strcmp(out->part[i], "") == 0)
            return lb_chosen_columns_keep(&out->table[i], job->columns, err);
    return LB_OK;
}

static lb_status run_entry(const command_entry *entry, const void *options, const lb_job *job,
                           lb_command_result *out, lb_error *err)
{
    LB_TRY(entry->run(options, job, out, err));
    lb_status status = choose_columns(job, out, err);
    if (status != LB_OK)
        lb_command_result_clear(out);
    return status;
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
    lb_conditioned conditioned = {NULL};
    LB_TRY(lb_command_check_columns(command, job->columns, err));
    inner.log = lb_log_once_begin(&once, job->log);
    lb_status status = lb_conditioned_make(command, options, job, &conditioned, err);
    if (status == LB_OK)
        status = run_entry(&entries[i], conditioned.values ? conditioned.values : options, &inner,
                           out, err);
    lb_conditioned_clear(&conditioned);
    lb_log_once_clear(&once);
    return status;
}
