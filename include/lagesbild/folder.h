/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files whose content the caller has in memory, written into a folder: all of them or none. */
#ifndef LAGESBILD_FOLDER_H
#define LAGESBILD_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/status.h>

/* The content of one file, borrowed from the caller. */
typedef struct lb_file_content {
    const char *name;  /* of the file in its folder: not empty, no '/' in it */
    const void *bytes; /* written as they are */
    size_t size;       /* number of bytes */
} lb_file_content;

/* Writes files[0..count) into the folder dir, which is made when it is missing; its parent must
 * exist. Each file is written whole under a temporary name, and none is given its own name before
 * all are on disk: after an error none of them is there (unless it was the giving of a name that
 * failed), files that were replaced with force are as before, and a folder made here is gone.
 * LB_E_IO: the folder cannot be made or written in, the disk is full, or a file exists and force is
 * false. LB_E_USAGE: a name is empty or has '/' in it, or two files have one name. LB_E_MEMORY. */
LB_API lb_status lb_folder_write(const char *dir, const lb_file_content *files, size_t count,
                                 bool force, lb_error *err);

#endif
