/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems of one file, reported as "FILE:LINE: found, expected" to the log, counted, and summed up
 * in the error that ends the reading. */
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/diagnostics.h"
#include "base/swedish_text.h"

/* Bytes of one problem with its place; longer ones are cut in the middle. */
enum { MESSAGE_SIZE = 2000, PLACE_SIZE = 48 };

lb_diagnostics lb_diagnostics_begin(lb_log *log, const char *file)
{
    return (lb_diagnostics){.log = log, .file = file};
}

static void print_message(char *out, size_t size, const char *format, ...) LB_PRINTF(3, 4);

static void print_message(char *out, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    lb_text_print_message(out, size, format, args);
    va_end(args);
}

/* Sends one problem to the log unless too many have gone there; keeps the first for a caller who
 * has no log. place: ":LINE:COLUMN". */
static void report_problem(lb_diagnostics *diagnostics, const char *place, const char *format,
                           va_list args)
{
    char text[sizeof diagnostics->first], message[MESSAGE_SIZE];
    if (++diagnostics->count > LB_LOG_MAX_PROBLEMS)
        return;
    lb_text_print_message(text, sizeof text, format, args);
    print_message(message, sizeof message, "%s%s: %s", diagnostics->file, place, text);
    if (diagnostics->count == 1)
        print_message(diagnostics->first, sizeof diagnostics->first, "%s", message);
    if (diagnostics->log && diagnostics->log->write)
        diagnostics->log->write(diagnostics->log->udata, LB_PROBLEM, message);
}

void lb_diagnostics_add(lb_diagnostics *diagnostics, long line, const char *format, ...)
{
    char place[PLACE_SIZE] = "";
    va_list args;
    if (line > 0)
        snprintf(place, sizeof place, ":%ld", line);
    va_start(args, format);
    report_problem(diagnostics, place, format, args);
    va_end(args);
}

void lb_diagnostics_add_at(lb_diagnostics *diagnostics, long line, long column, const char *format,
                           ...)
{
    char place[PLACE_SIZE];
    va_list args;
    snprintf(place, sizeof place, ":%ld:%ld", line, column);
    va_start(args, format);
    report_problem(diagnostics, place, format, args);
    va_end(args);
}

void lb_diagnostics_add_unknown(lb_diagnostics *diagnostics, long line, long column,
                                const char *what, const char *found, const lb_known_names *known)
{
    lb_buf names = {0};
    const char *best = NULL;
    for (size_t i = 0; i < known->count; i++) {
        const char *name = known->name(known->of, i);
        lb_buf_printf(&names, "%s%s", i ? ", " : "", name);
        if (lb_text_may_mean(found, name) &&
            (!best || lb_text_distance(found, name) < lb_text_distance(found, best)))
            best = name;
    }
    lb_diagnostics_add_at(diagnostics, line, column, "unknown %s '%.80s'%s Known here: %s", what,
                          found, best ? lb_text_hint(", did you mean '", best, "'?").text : ".",
                          names.text ? names.text : "");
    lb_buf_clear(&names);
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
