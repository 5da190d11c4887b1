/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A percentile rank s becomes the normal score of s: it keeps the tail apart, where listed squares
 * are, while no single figure stands out by its unit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/interval.h>
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/suggest/suggest_predictors.h"

static const double missing_flagged = 0.01; /* a greater share of missing values has a flag */

/* What variables of foreign background are called, folded. */
static const char *const foreign_words[] = {"utlandsk", "utrikes", "utlandsfodd", "invandr",
                                            "foreign",  "immigra", NULL};

lb_status lb_suggest_new_predictor(lb_suggest_data *d, lb_predictor_kind kind, const char *name,
                                   lb_predictor **out, lb_error *err)
{
    if (d->predictors == LB_LOGISTIC_PREDICTORS)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: more than %d predictors; leave some out with "
                            "--without",
                            d->options->grid, LB_LOGISTIC_PREDICTORS);
    for (size_t k = 0; k < d->predictors; k++)
        if (lb_text_same(d->predictor[k].name, name))
            return lb_error_set(err, LB_E_USAGE,
                                "--events: '%s' is a variable of %s; give the events another name, "
                                "as TYPE=SOURCE",
                                name, d->options->grid);
    lb_predictor *p = &d->predictor[d->predictors++];
    *p = (lb_predictor){.kind = kind, .variable = SIZE_MAX};
    snprintf(p->name, sizeof p->name, "%s", name);
    p->value = calloc(d->rows + 1, sizeof *p->value);
    p->raw = calloc(d->rows + 1, sizeof *p->raw);
    *out = p;
    return p->value && p->raw ? LB_OK : lb_error_memory(err);
}

void lb_suggest_standardise(double *value, size_t rows)
{
    lb_sum sum = {0}, squares = {0};
    for (size_t i = 0; i < rows; i++)
        lb_sum_add(&sum, value[i]);
    double mean = lb_sum_value(sum) / (double)rows;
    for (size_t i = 0; i < rows; i++)
        lb_sum_add(&squares, (value[i] - mean) * (value[i] - mean));
    double sd = sqrt(lb_sum_value(squares) / (double)rows);
    for (size_t i = 0; i < rows; i++)
        value[i] = sd > 1e-12 * fabs(mean) ? (value[i] - mean) / sd : 0;
}

/* Names ------------------------------------------------------------------------------------------
 */

/* Is the name one of "A,B"? */
static bool is_listed(const char *list, const char *name)
{
    for (const char *at = list ? list : ""; *at; at += strspn(at, ", ")) {
        size_t length = strcspn(at, ",");
        if (strlen(name) == length && strncmp(at, name, length) == 0)
            return true;
        at += length;
    }
    return false;
}

/* Each name of a list is a variable of the recipe. */
static lb_status check_names(const lb_suggest_data *d, const char *option, const char *list,
                             lb_error *err)
{
    char name[LB_PREDICTOR_NAME];
    for (const char *at = list ? list : ""; *at; at += strspn(at, ", ")) {
        int length = (int)strcspn(at, ",");
        snprintf(name, sizeof name, "%.*s", length, at);
        if (lb_recipe_find_variable(&d->input.recipe, name) == d->input.recipe.variables)
            return lb_error_set(err, LB_E_USAGE, "%s: the recipe of %s has no variable '%s'",
                                option, d->options->grid, name);
        at += length;
    }
    return LB_OK;
}

/* Is it a variable of foreign background: as the options say, else by a word in its name? */
static bool is_foreign(const lb_suggest_data *d, const char *name)
{
    char folded[2 * LB_PREDICTOR_NAME];
    if (d->options->foreign)
        return is_listed(d->options->foreign, name);
    lb_text_fold(name, folded, sizeof folded);
    for (size_t i = 0; foreign_words[i]; i++)
        if (strstr(folded, foreign_words[i]))
            return true;
    return false;
}

const char *lb_suggest_predictor_label(const lb_suggest_data *d, const lb_predictor *p)
{
    bool english = d->job->english;
    if (p->kind == LB_PREDICTOR_PEOPLE)
        return english ? "people in the square" : "invånare i rutan";
    if (p->kind != LB_PREDICTOR_VARIABLE)
        return p->name;
    lb_bilingual label = lb_recipe_text(d->input.recipe.variable[p->variable].label);
    const char *text = english ? label.en : label.sv;
    return text ? text : p->name;
}

/* Values -----------------------------------------------------------------------------------------
 */

/* The normal score of a percentile rank, 0 < rank < 1. */
static double normal_score(double rank)
{
    return rank < 0.5 ? -lb_interval_z(1 - 2 * rank) : lb_interval_z(2 * rank - 1);
}

/* High is worse, as scores are; returns how many values are missing. */
static size_t fill_variable(const lb_suggest_data *d, size_t v, lb_predictor *p)
{
    size_t missing = 0;
    bool ranks = d->options->scores == LB_SUGGEST_RANK_SCORES;
    double missing_value = ranks ? 0.5 : 0; /* the middle */
    for (size_t i = 0; i < d->rows; i++) {
        double rank = d->index.score[v][d->square[i]];
        p->raw[i] = d->input.squares.value[v][d->square[i]];
        p->value[i] = isnan(rank) ? missing_value : ranks ? rank : normal_score(rank);
        missing += isnan(rank);
    }
    lb_suggest_standardise(p->value, d->rows);
    return missing;
}

static lb_status add_missing_flag(lb_suggest_data *d, size_t v, lb_error *err)
{
    char name[LB_PREDICTOR_NAME];
    lb_predictor *p;
    lb_text_print(name, sizeof name, "%.380s_missing", d->input.recipe.variable[v].name);
    LB_TRY(lb_suggest_new_predictor(d, LB_PREDICTOR_MISSING, name, &p, err));
    p->variable = v;
    for (size_t i = 0; i < d->rows; i++)
        p->raw[i] = p->value[i] = isnan(d->index.score[v][d->square[i]]);
    lb_suggest_standardise(p->value, d->rows);
    return LB_OK;
}

static lb_status add_variable(lb_suggest_data *d, size_t v, lb_error *err)
{
    const char *name = d->input.recipe.variable[v].name;
    lb_predictor *p;
    LB_TRY(lb_suggest_new_predictor(d, LB_PREDICTOR_VARIABLE, name, &p, err));
    p->variable = v;
    p->is_foreign = is_foreign(d, name);
    size_t missing = fill_variable(d, v, p);
    bool flagged = (double)missing > missing_flagged * (double)d->rows && missing < d->rows;
    bool foreign = p->is_foreign;
    if (!flagged)
        return LB_OK;
    LB_TRY(add_missing_flag(d, v, err));
    d->predictor[d->predictors - 1].is_foreign = foreign;
    return LB_OK;
}

lb_status lb_suggest_add_variables(lb_suggest_data *d, lb_error *err)
{
    const lb_recipe *recipe = &d->input.recipe;
    lb_predictor *people;
    LB_TRY(check_names(d, "--without", d->options->without, err));
    LB_TRY(check_names(d, "--foreign-background", d->options->foreign, err));
    for (size_t v = 0; v < recipe->variables; v++) {
        const char *name = recipe->variable[v].name;
        if (!(lb_recipe_effective_weight(recipe, v) > 0))
            continue;
        d->knows_foreign |= is_foreign(d, name);
        if (!is_listed(d->options->without, name))
            LB_TRY(add_variable(d, v, err));
    }
    if (d->predictors == 0)
        return lb_error_set(err, LB_E_USAGE, "--without leaves no variable");
    LB_TRY(lb_suggest_new_predictor(d, LB_PREDICTOR_PEOPLE, "population", &people, err));
    for (size_t i = 0; i < d->rows; i++) {
        people->raw[i] = d->people[i];
        people->value[i] = log10(d->people[i]);
    }
    lb_suggest_standardise(people->value, d->rows);
    return LB_OK;
}
