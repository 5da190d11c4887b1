/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parses --stat by hand: NAME up to the first '=', FUNC up to the next '(', arguments between ','
 * up to the last character, which must be ')'. Names of columns may hold anything but commas, also
 * spaces and parentheses; in a quantile also no ';'. Whether the columns are there is found out
 * when the grid is read. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "commands/profile/stat_spec.h"

/* The next argument from *at on, without spaces at its ends; false: none is left. */
static bool next_argument(const char **at, const char *end, char out[LB_STAT_TEXT_SIZE])
{
    if (*at > end)
        return false;
    const char *from = *at, *stop = memchr(from, ',', (size_t)(end - from));
    stop = stop ? stop : end;
    *at = stop + 1;
    while (from < stop && *from == ' ')
        from++;
    while (stop > from && stop[-1] == ' ')
        stop--;
    snprintf(out, LB_STAT_TEXT_SIZE, "%.*s", (int)(stop - from), from);
    return true;
}

/* Leaves *q as it is when the text is no number from 0 to 1. */
static bool parse_q(const char *text, size_t length, double *q)
{
    double number;
    if (!lb_number_parse(text, length, &number) || !(number >= 0 && number <= 1))
        return false;
    *q = number;
    return true;
}

/* Takes ";q=Q" off the end of the arguments; false: Q is no number from 0 to 1. */
static bool take_q(const char *from, const char **end, lb_stat_spec *s, bool *given)
{
    const char *semicolon = memchr(from, ';', (size_t)(*end - from));
    *given = semicolon != NULL;
    if (!semicolon)
        return true;
    const char *at = semicolon + 1, *stop = *end;
    while (at < stop && *at == ' ')
        at++;
    *end = semicolon;
    return stop - at > 2 && strncmp(at, "q=", 2) == 0 &&
           parse_q(at + 2, (size_t)(stop - at) - 2, &s->quantile);
}

/* Was the second argument Q, as in 0.1.0? A whole number other than 0 is a band: 1 is taken for the
 * first band, not for the greatest value. */
static bool is_old_q(const char *text, double *q)
{
    return strcmp(text, "1") != 0 && parse_q(text, strlen(text), q);
}

/* COLUMN, then optionally WEIGHT, and for a quantile ";q=Q"; false when one is missing or too many.
 */
static bool parse_arguments(const char *at, const char *end, lb_stat_spec *s)
{
    bool given = false;
    if (s->stat == LB_STAT_QUANTILE && !take_q(at, &end, s, &given))
        return false;
    if (!next_argument(&at, end, s->column) || s->column[0] == '\0')
        return false;
    bool has_weight = next_argument(&at, end, s->weight);
    if (has_weight && s->stat == LB_STAT_QUANTILE && !given && is_old_q(s->weight, &s->quantile)) {
        s->weight[0] = '\0';
        next_argument(&at, end, s->weight);
    }
    return at > end;
}

/* The error lists the functions as they are in lb_stat_names; quantile has a form of its own. */
static lb_status refuse_spec(const char *text, lb_error *err)
{
    lb_buf names = {0};
    for (int i = 0; lb_stat_names[i]; i++)
        if (i != LB_STAT_QUANTILE)
            lb_buf_printf(&names, "%s ", lb_stat_names[i]);
    if (names.length > 0)
        names.text[names.length - 1] = '\0';
    lb_status status = lb_error_set(
        err, LB_E_USAGE,
        "--stat: '%s' found; expected NAME=FUNC(COLUMN) or NAME=FUNC(COLUMN,WEIGHT COLUMN), FUNC "
        "one of %s, or NAME=quantile(COLUMN;q=0-1) or NAME=quantile(COLUMN,WEIGHT COLUMN;q=0-1)",
        text, names.text ? names.text : "");
    lb_buf_clear(&names);
    return status;
}

/* Has the text a name for which lb_stat_spec has no room? */
static bool has_long_name(const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "=(,);");
        if (length >= LB_STAT_TEXT_SIZE)
            return true;
        text += length + (text[length] != '\0');
    }
    return false;
}

lb_status lb_stat_spec_parse(const char *text, lb_stat_spec *out, lb_error *err)
{
    if (has_long_name(text))
        return lb_error_set(err, LB_E_USAGE, "--stat: '%s': a name may have at most %d bytes", text,
                            LB_STAT_TEXT_SIZE - 1);
    lb_stat_spec s = {.quantile = 0.5, .weight_grid = SIZE_MAX};
    char function[LB_STAT_TEXT_SIZE];
    const char *equals = strchr(text, '='), *open = equals ? strchr(equals, '(') : NULL;
    size_t length = strlen(text);
    if (open && equals > text && text[length - 1] == ')') {
        snprintf(s.name, sizeof s.name, "%.*s", (int)(equals - text), text);
        snprintf(function, sizeof function, "%.*s", (int)(open - equals - 1), equals + 1);
        int stat = lb_text_index(lb_stat_names, function);
        s.stat = stat < 0 ? LB_STAT_SUM : (lb_stat)stat;
        if (stat >= 0 && parse_arguments(open + 1, text + length - 1, &s)) {
            *out = s;
            return LB_OK;
        }
    }
    return refuse_spec(text, err);
}
