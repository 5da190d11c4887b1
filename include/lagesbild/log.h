/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of a job while it works: notes, warnings, problems of the input, progress.
 *
 * The library never prints: each message is passed to the caller's function. Problems are counted
 * per file; the first LB_LOG_MAX_PROBLEMS are passed on, and the reader that found them goes on to
 * the end of the file before it fails, so that a person can correct all of them at once. */
#ifndef LAGESBILD_LOG_H
#define LAGESBILD_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/status.h>

enum { LB_LOG_MAX_PROBLEMS = 20 };

typedef enum lb_severity { LB_NOTE, LB_WARNING, LB_PROBLEM } lb_severity;

/* Where messages and progress go. udata is passed back as it is. */
typedef struct lb_log {
    /* Called with each message, a UTF-8 text without newline; may be NULL (messages are lost). */
    void (*write)(void *udata, lb_severity severity, const char *text);
    /* Called as work is done, 0 <= done <= 1; may be NULL. */
    void (*progress)(void *udata, const char *what, double done);
    void *udata;
} lb_log;

typedef struct lb_run_cache lb_run_cache;

/* What a job's outputs may reveal of few people: counts of squares are coarsened where grids are
 * read (disclosure.h). */
typedef struct lb_disclosure_policy {
    int min_cell; /* counts from 1 to min_cell - 1 are not published; 0 or 1: all are */
    const char *cell_key_file; /* a secret: counts get noise by it instead; NULL: they do not */
    bool exact_people; /* people of areas are as delivered, in whole numbers (run --areas exact) */
} lb_disclosure_policy;

/* How a job runs; passed to every function that reads or writes. Zeroed memory is a valid job:
 * silent, one thread a core, repairs allowed, nothing overwritten. */
typedef struct lb_job {
    int threads;        /* 0: as many as there are cores */
    bool strict;        /* an invalid polygon is an error, not a repair */
    bool skip_invalid;  /* features that cannot be areas are left out, not an error */
    bool force;         /* outputs may replace existing files */
    bool decimal_comma; /* text tables as Swedish spreadsheets want them */
    bool english;       /* labels in outputs are English, else Swedish */
    bool quiet;         /* who writes the log leaves out notes and progress */
    bool publish;       /* set by lb_project_run: no page may hold the hash of an input */
    const char *crs;    /* --crs: working CRS of commands without a grid; NULL: EPSG:3006 */
    const char *where, *events_where; /* --where, --events-where: OGR SQL conditions on areas and
                                         events, kept by lb_command_run alone; NULL: none */
    const char *columns; /* --columns: "a,b", those of the main table, in this order; NULL: all */
    lb_log *log;         /* NULL: silent */
    const lb_disclosure_policy *disclosure; /* of what is published; NULL: grids are as delivered */
    lb_run_cache
        *cache; /* set by lb_project_run: what its steps hand on to each other; else NULL */
} lb_job;

/* All of these accept log == NULL. */
LB_API void lb_log_note(lb_log *log, const char *format, ...) LB_PRINTF(2, 3);
LB_API void lb_log_warning(lb_log *log, const char *format, ...) LB_PRINTF(2, 3);

/* done: 0 to 1, the part of what is named that is behind. */
LB_API void lb_log_progress(const lb_log *log, const char *what, double done);

#endif
