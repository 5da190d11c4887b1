/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `audit` as a function: which totals published figures allow, which rows are wrong. */
#ifndef LAGESBILD_JOB_AUDIT_H
#define LAGESBILD_JOB_AUDIT_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_audit_options {
    const char *table; /* period, category, count, percent */
    const char *output, *provenance;
} lb_audit_options;

/* period, category, count, percent (as printed); row_low, row_high (the totals the row alone
 * allows), total_low, total_high (those that agree with most rows of the period), verdict (right,
 * impossible, contradicts, wrong sum), expected (the percentage of the least such total, for rows
 * that are not right). What is wrong is also a warning with its line. */
LB_API lb_status lb_audit_run(const lb_audit_options *options, const lb_job *job, lb_table *out,
                              lb_error *err);

#endif
