/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `levels` as a function: problem levels from the answers to the metodstöd. */
#ifndef LAGESBILD_JOB_LEVELS_H
#define LAGESBILD_JOB_LEVELS_H

#include <lagesbild/levels.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_levels_options {
    const char *answers;    /* table: area, year, question, level, uncertainty */
    const char *questions;  /* table: question, subarea */
    const char *categories; /* table: area, year, category; NULL: none */
    lb_arrow_rule arrow;
    const char *summary;             /* file for the means of categories; NULL: none */
    const char *output, *provenance; /* files; NULL: none */
} lb_levels_options;

/* out: area, year, total, a column a subarea, uncertainty, change, arrow; then uncertainty_1 to
 * uncertainty_5 (how many), and, where an area has not 80 answers, answers and missing (the
 * questions without one). summary: category, year, areas, total, a column a subarea, uncertainty;
 * `total` is all areas. */
LB_API lb_status lb_levels_run(const lb_levels_options *options, const lb_job *job, lb_table *out,
                               lb_table *summary, lb_error *err);

#endif
