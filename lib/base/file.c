/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading small text files whole, making folders, and finding the file that a mistyped path
 * probably meant. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file.h"
#include "base/swedish_text.h"

/* Recipes and projects are some kilobytes: a larger file is not one of them. */
enum { MAX_TEXT_SIZE = 16 << 20 };

/* Appends the rest of an open file to buf in chunks; pipes have no size to ask for. */
static lb_status read_all(FILE *file, const char *path, lb_buf *buf, lb_error *err)
{
    char chunk[1 << 14];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0) {
        lb_buf_append(buf, chunk, n);
        if (buf->length > MAX_TEXT_SIZE)
            return lb_error_set(err, LB_E_INPUT,
                                "%s: larger than 16 MiB; expected a small text file", path);
    }
    if (ferror(file))
        return lb_error_set(err, LB_E_IO, "%s: cannot be read: %s", path, strerror(errno));
    return buf->failed ? lb_error_memory(err) : LB_OK;
}

lb_status lb_file_read(const char *path, lb_buf *buf, lb_error *err)
{
    FILE *file = fopen(path, "rb");
    if (!file && errno == ENOENT)
        return lb_file_missing(path, err);
    if (!file)
        return lb_error_set(err, LB_E_IO, "%s: cannot be opened: %s", path, strerror(errno));
    lb_status status = read_all(file, path, buf, err);
    fclose(file);
    return status;
}

/* How far a file's name is from the one wanted; of two as far the first by bytes is nearer. */
typedef struct name_distance {
    size_t stem, whole; /* lb_text_distance without the endings, and with them */
    char name[256];
} name_distance;

/* SIZE_MAX: it is not close. Endings do not count for that: all of a folder may have the same. */
static name_distance measure_name(const char *wanted, const char *name)
{
    char stems[2][256], folded[256];
    const char *names[] = {wanted, name};
    name_distance d = {.stem = SIZE_MAX};
    for (size_t k = 0; k < 2; k++) {
        const char *end = strrchr(names[k], '.');
        int length = end ? (int)(end - names[k]) : (int)strlen(names[k]);
        snprintf(stems[k], sizeof stems[k], "%.*s", length, names[k]);
    }
    size_t stem = lb_text_distance(stems[0], stems[1]);
    if (stem > lb_text_fold(stems[0], folded, sizeof folded) / 3)
        return d;
    d = (name_distance){.stem = stem, .whole = lb_text_distance(wanted, name)};
    snprintf(d.name, sizeof d.name, "%s", name);
    return d;
}

static bool is_nearer(const name_distance *a, const name_distance *b)
{
    if (a->stem != b->stem)
        return a->stem < b->stem;
    if (a->whole != b->whole)
        return a->whole < b->whole;
    return strcmp(a->name, b->name) < 0;
}

lb_hint lb_file_hint(const char *path)
{
    const char *wanted = lb_text_base_name(path);
    char folder[4096];
    name_distance best = {.stem = SIZE_MAX};
    snprintf(folder, sizeof folder, "%.*s", (int)(wanted - path), path);
    DIR *open = wanted[0] ? opendir(folder[0] ? folder : ".") : NULL;
    for (struct dirent *entry; open && (entry = readdir(open));) {
        name_distance d = {.stem = SIZE_MAX};
        if (entry->d_name[0] != '.')
            d = measure_name(wanted, entry->d_name);
        if (is_nearer(&d, &best))
            best = d;
    }
    if (open)
        closedir(open);
    return lb_text_hint("; did you mean '", best.stem == SIZE_MAX ? NULL : best.name, "'?");
}

lb_status lb_file_missing(const char *source, lb_error *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%.*s", (int)strcspn(source, "|"), source);
    return lb_error_set(err, LB_E_IO, "%s: no such file%s", path, lb_file_hint(path).text);
}

void lb_file_names_clear(lb_file_names *names)
{
    lb_array_free(names->item, names->count);
    *names = (lb_file_names){.item = NULL};
}

lb_status lb_file_names_add(lb_file_names *names, char *name)
{
    if (!name ||
        !lb_array_reserve(&names->item, &names->capacity, names->count + 1, sizeof *names->item)) {
        free(name);
        return LB_E_MEMORY;
    }
    names->item[names->count++] = name;
    return LB_OK;
}

/* Appends the names in byte order, without hidden ones: readdir has no order of its own. */
lb_status lb_file_names_read(const char *folder, lb_file_names *names, lb_error *err)
{
    DIR *dir = opendir(folder);
    lb_status status = LB_OK;
    size_t before = names->count;
    if (!dir)
        return lb_error_set(err, LB_E_IO, "%s: the folder cannot be read", folder);
    for (struct dirent *entry; status == LB_OK && (entry = readdir(dir)) != NULL;)
        if (entry->d_name[0] != '.')
            status = lb_file_names_add(names, lb_text_copy(entry->d_name));
    closedir(dir);
    if (names->count > before)
        qsort(names->item + before, names->count - before, sizeof *names->item, lb_compare_strings);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

bool lb_file_is_folder(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

lb_status lb_file_make_folder(const char *dir, bool *created, lb_error *err)
{
    *created = mkdir(dir, 0777) == 0;
    if (*created)
        return LB_OK;
    int why = errno;
    if (why != EEXIST)
        return lb_error_set(err, LB_E_IO, "%s: the folder cannot be created: %s", dir,
                            strerror(why));
    if (lb_file_is_folder(dir))
        return LB_OK;
    return lb_error_set(err, LB_E_IO, "%s: is a file; a folder was expected", dir);
}

bool lb_file_is_stdin(const char *path)
{
    static const char *const names[] = {"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"};
    size_t length = strcspn(path, "|");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && strncmp(path, names[i], length) == 0)
            return true;
    return strncmp(path, "/vsistdin", 9) == 0;
}
