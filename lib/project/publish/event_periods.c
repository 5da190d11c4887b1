/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/events/event_points.h"
#include "project/publish/event_periods.h"
#include "text/date.h"
#include "text/json_read.h"

/* Later than any event, in days since 1970. */
static const int64_t end_of_time = 1000000000;

static lb_status append_days(lb_periods *out, int64_t from, int64_t to)
{
    if (!lb_array_reserve(&out->item, &out->capacity, out->count + 1, sizeof *out->item))
        return LB_E_MEMORY;
    out->item[out->count++] = (lb_period){"", from, to};
    return LB_OK;
}

/* A period, or all of the calendar's. */
static lb_status add_period(const char *text, lb_periods *out)
{
    lb_period_rule rule;
    lb_period period;
    lb_error ignored;
    if (lb_period_parse(text, &rule) == LB_OK && rule.kind != LB_PERIOD_SPAN)
        return rule.kind == LB_PERIOD_ALL
                   ? LB_OK
                   : lb_periods_add(out, &rule, lb_period_day(LB_FIRST_YEAR, 1, 1),
                                    lb_period_day(LB_LAST_YEAR, 12, 31));
    return lb_event_period_parse("", text, &period, &ignored) == LB_OK
               ? append_days(out, period.from, period.to)
               : LB_OK;
}

/* What comes from a day on: the day is written as the start of a period. */
static lb_status add_from_day(const char *text, lb_periods *out)
{
    char span[64];
    lb_period_rule rule;
    snprintf(span, sizeof span, "%.20s/9999-12-31", text);
    return lb_period_parse(span, &rule) == LB_OK ? append_days(out, rule.span.from, end_of_time)
                                                 : LB_OK;
}

lb_status lb_event_periods_add(const lb_command *command, const lb_option *option, const char *text,
                               lb_periods *out)
{
    const char *what = option->value_name ? option->value_name : "";
    size_t known = out->count;
    if (strcmp(what, "DATE|FIELD") == 0)
        return add_from_day(text, out);
    if (strcmp(what, "PERIOD") != 0)
        return LB_OK;
    LB_TRY(add_period(text, out));
    /* Beside a period before, all that comes after it is counted, unless --after says what. */
    if (strcmp(option->name, "before") == 0 && !lb_command_option(command, "after") &&
        out->count > known)
        return append_days(out, out->item[known].to, end_of_time);
    return LB_OK;
}

static lb_status add_json(const lb_command *command, const lb_option *option, lb_json_value value,
                          lb_periods *out)
{
    char *text = lb_json_string(value);
    lb_status status = text ? lb_event_periods_add(command, option, text, out) : LB_OK;
    free(text);
    return status;
}

/* The options of the command that a step's provenance holds. */
static lb_status add_step(lb_json_value root, lb_periods *out)
{
    lb_json_value name, options, value, item;
    char *text = lb_json_member(root, "command", &name) ? lb_json_string(name) : NULL;
    const lb_command *command = text ? lb_command_find(text) : NULL;
    free(text);
    if (!command || !lb_json_member(root, "options", &options))
        return LB_OK;
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        if (!lb_json_member(options, option->name, &value))
            continue;
        LB_TRY(add_json(command, option, value, out));
        item = (lb_json_value){NULL, 0};
        while (lb_json_next(value, &item))
            LB_TRY(add_json(command, option, item, out));
    }
    return LB_OK;
}

static lb_status read_step(const char *folder, const char *name, lb_periods *out, lb_error *err)
{
    lb_buf path = {0}, text = {0};
    lb_json_value root;
    lb_buf_printf(&path, "%s/%s", folder, name);
    lb_status status = path.failed ? lb_error_memory(err) : lb_file_read(path.text, &text, err);
    if (status == LB_OK && text.text && lb_json_parse_value(text.text, text.length, &root) &&
        add_step(root, out) != LB_OK)
        status = lb_error_memory(err);
    lb_buf_clear(&path);
    lb_buf_clear(&text);
    return status;
}

lb_status lb_event_periods_read(const char *folder, lb_periods *out, lb_error *err)
{
    struct stat info;
    lb_file_names names = {0};
    if (stat(folder, &info) != 0 || !S_ISDIR(info.st_mode))
        return LB_OK;
    lb_status status = lb_file_names_read(folder, &names, err);
    for (size_t i = 0; i < names.count && status == LB_OK; i++)
        if (lb_text_ends_with(names.item[i], ".provenance.json"))
            status = read_step(folder, names.item[i], out, err);
    lb_file_names_clear(&names);
    return status;
}
