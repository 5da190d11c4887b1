/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/text_table.h>
#include "base/atomic_file.h"
#include "base/swedish_text.h"
#include "output/table_file.h"
#include "port/vector/gpkg_write.h"

lb_status lb_table_file_check(const char *path, lb_error *err)
{
    static const char *const endings[] = {".csv", ".json", ".md", ".gpkg"};
    for (size_t i = 0; path && i < 4; i++)
        if (lb_text_ends_with(path, endings[i]))
            return LB_OK;
    return path ? lb_error_set(err, LB_E_USAGE,
                               "%s: the ending says no format; expected .csv, .json, .md or .gpkg",
                               path)
                : LB_OK;
}

static lb_status table_to_text(const lb_table_file *file, const lb_job *job, char **text)
{
    lb_text_options options = {.decimal_comma = job->decimal_comma,
                               .escape_formulas = job->decimal_comma,
                               .threads = job->threads};
    if (lb_text_ends_with(file->path, ".csv"))
        return lb_table_to_csv(file->table, &options, text);
    if (lb_text_ends_with(file->path, ".json"))
        return lb_table_to_json(file->table, &options, text);
    return lb_table_to_markdown(file->table, &options, text);
}

static lb_status write_table(const lb_table_file *file, const lb_atomic_file *output,
                             const lb_job *job, lb_error *err)
{
    char *text = NULL;
    if (lb_text_ends_with(file->path, ".gpkg")) {
        lb_layer_desc layer = {
            .name = file->name, .crs = file->crs, .table = file->table, .shapes = file->shapes};
        return lb_gpkg_write(output->temp, &layer, 1, file->provenance, err);
    }
    if (table_to_text(file, job, &text) != LB_OK)
        return lb_error_memory(err);
    lb_status status = lb_atomic_file_write(output, text, strlen(text), err);
    free(text);
    return status;
}

static lb_status write_file(const lb_table_file *file, const lb_job *job, lb_atomic_files *outputs,
                            lb_error *err)
{
    const lb_atomic_file *output = NULL;
    lb_status status = lb_table_file_check(file->path, err);
    if (status == LB_OK && file->path)
        status = lb_atomic_files_add(outputs, file->path, job->force, &output, err);
    if (status == LB_OK && file->path)
        status = write_table(file, output, job, err);
    if (status == LB_OK && file->provenance_path)
        status = lb_atomic_files_add(outputs, file->provenance_path, job->force, &output, err);
    if (status == LB_OK && file->provenance_path)
        status = lb_atomic_file_write(output, file->provenance, strlen(file->provenance), err);
    return status;
}

lb_status lb_table_files_write(const lb_table_file *file, size_t n, const lb_job *job,
                               lb_error *err)
{
    lb_atomic_files outputs = {0};
    lb_status status = LB_OK;
    for (size_t i = 0; i < n && status == LB_OK; i++)
        status = write_file(&file[i], job, &outputs, err);
    return lb_atomic_files_end(&outputs, status, err);
}

lb_status lb_table_file_write(const lb_table_file *file, const lb_job *job, lb_error *err)
{
    return lb_table_files_write(file, 1, job, err);
}
