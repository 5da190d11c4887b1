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

typedef struct job {
    const lb_profile_options *options;
    const lb_job *job;
    lb_profile_grid *grid; /* [grids]: the first, then those that are more */
    size_t grids;
    lb_table *table;            /* [grids] */
    char (*hash)[LB_HASH_SIZE]; /* [grids + 1]: of the grids, and of the areas, when told */
    lb_status hashed;
    lb_error hash_err;
    lb_profile_order order;
} job;

static void clear(job *j)
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
typedef lb_status (*piece)(job *j, size_t i, const lb_job *own, lb_error *err);

/* What became of it. */
typedef struct turn {
    lb_kept_log kept;
    lb_error err;
    lb_status status;
} turn;

static lb_status end_turn(turn *t, lb_error *err)
{
    if (t->kept.text.failed)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    lb_kept_log_end(&t->kept);
    if (t->status != LB_OK && err)
        *err = t->err;
    return t->status;
}

/* Pieces from..to, each by one thread; one alone by all. What they tell comes in their order, and
 * so does the error. */
static lb_status side_by_side(job *j, size_t from, size_t to, piece work, lb_error *err)
{
    lb_status status = LB_OK;
    if (to - from == 1)
        return work(j, from, j->job, err);
    turn *t = calloc(to, sizeof *t);
    if (!t)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
#pragma omp parallel for num_threads(lb_work_threads(j->job->threads)) schedule(dynamic)
    for (size_t i = from; i < to; i++) {
        lb_job own = *j->job;
        own.log = lb_kept_log_begin(&t[i].kept, j->job->log);
        t[i].status = work(j, i, &own, &t[i].err);
    }
    for (size_t i = from; i < to; i++) {
        if (status == LB_OK)
            status = end_turn(&t[i], err);
        lb_buf_clear(&t[i].kept.text);
    }
    free(t);
    return status;
}

/* Files ---------------------------------------------------------------------------------------- */

static lb_status describe(const job *j, char **json, lb_error *err)
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
    lb_meet_put(&j->grid[0].overlay.laid.meeting, areas->label, areas->name, &p);
    for (size_t i = 0; i < j->grids; i++)
        lb_profile_grid_balance(&j->grid[i], i > 0 ? j->grid[i].name : NULL, &p);
    if (status == LB_OK && lb_provenance_json(&p, json) != LB_OK)
        status = lb_error_set(err, LB_E_MEMORY, "out of memory");
    lb_provenance_clear(&p);
    return status;
}

static bool is_told(const job *j)
{
    return j->options->output || j->options->provenance;
}

static lb_status write_table(const job *j, const lb_table *table, lb_error *err)
{
    char *json = NULL;
    const lb_overlay *first = &j->grid[0].overlay;
    if (!is_told(j))
        return LB_OK;
    lb_status status = describe(j, &json, err);
    if (status == LB_OK) {
        lb_table_file file = {j->options->output,   j->options->provenance, json, "profile", table,
                              &first->areas.shapes, first->grid.crs};
        status = lb_table_file_write(&file, j->job, err);
    }
    free(json);
    return status;
}

/* The cover is written while the areas still have their attributes, and appears with the table. */
static lb_status write_cover(const job *j, const lb_output *output, lb_error *err)
{
    const lb_overlay *o = &j->grid[0].overlay;
    lb_laid_source to = {output->temp, o->areas.source, ""};
    return lb_laid_write(&to, o->grid.crs, &o->laid, &o->areas.attributes, j->job, err);
}

static lb_status table_of_grid(job *j, size_t i, const lb_job *own, lb_error *err)
{
    return lb_profile_grid_table(&j->grid[i], own->threads, i == 0, &j->table[i], err);
}

static lb_status make_table(job *j, lb_table *table, lb_error *err)
{
    lb_status status = side_by_side(j, 0, j->grids, table_of_grid, err);
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
    return lb_table_status(table) == LB_OK ? LB_OK
                                           : lb_error_set(err, LB_E_MEMORY, "out of memory");
}

/* Areas of which a figure of any grid is hidden. */
static void tell_hidden(const job *j)
{
    size_t figures = 0, areas = 0;
    for (size_t i = 0; i < j->grids; i++)
        figures += j->grid[i].guard.hidden;
    for (size_t a = 0; a < j->grid[0].overlay.profile.count; a++) {
        bool any = false;
        for (size_t i = 0; i < j->grids; i++)
            any |= j->grid[i].guard.in_row[a];
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
    job *j = udata;
    const lb_overlay *first = &j->grid[0].overlay;
    for (size_t i = 0; i < j->grids && j->hashed == LB_OK; i++)
        j->hashed = lb_hash_file(j->grid[i].source, j->hash[i], &j->hash_err);
    if (first->areas_hash[0])
        memcpy(j->hash[j->grids], first->areas_hash, LB_HASH_SIZE);
    else if (j->hashed == LB_OK)
        j->hashed = lb_hash_file(first->areas.source, j->hash[j->grids], &j->hash_err);
}

/* A file is hashed by one thread, beside the tables. */
static lb_status make_table_and_hashes(job *j, lb_table *table, lb_error *err)
{
    lb_side side = {.run = NULL};
    if (is_told(j))
        lb_side_begin(&side, j->job->threads, hash_sources, j);
    lb_status status = make_table(j, table, err);
    if (status != LB_OK)
        lb_side_drop(&side);
    lb_side_end(&side);
    if (status == LB_OK && j->hashed != LB_OK)
        status = lb_error_set(err, j->hashed, "%s", j->hash_err.text);
    return status;
}

static lb_status make_outputs(job *j, lb_table *table, lb_error *err)
{
    lb_output cover = {.path = NULL};
    const char *path = j->options->save_cover;
    lb_status status = path ? lb_output_begin(path, j->job->force, &cover, err) : LB_OK;
    if (status != LB_OK)
        return status;
    if (path)
        status = write_cover(j, &cover, err);
    if (status == LB_OK)
        status = make_table_and_hashes(j, table, err);
    if (status == LB_OK) {
        tell_hidden(j);
        status = write_table(j, table, err);
    }
    return path ? lb_output_end(&cover, status, err) : status;
}

static lb_status check(const lb_profile_options *options, lb_error *err)
{
    if (options->min_cell < 0)
        return lb_error_set(err, LB_E_USAGE, "--min-cell: %d found, expected 0 or more",
                            options->min_cell);
    if (options->cover && options->save_cover)
        return lb_error_set(err, LB_E_USAGE,
                            "--cover with --save-cover: one is read, the other written; name one");
    if (options->mores > 0 && (options->cover || options->save_cover))
        return lb_error_set(err, LB_E_USAGE,
                            "%s: is of one grid's cells, %zu grids are given; run them one by one",
                            options->cover ? "--cover" : "--save-cover", options->mores + 1);
    return lb_table_file_check(options->output, err);
}

static lb_status name_grids(job *j, lb_error *err)
{
    const lb_profile_options *o = j->options;
    j->grids = o->mores + 1;
    j->grid = calloc(j->grids, sizeof *j->grid);
    j->table = calloc(j->grids, sizeof *j->table);
    j->hash = calloc(j->grids + 1, sizeof *j->hash);
    if (!j->grid || !j->table || !j->hash)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    for (size_t i = 0; i < j->grids; i++) {
        lb_status status = lb_profile_grid_name(i > 0 ? o->more[i - 1] : o->grid, &j->grid[i], err);
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

static lb_status read_grid(job *j, size_t i, const lb_job *own, lb_error *err)
{
    return lb_profile_grid_read(&j->grid[i], &j->order, own, err);
}

/* The first has been laid. */
static lb_status finish_grid(job *j, size_t i, const lb_job *own, lb_error *err)
{
    lb_profile_grid *g = &j->grid[i];
    lb_status status = i > 0 ? lb_profile_grid_lay(g, &j->order, own, err) : LB_OK;
    return status == LB_OK ? lb_profile_grid_close(g, &j->order, own, err) : status;
}

/* The first lends its areas and their cover to the others. */
static lb_status lay_grids(job *j, lb_error *err)
{
    const lb_profile_options *o = j->options;
    bool drawn = o->output && lb_text_ends_with(o->output, ".gpkg");
    j->order = (lb_profile_order){j->grid, j->grids, o->areas, o->name,    o->cover,
                                  o->stat, o->stats, drawn,    o->min_cell};
    lb_status status = side_by_side(j, 0, j->grids, read_grid, err);
    if (status == LB_OK)
        status = lb_profile_grid_lay(&j->grid[0], &j->order, j->job, err);
    return status == LB_OK ? side_by_side(j, 0, j->grids, finish_grid, err) : status;
}

lb_status lb_profile_run(const lb_profile_options *options, const lb_job *run, lb_table *out,
                         lb_error *err)
{
    job j = {.options = options, .job = run};
    lb_table table = {0};
    lb_status status = check(options, err);
    if (status == LB_OK)
        status = name_grids(&j, err);
    if (status == LB_OK)
        status = lay_grids(&j, err);
    if (status == LB_OK)
        status = make_outputs(&j, &table, err);
    clear(&j);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}
