/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of OGR's fields as those of a row, however they were read. */
#ifndef LB_PORT_VECTOR_OGR_VALUE_H
#define LB_PORT_VECTOR_OGR_VALUE_H

#include <math.h>
#include <stdint.h>

#include "base/buf.h"
#include "text/csv_value.h"

#define LB_EXACT_INTEGER (INT64_C(1) << 53) /* doubles hold each integer up to here */

static inline void lb_ogr_value_text(lb_csv_value *value, const char *text, size_t length)
{
    value->kind = LB_CSV_VALUE_TEXT;
    value->text = text;
    value->length = length;
}

static inline void lb_ogr_value_number(lb_csv_value *value, double number)
{
    value->kind = isnan(number) ? LB_CSV_VALUE_NONE : LB_CSV_VALUE_NUMBER;
    value->number = number;
}

/* Integers beyond 2^53, which a double would round, become text, kept in `text`: they are codes,
 * not quantities. */
static inline void lb_ogr_value_integer(lb_csv_value *value, int64_t integer, lb_buf *text)
{
    if (integer <= LB_EXACT_INTEGER && integer >= -LB_EXACT_INTEGER) {
        lb_ogr_value_number(value, (double)integer);
        return;
    }
    text->length = 0;
    lb_buf_integer(text, integer);
    if (!text->failed)
        lb_ogr_value_text(value, text->text, text->length);
}

#endif
