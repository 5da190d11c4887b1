/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "model/recipe/recipe_levels.h"

const char *const lb_choice_names[] = {[LB_CHOICE_RECIPES] = "recipes",
                                       [LB_CHOICE_REFERENCE] = "reference",
                                       [LB_CHOICE_MINIMUM] = "minimum",
                                       [LB_CHOICE_MISSING] = "missing",
                                       [LB_CHOICE_DROP] = "drop",
                                       [LB_CHOICE_WEIGHTS] = "weights",
                                       [LB_CHOICE_NORMALISE] = "normalise",
                                       [LB_CHOICE_AGGREGATE] = "aggregate",
                                       NULL};

static const char *const weights_words[] = {"recipe", "flat", "pca", "points", NULL};

void lb_recipe_levels_clear(lb_recipe_levels *levels)
{
    for (int c = 0; c < LB_CHOICES; c++) {
        for (size_t i = 0; i < levels->count[c]; i++)
            free(levels->level[c][i].name);
        free(levels->level[c]);
        free(levels->probability[c]);
    }
    *levels = (lb_recipe_levels){{0}, {NULL}, {NULL}};
}

/* The variable of that name that has a weight; -1: there is none. */
static int weighted_variable(const lb_recipe *recipe, const char *name)
{
    for (size_t v = 0; v < recipe->variables; v++)
        if (strcmp(recipe->variable[v].name, name) == 0 &&
            lb_recipe_effective_weight(recipe, v) > 0)
            return (int)v;
    return -1;
}

static size_t count_weighted(const lb_recipe *recipe)
{
    size_t n = 0;
    for (size_t v = 0; v < recipe->variables; v++)
        n += lb_recipe_effective_weight(recipe, v) > 0;
    return n;
}

/* "points" or "points:N"; 0: neither. */
static int number_of_points(const char *word)
{
    double n;
    if (strcmp(word, "points") == 0)
        return LB_POINTS;
    if (strncmp(word, "points:", 7) != 0 || !lb_number_parse(word + 7, strlen(word + 7), &n) ||
        n != floor(n) || n < 1 || n > LB_POINTS_MAX)
        return 0;
    return (int)n;
}

static bool is_number_within(const char *word, double high, double *value)
{
    return lb_number_parse(word, strlen(word), value) && *value >= 0 && *value <= high;
}

static const char *drop_fault(const lb_recipe *recipe, const char *word)
{
    if (strcmp(word, "none") == 0)
        return NULL;
    if (weighted_variable(recipe, word) < 0)
        return "none, or a variable of the recipe that has a weight,";
    return count_weighted(recipe) > 1 ? NULL : "none (without its only variable there is no index)";
}

/* NULL for a word that the choice knows, else what was expected instead of it. */
const char *lb_recipe_level_fault(const lb_recipe *recipe, lb_choice choice, const char *word)
{
    double value;
    switch (choice) {
    case LB_CHOICE_RECIPES:
        return NULL; /* it is read, or not, when the recipe is loaded */
    case LB_CHOICE_REFERENCE:
        return lb_text_index(lb_reference_names, word) >= 0 ? NULL : "squares or people";
    case LB_CHOICE_NORMALISE:
        return lb_text_index(lb_normalise_names, word) >= 0
                   ? NULL
                   : "one of percentile, zscore, minmax, robust_z, rank, quantile";
    case LB_CHOICE_AGGREGATE:
        return lb_text_index(lb_aggregate_names, word) >= 0 ? NULL : "arithmetic or geometric";
    case LB_CHOICE_DROP:
        return drop_fault(recipe, word);
    case LB_CHOICE_WEIGHTS:
        if (strcmp(word, "pca") == 0 && count_weighted(recipe) < 2)
            return "recipe (one variable has no principal component)";
        return lb_text_index(weights_words, word) >= 0 || number_of_points(word) > 0
                   ? NULL
                   : "recipe, flat, pca, points or points:N with N from 1 to 100";
    case LB_CHOICE_MINIMUM:
        return is_number_within(word, INFINITY, &value) ? NULL : "a number of people";
    case LB_CHOICE_MISSING:
        return is_number_within(word, 1, &value) ? NULL : "a share of the weight, from 0 to 1";
    case LB_CHOICES:
        break;
    }
    return "no such choice";
}

bool lb_recipe_level_is_same(const char *a, const char *b)
{
    double x, y;
    bool numbers = is_number_within(a, INFINITY, &x) && is_number_within(b, INFINITY, &y);
    bool points = number_of_points(a) > 0 && number_of_points(b) > 0;
    return numbers ? x == y : points || strcmp(a, b) == 0;
}

/* Breaks of fixed classes are numbers of one scale: with another normalisation or mean they
 * would class other figures. */
const char *lb_recipe_levels_fault(const lb_recipe *recipe)
{
    const lb_names *words = recipe->choice;
    if (recipe->class_method != LB_CLASS_FIXED)
        return NULL;
    for (size_t i = 0; i < words[LB_CHOICE_NORMALISE].count; i++)
        if (strcmp(words[LB_CHOICE_NORMALISE].name[i], lb_normalise_names[recipe->normalise]) != 0)
            return "fixed limits of classes are of one normalisation: with another they are "
                   "undefined; expected another method of classes, or no other normalise";
    for (size_t i = 0; i < words[LB_CHOICE_AGGREGATE].count; i++)
        if (strcmp(words[LB_CHOICE_AGGREGATE].name[i], lb_aggregate_names[recipe->aggregate]) != 0)
            return "fixed limits of classes are of one mean: with another they are undefined; "
                   "expected another method of classes, or no other aggregate";
    return NULL;
}

lb_recipe_level lb_recipe_own_level(const lb_recipe *recipe, lb_choice choice)
{
    lb_recipe_level own = {NULL, 0, NAN};
    switch (choice) {
    case LB_CHOICE_REFERENCE:
        own.code = (int)recipe->reference;
        break;
    case LB_CHOICE_MINIMUM:
        own.value = recipe->minimum_population;
        break;
    case LB_CHOICE_MISSING:
        own.value = recipe->minimum_weight;
        break;
    case LB_CHOICE_DROP:
        own.code = LB_NO_DROP;
        break;
    case LB_CHOICE_NORMALISE:
        own.code = (int)recipe->normalise;
        break;
    case LB_CHOICE_AGGREGATE:
        own.code = (int)recipe->aggregate;
        break;
    case LB_CHOICE_RECIPES:
    case LB_CHOICE_WEIGHTS: /* LB_WEIGHTS_RECIPE */
    case LB_CHOICES:
        break;
    }
    return own;
}

static bool are_same_names(const lb_names *a, const lb_names *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; i < a->count && same; i++)
        same = strcmp(a->name[i], b->name[i]) == 0;
    return same;
}

/* Squares, columns and scores are those of one recipe; what is made of the scores may differ. */
const char *lb_recipe_alternative_fault(const lb_recipe *recipe, const lb_recipe *other)
{
    if (recipe->variables != other->variables || recipe->cell_size != other->cell_size ||
        strcmp(recipe->crs, other->crs) != 0 ||
        !are_same_names(&recipe->population, &other->population))
        return "has other variables, squares or people";
    for (size_t v = 0; v < recipe->variables; v++) {
        const lb_variable *a = &recipe->variable[v], *b = &other->variable[v];
        if (strcmp(a->name, b->name) != 0 || a->kind != b->kind || a->direction != b->direction ||
            a->per_population != b->per_population || !are_same_names(&a->column, &b->column) ||
            !are_same_names(&a->numerator, &b->numerator) ||
            !are_same_names(&a->denominator, &b->denominator))
            return "has a variable of another name, column, kind or direction";
    }
    return NULL;
}

static lb_status add_level(lb_recipe_levels *levels, int choice, const char *name, int code,
                           double value)
{
    size_t n = levels->count[choice];
    lb_recipe_level *more = realloc(levels->level[choice], (n + 1) * sizeof *more);
    if (!more)
        return LB_E_MEMORY;
    levels->level[choice] = more;
    double *likely = realloc(levels->probability[choice], (n + 1) * sizeof *likely);
    if (!likely)
        return LB_E_MEMORY;
    levels->probability[choice] = likely;
    likely[n] = 1;
    more[n] = (lb_recipe_level){lb_text_copy(name), code, value};
    if (!more[n].name)
        return LB_E_MEMORY;
    levels->count[choice]++;
    return LB_OK;
}

static lb_status add_points(lb_recipe_levels *levels, int points)
{
    char name[40];
    for (int p = 0; p < points; p++) {
        snprintf(name, sizeof name, "point_%d", p + 1);
        LB_TRY(add_level(levels, LB_CHOICE_WEIGHTS, name, LB_WEIGHTS_POINT + p, NAN));
    }
    return LB_OK;
}

/* 1 + the place of a word among those that are not "own"; 0: it is. */
static size_t alternative_of(const lb_recipe *recipe, const char *word)
{
    const lb_names *words = &recipe->choice[LB_CHOICE_RECIPES];
    size_t others = 0;
    for (size_t i = 0; i < words->count; i++) {
        others += strcmp(words->name[i], LB_OWN_RECIPE) != 0;
        if (strcmp(words->name[i], word) == 0)
            return strcmp(word, LB_OWN_RECIPE) == 0 ? 0 : others;
    }
    return 0;
}

/* A word as one level, `points:N` as N levels; code or value, as the choice has names or
 * numbers. */
static lb_status add_word(const lb_recipe *recipe, int choice, const char *word,
                          lb_recipe_levels *levels)
{
    double value = NAN;
    int code = 0;
    if (choice == LB_CHOICE_WEIGHTS && number_of_points(word) > 0)
        return add_points(levels, number_of_points(word));
    if (choice == LB_CHOICE_RECIPES)
        code = (int)alternative_of(recipe, word);
    else if (choice == LB_CHOICE_REFERENCE)
        code = lb_text_index(lb_reference_names, word);
    else if (choice == LB_CHOICE_NORMALISE)
        code = lb_text_index(lb_normalise_names, word);
    else if (choice == LB_CHOICE_AGGREGATE)
        code = lb_text_index(lb_aggregate_names, word);
    else if (choice == LB_CHOICE_WEIGHTS)
        code = lb_text_index(weights_words, word);
    else if (choice == LB_CHOICE_DROP)
        code = strcmp(word, "none") == 0 ? LB_NO_DROP : weighted_variable(recipe, word);
    else
        lb_number_parse(word, strlen(word), &value);
    return add_level(levels, choice, lb_text_base_name(word), code, value);
}

/* The recipe's own level of a choice that is not varied. */
static lb_status add_own(const lb_recipe *recipe, int choice, lb_recipe_levels *levels)
{
    char number[40];
    double value =
        choice == LB_CHOICE_MINIMUM ? recipe->minimum_population : recipe->minimum_weight;
    snprintf(number, sizeof number, "%.15g", value);
    switch ((lb_choice)choice) {
    case LB_CHOICE_RECIPES:
        return add_word(recipe, choice, LB_OWN_RECIPE, levels);
    case LB_CHOICE_REFERENCE:
        return add_word(recipe, choice, lb_reference_names[recipe->reference], levels);
    case LB_CHOICE_NORMALISE:
        return add_word(recipe, choice, lb_normalise_names[recipe->normalise], levels);
    case LB_CHOICE_AGGREGATE:
        return add_word(recipe, choice, lb_aggregate_names[recipe->aggregate], levels);
    case LB_CHOICE_DROP:
        return add_word(recipe, choice, "none", levels);
    case LB_CHOICE_WEIGHTS:
        return add_word(recipe, choice, "recipe", levels);
    case LB_CHOICE_MINIMUM:
    case LB_CHOICE_MISSING:
        return add_level(levels, choice, number, 0, value);
    case LB_CHOICES:
        break;
    }
    return LB_OK;
}

/* Words of the usual levels, but for the variables that are dropped; fixed limits of classes leave
 * no other normalisation or mean, one variable no other weights. */
static lb_status add_usual(const lb_recipe *recipe, int choice, lb_recipe_levels *levels)
{
    static const char *const normalise[] = {"percentile", "zscore",   "minmax",
                                            "quantile",   "robust_z", NULL};
    static const char *const aggregate[] = {"arithmetic", "geometric", NULL};
    static const char *const weights[] = {"recipe", "flat", "pca", "points", NULL};
    static const char *const *const words[LB_CHOICES] = {[LB_CHOICE_NORMALISE] = normalise,
                                                         [LB_CHOICE_AGGREGATE] = aggregate,
                                                         [LB_CHOICE_WEIGHTS] = weights};
    bool fixed = recipe->class_method == LB_CLASS_FIXED && choice != LB_CHOICE_WEIGHTS;
    bool one = count_weighted(recipe) < 2;
    if (choice == LB_CHOICE_DROP) {
        LB_TRY(add_word(recipe, choice, "none", levels));
        for (size_t v = 0; v < recipe->variables && !one; v++)
            if (lb_recipe_effective_weight(recipe, v) > 0)
                LB_TRY(add_word(recipe, choice, recipe->variable[v].name, levels));
        return LB_OK;
    }
    if (!words[choice] || fixed || (one && choice == LB_CHOICE_WEIGHTS))
        return add_own(recipe, choice, levels);
    for (size_t i = 0; words[choice][i]; i++)
        LB_TRY(add_word(recipe, choice, words[choice][i], levels));
    return LB_OK;
}

/* A word's probability, in equal parts where the word is several levels. */
static void set_probability(const lb_recipe *recipe, int choice, size_t word, size_t from,
                            lb_recipe_levels *levels)
{
    const lb_names *given = &recipe->probability[choice];
    double p;
    if (word >= given->count || !lb_number_parse(given->name[word], strlen(given->name[word]), &p))
        return;
    for (size_t l = from; l < levels->count[choice]; l++)
        levels->probability[choice][l] = p / (double)(levels->count[choice] - from);
}

static lb_status make_levels(const lb_recipe *recipe, lb_recipe_levels *levels)
{
    bool given = false;
    for (int c = 0; c < LB_CHOICES; c++)
        given |= recipe->choice[c].count > 0;
    for (int c = 0; c < LB_CHOICES; c++) {
        const lb_names *words = &recipe->choice[c];
        for (size_t i = 0; i < words->count; i++) {
            size_t from = levels->count[c];
            LB_TRY(add_word(recipe, c, words->name[i], levels));
            set_probability(recipe, c, i, from, levels);
        }
        if (words->count == 0)
            LB_TRY(given ? add_own(recipe, c, levels) : add_usual(recipe, c, levels));
    }
    return LB_OK;
}

lb_status lb_recipe_levels_make(const lb_recipe *recipe, lb_recipe_levels *out)
{
    lb_recipe_levels levels = {{0}, {NULL}, {NULL}};
    lb_status status = make_levels(recipe, &levels);
    LB_HAND_OVER(status, levels, out, lb_recipe_levels_clear);
}
