/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means of means (Tabell 3 against Tabell 2): can the mean of all areas be what it says, by the
 * means of the categories and how many areas each has? */
#ifndef LB_COMMANDS_AUDIT_AUDIT_MEANS_H
#define LB_COMMANDS_AUDIT_AUDIT_MEANS_H

#include "input/tables/checked_table.h"

/* The columns of the result, into an empty table. */
void lb_audit_means_add_columns(lb_table *table);

/* The rows of one period, by their numbers in the sheet (columns as in audit_shares.h);
 * total[rows]: which are of all areas. LB_E_INPUT: a part without a number of areas. */
lb_status lb_audit_means_add_rows(const lb_checked_table *sheet, const size_t *row,
                                  const bool *total, size_t rows, const lb_job *job,
                                  lb_table *table, lb_error *err);

#endif
