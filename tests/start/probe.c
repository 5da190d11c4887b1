/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: probe [exit CODE | signal NUMBER | wait | write]
 * Prints what a process gets from who starts it, and ends as it is told: the fork server and the
 * system are held against each other by it (tests/start/run). */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/start/start.h"

static FILE *out;

static void print_strings(const char *what, char **strings)
{
    for (; *strings; strings++)
        fprintf(out, "%s: '%s'\n", what, *strings);
}

/* Where each goes, whether it reads or writes, and at which byte it is. */
static void print_streams(void)
{
    struct stat status;
    for (int i = 0; i < START_STREAMS; i++)
        if (fstat(i, &status) == 0)
            fprintf(out, "stream %d: file %ju, flags %x, at %jd\n", i, (uintmax_t)status.st_ino,
                    (unsigned)fcntl(i, F_GETFL), (intmax_t)lseek(i, 0, SEEK_CUR));
}

static void print_limits(void)
{
    struct rlimit limit;
    cpu_set_t cores;
    for (int i = 0; i < RLIM_NLIMITS; i++)
        if (getrlimit(i, &limit) == 0)
            fprintf(out, "limit %d: %jd of %jd\n", i, (intmax_t)limit.rlim_cur,
                    (intmax_t)limit.rlim_max);
    sched_getaffinity(0, sizeof cores, &cores);
    fprintf(out, "cores: %d\n", CPU_COUNT(&cores));
}

static void print_signals(void)
{
    struct sigaction action;
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int i = 1; i < NSIG; i++) {
        if (sigismember(&blocked, i) > 0)
            fprintf(out, "signal %d is blocked\n", i);
        if (sigaction(i, NULL, &action) == 0 && action.sa_handler != SIG_DFL)
            fprintf(out, "signal %d is %s\n", i,
                    action.sa_handler == SIG_IGN ? "ignored" : "handled");
    }
}

static void end_as_told(const char *how, int number)
{
    fflush(out);
    if (strcmp(how, "exit") == 0)
        exit(number);
    if (strcmp(how, "signal") == 0)
        raise(number);
    while (strcmp(how, "wait") == 0)
        pause();
    while (strcmp(how, "write") == 0)
        if (puts("more") < 0)
            exit(9);
}

int main(int argc, char **argv)
{
    char folder[4096];
    mode_t mask = umask(0);
    umask(mask);
    out = fcntl(STDOUT_FILENO, F_GETFD) < 0 ? stderr : stdout;
    print_strings("argument", argv);
    print_strings("variable", environ);
    fprintf(out, "folder: %s\nmask: %o\n", getcwd(folder, sizeof folder) ? folder : "none",
            (unsigned)mask);
    print_streams();
    print_limits();
    print_signals();
    if (argc > 1)
        end_as_told(argv[1], argc > 2 ? atoi(argv[2]) : 0);
    fflush(out);
    return 0;
}
