/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times a command: bench/timer TIMES COMMAND... runs it so often and prints, tab between, the least
 * wall time (s), the CPU time of that run (s) and the largest resident set of all (MB). What the
 * command prints is thrown away; when it fails, so does this. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct cost {
    double wall, cpu, megabytes;
} cost;

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static struct timespec now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t;
}

static void run(char **command)
{
    int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

/* Linux alone counts a child's threads and its largest set without help of other programs. */
extern pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage);

static int measure(char **command, cost *out)
{
    struct rusage usage;
    int status;
    struct timespec begin = now();
    pid_t child = fork();
    if (child == 0)
        run(command);
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return -1;
    struct timespec end = now();
    out->wall = (double)(end.tv_sec - begin.tv_sec) + 1e-9 * (double)(end.tv_nsec - begin.tv_nsec);
    out->cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    out->megabytes = (double)usage.ru_maxrss / 1024;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
    int times = argc > 2 ? atoi(argv[1]) : 0;
    cost best = {0}, one;
    if (times < 1)
        return fprintf(stderr, "usage: timer TIMES COMMAND...\n"), 2;
    for (int i = 0; i < times; i++) {
        if (measure(argv + 2, &one) != 0)
            return fprintf(stderr, "timer: %s failed\n", argv[2]), 1;
        double most = best.megabytes > one.megabytes ? best.megabytes : one.megabytes;
        if (i == 0 || one.wall < best.wall)
            best = one;
        best.megabytes = most;
    }
    printf("%.3f\t%.2f\t%.0f\n", best.wall, best.cpu, best.megabytes);
    return 0;
}
