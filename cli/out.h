/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands say to a person: messages on stderr, and the exit code that goes with them. */
#ifndef LB_CLI_OUT_H
#define LB_CLI_OUT_H

#include <lagesbild.h>

/* "lagesbild: ..." on stderr; returns the exit code of wrong usage. */
int out_usage(const char *format, ...) LB_PRINTF(1, 2);

/* The error on stderr (nothing for LB_OK); returns the exit code. */
int out_error(lb_status status, const lb_error *err);

/* Options that commands share. */
typedef struct out_common {
    bool quiet, strict, force, decimal_comma;
    int threads;
    const char *lang, *crs, *output, *provenance;
} out_common;

/* A log that writes to stderr, silent about notes when quiet. */
lb_log out_log(const out_common *common);

/* Fills the job from the options; 0, or the exit code after saying what is wrong. */
int out_job(const out_common *common, lb_log *log, lb_job *job);

/* Flushes and closes stdout: a full disk must not look like success. Returns the exit code. */
int out_finish(int code);

#endif
