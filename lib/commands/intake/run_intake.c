/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `intake`: how far local police areas have come in the collection (docs/methods.md,
 * Collection). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/option_table.h"
#include "command/output_check.h"
#include "commands/intake/collection_read.h"
#include "commands/intake/intake_pages.h"
#include "commands/intake/intake_tables.h"
#include "output/table_file.h"

/* What the description names, beside itself. NULL ones are nothing. */
enum { OTHER_SOURCES = 6 };

static void list_sources(const lb_collection *c, const char *source[OTHER_SOURCES])
{
    source[0] = c->config.model;
    source[1] = c->config.lpo;
    source[2] = c->config.questions;
    source[3] = c->config.grid;
    source[4] = c->config.suggestions;
    source[5] = c->config.event_hot_spots;
}

static void add_sources(const lb_collection *c, lb_provenance *p)
{
    const char *other[OTHER_SOURCES];
    list_sources(c, other);
    lb_provenance_source(p, c->options->intake, NULL, -1);
    for (size_t i = 0; i < OTHER_SOURCES; i++)
        lb_provenance_source(p, other[i], NULL, -1);
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++)
        lb_provenance_source(p, c->config.source[s], NULL, c->rows[s]);
    lb_provenance_balance(p, "lpo", (double)c->lpo_name.count);
    lb_provenance_balance(p, "areas", (double)c->area_name.count);
    lb_provenance_balance(p, "defects", (double)c->defects);
}

/* Inputs ---------------------------------------------------------------------------------------
 */

/* No output replaces what the description names: options name the description alone. */
static lb_status compare_output(const lb_collection *c, const char *output, lb_error *err)
{
    const char *other[OTHER_SOURCES];
    if (!output)
        return LB_OK;
    list_sources(c, other);
    LB_TRY(lb_output_compare(output, c->options->intake, err));
    for (size_t i = 0; i < OTHER_SOURCES; i++)
        LB_TRY(lb_output_compare(output, other[i], err));
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++)
        LB_TRY(lb_output_compare(output, c->config.source[s], err));
    for (size_t a = 0; a < c->area_name.count; a++)
        for (size_t i = 0; i < c->area[a].documents; i++)
            LB_TRY(lb_output_compare(output, c->area[a].document[i].path, err));
    return LB_OK;
}

/* Pages ----------------------------------------------------------------------------------------
 */

typedef struct page_writer {
    const lb_collection *c;
    lb_file_names names;
    lb_atomic_files files;
    char *provenance; /* JSON, on the page of the region */
} page_writer;

/* Takes text. */
static lb_status write_page(page_writer *w, const char *name, char *text, lb_error *err)
{
    lb_buf path = {0};
    const lb_atomic_file *file;
    lb_buf_printf(&path, "%s/%s", w->c->options->pages, name);
    lb_status status = path.failed ? lb_error_memory(err) : compare_output(w->c, path.text, err);
    if (status == LB_OK)
        status = lb_atomic_files_add(&w->files, path.text, w->c->job->force, &file, err);
    if (status == LB_OK)
        status = lb_atomic_file_write(file, text, strlen(text), err);
    lb_buf_clear(&path);
    free(text);
    return status;
}

static lb_status write_pages(page_writer *w, lb_error *err)
{
    const lb_collection *c = w->c;
    char *text = NULL;
    if (lb_intake_page_names(c, &w->names) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(lb_intake_region_page(c, &w->names, w->provenance, &text, err));
    LB_TRY(write_page(w, "index.html", text, err));
    for (size_t i = 0; i < c->lpo_name.count; i++) {
        LB_TRY(lb_intake_lpo_page(c, c->lpo_order[i], &text, err));
        LB_TRY(write_page(w, w->names.item[i], text, err));
    }
    return LB_OK;
}

/* Pages and table: all of them, or none. A folder that was made for nothing is removed. */
static lb_status write_all(const lb_collection *c, const lb_provenance *p, const lb_table *table,
                           lb_error *err)
{
    const lb_intake_options *o = c->options;
    const lb_table_file file = {.path = o->output, .name = "intake", .table = table};
    page_writer w = {.c = c};
    bool made = false;
    lb_status status = LB_OK;
    if (o->pages)
        status = lb_file_make_folder(o->pages, &made, err);
    if (status == LB_OK && o->pages)
        status = lb_provenance_page_json(p, c->job->publish, &w.provenance, err);
    if (status == LB_OK && o->pages)
        status = write_pages(&w, err);
    if (status == LB_OK)
        status = lb_table_files_write(p, &file, 1, o->provenance, c->job, err);
    status = lb_atomic_files_end(&w.files, status, err);
    if (status != LB_OK && made)
        rmdir(o->pages);
    lb_file_names_clear(&w.names);
    free(w.provenance);
    return status;
}

static lb_status write_files(const lb_collection *c, const lb_table *table, lb_error *err)
{
    lb_provenance p = {0};
    lb_provenance_begin(&p, &lb_intake_command, c->options, c->job);
    add_sources(c, &p);
    lb_status status = write_all(c, &p, table, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status collect_intake(lb_collection *c, lb_table *table, lb_error *err)
{
    const lb_intake_options *o = c->options;
    LB_TRY(lb_command_begin(&lb_intake_command, o, c->job, err));
    LB_TRY(lb_collection_read(c, err));
    LB_TRY(compare_output(c, o->output, err));
    LB_TRY(compare_output(c, o->provenance, err));
    if (lb_collection_judge(c) != LB_OK || lb_intake_table(c, c->job->english, table) != LB_OK)
        return lb_error_memory(err);
    return write_files(c, table, err);
}

lb_status lb_intake_run(const lb_intake_options *options, const lb_job *job, lb_table *out,
                        lb_error *err)
{
    lb_collection c = {
        .options = options, .job = job, .crs = job->crs ? job->crs : LB_STANDARD_CRS};
    lb_table table = {0};
    lb_status status = collect_intake(&c, &table, err);
    lb_collection_clear(&c);
    LB_HAND_OVER(status, table, out, lb_table_clear);
}

lb_status lb_intake_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                lb_error *err)
{
    lb_table table = {0};
    LB_TRY(lb_intake_run(options, job, &table, err));
    lb_command_result_add(out, "", &table);
    return LB_OK;
}
