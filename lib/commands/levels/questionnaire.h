/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questionnaire, its answers and the areas' categories, read and checked. */
#ifndef LB_COMMANDS_LEVELS_QUESTIONNAIRE_H
#define LB_COMMANDS_LEVELS_QUESTIONNAIRE_H

#include <lagesbild/category.h>
#include <lagesbild/levels.h>
#include "input/areas/name_index.h"

/* One area in one year. */
typedef struct lb_level_visit {
    size_t area, category; /* SIZE_MAX: none */
    bool told;             /* the table of categories tells, be it of none */
    long year;
    signed char answer[LB_LEVEL_MOST_QUESTIONS], uncertainty[LB_LEVEL_MOST_QUESTIONS];
    lb_level subarea[LB_LEVEL_MOST_QUESTIONS];
    lb_levels levels;
} lb_level_visit;

typedef struct lb_level_work {
    const lb_levels_options *options;
    const lb_job *job;
    lb_labels question, subarea, area, visit_key;
    size_t of[LB_LEVEL_MOST_QUESTIONS]; /* the subarea of each question */
    size_t *questions, *subareas;       /* in order */
    lb_categories categories;
    lb_level_visit **visit; /* by visit_key, then sorted by area and year */
    size_t visits, capacity, rows[3];
    bool all_answered;
    lb_table table, summary;
} lb_level_work;

/* All but the tables. */
void lb_level_work_clear(lb_level_work *work);

/* Reads the three files that the options name. */
lb_status lb_level_answers_read(lb_level_work *work, lb_error *err);

#endif
