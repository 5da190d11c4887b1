/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How functions say that they failed.
 *
 * Three kinds of function, which differ in signature:
 *   cannot fail          returns its value;
 *   kernel               returns lb_status, result in the last argument `out`;
 *   touches the outside  also takes an lb_error, last, which a person can act on.
 * `out` is written only when the status is LB_OK. */
#ifndef LAGESBILD_STATUS_H
#define LAGESBILD_STATUS_H

#include <lagesbild/version.h>

typedef enum lb_status {
    LB_OK = 0,
    LB_E_MEMORY, /* could not allocate */
    LB_E_IO,     /* could not read or write */
    LB_E_USAGE,  /* an argument or option has a value that has no meaning */
    LB_E_INPUT   /* the data are not what they should be, or totals do not add up */
} lb_status;

/* Owned by the caller, no memory of its own; text is UTF-8 and ends in no newline. */
typedef struct lb_error {
    lb_status status;
    char text[2000];
} lb_error;

/* A short English text for a status; a static string. */
LB_API const char *lb_status_text(lb_status status);

/* The exit code of a command that ends with this status: 0, 1 (memory, io), 2 (usage), 3 (input).
 */
LB_API int lb_status_exit_code(lb_status status);

/* Fills *err (unless NULL) with a formatted text and returns status, so that a caller can write
 * `return lb_error_set(err, LB_E_IO, "%s: cannot be opened", path);`. */
LB_API lb_status lb_error_set(lb_error *err, lb_status status, const char *format, ...)
    LB_PRINTF(3, 4);

/* "out of memory" in *err (NULL: nowhere); returns LB_E_MEMORY. */
LB_API lb_status lb_error_memory(lb_error *err);

/* Puts "where: " before the text of *err (unless NULL), when status is a failure; returns status.
 */
LB_API lb_status lb_error_prefix(lb_error *err, const char *where, lb_status status);

#endif
