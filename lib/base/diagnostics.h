/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The problems of one input file. Each is reported as it is found (the first LB_LOG_MAX_PROBLEMS,
 * the rest only counted), and the reader goes on to the end of the file before it fails, so that a
 * person sees all problems in one run. */
#ifndef LB_BASE_DIAGNOSTICS_H
#define LB_BASE_DIAGNOSTICS_H

#include <lagesbild/log.h>

typedef struct lb_diagnostics {
    lb_log *log;        /* borrowed, may be NULL */
    const char *file;   /* borrowed */
    const char *advice; /* what a person can do about them, behind their count; NULL: nothing */
    size_t count;
    char first[600]; /* the first problem, for callers without a log */
} lb_diagnostics;

lb_diagnostics lb_diagnostics_begin(lb_log *log, const char *file);

/* line 0: the file as a whole. */
void lb_diagnostics_add(lb_diagnostics *diagnostics, long line, const char *format, ...)
    LB_PRINTF(3, 4);

/* The same, with the column: "FILE:LINE:COLUMN: ...". */
void lb_diagnostics_add_at(lb_diagnostics *diagnostics, long line, long column, const char *format,
                           ...) LB_PRINTF(4, 5);

/* Names by their numbers, from 0 on. */
typedef struct lb_known_names {
    const char *(*name)(const void *of, size_t i);
    const void *of;
    size_t count;
} lb_known_names;

/* "unknown WHAT 'FOUND', did you mean 'NAME'? Known here: ...": of the known names the one that may
 * be meant, where there is one, and all. */
void lb_diagnostics_add_unknown(lb_diagnostics *diagnostics, long line, long column,
                                const char *what, const char *found, const lb_known_names *known);

/* LB_OK when there were none, else LB_E_INPUT and a text that names the file and the count. */
lb_status lb_diagnostics_end(const lb_diagnostics *diagnostics, lb_error *err);

#endif
