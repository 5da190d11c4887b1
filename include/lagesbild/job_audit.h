/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `audit` as a function: which totals published figures allow, which rows are wrong. */
#ifndef LAGESBILD_JOB_AUDIT_H
#define LAGESBILD_JOB_AUDIT_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_audit_options {
    const char *table;        /* period, category, count, percent; or period, category, areas, mean,
                                 percent; or the latter without percent */
    const char *const *total; /* known totals, "N" of every period or "PERIOD=N" */
    size_t totals;
    const char *output, *provenance;
} lb_audit_options;

/* Of counts (Tabell 4): period, category, count, percent (as printed); row_low, row_high (the
 * totals the row alone allows), total_low, total_high (those that agree with most rows of the
 * period), verdict (right, impossible, contradicts, wrong sum), expected (the percentage of the
 * least such total, for rows that are not right), parts_low, parts_high (the totals that agree
 * with most rows that are no sum).
 *
 * Of means (Tabell 9; the table has a column `mean`): period, category, areas, mean, percent;
 * row_low, row_high, total_low, total_high, verdict as above, areas_low, areas_high (how many areas
 * the row must have for such a total). Where areas is missing, that is what is asked.
 *
 * Of means alone (Tabell 2 and 3): period, category, areas, mean; row_low, row_high (the values
 * that the printed one stands for); of a row of all areas parts_low, parts_high (the mean that its
 * parts allow, weighed by their areas); verdict (right, contradicts, wrong sum).
 *
 * What is wrong is also a warning with its line. */
LB_API lb_status lb_audit_run(const lb_audit_options *options, const lb_job *job, lb_table *out,
                              lb_error *err);

#endif
