/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_COMMANDS_INTAKE_INTAKE_CONFIG_READ_H
#define LB_COMMANDS_INTAKE_INTAKE_CONFIG_READ_H

#include "commands/intake/intake_config.h"

/* LB_E_IO, LB_E_INPUT: every problem is reported with its file, line and column. */
lb_status lb_intake_config_read(const char *file, const lb_job *job, lb_intake_config *out,
                                lb_error *err);

#endif
