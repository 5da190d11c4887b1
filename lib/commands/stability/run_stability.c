/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `stability`: squares and their recipe, the index by every combination of the recipe's
 * choices, and what that says of squares, choices and areas (docs/methods.md, Stability). */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/number.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/output_check.h"
#include "commands/stability/stability_tables.h"
#include "input/areas/topology_report.h"
#include "input/overlay/empty_areas.h"
#include "output/table_file.h"

void lb_stability_report_clear(lb_stability_report *report)
{
    lb_table_clear(&report->squares);
    lb_table_clear(&report->summary);
    lb_table_clear(&report->factors);
    lb_table_clear(&report->recipes);
    lb_table_clear(&report->areas);
}

static void clear_data(lb_stability_data *data)
{
    lb_recipe_squares_clear(&data->input);
    lb_recipe_levels_clear(&data->levels);
    lb_area_layer_clear(&data->layer);
    lb_stability_clear(&data->result);
    free(data->area_first);
    free(data->area_part);
}

/* Combinations are counted before anything is computed. */
static lb_status read_input(lb_stability_data *d, lb_error *err)
{
    const lb_stability_options *o = d->options;
    LB_TRY(lb_recipe_squares_read(o->recipe, &LB_JOIN_OPTIONS(o), d->job, &d->input, err));
    if (lb_recipe_levels_make(&d->input.recipe, &d->levels) != LB_OK)
        return lb_error_memory(err);
    if (lb_stability_recipes(&d->levels) == 0)
        return lb_error_set(err, LB_E_INPUT,
                            "recipe '%s': stability: its levels make more than %d recipes; give "
                            "fewer levels or vary fewer choices at a time",
                            d->input.recipe.name, LB_RECIPES_MAX);
    return LB_OK;
}

/* Areas -----------------------------------------------------------------------------------------
 */

/* The people of each square in area a, cell by cell: a square of several cells has several parts,
 * which come together where they follow on each other. */
static bool add_area_parts(lb_stability_data *d, const lb_cell_span *span, size_t *n, size_t *room)
{
    const lb_square_allocation *fill = &d->input.fill;
    int64_t first = (int64_t)span->row * fill->grid.ncol + span->col;
    for (size_t low = lb_square_allocation_from(fill, first);
         low < fill->cells && fill->cell[low] < first + span->length; low++) {
        size_t square = fill->square[low];
        double people = d->input.squares.population[square] / fill->count[square] * span->fraction;
        if (isnan(people))
            continue;
        if (!lb_array_reserve(&d->area_part, room, *n + 1, sizeof *d->area_part))
            return false;
        d->area_part[(*n)++] = (lb_area_people){square, people};
    }
    return true;
}

static lb_status warn_of_empty_areas(const lb_stability_data *d, const lb_grid_values *cells,
                                     lb_error *err)
{
    size_t areas = d->layer.areas.shapes.count;
    const char *source = d->options->sources ? d->options->source[0] : d->input.recipe.name;
    bool *empty = malloc(areas + 1);
    for (size_t a = 0; empty && a < areas; a++)
        empty[a] = d->area_first[a] == d->area_first[a + 1];
    lb_status status =
        empty ? lb_grid_warn_of_empty_areas(cells, source, &d->layer.areas, empty, d->job->log)
              : LB_E_MEMORY;
    free(empty);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Areas as lists of squares with the part of each inside, so that every recipe's mean is a sum over
 * the same lists. */
static lb_status read_areas(lb_stability_data *d, lb_error *err)
{
    lb_grid_values cells = lb_recipe_squares_cells(&d->input);
    lb_overlay_input input = {.grid = d->input.recipe.name,
                              .areas = d->options->areas,
                              .fields = {.name = d->options->name}};
    size_t n = 0, room = 0;
    if (!d->options->areas)
        return LB_OK;
    LB_TRY(lb_area_layer_read(&input, &cells, d->job, &d->layer, err));
    const lb_cover *cover = lb_area_layer_cover(&d->layer);
    d->area_first = calloc(cover->count + 1, sizeof *d->area_first);
    bool good = d->area_first;
    for (size_t a = 0; good && a < cover->count; a++) {
        for (size_t s = cover->first[a]; good && s < cover->first[a + 1]; s++)
            good = add_area_parts(d, &cover->span[s], &n, &room);
        d->area_first[a + 1] = n;
    }
    return good ? warn_of_empty_areas(d, &cells, err) : lb_error_memory(err);
}

/* All -------------------------------------------------------------------------------------------
 */

/* Ranks are kept in full up to LB_RANKS_KEPT of them, or always with --exact-ranks; beyond that in
 * bins (docs/methods.md, Stability). */
static lb_status compute_stability(lb_stability_data *d, lb_error *err)
{
    lb_stability_input input = {.recipe = &d->input.recipe,
                                .squares = &d->input.squares,
                                .fill = &d->input.fill,
                                .levels = &d->levels,
                                .areas = d->layer.areas.shapes.count,
                                .area_first = d->area_first,
                                .area_part = d->area_part,
                                .keep = d->options->exact_ranks ? SIZE_MAX : LB_RANKS_KEPT,
                                .threads = d->job->threads};
    lb_status status = lb_stability_compute(&input, &d->result);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s while computing the recipes", lb_status_text(status));
    if (d->result.index.passed == 0)
        return lb_error_set(err, LB_E_INPUT,
                            "no square has an index: at least %g people and %g of the weight are "
                            "needed",
                            d->input.recipe.minimum_population, d->input.recipe.minimum_weight);
    if (d->result.usual == d->result.recipes)
        lb_log_note(d->job->log, "the unchanged recipe is none of the combinations of stability; "
                                 "it is one more");
    if (!d->result.ranges.kept)
        lb_log_note(d->job->log,
                    "ranks are counted in %d bins: medians and percentiles are exact to 1/%d of "
                    "the squares",
                    LB_RANK_BINS, LB_RANK_BINS);
    return LB_OK;
}

static lb_status make_tables(const lb_stability_data *d, lb_stability_report *report,
                             char sentence[LB_STABILITY_SENTENCE], lb_error *err)
{
    bool made = lb_stability_summary_table(d, &report->summary) == LB_OK &&
                lb_stability_factors_table(d, &report->factors, sentence) == LB_OK &&
                lb_stability_squares_table(d, &report->squares) == LB_OK &&
                lb_stability_recipes_table(d, &report->recipes) == LB_OK &&
                (!d->area_first || lb_stability_areas_table(d, &report->areas) == LB_OK);
    if (!made)
        return lb_error_memory(err);
    if (sentence[0])
        lb_log_note(d->job->log, "%zu %s: %s", d->result.all,
                    lb_number_word(d->result.all, "recipe", "recipes"), sentence);
    return LB_OK;
}

/* The recipe goes in as YAML with all defaults, and how many recipes its choices make. */
static void add_provenance(const lb_stability_data *d, const char *sentence, lb_provenance *p)
{
    const lb_stability_options *o = d->options;
    lb_provenance_recipe(p, lb_recipe_to_yaml(&d->input.recipe));
    lb_join_to_provenance(&LB_JOIN_OPTIONS(o), NULL, p);
    lb_areas_input_to_provenance(&d->layer.areas, p);
    if (sentence[0])
        lb_provenance_used(p, "in_words", sentence);
    lb_provenance_balance(p, "squares", (double)d->input.squares.count);
    lb_provenance_balance(p, "squares_with_index", (double)d->result.index.passed);
    lb_provenance_balance(p, "recipes", (double)d->result.all);
}

static lb_status write_files(const lb_stability_data *d, const lb_stability_report *report,
                             const char *sentence, lb_error *err)
{
    const lb_stability_options *o = d->options;
    const lb_table_file files[] = {
        {.path = o->output, .name = "stability", .table = &report->squares},
        {.path = o->factors, .name = "factors", .table = &report->factors},
        {.path = o->recipes, .name = "recipes", .table = &report->recipes},
        {.path = o->areas_output, .name = "areas", .table = &report->areas}};
    lb_provenance p = {0};
    lb_provenance_begin(&p, &lb_stability_command, o, d->job);
    add_provenance(d, sentence, &p);
    lb_status status = lb_table_files_write(&p, files, 4, o->provenance, d->job, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status measure_stability(lb_stability_data *d, lb_stability_report *report, lb_error *err)
{
    char sentence[LB_STABILITY_SENTENCE] = "";
    LB_TRY(lb_command_begin(&lb_stability_command, d->options, d->job, err));
    LB_TRY(read_input(d, err));
    LB_TRY(read_areas(d, err));
    LB_TRY(compute_stability(d, err));
    LB_TRY(make_tables(d, report, sentence, err));
    return write_files(d, report, sentence, err);
}

lb_status lb_stability_run(const lb_stability_options *options, const lb_job *job,
                           lb_stability_report *out, lb_error *err)
{
    lb_own_job own;
    lb_stability_data data = {.options = options,
                              .job = lb_command_job(&lb_stability_command, options, job, &own)};
    lb_stability_report report = {.squares = {0}};
    lb_status status = measure_stability(&data, &report, err);
    clear_data(&data);
    LB_HAND_OVER(status, report, out, lb_stability_report_clear);
}

lb_status lb_stability_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                   lb_error *err)
{
    lb_stability_report report = {.squares = {0}};
    LB_TRY(lb_stability_run(options, job, &report, err));
    lb_command_result_add(out, "summary", &report.summary);
    lb_command_result_add(out, "factors", &report.factors);
    lb_command_result_add(out, "areas", &report.areas);
    lb_command_result_add(out, "", &report.squares);
    lb_command_result_add(out, "recipes", &report.recipes);
    return LB_OK;
}
