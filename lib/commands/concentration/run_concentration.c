/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `concentration`: on how few squares events are beside what chance gives, and what areas catch
 * beside squares of as many people chosen with hindsight, foresight or by the index
 * (docs/methods.md, Concentration). Everything is of the events in the support; with --before of
 * those after it. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/chart.h>
#include <lagesbild/concentration.h>
#include <lagesbild/interval.h>
#include <lagesbild/locate.h>
#include <lagesbild/picture.h>
#include "base/atomic_file.h"
#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/output_check.h"
#include "commands/concentration/people_curves.h"
#include "input/areas/topology_report.h"
#include "input/overlay/empty_areas.h"
#include "input/overlay/overlay.h"
#include "kernel/hotspot/concentration.h"
#include "output/table_file.h"

/* Streams of random numbers, one a purpose, a draw after another. */
enum { EQUAL_STREAM = 0, PEOPLE_STREAM = 1 << 24, BOOTSTRAP_STREAM = 1 << 25 };

/* One run of concentration: events on the cells of the support, and what the areas catch of
 * them. */
typedef struct concentration_job {
    const lb_concentration_options *options;
    const lb_job *job;
    lb_located_events_input input;
    lb_located_events located;
    lb_period earlier;      /* of --before */
    double *count, *before; /* [cells]: events counted; of the period before, NULL: none */
    size_t events;          /* counted */
    lb_people_curves curves;
    lb_area_layer layer;
    double areas_cost, areas_events, areas_cells; /* people, counted events and cells in areas */
    lb_concentration_result result;
} concentration_job;

void lb_concentration_result_clear(lb_concentration_result *result)
{
    lb_table_clear(&result->table);
    lb_table_clear(&result->curve);
}

static void clear_job(concentration_job *c)
{
    lb_people_curves_clear(&c->curves);
    lb_located_events_clear(&c->located);
    lb_area_layer_clear(&c->layer);
    free(c->count);
    free(c->before);
    lb_concentration_result_clear(&c->result);
}

/* Is the event counted? With --before, only after that period. */
static bool is_counted(const concentration_job *c, size_t event)
{
    const lb_event_point *point = &c->located.points.point[event];
    return c->located.cell[event] != SIZE_MAX &&
           (!c->options->before || (point->day != LB_UNDATED_DAY && point->day >= c->earlier.to));
}

/* With --before only later events are counted, and earlier ones rank the squares of foresight: the
 * same event must not do both. */
static lb_status read_events(concentration_job *c, lb_error *err)
{
    const lb_concentration_options *o = c->options;
    c->input = LB_LOCATED_EVENTS_INPUT(o);
    c->input.fields.needs_date = o->before != NULL;
    c->input.fields.hashed = lb_command_writes_files(&lb_concentration_command, o);
    LB_TRY(lb_located_events_read(&c->input, c->job, &c->located, err));
    size_t cells = c->located.support.grid.cells;
    c->count = calloc(cells + 1, sizeof *c->count);
    c->before = o->before ? calloc(cells + 1, sizeof *c->before) : NULL;
    if (!c->count || (o->before && !c->before))
        return lb_error_memory(err);
    if (o->before) {
        LB_TRY(lb_event_period_parse("before", o->before, &c->earlier, err));
        lb_located_events_count(&c->located, &c->earlier, c->before);
    }
    for (size_t i = 0; i < c->located.points.count; i++)
        if (is_counted(c, i)) {
            c->count[c->located.cell[i]] += 1;
            c->events++;
        }
    if (c->events == 0)
        return lb_error_set(err, LB_E_INPUT, "%s: no event is later than --before %s", o->events,
                            o->before);
    if (c->events < LB_FEWEST_EVENTS)
        lb_log_warning(c->job->log, "%s: %zu %s, fewer than %d: their figures say next to nothing",
                       o->events, c->events, lb_number_word(c->events, "event", "events"),
                       LB_FEWEST_EVENTS);
    if (o->before)
        lb_log_warning(c->job->log,
                       "%zu %s after %s %s counted, of %zu in the support; those before and "
                       "undated ones are not",
                       c->events, lb_number_word(c->events, "event", "events"), o->before,
                       lb_number_word(c->events, "is", "are"), c->located.inside);
    return LB_OK;
}

/* Rows --------------------------------------------------------------------------------------------
 */

enum { MEASURE, VALUE, LOW, HIGH, CHANCE, CHANCE_PEOPLE = CHANCE + 3, OF = CHANCE_PEOPLE + 3 };

static size_t add_row(lb_table *t, const char *measure, double value, double of)
{
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, MEASURE, measure);
    lb_table_set_real(t, row, VALUE, value);
    lb_table_set_real(t, row, OF, of);
    return row;
}

static void set_spread(lb_table *t, size_t row, size_t column,
                       const lb_concentration_spread *spread)
{
    lb_table_set_real(t, row, column, spread->mean);
    lb_table_set_real(t, row, column + 1, spread->low);
    lb_table_set_real(t, row, column + 2, spread->high);
}

/* The measures of concentration with their spreads; the number of squares itself has none. */
static void add_measures(concentration_job *c, const double *value,
                         lb_concentration_spread spread[3][LB_CONCENTRATION_MEASURES])
{
    lb_table *t = &c->result.table;
    double cells = (double)c->located.support.grid.cells;
    for (size_t m = 0; m < LB_CONCENTRATION_MEASURES; m++) {
        size_t row = add_row(t, lb_concentration_names[m], value[m], cells);
        if (m == LB_UNITS)
            continue;
        lb_table_set_real(t, row, LOW, spread[0][m].low);
        lb_table_set_real(t, row, HIGH, spread[0][m].high);
        set_spread(t, row, CHANCE, &spread[1][m]);
        set_spread(t, row, CHANCE_PEOPLE, &spread[2][m]);
    }
}

/* spread[0] resamples the cells, [1] puts as many events on cells with equal probability, [2] with
 * that of their people. Each has a stream of random numbers of its own. */
static lb_status measure_chance(const concentration_job *c, const uint32_t *count,
                                lb_concentration_spread spread[3][LB_CONCENTRATION_MEASURES])
{
    const lb_concentration_options *o = c->options;
    size_t cells = c->located.support.grid.cells;
    lb_concentration_draws how = {.draws = o->draws,
                                  .seed = (uint64_t)o->seed,
                                  .stream = BOOTSTRAP_STREAM,
                                  .confidence = o->confidence,
                                  .threads = c->job->threads};
    LB_TRY(lb_concentration_bootstrap(count, cells, &how, spread[0]));
    how.stream = EQUAL_STREAM;
    LB_TRY(lb_concentration_by_chance(NULL, cells, c->events, &how, spread[1]));
    how.stream = PEOPLE_STREAM;
    if (c->curves.people && c->curves.all_cost > 0)
        return lb_concentration_by_chance(c->curves.cost, cells, c->events, &how, spread[2]);
    for (size_t m = 0; m < LB_CONCENTRATION_MEASURES; m++)
        spread[2][m] = (lb_concentration_spread){NAN, NAN, NAN};
    return LB_OK;
}

/* Measures of the counts, beside their spread under resampling, equal chance and chance by
 * people. */
static lb_status add_concentration(concentration_job *c, lb_error *err)
{
    size_t cells = c->located.support.grid.cells;
    double value[LB_CONCENTRATION_MEASURES];
    lb_concentration_spread spread[3][LB_CONCENTRATION_MEASURES];
    uint32_t *count = malloc((cells + 1) * sizeof *count);
    lb_status status = count ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; i < cells && count; i++)
        count[i] = (uint32_t)c->count[i];
    if (status == LB_OK)
        status = lb_concentration_of_counts(count, cells, value);
    if (status == LB_OK)
        status = measure_chance(c, count, spread);
    free(count);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s", lb_status_text(status));
    add_measures(c, value, spread);
    return LB_OK;
}

/* Areas -------------------------------------------------------------------------------------------
 */

static lb_status count_area_events(concentration_job *c, lb_error *err)
{
    lb_locator *locator;
    size_t area;
    lb_status status = lb_locator_new(&c->layer.areas.shapes, &c->located.support.grid.grid,
                                      c->job->threads, &locator);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", c->layer.areas.source, lb_status_text(status));
    for (size_t i = 0; i < c->located.points.count; i++) {
        const lb_event_point *point = &c->located.points.point[i];
        if (is_counted(c, i) && lb_locator_find(locator, point->x, point->y, &area, 1) > 0)
            c->areas_events += 1;
    }
    lb_locator_free(locator);
    return LB_OK;
}

static void add_share_row(concentration_job *c, const char *measure, double events)
{
    lb_table *t = &c->result.table;
    double all = (double)c->events;
    size_t row = add_row(t, measure, events / all, all);
    lb_interval interval = lb_interval_wilson(events, all, c->options->confidence);
    lb_table_set_real(t, row, LOW, interval.low);
    lb_table_set_real(t, row, HIGH, interval.high);
    lb_table_set_real(t, row, CHANCE, c->areas_cells / (double)c->located.support.grid.cells);
    if (c->curves.people)
        lb_table_set_real(t, row, CHANCE_PEOPLE, c->areas_cost / c->curves.all_cost);
}

/* The areas, then what squares of as many people catch by each ranking, and the areas as a share of
 * that. */
static lb_status add_area_rows(concentration_job *c, lb_error *err)
{
    static const char *const of_best[LB_CURVES] = {[LB_CURVE_HINDSIGHT] = "areas_of_hindsight",
                                                   [LB_CURVE_FORESIGHT] = "areas_of_foresight",
                                                   [LB_CURVE_INDEX] = "areas_of_index"};
    double caught[LB_CURVES], *part = malloc((c->curves.cells + 1) * sizeof *part);
    if (!part)
        return lb_error_memory(err);
    add_share_row(c, "areas", c->areas_events);
    if (c->curves.people)
        add_row(&c->result.table, "people", c->areas_cost / c->curves.all_cost, c->curves.all_cost);
    for (size_t k = LB_CURVE_HINDSIGHT; k < LB_CURVES; k++) {
        caught[k] = lb_people_curves_caught(&c->curves, k, c->areas_cost, part);
        if (c->curves.order[k])
            add_share_row(c, lb_curve_names[k], caught[k]);
    }
    for (size_t k = LB_CURVE_HINDSIGHT; k < LB_CURVES; k++)
        if (c->curves.order[k])
            add_row(&c->result.table, of_best[k],
                    caught[k] > 0 ? c->areas_events / caught[k] : (double)NAN, caught[k]);
    free(part);
    return LB_OK;
}

/* What the areas catch beside squares of as many people: people of cells by their fraction in the
 * union of the areas, so that overlaps count once. */
static lb_status add_areas(concentration_job *c, lb_error *err)
{
    lb_overlay_input input = {
        .grid = c->options->grid, .areas = c->options->areas, .with_sizes = true};
    if (!c->options->areas)
        return LB_OK;
    LB_TRY(lb_area_layer_read(&input, &c->located.support.grid, c->job, &c->layer, err));
    if (lb_grid_check_areas(&c->located.support.grid, input.grid, &c->layer.areas,
                            "nobody is counted there", c->job) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(lb_area_layer_sum_cells(&c->layer, &c->located.support.grid, c->curves.cost,
                                   &c->areas_cost, &c->areas_cells, err));
    LB_TRY(count_area_events(c, err));
    if (!(c->areas_cost > 0))
        lb_log_warning(c->job->log,
                       "%s: the areas have nobody of the grid; what squares of as many "
                       "people catch is 0",
                       c->layer.areas.source);
    return add_area_rows(c, err);
}

/* Files -------------------------------------------------------------------------------------------
 */

static void add_area_point(concentration_job *c)
{
    lb_table *t = &c->result.curve;
    if (!c->options->areas)
        return;
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, "areas");
    lb_table_set_real(t, row, 1, c->areas_cells / (double)c->located.support.grid.cells);
    if (c->curves.people)
        lb_table_set_real(t, row, 2, c->areas_cost / c->curves.all_cost);
    lb_table_set_real(t, row, 3, c->areas_events / (double)c->events);
}

/* Without people every cell costs 1, so that curves are over squares; that, and a foresight without
 * events before, are warned of. */
static lb_status make_tables(concentration_job *c, lb_error *err)
{
    lb_add_described_columns(&c->result.table, &lb_concentration_command, "");
    if (lb_people_curves_make(&c->located.support.grid, c->count, c->before, &c->curves) != LB_OK)
        return lb_error_memory(err);
    if (c->before && !c->curves.order[LB_CURVE_FORESIGHT])
        lb_log_warning(c->job->log,
                       "no event of the support is in --before %s: no squares can be chosen by it, "
                       "foresight is left out",
                       c->options->before);
    if (!c->curves.people)
        lb_log_warning(c->job->log,
                       "%s: has no column or band 'population'; squares count as "
                       "equal where people would",
                       c->options->grid);
    LB_TRY(add_concentration(c, err));
    LB_TRY(add_areas(c, err));
    if (c->options->curve) {
        lb_people_curves_table(&c->curves, c->options->min_cell, &c->result.curve);
        add_area_point(c);
    }
    return lb_table_status(&c->result.table) == LB_OK && lb_table_status(&c->result.curve) == LB_OK
               ? LB_OK
               : lb_error_memory(err);
}

/* --curve as a chart? */
static bool is_chart(const char *path)
{
    lb_picture_format format;
    lb_error ignored;
    return path && lb_picture_format_of(path, &format, &ignored) == LB_OK;
}

static lb_status write_tables(concentration_job *c, lb_error *err)
{
    const lb_concentration_options *o = c->options;
    lb_provenance p = {0};
    lb_table_file file[] = {{.path = o->output, .name = "concentration", .table = &c->result.table},
                            {.path = is_chart(o->curve) ? NULL : o->curve,
                             .name = "concentration_curve",
                             .table = &c->result.curve}};
    lb_provenance_begin(&p, &lb_concentration_command, o, c->job);
    lb_located_events_to_provenance(&c->located, &c->input, &p);
    lb_provenance_balance(&p, "events_counted", (double)c->events);
    lb_areas_input_to_provenance(&c->layer.areas, &p);
    lb_status status = lb_table_files_write(&p, file, 2, o->provenance, c->job, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status draw_chart(const concentration_job *c, const lb_atomic_file *to, lb_error *err)
{
    lb_chart_options options = {.english = c->job->english};
    lb_picture_format format = LB_PICTURE_PNG;
    lb_drawing *drawing = NULL;
    char *bytes = NULL;
    size_t length = 0;
    LB_TRY(lb_picture_format_of(c->options->curve, &format, err));
    LB_TRY(lb_chart_concentration(&c->result.curve, &options, &drawing, err));
    lb_status status = lb_picture_bytes(drawing, format, 0, NULL, &bytes, &length, err);
    if (status == LB_OK)
        status = lb_atomic_file_write(to, bytes, length, err);
    free(bytes);
    lb_drawing_free(drawing);
    return status;
}

/* A chart gets its name once the table has its own, so that a failure leaves neither. */
static lb_status write_files(concentration_job *c, lb_error *err)
{
    lb_atomic_file chart = {.path = NULL};
    if (!is_chart(c->options->curve))
        return write_tables(c, err);
    LB_TRY(lb_atomic_file_begin(c->options->curve, c->job->force, &chart, err));
    lb_status status = draw_chart(c, &chart, err);
    if (status == LB_OK)
        status = write_tables(c, err);
    return lb_atomic_file_end(&chart, status, err);
}

static lb_status compute_concentration(concentration_job *c, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_concentration_command, c->options, c->job, err));
    LB_TRY(read_events(c, err));
    LB_TRY(make_tables(c, err));
    return write_files(c, err);
}

lb_status lb_concentration_run(const lb_concentration_options *options, const lb_job *job,
                               lb_concentration_result *out, lb_error *err)
{
    lb_own_job own;
    concentration_job c = {.options = options,
                           .job = lb_command_job(&lb_concentration_command, options, job, &own)};
    lb_status status = compute_concentration(&c, err);
    if (status == LB_OK) {
        *out = c.result;
        c.result = (lb_concentration_result){{0}, {0}};
    }
    clear_job(&c);
    return status;
}

lb_status lb_concentration_command_run(const void *options, const lb_job *job,
                                       lb_command_result *out, lb_error *err)
{
    lb_concentration_result result = {.table = {0}};
    LB_TRY(lb_concentration_run(options, job, &result, err));
    lb_command_result_add(out, "", &result.table);
    lb_command_result_add(out, "curve", &result.curve);
    return LB_OK;
}
