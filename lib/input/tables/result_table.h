/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables that another command has made, for those that draw them: from a file, or, in a run, from
 * the step that made it. */
#ifndef LB_INPUT_TABLES_RESULT_TABLE_H
#define LB_INPUT_TABLES_RESULT_TABLE_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* All columns of the table: those of `names` (NULL-ended, compared after folding) as text, the
 * others as numbers, NaN where they are none. The caller clears *table. */
lb_status lb_result_table_read(const char *source, const char *const *names, const lb_job *job,
                               lb_table *table, lb_error *err);

#endif
