/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>

#include "base/diagnostics.h"

enum { PLACE_SIZE = 300 };

lb_problems lb_problems_begin(lb_log *log, const char *file)
{
    return (lb_problems){.log = log, .file = file};
}

static void add(lb_problems *problems, const char *place, const char *format, va_list args)
{
    char text[sizeof problems->first];
    if (++problems->count > LB_LOG_SHOWN)
        return;
    vsnprintf(text, sizeof text, format, args);
    if (problems->count == 1)
        snprintf(problems->first, sizeof problems->first, "%.250s: %.300s", place, text);
    if (problems->log && problems->log->write) {
        char message[PLACE_SIZE + sizeof text + 3];
        snprintf(message, sizeof message, "%s: %s", place, text);
        problems->log->write(problems->log->udata, LB_PROBLEM, message);
    }
}

void lb_problems_add(lb_problems *problems, long line, const char *format, ...)
{
    char place[PLACE_SIZE];
    va_list args;
    if (line > 0)
        snprintf(place, sizeof place, "%s:%ld", problems->file, line);
    else
        snprintf(place, sizeof place, "%s", problems->file);
    va_start(args, format);
    add(problems, place, format, args);
    va_end(args);
}

void lb_problems_add_at(lb_problems *problems, long line, long column, const char *format, ...)
{
    char place[PLACE_SIZE];
    va_list args;
    snprintf(place, sizeof place, "%s:%ld:%ld", problems->file, line, column);
    va_start(args, format);
    add(problems, place, format, args);
    va_end(args);
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
