/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread of its own waits for the signals, which all other threads of ours have blocked: it may
 * allocate and read folders, as a signal handler may not. A handler wakes it, as the kernel may
 * give the signal to a thread that a library started before main (OpenBLAS does), where it would
 * otherwise end the program at once. The library knows nothing of signals and has no
 * list of open files: what is removed is found by its names in the folders of the outputs. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cli/signals.h"

static struct {
    pthread_mutex_t mutex;
    const lb_command *command; /* NULL: nothing is being written */
    const void *options;
    sigset_t signals;
    volatile sig_atomic_t number; /* of the signal that came last */
    sem_t arrived;                /* posted when one comes */
    pthread_t main_thread;        /* the one that begins files */
    sem_t parked;                 /* posted when it does nothing any more */
} watched = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static const int ending[] = {SIGINT, SIGTERM, SIGHUP};

/* With the exit code that a shell gives for the signal. Cleaning took too long, or the program is
 * the first process of a container, which no signal ends by itself. */
static void end_at_once(int signal_number)
{
    _exit(128 + signal_number);
}

/* As the signal does by itself, so that a shell sees by which one the program ended. */
static void end_by(int signal_number)
{
    sigset_t only;
    signal(signal_number, SIG_DFL);
    sigemptyset(&only);
    sigaddset(&only, signal_number);
    raise(signal_number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    end_at_once(signal_number);
}

/* The main thread stays here, so that it begins no further file. */
static void park_thread(int signal_number)
{
    (void)signal_number;
    sem_post(&watched.parked);
    for (;;)
        pause();
}

/* Waits for the main thread, which may be in a call of the system that makes a file, for a second
 * at most. It may hold a lock that cleaning needs: then the program ends by the alarm, and the next
 * one removes what this one left. */
static void stop_main_thread(void)
{
    struct timespec until;
    signal(SIGALRM, end_at_once);
    alarm(2);
    signal(SIGUSR2, park_thread);
    if (clock_gettime(CLOCK_REALTIME, &until) != 0)
        return;
    until.tv_sec++;
    if (pthread_kill(watched.main_thread, SIGUSR2) == 0)
        sem_timedwait(&watched.parked, &until);
}

static void note_signal(int signal_number)
{
    int before = errno;
    watched.number = signal_number;
    sem_post(&watched.arrived);
    errno = before;
}

/* The mutex stays locked: a command that is done meanwhile does not free its options. Files are
 * removed twice, as the other threads may begin one while the first are removed. */
static void *wait_for_signal(void *ignored)
{
    free(malloc(1)); /* memory of its own, whose locks the others do not hold */
    (void)ignored;
    pthread_sigmask(SIG_UNBLOCK, &watched.signals, NULL);
    while (sem_wait(&watched.arrived) != 0) /* interrupted by the handler itself */
        continue;
    int number = watched.number;
    pthread_mutex_lock(&watched.mutex);
    if (watched.command)
        stop_main_thread();
    for (int i = 0; i < 2 && watched.command; i++)
        lb_command_remove_temporary(watched.command, watched.options);
    end_by(number);
    return NULL;
}

static void add_unless_ignored(int number)
{
    struct sigaction action;
    if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
        sigaddset(&watched.signals, number);
}

/* handler: for the signals that are waited for. */
static void handle_signals(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        if (sigismember(&watched.signals, ending[i]) == 1)
            sigaction(ending[i], &action, NULL);
}

void signals_start(void)
{
    pthread_t thread;
    watched.main_thread = pthread_self();
    sem_init(&watched.parked, 0, 0);
    sem_init(&watched.arrived, 0, 0);
    signal(SIGXFSZ, SIG_IGN);
    sigemptyset(&watched.signals);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        add_unless_ignored(ending[i]);
    if (pthread_sigmask(SIG_BLOCK, &watched.signals, NULL) != 0)
        return;
    handle_signals(note_signal);
    if (pthread_create(&thread, NULL, wait_for_signal, NULL) == 0) {
        pthread_detach(thread);
        return;
    }
    handle_signals(
        SIG_DFL); /* they end the program at once, and the next one removes what this one left */
    pthread_sigmask(SIG_UNBLOCK, &watched.signals, NULL);
}

void signals_watch(const lb_command *command, const void *options)
{
    pthread_mutex_lock(&watched.mutex);
    watched.command = command;
    watched.options = options;
    pthread_mutex_unlock(&watched.mutex);
}

void signals_unwatch(void)
{
    signals_watch(NULL, NULL);
}
