/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problem levels from the answers to the metodstöd (Tabell 2-3, Tablå 1 and 4;
 * docs/methods.md, Levels).
 *
 * Answers are 1 (no problem) to 5 (a very large problem), each with an uncertainty of 1 to 5; 0
 * stands for no answer. Sums are whole numbers, so an arrow never depends on how 0.2 is rounded in
 * binary: with 80 answers in both years, exact up and down need more than 16 steps (0.2 x 80) of
 * the 320 between all ones and all fives. */
#ifndef LAGESBILD_LEVELS_H
#define LAGESBILD_LEVELS_H

#include <stddef.h>
#include <lagesbild/log.h>
#include <lagesbild/status.h>
#include <lagesbild/table.h>
#include <lagesbild/version.h>

enum { LB_LEVEL_LOWEST = 1, LB_LEVEL_HIGHEST = 5 };

enum {
    LB_LEVEL_QUESTIONS = 80, /* of the metodstöd */
    LB_LEVEL_MAX_QUESTIONS = 500
};

/* Some answers: their number and their sum. Zeroed memory: none. */
typedef struct lb_level {
    long sum, count;
} lb_level;

/* The mean; NaN without answers. */
LB_API double lb_level_mean(lb_level level);

/* The questionnaire: which subarea each question belongs to. */
typedef struct lb_questionnaire {
    size_t questions; /* at most LB_LEVEL_MAX_QUESTIONS */
    size_t subareas;
    const size_t *subarea; /* [questions], borrowed */
} lb_questionnaire;

/* One area in one year. */
typedef struct lb_levels {
    lb_level total;             /* over all answers: each weighs alike, not each subarea */
    lb_level *subarea;          /* [subareas], the caller's */
    lb_level uncertainty;       /* over the uncertainties given */
    long uncertainty_counts[6]; /* the profile: how many were 1 .. 5; [0]: answers without one */
    size_t missing;             /* questions without an answer */
} lb_levels;

/* answer and uncertainty: [questions], 0 where there is none; uncertainty may be NULL. Fills *out,
 * whose `subarea` the caller has set to an array of map->subareas. LB_E_INPUT: a value that is
 * not 0 to 5; LB_E_USAGE: too many questions. */
LB_API lb_status lb_levels_compute(const lb_questionnaire *map, const signed char *answer,
                                   const signed char *uncertainty, lb_levels *out);

typedef enum lb_arrow_rule {
    LB_ARROW_EXACT,   /* the default: the means differ by more than 0.2, in whole numbers */
    LB_ARROW_ROUNDED, /* their difference, rounded to one decimal (halves away from 0), is more */
    LB_ARROW_TOTALS   /* the means, each rounded to one decimal, differ by more */
} lb_arrow_rule;

LB_API extern const char *const lb_arrow_rule_names[]; /* by lb_arrow_rule, NULL-ended */

typedef enum lb_arrow {
    LB_ARROW_NONE, /* one of the two years has no answer */
    LB_ARROW_UP,   /* better: the level sank */
    LB_ARROW_STABLE,
    LB_ARROW_DOWN /* worse: the level rose */
} lb_arrow;

LB_API extern const char *const lb_arrow_names[]; /* by lb_arrow ("" for none), NULL-ended */

/* The arrow of Tablå 1. With 80 answers, 16 steps more is stable by each rule; 17 is down, exactly,
 * and stable when rounded; 20 is down by both; the rounded totals may fall either way. */
LB_API lb_arrow lb_level_arrow(lb_level before, lb_level after, lb_arrow_rule rule);

/* The mean of areas, each counting alike whatever its answers (Tabell 3). Sums are kept by the
 * number of answers, so that the order of areas changes no digit. Zeroed memory: none. */
typedef struct lb_level_group {
    size_t areas;                         /* with at least one answer */
    long sum[LB_LEVEL_MAX_QUESTIONS + 1]; /* of the areas that have so many answers */
} lb_level_group;

/* level.count at most LB_LEVEL_MAX_QUESTIONS. */
LB_API void lb_level_group_add(lb_level_group *group, lb_level level);
LB_API double lb_level_group_mean(const lb_level_group *group);

/* The command `levels` as a function: problem levels from the answers to the metodstöd. */

typedef struct lb_levels_options {
    const char *answers;    /* table: area, year, question, level, uncertainty */
    const char *questions;  /* table: question, subarea */
    const char *categories; /* table: area, year, category; NULL: none */
    lb_arrow_rule arrow;
    const char *summary;             /* file for the means of categories; NULL: none */
    const char *output, *provenance; /* files; NULL: none */
} lb_levels_options;

/* Every option at its default (see lagesbild-levels(1)). */
LB_API void lb_levels_options_init(lb_levels_options *options);

/* out: area, year, total, a column a subarea, uncertainty, change, arrow; then uncertainty_1 to
 * uncertainty_5 (how many), and, where an area has not 80 answers, answers and missing (the
 * questions without one). summary: category, year, areas, total, a column a subarea, uncertainty;
 * `total` is all areas. */
LB_API lb_status lb_levels_run(const lb_levels_options *options, const lb_job *job, lb_table *out,
                               lb_table *summary, lb_error *err);

#endif
