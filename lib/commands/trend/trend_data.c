/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/job_steps.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/trend/trend_data.h"
#include "input/areas/areas.h"

static const char usual_noise[] = "fixed:2"; /* of tables with random rounding or cell keys */

void lb_trend_data_clear(lb_trend_data *data)
{
    for (size_t a = 0; data->area && a < data->layer.areas.shapes.count; a++)
        free(data->area[a].own);
    free(data->area);
    for (size_t d = 0; d < data->deliveries; d++) {
        lb_recipe_squares_clear(&data->delivery[d].input);
        lb_unit_squares_clear(&data->unit[d]);
    }
    lb_common_units_clear(&data->units);
    lb_index_change_clear(&data->change);
    lb_area_layer_clear(&data->layer);
}

/* Deliveries -------------------------------------------------------------------------------------
 */

static bool is_taken(const lb_trend_data *data, size_t before, const char *name)
{
    for (size_t d = 0; d < before; d++)
        if (strcmp(data->delivery[d].name, name) == 0)
            return true;
    return false;
}

/* NAME of NAME=GRID; else the file's, with a number behind it where that is taken. */
static lb_status name_delivery(lb_trend_data *data, size_t d, lb_error *err)
{
    const char *spec = data->options->grid[d];
    lb_trend_delivery *one = &data->delivery[d];
    char name[LB_DELIVERY_NAME];
    one->source = lb_areas_source(spec);
    const char *base = lb_text_base_name(spec);
    bool given = one->source > spec;
    int length = given ? (int)(one->source - spec) - 1 : (int)strcspn(base, ".|");
    if (given && length > LB_GIVEN_NAME)
        return lb_error_set(err, LB_E_USAGE, "%s: the name of a grid may have at most %d bytes",
                            spec, LB_GIVEN_NAME);
    lb_text_print(name, LB_GIVEN_NAME + 1, "%.*s", length, given ? spec : base);
    snprintf(one->name, sizeof one->name, "%s", name);
    if (given && is_taken(data, d, name))
        return lb_error_set(err, LB_E_USAGE,
                            "two grids are named '%s'; give each a name of its own", name);
    for (int n = 2; is_taken(data, d, one->name); n++)
        lb_text_print(one->name, sizeof one->name, "%.80s_%d", name, n);
    return LB_OK;
}

static lb_status read_grid(void *udata, size_t d, const lb_job *own, lb_error *err)
{
    lb_trend_data *data = udata;
    lb_trend_delivery *one = &data->delivery[d];
    bool found;
    LB_TRY(lb_recipe_squares_of_grid(one->source, data->options->recipe, true, own, &found,
                                     &one->input, err));
    return found ? LB_OK
                 : lb_error_set(err, LB_E_INPUT,
                                "%s: has no recipe of lagesbild index; trend compares GeoPackages "
                                "that it writes (index -g)",
                                one->source);
}

/* Are its squares those of one CRS and lattice with the first grid's? */
static lb_status check_grid(const lb_trend_data *data, size_t d, lb_error *err)
{
    const lb_trend_delivery *one = &data->delivery[d], *first = &data->delivery[0];
    if (strcmp(one->input.crs, first->input.crs) != 0)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: is in %s, the first grid in %s; make both with one crs",
                            one->source, one->input.crs, first->input.crs);
    if (one->input.recipe.cell_size != first->input.recipe.cell_size)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: has cells of %d m, the first grid of %d m; make both with one "
                            "cell_size",
                            one->source, one->input.recipe.cell_size,
                            first->input.recipe.cell_size);
    return LB_OK;
}

/* Moves the columns that the first recipe has into its order, and frees the others. */
static lb_status sort_columns(const lb_recipe *base, const lb_recipe *own, lb_squares *s)
{
    double ***column[3] = {&s->value, &s->numerator, &s->denominator};
    for (int k = 0; k < 3; k++) {
        double **sorted = calloc(base->variables + 1, sizeof *sorted);
        if (!sorted)
            return LB_E_MEMORY; /* every column still has an owner: of some the order is new */
        for (size_t v = 0; v < base->variables; v++) {
            size_t at = lb_recipe_find_variable(own, base->variable[v].name);
            sorted[v] = (*column[k])[at];
            (*column[k])[at] = NULL;
        }
        for (size_t v = 0; v < own->variables; v++)
            free((*column[k])[v]);
        free(*column[k]);
        *column[k] = sorted;
    }
    return LB_OK;
}

/* The variables of the first recipe, in its order. */
static lb_status order_variables(lb_trend_data *data, size_t d, lb_error *err)
{
    const lb_recipe *base = data->recipe, *own = &data->delivery[d].input.recipe;
    lb_squares *s = &data->delivery[d].input.squares;
    for (size_t v = 0; v < base->variables; v++)
        if (lb_recipe_find_variable(own, base->variable[v].name) == own->variables)
            return lb_error_set(err, LB_E_INPUT,
                                "%s: has no variable '%s', which the first grid has; make both "
                                "with one recipe",
                                data->delivery[d].source, base->variable[v].name);
    if (sort_columns(base, own, s) != LB_OK)
        return lb_error_memory(err);
    s->variables = base->variables;
    return LB_OK;
}

/* Levels -----------------------------------------------------------------------------------------
 */

/* Money of another year is no other income: levels are compared deflated, or not at all. Where each
 * delivery is ranked by itself, one factor for all changes nothing. */
static lb_status deflate_levels(lb_trend_data *data, lb_error *err)
{
    bool rerank = data->options->yardstick == LB_YARDSTICK_RERANK;
    for (size_t v = 0; v < data->recipe->variables && !data->options->nominal; v++) {
        const lb_variable *variable = &data->recipe->variable[v];
        if (variable->kind != LB_KIND_LEVEL || !(lb_recipe_effective_weight(data->recipe, v) > 0))
            continue;
        for (size_t d = 1; d < data->deliveries; d++) {
            double factor =
                lb_recipe_deflator(data->recipe, variable->name, data->delivery[d].name);
            lb_squares *s = &data->delivery[d].input.squares;
            if (!(factor > 0) && !rerank)
                return lb_error_set(
                    err, LB_E_INPUT,
                    "variable '%s' is a level: compared in the money of two years it changes by "
                    "inflation alone; give the recipe deflate: {variable: %s, factor: {%s: F}}, or "
                    "go on with --nominal, or --yardstick rerank",
                    variable->name, variable->name, data->delivery[d].name);
            for (size_t i = 0; factor > 0 && i < s->count; i++)
                s->value[v][i] *= factor;
        }
    }
    return LB_OK;
}

/* Breaks -----------------------------------------------------------------------------------------
 */

static bool year_of(const lb_trend_delivery *delivery, double *year)
{
    return lb_number_parse(delivery->name, strlen(delivery->name), year);
}

/* A break between the first and the last is reported; a change across it may be one of definitions.
 */
static void find_breaks(lb_trend_data *data)
{
    double from, to;
    size_t n = data->recipe->series_breaks;
    if (n == 0)
        return;
    if (!year_of(&data->delivery[0], &from) ||
        !year_of(&data->delivery[data->deliveries - 1], &to)) {
        lb_log_warning(data->job->log,
                       "the recipe has breaks of the series by year, but the grids are not named "
                       "by years (2020=GRID); whether a break lies between them is not known");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const lb_series_break *b = &data->recipe->series_break[i];
        if (b->from <= from || b->from > to)
            continue;
        data->is_broken |= !data->options->ignore_breaks;
        lb_log_warning(data->job->log, "break of the series at %g, between %s and %s: %s; %s",
                       b->from, data->delivery[0].name, data->delivery[data->deliveries - 1].name,
                       b->text ? b->text : "",
                       data->options->ignore_breaks
                           ? "changes are held against noise all the same (--ignore-breaks)"
                           : "no change across it is held against noise (--ignore-breaks)");
    }
}

/* All --------------------------------------------------------------------------------------------
 */

static void set_noise(lb_trend_data *data)
{
    if (data->options->noise)
        lb_noise_parse(data->options->noise, &data->recipe->noise);
    else if (data->recipe->noise.kind == LB_NOISE_NONE)
        lb_noise_parse(usual_noise, &data->recipe->noise);
}

/* Deliveries may divide squares differently; they are compared on the finest units that all share,
 * the connected components of squares that fill a cell in common. */
static lb_status compute_change(lb_trend_data *data)
{
    lb_squares squares[LB_DELIVERIES_MAX];
    lb_square_allocation fill[LB_DELIVERIES_MAX];
    LB_TRY(lb_common_units_make(data->squares, data->deliveries, &data->units));
    for (size_t d = 0; d < data->deliveries; d++) {
        LB_TRY(
            lb_unit_squares_make(data->recipe, &data->units, d, &data->squares[d], &data->unit[d]));
        squares[d] = data->unit[d].squares;
        fill[d] = data->unit[d].fill;
    }
    lb_change_input input = {.recipe = data->recipe,
                             .deliveries = data->deliveries,
                             .units = data->units.count,
                             .squares = squares,
                             .fill = fill,
                             .first = data->units.first,
                             .yardstick = (lb_trend_yardstick)data->options->yardstick,
                             .threads = data->job->threads};
    return lb_index_change_compute(&input, &data->change);
}

/* The first delivery's recipe holds for all. Across a break of the series no change can be tested,
 * so q is unknown for every unit. */
lb_status lb_trend_data_read(lb_trend_data *data, lb_error *err)
{
    for (size_t d = 0; d < data->options->grids; d++)
        LB_TRY(name_delivery(data, d, err));
    data->deliveries = data->options->grids; /* whose memory is freed, read or not */
    LB_TRY(lb_job_steps_run(data->job, data->deliveries, read_grid, data, err));
    data->recipe = &data->delivery[0].input.recipe;
    for (size_t d = 0; d < data->deliveries; d++) {
        LB_TRY(check_grid(data, d, err));
        LB_TRY(order_variables(data, d, err));
        data->squares[d] =
            (lb_delivery_squares){&data->delivery[d].input.squares, &data->delivery[d].input.fill};
    }
    set_noise(data);
    LB_TRY(deflate_levels(data, err));
    find_breaks(data);
    lb_status status = compute_change(data);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s while comparing the deliveries",
                            lb_status_text(status));
    for (size_t u = 0; data->is_broken && u < data->units.count; u++)
        data->change.q[u] = NAN;
    if (data->change.outside > 0)
        lb_log_warning(data->job->log,
                       "%zu %s outside the first grid's least and greatest; %s below 0 or above 1",
                       data->change.outside,
                       lb_number_word(data->change.outside, "value lies", "values lie"),
                       lb_number_word(data->change.outside, "its score is", "their scores are"));
    return LB_OK;
}
