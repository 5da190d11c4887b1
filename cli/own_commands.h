/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of the command line itself, described as those of the library are: run, recipe, demo,
 * describe. */
#ifndef LB_CLI_OWN_COMMANDS_H
#define LB_CLI_OWN_COMMANDS_H

#include <lagesbild.h>

typedef struct describe_options {
    const char *command;    /* NULL: all */
    bool json;              /* else a table */
    const char *man;        /* the command whose options are written as mdoc; NULL: none */
    const char *completion; /* the shell; NULL: none */
} describe_options;

/* All commands, those of the library first. */
size_t own_command_count(void);
const lb_command *own_command_at(size_t i);
const lb_command *own_command_find(const char *name);

/* Says that there is no such command and which is nearest; returns the exit code. */
int own_command_unknown(const char *name);

/* Runs one that is not the library's; returns the exit code. */
int own_command_run(const lb_command *command, const void *options, const lb_job *job);

int describe_run(const describe_options *options, const lb_job *job);

#endif
