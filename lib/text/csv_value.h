/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of one row as a source holds it: nothing, text, or a number. */
#ifndef LB_TEXT_CSV_VALUE_H
#define LB_TEXT_CSV_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/number.h"

typedef enum lb_field_kind { LB_FIELD_NONE, LB_FIELD_TEXT, LB_FIELD_NUMBER } lb_field_kind;

/* text is not zero-ended, borrowed, and raw: UTF-8 or Windows-1252. */
typedef struct lb_field {
    lb_field_kind kind;
    const char *text;
    size_t length;
    double number;
} lb_field;

/* Numbers as they are, text as SCB's cells are read (lb_cell_parse); a number that is not finite is
 * LB_CELL_BAD. *value is NaN unless the answer is LB_CELL_NUMBER. */
lb_cell_kind lb_field_value(const lb_field *field, double *value);

/* A new UTF-8 string without spaces at its ends, "" for nothing; whole numbers have no decimals, so
 * that 394000613300 read as a number is still the id it was. NULL: out of memory. */
char *lb_field_text(const lb_field *field);

/* Nothing, or only spaces. */
bool lb_field_is_empty(const lb_field *field);

#endif
