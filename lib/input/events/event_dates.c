/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates of events (docs/methods.md, Dates and periods). A time with an offset is moved to the time
 * zone before its day is taken. What is no date, or is one that cannot be meant, is counted by
 * reason, and dates by year, so that a year typed wrong is found once all rows are known. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/events/event_dates.h"

lb_status lb_date_rules_make(const char *timezone, lb_date_form form, lb_date_rules *out,
                             lb_error *err)
{
    lb_date_rules rules = {.form = form};
    if (!lb_timezone_parse(timezone ? timezone : "Europe/Stockholm", &rules.zone))
        return lb_error_set(err, LB_E_USAGE,
                            "--timezone: '%s' is not known; expected Europe/Stockholm, UTC or an "
                            "offset as +02:00",
                            timezone);
    *out = rules;
    return LB_OK;
}

static bool is_first_of_month(int64_t day)
{
    int year, month, of_month;
    lb_civil_from_days(day, &year, &month, &of_month);
    return of_month == 1;
}

/* Calendar periods are months or several; a span may begin and end on any day. */
bool lb_periods_are_whole_months(const char *const *period, size_t n)
{
    lb_period_rule rule;
    for (size_t i = 0; i < n; i++)
        if (lb_period_parse(period[i], &rule) == LB_OK && rule.kind == LB_PERIOD_SPAN &&
            !(is_first_of_month(rule.span.from) && is_first_of_month(rule.span.to)))
            return false;
    return true;
}

static bool is_same_rule(const lb_period_rule *a, const lb_period_rule *b)
{
    return a->kind == b->kind &&
           (a->kind != LB_PERIOD_SPAN || strcmp(a->span.label, b->span.label) == 0);
}

lb_status lb_period_rules_read(const char *const *period, size_t n, lb_period_rule **out,
                               size_t *rules, lb_error *err)
{
    lb_period_rule *rule = calloc(n + 1, sizeof *rule);
    size_t count = 0;
    if (!rule)
        return lb_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        if (lb_period_parse(period[i], &rule[count]) != LB_OK) {
            free(rule);
            return lb_error_set(err, LB_E_USAGE,
                                "--period: '%s' found, expected year, half, quarter, month or "
                                "FROM/TO as 2021-01-01/2021-07-01 (the end is not included)",
                                period[i]);
        }
        size_t same = 0;
        while (same < count && !is_same_rule(&rule[same], &rule[count]))
            same++;
        count += same == count;
    }
    *out = rule;
    *rules = n ? count : 1;
    return LB_OK;
}

/* One row ---------------------------------------------------------------------------------------
 */

/* A text that is no date in the form asked for. */
static lb_undated unreadable_reason(const char *text, size_t length)
{
    lb_date ignored;
    if (strspn(text, " \t\r\n") >= length)
        return LB_UNDATED_EMPTY;
    return lb_date_needs_form(text, length) ||
                   lb_date_parse_form(text, length, LB_DATE_EXCEL, &ignored)
               ? LB_UNDATED_FORM
               : LB_UNDATED_UNREADABLE;
}

/* Moves a time with an offset from the day as written to the zone's calendar and clock; returns its
 * local day. */
static int64_t move_to_zone(lb_date *date, int64_t written, const lb_timezone *zone)
{
    int64_t utc = lb_timezone_seconds(zone, date);
    date->zone = lb_timezone_offset(zone, utc);
    int64_t local = utc + (int64_t)date->zone * 60;
    int64_t day = local / 86400 - (local % 86400 < 0);
    date->second = (double)(local - day * 86400);
    if (day != written)
        lb_civil_from_days(day, &date->year, &date->month, &date->day);
    return day;
}

/* Placeholders such as 1900-01-01 are no dates; they are looked for again after the move to the
 * time zone, which can change the day. */
static lb_undated read_text(const char *text, size_t length, const lb_date_rules *rules,
                            lb_date *date, int64_t *day)
{
    if (!lb_date_parse_form(text, length, rules->form, date))
        return unreadable_reason(text, length);
    if (date->month_only && !rules->months)
        return LB_UNDATED_MONTH;
    if (lb_date_is_sentinel(date))
        return LB_UNDATED_SENTINEL;
    *day = lb_days_from_civil(date->year, date->month, date->day);
    if (date->has_zone) {
        *day = move_to_zone(date, *day, &rules->zone);
        if (lb_date_is_sentinel(date))
            return LB_UNDATED_SENTINEL;
    }
    return date->year < LB_FIRST_YEAR || date->year > LB_LAST_YEAR ? LB_UNDATED_YEAR : LB_DATED;
}

static void count_undated(lb_date_counts *counts, lb_undated why, long line, const char *text,
                          size_t length)
{
    if (counts->undated[why]++ > 0 && line >= counts->first[why])
        return;
    if (length >= sizeof counts->value[why]) /* whole characters of UTF-8 */
        for (length = sizeof counts->value[why] - 1; length > 0 && (text[length] & 0xC0) == 0x80;)
            length--;
    counts->first[why] = line;
    snprintf(counts->value[why], sizeof counts->value[why], "%.*s", (int)length, text);
}

/* Whether text or a number, one field gives one day; a reason why it does not is counted with the
 * first line and text, for one warning at the end. */
lb_undated lb_event_date_read(const lb_csv_value *field, const lb_date_rules *rules, long line,
                              lb_date *date, int64_t *day, lb_date_counts *counts)
{
    char number[32];
    const char *text = field->text;
    size_t length = field->length;
    if (field->kind == LB_CSV_VALUE_NUMBER) { /* 20210630 of a layer, or a serial number */
        length = (size_t)snprintf(number, sizeof number, "%.15g", field->number);
        text = number;
    } else if (field->kind != LB_CSV_VALUE_TEXT) {
        text = "";
        length = 0;
    }
    lb_undated why = read_text(text, length, rules, date, day);
    if (why == LB_DATED)
        counts->in_year[date->year - LB_FIRST_YEAR]++;
    else
        count_undated(counts, why, line, text, length);
    return why;
}

/* All rows --------------------------------------------------------------------------------------
 */

void lb_date_counts_add(lb_date_counts *counts, const lb_date_counts *more, long line)
{
    for (size_t i = 0; i < LB_UNDATED_REASONS; i++) {
        if (more->undated[i] == 0)
            continue;
        if (counts->undated[i] == 0 || line + more->first[i] < counts->first[i]) {
            counts->first[i] = line + more->first[i];
            memcpy(counts->value[i], more->value[i], sizeof counts->value[i]);
        }
        counts->undated[i] += more->undated[i];
    }
    for (size_t i = 0; i < LB_N_YEARS; i++)
        counts->in_year[i] += more->in_year[i];
}

bool lb_date_counts_is_lone(const lb_date_counts *counts, int year)
{
    int at = year - LB_FIRST_YEAR, last = at + LB_YEARS_APART;
    int64_t near = 0;
    if (counts->in_year[at] != 1)
        return false;
    for (int i = at < LB_YEARS_APART ? 0 : at - LB_YEARS_APART; i <= last && i < LB_N_YEARS; i++)
        near += counts->in_year[i];
    return near == 1;
}

int64_t lb_date_counts_dated(const lb_date_counts *counts)
{
    int64_t dated = 0;
    for (size_t i = 0; i < LB_N_YEARS; i++)
        dated += counts->in_year[i];
    return dated;
}

void lb_date_counts_isolate(lb_date_counts *counts, int64_t day, long line)
{
    char text[64];
    int year, month, of_month;
    lb_civil_from_days(day, &year, &month, &of_month);
    int length = snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, of_month);
    counts->in_year[year - LB_FIRST_YEAR]--;
    count_undated(counts, LB_UNDATED_ISOLATED, line, text, (size_t)length);
}

/* What is said of them --------------------------------------------------------------------------
 */

const char *lb_undated_text(lb_undated why)
{
    static const char *const text[LB_UNDATED_REASONS] = {
        [LB_DATED] = "",
        [LB_UNDATED_EMPTY] = "is empty",
        [LB_UNDATED_UNREADABLE] = "cannot be read",
        [LB_UNDATED_FORM] = "needs --date-format",
        [LB_UNDATED_MONTH] = "is a month without a day",
        [LB_UNDATED_SENTINEL] = "stands for a date that is not known",
        [LB_UNDATED_YEAR] = "is not between the years 1900 and 2100",
        [LB_UNDATED_ISOLATED] = "is more than 20 years from every other date"};
    return text[why];
}

/* A message without memory of its own: it is given also when none is left. */
typedef struct date_message {
    char text[600];
    size_t length;
} date_message;

static void append_text(date_message *to, const char *format, ...) LB_PRINTF(2, 3);

static void append_text(date_message *to, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(to->text + to->length, sizeof to->text - to->length, format, args);
    va_end(args);
    size_t room = sizeof to->text - 1 - to->length;
    to->length += n < 0 ? 0 : (size_t)n < room ? (size_t)n : room;
}

/* Which values of --date-format read it. */
static void append_forms(date_message *to, const char *value)
{
    lb_date ignored;
    const char *before = " ";
    for (lb_date_form form = LB_DATE_DMY; form < LB_DATE_FORMS; form++)
        if (lb_date_parse_form(value, strlen(value), form, &ignored)) {
            append_text(to, "%s", before);
            append_text(to, "%s", lb_date_form_names[form]);
            before = " or ";
        }
}

/* What the user can do about it, "" for nothing. */
static void append_advice(date_message *to, lb_undated why)
{
    if (why == LB_UNDATED_UNREADABLE)
        append_text(to, "; read are 2021-06-30, 2021/06/30, 20210630 and 30.6.2021, with or "
                        "without a time, and what --date-format says");
    else if (why == LB_UNDATED_MONTH)
        append_text(to, "; read where all periods are whole months");
}

/* "the date '03/04/2021' needs --date-format dmy or mdy (in all: 7)" */
static void append_problem(date_message *to, const lb_date_counts *counts, lb_undated why)
{
    if (why == LB_UNDATED_EMPTY)
        append_text(to, "the date is empty");
    else
        append_text(to, "the date '%s' %s", counts->value[why], lb_undated_text(why));
    if (why == LB_UNDATED_FORM)
        append_forms(to, counts->value[why]);
    append_text(to, " (in all: %lld)", (long long)counts->undated[why]);
}

void lb_date_counts_warn(const lb_date_counts *counts, const char *file, bool needed,
                         const char *then, lb_log *log)
{
    for (lb_undated why = LB_UNDATED_EMPTY; why < LB_UNDATED_REASONS; why++) {
        date_message text = {.length = 0};
        if (counts->undated[why] == 0 || (why == LB_UNDATED_EMPTY && !needed))
            continue;
        append_problem(&text, counts, why);
        append_text(&text, "; %s", then);
        append_advice(&text, why);
        lb_log_warning(log, "%s:%ld: %s", file, counts->first[why], text.text);
    }
    if (counts->all_apart)
        lb_log_warning(log,
                       "%s: each date is more than %d years from every other; they are taken as "
                       "they are, look for years typed wrong",
                       file, LB_YEARS_APART);
}

lb_status lb_date_counts_check(const lb_date_counts *counts, const char *file, lb_error *err)
{
    lb_undated most = LB_UNDATED_EMPTY;
    date_message text = {.length = 0};
    for (lb_undated why = LB_UNDATED_EMPTY; why < LB_UNDATED_REASONS; why++)
        if (counts->undated[why] > counts->undated[most])
            most = why;
    if (lb_date_counts_dated(counts) > 0 || counts->undated[most] == 0)
        return LB_OK;
    append_problem(&text, counts, most);
    append_advice(&text, most);
    lb_error_set(err, LB_E_INPUT, "%s:%ld: no row has a date: %s", file, counts->first[most],
                 text.text);
    return LB_E_INPUT;
}
