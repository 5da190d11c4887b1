/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that appears whole or not at all: written beside its target under a temporary name, then
 * renamed. A killed process leaves the temporary file; the next one with the same target removes
 * it (of another machine when it is a day old). Devices and pipes (/dev/stdout) are written
 * through, without a temporary file.
 *
 *     lb_atomic_file output;
 *     lb_status status = lb_atomic_file_begin(path, job->force, &output, err);
 *     if (status == LB_OK)
 *         status = lb_atomic_file_end(&output, write_it(output.temp, err), err);
 */
#ifndef LB_BASE_ATOMIC_FILE_H
#define LB_BASE_ATOMIC_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/status.h>
#include "base/buf.h"

typedef struct lb_atomic_file {
    char *path;         /* as the user wrote it */
    char *target;       /* with links followed */
    char *temp;         /* write here: in the target's folder, with the target's ending */
    bool force;         /* an existing target may be replaced */
    bool write_through; /* temp is the target itself, a device or a pipe */
} lb_atomic_file;

/* LB_E_IO: the file exists and force is false, it is a folder, or its folder is missing or cannot
 * be written in. Nothing stays on disk. */
lb_status lb_atomic_file_begin(const char *path, bool force, lb_atomic_file *out, lb_error *err);

/* Flushes the finished file to disk, as its commit does: a thread that is done with one of several
 * outputs waits for the disk while others work. */
lb_status lb_atomic_file_flush(const lb_atomic_file *output, lb_error *err);

/* Flushes to disk and renames. Frees in any case; on failure the temporary file is gone too. */
lb_status lb_atomic_file_commit(lb_atomic_file *output, lb_error *err);

/* Removes what was written. Accepts zeroed memory and an output that has ended. */
void lb_atomic_file_abort(lb_atomic_file *output);

/* Commits when written is LB_OK; else aborts, puts the target's name where err names the temporary
 * file, and returns written. */
lb_status lb_atomic_file_end(lb_atomic_file *output, lb_status written, lb_error *err);

/* Writes text[0..length) to output.temp; errors name output.path. */
lb_status lb_atomic_file_write(const lb_atomic_file *output, const char *text, size_t length,
                               lb_error *err);

/* The three in one: the whole content is in memory. */
lb_status lb_atomic_file_save(const char *path, bool force, const char *text, size_t length,
                              lb_error *err);

/* Appends ".NAME.PID-HOST.lagesbild-tmp": a folder of this process, beside NAME, whose files move
 * there once they are whole. */
void lb_atomic_folder_name(const char *name, lb_buf *out);

/* Removes such a folder and the files in it; nothing when it is not there. */
void lb_atomic_folder_remove(const char *folder);

/* Removes those of NAME that processes left in a folder which none but this one writes into. */
void lb_atomic_folder_remove_left(const char *folder, const char *name);

/* Removes all temporary files and folders of this process in a folder and the folders in it, or
 * where those of `path` would be: the process is about to end by a signal. */
void lb_atomic_file_clean_folders(const char *folder);
void lb_atomic_file_clean(const char *path);

/* Several outputs of one command: they all appear, or none. Zeroed memory is an empty group. */
typedef struct lb_atomic_files {
    lb_atomic_file **item;
    size_t count, capacity;
} lb_atomic_files;

/* *out is borrowed from the group until it ends. LB_E_USAGE: two outputs are the same file. */
lb_status lb_atomic_files_add(lb_atomic_files *outputs, const char *path, bool force,
                              const lb_atomic_file **out, lb_error *err);
lb_status lb_atomic_files_commit(lb_atomic_files *outputs, lb_error *err);
void lb_atomic_files_abort(lb_atomic_files *outputs);
lb_status lb_atomic_files_end(lb_atomic_files *outputs, lb_status written, lb_error *err);

#endif
