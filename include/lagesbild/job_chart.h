/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `chart` as a function: a table that another command wrote, as a picture. */
#ifndef LAGESBILD_JOB_CHART_H
#define LAGESBILD_JOB_CHART_H

#include <lagesbild/chart.h>
#include <lagesbild/log.h>

typedef enum lb_chart_kind { LB_CHART_BORDER, LB_CHART_RATES, LB_CHART_CLASSES } lb_chart_kind;

typedef struct lb_chart_job {
    lb_chart_kind kind;
    const char *table;        /* a file of `share --border-out`, `rate` or `profile` */
    const char *only;         /* border: the period; rates: the indicator; classes: the column with
                                 the names; NULL: the first, the usual */
    lb_chart_options options; /* its language is the job's */
    double dpi;               /* of PNG; 0: 300 */
    const char *output;       /* .png .svg .pdf */
} lb_chart_job;

/* LB_E_INPUT: the table is not one that the command writes. */
LB_API lb_status lb_chart_run(const lb_chart_job *chart, const lb_job *job, lb_error *err);

/* Are the options understood? Asked before anything is read. LB_E_USAGE. */
LB_API lb_status lb_chart_check(const lb_chart_job *chart, lb_error *err);

/* The same chart as a drawing (picture.h); output and dpi are not used. */
LB_API lb_status lb_chart_draw(const lb_chart_job *chart, const lb_job *job, lb_drawing **out,
                               lb_error *err);

#endif
