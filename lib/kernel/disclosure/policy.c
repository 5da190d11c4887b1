/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/disclosure/policy.h"

bool lb_job_coarsens(const lb_job *job)
{
    return job->disclosure && job->disclosure->min_cell > 1;
}

int lb_job_min_cell(const lb_job *job)
{
    return lb_job_coarsens(job) ? job->disclosure->min_cell : 0;
}

bool lb_job_is_few(const lb_job *job, double count)
{
    return count > 0 && count < lb_job_min_cell(job);
}

const char *lb_job_secret(const lb_job *job)
{
    return job->disclosure ? job->disclosure->cell_key_file : NULL;
}

bool lb_job_has_exact_people(const lb_job *job)
{
    return job->disclosure && job->disclosure->exact_people;
}

lb_job lb_job_as_delivered(const lb_job *job)
{
    lb_job own = *job;
    own.disclosure = NULL;
    return own;
}

/* Noise is no permission to show the rest: what no noise is for (levels, grids without a recipe) is
 * held to the usual minimum. */
const lb_job *lb_job_publish(const lb_job *job, const lb_disclosure_policy *policy, lb_own_job *own)
{
    *own = (lb_own_job){*job, *policy};
    if (policy->cell_key_file && policy->min_cell < 2)
        own->policy.min_cell = LB_MIN_CELL;
    own->job.disclosure = own->policy.min_cell > 1 ? &own->policy : NULL;
    return &own->job;
}
