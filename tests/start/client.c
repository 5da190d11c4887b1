/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands for the command in tests: has the fork server (server.c), whose socket is beside it, start
 * the command with this process's arguments, environment, working folder, streams, mask of new
 * files, limits and signals; hands signals on to it, and ends as it ends. Where there is no server,
 * or it cannot give the same, this process becomes the program itself, beside it too. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/start/start.h"

static volatile pid_t child;

static void forward_signal(int number)
{
    kill(child, number);
}

/* Signals go to the child from now on; those that came meanwhile do first. */
static void forward_signals(const start_request *request)
{
    static const int forwarded[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM, SIGPIPE,
                                    SIGALRM, SIGUSR1, SIGUSR2, SIGCONT};
    struct sigaction action = {.sa_handler = forward_signal, .sa_flags = SA_RESTART};
    for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++)
        if (!sigismember(&request->ignored, forwarded[i]))
            sigaction(forwarded[i], &action, NULL);
    sigprocmask(SIG_SETMASK, &request->blocked, NULL);
}

/* Moved behind the streams, of which some may be closed. */
static int move_up(int descriptor)
{
    int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, START_STREAMS);
    close(descriptor);
    return moved;
}

/* By way of /proc: the name of a socket has 107 bytes at most, the folder's may have more. */
static int connect_to(const char *folder)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int place = move_up(open(folder, O_PATH | O_DIRECTORY));
    int server = move_up(socket(AF_UNIX, SOCK_SEQPACKET, 0));
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/socket", place);
    bool connected = connect(server, (struct sockaddr *)&address, sizeof address) == 0;
    close(place);
    return connected ? server : -1;
}

/* Strings, each with its end, behind the `length` bytes that are there; false: they are too long.
 */
static bool append_strings(start_request *request, size_t *length, char **strings, size_t *count)
{
    for (; strings[*count]; ++*count) {
        size_t size = strlen(strings[*count]) + 1;
        if (size > sizeof request->text - *length)
            return false;
        memcpy(request->text + *length, strings[*count], size);
        *length += size;
    }
    return true;
}

/* Signals are blocked from here on, until it is known whom they are for. */
static void describe_process(start_request *request)
{
    struct sigaction action;
    sigset_t all;
    for (int i = 0; i < RLIM_NLIMITS; i++)
        getrlimit(i, &request->limits[i]);
    for (int i = 1; i < NSIG; i++)
        if (sigaction(i, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
            sigaddset(&request->ignored, i);
    umask(request->mask = umask(0));
    sched_getaffinity(0, sizeof request->cores, &request->cores);
    start_find_place(&request->place);
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &request->blocked);
}

static bool send_request(int server, const start_request *request, size_t length)
{
    start_control control = {.bytes = {0}};
    int descriptors[START_STREAMS + 1] = {move_up(open(".", O_PATH | O_DIRECTORY))};
    size_t n = 1;
    for (int i = 0; i < START_STREAMS; i++)
        if (request->open & 1U << i)
            descriptors[n++] = i;
    length += offsetof(start_request, text);
    struct msghdr message = START_MESSAGE((void *)request, length, &control, n);
    control.head.cmsg_level = SOL_SOCKET;
    control.head.cmsg_type = SCM_RIGHTS;
    control.head.cmsg_len = CMSG_LEN(sizeof(int) * n);
    memcpy(CMSG_DATA(&control.head), descriptors, sizeof(int) * n);
    return sendmsg(server, &message, MSG_NOSIGNAL) == (ssize_t)length;
}

/* As the child: by its exit code or by its signal, without a core of its own. */
static void end_as(int status)
{
    sigset_t none;
    if (!WIFSIGNALED(status))
        _exit(WEXITSTATUS(status));
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    signal(WTERMSIG(status), SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    raise(WTERMSIG(status));
}

/* Ends the process, or returns where no child was started. */
static void start_by_server(const char *folder, char **argv)
{
    static start_request request;
    size_t length = 0;
    int status, server;
    for (int i = 0; i < START_STREAMS; i++)
        request.open |= (fcntl(i, F_GETFD) != -1) << i;
    if (!append_strings(&request, &length, argv, &request.arguments) ||
        !append_strings(&request, &length, environ, &request.variables) ||
        (server = connect_to(folder)) < 0)
        return;
    describe_process(&request);
    if (send_request(server, &request, length) &&
        read(server, (void *)&child, sizeof child) == sizeof child) {
        for (int i = 0; i < START_STREAMS; i++)
            close(i); /* a pipe ends where the child ends it */
        forward_signals(&request);
        if (read(server, &status, sizeof status) == sizeof status)
            end_as(status);
        _exit(125); /* the server is gone, and the child with it */
    }
    sigprocmask(SIG_SETMASK, &request.blocked, NULL);
}

int main(int argc, char **argv)
{
    char folder[4096], program[sizeof folder + sizeof "/program"];
    if (argc < 1 || !realpath((const char *)getauxval(AT_EXECFN), folder))
        return 126;
    *strrchr(folder, '/') = '\0';
    start_by_server(folder, argv);
    snprintf(program, sizeof program, "%s/program", folder);
    execv(program, argv);
    return 126;
}
