/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two assessments that `changes` compares, read and checked. */
#ifndef LB_COMMANDS_CHANGES_ASSESSMENTS_H
#define LB_COMMANDS_CHANGES_ASSESSMENTS_H

#include <lagesbild/category.h>
#include <lagesbild/changes.h>
#include <lagesbild/shapes.h>
#include "input/tables/checked_table.h"

enum { LB_SIDE_NAME, LB_SIDE_CATEGORY, LB_SIDE_LPO, LB_SIDE_REGION, LB_SIDE_FIELDS };

typedef struct lb_change_side {
    lb_sheet sheet;
    lb_shapes shapes;
    const char **name, **lpo;
    size_t *category, *lpo_group, *region_group; /* SIZE_MAX: none */
    double *area;                                /* square metres; NULL: no polygons */
} lb_change_side;

/* Regions or LPOs of both sides in Swedish order; of several spellings the first by bytes. */
typedef struct lb_change_places {
    size_t count;
    const char **name; /* borrowed from the sheets */
} lb_change_places;

typedef struct lb_change_work {
    const lb_changes_options *options;
    const lb_job *job;
    lb_change_side side[2];
    lb_aliases aliases;
    lb_categories categories; /* the worst first */
    lb_change_places lpos, regions;
    size_t *after_of;
    lb_changes changes;
    lb_changes_report report;
} lb_change_work;

/* All but the report. */
void lb_change_work_clear(lb_change_work *work);
lb_status lb_change_sides_read(lb_change_work *work, lb_error *err);

#endif
