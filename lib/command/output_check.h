/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The start of every command's function: its options, then its output files, before it reads. */
#ifndef LB_COMMAND_OUTPUT_CHECK_H
#define LB_COMMAND_OUTPUT_CHECK_H

#include <lagesbild/command.h>
#include "kernel/disclosure/policy.h"

/* lb_command_check, then each output file: LB_E_USAGE when it is also an input (whatever --force
 * says) or two outputs are one file; LB_E_IO when it exists and job->force is false, is a folder,
 * or its folder is missing or cannot be written in. Nothing stays on disk. */
lb_status lb_command_begin(const lb_command *command, const void *options, const lb_job *job,
                           lb_error *err);

/* Is any of the command's output files or folders asked for? */
bool lb_command_writes_files(const lb_command *command, const void *options);

/* LB_E_USAGE: the output is the file that a source names, or one that belongs to it; for sources
 * that no option names but a file that is read. */
lb_status lb_output_compare(const char *output, const char *source, lb_error *err);

/* The job that the command does its work with, &own->job. A command that has --min-cell publishes
 * by it: the people it reads are coarsened, unless it is 0. One that has not goes by the job it is
 * given, as within `run`. */
const lb_job *lb_command_job(const lb_command *command, const void *options, const lb_job *job,
                             lb_own_job *own);

#endif
