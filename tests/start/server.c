/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: server FOLDER
 * The fork server of the tests: the command's 130 libraries are loaded once, here. Each client
 * (client.c) that connects to FOLDER/socket gets a keeper, a fork of this process, and the keeper's
 * child takes over what the client has and runs the command's main. The server itself runs nothing
 * of the command, has one thread, reads nothing of a request and so keeps nothing of it.
 * The same as in a process of its own: arguments, environment, working folder, streams, mask of new
 * files, limits, signals, end. Not the same: its parent, process group, session, niceness and
 * terminal are the server's, file descriptors from 10 on are not there, and memory lies where the
 * server's does. What libraries read when they are loaded cannot change after, nor does the server
 * go where it is not: a client that has other such variables, limits of memory or cores, another
 * user, root folder or namespace is left to start the program itself. */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/start/start.h"

int command_main(int argc, char **argv); /* main of cli/main.c */

enum { MAX_STRINGS = 8192 };
static start_request request;
static int received[START_STREAMS + 1]; /* the working folder, then streams */
static size_t n_received;
static char *arguments[MAX_STRINGS + 2], **variables;

/* Would a process of the client's own be loaded alike? ----------------------------------------- */

/* Variables that the libraries' constructors, the loader and libc read, by the beginnings of their
 * names. GDAL and PROJ read theirs later. */
static bool is_read_at_load(const char *variable)
{
    static const char *const beginnings[] = {
        "ACC_",    "GFORTRAN_", "GLIBC_TUNABLES", "GNUTLS_",  "GOMP_",    "LD_",    "MALLOC_",
        "NETTLE_", "OMP_",      "OPENBLAS",       "OPENSSL_", "P11_KIT_", "PIXMAN_"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strncmp(variable, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    return false;
}

static bool has_variable(char **list, const char *variable)
{
    while (*list && strcmp(*list, variable) != 0)
        list++;
    return *list;
}

/* Has the second list all variables of the first that are read then? */
static bool has_all_read(char **first, char **second)
{
    for (; *first; first++)
        if (is_read_at_load(*first) && !has_variable(second, *first))
            return false;
    return true;
}

static bool has_same_limit(int which)
{
    struct rlimit own;
    return getrlimit(which, &own) == 0 && request.limits[which].rlim_cur == own.rlim_cur &&
           request.limits[which].rlim_max == own.rlim_max;
}

static bool has_same_place(void)
{
    start_place own;
    start_find_place(&own);
    return memcmp(&own, &request.place, sizeof own) == 0;
}

static bool is_loaded_alike(void)
{
    cpu_set_t cores;
    return sched_getaffinity(0, sizeof cores, &cores) == 0 && CPU_EQUAL(&request.cores, &cores) &&
           has_same_limit(RLIMIT_AS) && has_same_limit(RLIMIT_DATA) &&
           has_same_limit(RLIMIT_STACK) && has_all_read(variables, environ) &&
           has_all_read(environ, variables);
}

/* The keeper ----------------------------------------------------------------------------------- */

static bool receive_request(int client)
{
    static start_control control;
    struct msghdr message =
        START_MESSAGE(&request, sizeof request, &control, START_STREAMS + (size_t)1);
    if (recvmsg(client, &message, 0) <= 0 || message.msg_flags & (MSG_TRUNC | MSG_CTRUNC) ||
        message.msg_controllen == 0)
        return false;
    n_received = (control.head.cmsg_len - CMSG_LEN(0)) / sizeof *received;
    memcpy(received, CMSG_DATA(&control.head), n_received * sizeof *received);
    return request.arguments + request.variables <= MAX_STRINGS;
}

/* The request's text as the two lists that main gets, each with NULL at its end. */
static void list_strings(void)
{
    char *at = request.text;
    variables = arguments + request.arguments + 1;
    for (size_t i = 0; i < request.arguments; i++, at += strlen(at) + 1)
        arguments[i] = at;
    for (size_t i = 0; i < request.variables; i++, at += strlen(at) + 1)
        variables[i] = at;
}

static void become_client(void)
{
    bool done = fchdir(received[0]) == 0;
    for (int i = 0, next = 1; i < START_STREAMS; i++)
        if (request.open & 1U << i)
            done = dup2(received[next++], i) == i && done;
        else
            close(i);
    for (size_t i = 0; i < n_received; i++)
        close(received[i]);
    umask(request.mask);
    for (int i = 0; i < RLIM_NLIMITS; i++)
        done = (has_same_limit(i) || setrlimit(i, &request.limits[i]) == 0) && done;
    for (int i = 1; i < NSIG; i++)
        signal(i, sigismember(&request.ignored, i) > 0 ? SIG_IGN : SIG_DFL);
    sigprocmask(SIG_SETMASK, &request.blocked, NULL);
    environ = variables;
    if (!done)
        _exit(125);
}

/* A child ends when its parent does, however that ends. */
static pid_t fork_child(void)
{
    pid_t parent = getpid(), child = fork();
    if (child == 0 && (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent))
        _exit(125);
    return child;
}

static void note_end(int number)
{
    (void)number;
}

/* Tells the client of the child's end; a client that is gone takes the child with it. */
static void wait_for_child(int client, pid_t child)
{
    struct pollfd end = {.fd = client, .events = POLLIN};
    sigset_t none;
    int status;
    sigemptyset(&none);
    while (waitpid(child, &status, WNOHANG) == 0)
        if (ppoll(&end, 1, NULL, &none) > 0)
            return;
    send(client, &status, sizeof status, MSG_NOSIGNAL);
}

static void keep_client(int client)
{
    if (!receive_request(client))
        return;
    list_strings();
    pid_t child = is_loaded_alike() && has_same_place() ? fork_child() : -1;
    if (child == 0) {
        child = getpid(); /* told before the command does anything */
        send(client, &child, sizeof child, MSG_NOSIGNAL);
        close(client);
        become_client();
        exit(command_main((int)request.arguments, arguments));
    }
    if (child > 0)
        wait_for_child(client, child);
}

/* The server ----------------------------------------------------------------------------------- */

/* A library that starts threads when it is loaded makes fork unsafe: then there is no server. */
static bool has_one_thread(void)
{
    DIR *threads = opendir("/proc/self/task");
    int entries = 0;
    while (threads && readdir(threads))
        entries++;
    return threads && closedir(threads) == 0 && entries == 3; /* with . and .. */
}

/* Clients' file descriptors come behind those of their streams. */
static bool fill_streams(void)
{
    int null = open("/dev/null", O_RDWR);
    for (int i = 0; i < START_STREAMS; i++)
        if (dup2(null, i) != i)
            return false;
    return true;
}

static int listen_in(const char *folder)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    int listener = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    return chdir(folder) == 0 && bind(listener, (struct sockaddr *)&address, sizeof address) == 0 &&
                   listen(listener, SOMAXCONN) == 0
               ? listener
               : -1;
}

int main(int argc, char **argv)
{
    sigset_t ends;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    signal(SIGCHLD, note_end);
    setsid();
    int listener = argc == 2 && has_one_thread() && fill_streams() ? listen_in(argv[1]) : -1;
    for (int client; (client = accept(listener, NULL, NULL)) >= 0; close(client)) {
        if (fork_child() == 0) {
            close(listener);
            keep_client(client);
            _exit(0);
        }
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
    }
    return 1;
}
