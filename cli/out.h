/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands say to a person: messages on stderr, and the exit code that goes with them. */
#ifndef LB_CLI_OUT_H
#define LB_CLI_OUT_H

#include <lagesbild.h>

/* "lagesbild: ..." on stderr; returns the exit code of wrong usage. */
int out_usage(const char *format, ...) LB_PRINTF(1, 2);

/* The error on stderr (nothing for LB_OK); returns the exit code. */
int out_error(lb_status status, const lb_error *err);

/* Which of the NULL-ended words (two or three) text is; -1 after saying which are expected. */
int out_choice(const char *option, const char *text, const char *const *words);

/* Options that commands share. */
typedef struct out_common {
    bool quiet, strict, force, decimal_comma;
    int threads;
    const char *lang, *crs, *output, *provenance;
} out_common;

/* Options every command has that reads or writes. */
#define OUT_JOB_OPTIONS(common)                                                               \
    {"force", 'f', OPT_FLAG, &(common).force, NULL, "replace outputs that exist"},            \
        {"strict", 0, OPT_FLAG, &(common).strict, NULL, "an invalid polygon is an error"},    \
        {"threads", 0, OPT_INTEGER, &(common).threads, "N", "0: as many as cores (default)"}, \
        {"lang", 0, OPT_TEXT, &(common).lang, "sv|en", "labels in outputs (default sv)"},     \
        {"decimal-comma",         0,    OPT_FLAG,                                             \
         &(common).decimal_comma, NULL, "numbers as Swedish spreadsheets want them"},         \
        {"provenance",         0,           OPT_TEXT,                                         \
         &(common).provenance, "FILE.json", "how the result was made, for text outputs"},     \
    {                                                                                         \
        "quiet", 'q', OPT_FLAG, &(common).quiet, NULL, "no notes, no progress"                \
    }

/* And those that have tables as their result, without a grid of their own. */
#define OUT_TABLE_OPTIONS(common)                                                          \
    {"output",         'o',    OPT_TEXT,                                                   \
     &(common).output, "FILE", ".csv, .json, .md or .gpkg; without it a table on stdout"}, \
        {"crs",         0,        OPT_TEXT,                                                \
         &(common).crs, "EPSG:n", "working CRS, projected, metres (default EPSG:3006)"},   \
        OUT_JOB_OPTIONS(common)

/* The table on stdout, aligned; returns the exit code. */
int out_table(const lb_table *table, const out_common *common);

/* One run of a command: what it is given and what comes out. */
typedef struct out_session {
    const out_common *common;
    lb_log log;
    lb_job job;
    lb_error err;
    lb_table table; /* of commands whose result is one */
} out_session;

/* Fills the session from the options; 0, or the exit code after saying what is wrong. */
int out_begin(out_session *session, const out_common *common);

/* Says what went wrong, or shows session->table unless it went to a file; frees it. Returns the
 * exit code. */
int out_end(out_session *session, lb_status status);

/* Flushes and closes stdout: a full disk must not look like success. Returns the exit code. */
int out_finish(int code);

#endif
