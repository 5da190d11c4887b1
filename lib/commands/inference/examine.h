/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `run` uses of `inference` to audit what it is about to publish. */
#ifndef LB_COMMANDS_INFERENCE_EXAMINE_H
#define LB_COMMANDS_INFERENCE_EXAMINE_H

#include <lagesbild/inference.h>

/* lb_inference_run without an addition to the register. replaced: a publication of the register in
 * whose place these come, and which is not read; rows of other publications of the register that
 * are none of the areas are then left out with a warning. NULL: the register is read as it is. */
lb_status lb_inference_examine(const lb_inference_options *options, const char *replaced,
                               const lb_job *job, lb_table *out, bool *found, lb_error *err);

#endif
