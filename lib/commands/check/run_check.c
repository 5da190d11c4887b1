/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `check`: each table read on its own and in silence, for its facts; then all of them
 * as `index` reads them, whose messages and verdict are the command's. */
#include <stdio.h>
#include <string.h>

#include <lagesbild/check.h>
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/command_result.h"
#include "command/output_check.h"
#include "commands/check/delivery_facts.h"
#include "commands/index/index_tables.h"
#include "input/delivery/square_raster.h"
#include "output/provenance.h"
#include "output/table_file.h"
#include "command/option_provenance.h"

typedef struct delivery_check {
    const lb_check_options *options;
    const lb_job *job;
    lb_index_data data; /* as of index */
    lb_variable_columns figures;
    lb_delivery_facts facts;
    size_t used_columns; /* of all tables, by the recipe */
} delivery_check;

static void clear_check(delivery_check *c)
{
    lb_index_data_clear(&c->data);
    lb_variable_columns_clear(&c->figures);
    lb_table_clear(&c->facts.table);
}

/* The facts of one table. What is wrong with it is reported when it is read as index reads it. */
static lb_status add_table_facts(delivery_check *c, const char *source)
{
    const lb_check_options *o = c->options;
    const lb_job silent = {.threads = c->job->threads, .crs = c->job->crs};
    const lb_square_rule rule = {.cell = c->data.recipe.cell_size,
                                 .cell_size = o->cell_size,
                                 .crs = c->data.recipe.crs,
                                 .id = o->id,
                                 .size = o->size,
                                 .x = o->x,
                                 .y = o->y,
                                 .codes = c->data.recipe.codes.name,
                                 .n_codes = c->data.recipe.codes.count};
    const char *file = lb_text_base_name(source);
    lb_square_table table;
    lb_error ignored = {0};
    lb_status status = lb_square_table_open(source, &silent, &table, &ignored);
    if (status != LB_OK)
        return status == LB_E_MEMORY ? status : LB_OK;
    status =
        lb_delivery_facts_columns(&c->facts, file, &table, &c->data.recipe, &c->figures, &rule);
    if (status == LB_OK && lb_square_table_read(&table, &rule, &silent, &ignored) == LB_E_MEMORY)
        status = LB_E_MEMORY;
    if (status == LB_OK)
        lb_delivery_facts_table(&c->facts, file, &table);
    c->used_columns += table.n_wanted;
    lb_square_table_clear(&table);
    return status;
}

/* The facts of one band, "NAME=FILE:BAND": its column is NAME, its squares are the cells with data.
 */
static lb_status add_band_facts(delivery_check *c, const char *spec)
{
    const lb_job silent = {.threads = c->job->threads, .crs = c->job->crs};
    const lb_square_rule rule = {.cell = c->data.recipe.cell_size};
    char path[4096];
    lb_square_table table;
    lb_error ignored = {0};
    lb_square_raster_file(spec, path, sizeof path);
    const char *file = lb_text_base_name(path);
    lb_status status = lb_square_raster_read(spec, &c->data.recipe, &silent, &table, &ignored);
    if (status != LB_OK)
        return status == LB_E_MEMORY ? status : LB_OK;
    status =
        lb_delivery_facts_columns(&c->facts, file, &table, &c->data.recipe, &c->figures, &rule);
    if (status == LB_OK)
        lb_delivery_facts_table(&c->facts, file, &table);
    c->used_columns += table.n_wanted;
    lb_square_table_clear(&table);
    return status;
}

static lb_status add_source_facts(delivery_check *c)
{
    for (size_t i = 0; i < c->options->sources; i++)
        LB_TRY(add_table_facts(c, c->options->source[i]));
    for (size_t i = 0; i < c->options->bands; i++)
        LB_TRY(add_band_facts(c, c->options->band[i]));
    return LB_OK;
}

/* The last row: would index take the delivery? */
static void add_verdict(delivery_check *c, lb_status status, const lb_error *err)
{
    const lb_bilingual why = {err->text, err->text};
    static const lb_bilingual squares_only = {
        "check läser leveranser av rutor; områden läser profile och händelser share",
        "check reads deliveries of squares; areas are read by profile, events by share"};
    if (status == LB_OK)
        lb_delivery_facts_count(&c->facts, NULL, "joined", "in every table",
                                (double)c->data.join_report.joined, NULL);
    lb_delivery_facts_add(&c->facts, NULL, "index", "would take it", status == LB_OK ? "yes" : "no",
                          status == LB_OK ? NULL : &why);
    if (c->used_columns == 0)
        lb_delivery_facts_add(&c->facts, NULL, "index", "reads", "squares", &squares_only);
}

static lb_status write_files(const delivery_check *c, lb_error *err)
{
    const lb_check_options *o = c->options;
    lb_provenance p = {0};
    lb_table_file file = {.path = o->output, .name = "check", .table = &c->facts.table};
    lb_provenance_begin(&p, &lb_check_command, o, c->job);
    lb_join_to_provenance(&LB_JOIN_OPTIONS(o), &c->data.join_report, &p);
    lb_status status = lb_table_files_write(&p, &file, 1, o->provenance, c->job, err);
    lb_provenance_clear(&p);
    return status;
}

/* *verdict: of index. The facts are written whatever it is. */
static lb_status check_delivery(delivery_check *c, lb_status *verdict, lb_error *why, lb_error *err)
{
    const lb_check_options *o = c->options;
    LB_TRY(lb_command_begin(&lb_check_command, o, c->job, err));
    LB_TRY(lb_recipe_load(o->recipe, c->job, &c->data.recipe, err));
    if (lb_variable_columns_make(&c->data.recipe, &c->figures) != LB_OK)
        return lb_error_memory(err);
    lb_delivery_facts_init(&c->facts, c->job->english);
    if (add_source_facts(c) != LB_OK)
        return lb_error_memory(err);
    *verdict = lb_index_data_compute(&LB_JOIN_OPTIONS(o), c->job, &c->data, why);
    if (*verdict != LB_OK && *verdict != LB_E_INPUT)
        return lb_error_set(err, *verdict, "%s", why->text);
    if (*verdict == LB_OK)
        lb_delivery_facts_joined(&c->facts, &c->data.recipe, &c->data.squares, &c->data.fill,
                                 &c->data.index);
    add_verdict(c, *verdict, why);
    if (lb_table_status(&c->facts.table) != LB_OK)
        return lb_error_memory(err);
    return write_files(c, err);
}

lb_status lb_check_run(const lb_check_options *options, const lb_job *job, lb_table *out,
                       lb_error *err)
{
    delivery_check c = {.options = options, .job = job};
    lb_status verdict = LB_OK;
    lb_error why = {.status = LB_OK};
    lb_status status = check_delivery(&c, &verdict, &why, err);
    if (status == LB_OK) {
        *out = c.facts.table;
        c.facts.table = (lb_table){0};
        if (verdict != LB_OK)
            status = lb_error_set(err, verdict, "%s", why.text);
    }
    clear_check(&c);
    return status;
}

lb_status lb_check_command_run(const void *options, const lb_job *job, lb_command_result *out,
                               lb_error *err)
{
    lb_table table = {0};
    lb_status status = lb_check_run(options, job, &table, err);
    if (table.columns > 0)
        lb_command_result_add(out, "", &table);
    return status;
}
