/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that appears whole or not at all: written beside its target under a temporary name, then
 * renamed. A killed process leaves the temporary file; the next one with the same target removes
 * it. Devices and pipes (/dev/stdout) are written through, without a temporary file.
 *
 *     lb_output output;
 *     lb_status status = lb_output_begin(path, job->force, &output, err);
 *     if (status == LB_OK)
 *         status = lb_output_end(&output, write_it(output.temp, err), err);
 */
#ifndef LB_BASE_ATOMIC_FILE_H
#define LB_BASE_ATOMIC_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/status.h>

typedef struct lb_output {
    char *path;   /* as the user wrote it */
    char *target; /* with links followed */
    char *temp;   /* write here: in the target's folder, with the target's ending */
    bool force;   /* an existing target may be replaced */
    bool through; /* temp is the target itself, a device or a pipe */
} lb_output;

/* LB_E_IO: the file exists and force is false, it is a folder, or its folder is missing or cannot
 * be written in. Nothing stays on disk. */
lb_status lb_output_begin(const char *path, bool force, lb_output *out, lb_error *err);

/* Flushes to disk and renames. Frees in any case; on failure the temporary file is gone too. */
lb_status lb_output_commit(lb_output *output, lb_error *err);

/* Removes what was written. Accepts zeroed memory and an output that has ended. */
void lb_output_abort(lb_output *output);

/* Commits when written is LB_OK; else aborts, puts the target's name where err names the temporary
 * file, and returns written. */
lb_status lb_output_end(lb_output *output, lb_status written, lb_error *err);

/* Writes text[0..length) to output.temp; errors name output.path. */
lb_status lb_output_put(const lb_output *output, const char *text, size_t length, lb_error *err);

/* begin, put, end. */
lb_status lb_output_write(const char *path, bool force, const char *text, size_t length,
                          lb_error *err);

/* Several outputs of one command: they all appear, or none. Zeroed memory is an empty group. */
typedef struct lb_outputs {
    lb_output **item;
    size_t count, capacity;
} lb_outputs;

/* *out is lent until the group ends. LB_E_USAGE: two outputs are the same file. */
lb_status lb_outputs_add(lb_outputs *outputs, const char *path, bool force, const lb_output **out,
                         lb_error *err);
lb_status lb_outputs_commit_all(lb_outputs *outputs, lb_error *err);
void lb_outputs_abort_all(lb_outputs *outputs);
lb_status lb_outputs_end(lb_outputs *outputs, lb_status written, lb_error *err);

#endif
