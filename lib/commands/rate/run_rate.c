/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `rate`: rates per 1,000 inhabitants with intervals, ratios to the country, and
 * leave-one-out means of categories, one row an area and category for each indicator and period
 * (docs/methods.md, Rates; lagesbild-rate(1)). */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/rate.h>
#include "command/option_provenance.h"
#include "command/command_result.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/output_check.h"
#include "base/number.h"
#include "base/try.h"
#include "base/swedish_text.h"
#include "input/areas/topology_report.h"
#include "kernel/disclosure/coarsened_sum.h"
#include "output/provenance.h"
#include "commands/rate/nested_periods.h"
#include "commands/rate/rate_data.h"
#include "commands/rate/rate_events.h"
#include "commands/rate/rate_times.h"
#include "output/table_file.h"

/* Columns of lagesbild-rate(1); from AREAS on what the figures rest on. */
enum {
    INDICATOR,
    PERIOD,
    CATEGORY,
    COUNT,
    POPULATION,
    RATE,
    LOW,
    HIGH,
    RATIO,
    RATIO_LOW,
    RATIO_HIGH,
    MEAN,
    INFLUENTIAL,
    WITHOUT,
    AREAS,
    LEFT_OUT,
    MEAN_WITHOUT,
    REASON
};

/* Rows that warnings name; more are counted. */
enum { MAX_WARNINGS = 5 };

/* The table of rates as it is made, cell by cell; arrays of areas are reused. */
typedef struct rate_builder {
    const lb_rate_options *options;
    const lb_job *job;
    lb_rate_data data;
    lb_rate_params params;
    lb_rate_area *area;       /* of one cell: the areas that are in a category */
    size_t *index, areas;     /* which they are */
    size_t *order;            /* areas by name: ties must not depend on the order of rows */
    lb_rate_figures *figures; /* [categories + 1], the rest last */
    size_t incomplete_rows;   /* rows that areas are left out of */
    size_t ranges;            /* rows whose population is a range */
    size_t few_events;        /* rows that --min-count hides */
    size_t without_country;   /* cells that the whole country is not known of */
    lb_table table;
} rate_builder;

static void clear_rate(rate_builder *m)
{
    lb_rate_data_clear(&m->data);
    free(m->area);
    free(m->index);
    free(m->order);
    free(m->figures);
}

static lb_status read_inputs(rate_builder *m, lb_error *err)
{
    const lb_rate_options *o = m->options;
    LB_TRY(lb_rate_read_areas(o, m->job, &m->data, err));
    LB_TRY(o->counts ? lb_rate_read_counts(o, m->job, &m->data, err)
                     : lb_rate_count_events(o, m->job, &m->data, err));
    LB_TRY(lb_rate_read_population(o, m->job, &m->data, err));
    if (lb_rate_coarsen_people(&m->data, m->job) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(lb_rate_read_national(o, m->job, &m->data, err));
    if (m->data.borrowed > 0)
        lb_log_note(m->job->log, "periods shorter than a year have the people of their year");
    return LB_OK;
}

static void gather_areas(rate_builder *m, const lb_rate_cell *cell)
{
    m->areas = 0;
    for (size_t k = 0; k < m->data.area.count; k++) {
        size_t i = m->order[k];
        if (m->data.category[i] == SIZE_MAX)
            continue;
        m->area[m->areas] = lb_rate_area_in(&m->data, cell, i);
        m->index[m->areas++] = i;
    }
}

/* What is left of the country is few, like an area's people. */
static void coarsen_rest(const rate_builder *m, lb_rate_totals *rest)
{
    double few_below = lb_job_min_cell(m->job);
    if (rest->fewer + rest->more == 0 && lb_job_is_few(m->job, rest->population))
        *rest = (lb_rate_totals){rest->count, few_below / 2, few_below / 2, few_below / 2 - 1};
}

/* Country less all areas. The country counts each event once, so what overlapping areas count more
 * than once is added to it first. */
static lb_status rest_of_country(const rate_builder *m, const lb_rate_cell *cell,
                                 lb_rate_totals *rest, lb_error *err)
{
    lb_rate_totals country = {.count = cell->country.count + cell->double_counted,
                              .population = cell->country.population};
    *rest = (lb_rate_totals){.count = NAN, .population = NAN};
    if (isnan(country.count) || isnan(country.population))
        return LB_OK;
    if (lb_rate_rest(country, m->area, m->areas, rest) == LB_OK) {
        coarsen_rest(m, rest);
        return LB_OK;
    }
    return lb_error_set(err, LB_E_INPUT,
                        "%s: %s, %s: the areas have more events or people than the country (%g "
                        "events, %g people)",
                        m->options->national, m->data.indicator.name[cell->indicator],
                        m->data.period.name[cell->period], cell->country.count,
                        cell->country.population);
}

/* Events per 1 000 people with bounds. Coarsened people are written as a range where they were
 * changed. reason: why there is no rate. */
static void add_row(rate_builder *m, const lb_rate_cell *cell, const char *category,
                    const lb_rate_figures *f)
{
    lb_table *t = &m->table;
    size_t row = lb_table_add_row(t);
    const struct {
        size_t column;
        double value;
    } reals[] = {{COUNT, f->count},
                 {POPULATION, f->population},
                 {RATE, f->rate},
                 {LOW, f->interval.low},
                 {HIGH, f->interval.high},
                 {RATIO, f->ratio},
                 {RATIO_LOW, f->ratio_interval.low},
                 {RATIO_HIGH, f->ratio_interval.high},
                 {MEAN, f->mean_of_area_rates},
                 {WITHOUT, f->rate_without},
                 {MEAN_WITHOUT, f->mean_without}};
    lb_table_set_text(t, row, INDICATOR, m->data.indicator.name[cell->indicator]);
    lb_table_set_text(t, row, PERIOD, m->data.period.name[cell->period]);
    lb_table_set_text(t, row, CATEGORY, category);
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) /* a ratio to none has no number */
        lb_table_set_real(t, row, reals[i].column,
                          isfinite(reals[i].value) ? reals[i].value : (double)NAN);
    if (f->fewer + f->more > 0) {
        const lb_coarsened_sum people = {f->population, f->population - f->fewer,
                                         f->population + f->more};
        lb_coarsened_sum_write(&people, LB_PEOPLE_LIMIT, m->job, t, row, POPULATION);
        m->ranges += lb_coarsened_sum_is_range(&people, LB_PEOPLE_LIMIT);
    }
    if (f->most_influential != SIZE_MAX)
        lb_table_set_text(t, row, INFLUENTIAL, m->data.area.name[m->index[f->most_influential]]);
    m->few_events += f->reason == LB_RATE_FEW_EVENTS;
    if (f->reason != LB_RATE_OK)
        lb_table_set_text(t, row, REASON, lb_rate_reason_text(f->reason));
}

static void write_areas(rate_builder *m, const lb_rate_figures *f)
{
    size_t row = m->table.rows - 1;
    lb_table_set_integer(&m->table, row, AREAS, (int64_t)f->areas);
    lb_table_set_integer(&m->table, row, LEFT_OUT, (int64_t)f->incomplete);
    if (f->incomplete > 0 && m->incomplete_rows++ < MAX_WARNINGS && !m->table.failed)
        lb_log_warning(
            m->job->log, "%s, %s, %s: areas without a count or a population, left out: %zu",
            lb_table_text(&m->table, row, INDICATOR), lb_table_text(&m->table, row, PERIOD),
            lb_table_text(&m->table, row, CATEGORY), f->incomplete);
}

/* Rows of one indicator and period: each category against the rest of the country, then the rest.
 * All are computed before any is written, as suppression looks at them together. */
static lb_status add_cell_rows(rate_builder *m, const lb_rate_cell *cell, lb_error *err)
{
    size_t n = m->data.categories.count, rows = n + (m->options->national != NULL);
    lb_rate_totals rest;
    gather_areas(m, cell);
    lb_status status = rest_of_country(m, cell, &rest, err);
    if (status != LB_OK)
        return status;
    for (size_t c = 0; c < n; c++)
        m->figures[c] = lb_rate_compute(m->area, m->areas, c, rest, &m->params);
    m->figures[n] = lb_rate_compute_rest(rest, &m->params);
    if (lb_rate_draw_times(&m->data, cell, m->options, rest, m->figures) != LB_OK)
        return lb_error_memory(err);
    lb_rate_suppress_events(m->figures, rows, m->area, &m->params);
    for (size_t c = 0; c < n; c++) {
        add_row(m, cell, m->data.categories.name[c], &m->figures[c]);
        write_areas(m, &m->figures[c]);
    }
    if (m->options->national)
        add_row(m, cell, "ovriga_riket", &m->figures[n]);
    m->without_country += m->options->national && m->figures[n].reason == LB_RATE_NO_COUNTRY;
    return LB_OK;
}

static lb_status add_all_rows(rate_builder *m, lb_error *err)
{
    size_t *indicator = lb_name_index_order(&m->data.indicator);
    size_t *period = lb_name_index_order(&m->data.period);
    lb_status status = indicator && period ? LB_OK : lb_error_memory(err);
    for (size_t i = 0; i < m->data.indicator.count && status == LB_OK; i++)
        for (size_t p = 0; p < m->data.period.count && status == LB_OK; p++) {
            const lb_rate_cell *cell = lb_rate_cell_find(&m->data, indicator[i], period[p]);
            status = cell ? add_cell_rows(m, cell, err) : LB_OK;
        }
    free(indicator);
    free(period);
    return status;
}

/* A figure is hidden so that those of its period do not reveal it; a year less its other half
 * would. */
static lb_status warn_nested_periods(const rate_builder *m)
{
    const lb_name_index *period = &m->data.period;
    size_t a, b;
    bool found = false;
    if (m->few_events > 0)
        LB_TRY(lb_rate_nested_periods(period, &a, &b, &found));
    if (found)
        lb_log_warning(
            m->job->log,
            "--min-count: periods have days in common, as %s and %s: what is hidden in one "
            "may follow from the others by subtraction; publish periods of one length",
            period->name[a], period->name[b]);
    return LB_OK;
}

static void log_summary(const rate_builder *m)
{
    if (m->incomplete_rows > MAX_WARNINGS)
        lb_log_warning(m->job->log, "areas are left out of %zu more %s, see areas_left_out",
                       m->incomplete_rows - MAX_WARNINGS,
                       lb_number_word(m->incomplete_rows - MAX_WARNINGS, "row", "rows"));
    if (m->ranges > 0)
        lb_log_note(m->job->log,
                    "rows whose people are a range, without a rate: %zu; of areas with fewer than "
                    "%d people only that is told (--min-cell 0: all)",
                    m->ranges, lb_job_min_cell(m->job));
    if (m->without_country > 0)
        lb_log_warning(m->job->log,
                       "%s: tells nothing, or not all, of %zu of %zu indicators and periods; they "
                       "have no rest of the country",
                       m->options->national, m->without_country, m->data.cells);
}

static lb_status make_table(rate_builder *m, lb_error *err)
{
    m->area = calloc(m->data.area.count + 1, sizeof *m->area);
    m->index = calloc(m->data.area.count + 1, sizeof *m->index);
    m->figures = calloc(m->data.categories.count + 1, sizeof *m->figures);
    m->order = lb_name_index_order(&m->data.area);
    if (!m->area || !m->index || !m->order || !m->figures)
        return lb_error_memory(err);
    lb_add_described_columns(&m->table, &lb_rate_command, "");
    lb_status status = add_all_rows(m, err);
    if (status == LB_OK && warn_nested_periods(m) != LB_OK)
        return lb_error_memory(err);
    log_summary(m);
    return status == LB_OK && lb_table_status(&m->table) != LB_OK ? lb_error_memory(err) : status;
}

static void add_balance(lb_provenance *p, const rate_builder *m)
{
    const lb_rate_events *e = &m->data.events;
    lb_provenance_balance(p, "events_read", (double)e->read);
    lb_provenance_balance(p, "events_inside", (double)e->inside);
    lb_provenance_balance(p, "events_in_no_area", (double)e->in_no_area);
    lb_provenance_balance(p, "events_unplaced", (double)e->unplaced);
    lb_provenance_balance(p, "events_undated", (double)e->undated);
    lb_topology_to_provenance(&e->topology, lb_text_base_name(m->options->areas), m->data.area.name,
                              p);
    lb_skipped_to_provenance(e->areas_skipped, lb_text_base_name(m->options->areas), p);
}

static lb_status write_files(const rate_builder *m, lb_error *err)
{
    const lb_rate_options *o = m->options;
    const char *const inputs[] = {o->areas, o->counts ? o->counts : o->events, o->population,
                                  o->national};
    lb_provenance p = {0};
    lb_table_file file = {.path = o->output, .name = "rate", .table = &m->table};
    lb_provenance_begin(&p, &lb_rate_command, o, m->job);
    if (o->events)
        add_balance(&p, m);
    lb_provenance_balance(&p, "rows_hidden", (double)m->ranges);
    for (size_t i = 0; i < 4; i++)
        lb_provenance_source(&p, inputs[i], i == 1 ? m->data.events_hash : NULL, m->data.rows[i]);
    lb_status status = lb_table_files_write(&p, &file, 1, o->provenance, m->job, err);
    lb_provenance_clear(&p);
    return status;
}

lb_status lb_rate_run(const lb_rate_options *options, const lb_job *job, lb_table *out,
                      lb_error *err)
{
    lb_own_job own;
    rate_builder m = {
        .options = options,
        .job = lb_command_job(&lb_rate_command, options, job, &own),
        .params = {options->confidence, options->minimum_population, options->minimum_count}};
    LB_TRY(lb_command_begin(&lb_rate_command, options, job, err));
    lb_status status = read_inputs(&m, err);
    if (status == LB_OK)
        status = make_table(&m, err);
    if (status == LB_OK)
        status = write_files(&m, err);
    clear_rate(&m);
    LB_HAND_OVER(status, m.table, out, lb_table_clear);
}

lb_status lb_rate_command_run(const void *options, const lb_job *job, lb_command_result *out,
                              lb_error *err)
{
    lb_table table = {0};
    LB_TRY(lb_rate_run(options, job, &table, err));
    lb_command_result_add(out, "", &table);
    return LB_OK;
}
