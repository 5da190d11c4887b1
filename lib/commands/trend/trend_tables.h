/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of `trend`, and the outlines of its units. */
#ifndef LB_COMMANDS_TREND_TREND_TABLES_H
#define LB_COMMANDS_TREND_TREND_TABLES_H

#include <lagesbild/shapes.h>
#include "commands/trend/trend_data.h"

/* A row a unit. Each LB_E_MEMORY. */
lb_status lb_trend_units_table(const lb_trend_data *data, lb_table *out);

/* Adds a row an area to a table with the columns of the above. */
lb_status lb_trend_add_areas(const lb_trend_data *data, lb_table *table);

/* The columns alone. */
void lb_trend_add_columns(const lb_trend_data *data, lb_table *table);

lb_status lb_trend_summary_table(const lb_trend_data *data, lb_table *out);
lb_status lb_trend_transitions_table(const lb_trend_data *data, lb_table *out);

/* The cells of each unit, in the order of the units' table. */
lb_status lb_trend_outlines(const lb_trend_data *data, lb_shapes *out);

/* How QGIS draws the layer: change in the colours of printed maps, hatched where it is not more
 * than noise. The caller frees it; NULL: out of memory. */
char *lb_trend_style(bool english);

#endif
