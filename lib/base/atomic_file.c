/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output files that appear whole or not at all (docs/formats.md; atomic_file.h has the rules).
 *
 * Each is written beside its target as ".NAME.PID-HOST.lagesbild-tmp.ENDING" and renamed when it is
 * complete: rename within one folder is atomic on POSIX file systems. The process id lets the next
 * run recognise and remove what a killed run left; the host name keeps it from removing files of a
 * run on another machine that shares the folder. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/atomic_file.h"
#include "base/swedish_text.h"
#include "base/try.h"

/* What SQLite and GDAL may create beside the file they write; removed with it. */
static const char *const sidecar_suffixes[] = {"", "-journal", "-wal", "-shm", ".aux.xml", ".ovr"};

static void free_names(lb_atomic_file *output)
{
    free(output->path);
    free(output->target);
    free(output->temp);
    *output = (lb_atomic_file){0};
}

/* Removes a temporary file and its sidecars. Uses no heap, since this is also how a job ends that
 * ran out of memory; names over 4,200 bytes cannot be opened by any system we run on. */
static void remove_temporary(const char *temp)
{
    char name[4200];
    for (size_t i = 0; i < sizeof sidecar_suffixes / sizeof *sidecar_suffixes; i++) {
        int length = snprintf(name, sizeof name, "%s%s", temp, sidecar_suffixes[i]);
        if (length > 0 && (size_t)length < sizeof name)
            unlink(name);
    }
}

/* The folder of a path, with the slash; "./" when there is none. */
static char *folder_of(const char *path)
{
    lb_buf folder = {0};
    const char *slash = strrchr(path, '/');
    if (slash)
        lb_buf_append(&folder, path, (size_t)(slash - path) + 1);
    else
        lb_buf_puts(&folder, "./");
    return lb_buf_detach(&folder);
}

/* The path that a symbolic link names, relative links taken from the link's own folder; NULL: not a
 * link, or out of memory. */
static char *read_link_target(const char *path)
{
    char text[4096];
    ssize_t length = readlink(path, text, sizeof text - 1);
    if (length < 0)
        return NULL;
    text[length] = '\0';
    if (text[0] == '/')
        return lb_text_copy(text);
    lb_buf full = {0};
    char *folder = folder_of(path);
    if (folder)
        lb_buf_puts(&full, folder);
    else
        full.failed = true;
    free(folder);
    lb_buf_puts(&full, text);
    return lb_buf_detach(&full);
}

/* Follows symbolic links to the file behind them, which need not exist yet: renaming onto a link
 * would replace the link. At most 40, as the kernel allows, so that a loop of links ends. */
static char *resolve_links(const char *path)
{
    char *target = lb_text_copy(path);
    struct stat info;
    for (int i = 0; i < 40 && target && lstat(target, &info) == 0 && S_ISLNK(info.st_mode); i++) {
        char *next = read_link_target(target);
        free(target);
        target = next;
    }
    return target;
}

/* Names this machine in the temporary name: on a shared folder, a process id that is dead here may
 * be alive elsewhere. */
static void host_name(char host[24])
{
    if (gethostname(host, 24) != 0)
        strcpy(host, "host");
    host[23] = '\0';
    for (char *c = host; *c; c++)
        if (!isalnum((unsigned char)*c))
            *c = '_';
}

static const char temporary_mark[] = ".lagesbild-tmp";

/* ".NAME." and "-HOST.lagesbild-tmp.ENDING", between which the process id stands. NAME is cut so
 * that the whole fits the 255 bytes of a file name. */
static void temporary_affixes(const char *target, lb_buf *start, lb_buf *end)
{
    const char *name = lb_text_base_name(target);
    const char *ending = strrchr(name, '.');
    char host[24];
    host_name(host);
    if (!ending || strlen(ending) > 20)
        ending = "";
    size_t length = strlen(name);
    lb_buf_putc(start, '.');
    lb_buf_append(start, name, length < 150 ? length : 150);
    lb_buf_putc(start, '.');
    lb_buf_printf(end, "-%s%s%s", host, temporary_mark, ending);
}

/* The process id in a temporary name of this target, or 0; *host: what follows it, "-HOST...". */
static long process_id_of(const char *name, const lb_buf *start, const char **host)
{
    if (strncmp(name, start->text, start->length) != 0)
        return 0;
    char *after;
    long process = strtol(name + start->length, &after, 10);
    *host = after;
    return process > 0 && *after == '-' ? process : 0;
}

/* Has nothing been written to it for a day? By the clock of the disk's machine and ours. */
static bool is_old(DIR *dir, const char *name)
{
    struct stat info;
    return fstatat(dirfd(dir), name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           info.st_mtime < time(NULL) - 24 * 3600;
}

/* Removes temporary files of this target that nobody writes any more: of a process on this machine
 * that is dead, of another machine, whose processes we do not see, when they are a day old. */
static void remove_leftovers(const char *folder, const lb_buf *start, const lb_buf *end)
{
    const char *mark = strstr(end->text, temporary_mark), *host;
    DIR *dir = opendir(folder);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        long process = process_id_of(entry->d_name, start, &host);
        if (process == 0)
            continue;
        bool is_ours = strncmp(host, end->text, end->length) == 0;
        bool is_left = is_ours ? kill((pid_t)process, 0) != 0 && errno == ESRCH
                               : strstr(host, mark) && is_old(dir, entry->d_name);
        if (is_left)
            unlinkat(dirfd(dir), entry->d_name, 0);
    }
    closedir(dir);
}

/* Of files alone, and of the folder itself where it then is empty. */
static void remove_folder(int parent, const char *name)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    DIR *dir = folder >= 0 ? fdopendir(folder) : NULL;
    for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;)
        unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
    unlinkat(parent, name, AT_REMOVEDIR);
}

void lb_atomic_folder_name(const char *name, lb_buf *out)
{
    char host[24];
    host_name(host);
    lb_buf_printf(out, ".%s.%ld-%s%s", name, (long)getpid(), host, temporary_mark);
}

void lb_atomic_folder_remove(const char *folder)
{
    remove_folder(AT_FDCWD, folder);
}

void lb_atomic_folder_remove_left(const char *folder, const char *name)
{
    size_t length = strlen(name);
    DIR *dir = opendir(folder);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        const char *left = entry->d_name;
        if (left[0] == '.' && strncmp(left + 1, name, length) == 0 && left[length + 1] == '.' &&
            lb_text_ends_with(left, temporary_mark))
            remove_folder(dirfd(dir), left);
    }
    closedir(dir);
}

/* Removes the files whose names hold `own`; the others may be folders, which are cleaned too. */
static void clean_folder(const char *folder, const char *own, bool with_folders)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char inner[4200];
        if (entry->d_name[0] == '.' && strstr(entry->d_name, own)) {
            if (unlinkat(dirfd(dir), entry->d_name, 0) != 0)
                remove_folder(dirfd(dir), entry->d_name);
        } else if (with_folders && entry->d_name[0] != '.' &&
                   snprintf(inner, sizeof inner, "%s/%s", folder, entry->d_name) <
                       (int)sizeof inner) {
            clean_folder(inner, own, false);
        }
    }
    closedir(dir);
}

static void clean_own(const char *folder, bool with_folders)
{
    char host[24], own[80];
    host_name(host);
    snprintf(own, sizeof own, ".%ld-%s%s", (long)getpid(), host, temporary_mark);
    clean_folder(folder, own, with_folders);
}

void lb_atomic_file_clean_folders(const char *folder)
{
    clean_own(folder, true);
}

void lb_atomic_file_clean(const char *path)
{
    char *target = resolve_links(path);
    char *folder = target ? folder_of(target) : NULL;
    if (folder)
        clean_own(folder, false);
    free(folder);
    free(target);
}

/* Chooses the temporary name, in the target's folder so that the rename stays on one file system;
 * GDAL and SQLite want the target's ending. */
static lb_status name_temporary(lb_atomic_file *output, lb_error *err)
{
    lb_buf start = {0}, end = {0}, temp = {0};
    char *folder = folder_of(output->target);
    temporary_affixes(output->target, &start, &end);
    if (folder && !start.failed && !end.failed) {
        remove_leftovers(folder, &start, &end);
        lb_buf_printf(&temp, "%s%s%ld%s", folder, start.text, (long)getpid(), end.text);
        output->temp = lb_buf_detach(&temp);
    }
    free(folder);
    lb_buf_clear(&start);
    lb_buf_clear(&end);
    return output->temp ? LB_OK : lb_error_memory(err);
}

/* Creates and removes the temporary file once, so that a folder without write permission is
 * reported before an hour's work, not after it. access() does not know of disks mounted
 * read-only. */
static lb_status check_folder(const lb_atomic_file *output, lb_error *err)
{
    unlink(output->temp);
    int file = open(output->temp, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (file < 0)
        return lb_error_set(err, LB_E_IO, "%s: no file can be created in that folder: %s",
                            output->path, strerror(errno));
    close(file);
    unlink(output->temp);
    return LB_OK;
}

static lb_status begin_temporary(lb_atomic_file *output, lb_error *err)
{
    LB_TRY(name_temporary(output, err));
    return check_folder(output, err);
}

/* /dev/stdout may be a regular file underneath; it is still the user's open stream. */
static bool is_stream(const char *path, const struct stat *info)
{
    return strncmp(path, "/dev/std", 8) == 0 || strncmp(path, "/dev/fd/", 8) == 0 ||
           !S_ISREG(info->st_mode);
}

/* Decides how the target is written: through, when it is a device or a pipe; else by a temporary
 * file, when nothing is in the way or --force was given. */
static lb_status check_target(lb_atomic_file *output, lb_error *err)
{
    struct stat info;
    bool exists = stat(output->path, &info) == 0;
    if (exists && S_ISDIR(info.st_mode))
        return lb_error_set(err, LB_E_IO, "%s: is a folder, expected a file name", output->path);
    if (exists && is_stream(output->path, &info)) {
        output->write_through = true;
        output->temp = lb_text_copy(output->path);
        return output->temp ? LB_OK : lb_error_memory(err);
    }
    if (exists && !output->force)
        return lb_error_set(err, LB_E_IO, "%s: already exists; --force replaces it", output->path);
    return begin_temporary(output, err);
}

lb_status lb_atomic_file_begin(const char *path, bool force, lb_atomic_file *out, lb_error *err)
{
    if (path[0] == '\0')
        return lb_error_set(err, LB_E_USAGE, "an output has an empty name");
    lb_atomic_file output = {
        .path = lb_text_copy(path), .target = resolve_links(path), .force = force};
    lb_status status =
        output.path && output.target ? check_target(&output, err) : lb_error_memory(err);
    if (status != LB_OK)
        free_names(&output);
    else
        *out = output;
    return status;
}

static lb_status cannot_write(const lb_atomic_file *output, lb_error *err)
{
    return lb_error_set(err, LB_E_IO, "%s: cannot be written: %s", output->path, strerror(errno));
}

/* fsync: after a power cut the new name never stands for an empty file. */
lb_status lb_atomic_file_flush(const lb_atomic_file *output, lb_error *err)
{
    if (output->write_through)
        return LB_OK;
    int file = open(output->temp, O_RDONLY);
    if (file < 0)
        return cannot_write(output, err);
    lb_status status = fsync(file) == 0 ? LB_OK : cannot_write(output, err);
    close(file);
    return status;
}

/* Renames over the target, which keeps its permissions (a private file stays private). */
static lb_status replace_target(const lb_atomic_file *output, lb_error *err)
{
    struct stat info; /* a file that was private stays so */
    if (stat(output->target, &info) == 0)
        (void)chmod(output->temp, info.st_mode & 0777);
    if (rename(output->temp, output->target) != 0)
        return cannot_write(output, err);
    return LB_OK;
}

/* Gives the finished file its name. Without --force link() is used, since it refuses a name that
 * another process took meanwhile, where rename() would replace it; file systems without hard links
 * fall back to rename. */
static lb_status publish_target(const lb_atomic_file *output, lb_error *err)
{
    if (output->write_through)
        return LB_OK;
    if (output->force)
        return replace_target(output, err);
    if (link(output->temp, output->target) == 0) {
        unlink(output->temp);
        return LB_OK;
    }
    if (errno == EEXIST)
        return lb_error_set(err, LB_E_IO, "%s: already exists; --force replaces it", output->path);
    return replace_target(output, err);
}

void lb_atomic_file_abort(lb_atomic_file *output)
{
    if (output->temp && !output->write_through)
        remove_temporary(output->temp);
    free_names(output);
}

lb_status lb_atomic_file_commit(lb_atomic_file *output, lb_error *err)
{
    lb_status status = lb_atomic_file_flush(output, err);
    if (status == LB_OK)
        status = publish_target(output, err);
    lb_atomic_file_abort(output);
    return status;
}

/* Foreign libraries name the file they were given in their messages; the user knows only the
 * target, so the temporary name in the error text is replaced by it. */
static void mention_target(const lb_atomic_file *output, lb_error *err)
{
    char *at = output->temp && !output->write_through ? strstr(err->text, output->temp) : NULL;
    if (!at)
        return;
    char rest[sizeof err->text];
    strcpy(rest, at + strlen(output->temp));
    snprintf(at, sizeof err->text - (size_t)(at - err->text), "%s%s", output->path, rest);
}

lb_status lb_atomic_file_end(lb_atomic_file *output, lb_status written, lb_error *err)
{
    if (written == LB_OK)
        return lb_atomic_file_commit(output, err);
    if (err)
        mention_target(output, err);
    lb_atomic_file_abort(output);
    return written;
}

lb_status lb_atomic_file_write(const lb_atomic_file *output, const char *text, size_t length,
                               lb_error *err)
{
    FILE *file = fopen(output->temp, "wb");
    if (!file)
        return cannot_write(output, err);
    errno = 0;
    bool good = fwrite(text, 1, length, file) == length && fflush(file) == 0;
    lb_status status = good ? LB_OK : cannot_write(output, err);
    if (fclose(file) != 0 && good)
        status = cannot_write(output, err);
    return status;
}

lb_status lb_atomic_file_save(const char *path, bool force, const char *text, size_t length,
                              lb_error *err)
{
    lb_atomic_file output;
    LB_TRY(lb_atomic_file_begin(path, force, &output, err));
    return lb_atomic_file_end(&output, lb_atomic_file_write(&output, text, length, err), err);
}

static bool stat_folder(const char *path, struct stat *found)
{
    char *folder = folder_of(path);
    bool good = folder && stat(folder, found) == 0;
    free(folder);
    return good;
}

/* Two outputs to one file, however their paths are spelled: the same name in the same folder.
 * Streams may share a device (/dev/stdout). */
static bool same_file(const lb_atomic_file *a, const lb_atomic_file *b)
{
    struct stat in_a, in_b;
    return !a->write_through && !b->write_through &&
           strcmp(lb_text_base_name(a->target), lb_text_base_name(b->target)) == 0 &&
           stat_folder(a->target, &in_a) && stat_folder(b->target, &in_b) &&
           in_a.st_dev == in_b.st_dev && in_a.st_ino == in_b.st_ino;
}

static bool has_same_target(const lb_atomic_files *outputs, const lb_atomic_file *output)
{
    for (size_t i = 0; i < outputs->count; i++)
        if (same_file(outputs->item[i], output))
            return true;
    return false;
}

/* Begins an output whose target no other output of the group has. */
static lb_status begin_distinct(const lb_atomic_files *outputs, const char *path, bool force,
                                lb_atomic_file *out, lb_error *err)
{
    lb_status status = lb_atomic_file_begin(path, force, out, err);
    if (status != LB_OK || !has_same_target(outputs, out))
        return status;
    free_names(out);
    return lb_error_set(err, LB_E_USAGE, "%s: two outputs have this name", path);
}

lb_status lb_atomic_files_add(lb_atomic_files *outputs, const char *path, bool force,
                              const lb_atomic_file **out, lb_error *err)
{
    lb_atomic_file *output = calloc(1, sizeof *output); /* of its own: *out stays where it is */
    bool room =
        lb_array_reserve(&outputs->item, &outputs->capacity, outputs->count + 1, sizeof output);
    lb_status status =
        output && room ? begin_distinct(outputs, path, force, output, err) : lb_error_memory(err);
    if (status != LB_OK) {
        free(output);
        return status;
    }
    outputs->item[outputs->count++] = output;
    *out = output;
    return LB_OK;
}

void lb_atomic_files_abort(lb_atomic_files *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        lb_atomic_file_abort(outputs->item[i]);
        free(outputs->item[i]);
    }
    free(outputs->item);
    *outputs = (lb_atomic_files){0};
}

/* All files are flushed to disk before the first gets its name: what can still fail then is a
 * rename. */
lb_status lb_atomic_files_commit(lb_atomic_files *outputs, lb_error *err)
{
    lb_status status = LB_OK;
    for (size_t i = 0; status == LB_OK && i < outputs->count; i++)
        status = lb_atomic_file_flush(outputs->item[i], err);
    for (size_t i = 0; status == LB_OK && i < outputs->count; i++)
        status = publish_target(outputs->item[i], err);
    lb_atomic_files_abort(outputs);
    return status;
}

lb_status lb_atomic_files_end(lb_atomic_files *outputs, lb_status written, lb_error *err)
{
    if (written == LB_OK)
        return lb_atomic_files_commit(outputs, err);
    for (size_t i = 0; err && i < outputs->count; i++)
        mention_target(outputs->item[i], err);
    lb_atomic_files_abort(outputs);
    return written;
}
