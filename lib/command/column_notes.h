/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What columns of an output mean, from the command's table, for files that carry it. */
#ifndef LB_COMMAND_COLUMN_NOTES_H
#define LB_COMMAND_COLUMN_NOTES_H

#include <lagesbild/command.h>
#include "model/layer_desc.h"

/* The notes of table's columns ([columns + 1], the caller frees them), as the command's table that
 * goes to `path` has them, of several that of this name, else any table of the command;
 * placeholders in names (class_K) fit any text. command: an lb_command; options: its struct. NULL:
 * out of memory. */
lb_column_note *lb_command_column_notes(const void *command, const void *options, bool english,
                                        const char *path, const char *name, const lb_table *table);

/* Of every name in a list ("a,b", spaces at its ends left out; NULL: none): does the command's main
 * table ever have such a column? LB_E_USAGE, listing its columns. */
lb_status lb_command_check_columns(const lb_command *command, const char *list, lb_error *err);

#endif
