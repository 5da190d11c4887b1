/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text tables, streamed: rows of fields from bytes, in memory that does not grow with the file.
 *
 * UTF-8 with or without BOM, Windows-1252; ';' ',' or tab, found from the header and the first
 * rows; quotes, with doubled quotes and newlines inside; LF, CRLF or CR. The first row is the
 * header. Blank rows are skipped. A row whose number of fields is not the header's is a problem and
 * is left out; more fields are accepted when they are empty. */
#ifndef LB_TEXT_CSV_READ_H
#define LB_TEXT_CSV_READ_H

#include <stdbool.h>

#include "text/csv_buffer.h"
#include "text/csv_value.h"
#include "base/diagnostics.h"

typedef struct lb_csv lb_csv;

/* Reads the header, of what read and watch (NULL: nobody) get with udata. diagnostics is borrowed,
 * names the file, and takes what is found wrong later. LB_E_INPUT: no header, UTF-16, a NUL byte.
 */
lb_status lb_csv_open(lb_csv_read read, lb_csv_watcher watch, void *udata,
                      lb_diagnostics *diagnostics, lb_csv **out, lb_error *err);
void lb_csv_close(lb_csv *csv); /* NULL is accepted */

size_t lb_csv_columns(const lb_csv *csv);
const char *lb_csv_column(const lb_csv *csv, size_t i); /* UTF-8 */

/* The next row: *field has lb_csv_columns() values that live until the next call, NULL at the end.
 * *line is the line on which it begins, the header being on line 1. */
lb_status lb_csv_next(lb_csv *csv, const lb_csv_value **field, long *line, lb_error *err);

/* The fast way, for many rows at once: rows that lie ready in memory and need nothing but cutting.
 * Several threads may read pieces of them, each with its own lb_csv_rows. Which rows are ready
 * never changes what they are: every row not passed is given by lb_csv_next. */
typedef struct lb_csv_rows {
    const char *at, *stop; /* begins with a row and ends behind a newline; equal: none ready */
    char delimiter, newline;
    size_t columns;
    bool high; /* bytes above 127 need no note any more */
} lb_csv_rows;

/* Valid until lb_csv_next or lb_csv_ready is called again. */
lb_status lb_csv_ready(lb_csv *csv, lb_csv_rows *out, lb_error *err);

/* Shows the watcher what has been read and not yet shown: may run beside threads that cut ready
 * rows. Without it, that is done before the bytes are changed or moved. */
void lb_csv_notify(lb_csv *csv);

/* Reads, and shows, what comes next before it is needed: may run beside threads that use ready rows
 * or what was cut from them. The call that needs the bytes returns the
 * status of reading them. */
void lb_csv_read_ahead(lb_csv *csv);

/* Cuts `rows` into at most `most` pieces of whole rows, in order; returns how many. */
size_t lb_csv_rows_split(const lb_csv_rows *rows, lb_csv_rows *piece, size_t max_count);

/* Is there nothing in the piece that needs a closer look: quotes, NUL, text that is not UTF-8? */
bool lb_csv_rows_are_plain(const lb_csv_rows *rows);

/* Cuts the next row into field[columns]. False: no row left, or one that needs lb_csv_next (blank,
 * too few fields, too many), at which rows->at then stands. */
bool lb_csv_rows_next(lb_csv_rows *rows, lb_csv_value *field);

/* `lines` rows up to `to` are done with. Returns the line of the first of them. */
long lb_csv_skip(lb_csv *csv, const char *to, long lines);

#endif
