/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that `run` writes: the page, the tables, and what the provenance of their steps says of
 * how they were made. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/inference/publications.h"
#include "text/json_read.h"

/* A table, as the provenance of the run says that it was made. */
typedef struct folder_table {
    char *file, *areas, *command, *name;
    bool exact, other; /* people of areas are as delivered; are of squares the page does not show */
} folder_table;

typedef struct publish_folder {
    const char *path;
    lb_file_names names;  /* of files in it, in the order of their bytes */
    bool coarsened, open; /* a step whose counts were coarsened, or were not */
    double people;        /* of all squares, where a step that was not gives them; NaN: not known */
    folder_table *table;  /* [tables] */
    size_t tables;
    int noise; /* people by which a square's count can be another than shown; 0: none */
} publish_folder;

static bool is_provenance(const char *path)
{
    const char *name = lb_text_base_name(path);
    return lb_text_ends_with(name, ".provenance.json") || strcmp(name, "provenance.json") == 0;
}

static bool is_read(const char *name)
{
    return lb_text_ends_with(name, ".csv") || lb_text_ends_with(name, ".xlsx") ||
           strcmp(name, "index.html") == 0 || is_provenance(name);
}

/* Is a string member of an object this text? */
static bool member_is(lb_json_value object, const char *key, const char *text)
{
    lb_json_value value;
    return lb_json_member(object, key, &value) && value.length == strlen(text) + 2 &&
           memcmp(value.text + 1, text, value.length - 2) == 0;
}

/* A number of the provenance's balance; NaN: it has no such. */
static double balance_of(lb_json_value root, const char *key)
{
    lb_json_value balance, value;
    double number;
    return lb_json_member(root, "balance", &balance) && lb_json_member(balance, key, &value) &&
                   lb_json_number(value, &number)
               ? number
               : (double)NAN;
}

/* A string member, where there is one. LB_E_MEMORY. */
static lb_status copy_member(lb_json_value object, const char *key, char **out)
{
    lb_json_value value;
    if (!lb_json_member(object, key, &value) || value.text[0] != '"')
        return LB_OK;
    *out = lb_json_string(value);
    return *out ? LB_OK : LB_E_MEMORY;
}

static lb_status add_table(publish_folder *f, lb_json_value step, lb_json_value file)
{
    folder_table *more = realloc(f->table, (f->tables + 1) * sizeof *more);
    if (!more)
        return LB_E_MEMORY;
    f->table = more;
    folder_table *table = &more[f->tables++];
    *table = (folder_table){.exact = member_is(step, "people", "exact"),
                            .other = member_is(step, "people", "of other squares")};
    LB_TRY(copy_member(step, "areas", &table->areas));
    LB_TRY(copy_member(step, "command", &table->command));
    LB_TRY(copy_member(step, "name", &table->name));
    return copy_member(file, "name", &table->file);
}

/* The tables of the steps, as the provenance of the whole run lists them. */
static lb_status read_tables(publish_folder *f, lb_json_value root, lb_error *err)
{
    lb_json_value steps, files, step = {NULL, 0};
    if (!member_is(root, "command", "run") || !lb_json_member(root, "steps", &steps))
        return LB_OK;
    while (lb_json_next(steps, &step)) {
        lb_json_value file = {NULL, 0};
        while (lb_json_member(step, "files", &files) && lb_json_next(files, &file))
            if (add_table(f, step, file) != LB_OK)
                return lb_error_memory(err);
    }
    return LB_OK;
}

static const folder_table *find_table(const publish_folder *f, const char *path)
{
    for (size_t i = 0; i < f->tables; i++)
        if (f->table[i].file && strcmp(f->table[i].file, lb_text_base_name(path)) == 0)
            return &f->table[i];
    return NULL;
}

/* What the provenance of the whole run says of noise by the cell-key method. */
static void read_noise(publish_folder *f, lb_json_value root)
{
    lb_json_value perturb, value;
    double deviation;
    if (member_is(root, "command", "run") && lb_json_member(root, "perturb", &perturb) &&
        lb_json_member(perturb, "deviation", &value) && lb_json_number(value, &deviation) &&
        deviation > 0 && deviation < 1000)
        f->noise = (int)ceil(deviation);
}

/* What a step's provenance says of its counts: from version 0.2 on, a step with a minimum cell
 * coarsens them before it computes anything. */
static void read_step(publish_folder *f, lb_json_value root)
{
    lb_json_value options, value;
    double minimum;
    if (!member_is(root, "command", "profile") && !member_is(root, "command", "agree"))
        return;
    if (!lb_json_member(root, "options", &options) ||
        !lb_json_member(options, "min-cell", &value) || !lb_json_number(value, &minimum))
        return;
    bool coarsened = minimum >= 2 && !member_is(root, "version", "0.1.0");
    *(coarsened ? &f->coarsened : &f->open) = true;
    double people = balance_of(root, "people_grid"),
           rest = balance_of(root, "people_in_remainders");
    if (!coarsened && !isnan(people))
        f->people = people + (isnan(rest) ? 0 : rest);
}

static lb_status read_provenance(publish_folder *f, const char *path, lb_error *err)
{
    lb_buf text = {0};
    lb_json_value root;
    lb_status status = lb_file_read(path, &text, err);
    if (status == LB_OK && text.text && lb_json_parse_value(text.text, text.length, &root)) {
        read_noise(f, root);
        read_step(f, root);
        status = read_tables(f, root, err);
    }
    lb_buf_clear(&text);
    return status;
}

typedef lb_status (*member_reader)(publish_folder *f, const char *path, const lb_job *job,
                                   lb_publications *out, lb_error *err);

static lb_status read_how(publish_folder *f, const char *path, const lb_job *job,
                          lb_publications *out, lb_error *err)
{
    (void)job;
    (void)out;
    return is_provenance(path) ? read_provenance(f, path, err) : LB_OK;
}

static lb_counts_as counts_of(const publish_folder *f)
{
    return f->noise > 0               ? LB_COUNTS_WITH_NOISE
           : f->coarsened && !f->open ? LB_COUNTS_COARSENED
                                      : LB_COUNTS_DELIVERED;
}

static lb_status read_content(publish_folder *f, const char *path, const lb_job *job,
                              lb_publications *out, lb_error *err)
{
    lb_counts_as counts = counts_of(f);
    if (is_provenance(path))
        return LB_OK;
    if (lb_text_ends_with(path, ".html"))
        return lb_publication_read_page(path, counts != LB_COUNTS_DELIVERED, f->noise, job, out,
                                        err);
    const folder_table *table = find_table(f, path);
    if (table && table->other)
        return LB_OK;
    const lb_table_origin origin = {.command = table ? table->command : NULL,
                                    .name = table ? table->name : NULL,
                                    .counts = counts,
                                    .exact_people = table && table->exact,
                                    .areas = table ? table->areas : NULL};
    return lb_publication_read_table(path, false, &origin, job, out, err);
}

static lb_status each_member(publish_folder *f, member_reader reader, const lb_job *job,
                             lb_publications *out, lb_error *err)
{
    for (size_t i = 0; i < f->names.count; i++) {
        lb_buf path = {0};
        if (!is_read(f->names.item[i]))
            continue;
        lb_buf_printf(&path, "%s%s%s", f->path, lb_text_ends_with(f->path, "/") ? "" : "/",
                      f->names.item[i]);
        lb_status status = path.failed ? lb_error_memory(err) : reader(f, path.text, job, out, err);
        lb_buf_clear(&path);
        LB_TRY(status);
    }
    return LB_OK;
}

/* The people of the whole grid, which the provenance of a step gives, are a figure too. */
static lb_status add_total(const publish_folder *f, lb_publications *out, lb_error *err)
{
    if (isnan(f->people) || !out->page || f->noise > 0)
        return LB_OK;
    char shown[32];
    lb_number_format(f->people, shown);
    lb_published_figure figure = {.file = (char *)"provenance",
                                  .row = (char *)"people_grid",
                                  .column = (char *)"balance",
                                  .shown = shown,
                                  .squares = LB_FIGURE_ALL,
                                  .variable = lb_publications_variable(out, "population")};
    if (figure.variable == SIZE_MAX ||
        !lb_published_range(shown, 1, &figure.low, &figure.high, &figure.hidden) ||
        lb_publications_add(out, &figure) != LB_OK)
        return lb_error_memory(err);
    return LB_OK;
}

static lb_status read_folder(publish_folder *f, const lb_job *job, lb_publications *out,
                             lb_error *err)
{
    size_t read = 0;
    LB_TRY(lb_file_names_read(f->path, &f->names, err));
    for (size_t i = 0; i < f->names.count; i++)
        read += is_read(f->names.item[i]);
    if (read == 0)
        return lb_error_set(
            err, LB_E_INPUT,
            "%s: no index.html, .csv or .xlsx; expected a publish folder of lagesbild "
            "run",
            f->path);
    LB_TRY(each_member(f, read_how, job, out, err));
    LB_TRY(each_member(f, read_content, job, out, err));
    return add_total(f, out, err);
}

/* The folder itself, or publish/ in it where `run` made both. */
static lb_status read_published(const char *path, const lb_job *job, lb_publications *out,
                                lb_error *err)
{
    lb_buf inner = {0};
    lb_buf_printf(&inner, "%s/publish", path);
    publish_folder folder = {.path =
                                 inner.text && lb_file_is_folder(inner.text) ? inner.text : path,
                             .people = (double)NAN};
    lb_status status = inner.failed ? lb_error_memory(err) : read_folder(&folder, job, out, err);
    lb_file_names_clear(&folder.names);
    for (size_t i = 0; i < folder.tables; i++) {
        free(folder.table[i].file);
        free(folder.table[i].areas);
        free(folder.table[i].command);
        free(folder.table[i].name);
    }
    free(folder.table);
    lb_buf_clear(&inner);
    return status;
}

lb_status lb_publication_read(const char *path, const lb_job *job, lb_publications *out,
                              lb_error *err)
{
    if (lb_file_is_folder(path))
        return read_published(path, job, out, err);
    if (lb_text_ends_with(path, ".html") || lb_text_ends_with(path, ".htm"))
        return lb_publication_read_page(path, false, 0, job, out, err);
    return lb_publication_read_table(path, true, &(lb_table_origin){.areas = NULL}, job, out, err);
}
