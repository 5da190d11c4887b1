/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --help and the manual say of a command, from its table. */
#ifndef LB_CLI_HELP_H
#define LB_CLI_HELP_H

#include <lagesbild.h>

enum { HELP_TEXT_SIZE = 600 };

/* "GRID AREAS", "--areas [NAME=]SOURCE --events SOURCE": what the command cannot do without. */
void help_arguments(const lb_command *command, char *text, size_t size);

/* The help of an option with its words, usual columns and default. */
void help_option_text(const lb_command *command, const lb_option *option, char *text, size_t size);

/* The options of the command and those of the job that apply: option(i) until NULL; *of: whose
 * defaults they have, NULL of the job. */
const lb_option *help_option_at(const lb_command *command, size_t i, const lb_command **of);

/* How the sources of the command may be written; NULL: it reads no tables or layers. */
const char *help_sources(const lb_command *command);

void help_print(const lb_command *command);

#endif
