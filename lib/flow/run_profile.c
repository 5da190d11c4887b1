/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/job_profile.h>
#include "base/output.h"
#include "base/sum.h"
#include "base/text.h"
#include "flow/laid.h"
#include "flow/profile_table.h"
#include "flow/provenance.h"
#include "flow/table_file.h"
#include "port/hash.h"

typedef struct job {
    const lb_profile_options *options;
    const lb_job *job;
    lb_stat_spec *spec;
    lb_wanted *wanted; /* the usual columns, then value and weight of each statistic */
    size_t *column;
    size_t n;
    lb_overlay overlay;
    double people, people_union, planar, planar_union;
} job;

static void clear(job *j)
{
    free(j->spec);
    free(j->wanted);
    free(j->column);
    lb_overlay_clear(&j->overlay);
}

/* A statistic other than a sum looks at a cell's figure; a sum of people needs its cell's part. */
static void want(job *j, size_t s)
{
    lb_stat_spec *spec = &j->spec[s];
    j->column[2 * s] = j->n;
    j->column[2 * s + 1] = SIZE_MAX;
    j->wanted[j->n++] = (lb_wanted){spec->column, spec->stat == LB_STAT_SUM, true};
    if (spec->weight[0]) {
        j->column[2 * s + 1] = j->n;
        j->wanted[j->n++] = (lb_wanted){spec->weight, true, true};
    }
}

static lb_status read_stats(job *j, lb_error *err)
{
    size_t stats = j->options->stats;
    j->spec = calloc(stats + 1, sizeof *j->spec);
    j->wanted = calloc(LB_USUAL + 2 * stats, sizeof *j->wanted);
    j->column = calloc(2 * stats + 1, sizeof *j->column);
    if (!j->spec || !j->wanted || !j->column)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    for (; j->n < LB_USUAL; j->n++)
        j->wanted[j->n] = lb_usual_columns[j->n];
    for (size_t s = 0; s < stats; s++) {
        lb_status status = lb_stat_spec_parse(j->options->stat[s], &j->spec[s], err);
        if (status != LB_OK)
            return status;
        want(j, s);
    }
    return LB_OK;
}

static lb_status people_of(const job *j, const lb_cover *cover, double *out)
{
    lb_profile profile;
    lb_cell_list cells = lb_overlay_cells(&j->overlay);
    lb_stat_input input = {.value = j->overlay.grid.value[LB_PEOPLE]};
    *out = 0;
    lb_status status = lb_profile_compute(cover, &cells, j->job->threads, &profile);
    if (status != LB_OK || !input.value) {
        if (status == LB_OK)
            lb_profile_clear(&profile);
        return status;
    }
    double *each = calloc(cover->count + 1, sizeof *each);
    status = each ? lb_profile_stat(&profile, LB_STAT_SUM, &input, 1, each) : LB_E_MEMORY;
    lb_sum sum = {0};
    for (size_t i = 0; status == LB_OK && i < cover->count; i++)
        lb_sum_add(&sum, each[i]);
    *out = lb_sum_value(sum);
    free(each);
    lb_profile_clear(&profile);
    return status;
}

static void tell_overlaps(const job *j)
{
    const lb_laid *laid = &j->overlay.laid;
    char **name = j->overlay.areas.name;
    for (size_t k = 0; k < laid->overlaps && k < LB_LOG_SHOWN; k++)
        lb_log_note(j->job->log, "'%s' and '%s' overlap by %.1f m2", name[laid->overlap[k].i],
                    name[laid->overlap[k].j], laid->overlap[k].area);
    if (laid->overlaps > 0)
        lb_log_note(j->job->log,
                    "%zu overlaps: the areas' people add up to %.1f, %.1f of them counted twice; "
                    "their union has %.1f",
                    laid->overlaps, j->people, j->people - j->people_union, j->people_union);
}

/* Sum over areas = union + overlaps: told where there are any. */
static lb_status close_books(job *j, lb_error *err)
{
    lb_sum planar = {0};
    const lb_laid *laid = &j->overlay.laid;
    lb_status status = people_of(j, &laid->cover, &j->people);
    for (size_t i = 0; i < laid->cover.count; i++)
        lb_sum_add(&planar, laid->cover.area[i]);
    j->planar = j->planar_union = lb_sum_value(planar);
    j->people_union = j->people;
    if (status == LB_OK && laid->overlaps > 0) {
        j->planar_union = laid->joined.area[0];
        status = people_of(j, &laid->joined, &j->people_union);
    }
    if (status != LB_OK)
        return lb_error_set(err, status, "%s", lb_status_text(status));
    tell_overlaps(j);
    return LB_OK;
}

static double sum_of(const double *value, size_t n)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, isnan(value[i]) ? 0 : value[i]);
    return lb_sum_value(sum);
}

static void put_balance(const job *j, lb_provenance *p)
{
    const lb_overlay *o = &j->overlay;
    const double *people = o->grid.value[LB_PEOPLE];
    lb_provenance_balance(p, "people_grid", people ? sum_of(people, o->grid.cells) : 0);
    lb_provenance_balance(p, "people_in_remainders", o->grid.homeless_first);
    lb_provenance_balance(p, "people_sum_of_areas", j->people);
    lb_provenance_balance(p, "people_union", j->people_union);
    lb_provenance_balance(p, "people_overlaps", j->people - j->people_union);
    lb_provenance_balance(p, "planar_sum_of_areas", j->planar);
    lb_provenance_balance(p, "planar_union", j->planar_union);
    lb_provenance_balance(p, "planar_overlaps", j->planar - j->planar_union);
    lb_provenance_balance(p, "planar_over_data", sum_of(o->profile.with_data, o->profile.count));
    lb_provenance_balance(p, "planar_no_data", sum_of(o->profile.no_data, o->profile.count));
    lb_provenance_balance(p, "planar_outside", sum_of(o->profile.outside, o->profile.count));
}

static lb_status put_input(lb_provenance *p, const char *source, int64_t rows, lb_error *err)
{
    char hash[LB_HASH_SIZE];
    lb_status status = lb_hash_file(source, hash, err);
    if (status == LB_OK)
        lb_provenance_input(p, source, hash, rows);
    return status;
}

static lb_status describe(const job *j, char **json, lb_error *err)
{
    lb_provenance p = {0};
    lb_provenance_command(&p, "profile");
    for (size_t s = 0; s < j->options->stats; s++)
        lb_provenance_option(&p, "stat", j->options->stat[s]);
    lb_status status = put_input(&p, j->options->grid, j->overlay.grid.rows, err);
    if (status == LB_OK)
        status =
            put_input(&p, j->overlay.areas.source, (int64_t)j->overlay.areas.shapes.count, err);
    put_balance(j, &p);
    if (status == LB_OK && lb_provenance_json(&p, json) != LB_OK)
        status = lb_error_set(err, LB_E_MEMORY, "out of memory");
    lb_provenance_clear(&p);
    return status;
}

static lb_status write_table(const job *j, const lb_table *table, lb_error *err)
{
    char *json = NULL;
    if (!j->options->output && !j->options->provenance)
        return LB_OK;
    lb_status status = describe(j, &json, err);
    if (status == LB_OK) {
        lb_table_file file = {
            j->options->output,       j->options->provenance, json, "profile", table,
            &j->overlay.areas.shapes, j->overlay.grid.crs};
        status = lb_table_file_write(&file, j->job, err);
    }
    free(json);
    return status;
}

/* The cover is written while the areas still have their attributes, and appears with the table. */
static lb_status write_cover(const job *j, const lb_output *output, lb_error *err)
{
    const lb_overlay *o = &j->overlay;
    lb_laid_source to = {output->temp, o->areas.source};
    return lb_laid_write(&to, o->grid.crs, &o->laid, &o->areas.attributes, j->job, err);
}

static lb_status make_table(job *j, lb_table *table, lb_error *err)
{
    lb_profile_terms terms = {j->spec, j->column, j->options->stats, j->job->threads};
    return lb_profile_table(&j->overlay, j->overlay.laid.true_m2, &terms, table, err);
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
        status = make_table(j, table, err);
    if (status == LB_OK)
        status = write_table(j, table, err);
    return path ? lb_output_end(&cover, status, err) : status;
}

static lb_status check(const lb_profile_options *options, lb_error *err)
{
    if (options->cover && options->save_cover)
        return lb_error_set(err, LB_E_USAGE,
                            "--cover with --save-cover: one is read, the other written; name one");
    return lb_table_file_check(options->output, err);
}

static lb_status overlay(job *j, lb_error *err)
{
    const lb_profile_options *o = j->options;
    lb_overlay_input input = {.grid = o->grid,
                              .areas = o->areas,
                              .fields = {.name = o->name},
                              .wanted = j->wanted,
                              .n = j->n,
                              .saved = o->cover,
                              .measured = true,
                              .drawn = o->output && lb_text_ends_with(o->output, ".gpkg")};
    return lb_overlay_make(&input, j->job, &j->overlay, err);
}

lb_status lb_profile_run(const lb_profile_options *options, const lb_job *run, lb_table *out,
                         lb_error *err)
{
    job j = {.options = options, .job = run};
    lb_table table = {0};
    lb_status status = check(options, err);
    if (status == LB_OK)
        status = read_stats(&j, err);
    if (status == LB_OK)
        status = overlay(&j, err);
    if (status == LB_OK)
        status = close_books(&j, err);
    if (status == LB_OK)
        status = make_outputs(&j, &table, err);
    clear(&j);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}
