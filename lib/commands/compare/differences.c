/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the two result tables, and the running count of one column or band. */
#include <math.h>
#include <stdio.h>

#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/compare/differences.h"

enum { FILE_NAME, KIND, ITEM, BEFORE, AFTER, COMPARED, DIFFERING, LARGEST, AT };
enum { VALUE_FILE, VALUE_KEY, VALUE_COLUMN, VALUE_BEFORE, VALUE_AFTER, VALUE_DIFFERENCE };

void lb_differences_init(lb_compare_result *result)
{
    *result = (lb_compare_result){.summary = {0}};
    lb_add_described_columns(&result->summary, &lb_compare_command, "");
    lb_add_described_columns(&result->values, &lb_compare_command, "values");
}

static void set_text(lb_table *table, size_t row, size_t column, const char *text)
{
    if (text && text[0])
        lb_table_set_text(table, row, column, text);
}

void lb_differences_add(lb_compare_result *result, const lb_finding *f)
{
    lb_table *t = &result->summary;
    size_t row = lb_table_add_row(t);
    set_text(t, row, FILE_NAME, f->file);
    set_text(t, row, KIND, f->kind);
    set_text(t, row, ITEM, f->item);
    set_text(t, row, BEFORE, f->before);
    set_text(t, row, AFTER, f->after);
    if (f->compared >= 0)
        lb_table_set_integer(t, row, COMPARED, f->compared);
    if (f->differing >= 0)
        lb_table_set_integer(t, row, DIFFERING, f->differing);
    lb_table_set_real(t, row, LARGEST, f->largest);
    set_text(t, row, AT, f->at);
}

void lb_differences_add_texts(lb_compare_result *result, const char *file, const char *kind,
                              const char *item, const char *before, const char *after)
{
    lb_differences_add(result,
                       &(lb_finding){file, kind, item, before, after, -1, -1, (double)NAN, NULL});
}

void lb_differences_add_value(lb_compare_result *result, const char *file, const char *key,
                              const char *column, const char *before, const char *after,
                              double difference)
{
    lb_table *t = &result->values;
    size_t row = lb_table_add_row(t);
    set_text(t, row, VALUE_FILE, file);
    set_text(t, row, VALUE_KEY, key);
    set_text(t, row, VALUE_COLUMN, column);
    set_text(t, row, VALUE_BEFORE, before);
    set_text(t, row, VALUE_AFTER, after);
    lb_table_set_real(t, row, VALUE_DIFFERENCE, difference);
}

static void keep_place(lb_difference_count *count, const char *at)
{
    snprintf(count->at, sizeof count->at, "%s", at);
}

bool lb_difference_count_numbers(lb_difference_count *count, double before, double after,
                                 double tolerance, const char *at)
{
    double by = fabs(after - before);
    count->compared++;
    if (before == after || (isnan(before) && isnan(after)) || by <= tolerance)
        return true;
    if (count->differing++ == 0 || (!isnan(by) && (!count->has_largest || by > count->largest)))
        keep_place(count, at);
    if (!isnan(by) && (!count->has_largest || by > count->largest)) {
        count->largest = by;
        count->has_largest = true;
    }
    return false;
}

void lb_difference_count_texts(lb_difference_count *count, bool same, const char *at)
{
    count->compared++;
    if (!same && count->differing++ == 0)
        keep_place(count, at);
}

void lb_compare_result_clear(lb_compare_result *result)
{
    lb_table_clear(&result->summary);
    lb_table_clear(&result->values);
    *result = (lb_compare_result){.summary = {0}};
}
