/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of a table row as number or text. Drivers deliver either: text from CSV, numbers from
 * GeoPackage or spreadsheets; both must give the same id or figure. */
#include <math.h>
#include <stdio.h>

#include "text/csv_value.h"
#include "base/swedish_text.h"

lb_value_kind lb_csv_value_parse(const lb_csv_value *field, double *value)
{
    *value = NAN;
    if (field->kind == LB_CSV_VALUE_NONE)
        return LB_VALUE_EMPTY;
    if (field->kind == LB_CSV_VALUE_TEXT)
        return lb_value_parse(field->text, field->length, value);
    if (!isfinite(field->number))
        return LB_VALUE_INVALID;
    *value = field->number;
    return LB_VALUE_NUMBER;
}

/* Whole numbers below 1e18 are printed without exponent or decimals: ids. */
char *lb_csv_value_text(const lb_csv_value *field)
{
    char text[LB_NUMBER_SIZE];
    if (field->kind == LB_CSV_VALUE_NONE)
        return lb_text_copy("");
    if (field->kind == LB_CSV_VALUE_TEXT)
        return lb_text_utf8(field->text, field->length);
    if (fabs(field->number) < 1e18 && field->number == floor(field->number))
        snprintf(text, sizeof text, "%.0f", field->number + 0.0);
    else
        lb_number_format(field->number, text);
    return lb_text_copy(text);
}

bool lb_csv_value_is_empty(const lb_csv_value *field)
{
    if (field->kind != LB_CSV_VALUE_TEXT)
        return field->kind == LB_CSV_VALUE_NONE;
    for (size_t i = 0; i < field->length; i++)
        if (field->text[i] != ' ' && field->text[i] != '\t')
            return false;
    return true;
}
