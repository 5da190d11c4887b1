/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job's policy asks for (lb_job.disclosure): the one place where it is made and read. */
#ifndef LB_KERNEL_DISCLOSURE_POLICY_H
#define LB_KERNEL_DISCLOSURE_POLICY_H

#include <lagesbild/disclosure.h>

/* Counts from 1 to below it are few; 0: nothing is coarsened. */
int lb_job_min_cell(const lb_job *job);

bool lb_job_is_few(const lb_job *job, double count);

/* The file of the secret by which squares get noise instead; NULL: they do not. */
const char *lb_job_secret(const lb_job *job);

/* Are people of areas as delivered, in whole numbers? */
bool lb_job_has_exact_people(const lb_job *job);

/* The same job, which reads squares as they were delivered. */
lb_job lb_job_as_delivered(const lb_job *job);

/* A job and the policy it points to. */
typedef struct lb_own_job {
    lb_job job;
    lb_disclosure_policy policy;
} lb_own_job;

/* The same job with that policy, &own->job; none where it hides nothing. */
const lb_job *lb_job_publish(const lb_job *job, const lb_disclosure_policy *policy,
                             lb_own_job *own);

#endif
