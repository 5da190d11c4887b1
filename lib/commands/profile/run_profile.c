/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `profile`: grids are read side by side, the areas are overlaid on the first and then on the
 * others, tables of all grids are made side by side and appended. Grids with the same cells share
 * one overlay of the areas, since cutting polygons is the larger part of the work. Messages, errors
 * and digits do not depend on threads: see run_in_parallel. */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/profile.h>
#include "command/option_provenance.h"
#include "command/command_result.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "base/buf.h"
#include "base/try.h"
#include "base/job_steps.h"
#include "base/atomic_file.h"
#include "base/async_task.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/threads.h"
#include "input/overlay/area_cover.h"
#include "input/areas/topology_report.h"
#include "commands/profile/profile_grid.h"
#include "output/provenance.h"
#include "output/table_file.h"
#include "port/gdal/sha256.h"

typedef struct profile_job {
    const lb_profile_options *options;
    const lb_job *job;
    size_t n_grids;
    lb_profile_grid *grid;      /* [n_grids]: options->grid, then options->more */
    lb_table *table;            /* [n_grids] */
    char (*hash)[LB_HASH_SIZE]; /* [n_grids + 1]: SHA-256 of the grids' files, then the areas' */
    lb_async_task hashing;      /* of the sources, beside all work but reading grids */
    lb_status hash_status;
    lb_error hash_err;
    lb_profile_request request;
} profile_job;

static void clear_profile_job(profile_job *j)
{
    for (size_t i = 0; j->grid && i < j->n_grids; i++)
        lb_profile_grid_clear(&j->grid[i]);
    for (size_t i = 0; j->table && i < j->n_grids; i++)
        lb_table_clear(&j->table[i]);
    free(j->grid);
    free(j->table);
    free(j->hash);
}

/* Steps of several grids at once --------------------------------------------------------------- */

/* One step of the i-th grid; own: the job of the thread that does it, with a log of its own. */
typedef lb_status (*grid_step)(profile_job *j, size_t i, const lb_job *own, lb_error *err);

typedef struct grid_steps {
    profile_job *profile;
    grid_step step;
} grid_steps;

static lb_status do_step(void *udata, size_t i, const lb_job *own, lb_error *err)
{
    const grid_steps *steps = udata;
    return steps->step(steps->profile, i, own, err);
}

/* Does the step for every grid, one thread a grid. */
static lb_status run_in_parallel(profile_job *j, grid_step step, lb_error *err)
{
    grid_steps steps = {j, step};
    return lb_job_steps_run(j->job, j->n_grids, do_step, &steps, err);
}

/* Files ---------------------------------------------------------------------------------------- */

static void fill_provenance(const profile_job *j, lb_provenance *p)
{
    const lb_area_layer *layer = &j->grid[0].layer;
    const lb_areas *areas = &layer->areas;
    lb_provenance_begin(p, &lb_profile_command, j->options, j->job);
    for (size_t i = 0; i < j->n_grids; i++)
        lb_provenance_source(p, j->grid[i].source, j->hash[i], j->grid[i].overlay.grid.rows);
    lb_provenance_source(p, areas->source, j->hash[j->n_grids], (int64_t)areas->shapes.count);
    if (j->grid[0].exact_people)
        lb_provenance_used(p, "population", "as delivered, in whole people");
    lb_topology_to_provenance(&layer->geometry.topology, areas->label, areas->name, p);
    lb_skipped_to_provenance(areas->found.skipped, areas->label, p);
    for (size_t i = 0; i < j->n_grids; i++)
        lb_profile_grid_balance(&j->grid[i], i > 0 ? j->grid[i].name : NULL, p);
}

static bool wants_files(const profile_job *j)
{
    return j->options->output || j->options->provenance;
}

static lb_status write_table(const profile_job *j, const lb_table *table, lb_error *err)
{
    lb_provenance p = {0};
    if (!wants_files(j))
        return LB_OK;
    const lb_table_file file = {.path = j->options->output,
                                .name = "profile",
                                .table = table,
                                .shapes = &j->grid[0].layer.areas.shapes,
                                .crs = j->grid[0].overlay.grid.crs};
    fill_provenance(j, &p);
    lb_status status = lb_table_files_write(&p, &file, 1, j->options->provenance, j->job, err);
    lb_provenance_clear(&p);
    return status;
}

/* Before the tables are made, since the first takes the areas' attributes, which a cover file has
 * too. The file gets its name only when everything else has succeeded. */
static lb_status write_cover(const profile_job *j, const lb_atomic_file *output, lb_error *err)
{
    const lb_area_layer *layer = &j->grid[0].layer;
    lb_area_cover_source to = {output->temp, layer->areas.source, ""};
    return lb_area_cover_write(&to, j->grid[0].overlay.grid.crs, &layer->geometry,
                               &layer->areas.attributes, j->job, err);
}

static lb_status make_grid_table(profile_job *j, size_t i, const lb_job *own, lb_error *err)
{
    lb_table *attributes = i == 0 ? &j->grid[0].layer.areas.attributes : NULL;
    return lb_profile_table(&j->grid[i], &j->request, attributes, own, &j->table[i], err);
}

static lb_status refuse_taken_name(const char *name, lb_error *err)
{
    return lb_error_set(err, LB_E_USAGE,
                        "--stat %s: there is a column '%s' already; give the statistic or the grid "
                        "another name",
                        name, name);
}

/* Would a statistic of the i-th grid, or one of those before it, share its name with another column
 * once `prefix` stands before the i-th grid's? */
static lb_status check_stat_names(const profile_job *j, size_t i, const char *prefix,
                                  const lb_table *table, lb_error *err)
{
    size_t length = strlen(prefix);
    const lb_profile_grid *g = &j->grid[i], *first = &j->grid[0];
    for (size_t s = 0; s < g->n_specs; s++) {
        char *name = lb_buf_format("%s%s", prefix, g->spec[s].name);
        lb_status status = !name                            ? lb_error_memory(err)
                           : lb_table_has_name(table, name) ? refuse_taken_name(name, err)
                                                            : LB_OK;
        free(name);
        LB_TRY(status);
    }
    for (size_t s = 0; s < first->n_specs; s++)
        if (strncmp(first->spec[s].name, prefix, length) == 0 &&
            lb_table_has_name(&j->table[i], first->spec[s].name + length))
            return refuse_taken_name(first->spec[s].name, err);
    return LB_OK;
}

/* The columns of all grids side by side, those of the second on with the grid's name before them.
 */
static lb_status make_table(profile_job *j, lb_table *table, lb_error *err)
{
    LB_TRY(run_in_parallel(j, make_grid_table, err));
    *table = j->table[0];
    j->table[0] = (lb_table){0};
    for (size_t i = 1; i < j->n_grids; i++) {
        char *prefix = lb_buf_format("%s_", j->grid[i].name);
        lb_status status =
            prefix ? check_stat_names(j, i, prefix, table, err) : lb_error_memory(err);
        if (status == LB_OK)
            lb_table_append(table, &j->table[i], prefix);
        free(prefix);
        LB_TRY(status);
        lb_table_clear(&j->table[i]);
    }
    return lb_table_status(table) == LB_OK ? LB_OK : lb_error_memory(err);
}

/* How many figures are ranges, of how many areas. */
static lb_status log_ranges(const profile_job *j, const lb_table *table, lb_error *err)
{
    size_t areas = 0;
    bool *seen = calloc(table->rows + 1, sizeof *seen);
    if (!seen)
        return lb_error_memory(err);
    for (size_t i = 0; i < table->ranges; i++) {
        areas += !seen[table->range[i].row];
        seen[table->range[i].row] = true;
    }
    free(seen);
    if (table->ranges > 0)
        lb_log_note(j->job->log,
                    "%zu %s of %zu %s %s on squares with counts of fewer than %d and %s; "
                    "--min-cell 0 shows them",
                    table->ranges, lb_number_word(table->ranges, "figure", "figures"), areas,
                    lb_number_word(areas, "area", "areas"),
                    lb_number_word(table->ranges, "rests", "rest"), j->options->min_cell,
                    lb_number_word(table->ranges, "is shown as a range", "are shown as ranges"));
    return LB_OK;
}

static lb_status make_table_and_hashes(profile_job *j, lb_table *table, lb_error *err)
{
    LB_TRY(make_table(j, table, err));
    lb_async_task_finish(&j->hashing);
    return j->hash_status == LB_OK ? LB_OK
                                   : lb_error_set(err, j->hash_status, "%s", j->hash_err.text);
}

static lb_status make_outputs(profile_job *j, lb_table *table, lb_error *err)
{
    lb_atomic_file cover = {.path = NULL};
    const char *path = j->options->save_cover;
    if (path)
        LB_TRY(lb_atomic_file_begin(path, j->job->force, &cover, err));
    lb_status status = path ? write_cover(j, &cover, err) : LB_OK;
    if (status == LB_OK)
        status = make_table_and_hashes(j, table, err);
    if (status == LB_OK)
        status = log_ranges(j, table, err);
    if (status == LB_OK)
        status = write_table(j, table, err);
    return path ? lb_atomic_file_end(&cover, status, err) : status;
}

/* Names must differ: they stand before the grids' columns. */
static lb_status name_grids(profile_job *j, lb_error *err)
{
    const lb_profile_options *o = j->options;
    j->n_grids = o->n_more + 1;
    j->grid = calloc(j->n_grids, sizeof *j->grid);
    j->table = calloc(j->n_grids, sizeof *j->table);
    j->hash = calloc(j->n_grids + 1, sizeof *j->hash);
    if (!j->grid || !j->table || !j->hash)
        return lb_error_memory(err);
    for (size_t i = 0; i < j->n_grids; i++) {
        LB_TRY(lb_profile_grid_parse(i > 0 ? o->more[i - 1] : o->grid, &j->grid[i], err));
        for (size_t k = 0; k < i; k++)
            if (strcmp(j->grid[i].name, j->grid[k].name) == 0)
                return lb_error_set(err, LB_E_USAGE,
                                    "two grids are named '%s'; give one another name: %s_2=%s",
                                    j->grid[i].name, j->grid[i].name, j->grid[i].source);
    }
    return LB_OK;
}

static lb_status read_grid(profile_job *j, size_t i, const lb_job *own, lb_error *err)
{
    return lb_profile_grid_read(&j->grid[i], &j->request, own, err);
}

/* The first grid has been overlaid before. */
static lb_status overlay_grid(profile_job *j, size_t i, const lb_job *own, lb_error *err)
{
    return i > 0 ? lb_profile_grid_overlay(&j->grid[i], &j->request, own, err) : LB_OK;
}

/* Grids may take weights from each other, so all of them have been overlaid. */
static lb_status finish_grid(profile_job *j, size_t i, const lb_job *own, lb_error *err)
{
    return lb_profile_grid_finish(&j->grid[i], &j->request, own, err);
}

/* A saved cover is held against it. */
static void hash_areas(void *udata)
{
    profile_job *j = udata;
    const char *areas = lb_areas_source(j->options->areas);
    j->hash_status = lb_hash_file(areas, j->hash[j->n_grids], &j->hash_err);
}

/* Large files take as long as making the table, and only one thread. The areas of a saved cover
 * have been hashed already. */
static void hash_sources(void *udata)
{
    profile_job *j = udata;
    for (size_t i = 0; i < j->n_grids && j->hash_status == LB_OK; i++)
        j->hash_status = lb_hash_file(j->grid[i].source, j->hash[i], &j->hash_err);
    if (!j->options->cover && j->hash_status == LB_OK)
        hash_areas(j);
}

static lb_status read_grids(profile_job *j, lb_error *err)
{
    lb_async_task hashing = {.run = NULL};
    if (j->options->cover)
        lb_async_task_start(&hashing, j->job->threads, hash_areas, j);
    lb_status status = run_in_parallel(j, read_grid, err);
    if (status != LB_OK)
        lb_async_task_cancel(&hashing);
    lb_async_task_finish(&hashing);
    if (status == LB_OK && j->hash_status != LB_OK)
        status = lb_error_set(err, j->hash_status, "%s", j->hash_err.text);
    return status;
}

/* The first grid is overlaid alone, then the others beside each other, each into a slot of its own;
 * so the output does not depend on which ends first. */
static lb_status overlay_grids(profile_job *j, lb_error *err)
{
    const lb_profile_options *o = j->options;
    j->request =
        (lb_profile_request){.grid = j->grid,
                             .n_grids = j->n_grids,
                             .areas = o->areas,
                             .name = o->name,
                             .cover = o->cover,
                             .areas_hash = j->hash[j->n_grids],
                             .stat = o->stat,
                             .n_stats = o->stats,
                             .nodata = o->nodata,
                             .n_nodata = o->n_nodata,
                             .rule = o->rule,
                             .with_shapes = o->output && lb_table_file_has_outlines(o->output)};
    LB_TRY(read_grids(j, err));
    if (wants_files(j))
        lb_async_task_start(&j->hashing, j->job->threads, hash_sources, j);
    LB_TRY(lb_profile_grid_overlay(&j->grid[0], &j->request, j->job, err));
    LB_TRY(run_in_parallel(j, overlay_grid, err));
    return run_in_parallel(j, finish_grid, err);
}

static lb_status make_profile(profile_job *j, lb_table *table, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_profile_command, j->options, j->job, err));
    LB_TRY(name_grids(j, err));
    LB_TRY(overlay_grids(j, err));
    return make_outputs(j, table, err);
}

lb_status lb_profile_run(const lb_profile_options *options, const lb_job *job, lb_table *out,
                         lb_error *err)
{
    lb_own_job own;
    profile_job j = {.options = options,
                     .job = lb_command_job(&lb_profile_command, options, job, &own)};
    lb_table table = {0};
    lb_status status = make_profile(&j, &table, err);
    lb_async_task_cancel(&j.hashing);
    clear_profile_job(&j);
    LB_HAND_OVER(status, table, out, lb_table_clear);
}

lb_status lb_profile_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                 lb_error *err)
{
    lb_table table = {0};
    LB_TRY(lb_profile_run(options, job, &table, err));
    lb_command_result_add(out, "", &table);
    return LB_OK;
}
