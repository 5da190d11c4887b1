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
    if (!file)
        return lb_error_set(err, LB_E_IO, "%s: cannot be opened: %s", path, strerror(errno));
    lb_status status = read_all(file, path, buf, err);
    fclose(file);
    return status;
}

bool lb_file_similar_name(const char *path, char *name, size_t size)
{
    const char *wanted = lb_text_base_name(path);
    char folder[4096];
    size_t best = SIZE_MAX;
    name[0] = '\0';
    snprintf(folder, sizeof folder, "%.*s", (int)(wanted - path), path);
    DIR *open = opendir(folder[0] ? folder : ".");
    for (struct dirent *entry; open && (entry = readdir(open));) {
        size_t distance = lb_text_distance(wanted, entry->d_name);
        if (entry->d_name[0] == '.' || strlen(entry->d_name) >= size || distance > best ||
            !lb_text_may_mean(wanted, entry->d_name) ||
            (distance == best && name[0] && strcmp(name, entry->d_name) < 0))
            continue;
        best = distance;
        snprintf(name, size, "%s", entry->d_name);
    }
    if (open)
        closedir(open);
    return name[0] != '\0';
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
