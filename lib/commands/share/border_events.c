/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include <lagesbild/position_probability.h>
#include "commands/share/border_events.h"

enum { LINE, DATE, SET, AREA, CATEGORY, DISTANCE, PROBABILITY, INSIDE, MAX_NEAR = 64 };

void lb_border_events_begin(lb_table *table)
{
    lb_table_add_column(table, "line", LB_INTEGER, LB_UNIT_NONE);
    lb_table_add_column(table, "date", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(table, "area_set", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(table, "area", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(table, "category", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(table, "distance_m", LB_REAL, LB_UNIT_NONE);
    lb_table_add_column(table, "probability", LB_REAL, LB_UNIT_RATIO);
    lb_table_add_column(table, "inside", LB_INTEGER, LB_UNIT_NONE);
}

static lb_status write_row(lb_table *t, const lb_border_set *set, const lb_event *event,
                           lb_feature_distance near)
{
    char date[64];
    const lb_areas *areas = set->areas;
    size_t area = near.feature, row = lb_table_add_row(t);
    bool inside = lb_shape_contains(&areas->shapes, area, event->x, event->y);
    double probability = NAN;
    if (set->sigma > 0 && lb_shape_probability(&areas->shapes, area, event->x, event->y, set->sigma,
                                               &probability) != LB_OK)
        return LB_E_INPUT;
    lb_table_set_integer(t, row, LINE, event->line);
    snprintf(date, sizeof date, "%04d-%02d-%02d", event->date.year, event->date.month,
             event->date.day);
    lb_table_set_text(t, row, DATE, event->dated ? date : NULL);
    lb_table_set_text(t, row, SET, areas->label);
    lb_table_set_text(t, row, AREA, areas->name[area]);
    if (areas->categories > 0)
        lb_table_set_text(t, row, CATEGORY, areas->category_name[areas->category[area]]);
    lb_table_set_real(t, row, DISTANCE, inside ? -near.distance : near.distance);
    lb_table_set_real(t, row, PROBABILITY, probability);
    lb_table_set_integer(t, row, INSIDE, inside);
    return lb_table_status(t);
}

lb_status lb_border_events_add(lb_table *table, const lb_border_set *set, const lb_event *event)
{
    lb_feature_distance near[MAX_NEAR];
    size_t n = lb_boundary_index_find(set->border, event->x, event->y, near, MAX_NEAR);
    lb_status status = LB_OK;
    for (size_t i = 0; i < n && status == LB_OK; i++)
        if (lb_area_valid_on(set->times, near[i].feature, event->dated, event->day))
            status = write_row(table, set, event, near[i]);
    return status;
}
