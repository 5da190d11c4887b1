/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `suggest`: squares with their labels and predictors, models tried on areas that they
 * have not seen, and areas grown from the scores of the model of all (docs/methods.md, Suggested
 * areas). */
#include <stdlib.h>

#include "base/number.h"
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/output_check.h"
#include "commands/suggest/suggest_areas.h"
#include "commands/suggest/suggest_borders.h"
#include "commands/suggest/suggest_events.h"
#include "commands/suggest/suggest_folds.h"
#include "commands/suggest/suggest_lists.h"
#include "commands/suggest/suggest_notice.h"
#include "commands/suggest/suggest_predictors.h"
#include "commands/suggest/suggest_tables.h"
#include "input/areas/topology_report.h"
#include "output/table_file.h"
#include "render/qgis/qml_sld.h"

static const double many_times = 3; /* as many people in suggestions as on the list */
enum { LAYER_SQUARES, LAYER_SUGGESTIONS, LAYER_CLOSED, LAYER_ZONES, LAYERS, TABLES = 4 };

typedef struct suggest_job {
    lb_suggest_data data;
    lb_fitted_model fitted[LB_SUGGEST_ROWS];
    lb_suggestions suggestions;
    lb_provenance provenance;
    lb_table layer[LAYERS]; /* of the GeoPackage; without columns: not asked for */
    lb_shapes shapes[LAYERS];
    lb_suggest_result result;
} suggest_job;

void lb_suggest_result_clear(lb_suggest_result *result)
{
    lb_table_clear(&result->suggestions);
    lb_table_clear(&result->validation);
    lb_table_clear(&result->summary);
    lb_table_clear(&result->additions);
}

static void clear_job(suggest_job *s)
{
    lb_suggestions_clear(&s->suggestions);
    lb_fitted_models_clear(s->fitted);
    lb_suggest_data_clear(&s->data);
    lb_provenance_clear(&s->provenance);
    for (int k = 0; k < LAYERS; k++) {
        lb_table_clear(&s->layer[k]);
        lb_shapes_clear(&s->shapes[k]);
    }
    lb_suggest_result_clear(&s->result);
}

/* In this order: predictors need the squares, folds the labels. */
static lb_status read_inputs(suggest_job *s, lb_error *err)
{
    lb_suggest_data *d = &s->data;
    LB_TRY(lb_suggest_data_read(d, err));
    LB_TRY(lb_suggest_add_variables(d, err));
    lb_provenance_source(&s->provenance, d->options->grid, NULL, (int64_t)d->input.squares.count);
    lb_areas_input_to_provenance(&d->layer.areas, &s->provenance);
    LB_TRY(lb_suggest_add_events(d, &s->provenance, err));
    LB_TRY(lb_suggest_make_folds(d, err));
    lb_log_note(d->job->log,
                "%zu %s of %d m %s assessed, %zu with %.0f people %s not; %zu of them %s on the "
                "list, in %zu %s of areas",
                d->rows, lb_number_word(d->rows, "square", "squares"), d->size,
                lb_number_word(d->rows, "is", "are"), d->not_assessed, d->not_assessed_people,
                lb_number_word(d->not_assessed, "is", "are"), d->positives,
                lb_number_word(d->positives, "is", "are"), d->groups,
                lb_number_word(d->groups, "group", "groups"));
    return LB_OK;
}

/* Suggestions are of model A always: B is beside it in the validation, and never takes its place.
 */
static lb_status make_tables(suggest_job *s, lb_error *err)
{
    lb_suggest_data *d = &s->data;
    LB_TRY(lb_suggest_fit_models(d, s->fitted, err));
    if (lb_suggest_validation_table(d, s->fitted, &s->result.validation) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(lb_suggest_check_model(d, &s->result.validation, err));
    lb_status status = lb_suggestions_make(d, &s->fitted[LB_ROW_A], &s->suggestions);
    if (status == LB_OK)
        status = lb_suggest_table(&s->suggestions, &s->result.suggestions);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Cores have as many people as the list; where p hardly differs between squares, much of the map
 * is above half of a core's p and grows round them. */
static void warn_of_size(const suggest_job *s)
{
    const lb_suggestions *of = &s->suggestions;
    lb_sum people = {0};
    for (size_t k = 0; k < of->found; k++)
        lb_sum_add(&people, of->suggestion[k].people);
    double times = lb_sum_value(people) / of->listed_people;
    if (times > many_times)
        lb_log_warning(
            s->data.job->log,
            "where something is suggested live %.0f people, %.1f times as many as on the "
            "list: p differs too little between squares to draw borders; a greater "
            "--threshold than %.3g draws them closer",
            lb_sum_value(people), times, of->high);
}

/* What the figures of stability rest on, and where nothing was found. */
static void log_suggestions(const suggest_job *s)
{
    const lb_suggestions *of = &s->suggestions;
    lb_log *log = s->data.job->log;
    size_t draws = (size_t)s->data.options->draws;
    if (of->draws < draws)
        lb_log_warning(log,
                       "%zu of %zu resamples %s no model (a greater --lambda has); stability and "
                       "intervals are of the others",
                       draws - of->draws, draws, lb_number_word(draws - of->draws, "has", "have"));
    if (of->found == 0)
        lb_log_warning(
            log,
            "nothing is suggested: no group of squares with p above %.3g has %d populated "
            "squares and %g people",
            of->high, s->data.options->min_squares, s->data.options->min_people);
    warn_of_size(s);
    lb_log_note(log, "%zu %s, from squares with p of %.3g or more; lambda %g", of->found,
                lb_number_word(of->found, "suggestion", "suggestions"), of->high,
                s->fitted[LB_ROW_A].lambda);
}

static lb_status make_layers(suggest_job *s, lb_error *err)
{
    const lb_suggest_options *o = s->data.options;
    const lb_suggestions *of = &s->suggestions;
    if (!o->gpkg)
        return LB_OK;
    lb_status status = lb_suggest_squares(of, &s->layer[LAYER_SQUARES], &s->shapes[LAYER_SQUARES]);
    if (status == LB_OK)
        status = lb_suggest_layer(of, &s->layer[LAYER_SUGGESTIONS], &s->shapes[LAYER_SUGGESTIONS]);
    if (status == LB_OK && o->closed)
        status = lb_suggest_closed_borders(of, &s->layer[LAYER_CLOSED], &s->shapes[LAYER_CLOSED]);
    if (status != LB_OK)
        return lb_error_memory(err);
    lb_provenance_source(&s->provenance, o->snap, NULL, -1);
    return o->snap
               ? lb_suggest_zone_borders(of, &s->layer[LAYER_ZONES], &s->shapes[LAYER_ZONES], err)
               : LB_OK;
}

/* What was chosen where an option did not say, what was refused, and how many squares and people
 * play a part. */
static void add_provenance(suggest_job *s)
{
    const lb_suggest_data *d = &s->data;
    lb_provenance *p = &s->provenance;
    lb_provenance_used_real(p, "lambda", s->fitted[LB_ROW_A].lambda);
    lb_provenance_used_real(p, "threshold", s->suggestions.high);
    lb_provenance_used_real(p, "recalibration_slope", s->suggestions.slope);
    lb_provenance_used_real(p, "recalibration_intercept", s->suggestions.intercept);
    if (d->groups < LB_FEWEST_GROUPS)
        lb_provenance_used(p, "despite_refusal", "fewer than 5 groups of listed areas");
    if (d->late_events > 0)
        lb_provenance_used(p, "despite_refusal_events", "events later than the list");
    if (d->is_chance)
        lb_provenance_used(p, "despite_refusal_model", "no better than chance");
    lb_provenance_balance(p, "squares_assessed", (double)d->rows);
    lb_provenance_balance(p, "squares_not_assessed", (double)d->not_assessed);
    lb_provenance_balance(p, "people_not_assessed", d->not_assessed_people);
    lb_provenance_balance(p, "squares_listed", (double)d->positives);
    lb_provenance_balance(p, "groups", (double)d->groups);
    lb_provenance_balance(p, "resamples", (double)s->suggestions.draws);
    lb_suggest_give_notice(&s->suggestions, p);
}

/* Files -------------------------------------------------------------------------------------------
 */

static char *square_style(bool english)
{
    static char low[] = "#f0f0f0", middle[] = "#fdcc8a", high[] = "#d7301f";
    static char *const colours[] = {low, middle, high};
    static const char *const labels[2][4] = {
        {"liknar inte", "liknar något", "liknar", "-"},
        {"no resemblance", "some resemblance", "resembles", "-"}};
    lb_style_options style = {
        .classes = 3, .colours = colours, .label = labels[english], .english = english};
    return lb_style_vector_qml(&style);
}

/* The layers that were made, then the tables; returns how many. */
static size_t list_files(const suggest_job *s, char *const styles[LAYERS],
                         lb_table_file file[LAYERS + TABLES])
{
    static const char *const names[LAYERS] = {"rutor", "forslag", "forslag_slutna",
                                              "forslag_zoner"};
    const lb_suggest_options *o = s->data.options;
    size_t n = 0;
    for (int k = 0; k < LAYERS; k++)
        if (s->layer[k].columns > 0)
            file[n++] = (lb_table_file){.path = o->gpkg,
                                        .name = names[k],
                                        .table = &s->layer[k],
                                        .shapes = &s->shapes[k],
                                        .crs = s->data.input.crs,
                                        .style_name = styles[k] ? names[k] : NULL,
                                        .style_qml = styles[k]};
    file[n++] =
        (lb_table_file){.path = o->output, .name = "forslag", .table = &s->result.suggestions};
    file[n++] = (lb_table_file){
        .path = o->validation, .name = "validation", .table = &s->result.validation};
    file[n++] = (lb_table_file){.path = o->summary, .name = "summary", .table = &s->result.summary};
    file[n++] =
        (lb_table_file){.path = o->additions, .name = "additions", .table = &s->result.additions};
    return n;
}

static lb_status write_files(suggest_job *s, lb_error *err)
{
    const lb_suggest_options *o = s->data.options;
    const lb_job *job = s->data.job;
    char *styles[LAYERS] = {square_style(job->english), lb_suggest_style(job->english)};
    lb_table_file file[LAYERS + TABLES];
    size_t n = list_files(s, styles, file);
    lb_status status = styles[0] && styles[1]
                           ? lb_table_files_write(&s->provenance, file, n, o->provenance, job, err)
                           : lb_error_memory(err);
    free(styles[0]);
    free(styles[1]);
    return status;
}

static lb_status compute_suggestions(suggest_job *s, lb_error *err)
{
    const lb_suggest_options *o = s->data.options;
    LB_TRY(lb_command_begin(&lb_suggest_command, o, s->data.job, err));
    lb_provenance_begin(&s->provenance, &lb_suggest_command, o, s->data.job);
    LB_TRY(read_inputs(s, err));
    LB_TRY(make_tables(s, err));
    LB_TRY(lb_suggest_compare_lists(&s->suggestions, &s->result.summary, &s->result.additions,
                                    &s->provenance, err));
    LB_TRY(make_layers(s, err));
    log_suggestions(s);
    add_provenance(s);
    return write_files(s, err);
}

lb_status lb_suggest_run(const lb_suggest_options *options, const lb_job *job,
                         lb_suggest_result *out, lb_error *err)
{
    lb_own_job own;
    suggest_job *s = calloc(1, sizeof *s);
    if (!s)
        return lb_error_memory(err);
    s->data.options = options;
    s->data.job = lb_command_job(&lb_suggest_command, options, job, &own);
    lb_status status = compute_suggestions(s, err);
    if (status == LB_OK) {
        *out = s->result;
        s->result = (lb_suggest_result){.summary = {0}};
    }
    clear_job(s);
    free(s);
    return status;
}

lb_status lb_suggest_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                 lb_error *err)
{
    lb_suggest_result result = {.summary = {0}};
    LB_TRY(lb_suggest_run(options, job, &result, err));
    lb_command_result_add(out, "", &result.suggestions);
    lb_command_result_add(out, "validation", &result.validation);
    lb_command_result_add(out, "summary", &result.summary);
    lb_command_result_add(out, "additions", &result.additions);
    return LB_OK;
}
