/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ending of a path chooses the writer from the rows of model/table_formats. */
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "model/table_formats.h"
#include "output/chosen_columns.h"
#include "output/table_file.h"

/* A format by its ending. One of the writers is set. */
typedef struct table_format {
    const char *ending;
    LB_WRITER_to_text((*to_text));
    LB_WRITER_to_bytes((*to_bytes));
    LB_WRITER_to_file((*to_file));
} table_format;

enum { LAYERS_MAX = 8 };

/* The files of one command on their way. */
typedef struct file_writer {
    const lb_provenance *provenance;
    char *json; /* the same as one text */
    const lb_job *job;
    lb_atomic_files outputs;
    lb_error *err;
} file_writer;

#define FORMAT(ending_, kind, writer) {.ending = ending_, .kind = writer},
#define ENDING(ending_, kind, writer) ending_,

static const table_format formats[] = {LB_PLAIN_FORMATS(FORMAT) LB_PACKAGE_FORMATS(FORMAT)
                                           LB_LAYER_FORMATS(FORMAT)};
const char *const lb_table_endings[] = {LB_PLAIN_FORMATS(ENDING) LB_PACKAGE_FORMATS(ENDING) NULL};
const char *const lb_outline_endings[] = {LB_PLAIN_FORMATS(ENDING) LB_PACKAGE_FORMATS(ENDING)
                                              LB_LAYER_FORMATS(ENDING) NULL};
const char *const lb_layer_endings[] = {LB_PACKAGE_FORMATS(ENDING) LB_LAYER_FORMATS(ENDING) NULL};
const char *const lb_package_endings[] = {LB_PACKAGE_FORMATS(ENDING) NULL};
enum { N_FORMATS = sizeof formats / sizeof *formats };

bool lb_table_file_has_outlines(const char *path)
{
    for (size_t i = 0; lb_layer_endings[i]; i++)
        if (lb_text_ends_with(path, lb_layer_endings[i]))
            return true;
    return false;
}

/* LB_E_USAGE: "unknown file type; use .csv, .json ... or .geojson". */
static lb_status find_format(const char *path, const table_format **out, lb_error *err)
{
    lb_buf endings = {0};
    for (size_t i = 0; i < N_FORMATS; i++)
        if (lb_text_ends_with(path, formats[i].ending)) {
            *out = &formats[i];
            return LB_OK;
        }
    lb_buf_choices(&endings, lb_outline_endings);
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

/* The only layer of a file, as bytes. */
static lb_status write_bytes(const table_format *format, const lb_layer_desc *layer, size_t n,
                             const lb_atomic_file *to, lb_error *err)
{
    lb_error why = {0};
    char *bytes = NULL;
    size_t length = 0;
    if (n != 1 || !layer->shapes)
        return lb_error_set(err, LB_E_USAGE, "%s: holds one layer with outlines; write .gpkg",
                            to->path);
    lb_status status = format->to_bytes(layer, &bytes, &length, &why);
    status = status == LB_OK ? lb_atomic_file_write(to, bytes, length, err)
                             : lb_error_set(err, status, "%s: %s", to->path, why.text);
    free(bytes);
    return status;
}

void lb_table_file_warn(const char *path, const lb_shapes *shapes, lb_log *log)
{
    size_t without = 0;
    if (!shapes || !lb_text_ends_with(path, ".fgb"))
        return;
    for (size_t i = 0; i < shapes->count; i++)
        without += shapes->part[i] == shapes->part[i + 1];
    if (without > 0)
        lb_log_warning(log,
                       "%s: %zu of %zu rows %s left out, as FlatGeobuf holds none such; .gpkg and "
                       ".geojson have them",
                       path, without, shapes->count,
                       lb_number_word(without, "has no outline and is", "have no outline and are"));
}

lb_status lb_layers_write(const lb_atomic_file *to, const lb_layer_desc *layers, size_t n,
                          const lb_file_about *about, lb_error *err)
{
    const table_format *format = NULL;
    LB_TRY(find_format(to->path, &format, err));
    return format->to_bytes ? write_bytes(format, layers, n, to, err)
                            : format->to_file(to->temp, layers, n, about, err);
}

/* Layers of the n tables with notes on their columns; note[n] are the caller's to free. */
static lb_status describe_layers(const lb_table_file *file, size_t n, const lb_provenance *p,
                                 lb_layer_desc *layer, lb_column_note **note)
{
    for (size_t i = 0; i < n; i++) {
        if (p->notes)
            note[i] = p->notes(p->of_command, p->of_options, p->about.english, file[i].path,
                               file[i].name, file[i].table);
        if (p->notes && !note[i])
            return LB_E_MEMORY;
        layer[i] = (lb_layer_desc){.name = file[i].name,
                                   .crs = file[i].crs,
                                   .table = file[i].table,
                                   .note = note[i],
                                   .shapes = file[i].shapes,
                                   .style_name = file[i].style_name,
                                   .style_qml = file[i].style_qml};
    }
    return LB_OK;
}

/* What is published holds no hash and no balance of a delivery (output/provenance.h); formats with
 * outlines never are (project/project_check). */
static lb_status write_layers(const lb_table_file *file, size_t n, const lb_atomic_file *to,
                              const file_writer *w)
{
    lb_layer_desc layer[LAYERS_MAX];
    lb_column_note *note[LAYERS_MAX] = {NULL};
    lb_file_about about = w->provenance->about;
    bool publish = w->job->publish && !lb_table_file_has_outlines(to->path);
    char *published = publish ? lb_provenance_published(w->json, true) : NULL;
    about.provenance = publish ? published : w->json;
    lb_status status =
        about.provenance ? describe_layers(file, n, w->provenance, layer, note) : LB_E_MEMORY;
    status =
        status == LB_OK ? lb_layers_write(to, layer, n, &about, w->err) : lb_error_memory(w->err);
    for (size_t i = 0; i < n; i++)
        free(note[i]);
    free(published);
    if (status == LB_OK)
        lb_table_file_warn(file->path, file->shapes, w->job->log);
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

static lb_status write_file(const lb_table_file *file, size_t n, file_writer *w)
{
    const table_format *format = NULL;
    const lb_atomic_file *to = NULL;
    LB_TRY(find_format(file->path, &format, w->err));
    LB_TRY(lb_atomic_files_add(&w->outputs, file->path, w->job->force, &to, w->err));
    return format->to_text ? write_text(format, file->table, to, w->job, w->err)
                           : write_layers(file, n, to, w);
}

/* n tables of one path into the group of outputs, nothing where it is NULL; of the main table the
 * columns that were chosen. */
static lb_status write_chosen(const lb_table_file *file, size_t n, file_writer *w)
{
    const char *columns = w->job->columns, *path = w->provenance->main_path;
    if (!file->path)
        return LB_OK;
    if (n != 1 || !columns || !path || strcmp(path, file->path) != 0)
        return write_file(file, n, w);
    lb_table view;
    LB_TRY(lb_chosen_columns_view(file->table, columns, &view, w->err));
    lb_table_file chosen = *file;
    chosen.table = &view;
    lb_status status = write_file(&chosen, 1, w);
    lb_chosen_columns_clear(&view);
    return status;
}

static lb_status write_provenance(const char *path, file_writer *w)
{
    const lb_atomic_file *to = NULL;
    if (!path)
        return LB_OK;
    LB_TRY(lb_atomic_files_add(&w->outputs, path, w->job->force, &to, w->err));
    return lb_atomic_file_write(to, w->json, strlen(w->json), w->err);
}

lb_status lb_table_files_write(const lb_provenance *provenance, const lb_table_file *file, size_t n,
                               const char *provenance_path, const lb_job *job, lb_error *err)
{
    file_writer w = {.provenance = provenance, .job = job, .err = err};
    LB_TRY(lb_provenance_json(provenance, &w.json, err));
    lb_status status = LB_OK;
    for (size_t i = 0, of_file; i < n && status == LB_OK; i += of_file) {
        of_file = tables_of_file(&file[i], n - i);
        status = write_chosen(&file[i], of_file, &w);
    }
    if (status == LB_OK)
        status = write_provenance(provenance_path, &w);
    free(w.json);
    return lb_atomic_files_end(&w.outputs, status, err);
}
