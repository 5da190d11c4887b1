/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ending of a path chooses the writer from TABLE_FORMATS alone: a new output format is one
 * entry there and the function it names (render/text for a text format, port for a binary one).
 * Checks, messages and lists of endings follow from the table. */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/text_table.h>
#include "base/atomic_file.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "output/table_file.h"
#include "port/vector/gpkg_write.h"

/* A format by its ending. One of the functions is set: the whole file as a new string, or a writer
 * of n tables into a file that is already open under a temporary name. */
typedef struct table_format {
    const char *ending;
    lb_status (*to_text)(const lb_table *table, const lb_text_options *options, char **text);
    lb_status (*write)(const char *path, const lb_table_file *file, size_t n,
                       const char *provenance, lb_error *err);
} table_format;

enum { LAYERS_MAX = 8 };

static lb_status write_gpkg(const char *path, const lb_table_file *file, size_t n,
                            const char *provenance, lb_error *err)
{
    lb_layer_desc layer[LAYERS_MAX];
    for (size_t i = 0; i < n; i++)
        layer[i] = (lb_layer_desc){.name = file[i].name,
                                   .crs = file[i].crs,
                                   .table = file[i].table,
                                   .shapes = file[i].shapes,
                                   .style_name = file[i].style_name,
                                   .style_qml = file[i].style_qml};
    return lb_gpkg_write(path, layer, n, provenance, err);
}

#define TABLE_FORMATS(F)                      \
    F(".csv", .to_text = lb_table_to_csv)     \
    F(".json", .to_text = lb_table_to_json)   \
    F(".md", .to_text = lb_table_to_markdown) \
    F(".gpkg", .write = write_gpkg)
#define FORMAT(ending_, function) {.ending = ending_, function},
#define ENDING(ending_, function) ending_,

static const table_format formats[] = {TABLE_FORMATS(FORMAT)};
const char *const lb_table_endings[] = {TABLE_FORMATS(ENDING) NULL};
enum { N_FORMATS = sizeof formats / sizeof *formats };

/* LB_E_USAGE: "unknown file type; use .csv, .json, .md or .gpkg". */
static lb_status find_format(const char *path, const table_format **out, lb_error *err)
{
    lb_buf endings = {0};
    for (size_t i = 0; i < N_FORMATS; i++)
        if (lb_text_ends_with(path, formats[i].ending)) {
            *out = &formats[i];
            return LB_OK;
        }
    lb_buf_choices(&endings, lb_table_endings);
    lb_status status =
        endings.failed
            ? lb_error_memory(err)
            : lb_error_set(err, LB_E_USAGE, "%s: unknown file type; use %s", path, endings.text);
    lb_buf_clear(&endings);
    return status;
}

/* With decimal commas a table is meant for a spreadsheet, which would run a text that looks like a
 * formula: such texts are escaped then. */
static lb_status write_text(const table_format *format, const lb_table *table,
                            const lb_atomic_file *to, const lb_job *job, lb_error *err)
{
    const lb_text_options options = {.decimal_comma = job->decimal_comma,
                                     .escape_formulas = job->decimal_comma,
                                     .threads = job->threads};
    char *text = NULL;
    if (format->to_text(table, &options, &text) != LB_OK)
        return lb_error_memory(err);
    lb_status status = lb_atomic_file_write(to, text, strlen(text), err);
    free(text);
    return status;
}

/* How many of the n tables from the first on go into one file: those of one path. */
static size_t tables_of_file(const lb_table_file *file, size_t n)
{
    size_t count = 1;
    while (count < n && count < LAYERS_MAX && file->path && file[count].path &&
           strcmp(file[count].path, file->path) == 0)
        count++;
    return count;
}

/* n tables of one path into the group of outputs; nothing where it is NULL. */
static lb_status write_table(const lb_table_file *file, size_t n, const char *provenance,
                             const lb_job *job, lb_atomic_files *outputs, lb_error *err)
{
    const table_format *format = NULL;
    const lb_atomic_file *to = NULL;
    if (!file->path)
        return LB_OK;
    LB_TRY(find_format(file->path, &format, err));
    LB_TRY(lb_atomic_files_add(outputs, file->path, job->force, &to, err));
    return format->to_text ? write_text(format, file->table, to, job, err)
                           : format->write(to->temp, file, n, provenance, err);
}

static lb_status write_provenance(const char *path, const char *provenance, const lb_job *job,
                                  lb_atomic_files *outputs, lb_error *err)
{
    const lb_atomic_file *to = NULL;
    if (!path)
        return LB_OK;
    LB_TRY(lb_atomic_files_add(outputs, path, job->force, &to, err));
    return lb_atomic_file_write(to, provenance, strlen(provenance), err);
}

lb_status lb_table_files_write(const lb_provenance *provenance, const lb_table_file *file, size_t n,
                               const char *provenance_path, const lb_job *job, lb_error *err)
{
    lb_atomic_files outputs = {0};
    char *json = NULL;
    if (lb_provenance_json(provenance, &json) != LB_OK)
        return lb_error_memory(err);
    lb_status status = LB_OK;
    for (size_t i = 0, of_file; i < n && status == LB_OK; i += of_file) {
        of_file = tables_of_file(&file[i], n - i);
        status = write_table(&file[i], of_file, json, job, &outputs, err);
    }
    if (status == LB_OK)
        status = write_provenance(provenance_path, json, job, &outputs, err);
    free(json);
    return lb_atomic_files_end(&outputs, status, err);
}
