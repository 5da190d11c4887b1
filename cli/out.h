/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands say to a person: messages on stderr, tables on stdout, and the exit code that goes
 * with them. */
#ifndef LB_CLI_OUT_H
#define LB_CLI_OUT_H

#include <lagesbild.h>

/* "lagesbild: ..." on stderr; returns the exit code of wrong usage. */
int out_usage(const char *format, ...) LB_PRINTF(1, 2);

/* The error on stderr (nothing for LB_OK); returns the exit code. */
int out_error(lb_status status, const lb_error *err);

/* A log that writes to stderr as the job says; the job is borrowed. */
lb_log out_log(const lb_job *job);

/* A table on stdout, aligned; returns the exit code. */
int out_table(const lb_table *table, const lb_job *job);

/* A text on stdout, which is freed; NULL: out of memory. Returns the exit code. */
int out_text(char *text);

/* Flushes and closes stdout: a full disk must not look like success. Returns the exit code. */
int out_finish(int code);

#endif
