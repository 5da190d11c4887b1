/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems of one file, reported as "FILE:LINE: found, expected" to the log, counted, and summed up
 * in the error that ends the reading. */
#include <stdarg.h>
#include <stdio.h>

#include "base/number.h"
#include "base/diagnostics.h"

/* Bytes of "FILE:LINE:COLUMN"; longer paths are cut. */
enum { LOCATION_SIZE = 300 };

lb_diagnostics lb_diagnostics_begin(lb_log *log, const char *file)
{
    return (lb_diagnostics){.log = log, .file = file};
}

/* Sends one problem to the log unless too many have gone there; keeps the first for a caller who
 * has no log. */
static void report_problem(lb_diagnostics *diagnostics, const char *location, const char *format,
                           va_list args)
{
    char text[sizeof diagnostics->first];
    if (++diagnostics->count > LB_LOG_MAX_PROBLEMS)
        return;
    vsnprintf(text, sizeof text, format, args);
    if (diagnostics->count == 1)
        snprintf(diagnostics->first, sizeof diagnostics->first, "%.250s: %.300s", location, text);
    if (diagnostics->log && diagnostics->log->write) {
        char message[LOCATION_SIZE + sizeof text + 3];
        snprintf(message, sizeof message, "%s: %s", location, text);
        diagnostics->log->write(diagnostics->log->udata, LB_PROBLEM, message);
    }
}

void lb_diagnostics_add(lb_diagnostics *diagnostics, long line, const char *format, ...)
{
    char location[LOCATION_SIZE];
    va_list args;
    if (line > 0)
        snprintf(location, sizeof location, "%s:%ld", diagnostics->file, line);
    else
        snprintf(location, sizeof location, "%s", diagnostics->file);
    va_start(args, format);
    report_problem(diagnostics, location, format, args);
    va_end(args);
}

void lb_diagnostics_add_at(lb_diagnostics *diagnostics, long line, long column, const char *format,
                           ...)
{
    char location[LOCATION_SIZE];
    va_list args;
    snprintf(location, sizeof location, "%s:%ld:%ld", diagnostics->file, line, column);
    va_start(args, format);
    report_problem(diagnostics, location, format, args);
    va_end(args);
}

lb_status lb_diagnostics_end(const lb_diagnostics *diagnostics, lb_error *err)
{
    const char *advice = diagnostics->advice ? diagnostics->advice : "";
    const char *before = diagnostics->advice ? "; " : "";
    if (diagnostics->count == 0)
        return LB_OK;
    if (diagnostics->count > LB_LOG_MAX_PROBLEMS)
        return lb_error_set(
            err, LB_E_INPUT, "%s: %zu problems, the first %d shown; nothing written%s%s",
            diagnostics->file, diagnostics->count, LB_LOG_MAX_PROBLEMS, before, advice);
    if (!diagnostics->log)
        return lb_error_set(err, LB_E_INPUT, "%s", diagnostics->first);
    return lb_error_set(err, LB_E_INPUT, "%s: %zu %s; nothing written%s%s", diagnostics->file,
                        diagnostics->count,
                        lb_number_word(diagnostics->count, "problem", "problems"), before, advice);
}
