/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of a command: one table from which parsing, --help and the manual's check all come. */
#ifndef LB_CLI_OPT_H
#define LB_CLI_OPT_H

#include <stdbool.h>
#include <stddef.h>

enum { OPT_LIST_MAX = 64 };

/* Repeatable text options gather here. */
typedef struct opt_list {
    size_t count;
    const char *item[OPT_LIST_MAX];
} opt_list;

typedef enum opt_kind { OPT_FLAG, OPT_TEXT, OPT_INTEGER, OPT_REAL, OPT_LIST } opt_kind;

typedef struct opt {
    const char *name; /* without the dashes */
    char letter;      /* 0: none */
    opt_kind kind;
    void *target;      /* bool, const char *, int, double or opt_list */
    const char *value; /* what --help calls the value */
    const char *help;
} opt;

typedef struct opt_command {
    const char *name;
    const char *arguments; /* as --help shows them */
    const char *summary;   /* one line */
    const opt *options;
    size_t count;
    size_t min_arguments, max_arguments;
} opt_command;

typedef enum opt_result { OPT_PARSED, OPT_HELP_SHOWN, OPT_INVALID } opt_result;

/* Parses argv[1..]; arguments that are no options are moved to the front of argv + 1, their number
 * in *rest. Prints help or what is wrong itself. */
opt_result opt_parse(const opt_command *command, int argc, char **argv, size_t *rest);

void opt_print_help(const opt_command *command);

#endif
