/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_COMMAND_COMMAND_RESULT_H
#define LB_COMMAND_COMMAND_RESULT_H

#include <lagesbild/command.h>

/* Moves a table into the result; a table without columns was not asked for and is left out. */
void lb_command_result_add(lb_command_result *result, const char *part, lb_table *table);

#endif
