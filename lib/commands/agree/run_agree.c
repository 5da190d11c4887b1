/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `agree`: do the worst squares and the areas coincide? Cells of class `worst` and above are
 * predicted to be inside the areas; how much of each is inside follows from a cell rule, and a 2x2
 * table, its measures and the area under the ROC curve of the index say how well the two agree, one
 * row a rule (docs/methods.md, Agreement). Only cells with a class count. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/interval.h>
#include <lagesbild/agree.h>
#include "command/option_provenance.h"
#include "command/command_result.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/output_check.h"
#include "base/try.h"
#include "base/swedish_text.h"
#include "base/sum.h"
#include "commands/agree/agree_areas.h"
#include "commands/agree/area_union.h"
#include "input/areas/topology_report.h"
#include "output/provenance.h"
#include "output/table_file.h"

enum { MAX_RULES = 4 };

/* One run of agree: its inputs, and for the current cell rule what each cell counts as. */
typedef struct agree_job {
    const lb_agree_options *options;
    const lb_job *job;
    lb_cell_rule rule[MAX_RULES];
    size_t rules;
    lb_area_layer layer;
    lb_overlay overlay;  /* of the grid and the layer */
    lb_cover joined;     /* the union of all areas where some share ground; else empty */
    lb_locator *locator; /* of the layer's areas, for the centres of cells */
    int worst;           /* class from which on cells are predicted */
    bool *predicted;     /* [cells] */
    double *actual;      /* [cells]: part inside by the current rule, 0-1; NaN: no class */
    double *score;       /* [cells]: index, else class */
    lb_agree_result result;
} agree_job;

void lb_agree_result_clear(lb_agree_result *result)
{
    lb_table_clear(&result->rules);
    lb_table_clear(&result->areas);
}

static void clear_agree_job(agree_job *a)
{
    lb_locator_free(a->locator);
    lb_overlay_clear(&a->overlay);
    lb_cover_clear(&a->joined);
    lb_area_layer_clear(&a->layer);
    free(a->predicted);
    free(a->actual);
    free(a->score);
    lb_agree_result_clear(&a->result);
}

/* The rules asked for, else all; lb_command_check knows their names. */
static void read_rules(agree_job *a)
{
    const lb_agree_options *o = a->options;
    a->rules = o->rules ? o->rules : MAX_RULES;
    for (size_t i = 0; i < a->rules; i++)
        a->rule[i] = o->rules ? (lb_cell_rule)lb_text_index(lb_cell_rule_names, o->rule[i])
                              : (lb_cell_rule)i;
}

/* The union of all areas, where it is not simply their sum. */
static lb_status join_areas(agree_job *a, lb_error *err)
{
    bool overlap = false;
    LB_TRY(lb_areas_overlap(&a->layer.areas, a->job->threads, &overlap, err));
    if (!overlap)
        return LB_OK;
    return lb_area_union_cover(&a->layer.areas, NULL, &a->overlay.grid.grid, a->job->threads,
                               &a->joined, err);
}

/* NULL: no two areas share ground. */
static const lb_cover *joined_areas(const agree_job *a)
{
    return a->joined.count > 0 ? &a->joined : NULL;
}

/* Areas on the grid, the worst class and a locator of the areas. */
static lb_status make_overlay(agree_job *a, lb_error *err)
{
    const lb_agree_options *o = a->options;
    lb_overlay_input input = {.grid = o->grid,
                              .areas = o->areas,
                              .fields = {o->name, o->category, o->priority},
                              .column = lb_default_columns,
                              .n_columns = LB_DEFAULT_COLUMNS};
    LB_TRY(lb_overlay_make(&input, a->job, &a->layer, &a->overlay, err));
    LB_TRY(lb_topology_check_areas(&a->layer.areas, a->job, err));
    LB_TRY(join_areas(a, err));
    if (!a->overlay.class_of || a->overlay.classes == 0)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: has no classes; expected a column or band 'class', as in a grid "
                            "made by lagesbild index",
                            o->grid);
    a->worst = o->worst ? o->worst : a->overlay.classes;
    if (a->worst > a->overlay.classes)
        return lb_error_set(err, LB_E_USAGE, "--worst: %d found, the grid's classes are 1 to %d",
                            a->worst, a->overlay.classes);
    lb_status status =
        lb_locator_new(&a->layer.areas.shapes, &a->overlay.grid.grid, a->job->threads, &a->locator);
    return status == LB_OK
               ? LB_OK
               : lb_error_set(err, status, "%s: %s", a->layer.areas.source, lb_status_text(status));
}

/* Which cells are predicted, and the score that ranks them: the index, or the class in a grid that
 * has classes alone. */
static lb_status mark_cells(agree_job *a, lb_error *err)
{
    size_t cells = a->overlay.grid.cells;
    const double *index = a->overlay.grid.value[LB_INDEX];
    a->predicted = calloc(cells + 1, sizeof *a->predicted);
    a->actual = calloc(cells + 1, sizeof *a->actual);
    a->score = calloc(cells + 1, sizeof *a->score);
    if (!a->predicted || !a->actual || !a->score)
        return lb_error_memory(err);
    for (size_t i = 0; i < cells; i++) {
        int of = a->overlay.class_of[i];
        a->predicted[i] = of >= a->worst;
        a->score[i] = index ? index[i] : of;
    }
    return LB_OK;
}

enum { RULE, CELLS, N_COLUMNS = CELLS + 12 };

/* The values of the columns from CELLS on, in their order. Cells are sums of parts, not whole. */
static void write_row(lb_table *t, lb_cell_rule rule, const lb_confusion_matrix *n,
                      const lb_auc *auc)
{
    size_t row = lb_table_add_row(t);
    double all = n->both + n->predicted_only + n->actual_only + n->neither;
    const double value[N_COLUMNS - CELLS] = {all,
                                             n->both,
                                             n->predicted_only,
                                             n->actual_only,
                                             n->neither,
                                             lb_agree_precision(n),
                                             lb_agree_recall(n),
                                             lb_agree_f1(n),
                                             lb_agree_kappa(n),
                                             auc->value,
                                             auc->low,
                                             auc->high};
    lb_table_set_text(t, row, RULE, lb_cell_rule_names[rule]);
    for (size_t i = CELLS; i < N_COLUMNS; i++)
        lb_table_set_real(t, row, i, value[i - CELLS]);
}

/* The four numbers of the 2x2 table must add up to the cells with a class, to 1e-9 of them. */
static lb_status check_cell_totals(const agree_job *a, const lb_confusion_matrix *n, lb_error *err)
{
    double all = n->both + n->predicted_only + n->actual_only + n->neither, cells = 0;
    for (size_t i = 0; i < a->overlay.grid.cells; i++)
        cells += a->overlay.class_of[i] > 0;
    if (fabs(all - cells) <= 1e-9 * fmax(cells, 1))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: the totals of cells do not add up: %.9g have a class, but %.9g are "
                        "in the table",
                        a->options->grid, cells, all);
}

/* One row of the table: how much of each cell is inside by the rule, against the prediction. */
static lb_status count_rule(agree_job *a, lb_cell_rule rule, lb_error *err)
{
    lb_cell_list cells = lb_overlay_cells(&a->overlay);
    /* The locator finds centres in the areas themselves, and needs their cover beside it. */
    bool by_union = joined_areas(a) && rule != LB_RULE_CENTROID;
    lb_cell_areas areas = {by_union ? &a->joined : &a->layer.geometry.cover, a->locator, NULL};
    lb_auc auc;
    double z = lb_interval_z(a->options->confidence);
    lb_status status = lb_cell_rule_apply(rule, &areas, &cells, a->actual);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", a->options->areas, lb_status_text(status));
    for (size_t i = 0; i < cells.count; i++)
        if (a->overlay.class_of[i] == 0)
            a->actual[i] = (double)NAN;
    lb_confusion_matrix n = lb_agree_count(cells.count, a->predicted, a->actual, NULL);
    if (lb_auc_compute(cells.count, a->score, a->actual, NULL, z, &auc) != LB_OK)
        return lb_error_memory(err);
    write_row(&a->result.rules, rule, &n, &auc);
    return check_cell_totals(a, &n, err);
}

static lb_status make_tables(agree_job *a, lb_error *err)
{
    LB_TRY(mark_cells(a, err));
    lb_add_described_columns(&a->result.rules, &lb_agree_command, "");
    for (size_t i = 0; i < a->rules; i++)
        LB_TRY(count_rule(a, a->rule[i], err));
    if (lb_table_status(&a->result.rules) != LB_OK)
        return lb_error_memory(err);
    lb_agree_areas_input input = {.overlay = &a->overlay,
                                  .worst = a->predicted,
                                  .options = a->options,
                                  .joined = joined_areas(a),
                                  .threads = a->job->threads};
    return lb_agree_areas_table(&input, &a->result.areas, err);
}

static void log_definitions(const agree_job *a)
{
    lb_log_note(a->job->log,
                "predicted are cells of class %d%s of %d; inside is what the rule of the row says; "
                "only cells with a class count",
                a->worst, a->worst < a->overlay.classes ? " and above" : "", a->overlay.classes);
    lb_log_note(a->job->log,
                "an area is vulnerable when at least %g %% of its %s in cells with a class are in "
                "predicted cells; areas without such cells are left out of the shares",
                100 * a->options->vulnerable,
                a->overlay.grid.value[LB_PEOPLE] ? "people" : "surface");
}

/* Surfaces are planar square metres, summed over the areas. */
static void add_balance(const agree_job *a, lb_provenance *p)
{
    const lb_profile *profile = &a->overlay.profile;
    lb_sum with_data = {0}, no_data = {0}, outside = {0};
    for (size_t i = 0; i < profile->count; i++) {
        lb_sum_add(&with_data, profile->with_data[i]);
        lb_sum_add(&no_data, profile->no_data[i]);
        lb_sum_add(&outside, profile->outside[i]);
    }
    lb_provenance_balance(p, "cells_with_class", lb_table_real(&a->result.rules, 0, CELLS));
    lb_provenance_balance(p, "cells_with_data", (double)a->overlay.grid.cells);
    lb_provenance_balance(p, "planar_over_data", lb_sum_value(with_data));
    lb_provenance_balance(p, "planar_no_data", lb_sum_value(no_data));
    lb_provenance_balance(p, "planar_outside", lb_sum_value(outside));
}

static lb_status write_files(const agree_job *a, lb_error *err)
{
    const lb_agree_options *o = a->options;
    lb_provenance p = {0};
    lb_table_file file[] = {
        {.path = o->output, .name = "agree", .table = &a->result.rules},
        {.path = o->areas_output, .name = "agree_areas", .table = &a->result.areas}};
    lb_provenance_begin(&p, &lb_agree_command, o, a->job);
    lb_provenance_used_real(&p, "worst", a->worst);
    add_balance(a, &p);
    lb_areas_to_provenance(&a->layer.areas, &p);
    lb_provenance_source(&p, o->grid, NULL, a->overlay.grid.rows);
    lb_areas_input_to_provenance(&a->layer.areas, &p);
    lb_status status = lb_table_files_write(&p, file, 2, o->provenance, a->job, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status compute_agreement(agree_job *a, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_agree_command, a->options, a->job, err));
    read_rules(a);
    LB_TRY(make_overlay(a, err));
    LB_TRY(make_tables(a, err));
    log_definitions(a);
    return write_files(a, err);
}

lb_status lb_agree_run(const lb_agree_options *options, const lb_job *job, lb_agree_result *out,
                       lb_error *err)
{
    lb_own_job own;
    agree_job a = {.options = options,
                   .job = lb_command_job(&lb_agree_command, options, job, &own)};
    lb_status status = compute_agreement(&a, err);
    if (status == LB_OK) {
        *out = a.result;
        a.result = (lb_agree_result){{0}, {0}};
    }
    clear_agree_job(&a);
    return status;
}

lb_status lb_agree_command_run(const void *options, const lb_job *job, lb_command_result *out,
                               lb_error *err)
{
    lb_agree_result result = {.rules = {0}};
    LB_TRY(lb_agree_run(options, job, &result, err));
    lb_command_result_add(out, "", &result.rules);
    lb_command_result_add(out, "areas", &result.areas);
    return LB_OK;
}
