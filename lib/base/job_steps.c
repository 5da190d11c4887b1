/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdlib.h>

#include "base/job_steps.h"
#include "base/log_buffer.h"
#include "base/threads.h"

/* One step's messages, kept until its turn, how much of it is done, and how it ended. */
typedef struct step_result {
    lb_log_buffer messages; /* comes first, as its log hands out pointers to it */
    struct step_set *set;
    _Atomic double done; /* 0 to 1 */
    lb_error err;
    lb_status status;
} step_result;

typedef struct step_set {
    const lb_log *log;
    pthread_t caller;
    size_t n;
    step_result *step;
    bool is_shown; /* progress below 1 is */
} step_set;

/* The mean of all steps, passed on from the caller's thread alone: functions of the caller are
 * called by it. */
static void pass_progress(void *udata, const char *what, double done)
{
    step_result *t = udata;
    step_set *set = t->set;
    double sum = 0;
    t->done = done;
    if (!pthread_equal(pthread_self(), set->caller))
        return;
    for (size_t i = 0; i < set->n; i++)
        sum += set->step[i].done;
    set->is_shown = sum < (double)set->n;
    lb_log_progress(set->log, what, sum / (double)set->n);
}

static lb_status run_step(step_result *t, size_t i, const lb_job *job, lb_job_step step,
                          void *udata)
{
    lb_job own = *job;
    own.log = lb_log_buffer_begin(&t->messages, job->log);
    if (own.log)
        own.log->progress = pass_progress;
    lb_status status = step(udata, i, &own, &t->err);
    t->done = 1;
    return status;
}

/* Passes on the step's messages, then its error. */
static lb_status end_step(step_result *t, lb_error *err)
{
    if (t->messages.text.failed)
        return lb_error_memory(err);
    lb_log_buffer_flush(&t->messages);
    if (t->status != LB_OK && err)
        *err = t->err;
    return t->status;
}

/* Steps run on threads; their messages are passed on in the order of the steps, up to and with
 * the first that failed, so that a run reads the same on any number of threads. */
lb_status lb_job_steps_run(const lb_job *job, size_t n, lb_job_step step, void *udata,
                           lb_error *err)
{
    lb_status status = LB_OK;
    if (n == 1)
        return step(udata, 0, job, err);
    step_result *t = calloc(n + 1, sizeof *t);
    if (!t)
        return lb_error_memory(err);
    step_set set = {.log = job->log, .caller = pthread_self(), .n = n, .step = t};
    for (size_t i = 0; i < n; i++)
        t[i].set = &set;
#pragma omp parallel for num_threads(lb_thread_count(job->threads)) schedule(dynamic)
    for (size_t i = 0; i < n; i++)
        t[i].status = run_step(&t[i], i, job, step, udata);
    if (set.is_shown)
        lb_log_progress(job->log, "reading", 1);
    for (size_t i = 0; i < n; i++) {
        if (status == LB_OK)
            status = end_step(&t[i], err);
        lb_buf_clear(&t[i].messages.text);
    }
    free(t);
    return status;
}
