/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From when to when each area exists (days from 1970-01-01), from fields that the user names, or,
 * for a warning about events older than the areas, from a usual field of dates or a year in the
 * source's name (docs/methods.md, Validity periods). */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "input/areas/area_times.h"
#include "text/usual_columns.h"

void lb_area_times_clear(lb_area_times *times)
{
    free(times->from);
    free(times->to);
    *times = (lb_area_times){0};
}

/* *day: the value's date; untouched where it is none. */
static lb_undated read_day(const lb_areas *areas, size_t area, size_t column,
                           const lb_date_rules *rules, int64_t *day)
{
    lb_date date;
    int64_t found = 0;
    lb_date_counts ignored = {.all_apart = false};
    const char *text = lb_table_text(&areas->attributes, area, column);
    double number = lb_table_real(&areas->attributes, area, column);
    lb_csv_value value = {.kind = LB_CSV_VALUE_NONE};
    if (text)
        value = (lb_csv_value){LB_CSV_VALUE_TEXT, text, strlen(text), 0};
    else if (!isnan(number))
        value = (lb_csv_value){.kind = LB_CSV_VALUE_NUMBER, .number = number};
    lb_undated why = lb_event_date_read(&value, rules, 1, &date, &found, &ignored);
    if (why == LB_DATED)
        *day = found;
    return why;
}

/* Is the end open: nothing is written, or what registers write for that? */
static bool is_open_end(lb_undated why)
{
    return why == LB_UNDATED_EMPTY || why == LB_UNDATED_SENTINEL || why == LB_UNDATED_YEAR;
}

/* The value as it is written, for messages. */
static const char *written_value(const lb_areas *areas, size_t area, size_t column,
                                 char number[LB_NUMBER_SIZE])
{
    const char *text = lb_table_text(&areas->attributes, area, column);
    if (text)
        return text;
    lb_number_format(lb_table_real(&areas->attributes, area, column), number);
    return number;
}

/* days[area] from a field; field NULL: nothing is read. */
static lb_status read_field(const lb_areas *areas, const char *field,
                            const lb_area_time_fields *how, int64_t *days, lb_error *err)
{
    size_t column = field ? lb_areas_find_field(areas, field, err) : 0, open = 0, first = 0;
    char number[LB_NUMBER_SIZE];
    if (column == SIZE_MAX)
        return LB_E_INPUT;
    for (size_t i = 0; field && i < areas->shapes.count; i++) {
        lb_undated why = read_day(areas, i, column, how->dates, &days[i]);
        if (why == LB_UNDATED_SENTINEL || why == LB_UNDATED_YEAR)
            first = open++ > 0 ? first : i;
        else if (why != LB_DATED && !is_open_end(why))
            return lb_error_set(err, LB_E_INPUT,
                                "%s: area '%s': %s '%.40s' %s; expected a date like 2021-06-30, or "
                                "an empty field",
                                areas->source, areas->name[i], field,
                                written_value(areas, i, column, number), lb_undated_text(why));
    }
    if (open > 0)
        lb_log_warning(how->log,
                       "%s: area '%s': %s '%.40s' is no day of its own (in all: %zu); taken as an "
                       "open end",
                       areas->source, areas->name[first], field,
                       written_value(areas, first, column, number), open);
    return LB_OK;
}

/* The first usual field whose values are dates or empty, with one date at least. */
static bool find_default_field(const lb_areas *areas, const lb_date_rules *rules, lb_area_times *t)
{
    for (const char *const *name = lb_usual_columns[LB_USUAL_VALID_FROM]; *name; name++)
        for (size_t c = 0; c < areas->attributes.columns; c++) {
            const lb_column *column = &areas->attributes.column[c];
            bool good = column->type == LB_TEXT && lb_text_same(column->name, *name), any = false;
            for (size_t i = 0; good && i < areas->shapes.count; i++) {
                t->from[i] = INT64_MIN;
                lb_undated why = read_day(areas, i, c, rules, &t->from[i]);
                good = why == LB_DATED || is_open_end(why);
                any = any || t->from[i] != INT64_MIN;
            }
            if (good && any) {
                snprintf(t->basis, sizeof t->basis, "field %.60s", column->name);
                return true;
            }
        }
    return false;
}

/* The first four digits that stand alone and are a year from 1990 to 2099; 0: none. */
static int year_in_name(const char *name)
{
    for (const char *at = name; *at; at++) {
        if (!isdigit((unsigned char)*at))
            continue;
        size_t digits = strspn(at, "0123456789");
        int year = digits == 4 ? atoi(at) : 0;
        if (year >= 1990 && year <= 2099)
            return year;
        at += digits - 1;
    }
    return 0;
}

/* Start days by the first usual field of dates, else 1 January of a year in the file's name, else
 * of one in the set's label. */
static void guess_validity(const lb_areas *areas, const lb_date_rules *rules, lb_area_times *t)
{
    t->known = find_default_field(areas, rules, t);
    if (t->known)
        return;
    int year = year_in_name(lb_text_base_name(areas->source));
    year = year ? year : year_in_name(areas->label);
    for (size_t i = 0; i < areas->shapes.count; i++)
        t->from[i] = year ? lb_days_from_civil(year, 1, 1) : INT64_MIN;
    t->known = year != 0;
    snprintf(t->basis, sizeof t->basis, "the year %d in its name", year);
}

static lb_status read_times(const lb_areas *areas, const lb_area_time_fields *fields,
                            lb_area_times *t, lb_error *err)
{
    size_t n = areas->shapes.count;
    t->from = malloc((n + 1) * sizeof *t->from);
    t->to = malloc((n + 1) * sizeof *t->to);
    if (!t->from || !t->to)
        return lb_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        t->from[i] = INT64_MIN;
        t->to[i] = INT64_MAX;
    }
    if (!t->limited) {
        guess_validity(areas, fields->dates, t);
        return LB_OK;
    }
    LB_TRY(read_field(areas, fields->from, fields, t->from, err));
    return read_field(areas, fields->to, fields, t->to, err);
}

lb_status lb_area_times_read(const lb_areas *areas, const lb_area_time_fields *fields,
                             lb_area_times *out, lb_error *err)
{
    lb_area_times t = {.limited = fields->from || fields->to, .known = fields->from != NULL};
    lb_status status = read_times(areas, fields, &t, err);
    LB_HAND_OVER(status, t, out, lb_area_times_clear);
}

bool lb_area_valid_on(const lb_area_times *times, size_t area, bool dated, int64_t day)
{
    return !times->limited || !dated || (times->from[area] <= day && day < times->to[area]);
}

int64_t *lb_area_times_breaks(const lb_area_times *times, size_t areas, size_t *n)
{
    int64_t *cut = malloc((2 * areas + 1) * sizeof *cut);
    size_t count = 1, kept = 1;
    if (!cut)
        return NULL;
    cut[0] = INT64_MIN;
    for (size_t i = 0; times->limited && i < areas; i++) {
        cut[count++] = times->from[i];
        cut[count++] = times->to[i];
    }
    qsort(cut, count, sizeof *cut, lb_compare_int64s);
    for (size_t i = 1; i < count; i++)
        if (cut[i] != cut[kept - 1] && cut[i] != INT64_MAX)
            cut[kept++] = cut[i];
    *n = kept;
    return cut;
}
