/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growable text.
 * Invariants: text is NULL or ends in '\0' at text[length]; once an append fails, `failed` stays
 * set and later appends do nothing, so a writer checks once, at the end. */
#ifndef LB_BASE_BUF_H
#define LB_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/version.h>

typedef struct lb_buf {
    char *text;
    size_t length, capacity;
    bool failed;
} lb_buf;

void lb_buf_clear(lb_buf *buf); /* frees; the buffer is empty and usable again */
void lb_buf_append(lb_buf *buf, const char *text, size_t length);
void lb_buf_puts(lb_buf *buf, const char *text);
void lb_buf_putc(lb_buf *buf, char c);
void lb_buf_printf(lb_buf *buf, const char *format, ...) LB_PRINTF(2, 3);

/* A NULL-ended list of names as a person reads it: "a", "a or b", "a, b or c". */
void lb_buf_choices(lb_buf *buf, const char *const *names);

void lb_buf_integer(lb_buf *buf, int64_t value); /* digits; '-' before what is below 0 */

/* The shortest decimal that reads back as the same double; '.' in every locale; NaN is empty. */
void lb_buf_real(lb_buf *buf, double value);

/* A text of any length, to be freed; NULL: out of memory. For names that are compared or written:
 * in an array of a fixed size two long ones may become one. */
char *lb_buf_format(const char *format, ...) LB_PRINTF(1, 2);

/* Hands the text over (the caller frees it, ""); NULL when an append failed. */
char *lb_buf_detach(lb_buf *buf);

#endif
