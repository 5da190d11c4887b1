/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doing the steps of a project, one after the other; one that fails does not stop the others. */
#ifndef LB_PROJECT_PROJECT_STEPS_H
#define LB_PROJECT_PROJECT_STEPS_H

#include "project/project.h"

/* What a step made, or why it did not. */
typedef struct lb_step_outcome {
    lb_status status;
    char message[600]; /* why it failed */
    lb_command_result result;
} lb_step_outcome;

/* outcome[project->steps], zeroed. Notes and warnings that several steps share are given once;
 * progress is that of the whole, by the size of what each step reads. */
void lb_project_run_steps(const lb_project *project, const lb_job *job, lb_step_outcome *outcome);

/* Is an output of the step `producer` among what it reads? */
bool lb_step_reads(const lb_step *step, size_t producer);

/* Those with again[s], and those that read what these write: their published part once more. */
void lb_project_run_again(const lb_project *project, const lb_job *job, bool *again,
                          lb_step_outcome *outcome);
void lb_step_outcomes_free(const lb_project *project, lb_step_outcome *outcome);

/* The table of a profile of the areas `spec`, one row an area, or NULL: none was made. */
const lb_table *lb_project_find_profile(const lb_project *project, const lb_step_outcome *outcome,
                                        const char *spec, size_t areas);

/* How many failed; *first: the status to return. */
size_t lb_project_count_failed(const lb_project *project, const lb_step_outcome *outcome,
                               lb_status *first);

#endif
