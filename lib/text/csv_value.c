/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "text/csv_value.h"
#include "base/swedish_text.h"

lb_cell_kind lb_field_value(const lb_field *field, double *value)
{
    *value = NAN;
    if (field->kind == LB_FIELD_NONE)
        return LB_CELL_EMPTY;
    if (field->kind == LB_FIELD_TEXT)
        return lb_cell_parse(field->text, field->length, value);
    if (!isfinite(field->number))
        return LB_CELL_BAD;
    *value = field->number;
    return LB_CELL_NUMBER;
}

char *lb_field_text(const lb_field *field)
{
    char text[LB_NUMBER_SIZE];
    if (field->kind == LB_FIELD_NONE)
        return lb_text_copy("");
    if (field->kind == LB_FIELD_TEXT)
        return lb_text_utf8(field->text, field->length);
    if (fabs(field->number) < 1e18 && field->number == floor(field->number))
        snprintf(text, sizeof text, "%.0f", field->number + 0.0);
    else
        lb_number_format(field->number, text);
    return lb_text_copy(text);
}

bool lb_field_is_empty(const lb_field *field)
{
    if (field->kind != LB_FIELD_TEXT)
        return field->kind == LB_FIELD_NONE;
    for (size_t i = 0; i < field->length; i++)
        if (field->text[i] != ' ' && field->text[i] != '\t')
            return false;
    return true;
}
