/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small text files, folders, and the nearest name for "did you mean". */
#ifndef LB_BASE_FILE_H
#define LB_BASE_FILE_H

#include <stdbool.h>
#include <lagesbild/status.h>
#include "base/buf.h"
#include "base/swedish_text.h"

/* Appends the whole of a text file of at most 16 MiB to buf. LB_E_IO names the file and why. */
lb_status lb_file_read(const char *path, lb_buf *buf, lb_error *err);

/* "; did you mean 'NAME'?", with the file in the path's folder whose name is most like it; "": none
 * differs in a third of its letters or fewer, or the folder is not there. */
lb_hint lb_file_hint(const char *path);

/* LB_E_IO, with that hint: the file is not there. What stands behind '|' is no part of its name. */
lb_status lb_file_missing(const char *source, lb_error *err);

/* Names of files, owned. Zeroed memory is an empty list. */
typedef struct lb_file_names {
    char **item;
    size_t count, capacity;
} lb_file_names;

void lb_file_names_clear(lb_file_names *names);

/* Takes over name; NULL, or no room for it: LB_E_MEMORY, and it is freed. */
lb_status lb_file_names_add(lb_file_names *names, char *name);

/* Appends what is in a folder, files and folders, in the order of their bytes; what is hidden is
 * left out. LB_E_IO: it cannot be read. */
lb_status lb_file_names_read(const char *folder, lb_file_names *names, lb_error *err);

bool lb_file_is_folder(const char *path);

/* *made: it was not there before. LB_E_IO: it cannot be made, or is no folder. */
lb_status lb_file_make_folder(const char *dir, bool *created, lb_error *err);

/* Is it a name of the standard input: -, /dev/stdin, /dev/fd/0, /proc/self/fd/0, or GDAL's
 * /vsistdin/? '|' and more may follow. */
bool lb_file_is_stdin(const char *path);

#endif
