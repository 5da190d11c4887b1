/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What client and fork server say to each other over a Unix socket of whole messages: the client
 * sends a request, and gets the process id of its child and then the child's wait status. */
#ifndef TESTS_START_H
#define TESTS_START_H

#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum {
    START_STREAMS = 10, /* file descriptors that sh can name */
    START_PLACES = 8,
    START_TEXT_MAX = 64 << 10
};

/* Where a process is, which no request changes: its root folder, its namespaces, its user. */
typedef struct {
    dev_t device[START_PLACES];
    ino_t file[START_PLACES]; /* 0: not there, or not to be seen */
    uid_t user[2];            /* real, effective */
    gid_t group[2];
} start_place;

/* All bytes of *place are set, so that two can be compared as memory. */
static inline void start_find_place(start_place *place)
{
    static const char *const names[START_PLACES] = {
        "/",
        "/proc/self/ns/cgroup",
        "/proc/self/ns/ipc",
        "/proc/self/ns/mnt",
        "/proc/self/ns/net",
        "/proc/self/ns/pid",
        "/proc/self/ns/user",
        "/proc/self/ns/uts",
    };
    struct stat status;
    memset(place, 0, sizeof *place);
    for (int i = 0; i < START_PLACES; i++)
        if (stat(names[i], &status) == 0) {
            place->device[i] = status.st_dev;
            place->file[i] = status.st_ino;
        }
    place->user[0] = getuid(), place->user[1] = geteuid();
    place->group[0] = getgid(), place->group[1] = getegid();
}

/* With it come file descriptors: the working folder, then the open ones of START_STREAMS. */
typedef struct {
    size_t arguments; /* of text, each with its end */
    size_t variables; /* of the environment, behind them */
    unsigned open;    /* bit i: file descriptor i is open */
    mode_t mask;      /* of new files */
    sigset_t ignored; /* signals */
    sigset_t blocked;
    cpu_set_t cores;
    start_place place;
    struct rlimit limits[RLIM_NLIMITS];
    char text[START_TEXT_MAX]; /* sent as far as it is in use */
} start_request;

/* The message with its `n` file descriptors, to be sent or to be received. */
#define START_MESSAGE(request, size, control, n)                                         \
    {                                                                                    \
        .msg_iov = &(struct iovec){request, size}, .msg_iovlen = 1,                      \
        .msg_control = (control)->bytes, .msg_controllen = CMSG_SPACE(sizeof(int) * (n)) \
    }

typedef union {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int) * (START_STREAMS + 1))];
} start_control;

#endif
