/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of a command, read by its table. */
#ifndef LB_CLI_PARSE_H
#define LB_CLI_PARSE_H

#include <lagesbild.h>

typedef enum parse_result {
    PARSE_DONE,
    PARSE_HELP_SHOWN,
    PARSE_INVALID,
    PARSE_NO_MEMORY
} parse_result;

typedef struct parsed_command {
    const lb_command *command;
    lb_command_options *options; /* freed with lb_command_options_free */
    lb_job job;                  /* its texts are those of argv */
} parsed_command;

/* Reads argv[1..argc). Prints help, or what is wrong, itself; *out is filled only with PARSE_DONE.
 */
parse_result parse_command(const lb_command *command, int argc, char **argv, parsed_command *out);

#endif
