/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages and progress for the caller of the library (log.h): formatted here, handed to the
 * function in lb_log, never printed. */
#include <stdarg.h>

#include <lagesbild/log.h>
#include "base/swedish_text.h"

/* Bytes of one message; longer ones are cut in the middle. */
enum { MESSAGE_SIZE = 2000 };

/* Formats one message of a severity for the log; silent without one. */
static void write_message(lb_log *log, lb_severity severity, const char *format, va_list args)
{
    char text[MESSAGE_SIZE];
    if (!log || !log->write)
        return;
    lb_text_print_message(text, sizeof text, format, args);
    log->write(log->udata, severity, text);
}

void lb_log_note(lb_log *log, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_message(log, LB_NOTE, format, args);
    va_end(args);
}

void lb_log_warning(lb_log *log, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_message(log, LB_WARNING, format, args);
    va_end(args);
}

void lb_log_progress(const lb_log *log, const char *what, double done)
{
    if (log && log->progress)
        log->progress(log->udata, what, done);
}
