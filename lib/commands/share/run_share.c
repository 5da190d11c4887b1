/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/share.h>
#include <lagesbild/position_probability.h>
#include "command/command_result.h"
#include "command/command_list.h"
#include "base/try.h"
#include "input/grid/grid_read.h"
#include "base/swedish_text.h"
#include "commands/share/share_count.h"
#include "commands/share/border_events.h"
#include "commands/share/share_files.h"
#include "commands/share/share_table.h"
#include "output/table_file.h"
#include "port/proj/crs.h"
#include "port/geos/geos_partition.h"

static lb_status read_periods(lb_share_state *s, lb_error *err)
{
    const lb_share_options *o = s->options;
    s->rules = o->periods ? o->periods : 1;
    s->rule = calloc(s->rules, sizeof *s->rule);
    if (!s->rule)
        return lb_error_memory(err);
    for (size_t i = 0; i < s->rules; i++) {
        const char *text = o->periods ? o->period[i] : NULL;
        if (lb_period_parse(text, &s->rule[i]) != LB_OK)
            return lb_error_set(err, LB_E_USAGE,
                                "--period: '%s' found, expected year, half, quarter, month or "
                                "FROM/TO as 2021-01-01/2021-07-01 (the end is not included)",
                                text);
    }
    return LB_OK;
}

static lb_status check_options(const lb_share_state *s, lb_error *err)
{
    const lb_share_options *o = s->options;
    if (!(o->confidence > 0 && o->confidence < 1))
        return lb_error_set(err, LB_E_USAGE, "--confidence: %g found, expected between 0 and 1",
                            o->confidence);
    if (!(o->reference_km2 > 0))
        return lb_error_set(err, LB_E_USAGE, "--reference-km2: %g found, expected above 0",
                            o->reference_km2);
    if (!(o->position_error >= 0 && o->position_error <= 1e6))
        return lb_error_set(err, LB_E_USAGE,
                            "--position-error: %g found, expected metres, 0 or above",
                            o->position_error);
    if (o->draws < 1 || o->draws > 1000000)
        return lb_error_set(err, LB_E_USAGE, "--draws: %d found, expected 1 to 1000000", o->draws);
    if (o->border_out && !o->border_curve)
        return lb_error_set(err, LB_E_USAGE, "--border-out: needs --border-curve D1,D2,...");
    if (o->edge_events && !o->border_curve && !(o->position_error > 0))
        return lb_error_set(err, LB_E_USAGE,
                            "--edge-events: how close is close? Needs --position-error METRES or "
                            "--border-curve D1,D2,...");
    lb_status status = lb_crs_check(s->crs, err);
    if (status == LB_OK)
        status = lb_table_files_check((const char *[]){o->border_out, o->edge_events}, 2, err);
    return status;
}

/* Denominators of the grid -------------------------------------------------------------------- */

static lb_status compute_set_denominators(lb_share_state *s, lb_share_set *set,
                                          const lb_grid_values *values, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_area_fields fields = {o->name, o->category, o->priority};
    lb_areas repeated = {0};
    const lb_areas *areas = &set->areas;
    lb_status status = LB_OK;
    if (strcmp(values->crs, s->crs) != 0) {
        lb_job silent = *s->job;
        silent.log = NULL;
        status =
            lb_areas_read(o->areas[set - s->set], &fields, values->crs, &silent, &repeated, err);
        areas = &repeated;
    }
    if (status == LB_OK)
        status = lb_denominators_compute(values, areas, &set->times, &set->epochs,
                                         &set->position.credits, &set->grid, err);
    if (areas == &repeated)
        lb_areas_clear(&repeated);
    if (status == LB_OK && set->grid.areas_outside > 0)
        lb_log_warning(s->job->log,
                       "%s: %zu of %zu areas have no cell of the grid; nobody "
                       "is counted there: events and grid should be of the same country or region",
                       set->areas.label, set->grid.areas_outside, set->areas.shapes.count);
    return status;
}

static lb_status compute_denominators(lb_share_state *s, lb_error *err)
{
    static const lb_grid_column wanted[] = {{"population", true, true}, {"size", false, false}};
    lb_grid_values values = {0};
    if (!s->options->grid)
        return LB_OK;
    lb_status status = lb_grid_values_read(s->options->grid, wanted, 2, s->job, &values, err);
    for (size_t i = 0; i < s->sets && status == LB_OK; i++)
        status = compute_set_denominators(s, &s->set[i], &values, err);
    if (status == LB_OK)
        lb_log_note(s->job->log,
                    "%s: %.0f people; populated land is %.4f km2 of cells with people, urban land "
                    "%.4f km2 of them delivered as squares of 250 m or less",
                    lb_text_base_name(s->options->grid),
                    s->set[0].grid.total[LB_DENOMINATOR_PEOPLE],
                    s->set[0].grid.total[LB_DENOMINATOR_POPULATED] / 1e6,
                    s->set[0].grid.total[LB_DENOMINATOR_URBAN] / 1e6);
    lb_grid_values_clear(&values);
    return status;
}

/* The whole job ------------------------------------------------------------------------------- */

static lb_status prepare_run(lb_share_state *s, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_status status = check_options(s, err);
    if (status == LB_OK && o->border_curve)
        status = lb_border_curve_parse(o->border_curve, &s->curve, err);
    if (status == LB_OK)
        status = read_periods(s, err);
    s->sigma = o->position_error > 0 ? lb_sigma_from_median_error(o->position_error) : 0;
    if (status == LB_OK && o->edge_events)
        lb_border_events_begin(&s->near_border);
    return status == LB_OK ? lb_share_sets_read(s, err) : status;
}

void lb_share_result_clear(lb_share_result *result)
{
    lb_table_clear(&result->table);
    lb_table_clear(&result->border);
}

/* Square metres: those of the areas one by one = those of the union + those that more than one has,
 * measured each by itself, to a part in 10^9 and GEOS's rounding. */
static lb_status check_area_totals(const lb_share_set *set, lb_error *err)
{
    lb_geos_parts pieces = {0};
    double repeated = 0, sum = set->sizes.sum_planar, whole = set->sizes.union_planar;
    double rounding = 1e-9 * sum + 0.1;
    if (fabs(sum - whole) <= rounding)
        return LB_OK;
    lb_status status = lb_geos_partition(&set->areas.shapes, &pieces, err);
    for (size_t i = 0; status == LB_OK && i < pieces.shapes.count; i++)
        repeated +=
            (double)(pieces.first[i + 1] - pieces.first[i] - 1) * lb_shapes_area(&pieces.shapes, i);
    lb_geos_parts_clear(&pieces);
    if (status == LB_OK && !(fabs(sum - whole - repeated) <= rounding))
        return lb_error_set(err, LB_E_INPUT,
                            "%s: the balance does not close: %.3f m2 of areas, %.3f of their "
                            "union, %.3f held more than once",
                            set->areas.label, sum, whole, repeated);
    return status;
}

static lb_status make_tables(const lb_share_state *s, lb_share_result *out)
{
    const lb_share_options *o = s->options;
    lb_status status = lb_share_table(s->set, s->sets, o, s->job->english, &out->table);
    if (status == LB_OK && o->border_curve)
        status = lb_share_border_table(s->set, s->sets, o, &out->border);
    return status;
}

lb_status lb_share_run_all(const lb_share_options *options, const lb_job *job, lb_share_result *out,
                           lb_error *err)
{
    lb_share_state s = {.options = options, .job = job, .crs = job->crs ? job->crs : "EPSG:3006"};
    lb_share_result result = {0};
    lb_status status = prepare_run(&s, err);
    if (status == LB_OK)
        status = lb_share_count(&s, err);
    for (size_t i = 0; i < s.sets && status == LB_OK; i++)
        if ((status = lb_share_check_totals(&s.set[i], s.rows, s.rules, err)) == LB_OK)
            status = check_area_totals(&s.set[i], err);
    if (status == LB_OK)
        status = compute_denominators(&s, err);
    if (status == LB_OK && make_tables(&s, &result) != LB_OK)
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = lb_share_write(&s, &result.table, &result.border, err);
    lb_share_state_clear(&s);
    if (status == LB_OK)
        *out = result;
    else
        lb_share_result_clear(&result);
    return status;
}

lb_status lb_share_run(const lb_share_options *options, const lb_job *job, lb_table *out,
                       lb_error *err)
{
    lb_share_result result;
    lb_status status = lb_share_run_all(options, job, &result, err);
    if (status != LB_OK)
        return status;
    *out = result.table;
    result.table = (lb_table){0};
    lb_share_result_clear(&result);
    return LB_OK;
}

lb_status lb_share_command_run(const void *options, const lb_job *job, lb_command_result *out,
                               lb_error *err)
{
    lb_share_result result = {.table = {0}};
    LB_TRY(lb_share_run_all(options, job, &result, err));
    lb_command_result_add(out, "", &result.table);
    lb_command_result_add(out, "border", &result.border);
    lb_share_result_clear(&result);
    return LB_OK;
}
