/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/out.h"

int out_usage(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("lagesbild: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return lb_status_exit_code(LB_E_USAGE);
}

/* The line of progress is wiped before a message is written over it. */
static void clear_progress(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}

int out_error(lb_status status, const lb_error *err)
{
    if (status != LB_OK)
        clear_progress();
    if (status != LB_OK)
        fprintf(stderr, "lagesbild: %s\n", err->text[0] ? err->text : lb_status_text(status));
    return lb_status_exit_code(status);
}

static void write_message(void *udata, lb_severity severity, const char *text)
{
    const lb_job *job = udata;
    static const char *const before[] = {"note: ", "warning: ", ""};
    if (severity == LB_NOTE && job->quiet)
        return;
    clear_progress();
    fprintf(stderr, "lagesbild: %s%s\n", before[severity], text);
}

static void draw_progress(void *udata, const char *what, double done)
{
    enum { WIDTH = 30 };
    int filled = (int)(done * WIDTH);
    (void)udata;
    fprintf(stderr, "\r\033[K%s [%.*s%*s] %3.0f %%%s", what, filled,
            "##############################", WIDTH - filled, "", done * 100,
            done >= 1 ? "\r\033[K" : "");
    fflush(stderr);
}

/* For programs that show progress of their own. */
static void write_progress(void *udata, const char *what, double done)
{
    (void)udata;
    fprintf(stderr, "lagesbild: progress: %.0f %% %s\n", done * 100, what);
}

static void (*progress_of(const lb_job *job))(void *, const char *, double)
{
    const char *form = getenv("LAGESBILD_PROGRESS");
    if (job->quiet)
        return NULL;
    if (form && strcmp(form, "lines") == 0)
        return write_progress;
    return isatty(STDERR_FILENO) ? draw_progress : NULL;
}

lb_log out_log(const lb_job *job)
{
    union {
        const lb_job *borrowed;
        void *udata;
    } pass = {.borrowed = job};
    return (lb_log){write_message, progress_of(job), pass.udata};
}

int out_text(char *text)
{
    if (!text)
        return out_error(LB_E_MEMORY, &(lb_error){LB_E_MEMORY, "out of memory"});
    fputs(text, stdout);
    free(text);
    return 0;
}

int out_table(const lb_table *table, const lb_job *job)
{
    lb_text_options options = {.decimal_comma = job->decimal_comma};
    char *text = NULL;
    return out_text(lb_table_to_text(table, &options, &text) == LB_OK ? text : NULL);
}

int out_finish(int code)
{
    bool failed = ferror(stdout) != 0;
    errno = 0;
    failed |= fflush(stdout) != 0;
    failed |= fclose(stdout) != 0;
    if (!failed)
        return code;
    fprintf(stderr, "lagesbild: stdout: cannot be written%s%s\n", errno ? ": " : "",
            errno ? strerror(errno) : "");
    return code ? code : lb_status_exit_code(LB_E_IO);
}
