/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means and shares of a total that is not published (Tabell 9): which totals of device-days do they
 * allow, and how many areas does a row have that gives no number? */
#ifndef LB_COMMANDS_AUDIT_AUDIT_SHARES_H
#define LB_COMMANDS_AUDIT_AUDIT_SHARES_H

#include "input/tables/checked_table.h"

/* Columns of the sheet that `audit` reads. */
enum {
    LB_AUDIT_PERIOD,
    LB_AUDIT_CATEGORY,
    LB_AUDIT_COUNT,
    LB_AUDIT_PERCENT,
    LB_AUDIT_AREAS,
    LB_AUDIT_MEAN,
    LB_AUDIT_FIELDS
};

/* Adds n columns of the command's table from `first` on, to a table without rows. Those are whole
 * numbers, as of counts; bounds of means are real. */
void lb_audit_add_real_bounds(lb_table *table, const char *first, size_t n, lb_unit shown);

/* The columns of the result, into an empty table. */
void lb_audit_shares_add_columns(lb_table *table);

/* The rows of one period, by their numbers in the sheet; known: its total, 0 when it is not. The
 * numbers of areas are in the column `areas`, or in that of counts where there is none. */
lb_status lb_audit_shares_add_rows(const lb_checked_table *sheet, const size_t *row, size_t rows,
                                   double known, const lb_job *job, lb_table *table, lb_error *err);

#endif
