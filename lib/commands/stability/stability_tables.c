/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/stability/stability_tables.h"
#include "kernel/stability/variance_shares.h"
#include "kernel/statistics/ranks.h"

/* Squares ---------------------------------------------------------------------------------------
 */

enum { ID, SIZE, INDEX, CLASS, RANK, LOW, MEDIAN, HIGH, MODE, SHARE, FIRM, Q05, Q95 };

/* Ranks of one square over all recipes, 1 the worst. A square without an index in any recipe has no
 * row. */
static void add_square_row(const lb_stability_data *d, size_t k, uint32_t *sorted, lb_table *t)
{
    static const double q[] = {0.5, 0.05, 0.95};
    char id[LB_SQUARE_ID_SIZE];
    double quantile[3], share;
    const lb_stability *s = &d->result;
    size_t i = s->square[k];
    int mode = lb_rank_ranges_mode(&s->ranges, k, &share);
    if (mode == 0)
        return;
    size_t row = lb_table_add_row(t), wanted = d->options->quantiles ? 3 : 1;
    lb_square_id(d->input.squares.square[i], id);
    lb_table_set_text(t, row, ID, id);
    lb_table_set_integer(t, row, SIZE, d->input.squares.square[i].size);
    lb_table_set_real(t, row, INDEX, s->index.index[i]);
    if (s->index.class_of[i] > 0) {
        lb_table_set_integer(t, row, CLASS, s->index.class_of[i]);
        lb_table_set_integer(t, row, RANK, s->index.rank[i]);
    }
    lb_rank_ranges_quantiles(&s->ranges, k, q, wanted, sorted, quantile);
    lb_table_set_integer(t, row, LOW, s->ranges.low[k]);
    lb_table_set_real(t, row, MEDIAN, quantile[0]);
    lb_table_set_integer(t, row, HIGH, s->ranges.high[k]);
    lb_table_set_integer(t, row, MODE, mode);
    lb_table_set_real(t, row, SHARE, share);
    lb_table_set_integer(t, row, FIRM, share >= LB_FIRM_SHARE);
    for (size_t j = 1; j < wanted; j++)
        lb_table_set_real(t, row, Q05 + j - 1, quantile[j]);
}

lb_status lb_stability_squares_table(const lb_stability_data *data, lb_table *out)
{
    uint32_t *sorted = malloc((data->result.all + 1) * sizeof *sorted);
    if (!sorted)
        return LB_E_MEMORY;
    lb_add_some_columns(out, &lb_stability_command, "", "rutid",
                        data->options->quantiles ? Q95 + 1 : FIRM + 1);
    for (size_t k = 0; k < data->result.squares && !out->failed; k++)
        add_square_row(data, k, sorted, out);
    free(sorted);
    return lb_table_status(out);
}

/* Summary ---------------------------------------------------------------------------------------
 */

static size_t add_measure(lb_table *t, const char *measure, double value, double of)
{
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, measure);
    lb_table_set_real(t, row, 1, value);
    lb_table_set_real(t, row, 4, of);
    return row;
}

/* Median, least and greatest of a figure over the recipes other than the usual one. */
static lb_status add_spread(const lb_stability *s, const char *measure, size_t offset, double of,
                            lb_table *t)
{
    lb_ranks order = {0};
    double *value = malloc((s->all + 1) * sizeof *value);
    if (!value)
        return LB_E_MEMORY;
    for (size_t r = 0; r < s->all; r++)
        memcpy(&value[r], (const char *)&s->effect[r] + offset, sizeof *value);
    if (s->all > 1)
        value[s->usual] = NAN;
    lb_status status = lb_ranks_make(value, s->all, &order);
    free(value);
    if (status != LB_OK)
        return status;
    size_t row = add_measure(t, measure, lb_ranks_quantile(&order, 0.5), of);
    lb_table_set_real(t, row, 2, lb_ranks_quantile(&order, 0));
    lb_table_set_real(t, row, 3, lb_ranks_quantile(&order, 1));
    lb_ranks_clear(&order);
    return LB_OK;
}

/* Of the squares ranked by the usual recipe. */
static void add_firm(const lb_stability_data *d, double *people_ranked, lb_table *t)
{
    const lb_stability *s = &d->result;
    lb_sum all = {0}, firm = {0};
    size_t n = 0, n_firm = 0;
    for (size_t k = 0; k < s->squares; k++) {
        double share;
        size_t i = s->square[k];
        if (s->index.class_of[i] == 0)
            continue;
        lb_rank_ranges_mode(&s->ranges, k, &share);
        n++;
        lb_sum_add(&all, d->input.squares.population[i]);
        if (share < LB_FIRM_SHARE)
            continue;
        n_firm++;
        lb_sum_add(&firm, d->input.squares.population[i]);
    }
    *people_ranked = lb_sum_value(all);
    add_measure(t, "squares_firm", n > 0 ? (double)n_firm / (double)n : (double)NAN, (double)n);
    add_measure(t, "people_firm",
                *people_ranked > 0 ? lb_sum_value(firm) / *people_ranked : (double)NAN,
                *people_ranked);
}

/* Spread of each effect over recipes, and of how many squares or people it is. */
lb_status lb_stability_summary_table(const lb_stability_data *data, lb_table *out)
{
    const lb_stability *s = &data->result;
    double people, squares = (double)s->index.passed;
    lb_add_described_columns(out, &lb_stability_command, "summary");
    add_measure(out, "recipes", (double)s->all, (double)s->all);
    add_firm(data, &people, out);
    LB_TRY(add_spread(s, "rank_shift", offsetof(lb_recipe_effect, rank_shift), squares, out));
    LB_TRY(add_spread(s, "correlation", offsetof(lb_recipe_effect, correlation), squares, out));
    LB_TRY(add_spread(s, "worst_kept", offsetof(lb_recipe_effect, worst_kept), squares, out));
    LB_TRY(add_spread(s, "moved_people", offsetof(lb_recipe_effect, moved_people), people, out));
    LB_TRY(add_spread(s, "worst_people", offsetof(lb_recipe_effect, worst_people), people, out));
    add_measure(out, "worst_people_unchanged", s->effect[s->usual].worst_people, people);
    return lb_table_status(out);
}

/* Recipes ---------------------------------------------------------------------------------------
 */

static void add_recipe_row(const lb_stability_data *d, size_t r, size_t number, lb_table *t)
{
    const lb_recipe_effect *e = &d->result.effect[r];
    size_t row = lb_table_add_row(t);
    bool beside = r == d->result.recipes; /* the unchanged one, of no combination of levels */
    size_t at = 1 + LB_CHOICES;           /* behind number and levels */
    lb_table_set_integer(t, row, 0, (int64_t)number);
    bool other = d->levels.level[LB_CHOICE_RECIPES][e->level[LB_CHOICE_RECIPES]].code > 0;
    for (int c = 0; c < LB_CHOICES && !beside; c++)
        if (!other || d->input.recipe.choice[c].count > 0) /* else what the other recipe says */
            lb_table_set_text(t, row, 1 + (size_t)c, d->levels.level[c][e->level[c]].name);
    lb_table_set_integer(t, row, at, (int64_t)e->ranked);
    lb_table_set_real(t, row, at + 1, e->rank_shift);
    lb_table_set_real(t, row, at + 2, e->correlation);
    lb_table_set_real(t, row, at + 3, e->worst_kept);
    lb_table_set_real(t, row, at + 4, e->worst_people);
    lb_table_set_real(t, row, at + 5, e->moved_people);
}

lb_status lb_stability_recipes_table(const lb_stability_data *data, lb_table *out)
{
    const lb_stability *s = &data->result;
    lb_add_described_columns(out, &lb_stability_command, "recipes");
    add_recipe_row(data, s->usual, 0, out);
    for (size_t r = 0, number = 1; r < s->recipes; r++)
        if (r != s->usual)
            add_recipe_row(data, r, number++, out);
    return lb_table_status(out);
}

/* Choices ---------------------------------------------------------------------------------------
 */

/* What one output says of each choice. */
typedef struct choice_shares {
    double first[LB_CHOICES], total[LB_CHOICES];
} choice_shares;

static void add_factor_rows(const lb_stability_data *d, const char *output, const choice_shares *c,
                            lb_table *t)
{
    for (int k = 0; k < LB_CHOICES; k++) {
        if (d->levels.count[k] < 2)
            continue;
        size_t row = lb_table_add_row(t);
        lb_table_set_text(t, row, 0, output);
        lb_table_set_text(t, row, 1, lb_choice_names[k]);
        lb_table_set_real(t, row, 2, c->first[k]);
        lb_table_set_real(t, row, 3, c->total[k]);
    }
}

/* "drop moves ranks most: 61 % of the variance ..., 70 % with its interactions; normalise moves
 * them least: 4 % and 9 %". */
static void write_sentence(const lb_stability_data *d, const choice_shares *c,
                           char text[LB_STABILITY_SENTENCE])
{
    int most = -1, least = -1;
    for (int k = 0; k < LB_CHOICES; k++) {
        if (d->levels.count[k] < 2 || isnan(c->total[k]))
            continue;
        most = most < 0 || c->total[k] > c->total[most] ? k : most;
        least = least < 0 || c->total[k] <= c->total[least] ? k : least;
    }
    text[0] = '\0';
    if (most >= 0)
        snprintf(text, LB_STABILITY_SENTENCE,
                 "%s moves ranks most: %.0f %% of the variance of the mean shift by itself, %.0f "
                 "%% with its interactions",
                 lb_choice_names[most], 100 * c->first[most], 100 * c->total[most]);
    if (least >= 0 && least != most)
        snprintf(text + strlen(text), LB_STABILITY_SENTENCE - strlen(text),
                 "; %s moves them least: %.0f %% and %.0f %%", lb_choice_names[least],
                 100 * c->first[least], 100 * c->total[least]);
}

/* Areas' mean rank of squares, then the two figures of all squares; y: room for a figure a recipe.
 */
static lb_status add_factors(const lb_stability_data *d, double *y, lb_table *t, char *sentence)
{
    const lb_stability *s = &d->result;
    choice_shares c;
    const size_t *levels = d->levels.count;
    const double *likely[LB_CHOICES];
    for (int k = 0; k < LB_CHOICES; k++)
        likely[k] = d->levels.probability[k];
    for (size_t r = 0; r < s->recipes; r++)
        y[r] = s->effect[r].rank_shift;
    LB_TRY(lb_variance_shares(y, levels, LB_CHOICES, likely, c.first, c.total));
    add_factor_rows(d, "rank_shift", &c, t);
    write_sentence(d, &c, sentence);
    for (size_t r = 0; r < s->recipes; r++)
        y[r] = s->effect[r].worst_people;
    LB_TRY(lb_variance_shares(y, levels, LB_CHOICES, likely, c.first, c.total));
    add_factor_rows(d, "worst_people", &c, t);
    for (size_t a = 0; d->area_first && a < d->layer.areas.shapes.count; a++) {
        LB_TRY(lb_variance_shares(&s->area_rank[a * s->all], levels, LB_CHOICES, likely, c.first,
                                  c.total));
        lb_buf name = {0};
        lb_buf_printf(&name, "area:%s", d->layer.areas.name[a]);
        if (!name.failed)
            add_factor_rows(d, name.text, &c, t);
        bool failed = name.failed;
        lb_buf_clear(&name);
        if (failed)
            return LB_E_MEMORY;
    }
    return lb_table_status(t);
}

lb_status lb_stability_factors_table(const lb_stability_data *data, lb_table *out,
                                     char sentence[LB_STABILITY_SENTENCE])
{
    double *y = malloc((data->result.recipes + 1) * sizeof *y);
    lb_add_described_columns(out, &lb_stability_command, "factors");
    lb_status status = y ? add_factors(data, y, out, sentence) : LB_E_MEMORY;
    free(y);
    return status;
}

/* Areas -----------------------------------------------------------------------------------------
 */

/* place[a * all + r]: 1 and how many areas are worse by recipe r; NaN: the area has no index.
 * value: room for a figure an area. */
static lb_status rank_areas(const lb_stability *s, size_t areas, double *value, double *place)
{
    for (size_t r = 0; r < s->all; r++) {
        lb_ranks order = {0};
        for (size_t a = 0; a < areas; a++) {
            value[a] = s->area_index[a * s->all + r];
            place[a * s->all + r] = NAN;
        }
        LB_TRY(lb_ranks_make(value, areas, &order));
        for (size_t end = order.count, worse = 0; end-- > 0;) {
            if (end + 1 < order.count && order.value[end] < order.value[end + 1])
                worse = order.count - end - 1;
            place[order.at[end] * s->all + r] = (double)(1 + worse);
        }
        lb_ranks_clear(&order);
    }
    return LB_OK;
}

/* Least, median and greatest of value[all] into columns `at` and on. */
static lb_status set_range(lb_table *t, size_t row, size_t at, const double *value, size_t all)
{
    lb_ranks order = {0};
    LB_TRY(lb_ranks_make(value, all, &order));
    lb_table_set_real(t, row, at, lb_ranks_quantile(&order, 0));
    lb_table_set_real(t, row, at + 1, lb_ranks_quantile(&order, 0.5));
    lb_table_set_real(t, row, at + 2, lb_ranks_quantile(&order, 1));
    lb_ranks_clear(&order);
    return LB_OK;
}

/* Figures of other normalisations are on other scales: the index has its range over its own. */
static lb_status set_index_range(const lb_stability_data *d, size_t a, lb_table *t, size_t row,
                                 double *own)
{
    const lb_stability *s = &d->result;
    for (size_t r = 0; r < s->all; r++) {
        bool same = r == s->usual || s->effect[r].normalise == d->input.recipe.normalise;
        own[r] = same ? s->area_index[a * s->all + r] : (double)NAN;
    }
    return set_range(t, row, 3, own, s->all);
}

/* The class by the unchanged recipe, that of most recipes (of several the lowest), their share of
 * those by which the area has one, and how many these are, into columns 10 and on. */
static void set_class(const lb_stability_data *d, size_t a, lb_table *t, size_t row)
{
    const lb_stability *s = &d->result;
    const uint8_t *class_of = &s->area_class[a * s->all];
    size_t n[LB_MAX_CLASSES + 1] = {0};
    int mode = 1;
    for (size_t r = 0; r < s->all; r++)
        n[class_of[r]]++;
    for (int k = 2; k <= d->input.recipe.classes; k++)
        mode = n[k] > n[mode] ? k : mode;
    size_t known = s->all - n[0];
    if (class_of[s->usual] > 0)
        lb_table_set_integer(t, row, 10, class_of[s->usual]);
    if (known > 0) {
        lb_table_set_integer(t, row, 11, mode);
        lb_table_set_real(t, row, 12, (double)n[mode] / (double)known);
        lb_table_set_integer(t, row, 13, (int64_t)known);
    }
}

/* own: room for a figure a recipe, or an area. */
static lb_status add_area_rows(const lb_stability_data *d, double *place, double *own, lb_table *t)
{
    const lb_stability *s = &d->result;
    size_t areas = d->layer.areas.shapes.count;
    LB_TRY(rank_areas(s, areas, own, place));
    for (size_t a = 0; a < areas; a++) {
        size_t row = lb_table_add_row(t), usual = a * s->all + s->usual;
        lb_sum people = {0};
        for (size_t p = d->area_first[a]; p < d->area_first[a + 1]; p++)
            if (s->index.class_of[d->area_part[p].square] > 0)
                lb_sum_add(&people, d->area_part[p].people);
        lb_table_set_text(t, row, 0, d->layer.areas.name[a]);
        if (d->area_first[a] < d->area_first[a + 1]) /* on no square: not known */
            lb_table_set_real(t, row, 1, lb_sum_value(people));
        lb_table_set_real(t, row, 2, s->area_index[usual]);
        LB_TRY(set_index_range(d, a, t, row, own));
        lb_table_set_real(t, row, 6, place[usual]);
        LB_TRY(set_range(t, row, 7, &place[a * s->all], s->all));
        set_class(d, a, t, row);
    }
    return lb_table_status(t);
}

/* place: [areas][recipes] ranks of the areas by mean index; own is scratch for one recipe or one
 * area. */
lb_status lb_stability_areas_table(const lb_stability_data *data, lb_table *out)
{
    size_t areas = data->layer.areas.shapes.count, all = data->result.all;
    double *place = malloc((areas * all + 1) * sizeof *place);
    double *own = malloc(((areas > all ? areas : all) + 1) * sizeof *own);
    lb_add_described_columns(out, &lb_stability_command, "areas");
    lb_status status = place && own ? add_area_rows(data, place, own, out) : LB_E_MEMORY;
    free(place);
    free(own);
    return status;
}
