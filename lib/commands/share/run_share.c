/* SPDX-License-Identifier: GPL-3.0-or-later */
/* share: which share of the events happened in the areas, by period and category (docs/methods.md,
 * Shares; lagesbild-share(1)). Inputs are read, events counted into the measures, the measures
 * finished and asked for their columns, tables of their own and files written. */
#include <stdio.h>
#include <stdlib.h>

#include <lagesbild/share.h>
#include "base/swedish_text.h"
#include "command/option_provenance.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/output_check.h"
#include "command/command_result.h"
#include "commands/share/share_measure.h"
#include "commands/share/validity_periods.h"
#include "input/areas/topology_report.h"
#include "input/grid/grid_read.h"
#include "output/provenance.h"
#include "output/table_file.h"
#include "port/proj/crs.h"

/* The table of share --------------------------------------------------------------------------- */

/* Columns of every row; the measures' follow. Names of columns and of the rows total, ovriga and
 * unplaced are the same in both languages (lagesbild-share(1), OUTPUT). */
enum { PERIOD, SET, CATEGORY, EVENTS, N_COLUMNS };

/* The tables: of share, the border curve, the events near a border, the hours. */
enum { N_TABLES = 4 };

static size_t append_row(const lb_share_inputs *in, size_t set, const char *category,
                         const lb_share_row *figures)
{
    size_t row = lb_table_add_row(figures->table);
    lb_table_set_text(figures->table, row, PERIOD, in->periods.period[figures->period].label);
    lb_table_set_text(figures->table, row, SET, in->set[set].areas.label);
    lb_table_set_text(figures->table, row, CATEGORY, category);
    lb_table_set_real(figures->table, row, EVENTS, figures->events);
    return row;
}

/* A row with the columns of all measures. */
static void append_figures(const lb_share_inputs *in, void *const *state, size_t set,
                           const char *category, lb_share_row row)
{
    row.row = append_row(in, set, category, &row);
    row.column = N_COLUMNS;
    for (size_t m = 0; m < LB_N_MEASURES; m++) {
        const lb_share_measure *measure = lb_share_measure_at(m);
        const void *of_set = state[m * in->n_sets + set];
        if (of_set && measure->fill_row)
            measure->fill_row(of_set, &row);
        row.column += of_set ? measure->n_columns : 0;
    }
}

/* Rows of one period: each category, total, ovriga (placed events in no area), unplaced, and with
 * --until how many intervals are longer than the period. row: its table, period and weights. */
static void append_period(const lb_share_inputs *in, void *const *state, size_t set,
                          lb_share_row row)
{
    const lb_areas *areas = &in->set[set].areas;
    const lb_share_counts *c = lb_measure_counts_of(state[set]);
    const void *times = state[LB_MEASURE_TIMES * in->n_sets + set];
    for (; row.category < areas->categories; row.category++) {
        row.events = lb_share_events(c, row.period, row.category);
        append_figures(in, state, set, areas->category_name[row.category], row);
    }
    row.category = in->set[set].n_categories;
    row.events = lb_share_total(c, row.period);
    append_figures(in, state, set, "total", row);
    row.rest = true;
    row.events = lb_share_outside(c, row.period);
    append_figures(in, state, set, "ovriga", row);
    row.events = lb_share_unplaced(c, row.period);
    append_row(in, set, "unplaced", &row);
    if (!times)
        return;
    row.events = lb_measure_times_longer(times, row.period);
    append_row(in, set, "long", &row);
}

/* Events of no period are shown, and are in no share. */
static void append_periodless(const lb_share_inputs *in, const lb_share_counts *c, size_t set,
                              bool dated, lb_table *table)
{
    static const char *const category[] = {"total", "ovriga", "unplaced"};
    size_t p = lb_period_table_none(&in->periods, dated);
    const double events[] = {lb_share_total(c, p), lb_share_outside(c, p), lb_share_unplaced(c, p)};
    for (size_t i = 0; i < 3 && lb_share_placed(c, p) + lb_share_unplaced(c, p) > 0; i++)
        append_row(in, set, category[i],
                   &(lb_share_row){.table = table, .period = p, .events = events[i]});
}

static lb_status append_set(const lb_share_inputs *in, void *const *state, size_t set,
                            lb_table *table)
{
    double *weight = calloc(in->set[set].n_valid, sizeof *weight);
    if (!weight)
        return LB_E_MEMORY;
    for (size_t p = 0; p < in->periods.n_periods; p++) {
        if (!in->periods.shown[p])
            continue;
        lb_validity_periods_weigh(&in->set[set], &in->periods.period[p], weight);
        append_period(in, state, set,
                      (lb_share_row){.table = table, .period = p, .weight = weight});
    }
    free(weight);
    append_periodless(in, lb_measure_counts_of(state[set]), set, false, table);
    append_periodless(in, lb_measure_counts_of(state[set]), set, true, table);
    return lb_table_status(table);
}

static lb_status make_share_table(const lb_share_inputs *in, void *const *state, lb_table *out)
{
    lb_add_some_columns(out, &lb_share_command, "", "period", N_COLUMNS);
    for (size_t i = 0; i < LB_N_MEASURES; i++) {
        const lb_share_measure *m = lb_share_measure_at(i);
        if (state[i * in->n_sets] && m->n_columns > 0)
            lb_add_some_columns(out, &lb_share_command, "", m->first_column, m->n_columns);
    }
    for (size_t set = 0; set < in->n_sets; set++)
        LB_TRY(append_set(in, state, set, out));
    return lb_table_status(out);
}

/* Files ------------------------------------------------------------------------------------------
 */

/* Areas in m2 on the ellipsoid and planar, with overlaps; and events by period, inside, in no area
 * and without a place, so that a reader can add up what was read. */
static void add_set_balance(lb_provenance *p, const lb_share_inputs *in, const lb_share_set *set,
                            const lb_share_counts *c)
{
    char name[300];
    const lb_area_sizes *z = &set->sizes;
    size_t undated = lb_period_table_none(&in->periods, false);
    size_t outside = lb_period_table_none(&in->periods, true);
    const struct {
        const char *what;
        double value;
    } figures[] = {
        {"union_m2", z->union_true},
        {"union_m2_planar", z->union_planar},
        {"sum_m2", z->sum_true},
        {"sum_m2_planar", z->sum_planar},
        {"overlap_m2", z->sum_true - z->union_true},
        {"events_undated", lb_share_placed(c, undated) + lb_share_unplaced(c, undated)},
        {"events_outside_periods", lb_share_placed(c, outside) + lb_share_unplaced(c, outside)}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        lb_text_print(name, sizeof name, "%s: %s", set->areas.label, figures[i].what);
        lb_provenance_balance(p, name, figures[i].value);
    }
    for (size_t i = 0; i < in->periods.n_periods; i++) {
        const double events[] = {lb_share_total(c, i), lb_share_outside(c, i),
                                 lb_share_unplaced(c, i)};
        static const char *const where[] = {"inside", "in_no_area", "unplaced"};
        for (size_t k = 0; k < 3 && in->periods.shown[i]; k++) {
            lb_text_print(name, sizeof name, "%s: events_%s, %s", set->areas.label, where[k],
                          in->periods.period[i].label);
            lb_provenance_balance(p, name, events[k]);
        }
    }
}

static void fill_provenance(const lb_share_inputs *in, void *const *state, lb_provenance *p)
{
    lb_provenance_begin(p, &lb_share_command, in->options, in->job);
    for (size_t i = 0; i < in->n_sets; i++) {
        const lb_areas *areas = &in->set[i].areas;
        lb_areas_input_to_provenance(areas, p);
        add_set_balance(p, in, &in->set[i], lb_measure_counts_of(state[i]));
        lb_areas_to_provenance(areas, p);
    }
    lb_provenance_balance(p, "events_read", (double)in->rows);
    lb_provenance_source(p, in->options->events, in->events_hash, in->rows);
    lb_provenance_source(p, in->options->grid, NULL, -1);
}

/* All files appear, or none. */
static lb_status write_files(const lb_share_inputs *in, void *const *state,
                             const lb_table table[N_TABLES], lb_error *err)
{
    const lb_share_options *o = in->options;
    lb_provenance p = {0};
    const lb_table_file file[] = {{.path = o->output, .name = "share", .table = &table[0]},
                                  {.path = o->border_out, .name = "border", .table = &table[1]},
                                  {.path = o->edge_events, .name = "edge", .table = &table[2]},
                                  {.path = o->hours, .name = "hours", .table = &table[3]}};
    fill_provenance(in, state, &p);
    lb_status status = lb_table_files_write(&p, file, N_TABLES, o->provenance, in->job, err);
    lb_provenance_clear(&p);
    return status;
}

/* The whole command ------------------------------------------------------------------------------
 */

static lb_status read_grid(lb_share_inputs *in, lb_error *err)
{
    static const lb_grid_column wanted[] = {{"population", true, true}, {"size", false, false}};
    if (!in->options->grid)
        return LB_OK;
    return lb_grid_values_read(in->options->grid, wanted, 2, in->job, &in->grid, err);
}

static lb_status finish_measures(const lb_share_inputs *in, void **state, lb_error *err)
{
    for (size_t i = 0; i < LB_N_MEASURES * in->n_sets; i++) {
        const lb_share_measure *m = lb_share_measure_at(i / in->n_sets);
        if (state[i] && m->finish)
            LB_TRY(m->finish(state[i], lb_measure_counts_of(state[i % in->n_sets]), err));
    }
    return LB_OK;
}

/* Tables not asked for stay without columns. */
static lb_status make_tables(const lb_share_inputs *in, void *const *state,
                             lb_table table[N_TABLES])
{
    static const size_t own[] = {LB_MEASURE_BORDER_CURVE, LB_MEASURE_BORDER_EVENTS,
                                 LB_MEASURE_HOURS};
    LB_TRY(make_share_table(in, state, &table[0]));
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        void *const *of_sets = state + own[i] * in->n_sets;
        if (of_sets[0])
            LB_TRY(lb_share_measure_at(own[i])->make_table(in, of_sets, &table[i + 1]));
    }
    return LB_OK;
}

/* On an error in, *state and table hold what has been made, to be cleared. */
static lb_status run_share(lb_share_inputs *in, void ***state, lb_table table[N_TABLES],
                           lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_share_command, in->options, in->job, err));
    LB_TRY(lb_crs_check(in->crs, err));
    LB_TRY(lb_share_inputs_read(in, err));
    LB_TRY(lb_share_states_new(in, true, state, err));
    LB_TRY(lb_share_count(in, *state, err));
    LB_TRY(read_grid(in, err));
    LB_TRY(finish_measures(in, *state, err));
    if (make_tables(in, *state, table) != LB_OK)
        return lb_error_memory(err);
    return write_files(in, *state, table, err);
}

void lb_share_result_clear(lb_share_result *result)
{
    lb_table_clear(&result->table);
    lb_table_clear(&result->border);
}

/* Only the shares and the border curve are returned; events near a border and hours are files
 * alone. */
lb_status lb_share_run_all(const lb_share_options *options, const lb_job *job, lb_share_result *out,
                           lb_error *err)
{
    lb_own_job own;
    lb_share_inputs in = {.options = options,
                          .job = lb_command_job(&lb_share_command, options, job, &own),
                          .crs = job->crs ? job->crs : "EPSG:3006"};
    lb_table table[N_TABLES] = {{0}};
    void **state = NULL;
    lb_status status = run_share(&in, &state, table, err);
    lb_share_states_free(&in, state);
    lb_share_inputs_clear(&in);
    lb_share_result result = {.table = table[0], .border = table[1]};
    lb_table_clear(&table[2]);
    lb_table_clear(&table[3]);
    LB_HAND_OVER(status, result, out, lb_share_result_clear);
}

lb_status lb_share_run(const lb_share_options *options, const lb_job *job, lb_table *out,
                       lb_error *err)
{
    lb_share_result result;
    LB_TRY(lb_share_run_all(options, job, &result, err));
    lb_table_clear(&result.border);
    *out = result.table;
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
