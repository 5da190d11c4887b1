/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "commands/placebo/placebo_options.h"

static bool is_word(const char *at, size_t length, const char *word)
{
    return strlen(word) == length && strncmp(at, word, length) == 0;
}

/* People are always matched, so `people` sets nothing. */
lb_status lb_placebo_match_parse(const char *text, const char *municipalities,
                                 lb_placebo_match *match, lb_error *err)
{
    *match = (lb_placebo_match){.index = false};
    for (const char *at = text ? text : "people"; *at;) {
        size_t length = strcspn(at, ", ");
        bool index = is_word(at, length, "index"), urban = is_word(at, length, "urban");
        bool municipality = is_word(at, length, "municipality");
        if (!index && !urban && !municipality && !is_word(at, length, "people"))
            return lb_error_set(err, LB_E_USAGE,
                                "--match: '%.*s' found, expected people, index, municipality or "
                                "urban, with commas between",
                                (int)length, at);
        match->index = match->index || index;
        match->urban = match->urban || urban;
        match->municipality = match->municipality || municipality;
        at += length;
        at += strspn(at, ", ");
    }
    if (match->municipality && !municipalities)
        return lb_error_set(err, LB_E_USAGE, "--match municipality needs --municipalities ZONES");
    return LB_OK;
}

lb_status lb_placebo_listed_parse(const char *text, int64_t *day, lb_error *err)
{
    char span[64];
    lb_period_rule rule;
    *day = LB_UNDATED_DAY;
    if (!text || !isdigit((unsigned char)*text))
        return LB_OK;
    snprintf(span, sizeof span, "%.30s/9999-12-31", text);
    if (lb_period_parse(span, &rule) != LB_OK)
        return lb_error_set(err, LB_E_USAGE,
                            "--listed-on: '%s' found, expected a date as 2021-06-30, or a field",
                            text);
    *day = rule.span.from;
    return LB_OK;
}
