/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kinds of chart share. */
#ifndef LB_COMMANDS_CHART_CHART_PARTS_H
#define LB_COMMANDS_CHART_CHART_PARTS_H

#include <lagesbild/chart.h>
#include "render/chart/chart_frame.h"

/* 160 x 100 mm unless the options say otherwise. */
lb_chart_sheet lb_chart_sheet_of(const lb_chart_options *options, const char *title,
                                 const lb_measure *measure);

/* LB_E_INPUT: the table has no such column. */
lb_status lb_chart_find_column(const lb_table *table, const char *name, size_t *at, lb_error *err);

/* The error of a drawing as a message. */
lb_status lb_chart_status(lb_status status, lb_error *err);

#endif
