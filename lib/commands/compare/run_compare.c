/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `compare`: folders file by file, each file by its kind, and after the differences what explains
 * them. Their endings say of which kind files are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "commands/compare/compare_parts.h"
#include "output/provenance.h"
#include "output/table_file.h"
#include "port/gdal/provenance_read.h"
#include "port/gdal/sha256.h"
#include "port/vector/geometry_digest.h"

typedef enum output_kind { AS_BYTES, AS_TABLE, AS_RASTER, AS_LAYERS, AS_PROVENANCE } output_kind;

static output_kind kind_of(const char *path)
{
    static const char *const tables[] = {".csv",     ".tsv", ".txt", ".xlsx",
                                         ".geojson", ".shp", ".fgb", NULL};
    if (strchr(path, '|'))
        return AS_TABLE;
    if (lb_text_ends_with(path, "provenance.json"))
        return AS_PROVENANCE;
    if (lb_text_ends_with(path, ".tif") || lb_text_ends_with(path, ".tiff"))
        return AS_RASTER;
    if (lb_text_ends_with(path, ".gpkg"))
        return AS_LAYERS;
    for (size_t i = 0; tables[i]; i++)
        if (lb_text_ends_with(path, tables[i]))
            return AS_TABLE;
    return AS_BYTES;
}

/* Bytes -------------------------------------------------------------------------------------- */

static lb_status compare_bytes(const lb_compare_context *c, const char *file, const char *before,
                               const char *after, lb_error *err)
{
    char a[LB_HASH_SIZE], b[LB_HASH_SIZE];
    LB_TRY(lb_hash_file(before, a, err));
    LB_TRY(lb_hash_file(after, b, err));
    if (strcmp(a, b) != 0)
        lb_differences_add_texts(c->out, file, "file", file, "other bytes", "other bytes");
    return LB_OK;
}

/* Provenance ----------------------------------------------------------------------------------- */

/* The provenance of an output: inside it, or in the file beside it that `run` and --provenance
 * NAME.provenance.json write. *out is NULL where there is none. */
static lb_status find_provenance(const char *path, char **out, lb_error *err)
{
    struct stat info;
    lb_buf beside = {0}, text = {0};
    const char *dot = strrchr(path, '.');
    *out = NULL;
    if (kind_of(path) == AS_RASTER || kind_of(path) == AS_LAYERS)
        return lb_provenance_read(path, out, err);
    lb_buf_printf(&beside, "%.*s.provenance.json", dot ? (int)(dot - path) : (int)strlen(path),
                  path);
    lb_status status = beside.failed ? lb_error_memory(err) : LB_OK;
    if (status == LB_OK && stat(beside.text, &info) == 0)
        status = lb_file_read(beside.text, &text, err);
    if (status == LB_OK && text.length > 0)
        *out = lb_buf_detach(&text);
    lb_buf_clear(&beside);
    lb_buf_clear(&text);
    return status;
}

static lb_status compare_causes(const lb_compare_context *c, const char *file, const char *before,
                                const char *after, lb_error *err)
{
    char *a = NULL, *b = NULL;
    lb_status status = find_provenance(before, &a, err);
    if (status == LB_OK)
        status = find_provenance(after, &b, err);
    if (status == LB_OK)
        status = lb_compare_provenance(c, file, a, b, err);
    free(a);
    free(b);
    return status;
}

static lb_status compare_provenance_files(const lb_compare_context *c, const char *file,
                                          const char *before, const char *after, lb_error *err)
{
    lb_buf a = {0}, b = {0};
    lb_status status = lb_file_read(before, &a, err);
    if (status == LB_OK)
        status = lb_file_read(after, &b, err);
    if (status == LB_OK)
        status = lb_compare_provenance(c, file, a.text, b.text, err);
    lb_buf_clear(&a);
    lb_buf_clear(&b);
    return status;
}

/* Layers --------------------------------------------------------------------------------------- */

static bool has_name(char *const *names, const char *name)
{
    for (size_t i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Tables of our own that hold no figures. */
static bool is_furniture(const char *layer)
{
    return strcmp(layer, "layer_styles") == 0;
}

static lb_status compare_layer(const lb_compare_context *c, const char *file, const char *before,
                               const char *after, const char *layer, lb_error *err)
{
    lb_buf label = {0}, a = {0}, b = {0};
    lb_buf_printf(&label, "%s|%s", file, layer);
    lb_buf_printf(&a, "%s|layername=%s", before, layer);
    lb_buf_printf(&b, "%s|layername=%s", after, layer);
    lb_status status = label.failed || a.failed || b.failed
                           ? lb_error_memory(err)
                           : lb_compare_tables(c, label.text, a.text, b.text, err);
    lb_buf_clear(&label);
    lb_buf_clear(&a);
    lb_buf_clear(&b);
    return status;
}

/* Layers of two GeoPackages by name; the table of styles holds no figures and is passed over. */
static lb_status compare_named_layers(const lb_compare_context *c, const char *file,
                                      const char *before, const char *after, char *const *a,
                                      char *const *b, lb_error *err)
{
    for (size_t i = 0; a[i]; i++) {
        if (is_furniture(a[i]))
            continue;
        if (has_name(b, a[i]))
            LB_TRY(compare_layer(c, file, before, after, a[i], err));
        else
            lb_differences_add_texts(c->out, file, "table", a[i], "there", "not there");
    }
    for (size_t i = 0; b[i]; i++)
        if (!has_name(a, b[i]) && !is_furniture(b[i]))
            lb_differences_add_texts(c->out, file, "table", b[i], "not there", "there");
    return LB_OK;
}

static lb_status compare_layers(const lb_compare_context *c, const char *file, const char *before,
                                const char *after, lb_error *err)
{
    char **a = lb_layer_names(before), **b = lb_layer_names(after);
    lb_status status =
        a && b ? compare_named_layers(c, file, before, after, a, b, err) : lb_error_memory(err);
    lb_layer_names_free(a);
    lb_layer_names_free(b);
    return status;
}

/* Files ---------------------------------------------------------------------------------------- */

/* By the kind of the first file's name. When figures differ, the provenance that lies beside or
 * inside both is compared too: it often has the cause (an input, an option, a version). */
static lb_status compare_files(const lb_compare_context *c, const char *file, const char *before,
                               const char *after, lb_error *err)
{
    size_t found = c->out->summary.rows;
    switch (kind_of(before)) {
    case AS_TABLE:
        LB_TRY(lb_compare_tables(c, file, before, after, err));
        break;
    case AS_RASTER:
        LB_TRY(lb_compare_rasters(c, file, before, after, err));
        break;
    case AS_LAYERS:
        LB_TRY(compare_layers(c, file, before, after, err));
        break;
    case AS_PROVENANCE:
        return compare_provenance_files(c, file, before, after, err);
    default:
        return compare_bytes(c, file, before, after, err);
    }
    /* in a folder, a provenance beside a table is compared as the file that it is */
    bool inside = kind_of(before) != AS_TABLE || !lb_file_is_folder(c->options->before);
    return c->out->summary.rows > found && inside ? compare_causes(c, file, before, after, err)
                                                  : LB_OK;
}

/* Folders -------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(lb_text_base_name(*(char *const *)a), lb_text_base_name(*(char *const *)b));
}

static bool has_publish(const char *path)
{
    lb_buf publish = {0};
    lb_buf_printf(&publish, "%s/publish", path);
    bool found = !publish.failed && lb_file_is_folder(publish.text);
    lb_buf_clear(&publish);
    return found;
}

/* Of a run's folder: what is copied from work/ to publish/ without hashes counts once. */
static bool is_listed(const char *within, const char *name)
{
    if (strcmp(within, "publish/") == 0)
        return !lb_text_ends_with(name, "provenance.json");
    return strcmp(within, "work/") != 0 || strcmp(name, "LASMIG.txt") != 0;
}

/* Appends the files of the folder `within` ("", "publish/") of a path. */
static lb_status add_names(const char *path, const char *within, lb_file_names *names,
                           lb_error *err)
{
    lb_buf folder = {0};
    lb_file_names found = {.item = NULL};
    lb_buf_printf(&folder, "%s/%s", path, within);
    lb_status status =
        folder.failed ? lb_error_memory(err) : lb_file_names_read(folder.text, &found, err);
    for (size_t i = 0; i < found.count && status == LB_OK; i++) {
        lb_buf name = {0};
        lb_buf_printf(&name, "%s%s", within, found.item[i]);
        if (!is_listed(within, found.item[i]))
            lb_buf_clear(&name);
        else if (lb_file_names_add(names, lb_buf_detach(&name)) != LB_OK)
            status = lb_error_memory(err);
    }
    lb_file_names_clear(&found);
    lb_buf_clear(&folder);
    return status;
}

/* The files of a folder, by name; of a run those of publish/ and work/, so that version 0.1, which
 * had them in one folder, is compared by the same names. */
static lb_status list_folder(const char *path, lb_file_names *names, lb_error *err)
{
    if (has_publish(path)) {
        LB_TRY(add_names(path, "publish/", names, err));
        LB_TRY(add_names(path, "work/", names, err));
    } else {
        LB_TRY(add_names(path, "", names, err));
    }
    if (names->count > 0)
        qsort(names->item, names->count, sizeof *names->item, by_name);
    return LB_OK;
}

/* Two files of one name; in a run's folder they may stand in different folders. */
static lb_status compare_in_folders(const lb_compare_context *c, const char *before,
                                    const char *after, lb_error *err)
{
    lb_buf a = {0}, b = {0};
    lb_buf_printf(&a, "%s/%s", c->options->before, before);
    lb_buf_printf(&b, "%s/%s", c->options->after, after);
    lb_status status = a.failed || b.failed ? lb_error_memory(err) : LB_OK;
    if (status == LB_OK && !lb_file_is_folder(a.text) && !lb_file_is_folder(b.text))
        status = compare_files(c, lb_text_base_name(after), a.text, b.text, err);
    lb_buf_clear(&a);
    lb_buf_clear(&b);
    return status;
}

/* Merges two lists sorted by base name; a name in one list alone is a finding. */
static lb_status compare_listed(const lb_compare_context *c, const lb_file_names *a,
                                const lb_file_names *b, lb_error *err)
{
    size_t i = 0, k = 0;
    while (i < a->count || k < b->count) {
        const char *before = i < a->count ? lb_text_base_name(a->item[i]) : NULL;
        const char *after = k < b->count ? lb_text_base_name(b->item[k]) : NULL;
        int order = !before ? 1 : !after ? -1 : strcmp(before, after);
        if (order == 0)
            LB_TRY(compare_in_folders(c, a->item[i], b->item[k], err));
        else if (order < 0)
            lb_differences_add_texts(c->out, before, "file", before, "there", "not there");
        else
            lb_differences_add_texts(c->out, after, "file", after, "not there", "there");
        i += order <= 0;
        k += order >= 0;
    }
    return LB_OK;
}

static lb_status compare_folders(const lb_compare_context *c, lb_error *err)
{
    lb_file_names a = {.item = NULL}, b = {.item = NULL};
    lb_status status = list_folder(c->options->before, &a, err);
    if (status == LB_OK)
        status = list_folder(c->options->after, &b, err);
    if (status == LB_OK)
        status = compare_listed(c, &a, &b, err);
    lb_file_names_clear(&a);
    lb_file_names_clear(&b);
    return status;
}

/* The whole ------------------------------------------------------------------------------------ */

static lb_status compare_sources(const lb_compare_context *c, lb_error *err)
{
    const char *before = c->options->before, *after = c->options->after;
    bool folders = lb_file_is_folder(before);
    if (folders != lb_file_is_folder(after) || (!folders && kind_of(before) != kind_of(after)))
        return lb_error_set(err, LB_E_INPUT,
                            "%s and %s are not of the same kind; expected two folders of run, two "
                            "tables, two rasters or two GeoPackages",
                            before, after);
    return folders ? compare_folders(c, err)
                   : compare_files(c, lb_text_base_name(after), before, after, err);
}

/* Differences and causes, each by its kind. */
static void report_outcome(const lb_compare_context *c)
{
    const lb_table *t = &c->out->summary;
    size_t causes = 0;
    for (size_t i = 0; i < t->rows; i++) {
        const char *kind = lb_table_text(t, i, lb_table_column(t, "kind"));
        causes += strcmp(kind, "version") == 0 || strcmp(kind, "option") == 0 ||
                  strcmp(kind, "input") == 0 || strcmp(kind, "recipe") == 0;
    }
    if (t->rows == 0)
        lb_log_note(c->job->log, "nothing differs");
    else if (causes == 0)
        lb_log_note(
            c->job->log,
            "%zu %s; no version, option or input that differs was found beside or inside the files",
            t->rows, lb_number_word(t->rows, "difference", "differences"));
    else if (causes == t->rows)
        lb_log_note(c->job->log, "the figures are the same, but %zu of what they were made with %s",
                    causes, lb_number_word(causes, "differs", "differ"));
    else
        lb_log_note(
            c->job->log,
            "%zu %s; rows of kind version, option, input and recipe say what may explain them",
            t->rows - causes, lb_number_word(t->rows - causes, "difference", "differences"));
}

/* Inputs of the provenance are the two files; folders are not hashed. */
static lb_status write_files(const lb_compare_context *c, lb_error *err)
{
    const lb_compare_options *o = c->options;
    lb_provenance p = {0};
    lb_table_file file[] = {{.path = o->output, .name = "differences", .table = &c->out->summary},
                            {.path = o->values, .name = "values", .table = &c->out->values}};
    lb_provenance_begin(&p, &lb_compare_command, o, c->job);
    if (!lb_file_is_folder(o->before)) {
        lb_provenance_source(&p, o->before, NULL, -1);
        lb_provenance_source(&p, o->after, NULL, -1);
    }
    lb_status status = lb_table_files_write(&p, file, 2, o->provenance, c->job, err);
    lb_provenance_clear(&p);
    return status;
}

lb_status lb_compare_run(const lb_compare_options *options, const lb_job *job,
                         lb_compare_result *out, lb_error *err)
{
    lb_compare_result result;
    LB_TRY(lb_command_begin(&lb_compare_command, options, job, err));
    lb_differences_init(&result);
    lb_compare_context c = {options, job, &result};
    lb_status status = compare_sources(&c, err);
    if (status == LB_OK && (result.summary.failed || result.values.failed))
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = write_files(&c, err);
    if (status != LB_OK) {
        lb_compare_result_clear(&result);
        return status;
    }
    report_outcome(&c);
    *out = result;
    return LB_OK;
}

lb_status lb_compare_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                 lb_error *err)
{
    lb_compare_result result;
    LB_TRY(lb_compare_run(options, job, &result, err));
    lb_command_result_add(out, "", &result.summary);
    lb_command_result_add(out, "values", &result.values);
    return LB_OK;
}
