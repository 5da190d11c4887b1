/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two runs into one folder would read each other's intermediate files, and end with hashes that
 * agree with a mixture: the second is refused. The lock is the kernel's (flock), so that it ends
 * with its process, however that ends; the file is only the name that both can open, and says whose
 * lock it is. */
#define _DEFAULT_SOURCE /* flock */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "output/folder_lock.h"

static const char lock_name[] = ".lagesbild-lock";

static bool is_still_named(int file, const char *path)
{
    struct stat open_file, named;
    return fstat(file, &open_file) == 0 && stat(path, &named) == 0 &&
           open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

/* The holder removes the file before it releases the lock: who then gets the lock of a file without
 * a name tries again with the new one. -1: errno says why. */
static int lock_file(const char *path)
{
    for (;;) {
        int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (file < 0)
            return -1;
        if (flock(file, LOCK_EX | LOCK_NB) != 0) {
            int why = errno;
            if (why == ENOLCK || why == ENOSYS || why == EOPNOTSUPP)
                return file;
            close(file);
            errno = why;
            return -1;
        }
        if (is_still_named(file, path))
            return file;
        close(file);
    }
}

/* As lock_file; the process's number is in the file. No signal is handled in between: one that ends
 * the thread there would leave a file of which nobody knows whose it is. */
static int lock_file_by_number(const char *path)
{
    sigset_t all, before;
    char process[30];
    int length = snprintf(process, sizeof process, "%ld\n", (long)getpid());
    sigfillset(&all);
    bool masked = pthread_sigmask(SIG_SETMASK, &all, &before) == 0;
    int file = lock_file(path), why = errno;
    if (file >= 0 &&
        (ftruncate(file, 0) != 0 || pwrite(file, process, (size_t)length, 0) != length))
        why = 0; /* a full disk: the lock holds without the number in it */
    if (masked)
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = why;
    return file;
}

/* The lock is the kernel's on the open file, so that it ends with the process; the number of the
 * process in it is for people, and for lb_folder_lock_remove. */
lb_status lb_folder_lock_acquire(const char *dir, lb_folder_lock *out, lb_error *err)
{
    lb_buf path = {0};
    lb_buf_printf(&path, "%s/%s", dir, lock_name);
    char *name = lb_buf_detach(&path);
    if (!name)
        return lb_error_memory(err);
    int file = lock_file_by_number(name);
    if (file < 0) {
        int why = errno;
        free(name);
        if (why == EWOULDBLOCK)
            return lb_error_set(err, LB_E_IO,
                                "%s: another run is writing into this folder; wait for it, or give "
                                "another folder",
                                dir);
        return lb_error_set(err, LB_E_IO, "%s: no file can be created in that folder: %s", dir,
                            strerror(why));
    }
    *out = (lb_folder_lock){file, name};
    return LB_OK;
}

void lb_folder_lock_release(lb_folder_lock *lock)
{
    if (!lock->path)
        return;
    unlink(lock->path);
    close(lock->file);
    free(lock->path);
    *lock = (lb_folder_lock){.file = 0};
}

void lb_folder_lock_remove(const char *dir)
{
    char path[4200], process[30] = "";
    if (snprintf(path, sizeof path, "%s/%s", dir, lock_name) >= (int)sizeof path)
        return;
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    if (fgets(process, sizeof process, file) && strtol(process, NULL, 10) == (long)getpid())
        unlink(path);
    fclose(file);
}
