/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/job_steps.h"
#include "base/log_buffer.h"
#include "base/threads.h"

/* One step's messages, kept until its turn, and how it ended. */
typedef struct step_result {
    lb_log_buffer messages;
    lb_error err;
    lb_status status;
} step_result;

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
#pragma omp parallel for num_threads(lb_thread_count(job->threads)) schedule(dynamic)
    for (size_t i = 0; i < n; i++) {
        lb_job own = *job;
        own.log = lb_log_buffer_begin(&t[i].messages, job->log);
        t[i].status = step(udata, i, &own, &t[i].err);
    }
    for (size_t i = 0; i < n; i++) {
        if (status == LB_OK)
            status = end_step(&t[i], err);
        lb_buf_clear(&t[i].messages.text);
    }
    free(t);
    return status;
}
