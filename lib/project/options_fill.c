/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of a step are set one by one, as the command line sets its own: a step does what its
 * command does. */
#include "base/try.h"
#include "project/options_fill.h"

static lb_status set_values(const lb_step *step, lb_command_options *options)
{
    if (step->provenance)
        LB_TRY(lb_command_set(options, lb_command_option(step->command, "provenance"),
                              step->provenance, NULL));
    for (size_t i = 0; i < step->values; i++)
        for (size_t k = 0; k < step->value[i].texts; k++)
            LB_TRY(
                lb_command_set(options, step->value[i].option, step->value[i].text[k].given, NULL));
    return LB_OK;
}

lb_status lb_options_fill(const lb_step *step, lb_command_options **out)
{
    lb_command_options *options = lb_command_options_new(step->command);
    lb_status status = options ? set_values(step, options) : LB_E_MEMORY;
    if (status == LB_OK)
        *out = options;
    else
        lb_command_options_free(options);
    return status;
}
