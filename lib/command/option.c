/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options one by one. Every client (command line, project files, front ends) reads the text of an
 * option here, so that all accept the same and say the same of what they do not accept. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <lagesbild/period.h>
#include "base/buf.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "command/option.h"

const char *lb_nearest_name(const char *wanted, const char *const *name, size_t n)
{
    size_t at = lb_text_nearest(wanted, name, n);
    return at == SIZE_MAX ? NULL : name[at];
}

static const char *const kind_names[] = {[LB_OPTION_SOURCE] = "source",
                                         [LB_OPTION_SOURCES] = "sources",
                                         [LB_OPTION_GRID] = "grid",
                                         [LB_OPTION_BANDS] = "bands",
                                         [LB_OPTION_CONTEXTS] = "contexts",
                                         [LB_OPTION_RECIPE] = "recipe",
                                         [LB_OPTION_GRID_RECIPE] = "recipe",
                                         [LB_OPTION_OUTPUT] = "output",
                                         [LB_OPTION_FOLDER] = "folder",
                                         [LB_OPTION_TEXT] = "text",
                                         [LB_OPTION_JOINED] = "joined",
                                         [LB_OPTION_LIST] = "list",
                                         [LB_OPTION_PERIODS] = "periods",
                                         [LB_OPTION_REAL] = "real",
                                         [LB_OPTION_WHOLE] = "whole",
                                         [LB_OPTION_CHOICE] = "choice",
                                         [LB_OPTION_EITHER] = "choice",
                                         [LB_OPTION_FLAG] = "flag",
                                         [LB_OPTION_BOX] = "box"};

const char *lb_option_kind_name(lb_option_kind kind)
{
    return kind_names[kind];
}

bool lb_option_is_input(const lb_option *option)
{
    return option->kind <= LB_OPTION_GRID_RECIPE;
}

bool lb_option_is_grid(const lb_option *option)
{
    return option->kind == LB_OPTION_GRID || (option->flags & LB_OPTION_SQUARES);
}

bool lb_option_is_layer(const lb_option *option)
{
    return !(option->flags & LB_OPTION_PLAIN_FILE) &&
           (option->kind == LB_OPTION_SOURCE || option->kind == LB_OPTION_SOURCES ||
            option->kind == LB_OPTION_GRID);
}

bool lb_option_is_word(const lb_option *option, const char *text)
{
    return lb_option_is_input(option) && option->words && lb_text_index(option->words, text) >= 0;
}

bool lb_option_is_output(const lb_option *option)
{
    return option->kind == LB_OPTION_OUTPUT || option->kind == LB_OPTION_FOLDER;
}

bool lb_option_is_list(const lb_option *option)
{
    switch (option->kind) {
    case LB_OPTION_SOURCES:
    case LB_OPTION_BANDS:
    case LB_OPTION_CONTEXTS:
    case LB_OPTION_LIST:
    case LB_OPTION_PERIODS:
        return true;
    default:
        return false;
    }
}

bool lb_option_is_repeated(const lb_option *option)
{
    return lb_option_is_list(option);
}

bool lb_option_is_text(const lb_option *option)
{
    return option->kind <= LB_OPTION_JOINED && !lb_option_is_list(option);
}

/* Everything counts unless the table says otherwise: a forgotten flag then makes provenance too
 * long, never incomplete. Where results go is no part of them. */
bool lb_option_affects_result(const lb_option *option)
{
    return !lb_option_is_output(option) && !(option->flags & LB_OPTION_NO_EFFECT);
}

bool lb_option_same_name(const char *a, const char *b)
{
    for (; *a && *b; a++, b++)
        if ((*a == '_' ? '-' : *a) != (*b == '_' ? '-' : *b))
            return false;
    return *a == *b;
}

/* Bounds ----------------------------------------------------------------------------------------
 */

static bool has_bounds(const lb_option *option)
{
    return option->low != 0 || option->high != 0;
}

bool lb_option_in_bounds(const lb_option *option, double value)
{
    if ((option->flags & LB_OPTION_ZERO_UNSET) && value == 0)
        return true;
    if (option->kind == LB_OPTION_WHOLE && !(value >= 0))
        return false;
    if (!has_bounds(option))
        return isfinite(value);
    bool above = option->flags & LB_OPTION_ABOVE_LOW ? value > option->low : value >= option->low;
    bool below =
        option->flags & LB_OPTION_BELOW_HIGH ? value < option->high : value <= option->high;
    return above && below && isfinite(value);
}

/* "a number of at least 0 and below 1". An infinite bound is none. */
static void describe_number(const lb_option *option, char *text, size_t size)
{
    const char *what = option->kind == LB_OPTION_WHOLE ? "a whole number" : "a number";
    const char *low = option->flags & LB_OPTION_ABOVE_LOW ? "above" : "of at least";
    const char *high = option->flags & LB_OPTION_BELOW_HIGH ? "below" : "at most";
    if (!has_bounds(option))
        snprintf(text, size, "%s%s", what, option->kind == LB_OPTION_WHOLE ? " of at least 0" : "");
    else if (isinf(option->high))
        snprintf(text, size, "%s %s %.10g", what, low, option->low);
    else if (!(option->flags & (LB_OPTION_ABOVE_LOW | LB_OPTION_BELOW_HIGH)))
        snprintf(text, size, "%s from %.10g to %.10g", what, option->low, option->high);
    else
        snprintf(text, size, "%s %s %.10g and %s %.10g", what, low, option->low, high,
                 option->high);
}

/* "a, b or c" */
static void describe_words(const char *const *words, char *text, size_t size)
{
    lb_buf all = {0};
    lb_buf_choices(&all, words);
    snprintf(text, size, "%s", all.text ? all.text : "");
    lb_buf_clear(&all);
}

/* What a wrong value's message names as expected. */
void lb_option_expected(const lb_option *option, char *text, size_t size)
{
    switch (option->kind) {
    case LB_OPTION_REAL:
    case LB_OPTION_WHOLE:
        describe_number(option, text, size);
        break;
    case LB_OPTION_FLAG:
        snprintf(text, size, "true or false");
        break;
    case LB_OPTION_PERIODS:
        snprintf(text, size,
                 "year, half, quarter, month or FROM/TO as 2021-01-01/2021-07-01 (the end is not "
                 "included)");
        break;
    case LB_OPTION_BOX:
        snprintf(text, size, "E0,N0,E1,N1 in metres with E0 < E1 and N0 < N1");
        break;
    case LB_OPTION_BANDS:
        snprintf(text, size, "NAME=FILE:BAND");
        break;
    default:
        if (option->words)
            describe_words(option->words, text, size);
        else
            snprintf(text, size, "%s", option->value_name ? option->value_name : "a text");
    }
}

lb_status lb_option_refuse(const lb_option *option, const char *text, lb_error *err)
{
    char expected[300];
    lb_option_expected(option, expected, sizeof expected);
    return lb_error_set(err, LB_E_USAGE, "%s%s: '%.200s' found, expected %s",
                        option->flags & LB_OPTION_POSITIONAL ? "" : "--", option->name, text,
                        expected);
}

/* From text -------------------------------------------------------------------------------------
 */

static bool parse_number(const lb_option *option, const char *text, double *out)
{
    double value;
    if (!lb_number_parse(text, strlen(text), &value) || !lb_option_in_bounds(option, value))
        return false;
    *out = value;
    return true;
}

static bool parse_whole(const lb_option *option, const char *text, int *out)
{
    double value;
    if (!parse_number(option, text, &value) || value != floor(value) || value > 2147483647)
        return false;
    *out = (int)value;
    return true;
}

static bool parse_choice(const char *const *words, const char *text, int *out)
{
    *out = lb_text_index(words, text);
    return *out >= 0;
}

static bool parse_flag(const char *text, bool *out)
{
    static const char *const words[] = {"false", "no", "true", "yes", NULL};
    int i;
    if (!parse_choice(words, text, &i))
        return false;
    *out = i >= 2;
    return true;
}

/* "XMIN,YMIN,XMAX,YMAX" of some size. */
static bool parse_box(const char *text, lb_box *out)
{
    double side[4];
    for (int i = 0; i < 4; i++) {
        size_t length = strcspn(text, ",");
        if (!lb_number_parse(text, length, &side[i]) || text[length] != (i < 3 ? ',' : '\0'))
            return false;
        text += length + 1;
    }
    *out = (lb_box){side[0], side[1], side[2], side[3]};
    return side[0] < side[2] && side[1] < side[3] && isfinite(side[2] - side[0]) &&
           isfinite(side[3] - side[1]);
}

static bool parse_band(const char *text)
{
    const char *equals = strchr(text, '='), *colon = strrchr(text, ':');
    return equals && colon > equals;
}

/* Checks form and bounds only; whether a file exists or a column is there is the command's
 * matter. Periods and bands are stored as text and parsed again by the command: here they are
 * only checked. */
bool lb_option_parse(const lb_option *option, const char *text, lb_option_value *out)
{
    lb_period_rule rule;
    int choice;
    switch (option->kind) {
    case LB_OPTION_REAL:
        return parse_number(option, text, &out->real);
    case LB_OPTION_WHOLE:
        return parse_whole(option, text, &out->whole);
    case LB_OPTION_CHOICE:
        return parse_choice(option->words, text, &out->whole);
    case LB_OPTION_EITHER:
        if (!parse_choice(option->words, text, &choice))
            return false;
        out->flag = choice == 1;
        return true;
    case LB_OPTION_FLAG:
        return parse_flag(text, &out->flag);
    case LB_OPTION_BOX:
        return parse_box(text, &out->box);
    case LB_OPTION_LIST:
        return !option->words || parse_choice(option->words, text, &choice);
    case LB_OPTION_PERIODS:
        return lb_period_parse(text, &rule) == LB_OK;
    case LB_OPTION_BANDS:
        return parse_band(text);
    default:
        return true;
    }
}

/* Members ---------------------------------------------------------------------------------------
 */

/* The counterpart of lb_option_number. A text is stored as the pointer itself. */
void lb_option_store(const lb_option *option, const lb_option_value *value, const char *text,
                     void *options)
{
    void *member = (char *)options + option->at;
    switch (option->kind) {
    case LB_OPTION_REAL:
        memcpy(member, &value->real, sizeof value->real);
        break;
    case LB_OPTION_WHOLE:
    case LB_OPTION_CHOICE:
        memcpy(member, &value->whole, sizeof value->whole);
        break;
    case LB_OPTION_EITHER:
    case LB_OPTION_FLAG:
        memcpy(member, &value->flag, sizeof value->flag);
        break;
    default:
        memcpy(member, &text, sizeof text);
    }
}

static const void *pointer_at(const void *options, size_t at)
{
    const void *pointer;
    memcpy(&pointer, (const char *)options + at, sizeof pointer);
    return pointer;
}

const char *lb_option_text(const lb_option *option, const void *options)
{
    return pointer_at(options, option->at);
}

const char *const *lb_option_list(const lb_option *option, const void *options, size_t *count)
{
    memcpy(count, (const char *)options + option->count_at, sizeof *count);
    return pointer_at(options, option->at);
}

const lb_box *lb_option_box(const lb_option *option, const void *options)
{
    return pointer_at(options, option->at);
}

/* Members are read by memcpy at their offset, since only the kind says which type lies there; an
 * enum is read as an int. */
double lb_option_number(const lb_option *option, const void *options)
{
    const char *member = (const char *)options + option->at;
    double real;
    int whole;
    bool flag;
    switch (option->kind) {
    case LB_OPTION_REAL:
        memcpy(&real, member, sizeof real);
        return real;
    case LB_OPTION_EITHER:
    case LB_OPTION_FLAG:
        memcpy(&flag, member, sizeof flag);
        return flag;
    default:
        memcpy(&whole, member, sizeof whole);
        return whole;
    }
}

bool lb_option_is_set(const lb_option *option, const void *options)
{
    size_t count;
    if (lb_option_is_list(option))
        return lb_option_list(option, options, &count) && count > 0;
    if (lb_option_is_text(option) || option->kind == LB_OPTION_BOX)
        return pointer_at(options, option->at) != NULL;
    return lb_option_number(option, options) != 0;
}

/* Sources ---------------------------------------------------------------------------------------
 */

/* The length of "SOURCE[,word=value]..." without its words, which are taken from the end: a source
 * may have commas of its own. */
static size_t context_source_length(const char *text)
{
    size_t end = strlen(text);
    for (size_t i = end; i-- > 0;) {
        if (text[i] != ',')
            continue;
        size_t word = strspn(text + i + 1, "abcdefghijklmnopqrstuvwxyz");
        if (word == 0 || text[i + 1 + word] != '=')
            break;
        end = i;
    }
    return end;
}

lb_source_part lb_option_source_part(const lb_option *option, const char *text)
{
    lb_source_part part = {0, strlen(text)};
    if (option->kind == LB_OPTION_BANDS && parse_band(text)) {
        part.from = strcspn(text, "=") + 1;
        part.end = (size_t)(strrchr(text, ':') - text);
    } else if (option->kind == LB_OPTION_CONTEXTS) {
        part.end = context_source_length(text);
    } else if (option->flags & LB_OPTION_NAMED) {
        size_t equals = strcspn(text, "=/.|"); /* as lb_areas_source */
        part.from = text[equals] == '=' ? equals + 1 : 0;
    }
    return part;
}
