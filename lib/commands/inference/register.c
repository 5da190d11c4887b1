/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _XOPEN_SOURCE 700 /* realpath */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/atomic_file.h"
#include "base/file.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/inference/register.h"
#include "port/gdal/sha256.h"
#include "text/json.h"
#include "text/json_read.h"

/* One entry, its path as the system knows it; "" where nothing is there. */
typedef struct register_entry {
    char *path, *hash;
} register_entry;

typedef struct register_file {
    const char *path;
    char *folder; /* of the register, as the system knows it, with a slash behind */
    lb_buf text;  /* "": it does not exist */
    register_entry *entry;
    size_t entries;
} register_file;

static void clear_register(register_file *r)
{
    for (size_t i = 0; i < r->entries; i++) {
        free(r->entry[i].path);
        free(r->entry[i].hash);
    }
    free(r->entry);
    free(r->folder);
    lb_buf_clear(&r->text);
}

/* The folder of the register; paths in it count from there. */
static lb_status find_folder(register_file *r, lb_error *err)
{
    lb_buf folder = {0};
    lb_buf_printf(&folder, "%.*s", (int)(lb_text_base_name(r->path) - r->path), r->path);
    char *real = folder.failed ? NULL : realpath(folder.length ? folder.text : ".", NULL);
    lb_buf_clear(&folder);
    if (!real)
        return lb_error_set(err, LB_E_IO, "%s: its folder cannot be found", r->path);
    lb_buf_printf(&folder, "%s%s", real, strcmp(real, "/") == 0 ? "" : "/");
    free(real);
    r->folder = lb_buf_detach(&folder);
    return r->folder ? LB_OK : lb_error_memory(err);
}

/* Paths that are not absolute are from the register's folder, so that both can be moved
 * together. */
static lb_status read_entry(register_file *r, lb_json_value item, lb_error *err)
{
    lb_json_value path, hash;
    lb_buf full = {0};
    if (!lb_json_member(item, "path", &path) || !lb_json_member(item, "sha256", &hash))
        return lb_error_set(err, LB_E_INPUT, "%s: publication %zu has no path or no sha256",
                            r->path, r->entries + 1);
    register_entry *more = realloc(r->entry, (r->entries + 1) * sizeof *more);
    if (!more)
        return lb_error_memory(err);
    r->entry = more;
    char *text = lb_json_string(path);
    lb_buf_printf(&full, "%s%s", text && text[0] == '/' ? "" : r->folder, text ? text : "");
    free(text);
    r->entry[r->entries++] = (register_entry){lb_buf_detach(&full), lb_json_string(hash)};
    return r->entry[r->entries - 1].path && r->entry[r->entries - 1].hash ? LB_OK
                                                                          : lb_error_memory(err);
}

/* A register that does not exist is empty: the first run makes it. */
static lb_status open_register(const char *path, register_file *r, lb_error *err)
{
    struct stat info;
    lb_json_value root, list, item = {NULL, 0};
    r->path = path;
    LB_TRY(find_folder(r, err));
    if (stat(path, &info) != 0)
        return LB_OK;
    LB_TRY(lb_file_read(path, &r->text, err));
    if (!r->text.text || !lb_json_parse_value(r->text.text, r->text.length, &root) ||
        !lb_json_member(root, "publications", &list) || list.text[0] != '[')
        return lb_error_set(err, LB_E_INPUT,
                            "%s: no register of publications; expected JSON with a list "
                            "publications",
                            path);
    while (lb_json_next(list, &item))
        LB_TRY(read_entry(r, item, err));
    return LB_OK;
}

static bool is_path(const char *given, const char *path)
{
    char *real = realpath(given, NULL);
    bool same = real && strcmp(real, path) == 0;
    free(real);
    return same;
}

/* Is the path one of the options' own publications? */
static bool is_given(const lb_inference_options *o, const char *path)
{
    for (size_t i = 0; i < o->publications; i++)
        if (is_path(o->publication[i], path))
            return true;
    return false;
}

/* A publication of the register, unless its page is of another delivery than that of `out`. */
static lb_status read_earlier(const char *path, const lb_job *job, lb_publications *out,
                              lb_error *err)
{
    lb_publications earlier = {.page = NULL};
    lb_job silent = *job;
    silent.log = NULL;
    lb_status status = lb_publication_read(path, &silent, &earlier, err);
    bool other = status == LB_OK && !lb_publications_fit(out, &earlier);
    lb_publications_clear(&earlier);
    if (other)
        lb_log_warning(job->log,
                       "%s: shows other squares, or other people in them: a delivery of its own, "
                       "which is not examined together with this one",
                       path);
    return status != LB_OK || other ? status : lb_publication_read(path, job, out, err);
}

/* The path as it stands in the register. */
static const char *registered_path(const register_file *r, const char *path)
{
    size_t length = strlen(r->folder);
    return strncmp(path, r->folder, length) == 0 ? path + length : path;
}

static lb_status check_entry(const register_file *r, const register_entry *entry, lb_error *err)
{
    char hash[LB_HASH_SIZE];
    lb_status status = lb_hash_file(entry->path, hash, err);
    if (status != LB_OK)
        return lb_error_prefix(err, r->path, status);
    if (strcmp(hash, entry->hash) == 0)
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: %s has changed since it was put in the register; put back what was "
                        "published, or take its line out",
                        r->path, registered_path(r, entry->path));
}

/* out: NULL, they are checked alone. */
static lb_status read_entries(const lb_inference_options *o, const char *replaced,
                              const register_file *r, const lb_job *job, lb_publications *out,
                              lb_error *err)
{
    for (size_t i = 0; i < r->entries; i++) {
        const char *path = r->entry[i].path;
        if (is_given(o, path) || (replaced && is_path(replaced, path)))
            continue;
        LB_TRY(check_entry(r, &r->entry[i], err));
        if (out)
            LB_TRY(read_earlier(path, job, out, err));
    }
    return LB_OK;
}

lb_status lb_register_check(const lb_inference_options *options, const char *replaced,
                            lb_error *err)
{
    return lb_register_read(options, replaced, NULL, NULL, err);
}

lb_status lb_register_read(const lb_inference_options *options, const char *replaced,
                           const lb_job *job, lb_publications *out, lb_error *err)
{
    register_file r = {.path = NULL};
    if (!options->register_path)
        return LB_OK;
    lb_status status = open_register(options->register_path, &r, err);
    if (status == LB_OK)
        status = read_entries(options, replaced, &r, job, out, err);
    clear_register(&r);
    return status;
}

lb_status lb_register_list(const char *path, const char *replaced, lb_file_names *out,
                           lb_error *err)
{
    register_file r = {.path = NULL};
    lb_status status = open_register(path, &r, err);
    for (size_t i = 0; i < r.entries && status == LB_OK; i++)
        if (!is_path(replaced, r.entry[i].path) &&
            lb_file_names_add(out, lb_text_copy(r.entry[i].path)) != LB_OK)
            status = lb_error_memory(err);
    clear_register(&r);
    return status;
}

static void write_entry(const register_file *r, const char *path, const char *hash, bool first,
                        lb_buf *out)
{
    lb_buf_puts(out, first ? "\n  {\"path\": " : ",\n  {\"path\": ");
    lb_json_text(out, registered_path(r, path));
    lb_buf_puts(out, ", \"sha256\": ");
    lb_json_text(out, hash);
    lb_buf_putc(out, '}');
}

/* Entries of publications given again are replaced: their hash may have changed. The file is
 * written as a whole and renamed, so that a failure leaves the old one. */
static lb_status write_register(const lb_inference_options *o, const register_file *r, lb_buf *out,
                                lb_error *err)
{
    bool first = true;
    lb_buf_puts(out, "{\"publications\": [");
    for (size_t i = 0; i < r->entries; i++) {
        if (is_given(o, r->entry[i].path))
            continue;
        write_entry(r, r->entry[i].path, r->entry[i].hash, first, out);
        first = false;
    }
    for (size_t i = 0; i < o->publications; i++) {
        char hash[LB_HASH_SIZE], *real = realpath(o->publication[i], NULL);
        lb_status status =
            real ? lb_hash_file(real, hash, err)
                 : lb_error_set(err, LB_E_IO, "%s: cannot be found", o->publication[i]);
        if (status == LB_OK)
            write_entry(r, real, hash, first, out);
        free(real);
        LB_TRY(status);
        first = false;
    }
    lb_buf_puts(out, "\n]}\n");
    if (out->failed)
        return lb_error_memory(err);
    return lb_atomic_file_save(o->register_path, true, out->text, out->length, err);
}

lb_status lb_register_add(const lb_inference_options *options, lb_error *err)
{
    register_file r = {.path = NULL};
    lb_buf out = {0};
    if (!options->register_path)
        return LB_OK;
    lb_status status = open_register(options->register_path, &r, err);
    if (status == LB_OK)
        status = write_register(options, &r, &out, err);
    lb_buf_clear(&out);
    clear_register(&r);
    return status;
}
