/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "commands/placebo/placebo_options.h"

lb_status lb_placebo_match_parse(const char *text, bool *index, lb_error *err)
{
    *index = false;
    for (const char *at = text ? text : "people"; *at;) {
        size_t length = strcspn(at, ", ");
        bool is_index = length == 5 && strncmp(at, "index", 5) == 0;
        if (!is_index && !(length == 6 && strncmp(at, "people", 6) == 0))
            return lb_error_set(err, LB_E_USAGE,
                                "--match: '%.*s' found, expected people or people,index",
                                (int)length, at);
        *index = *index || is_index;
        at += length;
        at += strspn(at, ", ");
    }
    return LB_OK;
}

lb_status lb_placebo_listed_parse(const char *text, int64_t *day, lb_error *err)
{
    char span[64];
    lb_period_rule rule;
    *day = LB_UNDATED_DAY;
    if (!text)
        return LB_OK;
    snprintf(span, sizeof span, "%.30s/9999-12-31", text);
    if (lb_period_parse(span, &rule) != LB_OK)
        return lb_error_set(err, LB_E_USAGE,
                            "--listed-on: '%s' found, expected a date as 2021-06-30", text);
    *day = rule.span.from;
    return LB_OK;
}
