/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables made from what their command says of them: names, types and units of columns stand in the
 * command's table alone, so that describe, the manual and what is written cannot differ. */
#ifndef LB_COMMAND_DESCRIBED_COLUMNS_H
#define LB_COMMAND_DESCRIBED_COLUMNS_H

#include <lagesbild/command.h>

/* Adds all columns of the command's table `part` ("" the main one). */
void lb_add_described_columns(lb_table *table, const lb_command *command, const char *part);

/* The same of a table whose columns have a name in each language, "rutor|squares". */
void lb_add_translated_columns(lb_table *table, const lb_command *command, const char *part,
                               bool english);

/* Adds n of them, from the one called `first` on; returns its index in table. Where there are no
 * such n, a fault of the program, the table fails. */
size_t lb_add_some_columns(lb_table *table, const lb_command *command, const char *part,
                           const char *first, size_t n);

/* Adds the column whose described name has a placeholder ("people_NAME") under the name that this
 * table has for it; returns its index in table. */
size_t lb_add_column_as(lb_table *table, const lb_command *command, const char *part,
                        const char *pattern, const char *name);

#endif
