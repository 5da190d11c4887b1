/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/trend/trend_tables.h"
#include "input/grid/coarsened_columns.h"
#include "kernel/disclosure/coarsened_sum.h"

enum { NAME_SIZE = 220 };

/* Columns ----------------------------------------------------------------------------------------
 */

/* Where the columns are: people and index one a delivery, own one a variable with weight. */
typedef struct unit_columns {
    size_t people, index, change, own, others, composition, size;
} unit_columns;

static bool has_weight(const lb_trend_data *data, size_t v)
{
    return lb_recipe_effective_weight(data->recipe, v) > 0;
}

static unit_columns place_columns(const lb_trend_data *data)
{
    unit_columns at = {.people = 2};
    at.index = at.people + data->deliveries;
    at.change = at.index + data->deliveries;
    at.own = at.change + 3;
    at.others = at.own;
    for (size_t v = 0; v < data->recipe->variables; v++)
        at.others += has_weight(data, v);
    at.composition = data->options->areas ? at.others + 2 : SIZE_MAX;
    at.size = at.others + 2 + (data->options->areas != NULL);
    return at;
}

static void add_named(lb_table *table, const char *pattern, const char *before, const char *name)
{
    char full[NAME_SIZE];
    snprintf(full, sizeof full, "%s%.200s", before, name);
    lb_add_column_as(table, &lb_trend_command, "", pattern, full);
}

/* Order of columns is a promise (lagesbild-trend(1)). Variables without weight have no part of the
 * change and no column. */
void lb_trend_add_columns(const lb_trend_data *data, lb_table *table)
{
    lb_add_some_columns(table, &lb_trend_command, "", "unit", 2); /* status */
    for (size_t d = 0; d < data->deliveries; d++)
        add_named(table, "people_NAME", "people_", data->delivery[d].name);
    for (size_t d = 0; d < data->deliveries; d++)
        add_named(table, "index_NAME", "index_", data->delivery[d].name);
    lb_add_some_columns(table, &lb_trend_command, "", "change", 3); /* sd, q */
    for (size_t v = 0; v < data->recipe->variables; v++)
        if (has_weight(data, v))
            add_named(table, "own_VARIABLE", "own_", data->recipe->variable[v].name);
    lb_add_some_columns(table, &lb_trend_command, "", "others", data->options->areas ? 3 : 2);
    lb_add_some_columns(table, &lb_trend_command, "", "size", 3); /* approximate, other_squares */
}

/* Units ------------------------------------------------------------------------------------------
 */

/* The delivery that has the unit in the fewest squares, the last of several: the first of its
 * squares names the unit. */
static size_t naming_delivery(const lb_common_units *units, size_t u)
{
    size_t best = 0, least = SIZE_MAX;
    for (size_t k = units->deliveries; k-- > 0;) {
        size_t n = units->first[k][u + 1] - units->first[k][u];
        if (n > 0 && n < least) {
            least = n;
            best = k;
        }
    }
    return best;
}

/* Its square i. */
static lb_square naming_square(const lb_trend_data *data, size_t u, size_t i)
{
    const lb_common_units *units = &data->units;
    size_t d = naming_delivery(units, u);
    return data->squares[d].squares->square[units->member[d][units->first[d][u] + i]];
}

/* The squares of the unit beside the one that names it, "ID/SIZE ID/SIZE"; none where that is all
 * of it. */
static void set_other_squares(const lb_trend_data *data, size_t u, lb_table *t, size_t row,
                              size_t column)
{
    const lb_common_units *units = &data->units;
    size_t d = naming_delivery(units, u), n = units->first[d][u + 1] - units->first[d][u];
    char id[NAME_SIZE];
    lb_buf text = {0};
    for (size_t i = 1; i < n; i++) {
        lb_square square = naming_square(data, u, i);
        lb_square_id(square, id);
        lb_buf_printf(&text, "%s%s/%d", i > 1 ? " " : "", id, square.size);
    }
    t->failed |= text.failed;
    if (text.length > 0 && !text.failed)
        lb_table_set_text(t, row, column, text.text);
    lb_buf_clear(&text);
}

/* Fewer people than the recipe's minimum where the other delivery has enough: not gone, but hidden.
 */
static bool is_below(const lb_trend_data *data, size_t u, size_t d, size_t other)
{
    double minimum = data->recipe->minimum_population;
    return data->unit[d].squares.population[u] < minimum &&
           data->unit[other].squares.population[u] >= minimum;
}

static void write_status(const lb_trend_data *data, size_t u, char text[NAME_SIZE])
{
    static const char *const words[] = {"same", "merged", "split", "rearranged"};
    size_t last = data->deliveries - 1;
    lb_unit_status status = lb_common_unit_status(&data->units, data->squares, u);
    if (status == LB_UNIT_ONLY_FIRST || status == LB_UNIT_ONLY_LAST)
        snprintf(text, NAME_SIZE, "only %s",
                 data->delivery[status == LB_UNIT_ONLY_FIRST ? 0 : last].name);
    else if (is_below(data, u, 0, last) || is_below(data, u, last, 0))
        snprintf(text, NAME_SIZE, "below minimum in %s",
                 data->delivery[is_below(data, u, last, 0) ? last : 0].name);
    else
        snprintf(text, NAME_SIZE, "%s", words[status]);
}

/* Few people, of coarsened squares, are shown as such. */
static void set_people(const lb_trend_data *data, double people, lb_table *t, size_t row,
                       size_t column)
{
    if (lb_job_is_few(data->job, people) && !lb_job_secret(data->job))
        lb_few_write(data->job, t, row, column);
    else
        lb_table_set_real(t, row, column, people);
}

/* One unit, named by a square of the delivery that has it in the fewest squares. approximate: 1
 * when some delivery's figure is a mean over people for lack of a numerator. */
static void add_unit_row(const lb_trend_data *data, const unit_columns *at, size_t u, lb_table *t)
{
    char text[NAME_SIZE];
    const lb_index_change *c = &data->change;
    lb_square name = naming_square(data, u, 0);
    size_t row = lb_table_add_row(t), own = at->own;
    bool approximate = false;
    lb_square_id(name, text);
    lb_table_set_text(t, row, 0, text);
    write_status(data, u, text);
    lb_table_set_text(t, row, 1, text);
    for (size_t d = 0; d < data->deliveries; d++) {
        set_people(data, data->unit[d].squares.population[u], t, row, at->people + d);
        lb_table_set_real(t, row, at->index + d, c->index[d][u]);
        approximate |= data->unit[d].approximate[u];
    }
    lb_table_set_real(t, row, at->change, c->change[u]);
    lb_table_set_real(t, row, at->change + 1, c->sd[u]);
    lb_table_set_real(t, row, at->change + 2, c->q[u]);
    for (size_t v = 0; v < data->recipe->variables; v++)
        if (has_weight(data, v))
            lb_table_set_real(t, row, own++, c->own[v][u]);
    lb_table_set_real(t, row, at->others, c->others[u]);
    lb_table_set_real(t, row, at->others + 1, c->missing[u]);
    lb_table_set_integer(t, row, at->size, name.size);
    lb_table_set_integer(t, row, at->size + 1, approximate);
    set_other_squares(data, u, t, row, at->size + 2);
}

lb_status lb_trend_units_table(const lb_trend_data *data, lb_table *out)
{
    unit_columns at = place_columns(data);
    lb_trend_add_columns(data, out);
    for (size_t u = 0; u < data->units.count && !out->failed; u++)
        add_unit_row(data, &at, u, out);
    return lb_table_status(out);
}

/* Areas ------------------------------------------------------------------------------------------
 */

/* Columns as of units, and the composition, which units have none of; status is `area`. */
static void add_area_row(const lb_trend_data *data, const unit_columns *at, size_t a, lb_table *t)
{
    const lb_area_change *area = &data->area[a];
    size_t row = lb_table_add_row(t), own = at->own;
    lb_table_set_text(t, row, 0, data->layer.areas.name[a]);
    lb_table_set_text(t, row, 1, "area");
    for (size_t d = 0; d < data->deliveries; d++) {
        lb_table_set_real(t, row, at->people + d, area->people[d]);
        lb_table_set_real(t, row, at->index + d, area->index[d]);
    }
    lb_table_set_real(t, row, at->change, area->change);
    lb_table_set_real(t, row, at->change + 1, area->sd);
    lb_table_set_real(t, row, at->change + 2, area->q);
    for (size_t v = 0; v < data->recipe->variables; v++)
        if (has_weight(data, v))
            lb_table_set_real(t, row, own++, area->own[v]);
    lb_table_set_real(t, row, at->others, area->others);
    lb_table_set_real(t, row, at->others + 1, area->missing);
    lb_table_set_real(t, row, at->composition, area->composition);
}

lb_status lb_trend_add_areas(const lb_trend_data *data, lb_table *table)
{
    unit_columns at = place_columns(data);
    for (size_t a = 0; data->area && a < data->layer.areas.shapes.count; a++)
        add_area_row(data, &at, a, table);
    return lb_table_status(table);
}

/* Classes before and after -----------------------------------------------------------------------
 */

/* Units from class `from` to class `to`, and those that noise alone would be expected to take
 * there. */
typedef struct class_move {
    size_t units;
    lb_sum people, noise_units, noise_people;
} class_move;

/* People of the last delivery. */
static class_move count_move(const lb_trend_data *data, int from, int to)
{
    const lb_index_change *c = &data->change;
    size_t last = data->deliveries - 1;
    class_move move = {.units = 0};
    for (size_t u = 0; u < c->units; u++) {
        double people = data->unit[last].squares.population[u];
        if (c->class_of[0][u] != from || c->class_of[last][u] == 0)
            continue;
        if (c->class_of[last][u] == to) {
            move.units++;
            lb_sum_add(&move.people, people);
        }
        if (isnan(c->sd[u]))
            continue;
        double p =
            lb_class_probability(c->index[0][u], c->sd[u], c->breaks, data->recipe->classes, to);
        lb_sum_add(&move.noise_units, p);
        lb_sum_add(&move.noise_people, p * people);
    }
    return move;
}

/* Units and people by class in the first and last delivery; with noise also how many such moves
 * noise alone would make. Combinations that do not occur have rows of 0. */
lb_status lb_trend_transitions_table(const lb_trend_data *data, lb_table *out)
{
    bool noise = data->recipe->noise.kind != LB_NOISE_NONE;
    lb_add_described_columns(out, &lb_trend_command, "transitions");
    for (int from = 1; from <= data->recipe->classes; from++)
        for (int to = 1; to <= data->recipe->classes; to++) {
            class_move move = count_move(data, from, to);
            size_t row = lb_table_add_row(out);
            lb_table_set_integer(out, row, 0, from);
            lb_table_set_integer(out, row, 1, to);
            lb_table_set_integer(out, row, 2, (int64_t)move.units);
            lb_table_set_real(out, row, 3, lb_sum_value(move.people));
            if (!noise)
                continue;
            lb_table_set_real(out, row, 4, lb_sum_value(move.noise_units));
            lb_table_set_real(out, row, 5, lb_sum_value(move.noise_people));
        }
    return lb_table_status(out);
}

/* Summary ----------------------------------------------------------------------------------------
 */

static size_t add_measure(lb_table *t, const char *measure, double units, double people)
{
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, measure);
    lb_table_set_real(t, row, 1, units);
    lb_table_set_real(t, row, 2, people);
    return row;
}

static double known_people(double people)
{
    return isnan(people) ? 0 : people;
}

/* Units by what became of their squares, with the people of the last delivery, of those that are
 * only in the first its own. */
static void add_statuses(const lb_trend_data *data, lb_table *t)
{
    static const char *const words[] = {"same",       "merged",     "split",
                                        "rearranged", "only_first", "only_last"};
    size_t last = data->deliveries - 1;
    for (int k = LB_UNIT_SAME; k <= LB_UNIT_ONLY_LAST; k++) {
        size_t n = 0;
        lb_sum people = {0, 0};
        for (size_t u = 0; u < data->units.count; u++) {
            if ((int)lb_common_unit_status(&data->units, data->squares, u) != k)
                continue;
            n++;
            size_t d = k == LB_UNIT_ONLY_FIRST ? 0 : last;
            lb_sum_add(&people, known_people(data->unit[d].squares.population[u]));
        }
        add_measure(t, words[k], (double)n, lb_sum_value(people));
    }
}

/* Units whose class stayed, became worse or better, beside what noise alone would do. */
static void add_moves(const lb_trend_data *data, lb_table *t)
{
    static const char *const words[] = {"class_stayed", "class_worse", "class_better"};
    for (int k = 0; k < 3; k++) {
        double units = 0, people = 0, noise_units = 0, noise_people = 0;
        for (int from = 1; from <= data->recipe->classes; from++)
            for (int to = 1; to <= data->recipe->classes; to++) {
                if ((k == 0) != (to == from) || (k > 0 && (k == 1) != (to > from)))
                    continue;
                class_move move = count_move(data, from, to);
                units += (double)move.units;
                people += lb_sum_value(move.people);
                noise_units += lb_sum_value(move.noise_units);
                noise_people += lb_sum_value(move.noise_people);
            }
        size_t row = add_measure(t, words[k], units, people);
        if (data->recipe->noise.kind == LB_NOISE_NONE)
            continue;
        lb_table_set_real(t, row, 3, noise_units);
        lb_table_set_real(t, row, 4, noise_people);
    }
}

/* Units whose change is more than noise. */
static void add_findings(const lb_trend_data *data, lb_table *t)
{
    const lb_index_change *c = &data->change;
    size_t last = data->deliveries - 1, n[3] = {0};
    lb_sum people[3] = {{0, 0}, {0, 0}, {0, 0}};
    for (size_t u = 0; u < c->units; u++) {
        if (isnan(c->q[u]))
            continue;
        size_t k = c->q[u] >= LB_FINDING_Q ? 0 : c->change[u] > 0 ? 1 : 2;
        n[k]++;
        lb_sum_add(&people[k], known_people(data->unit[last].squares.population[u]));
    }
    add_measure(t, "within_noise", (double)n[0], lb_sum_value(people[0]));
    add_measure(t, "more_than_noise_worse", (double)n[1], lb_sum_value(people[1]));
    add_measure(t, "more_than_noise_better", (double)n[2], lb_sum_value(people[2]));
}

lb_status lb_trend_summary_table(const lb_trend_data *data, lb_table *out)
{
    lb_add_described_columns(out, &lb_trend_command, "summary");
    add_statuses(data, out);
    add_moves(data, out);
    if (data->change.tests > 0 && !data->is_broken)
        add_findings(data, out);
    return lb_table_status(out);
}
