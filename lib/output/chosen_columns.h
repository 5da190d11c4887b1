/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --columns: which columns of a table are shown and written, and in which order. */
#ifndef LB_OUTPUT_CHOSEN_COLUMNS_H
#define LB_OUTPUT_CHOSEN_COLUMNS_H

#include <lagesbild/table.h>

/* The columns that the list ("a,b,c") names, in its order, as a table whose values are borrowed
 * from `table`: to be cleared with lb_chosen_columns_clear alone. LB_E_USAGE: no such column, or
 * one twice; the error lists all that there are. LB_E_MEMORY. */
lb_status lb_chosen_columns_view(const lb_table *table, const char *list, lb_table *out,
                                 lb_error *err);
void lb_chosen_columns_clear(lb_table *view);

/* The same of a table that keeps nothing else, which needs no memory. On an error its columns may
 * be in another order. */
lb_status lb_chosen_columns_keep(lb_table *table, const char *list, lb_error *err);

#endif
