/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_COMMAND_OPTION_PROVENANCE_H
#define LB_COMMAND_OPTION_PROVENANCE_H

#include <lagesbild/command.h>
#include "base/buf.h"
#include "output/provenance.h"

/* Begins the provenance of a command: its name and every option that affects the result, in the
 * order of its table, as given or at its default. Files are named without their folders. Inputs are
 * left out where none of the command's outputs is given. job NULL: without the options of the job.
 */
void lb_provenance_begin(lb_provenance *provenance, const lb_command *command, const void *options,
                         const lb_job *job);

/* Appends the same options as one JSON object, without the job's. */
void lb_option_values_json(const lb_command *command, const void *options, lb_buf *out);

#endif
