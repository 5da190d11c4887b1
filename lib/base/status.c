/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts and exit codes of statuses, and the errors that functions fill for their callers
 * (status.h has the rules). */
#include <stdarg.h>

#include <lagesbild/status.h>
#include "base/swedish_text.h"

const char *lb_version(void)
{
    return LB_VERSION;
}

const char *lb_status_text(lb_status status)
{
    switch (status) {
    case LB_OK:
        return "done";
    case LB_E_MEMORY:
        return "out of memory";
    case LB_E_IO:
        return "could not read or write";
    case LB_E_USAGE:
        return "an argument is not valid";
    case LB_E_INPUT:
        return "the input is not valid";
    }
    return "unknown status";
}

int lb_status_exit_code(lb_status status)
{
    switch (status) {
    case LB_OK:
        return 0;
    case LB_E_MEMORY:
    case LB_E_IO:
        return 1;
    case LB_E_USAGE:
        return 2;
    case LB_E_INPUT:
        return 3;
    }
    return 1;
}

lb_status lb_error_set(lb_error *err, lb_status status, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        err->status = status;
        lb_text_print_message(err->text, sizeof err->text, format, args);
        va_end(args);
    }
    return status;
}

lb_status lb_error_prefix(lb_error *err, const char *where, lb_status status)
{
    if (status != LB_OK && err) {
        lb_error inner = *err;
        lb_error_set(err, inner.status, "%s: %s", where, inner.text);
    }
    return status;
}

lb_status lb_error_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}
