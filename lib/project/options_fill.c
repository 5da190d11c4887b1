/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of a step are set one by one, as the command line sets its own: a step does what its
 * command does. */
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "command/option.h"
#include "project/options_fill.h"

/* Is the value one of the command's options, and if an output in that folder? */
static bool is_in_part(const lb_step *step, const lb_step_value *value, const char *folder)
{
    return !lb_step_is_of_job(step, value) && (!folder || value->option->kind != LB_OPTION_OUTPUT ||
                                               strcmp(value->text->folder, folder) == 0);
}

/* idle: [values] which are left out. */
static lb_status set_values(const lb_step *step, const char *folder, const bool *idle,
                            lb_command_options *options)
{
    const lb_option *min_cell = lb_command_option(step->command, "min-cell");
    bool as_delivered = folder && strcmp(folder, LB_PROJECT_WORK) == 0;
    if (step->provenance && !as_delivered)
        LB_TRY(lb_command_set(options, lb_command_option(step->command, "provenance"),
                              step->provenance, NULL));
    for (size_t i = 0; i < step->values; i++)
        for (size_t k = 0; !idle[i] && k < step->value[i].texts; k++)
            LB_TRY(
                lb_command_set(options, step->value[i].option, step->value[i].text[k].given, NULL));
    return as_delivered && min_cell ? lb_command_set(options, min_cell, "0", NULL) : LB_OK;
}

static lb_status fill_values(const lb_step *step, const char *folder, const bool *idle,
                             lb_command_options **out)
{
    lb_command_options *options = lb_command_options_new(step->command);
    lb_status status = options ? set_values(step, folder, idle, options) : LB_E_MEMORY;
    if (status == LB_OK)
        *out = options;
    else
        lb_command_options_free(options);
    return status;
}

/* Values that say how an output of the other folder is made have no effect here. Is there one more?
 */
static bool find_idle(const lb_step *step, const lb_command_options *options, bool *idle)
{
    bool more = false;
    lb_error ignored;
    for (size_t i = 0; i < step->values; i++)
        if (!idle[i] &&
            lb_option_check_effect(step->command, step->value[i].option,
                                   lb_command_options_values(options), &ignored) != LB_OK)
            more = idle[i] = true;
    return more;
}

lb_status lb_options_fill_part(const lb_step *step, const char *folder, lb_command_options **out)
{
    lb_command_options *options = NULL;
    bool *idle = calloc(step->values + 1, sizeof *idle);
    for (size_t i = 0; idle && i < step->values; i++)
        idle[i] = !is_in_part(step, &step->value[i], folder);
    lb_status status = idle ? fill_values(step, folder, idle, &options) : LB_E_MEMORY;
    while (status == LB_OK && folder && find_idle(step, options, idle)) {
        lb_command_options_free(options);
        status = fill_values(step, folder, idle, &options);
    }
    free(idle);
    if (status == LB_OK)
        *out = options;
    return status;
}

lb_status lb_options_fill(const lb_step *step, lb_command_options **out)
{
    return lb_options_fill_part(step, NULL, out);
}
