/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a run, in which publish/ may leave the house and work/ must not: which files are
 * there before, the text that says so, and the page that leads to publish/index.html. */
#ifndef LB_PROJECT_PUBLISH_RUN_FOLDER_H
#define LB_PROJECT_PUBLISH_RUN_FOLDER_H

#include "project/project.h"

/* LB_E_IO: files would be replaced, and job->force is false. */
lb_status lb_run_folder_check(const lb_project *project, const lb_job *job, lb_error *err);

/* Makes publish/, work/ with LASMIG.txt in it, and project->stage. */
lb_status lb_run_folder_make(const lb_project *project, lb_error *err);

/* Moves what is in project->stage to publish/. LB_E_IO. */
lb_status lb_run_folder_publish(const lb_project *project, lb_error *err);

/* Removes project->stage with what is left in it, and publish/ where it is empty. */
void lb_run_folder_discard(const lb_project *project);

/* Writes index.html of the folder itself; warns of files in publish/ that are not of this run, and
 * beside it of those that an earlier version left there. */
lb_status lb_run_folder_end(const lb_project *project, const lb_job *job, lb_error *err);

#endif
