/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of a recipe, the names of its choices, and the effective weights (docs/methods.md, Index).
 * Reading is input/recipe; computing is kernel/statistics/index. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/recipe.h>
#include "base/array.h"
#include "base/number.h"

const char *const lb_variable_kind_names[] = {
    [LB_KIND_LEVEL] = "level", [LB_KIND_SHARE] = "share", [LB_KIND_COUNT] = "count", NULL};

const char *const lb_normalise_names[] = {[LB_NORMALISE_PERCENTILE] = "percentile",
                                          [LB_NORMALISE_ZSCORE] = "zscore",
                                          [LB_NORMALISE_MINMAX] = "minmax",
                                          [LB_NORMALISE_ROBUST_Z] = "robust_z",
                                          [LB_NORMALISE_RANK] = "rank",
                                          [LB_NORMALISE_QUANTILE] = "quantile",
                                          NULL};

const char *const lb_reference_names[] = {
    [LB_REFERENCE_SQUARES] = "squares", [LB_REFERENCE_PEOPLE] = "people", NULL};

const char *const lb_zeros_names[] = {[LB_ZEROS_SHOW] = "show", [LB_ZEROS_HIDE] = "hide", NULL};

const char *const lb_aggregate_names[] = {
    [LB_AGGREGATE_ARITHMETIC] = "arithmetic", [LB_AGGREGATE_GEOMETRIC] = "geometric", NULL};

void lb_names_clear(lb_names *names)
{
    lb_array_free(names->name, names->count);
    *names = (lb_names){0};
}

void lb_variable_clear(lb_variable *variable)
{
    free(variable->name);
    free(variable->group);
    lb_names_clear(&variable->column);
    lb_names_clear(&variable->numerator);
    lb_names_clear(&variable->denominator);
    for (int language = 0; language < 2; language++) {
        free(variable->label[language]);
        free(variable->unit[language]);
    }
    *variable = (lb_variable){0};
}

/* Frees all and leaves an empty recipe, which may be cleared again. */
void lb_recipe_clear(lb_recipe *recipe)
{
    lb_names colours = {recipe->colour ? (size_t)recipe->classes : 0, recipe->colour};
    lb_names rings = {recipe->rings, recipe->ring};
    for (size_t i = 0; i < recipe->variables; i++)
        lb_variable_clear(&recipe->variable[i]);
    for (size_t i = 0; i < recipe->groups; i++)
        free(recipe->group[i].name);
    lb_names_clear(&recipe->population);
    lb_names_clear(&recipe->codes);
    lb_names_clear(&colours);
    lb_names_clear(&rings);
    for (size_t i = 0; i < recipe->deflators; i++) {
        free(recipe->deflator[i].variable);
        free(recipe->deflator[i].delivery);
    }
    for (size_t i = 0; i < recipe->series_breaks; i++)
        free(recipe->series_break[i].text);
    free(recipe->deflator);
    free(recipe->series_break);
    for (int c = 0; c < LB_CHOICES; c++)
        lb_names_clear(&recipe->choice[c]);
    for (int c = 0; c < LB_CHOICES; c++)
        lb_names_clear(&recipe->probability[c]);
    for (size_t i = 0; i < recipe->alternatives; i++)
        lb_recipe_clear(&recipe->alternative[i]);
    free(recipe->alternative);
    free(recipe->variable);
    free(recipe->group);
    free(recipe->break_at);
    free(recipe->name);
    free(recipe->crs);
    *recipe = (lb_recipe){0};
}

/* weight / (sum in its group) x (weight of the group) / (sum over groups that have variables with
 * weight); 0 where either sum is 0. */
double lb_recipe_effective_weight(const lb_recipe *recipe, size_t variable)
{
    const lb_variable *v = &recipe->variable[variable];
    double in_group = 0, groups = 0;
    for (size_t g = 0; g < recipe->groups; g++) {
        double sum = 0;
        for (size_t i = 0; i < recipe->variables; i++)
            if (recipe->variable[i].group_index == g)
                sum += recipe->variable[i].weight;
        if (g == v->group_index)
            in_group = sum;
        if (sum > 0) /* a group without variables has no say */
            groups += recipe->group[g].weight;
    }
    if (!(in_group > 0) || !(groups > 0))
        return 0;
    return v->weight / in_group * recipe->group[v->group_index].weight / groups;
}

/* Effective weights of square i over the variables it has (docs/methods.md, Index): 0 for a
 * missing one, the rest adds up to 1. */
void lb_recipe_weights_given(const lb_recipe *r, double *const *score, size_t i, double *weight)
{
    double groups = 0;
    for (size_t v = 0; v < r->variables; v++)
        weight[v] = isnan(score[v][i]) ? 0 : r->variable[v].weight;
    for (size_t g = 0; g < r->groups; g++) {
        double sum = 0;
        for (size_t v = 0; v < r->variables; v++)
            sum += r->variable[v].group_index == g ? weight[v] : 0;
        groups += sum > 0 ? r->group[g].weight : 0;
        for (size_t v = 0; v < r->variables; v++)
            if (r->variable[v].group_index == g && sum > 0)
                weight[v] *= r->group[g].weight / sum;
    }
    for (size_t v = 0; v < r->variables; v++)
        weight[v] /= groups;
}

lb_bilingual lb_recipe_text(char *const text[2])
{
    return (lb_bilingual){text[0] ? text[0] : text[1], text[1]};
}

size_t lb_recipe_find_variable(const lb_recipe *recipe, const char *name)
{
    size_t i = 0;
    while (i < recipe->variables && strcmp(recipe->variable[i].name, name) != 0)
        i++;
    return i;
}

double lb_recipe_deflator(const lb_recipe *recipe, const char *variable, const char *delivery)
{
    double any = 0;
    for (size_t i = 0; i < recipe->deflators; i++) {
        const lb_deflator *d = &recipe->deflator[i];
        if (strcmp(d->variable, variable) != 0)
            continue;
        if (d->delivery && strcmp(d->delivery, delivery) == 0)
            return d->factor;
        if (!d->delivery)
            any = d->factor;
    }
    return any;
}

/* A whole number of a noise behind its key, as ",draws:N"; true also where the key is not there. */
static bool parse_noise_count(const char *text, const char *key, double low, double high, int *out)
{
    const char *at = strstr(text, key);
    double value;
    if (!at)
        return true;
    at += strlen(key);
    if (!lb_number_parse(at, strcspn(at, ","), &value) || value != floor(value) || value < low ||
        value > high)
        return false;
    *out = (int)value;
    return true;
}

/* Is the text behind the first comma made of ",draws:N" and ",seed:N", each at most once? */
static bool has_noise_keys_alone(const char *text)
{
    int draws = 0, seeds = 0;
    for (text += strcspn(text, ","); *text; text += 1 + strcspn(text + 1, ",")) {
        draws += strncmp(text, ",draws:", 7) == 0;
        seeds += strncmp(text, ",seed:", 6) == 0;
        if (strncmp(text, ",draws:", 7) != 0 && strncmp(text, ",seed:", 6) != 0)
            return false;
    }
    return draws <= 1 && seeds <= 1;
}

/* "", or ":D:V" behind cell-key, up to `end`: the greatest change D and the variance. A count of 1
 * is moved by -1 to D, with mean 0 and -1 no more probable than 0: its variance is then at most D
 * (D + 1) / (2 D + 1). */
static bool parse_cell_key(const char *text, const char *end, lb_noise *out)
{
    double deviation = 5, variance = 2.001;
    const char *next = text < end ? memchr(text + 1, ':', (size_t)(end - text) - 1) : NULL;
    if (text < end && (*text != ':' || !next ||
                       !lb_number_parse(text + 1, (size_t)(next - text) - 1, &deviation) ||
                       !lb_number_parse(next + 1, (size_t)(end - next) - 1, &variance)))
        return false;
    if (deviation != floor(deviation) || !(deviation >= 1 && deviation <= LB_NOISE_CHANGE_MAX) ||
        !(variance > 0 && variance * (2 * deviation + 1) < deviation * (deviation + 1)))
        return false;
    *out = (lb_noise){.kind = LB_NOISE_CELL_KEY, .variance = variance, .deviation = (int)deviation};
    return true;
}

/* none, round3, fixed:VARIANCE or cell-key:CHANGE:VARIANCE, then optionally ,draws:N and ,seed:N.
 */
bool lb_noise_parse(const char *text, lb_noise *out)
{
    static const char fixed[] = "fixed:", cell_key[] = "cell-key";
    const char *number = text + sizeof fixed - 1;
    lb_noise noise = {.kind = LB_NOISE_NONE};
    size_t n = strcspn(text, ",");
    if (n == 6 && strncmp(text, "round3", n) == 0)
        noise.kind = LB_NOISE_ROUND3;
    else if (strncmp(text, fixed, sizeof fixed - 1) == 0 &&
             lb_number_parse(number, strcspn(number, ","), &noise.variance) && noise.variance > 0)
        noise.kind = LB_NOISE_FIXED;
    else if (strncmp(text, cell_key, sizeof cell_key - 1) == 0) {
        if (!parse_cell_key(text + sizeof cell_key - 1, text + n, &noise))
            return false;
    } else if (strcmp(text, "none") != 0)
        return false;
    if (!has_noise_keys_alone(text) ||
        !parse_noise_count(text, ",draws:", LB_NOISE_DRAWS_MIN, LB_NOISE_DRAWS_MAX, &noise.draws) ||
        !parse_noise_count(text, ",seed:", 0, INT32_MAX, &noise.seed))
        return false;
    *out = noise;
    return true;
}
