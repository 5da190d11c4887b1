/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>

#include "base/problems.h"

lb_problems lb_problems_begin(lb_log *log, const char *file)
{
    return (lb_problems){.log = log, .file = file};
}

void lb_problems_add(lb_problems *problems, long line, const char *format, ...)
{
    char place[300] = "", text[sizeof problems->first];
    va_list args;
    if (++problems->count > LB_LOG_SHOWN)
        return;
    if (line > 0)
        snprintf(place, sizeof place, "%s:%ld", problems->file, line);
    else
        snprintf(place, sizeof place, "%s", problems->file);
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (problems->count == 1)
        snprintf(problems->first, sizeof problems->first, "%.250s: %.300s", place, text);
    if (problems->log && problems->log->write) {
        char message[sizeof place + sizeof text + 3];
        snprintf(message, sizeof message, "%s: %s", place, text);
        problems->log->write(problems->log->udata, LB_PROBLEM, message);
    }
}

lb_status lb_problems_end(const lb_problems *problems, lb_error *err)
{
    if (problems->count == 0)
        return LB_OK;
    if (problems->count > LB_LOG_SHOWN)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: %zu problems, the first %d shown; nothing written", problems->file,
                            problems->count, LB_LOG_SHOWN);
    if (!problems->log)
        return lb_error_set(err, LB_E_INPUT, "%s", problems->first);
    return lb_error_set(err, LB_E_INPUT, "%s: %zu problem%s; nothing written", problems->file,
                        problems->count, problems->count == 1 ? "" : "s");
}
