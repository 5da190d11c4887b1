/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases in text tables, which a person who knows the subject can read and add to without C.
 *
 * A file in tests/cases holds tables. A line "[name]" starts one; the next line names its columns,
 * each further line is a row. Cells are parted by two spaces or more, so one space may stand
 * inside a cell. '#' starts a comment at the beginning of a line; empty lines do not matter. */
#ifndef LB_TESTS_CASES_H
#define LB_TESTS_CASES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct lb_cases lb_cases;

/* Table `name` of tests/cases/FILE; fails the test where it cannot be read, has no rows, or a row
 * has not as many cells as there are columns. */
lb_cases *lb_cases_read(const char *file, const char *name);
void lb_cases_free(lb_cases *cases);

size_t lb_cases_rows(const lb_cases *cases);

/* A cell; fails the test where there is no such column or, for real, no number. A real is NaN
 * where the cell is "-", and "inf" is infinite. */
const char *lb_cases_text(const lb_cases *cases, size_t row, const char *column);
double lb_cases_real(const lb_cases *cases, size_t row, const char *column);
bool lb_cases_is(const lb_cases *cases, size_t row, const char *column, const char *text);

/* "FILE:LINE" of a row, for messages; borrowed. */
const char *lb_cases_where(const lb_cases *cases, size_t row);

#endif
