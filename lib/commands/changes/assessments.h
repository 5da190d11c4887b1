/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two assessments that `changes` compares, read and checked. */
#ifndef LB_COMMANDS_CHANGES_ASSESSMENTS_H
#define LB_COMMANDS_CHANGES_ASSESSMENTS_H

#include <lagesbild/category.h>
#include <lagesbild/changes.h>
#include <lagesbild/shapes.h>
#include "input/tables/checked_table.h"
#include "port/read/polygon_reader.h"

enum {
    LB_ASSESSMENT_NAME,
    LB_ASSESSMENT_CATEGORY,
    LB_ASSESSMENT_LPO,
    LB_ASSESSMENT_REGION,
    LB_ASSESSMENT_FIELDS
};

/* One year's areas: the rows of its table, by row number, and their polygons where it has any. */
typedef struct lb_assessment {
    lb_checked_table sheet;
    lb_shapes shapes;
    lb_polygon_findings found; /* of the polygons */
    const char **name, **lpo;
    size_t *category, *lpo_group, *region_group; /* SIZE_MAX: none */
    double *area;                                /* square metres; NULL: no polygons */
} lb_assessment;

/* Regions or LPOs of both sides in Swedish order; of several spellings the first by bytes. */
typedef struct lb_change_districts {
    size_t count;
    const char **name; /* borrowed from the sheets */
} lb_change_districts;

/* Both assessments (0 before, 1 after), their matching, and the tables made of it. */
typedef struct lb_changes_state {
    const lb_changes_options *options;
    const lb_job *job;
    lb_assessment assessment[2];
    lb_aliases aliases;
    lb_categories categories; /* the worst first */
    lb_change_districts lpos, regions;
    size_t *after_of;
    lb_changes changes;
    lb_changes_report report;
} lb_changes_state;

/* All but the report. */
void lb_changes_state_clear(lb_changes_state *state);
lb_status lb_assessments_read(lb_changes_state *state, lb_error *err);

#endif
