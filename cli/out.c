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

/* What progress has drawn goes before a message is written. */
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

int out_choice(const char *option, const char *text, const char *const *words)
{
    int i = 0;
    while (words[i] && strcmp(words[i], text) != 0)
        i++;
    if (words[i])
        return i;
    out_usage("%s: '%s' found, expected %s, %s%s%s", option, text, words[0], words[1],
              words[2] ? " or " : "", words[2] ? words[2] : "");
    return -1;
}

static void write_message(void *udata, lb_severity severity, const char *text)
{
    const out_common *common = udata;
    static const char *const before[] = {"note: ", "warning: ", ""};
    if (severity == LB_NOTE && common->quiet)
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

static lb_log make_log(const out_common *common)
{
    bool terminal = !common->quiet && isatty(STDERR_FILENO);
    union {
        const out_common *borrowed;
        void *udata;
    } pass = {.borrowed = common};
    return (lb_log){write_message, terminal ? draw_progress : NULL, pass.udata};
}

int out_begin(out_session *session, const out_common *common)
{
    if (common->threads < 0)
        return out_usage("--threads: %d found, expected 0 (as many as cores) or more",
                         common->threads);
    if (common->lang && strcmp(common->lang, "sv") != 0 && strcmp(common->lang, "en") != 0)
        return out_usage("--lang: '%s' found, expected sv or en", common->lang);
    *session = (out_session){.common = common, .log = make_log(common)};
    session->job = (lb_job){.threads = common->threads,
                            .strict = common->strict,
                            .force = common->force,
                            .decimal_comma = common->decimal_comma,
                            .english = common->lang && strcmp(common->lang, "en") == 0,
                            .crs = common->crs,
                            .log = &session->log};
    return 0;
}

int out_end(out_session *session, lb_status status)
{
    int code = out_error(status, &session->err);
    if (status == LB_OK && !session->common->output)
        code = out_table(&session->table, session->common);
    lb_table_clear(&session->table);
    return code;
}

int out_table(const lb_table *table, const out_common *common)
{
    lb_text_options options = {.decimal_comma = common->decimal_comma};
    char *text;
    if (lb_table_to_text(table, &options, &text) != LB_OK)
        return out_error(LB_E_MEMORY, &(lb_error){LB_E_MEMORY, "out of memory"});
    fputs(text, stdout);
    free(text);
    return 0;
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
