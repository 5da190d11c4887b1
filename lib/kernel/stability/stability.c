/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recipes are taken in the order of the choices that decide which squares pass, so that scores are
 * computed once for a set of squares; recipes of one set are shared out over threads, a few at a
 * time, and their ranks are then added up square by square. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/classes.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/stability/level_weights.h"
#include "kernel/stability/stability.h"
#include "kernel/stability/value_order.h"
#include "kernel/statistics/normalise.h"

enum { BATCH = 16, NORMALISATIONS = LB_NORMALISE_QUANTILE + 1, MEANS = 2 };
static const double weight_slack = 1e-9; /* as of lb_index_compute */
static const double worst_share = 0.05;

/* One recipe while it is computed. */
typedef struct recipe_run {
    size_t at; /* which of all */
    lb_level_weights weights;
    double *effective;    /* [variables] of the weights, sum 1 */
    double *value;        /* [count] the index */
    uint32_t *rank, *mid; /* [count] place from 1, the worst; twice the mid-rank from the best */
    uint32_t *common[2];  /* [count] the usual mid-ranks and these, among squares that have both */
    uint32_t *tally;      /* [2 count + 2] squares of each mid-rank */
    uint8_t *class_of;
    uint64_t *item, *spare; /* [count] */
} recipe_run;

typedef struct stability_run {
    const lb_stability_input *in;
    size_t count;                          /* squares that may have an index */
    size_t *place;                         /* [all squares]: which of those; SIZE_MAX: none */
    double *people;                        /* [count] */
    double *component;                     /* [variables] of the first principal component */
    uint32_t *usual_rank, *usual_mid;      /* [count] */
    uint8_t *usual_class;                  /* [count] */
    bool *passes, *pending;                /* [count]: of the scores; of the next recipe */
    lb_reference reference;                /* of the scores */
    double **score[NORMALISATIONS][MEANS]; /* [variables][count]; of means: logs */
    bool used[NORMALISATIONS][MEANS];
    recipe_run run[BATCH];
    lb_stability *out;
} stability_run;

void lb_stability_clear(lb_stability *stability)
{
    lb_index_clear(&stability->index);
    lb_rank_ranges_clear(&stability->ranges);
    free(stability->square);
    free(stability->effect);
    free(stability->area_index);
    free(stability->area_rank);
    free(stability->area_class);
    *stability = (lb_stability){.recipes = 0};
}

size_t lb_stability_recipes(const lb_recipe_levels *levels)
{
    size_t n = 1;
    for (int c = 0; c < LB_CHOICES; c++) {
        n *= levels->count[c];
        if (n > LB_RECIPES_MAX)
            return 0;
    }
    return n;
}

/* By which the combination's other choices are made: this recipe, or another that is a level. */
static const lb_recipe *recipe_at(const stability_run *s, size_t at)
{
    const lb_recipe *own = s->in->recipe;
    size_t level = s->out->effect[at].level[LB_CHOICE_RECIPES];
    int code = s->in->levels->level[LB_CHOICE_RECIPES][level].code;
    return code == 0 ? own : &own->alternative[code - 1];
}

/* A choice that is not varied is the combination's recipe's own. */
static lb_recipe_level level_of(const stability_run *s, size_t at, lb_choice choice)
{
    const lb_recipe *recipe = recipe_at(s, at);
    return recipe != s->in->recipe && s->in->recipe->choice[choice].count == 0
               ? lb_recipe_own_level(recipe, choice)
               : s->in->levels->level[choice][s->out->effect[at].level[choice]];
}

/* Memory ----------------------------------------------------------------------------------------
 */

static lb_status new_run(size_t variables, size_t count, recipe_run *run)
{
    run->effective = malloc((variables + 1) * sizeof *run->effective);
    run->value = malloc((count + 1) * sizeof *run->value);
    run->rank = malloc((count + 1) * sizeof *run->rank);
    run->mid = malloc((count + 1) * sizeof *run->mid);
    run->common[0] = malloc((count + 1) * sizeof *run->common[0]);
    run->common[1] = malloc((count + 1) * sizeof *run->common[1]);
    run->tally = malloc((2 * count + 2) * sizeof *run->tally);
    run->class_of = malloc(count + 1);
    run->item = malloc((count + 1) * sizeof *run->item);
    run->spare = malloc((count + 1) * sizeof *run->spare);
    return run->effective && run->value && run->rank && run->mid && run->common[0] &&
                   run->common[1] && run->tally && run->class_of && run->item && run->spare
               ? LB_OK
               : LB_E_MEMORY;
}

/* Frees everything but the result, which belongs to the caller. */
static void clear_job(stability_run *s)
{
    for (int n = 0; n < NORMALISATIONS; n++)
        for (int m = 0; m < MEANS; m++)
            lb_array_free(s->score[n][m], s->in->recipe->variables);
    for (int b = 0; b < BATCH; b++) {
        recipe_run *run = &s->run[b];
        lb_level_weights_clear(&run->weights);
        free(run->effective);
        free(run->value);
        free(run->rank);
        free(run->mid);
        free(run->common[0]);
        free(run->common[1]);
        free(run->tally);
        free(run->class_of);
        free(run->item);
        free(run->spare);
    }
    free(s->place);
    free(s->people);
    free(s->component);
    free(s->usual_rank);
    free(s->usual_mid);
    free(s->usual_class);
    free(s->passes);
    free(s->pending);
}

/* Columns of scores only for the normalisations and means that a recipe has. */
static lb_status new_job(stability_run *s)
{
    size_t variables = s->in->recipe->variables, room = s->count + 1;
    size_t runs = s->out->all < BATCH ? s->out->all : BATCH;
    for (size_t at = 0; at < s->out->recipes; at++)
        s->used[level_of(s, at, LB_CHOICE_NORMALISE).code]
               [level_of(s, at, LB_CHOICE_AGGREGATE).code] = true;
    for (int n = 0; n < NORMALISATIONS; n++)
        for (int m = 0; m < MEANS; m++)
            if (s->used[n][m] && !(s->score[n][m] = lb_array_columns(variables, s->count)))
                return LB_E_MEMORY;
    for (size_t b = 0; b < runs; b++)
        LB_TRY(new_run(variables, s->count, &s->run[b]));
    s->component = malloc((variables + 1) * sizeof *s->component);
    s->usual_rank = malloc(room * sizeof *s->usual_rank);
    s->usual_mid = malloc(room * sizeof *s->usual_mid);
    s->usual_class = malloc(room);
    s->passes = calloc(room, sizeof *s->passes);
    s->pending = malloc(room * sizeof *s->pending);
    return s->component && s->usual_rank && s->usual_mid && s->usual_class && s->passes &&
                   s->pending
               ? LB_OK
               : LB_E_MEMORY;
}

/* Levels ----------------------------------------------------------------------------------------
 */

static void decode_levels(const lb_recipe_levels *levels, size_t at, size_t *level)
{
    for (int c = LB_CHOICES - 1; c >= 0; c--) {
        level[c] = at % levels->count[c];
        at /= levels->count[c];
    }
}

/* Whether the level is what the recipe itself says, by which the usual index is found among all. */
static bool is_own_level(const lb_recipe *recipe, int choice, const lb_recipe_level *level)
{
    lb_recipe_level own = lb_recipe_own_level(recipe, (lb_choice)choice);
    return level->code == own.code && (isnan(own.value) || level->value == own.value);
}

/* The combination in which every choice is the recipe's own; the number of them: there is none. */
static size_t find_usual(const stability_run *s, size_t recipes)
{
    for (size_t at = 0; at < recipes; at++) {
        size_t level[LB_CHOICES];
        bool own = true;
        decode_levels(s->in->levels, at, level);
        for (int c = 0; c < LB_CHOICES; c++)
            own &= is_own_level(s->in->recipe, c, &s->in->levels->level[c][level[c]]);
        if (own)
            return at;
    }
    return recipes;
}

/* Which squares pass and their scores ------------------------------------------------------------
 */

/* w_v over its group's sum, times the group's weight, over the sum of the groups that have a
 * variable left: the weights of a square without missing values, which add up to 1. */
static void set_effective(const lb_recipe *recipe, recipe_run *run)
{
    double groups = 0;
    for (size_t v = 0; v < recipe->variables; v++)
        run->effective[v] = 0;
    for (size_t g = 0; g < recipe->groups; g++) {
        double sum = 0;
        for (size_t v = 0; v < recipe->variables; v++)
            sum += recipe->variable[v].group_index == g ? run->weights.variable[v] : 0;
        groups += sum > 0 ? run->weights.group[g] : 0;
        for (size_t v = 0; v < recipe->variables && sum > 0; v++)
            if (recipe->variable[v].group_index == g)
                run->effective[v] = run->weights.variable[v] / sum * run->weights.group[g];
    }
    for (size_t v = 0; v < recipe->variables && groups > 0; v++)
        run->effective[v] /= groups;
}

/* As lb_index_compute: people enough, weight enough; all have a place on the map. */
static void select_squares(stability_run *s, const recipe_run *run)
{
    const lb_squares *squares = s->in->squares;
    double minimum = level_of(s, run->at, LB_CHOICE_MINIMUM).value;
    double weight = level_of(s, run->at, LB_CHOICE_MISSING).value - weight_slack;
    for (size_t k = 0; k < s->count; k++) {
        double present = 0;
        for (size_t v = 0; v < squares->variables; v++)
            present += isnan(squares->value[v][s->out->square[k]]) ? 0 : run->effective[v];
        s->pending[k] = s->people[k] >= minimum && present >= weight && present > 0;
    }
}

static void collect_values(const stability_run *s, size_t v, double *value)
{
    const double *from = s->in->squares->value[v];
    for (size_t k = 0; k < s->count; k++) {
        size_t i = s->out->square[k];
        value[k] = s->passes[k]
                       ? lb_variable_per_area(&s->in->recipe->variable[v], s->in->fill, i, from[i])
                       : (double)NAN;
    }
}

/* Logarithms of scores. Those that may be 0 or less are first brought to 1..100, but for the
 * recipe's own normalisation and mean, which are as `index` has them. */
static bool is_rescaled(const lb_recipe *recipe, int normalise)
{
    bool own = recipe->aggregate == LB_AGGREGATE_GEOMETRIC && (int)recipe->normalise == normalise;
    return !own && (normalise == LB_NORMALISE_ZSCORE || normalise == LB_NORMALISE_ROBUST_Z ||
                    normalise == LB_NORMALISE_MINMAX);
}

/* Scores that may be 0 or negative are moved to 1 .. 100 first; all equal are 1, so that their
 * logarithm says nothing. */
static void take_logs(bool rescaled, size_t count, double *score)
{
    double min = INFINITY, max = -INFINITY;
    for (size_t i = 0; i < count && rescaled; i++) {
        min = score[i] < min ? score[i] : min;
        max = score[i] > max ? score[i] : max;
    }
    for (size_t i = 0; i < count; i++) {
        double s = score[i];
        if (rescaled && !isnan(s))
            s = max > min ? 1 + 99 * (s - min) / (max - min) : 1;
        score[i] = log(s);
    }
}

/* The scores of one variable by one normalisation, for each mean that uses them. */
static lb_status score_variable(const stability_run *s, size_t v, int normalise)
{
    lb_recipe recipe = *s->in->recipe;
    double *plain = s->used[normalise][0] ? s->score[normalise][0][v] : NULL;
    double *logs = s->used[normalise][1] ? s->score[normalise][1][v] : NULL;
    double *score = plain ? plain : logs;
    recipe.normalise = (lb_normalise)normalise;
    recipe.reference = s->reference;
    collect_values(s, v, score);
    LB_TRY(lb_normalise_values(&recipe, recipe.variable[v].direction, score, s->people, s->count,
                               score));
    if (plain && logs)
        memcpy(logs, plain, s->count * sizeof *logs);
    if (logs)
        take_logs(is_rescaled(s->in->recipe, normalise), s->count, logs);
    return LB_OK;
}

/* Scores are computed once for each variable, normalisation and kind of mean in use, not once
 * for each recipe. Of several faults the greatest code is returned, so that threads do not
 * decide which. */
static lb_status score_all(stability_run *s)
{
    int worst = LB_OK, variables = (int)s->in->recipe->variables;
#pragma omp parallel for num_threads(lb_thread_count(s->in->threads)) schedule(dynamic, 1) \
    reduction(max                                                                          \
              : worst)
    for (int k = 0; k < variables * NORMALISATIONS; k++) {
        int normalise = k / variables;
        if (s->used[normalise][0] || s->used[normalise][1]) {
            int status = (int)score_variable(s, (size_t)(k % variables), normalise);
            worst = status > worst ? status : worst;
        }
    }
    return (lb_status)worst;
}

/* One recipe ------------------------------------------------------------------------------------
 */

/* Group by group over the scores that are there, as lb_index_compute. */
static double mean_of_groups(const lb_recipe *recipe, const recipe_run *run, double *const *score,
                             size_t i)
{
    double sum = 0, groups = 0;
    for (size_t g = 0; g < recipe->groups; g++) {
        double in_group = 0, weight = 0;
        for (size_t v = 0; v < recipe->variables; v++)
            if (recipe->variable[v].group_index == g && run->weights.variable[v] > 0 &&
                !isnan(score[v][i])) {
                in_group += run->weights.variable[v] * score[v][i];
                weight += run->weights.variable[v];
            }
        if (weight > 0 && run->weights.group[g] > 0) {
            sum += run->weights.group[g] * in_group / weight;
            groups += run->weights.group[g];
        }
    }
    return groups > 0 ? sum / groups : (double)NAN;
}

/* To ten decimals, half to even, as lb_index_compute: sums equal in real numbers are ties. */
static double round_index(double index)
{
    const double whole = 6755399441055744.0; /* 1.5 x 2^52: what is added has no decimals left */
    double scaled = index * 1e10;
    if (fabs(scaled) < 1e15)
        return ((scaled + whole) - whole) / 1e10;
    return fabs(scaled) < 9e15 ? nearbyint(scaled) / 1e10 : index;
}

static void add_weighted(double *restrict sum, double weight, const double *restrict score,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        sum[i] += weight * score[i];
}

/* The index of each square by one recipe, 0 to 100, rounded as in Index. NaN in the sum is a
 * missing score: then the weights are those of what is there, if the square passes. Scores of a
 * geometric mean are logarithms; rescaled ones run from 1 to 100 already, so they are not times
 * 100. */
static void sum_scores(const stability_run *s, recipe_run *run)
{
    int normalise = level_of(s, run->at, LB_CHOICE_NORMALISE).code;
    int mean = level_of(s, run->at, LB_CHOICE_AGGREGATE).code;
    const lb_recipe *recipe = recipe_at(s, run->at);
    double *const *score = s->score[normalise][mean];
    bool logs = mean == LB_AGGREGATE_GEOMETRIC;
    double scale = logs && is_rescaled(s->in->recipe, normalise) ? 1 : 100;
    memset(run->value, 0, s->count * sizeof *run->value);
    for (size_t v = 0; v < recipe->variables; v++)
        if (run->effective[v] > 0)
            add_weighted(run->value, run->effective[v], score[v], s->count);
    for (size_t i = 0; i < s->count; i++) {
        double value = run->value[i];
        if (isnan(value))
            value = s->passes[i] ? mean_of_groups(recipe, run, score, i) : (double)NAN;
        run->value[i] = round_index(scale * (logs ? exp(value) : value));
    }
}

/* Ranks and, where classes are quantiles, classes, from the order of the index. */
static size_t rank_squares(const lb_recipe *recipe, size_t count, recipe_run *run)
{
    size_t n = lb_value_order(run->value, count, run->item, run->spare);
    memset(run->rank, 0, count * sizeof *run->rank);
    memset(run->class_of, 0, count);
    for (size_t start = 0, end; start < n; start = end) {
        double value = run->value[lb_value_place(run->item[start])];
        for (end = start + 1; end < n && run->value[lb_value_place(run->item[end])] == value;)
            end++;
        for (size_t j = start; j < end; j++) {
            size_t i = lb_value_place(run->item[j]);
            run->rank[i] = (uint32_t)(n - end) + 1;
            run->mid[i] = (uint32_t)(start + end + 1);
            run->class_of[i] =
                (uint8_t)(1 + (size_t)recipe->classes * (start + end) / (2 * n)); /* classes.c */
        }
    }
    return n;
}

static bool is_common(const stability_run *s, const recipe_run *run, size_t i)
{
    return run->rank[i] > 0 && s->usual_rank[i] > 0;
}

/* out: twice the mid-ranks among the squares with an index by both recipes, from those among all
 * that have one by the recipe: squares of one mid-rank tie, and the order stays. */
static void rank_common(const stability_run *s, const recipe_run *run, const uint32_t *mid,
                        uint32_t *out)
{
    uint32_t *tally = run->tally, below = 0;
    memset(tally, 0, (2 * s->count + 2) * sizeof *tally);
    for (size_t i = 0; i < s->count; i++)
        if (is_common(s, run, i))
            tally[mid[i]]++;
    for (size_t m = 0; m < 2 * s->count + 2; m++) {
        uint32_t squares = tally[m];
        tally[m] = 2 * below + squares + 1;
        below += squares;
    }
    for (size_t i = 0; i < s->count; i++)
        if (is_common(s, run, i))
            out[i] = tally[mid[i]];
}

/* Beside the usual recipe, over squares with an index by both; sums of ranks are whole. */
static void compare_ranks(const stability_run *s, const recipe_run *run, lb_recipe_effect *effect)
{
    uint64_t shift = 0, n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    rank_common(s, run, s->usual_mid, run->common[0]);
    rank_common(s, run, run->mid, run->common[1]);
    for (size_t i = 0; i < s->count; i++) {
        if (!is_common(s, run, i))
            continue;
        uint64_t x = run->common[1][i], y = run->common[0][i];
        shift += run->rank[i] > s->usual_rank[i] ? run->rank[i] - s->usual_rank[i]
                                                 : s->usual_rank[i] - run->rank[i];
        n++;
        a += x;
        b += y;
        aa += x * x;
        bb += y * y;
        ab += x * y;
    }
    double m = (double)n, spread_a = m * (double)aa - (double)a * (double)a;
    double spread_b = m * (double)bb - (double)b * (double)b;
    double together = m * (double)ab - (double)a * (double)b;
    effect->rank_shift = n > 0 ? (double)shift / m : (double)NAN;
    effect->correlation =
        spread_a > 0 && spread_b > 0 ? together / sqrt(spread_a * spread_b) : (double)NAN;
}

/* Against the usual recipe: the share in common of the squares ranked in the worst 5 % by either
 * (NaN where neither has one), people in the worst class, and people whose class differs.
 * Squares without an index by one of the two are in no difference. */
static void compare_classes(const stability_run *s, const recipe_run *run, lb_recipe_effect *effect)
{
    const lb_stability_input *in = s->in;
    lb_sum worst = {0}, moved = {0};
    size_t both = 0, either = 0, usual_ranked = s->out->index.passed;
    for (size_t i = 0; i < s->count; i++) {
        bool here = run->rank[i] > 0 && run->rank[i] <= worst_share * (double)effect->ranked;
        bool usual = s->usual_rank[i] > 0 && s->usual_rank[i] <= worst_share * (double)usual_ranked;
        both += here && usual;
        either += here || usual;
        if (run->class_of[i] == in->recipe->classes)
            lb_sum_add(&worst, s->people[i]);
        if (run->class_of[i] > 0 && s->usual_class[i] > 0 && run->class_of[i] != s->usual_class[i])
            lb_sum_add(&moved, s->people[i]);
    }
    effect->worst_kept = either > 0 ? (double)both / (double)either : (double)NAN;
    effect->worst_people = lb_sum_value(worst);
    effect->moved_people = lb_sum_value(moved);
}

/* The class with most people, the lowest of several; 0: nobody. */
static uint8_t largest_class(const lb_sum *people, int classes)
{
    int best = 0;
    for (int k = 1; k <= classes; k++) {
        double most = best > 0 ? lb_sum_value(people[best - 1]) : 0;
        best = lb_sum_value(people[k - 1]) > most ? k : best;
    }
    return (uint8_t)best;
}

/* The mean index, never outside of those that it is of, and rank over the people of each area in
 * squares with an index, NaN without any; the class is the one that most of them live in, of
 * several the lowest. */
static void measure_areas(const stability_run *s, const recipe_run *run)
{
    const lb_stability_input *in = s->in;
    for (size_t a = 0; in->area_first && a < in->areas; a++) {
        lb_sum people = {0}, index = {0}, rank = {0}, of_class[LB_MAX_CLASSES] = {{0}};
        double least = (double)INFINITY, greatest = -(double)INFINITY;
        for (size_t p = in->area_first[a]; p < in->area_first[a + 1]; p++) {
            double inside = in->area_part[p].people;
            size_t k = s->place[in->area_part[p].square];
            if (k == SIZE_MAX || run->rank[k] == 0)
                continue;
            lb_sum_add(&people, inside);
            lb_sum_add(&index, inside * run->value[k]);
            least = fmin(least, run->value[k]);
            greatest = fmax(greatest, run->value[k]);
            lb_sum_add(&rank, inside * run->rank[k]);
            if (run->class_of[k] > 0)
                lb_sum_add(&of_class[run->class_of[k] - 1], inside);
        }
        double all = lb_sum_value(people);
        size_t at = a * s->out->all + run->at;
        s->out->area_index[at] =
            all > 0 ? lb_mean_within(index, people, least, greatest) : (double)NAN;
        s->out->area_rank[at] = all > 0 ? lb_sum_value(rank) / all : (double)NAN;
        s->out->area_class[at] = largest_class(of_class, in->recipe->classes);
    }
}

static void take_usual(const stability_run *s, double *value)
{
    for (size_t k = 0; k < s->count; k++)
        value[k] = s->out->index.index[s->out->square[k]];
}

/* The usual recipe is as lb_index_compute has it, to the last digit. */
static lb_status run_recipe(const stability_run *s, recipe_run *run)
{
    lb_recipe recipe = *s->in->recipe;
    lb_recipe_effect *effect = &s->out->effect[run->at];
    double breaks[LB_MAX_CLASSES];
    recipe.reference = s->reference;
    if (run->at == s->out->usual)
        take_usual(s, run->value);
    else
        sum_scores(s, run);
    effect->ranked = rank_squares(&recipe, s->count, run);
    if (run->at == s->out->usual)
        memcpy(run->class_of, s->usual_class, s->count);
    else if (recipe.class_method != LB_CLASS_QUANTILE || recipe.reference != LB_REFERENCE_SQUARES)
        LB_TRY(lb_classes_compute(&recipe, run->value, s->people, s->count, run->class_of, breaks));
    compare_ranks(s, run, effect);
    compare_classes(s, run, effect);
    measure_areas(s, run);
    return LB_OK;
}

/* All -------------------------------------------------------------------------------------------
 */

/* Recipes of a batch run on threads of their own; their ranks enter the ranges afterwards,
 * square by square, in the order of the recipes. */
static lb_status run_batch(stability_run *s, size_t n)
{
    int worst = LB_OK;
    uint32_t *rank[BATCH];
    uint8_t *class_of[BATCH];
#pragma omp parallel for num_threads(lb_thread_count(s->in->threads)) schedule(dynamic, 1) \
    reduction(max                                                                          \
              : worst)
    for (size_t b = 0; b < n; b++) {
        int status = (int)run_recipe(s, &s->run[b]);
        worst = status > worst ? status : worst;
    }
    for (size_t b = 0; b < n; b++) {
        rank[b] = s->run[b].rank;
        class_of[b] = s->run[b].class_of;
    }
    if (worst == LB_OK)
        lb_rank_ranges_add(&s->out->ranges, n, rank, class_of, s->in->threads);
    return (lb_status)worst;
}

static lb_status prepare_run(stability_run *s, size_t at, recipe_run *run)
{
    run->at = at;
    lb_level_weights_clear(&run->weights);
    LB_TRY(lb_level_weights_make(recipe_at(s, at), level_of(s, at, LB_CHOICE_WEIGHTS).code,
                                 level_of(s, at, LB_CHOICE_DROP).code, s->component,
                                 &run->weights));
    set_effective(recipe_at(s, at), run);
    return LB_OK;
}

/* Do two recipes differ in nothing that decides which squares pass, and what they are ranked by? */
static bool is_selected_alike(const stability_run *s, size_t a, size_t b)
{
    return memcmp(s->out->effect[a].level, s->out->effect[b].level,
                  LB_CHOICE_NORMALISE * sizeof(size_t)) == 0;
}

/* Recipes one after another, those of the same squares together. */
static lb_status run_all(stability_run *s)
{
    size_t waiting = 0;
    bool scored = false;
    for (size_t at = 0; at < s->out->recipes; at++) {
        LB_TRY(prepare_run(s, at, &s->run[waiting]));
        if (at == 0 || !is_selected_alike(s, at - 1, at))
            select_squares(s, &s->run[waiting]);
        lb_reference reference = (lb_reference)level_of(s, at, LB_CHOICE_REFERENCE).code;
        bool same = scored && reference == s->reference &&
                    memcmp(s->passes, s->pending, s->count * sizeof *s->passes) == 0;
        if (!same && waiting > 0) {
            recipe_run swap = s->run[0];
            LB_TRY(run_batch(s, waiting));
            s->run[0] = s->run[waiting];
            s->run[waiting] = swap;
            waiting = 0;
        }
        if (!same) {
            memcpy(s->passes, s->pending, s->count * sizeof *s->passes);
            s->reference = reference;
            LB_TRY(score_all(s));
            scored = true;
        }
        if (++waiting == BATCH) {
            LB_TRY(run_batch(s, waiting));
            waiting = 0;
        }
    }
    if (s->out->usual == s->out->recipes) /* it needs no scores: it is that of lb_index_compute */
        s->run[waiting++].at = s->out->usual;
    return waiting > 0 ? run_batch(s, waiting) : LB_OK;
}

/* What every recipe is held against. */
static lb_status compute_usual(stability_run *s)
{
    const lb_stability_input *in = s->in;
    lb_index *index = &s->out->index;
    lb_recipe recipe = *in->recipe;
    recipe.noise.kind = LB_NOISE_NONE; /* its draws are not needed here */
    LB_TRY(lb_index_compute(&recipe, in->squares, in->fill, in->threads, index));
    LB_TRY(new_job(s));
    take_usual(s, s->run[0].value);
    for (size_t k = 0; k < s->count; k++)
        s->usual_class[k] = index->class_of[s->out->square[k]];
    rank_squares(in->recipe, s->count, &s->run[0]);
    memcpy(s->usual_rank, s->run[0].rank, s->count * sizeof *s->usual_rank);
    memcpy(s->usual_mid, s->run[0].mid, s->count * sizeof *s->usual_mid);
    return lb_first_component(in->recipe, index->score, in->squares->count, s->component);
}

/* Squares with people enough for the lowest minimum, and a place on the map. */
static lb_status find_squares(stability_run *s)
{
    const lb_stability_input *in = s->in;
    size_t all = in->squares->count;
    double least = in->recipe->minimum_population;
    for (size_t k = 0; k < in->recipe->alternatives; k++)
        least = fmin(least, in->recipe->alternative[k].minimum_population);
    for (size_t l = 0; l < in->levels->count[LB_CHOICE_MINIMUM]; l++)
        least = fmin(least, in->levels->level[LB_CHOICE_MINIMUM][l].value);
    s->place = malloc((all + 1) * sizeof *s->place);
    s->people = malloc((all + 1) * sizeof *s->people);
    s->out->square = malloc((all + 1) * sizeof *s->out->square);
    if (!s->place || !s->people || !s->out->square)
        return LB_E_MEMORY;
    for (size_t i = 0; i < all; i++) {
        s->place[i] = SIZE_MAX;
        if (!(in->squares->population[i] >= least) || in->fill->count[i] == 0)
            continue;
        s->place[i] = s->count;
        s->people[s->count] = in->squares->population[i];
        s->out->square[s->count++] = i;
    }
    s->out->squares = s->count;
    return LB_OK;
}

/* Room for all recipes and, where the recipe's own choices are not among the levels, the usual
 * one behind them, so that `all` is one more than `recipes`. */
static lb_status new_result(stability_run *s)
{
    lb_stability *out = s->out;
    size_t areas = s->in->area_first ? s->in->areas : 0;
    out->recipes = lb_stability_recipes(s->in->levels);
    if (out->recipes == 0 || s->in->squares->count > INT32_MAX)
        return LB_E_USAGE;
    LB_TRY(find_squares(s));
    out->usual = find_usual(s, out->recipes);
    out->all = out->recipes + (out->usual == out->recipes);
    out->effect = calloc(out->all, sizeof *out->effect);
    out->area_index = malloc((areas * out->all + 1) * sizeof *out->area_index);
    out->area_rank = malloc((areas * out->all + 1) * sizeof *out->area_rank);
    out->area_class = malloc(areas * out->all + 1);
    if (!out->effect || !out->area_index || !out->area_rank || !out->area_class)
        return LB_E_MEMORY;
    for (size_t at = 0; at < out->recipes; at++)
        decode_levels(s->in->levels, at, out->effect[at].level);
    for (size_t at = 0; at < out->recipes; at++)
        out->effect[at].normalise = (lb_normalise)level_of(s, at, LB_CHOICE_NORMALISE).code;
    return lb_rank_ranges_init(&out->ranges, s->count, out->all, s->in->recipe->classes,
                               s->in->keep);
}

/* *out is set only on success; a run that ends halfway frees what it has. */
lb_status lb_stability_compute(const lb_stability_input *input, lb_stability *out)
{
    lb_stability result = {.recipes = 0};
    stability_run s = {.in = input, .out = &result};
    lb_status status = new_result(&s);
    if (status == LB_OK)
        status = compute_usual(&s);
    if (status == LB_OK)
        status = run_all(&s);
    clear_job(&s);
    LB_HAND_OVER(status, result, out, lb_stability_clear);
}
