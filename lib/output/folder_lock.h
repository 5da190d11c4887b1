/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that one process at a time writes into, by flock() on a file in it. */
#ifndef LB_OUTPUT_FOLDER_LOCK_H
#define LB_OUTPUT_FOLDER_LOCK_H

#include <lagesbild/status.h>

/* Zeroed memory with file 0 is no lock. */
typedef struct lb_folder_lock {
    int file;   /* descriptor of the locked file */
    char *path; /* of that file */
} lb_folder_lock;

/* LB_E_IO: another process has the lock, or the file cannot be made. A file that a killed process
 * left is no lock: the kernel released it. A file system without locks is written into without. */
lb_status lb_folder_lock_acquire(const char *dir, lb_folder_lock *out, lb_error *err);

/* Removes the file and releases the lock. */
void lb_folder_lock_release(lb_folder_lock *lock);

/* Removes the lock file of a process that is about to end by a signal: only if the lock in that
 * folder is this process's. */
void lb_folder_lock_remove(const char *dir);

#endif
