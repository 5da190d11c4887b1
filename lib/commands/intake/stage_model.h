/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items and rules of a stage model from YAML (lagesbild-intake(5), STAGE MODEL). */
#ifndef LB_COMMANDS_INTAKE_STAGE_MODEL_H
#define LB_COMMANDS_INTAKE_STAGE_MODEL_H

#include "commands/intake/intake_config.h"

/* The keys `items` and `rules` of a map that may have others, or of a file of its own. */
void lb_stage_model_read(lb_intake_reader *r, const lb_config_node *map);
void lb_stage_model_read_file(lb_intake_reader *r, const lb_config_node *root);

#endif
