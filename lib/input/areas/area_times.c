/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From when to when each area exists (days from 1970-01-01), from fields that the user names, or,
 * for a warning about events older than the areas, from a usual field of dates or a year in the
 * source's name (docs/methods.md, Validity periods). */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "text/date.h"
#include "base/swedish_text.h"
#include "input/areas/area_times.h"
#include "text/usual_columns.h"

void lb_area_times_clear(lb_area_times *times)
{
    free(times->from);
    free(times->to);
    *times = (lb_area_times){0};
}

/* *day: the value's date; untouched where it is empty. False: it is not a date. */
static bool read_day(const lb_areas *areas, size_t area, size_t column, const lb_timezone *zone,
                     int64_t *day)
{
    lb_date date;
    const char *text = lb_table_text(&areas->attributes, area, column);
    size_t length = text ? strlen(text) : 0;
    if (!text || strspn(text, " \t") == length)
        return true;
    if (!lb_date_parse(text, length, &date))
        return false;
    *day = lb_timezone_day(zone, &date);
    return true;
}

/* days[area] from a field; field NULL: nothing is read. */
static lb_status read_field(const lb_areas *areas, const char *field, const lb_timezone *zone,
                            int64_t *days, lb_error *err)
{
    size_t column = field ? lb_areas_find_field(areas, field, err) : 0;
    if (column == SIZE_MAX)
        return LB_E_INPUT;
    if (field && areas->attributes.column[column].type != LB_TEXT)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: field '%s' has numbers; expected dates as 2021-06-30",
                            areas->source, field);
    for (size_t i = 0; field && i < areas->shapes.count; i++)
        if (!read_day(areas, i, column, zone, &days[i]))
            return lb_error_set(err, LB_E_INPUT,
                                "%s: area '%s': %s '%.40s' is not a date; expected one like "
                                "2021-06-30, or an empty field",
                                areas->source, areas->name[i], field,
                                lb_table_text(&areas->attributes, i, column));
    return LB_OK;
}

/* The first usual field whose values are dates or empty, with one date at least. */
static bool find_default_field(const lb_areas *areas, const lb_timezone *zone, lb_area_times *t)
{
    for (const char *const *name = lb_usual_columns[LB_USUAL_VALID_FROM]; *name; name++)
        for (size_t c = 0; c < areas->attributes.columns; c++) {
            const lb_column *column = &areas->attributes.column[c];
            bool good = column->type == LB_TEXT && lb_text_same(column->name, *name), any = false;
            for (size_t i = 0; good && i < areas->shapes.count; i++) {
                t->from[i] = INT64_MIN;
                good = read_day(areas, i, c, zone, &t->from[i]);
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
static void guess_validity(const lb_areas *areas, const lb_timezone *zone, lb_area_times *t)
{
    t->known = find_default_field(areas, zone, t);
    if (t->known)
        return;
    int year = year_in_name(lb_text_base_name(areas->source));
    year = year ? year : year_in_name(areas->label);
    for (size_t i = 0; i < areas->shapes.count; i++)
        t->from[i] = year ? lb_days_from_civil(year, 1, 1) : INT64_MIN;
    t->known = year != 0;
    snprintf(t->basis, sizeof t->basis, "the year %d in its name", year);
}

static lb_status read_times(const lb_areas *areas, const char *from, const char *to,
                            const lb_timezone *zone, lb_area_times *t, lb_error *err)
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
        guess_validity(areas, zone, t);
        return LB_OK;
    }
    LB_TRY(read_field(areas, from, zone, t->from, err));
    return read_field(areas, to, zone, t->to, err);
}

lb_status lb_area_times_read(const lb_areas *areas, const char *from, const char *to,
                             const lb_timezone *zone, lb_area_times *out, lb_error *err)
{
    lb_area_times t = {.limited = from || to, .known = from != NULL};
    lb_status status = read_times(areas, from, to, zone, &t, err);
    if (status == LB_OK)
        *out = t;
    else
        lb_area_times_clear(&t);
    return status;
}

bool lb_area_valid_on(const lb_area_times *times, size_t area, bool dated, int64_t day)
{
    return !times->limited || !dated || (times->from[area] <= day && day < times->to[area]);
}

static int by_day(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
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
    qsort(cut, count, sizeof *cut, by_day);
    for (size_t i = 1; i < count; i++)
        if (cut[i] != cut[kept - 1] && cut[i] != INT64_MAX)
            cut[kept++] = cut[i];
    *n = kept;
    return cut;
}
