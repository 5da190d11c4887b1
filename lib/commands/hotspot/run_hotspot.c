/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `hotspot`: events of a source on the cells of a grid, the figures of each cell by several
 * methods, and the cells with an event or a finding as a table and a layer (docs/methods.md, Hot
 * spots). */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/hotspot.h>
#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/output_check.h"
#include "commands/hotspot/cell_figures.h"
#include "commands/hotspot/hotspot_hits.h"
#include "commands/hotspot/hotspot_options.h"
#include "commands/hotspot/hotspot_outlines.h"
#include "commands/hotspot/hotspot_pairs.h"
#include "commands/hotspot/hotspot_scan.h"
#include "commands/hotspot/hotspot_table.h"
#include "kernel/statistics/random.h"
#include "output/table_file.h"

enum { SENTENCE_SIZE = 200 };

/* One run of hotspot; input points into the rest. */
typedef struct hotspot_job {
    const lb_hotspot_options *options;
    const lb_job *job;
    lb_located_events_input source;
    lb_located_events located;
    lb_cell_window window;
    double *count; /* [cells] */
    double *xy;    /* [2 events in the support] */
    size_t *cell;  /* [events in the support] */
    lb_figures_input input;
    lb_cell_figures figures;
    lb_shapes shapes;             /* of the table's rows, for the GeoPackage */
    lb_shapes outlines;           /* of those of --outlines */
    char sentence[SENTENCE_SIZE]; /* of --hits */
    lb_hotspot_result result;
} hotspot_job;

void lb_hotspot_result_clear(lb_hotspot_result *result)
{
    lb_table_clear(&result->table);
    lb_table_clear(&result->scan);
    lb_table_clear(&result->near_repeat);
    lb_table_clear(&result->hits);
    lb_table_clear(&result->outlines);
}

static void clear_hotspot_job(hotspot_job *h)
{
    lb_located_events_clear(&h->located);
    lb_cell_window_clear(&h->window);
    lb_cell_figures_clear(&h->figures);
    lb_shapes_clear(&h->shapes);
    lb_shapes_clear(&h->outlines);
    free(h->count);
    free(h->xy);
    free(h->cell);
    lb_hotspot_result_clear(&h->result);
}

/* Pairs are of all events, so that with --near-repeat the cells may have few. */
static lb_status check_events(const hotspot_job *h, lb_error *err)
{
    const char *file = h->options->events;
    size_t n = h->located.inside;
    if (!h->options->near_repeat)
        return lb_located_events_refuse_few(file, n, h->options->despite_refusal, h->job, err);
    if (n < LB_FEWEST_EVENTS)
        lb_log_warning(
            h->job->log,
            "%s: %zu %s in the support, fewer than %d: the figures of cells say next to nothing",
            file, n, lb_number_word(n, "event", "events"), LB_FEWEST_EVENTS);
    return LB_OK;
}

static lb_status read_inputs(hotspot_job *h, lb_error *err)
{
    const lb_hotspot_options *o = h->options;
    h->source = LB_LOCATED_EVENTS_INPUT(o);
    h->source.expected = o->expected;
    h->source.fields.until = o->until;
    h->source.fields.time_rule = o->time_rule;
    h->source.fields.needs_date = o->near_repeat || o->hits || o->until;
    h->source.fields.hashed = lb_command_writes_files(&lb_hotspot_command, o);
    h->source.may_be_outside = o->near_repeat != NULL;
    LB_TRY(lb_located_events_read(&h->source, h->job, &h->located, err));
    LB_TRY(lb_event_support_check_metres(&h->located.support, o->grid, err));
    LB_TRY(check_events(h, err));
    return lb_cell_window_parse(o->window ? o->window : "queen", &h->located.support.grid.grid,
                                &h->window) == LB_OK
               ? LB_OK
               : lb_error_memory(err);
}

/* Counts of cells, and the places of the events that are in one. */
static lb_status gather_events(hotspot_job *h, lb_error *err)
{
    const lb_located_events *l = &h->located;
    size_t n = 0;
    h->count = malloc((l->support.grid.cells + 1) * sizeof *h->count);
    h->xy = malloc((2 * l->inside + 1) * sizeof *h->xy);
    h->cell = malloc((l->inside + 1) * sizeof *h->cell);
    if (!h->count || !h->xy || !h->cell)
        return lb_error_memory(err);
    lb_located_events_count(l, NULL, h->count);
    for (size_t i = 0; i < l->points.count; i++) {
        if (l->cell[i] == SIZE_MAX)
            continue;
        h->xy[2 * n] = l->points.point[i].x;
        h->xy[2 * n + 1] = l->points.point[i].y;
        h->cell[n++] = l->cell[i];
    }
    h->input = (lb_figures_input){.options = h->options,
                                  .support = &l->support,
                                  .window = &h->window,
                                  .count = h->count,
                                  .xy = h->xy,
                                  .cell = h->cell,
                                  .events = n,
                                  .threads = h->job->threads};
    LB_TRY(lb_hotspot_methods_parse(h->options->method, &h->input.methods, err));
    return lb_hotspot_bandwidth_parse(h->options->bandwidth, &h->input.bandwidth, err);
}

/* What the figures rest on, and what was not to be had. */
static void log_figures(const hotspot_job *h)
{
    const lb_cell_figures *f = &h->figures;
    lb_log *log = h->job->log;
    const double *people = h->located.support.grid.value[LB_SUPPORT_PEOPLE];
    lb_log_note(log, "%zu %s in %zu %s of the support", h->input.events,
                lb_number_word(h->input.events, "event", "events"), f->cells,
                lb_number_word(f->cells, "cell", "cells"));
    if (f->kde && f->bandwidth < h->located.support.grid.grid.dx)
        lb_log_warning(
            log, "--bandwidth: %g m is below the cell of %g m; kde is little more than the counts",
            f->bandwidth, h->located.support.grid.grid.dx);
    else if (f->kde)
        lb_log_note(log, "kde: %s, bandwidth %g m", h->options->quartic ? "quartic" : "Gaussian",
                    f->bandwidth);
    if (f->gi)
        lb_log_note(log, "gi: windows of up to %zu %s, p %s, %zu %s", h->window.cells,
                    lb_number_word(h->window.cells, "cell", "cells"),
                    lb_gi_method_names[f->gi_method], f->gi_tests,
                    lb_number_word(f->gi_tests, "test", "tests"));
    if (f->excess && f->excess_tests == 0)
        lb_log_warning(log, "%s: has no column or band 'population'; excess is empty",
                       h->options->grid);
    if (f->nobody > 0)
        lb_log_warning(log, "%zu %s events round %s where nobody %s; %s excess is empty", f->nobody,
                       lb_number_word(f->nobody, "cell has", "cells have"),
                       lb_number_word(f->nobody, "it", "them"),
                       h->options->expected ? "is expected" : "lives",
                       lb_number_word(f->nobody, "its", "their"));
    size_t unknown = 0;
    for (size_t i = 0; people && i < f->cells; i++)
        unknown += isnan(people[i]);
    if (unknown > 0)
        lb_log_warning(
            log, "%zu %s unknown people; they count as none", unknown,
            lb_number_word(unknown, "cell of the support has", "cells of the support have"));
}

/* Each event is in the kernel map once, to 1e-9. */
static lb_status check_kernel_total(const hotspot_job *h, double *total, lb_error *err)
{
    lb_sum sum = {0};
    for (size_t i = 0; h->figures.kde && i < h->figures.cells; i++)
        lb_sum_add(&sum, h->figures.kde[i]);
    *total = lb_sum_value(sum);
    if (h->figures.kde && fabs(*total - (double)h->input.events) > 1e-9 * (double)h->input.events)
        return lb_error_set(err, LB_E_INPUT, "kde: the map has %.12g events of %zu", *total,
                            h->input.events);
    return LB_OK;
}

static lb_status make_table(hotspot_job *h, lb_error *err)
{
    LB_TRY(gather_events(h, err));
    LB_TRY(lb_cell_figures_compute(&h->input, &h->figures, err));
    log_figures(h);
    return lb_hotspot_table_make(&h->input, &h->figures, &h->result.table,
                                 h->options->gpkg ? &h->shapes : NULL) == LB_OK
               ? LB_OK
               : lb_error_memory(err);
}

/* A hot spot of few events reveals those who suffered them. */
static lb_status make_outlines(hotspot_job *h, lb_error *err)
{
    size_t left_out = 0;
    LB_TRY(lb_hotspot_outlines_make(&h->input, &h->figures, &h->result.scan, &h->result.outlines,
                                    &h->outlines, &left_out, err));
    if (left_out > 0)
        lb_log_warning(
            h->job->log, "outlines: %zu %s fewer than %d events; left out", left_out,
            lb_number_word(left_out, "hot spot or cluster has", "hot spots and clusters have"),
            h->options->min_cell);
    return LB_OK;
}

/* How sure p-values are that come from draws; those of gi and excess are exact. */
static void log_draws(const hotspot_job *h)
{
    const lb_hotspot_options *o = h->options;
    bool scan = o->scan || h->input.methods & LB_HOTSPOT_SCAN;
    bool lisa = h->input.methods & LB_HOTSPOT_LISA;
    if (scan || lisa || o->near_repeat)
        lb_log_note(h->job->log,
                    "p of%s%s%s: %d draws, seed %d; the Monte Carlo standard error of p 0.05 is "
                    "%.2g, of 0.01 %.2g",
                    scan ? " scan" : "", o->near_repeat ? " near-repeat" : "", lisa ? " lisa" : "",
                    o->draws, o->seed, lb_random_p_error(0.05, o->draws),
                    lb_random_p_error(0.01, o->draws));
}

/* The tables that were asked for beside the cells. */
static lb_status make_further_tables(hotspot_job *h, lb_error *err)
{
    const lb_hotspot_options *o = h->options;
    if (o->scan || h->input.methods & LB_HOTSPOT_SCAN)
        LB_TRY(lb_scan_table(&h->input, h->job, &h->result.scan, err));
    if (o->near_repeat)
        LB_TRY(lb_near_repeat_table(o, &h->located.points, h->job, &h->result.near_repeat, err));
    if (o->hits)
        LB_TRY(lb_hits_table(&h->input, &h->located, h->job, &h->result.hits, h->sentence, err));
    if (o->hits)
        lb_log_note(h->job->log, "hits: %s", h->sentence);
    log_draws(h);
    return o->outlines ? make_outlines(h, err) : LB_OK;
}

/* What the provenance adds to the table: how p was found, the bandwidth used, and the balance,
 * in which kde_total must be the number of events, as each event's kernel sums to 1 over the
 * support. */
static lb_status add_provenance(const hotspot_job *h, lb_provenance *p, lb_error *err)
{
    const lb_cell_figures *f = &h->figures;
    double kde_total;
    LB_TRY(check_kernel_total(h, &kde_total, err));
    lb_located_events_to_provenance(&h->located, &h->source, p);
    if (f->gi) {
        lb_provenance_used(p, "gi_p", lb_gi_method_names[f->gi_method]);
        lb_provenance_balance(p, "gi_tests", (double)f->gi_tests);
    }
    if (f->kde) {
        lb_provenance_used_real(p, "bandwidth", f->bandwidth);
        lb_provenance_balance(p, "kde_total", kde_total);
    }
    if (f->excess) {
        lb_provenance_balance(p, "excess_tests", (double)f->excess_tests);
        lb_provenance_balance(p, "cells_with_events_and_nobody", (double)f->nobody);
    }
    if (h->sentence[0])
        lb_provenance_used(p, "hits", h->sentence);
    if (h->located.inside < LB_FEWEST_EVENTS)
        lb_provenance_used(p, "despite_refusal", "fewer than 10 events");
    return LB_OK;
}

static lb_status write_files(const hotspot_job *h, lb_error *err)
{
    const lb_hotspot_options *o = h->options;
    lb_provenance p = {0};
    char *qml = lb_hotspot_style(h->job->english);
    if (!qml)
        return lb_error_memory(err);
    lb_table_file file[] = {
        {.path = o->output, .name = "hotspots", .table = &h->result.table},
        {.path = o->gpkg,
         .name = "hotspots",
         .table = &h->result.table,
         .shapes = &h->shapes,
         .crs = h->located.support.grid.crs,
         .style_name = "hotspots",
         .style_qml = qml},
        {.path = o->scan, .name = "scan", .table = &h->result.scan},
        {.path = o->near_repeat, .name = "near_repeat", .table = &h->result.near_repeat},
        {.path = o->hits, .name = "hits", .table = &h->result.hits},
        {.path = o->outlines,
         .name = "outlines",
         .table = &h->result.outlines,
         .shapes = &h->outlines,
         .crs = h->located.support.grid.crs}};
    lb_provenance_begin(&p, &lb_hotspot_command, o, h->job);
    lb_status status = add_provenance(h, &p, err);
    if (status == LB_OK)
        status =
            lb_table_files_write(&p, file, sizeof file / sizeof *file, o->provenance, h->job, err);
    lb_provenance_clear(&p);
    free(qml);
    return status;
}

static lb_status compute_hotspots(hotspot_job *h, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_hotspot_command, h->options, h->job, err));
    LB_TRY(read_inputs(h, err));
    LB_TRY(make_table(h, err));
    LB_TRY(make_further_tables(h, err));
    return write_files(h, err);
}

lb_status lb_hotspot_run(const lb_hotspot_options *options, const lb_job *job,
                         lb_hotspot_result *out, lb_error *err)
{
    lb_own_job own;
    hotspot_job h = {.options = options,
                     .job = lb_command_job(&lb_hotspot_command, options, job, &own)};
    lb_status status = compute_hotspots(&h, err);
    if (status == LB_OK) {
        *out = h.result;
        h.result = (lb_hotspot_result){.table = {0}};
    }
    clear_hotspot_job(&h);
    return status;
}

lb_status lb_hotspot_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                 lb_error *err)
{
    lb_hotspot_result result = {.table = {0}};
    LB_TRY(lb_hotspot_run(options, job, &result, err));
    lb_command_result_add(out, "", &result.table);
    lb_command_result_add(out, "scan", &result.scan);
    lb_command_result_add(out, "near-repeat", &result.near_repeat);
    lb_command_result_add(out, "hits", &result.hits);
    lb_command_result_add(out, "outlines", &result.outlines);
    return LB_OK;
}
