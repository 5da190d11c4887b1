/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questionnaire, its answers and the areas' categories, read and checked. */
#ifndef LB_COMMANDS_LEVELS_QUESTIONNAIRE_H
#define LB_COMMANDS_LEVELS_QUESTIONNAIRE_H

#include <lagesbild/category.h>
#include <lagesbild/levels.h>
#include "input/areas/name_index.h"

/* One area in one year. */
typedef struct lb_level_area_year {
    size_t area, category; /* SIZE_MAX: none */
    bool categorised;      /* the table of categories has it, be it in no category */
    long year;
    signed char answer[LB_LEVEL_MAX_QUESTIONS], uncertainty[LB_LEVEL_MAX_QUESTIONS];
    lb_level subarea[LB_LEVEL_MAX_QUESTIONS];
    lb_levels levels;
} lb_level_area_year;

typedef struct lb_levels_state {
    const lb_levels_options *options;
    const lb_job *job;
    lb_name_index question, subarea, area, area_year_key;
    size_t subarea_of[LB_LEVEL_MAX_QUESTIONS]; /* the subarea of each question */
    size_t *questions, *subareas;              /* in order */
    lb_categories categories;
    lb_level_area_year **area_year; /* by visit_key, then sorted by area and year */
    size_t area_years, capacity, rows[3];
    bool all_answered;
    lb_table table, summary;
} lb_levels_state;

/* All but the tables. */
void lb_levels_state_clear(lb_levels_state *state);

/* Reads the three files that the options name. */
lb_status lb_questionnaire_read(lb_levels_state *state, lb_error *err);

#endif
