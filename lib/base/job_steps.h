/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same work on several inputs of a job at once. */
#ifndef LB_BASE_JOB_STEPS_H
#define LB_BASE_JOB_STEPS_H

#include <lagesbild/log.h>

/* Work on the i-th input; own: the job with a log of the step's own. */
typedef lb_status (*lb_job_step)(void *udata, size_t i, const lb_job *own, lb_error *err);

/* Does the step for 0 .. n-1, a thread each; a single one has all threads to itself. Messages come
 * in that order, up to the first that failed, whose status and error are returned; the others are
 * done all the same. Progress, where a step reports any, is the mean of all and ends with 1.
 * LB_E_MEMORY. */
lb_status lb_job_steps_run(const lb_job *job, size_t n, lb_job_step step, void *udata,
                           lb_error *err);

#endif
