/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text tables, streamed: rows of fields from bytes, in memory that does not grow with the file.
 *
 * UTF-8 with or without BOM, Windows-1252; ';' ',' or tab, found from the header and the first
 * rows; quotes, with doubled quotes and newlines inside; LF, CRLF or CR. The first row is the
 * header. Blank rows are skipped. A row whose number of fields is not the header's is a problem and
 * is left out; more fields are accepted when they are empty. */
#ifndef LB_BASE_CSV_READ_H
#define LB_BASE_CSV_READ_H

#include "base/field.h"
#include "base/problems.h"

/* Fills to[0..size) and returns how many bytes it wrote, fewer than size only at the end; sets
 * *status and *err when it cannot. */
typedef size_t (*lb_csv_bytes)(void *udata, char *to, size_t size, lb_status *status,
                               lb_error *err);

typedef struct lb_csv lb_csv;

/* Reads the header. problems is borrowed, names the file, and takes what is found wrong later.
 * LB_E_INPUT: no header, UTF-16, a NUL byte. */
lb_status lb_csv_open(lb_csv_bytes bytes, void *udata, lb_problems *problems, lb_csv **out,
                      lb_error *err);
void lb_csv_close(lb_csv *csv); /* NULL is accepted */

size_t lb_csv_columns(const lb_csv *csv);
const char *lb_csv_column(const lb_csv *csv, size_t i); /* UTF-8 */

/* The next row: *field has lb_csv_columns() values that live until the next call, NULL at the end.
 * *line is the line on which it begins, the header being on line 1. */
lb_status lb_csv_next(lb_csv *csv, const lb_field **field, long *line, lb_error *err);

#endif
