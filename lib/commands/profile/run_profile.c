/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/profile.h>
#include "base/log_buffer.h"
#include "base/atomic_file.h"
#include "base/async_task.h"
#include "base/swedish_text.h"
#include "base/threads.h"
#include "input/grid/area_cover.h"
#include "input/areas/topology_report.h"
#include "commands/profile/profile_grid.h"
#include "output/provenance_source.h"
#include "output/table_file.h"
#include "port/gdal/sha256.h"

typedef struct profile_job {
    const lb_profile_options *options;
    const lb_job *job;
    lb_profile_grid *grid; /* [grids]: the first, then those that are more */
    size_t grids;
    lb_table *table;            /* [grids] */
    char (*hash)[LB_HASH_SIZE]; /* [grids + 1]: of the grids, and of the areas, when told */
    lb_status hashed;
    lb_error hash_err;
    lb_profile_request request;
} profile_job;

static void clear_profile_job(profile_job *j)
{
    for (size_t i = 0; j->grid && i < j->grids; i++)
        lb_profile_grid_clear(&j->grid[j->grids - 1 - i]); /* the first lends to the others */
    for (size_t i = 0; j->table && i < j->grids; i++)
        lb_table_clear(&j->table[i]);
    free(j->grid);
    free(j->table);
    free(j->hash);
}

/* Side by side --------------------------------------------------------------------------------- */

/* The i-th piece of the work. own: the job of the thread that does it. */
typedef lb_status (*grid_step)(profile_job *j, size_t i, const lb_job *own, lb_error *err);

/* What became of it. */
typedef struct step_result {
    lb_log_buffer kept;
    lb_error err;
    lb_status status;
} step_result;

static lb_status end_step(step_result *t, lb_error *err)
{
    if (t->kept.text.failed)
        return lb_error_memory(err);
    lb_log_buffer_flush(&t->kept);
    if (t->status != LB_OK && err)
        *err = t->err;
    return t->status;
}

/* Pieces from..to, each by one thread; one alone by all. What they tell comes in their order, and
 * so does the error. */
static lb_status run_in_parallel(profile_job *j, size_t from, size_t to, grid_step work,
                                 lb_error *err)
{
    lb_status status = LB_OK;
    if (to - from == 1)
        return work(j, from, j->job, err);
    step_result *t = calloc(to, sizeof *t);
    if (!t)
        return lb_error_memory(err);
#pragma omp parallel for num_threads(lb_thread_count(j->job->threads)) schedule(dynamic)
    for (size_t i = from; i < to; i++) {
        lb_job own = *j->job;
        own.log = lb_log_buffer_begin(&t[i].kept, j->job->log);
        t[i].status = work(j, i, &own, &t[i].err);
    }
    for (size_t i = from; i < to; i++) {
        if (status == LB_OK)
            status = end_step(&t[i], err);
        lb_buf_clear(&t[i].kept.text);
    }
    free(t);
    return status;
}

/* Files ---------------------------------------------------------------------------------------- */

static lb_status make_provenance(const profile_job *j, char **json, lb_error *err)
{
    lb_provenance p = {0};
    lb_status status = LB_OK;
    const lb_areas *areas = &j->grid[0].overlay.areas;
    lb_provenance_command(&p, "profile");
    lb_provenance_option_real(&p, "min-cell", j->options->min_cell);
    for (size_t s = 0; s < j->options->stats; s++)
        lb_provenance_option(&p, "stat", j->options->stat[s]);
    for (size_t i = 0; i < j->grids && status == LB_OK; i++)
        status = lb_provenance_source(&p, j->grid[i].source, j->hash[i],
                                      j->grid[i].overlay.grid.rows, err);
    if (status == LB_OK)
        status = lb_provenance_source(&p, areas->source, j->hash[j->grids],
                                      (int64_t)areas->shapes.count, err);
    lb_topology_to_provenance(&j->grid[0].overlay.laid.meeting, areas->label, areas->name, &p);
    for (size_t i = 0; i < j->grids; i++)
        lb_profile_grid_balance(&j->grid[i], i > 0 ? j->grid[i].name : NULL, &p);
    if (status == LB_OK && lb_provenance_json(&p, json) != LB_OK)
        status = lb_error_memory(err);
    lb_provenance_clear(&p);
    return status;
}

static bool wants_files(const profile_job *j)
{
    return j->options->output || j->options->provenance;
}

static lb_status write_table(const profile_job *j, const lb_table *table, lb_error *err)
{
    char *json = NULL;
    const lb_overlay *first = &j->grid[0].overlay;
    if (!wants_files(j))
        return LB_OK;
    lb_status status = make_provenance(j, &json, err);
    if (status == LB_OK) {
        lb_table_file file = {j->options->output,   j->options->provenance, json, "profile", table,
                              &first->areas.shapes, first->grid.crs};
        status = lb_table_file_write(&file, j->job, err);
    }
    free(json);
    return status;
}

/* The cover is written while the areas still have their attributes, and appears with the table. */
static lb_status write_cover(const profile_job *j, const lb_atomic_file *output, lb_error *err)
{
    const lb_overlay *o = &j->grid[0].overlay;
    lb_area_cover_source to = {output->temp, o->areas.source, ""};
    return lb_area_cover_write(&to, o->grid.crs, &o->laid, &o->areas.attributes, j->job, err);
}

static lb_status make_grid_table(profile_job *j, size_t i, const lb_job *own, lb_error *err)
{
    return lb_profile_grid_table(&j->grid[i], own->threads, i == 0, &j->table[i], err);
}

static lb_status make_table(profile_job *j, lb_table *table, lb_error *err)
{
    lb_status status = run_in_parallel(j, 0, j->grids, make_grid_table, err);
    if (status != LB_OK)
        return status;
    *table = j->table[0];
    j->table[0] = (lb_table){0};
    for (size_t i = 1; i < j->grids; i++) {
        char before[LB_GRID_NAME_SIZE + 1];
        snprintf(before, sizeof before, "%s_", j->grid[i].name);
        lb_table_append(table, &j->table[i], before);
        lb_table_clear(&j->table[i]);
    }
    return lb_table_status(table) == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Areas of which a figure of any grid is hidden. */
static void log_suppressed(const profile_job *j)
{
    size_t figures = 0, areas = 0;
    for (size_t i = 0; i < j->grids; i++)
        figures += j->grid[i].disclosure.hidden;
    for (size_t a = 0; a < j->grid[0].overlay.profile.count; a++) {
        bool any = false;
        for (size_t i = 0; i < j->grids; i++)
            any |= j->grid[i].disclosure.in_row[a];
        areas += any;
    }
    if (figures > 0)
        lb_log_note(j->job->log,
                    "%zu figures of %zu areas would tell of fewer than %d people: they are ranges, "
                    "or empty; --min-cell 0 shows them",
                    figures, areas, j->options->min_cell);
}

/* Of the grids' files and the areas'. */
static void hash_sources(void *udata)
{
    profile_job *j = udata;
    const lb_overlay *first = &j->grid[0].overlay;
    for (size_t i = 0; i < j->grids && j->hashed == LB_OK; i++)
        j->hashed = lb_hash_file(j->grid[i].source, j->hash[i], &j->hash_err);
    if (first->areas_hash[0])
        memcpy(j->hash[j->grids], first->areas_hash, LB_HASH_SIZE);
    else if (j->hashed == LB_OK)
        j->hashed = lb_hash_file(first->areas.source, j->hash[j->grids], &j->hash_err);
}

/* A file is hashed by one thread, beside the tables. */
static lb_status make_table_and_hashes(profile_job *j, lb_table *table, lb_error *err)
{
    lb_async_task side = {.run = NULL};
    if (wants_files(j))
        lb_async_task_start(&side, j->job->threads, hash_sources, j);
    lb_status status = make_table(j, table, err);
    if (status != LB_OK)
        lb_async_task_cancel(&side);
    lb_async_task_finish(&side);
    if (status == LB_OK && j->hashed != LB_OK)
        status = lb_error_set(err, j->hashed, "%s", j->hash_err.text);
    return status;
}

static lb_status make_outputs(profile_job *j, lb_table *table, lb_error *err)
{
    lb_atomic_file cover = {.path = NULL};
    const char *path = j->options->save_cover;
    lb_status status = path ? lb_atomic_file_begin(path, j->job->force, &cover, err) : LB_OK;
    if (status != LB_OK)
        return status;
    if (path)
        status = write_cover(j, &cover, err);
    if (status == LB_OK)
        status = make_table_and_hashes(j, table, err);
    if (status == LB_OK) {
        log_suppressed(j);
        status = write_table(j, table, err);
    }
    return path ? lb_atomic_file_end(&cover, status, err) : status;
}

static lb_status check_options(const lb_profile_options *options, lb_error *err)
{
    if (options->min_cell < 0)
        return lb_error_set(err, LB_E_USAGE, "--min-cell: %d found, expected 0 or more",
                            options->min_cell);
    if (options->cover && options->save_cover)
        return lb_error_set(err, LB_E_USAGE,
                            "--cover with --save-cover: one is read, the other written; name one");
    if (options->n_more > 0 && (options->cover || options->save_cover))
        return lb_error_set(err, LB_E_USAGE,
                            "%s: is of one grid's cells, %zu grids are given; run them one by one",
                            options->cover ? "--cover" : "--save-cover", options->n_more + 1);
    return lb_table_file_check(options->output, err);
}

static lb_status name_grids(profile_job *j, lb_error *err)
{
    const lb_profile_options *o = j->options;
    j->grids = o->n_more + 1;
    j->grid = calloc(j->grids, sizeof *j->grid);
    j->table = calloc(j->grids, sizeof *j->table);
    j->hash = calloc(j->grids + 1, sizeof *j->hash);
    if (!j->grid || !j->table || !j->hash)
        return lb_error_memory(err);
    for (size_t i = 0; i < j->grids; i++) {
        lb_status status =
            lb_profile_grid_parse(i > 0 ? o->more[i - 1] : o->grid, &j->grid[i], err);
        if (status != LB_OK)
            return status;
        for (size_t k = 0; k < i; k++)
            if (strcmp(j->grid[i].name, j->grid[k].name) == 0)
                return lb_error_set(err, LB_E_USAGE,
                                    "two grids are named '%s'; name them apart: %s_2=%s",
                                    j->grid[i].name, j->grid[i].name, j->grid[i].source);
    }
    return LB_OK;
}

static lb_status read_grid(profile_job *j, size_t i, const lb_job *own, lb_error *err)
{
    return lb_profile_grid_read(&j->grid[i], &j->request, own, err);
}

/* The first has been laid. */
static lb_status finish_grid(profile_job *j, size_t i, const lb_job *own, lb_error *err)
{
    lb_profile_grid *g = &j->grid[i];
    lb_status status = i > 0 ? lb_profile_grid_overlay(g, &j->request, own, err) : LB_OK;
    return status == LB_OK ? lb_profile_grid_finish(g, &j->request, own, err) : status;
}

/* The first lends its areas and their cover to the others. */
static lb_status overlay_grids(profile_job *j, lb_error *err)
{
    const lb_profile_options *o = j->options;
    bool with_shapes = o->output && lb_text_ends_with(o->output, ".gpkg");
    j->request = (lb_profile_request){j->grid, j->grids, o->areas,    o->name,    o->cover,
                                      o->stat, o->stats, with_shapes, o->min_cell};
    lb_status status = run_in_parallel(j, 0, j->grids, read_grid, err);
    if (status == LB_OK)
        status = lb_profile_grid_overlay(&j->grid[0], &j->request, j->job, err);
    return status == LB_OK ? run_in_parallel(j, 0, j->grids, finish_grid, err) : status;
}

lb_status lb_profile_run(const lb_profile_options *options, const lb_job *run, lb_table *out,
                         lb_error *err)
{
    profile_job j = {.options = options, .job = run};
    lb_table table = {0};
    lb_status status = check_options(options, err);
    if (status == LB_OK)
        status = name_grids(&j, err);
    if (status == LB_OK)
        status = overlay_grids(&j, err);
    if (status == LB_OK)
        status = make_outputs(&j, &table, err);
    clear_profile_job(&j);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}
