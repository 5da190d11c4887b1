/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of result tables, as drawings (picture.h writes them). */
#ifndef LAGESBILD_CHART_H
#define LAGESBILD_CHART_H

#include <stdbool.h>
#include <lagesbild/drawing.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* Zeroed memory is valid. Strings are UTF-8 and borrowed. */
typedef struct lb_chart_options {
    const char *title;    /* NULL: one is made; "": none */
    const char *source;   /* the line at the foot; NULL: none */
    double width, height; /* millimetres; 0: 160 x 100, as many millimetres high as it needs */
    bool english;         /* else Swedish */
    bool colour_blind;    /* classes blue to red, not green to red */
} lb_chart_options;

/* The share of the events as the areas' borders move, with its band: a line a category. table: the
 * border curve of `share`. period NULL: the table's first. LB_E_INPUT: a column is missing, or no
 * row has numbers; the same for those below. */
LB_API lb_status lb_chart_border(const lb_table *table, const char *period,
                                 const lb_chart_options *options, lb_drawing **out, lb_error *err);

/* Rates of one indicator by category and period, with intervals. table: the result of `rate`.
 * indicator NULL: the table's first. */
LB_API lb_status lb_chart_rates(const lb_table *table, const char *indicator,
                                const lb_chart_options *options, lb_drawing **out, lb_error *err);

/* Share of each area's people by class, a bar an area, the worst first. table: the result of
 * `profile` (class_1 ... class_k). name NULL: the usual names of the column with the names. */
LB_API lb_status lb_chart_classes(const lb_table *table, const char *name,
                                  const lb_chart_options *options, lb_drawing **out, lb_error *err);

/* The share of the events that squares hold, the best of them first, by their share of the people
 * (of the squares, where people are not known): Lorenz curves, with the areas as a point. table:
 * the curves of `concentration`. */
LB_API lb_status lb_chart_concentration(const lb_table *table, const lb_chart_options *options,
                                        lb_drawing **out, lb_error *err);

/* The mean index of areas from delivery to delivery, a line an area: what changed more than noise
 * (q < LB_FINDING_Q) firm, all else pale. table: the result of `trend` with areas. LB_E_INPUT also
 * where no row is of an area. */
LB_API lb_status lb_chart_trend(const lb_table *table, const lb_chart_options *options,
                                lb_drawing **out, lb_error *err);

/* What the areas hold beside each comparison with its range. table: the result of `placebo`. */
LB_API lb_status lb_chart_placebo(const lb_table *table, const lb_chart_options *options,
                                  lb_drawing **out, lb_error *err);

/* The weighted displacement difference with its interval, what regression to the mean alone would
 * give, and the same difference earlier. table: the result of `before-after`. */
LB_API lb_status lb_chart_before_after(const lb_table *table, const lb_chart_options *options,
                                       lb_drawing **out, lb_error *err);

/* Pairs of events by distance and days, coloured by observed over expected. table: that of `hotspot
 * --near-repeat`. */
LB_API lb_status lb_chart_near_repeat(const lb_table *table, const lb_chart_options *options,
                                      lb_drawing **out, lb_error *err);

/* The command `chart` as a function: a table that another command wrote, as a picture. */

typedef enum lb_chart_kind {
    LB_CHART_BORDER,
    LB_CHART_RATES,
    LB_CHART_CLASSES,
    LB_CHART_CONCENTRATION,
    LB_CHART_TREND,
    LB_CHART_PLACEBO,
    LB_CHART_BEFORE_AFTER,
    LB_CHART_NEAR_REPEAT
} lb_chart_kind;

LB_API extern const char *const lb_chart_kind_names[]; /* by lb_chart_kind, NULL-ended */

typedef struct lb_chart_job {
    lb_chart_kind kind;
    const char *table; /* of `share --border-out`, `rate`, `profile`, `concentration --curve`,
                          `trend`, `placebo`, `before-after`, `hotspot --near-repeat` */
    const char *only;  /* border: the period; rates: the indicator; classes: the column with
                          the names; NULL: the first, the usual */
    lb_chart_options options; /* its language is the job's */
    double dpi;               /* of PNG; 0: 300 */
    const char *output;       /* .png .svg .pdf */
} lb_chart_job;

/* Every option at its default (see lagesbild-chart(1)). */
LB_API void lb_chart_job_init(lb_chart_job *chart);

/* LB_E_INPUT: the table is not one that the command writes. */
LB_API lb_status lb_chart_run(const lb_chart_job *chart, const lb_job *job, lb_error *err);

/* The same chart as a drawing (picture.h); output and dpi are not used. */
LB_API lb_status lb_chart_draw(const lb_chart_job *chart, const lb_job *job, lb_drawing **out,
                               lb_error *err);

#endif
