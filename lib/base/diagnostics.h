/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The problems of one file: told as they are found (the first LB_LOG_SHOWN, the rest counted), so
 * that a reader goes on to the end of the file before it fails. */
#ifndef LB_BASE_DIAGNOSTICS_H
#define LB_BASE_DIAGNOSTICS_H

#include <lagesbild/log.h>

typedef struct lb_problems {
    lb_log *log;      /* borrowed, may be NULL */
    const char *file; /* borrowed */
    size_t count;
    char first[600]; /* the first problem, for callers without a log */
} lb_problems;

lb_problems lb_problems_begin(lb_log *log, const char *file);

/* line 0: the file as a whole. */
void lb_problems_add(lb_problems *problems, long line, const char *format, ...) LB_PRINTF(3, 4);

/* The same, with the column: "FILE:LINE:COLUMN: ...". */
void lb_problems_add_at(lb_problems *problems, long line, long column, const char *format, ...)
    LB_PRINTF(4, 5);

/* LB_OK when there were none, else LB_E_INPUT and a text that names the file and the count. */
lb_status lb_problems_end(const lb_problems *problems, lb_error *err);

#endif
