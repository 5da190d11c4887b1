/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of one row as a source holds it: nothing, text, or a number. */
#ifndef LB_TEXT_CSV_VALUE_H
#define LB_TEXT_CSV_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/number.h"

typedef enum lb_csv_value_kind {
    LB_CSV_VALUE_NONE,
    LB_CSV_VALUE_TEXT,
    LB_CSV_VALUE_NUMBER
} lb_csv_value_kind;

/* text is not zero-ended, borrowed, and raw: UTF-8 or Windows-1252. */
typedef struct lb_csv_value {
    lb_csv_value_kind kind;
    const char *text;
    size_t length;
    double number;
} lb_csv_value;

/* Numbers as they are, text as SCB's cells are read (lb_value_parse); a number that is not finite
 * is LB_VALUE_INVALID. *value is NaN unless the answer is LB_VALUE_NUMBER. */
lb_value_kind lb_csv_value_parse(const lb_csv_value *field, double *value);

/* A new UTF-8 string without spaces at its ends, "" for nothing; whole numbers have no decimals, so
 * that 394000613300 read as a number is still the id it was. NULL: out of memory. */
char *lb_csv_value_text(const lb_csv_value *field);

/* Nothing, or only spaces. */
bool lb_csv_value_is_empty(const lb_csv_value *field);

#endif
