/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A filled options struct against the command's table, before anything is read: a run that would
 * end in a usage error after an hour ends at once. Values that a caller in C has put into the
 * struct are held against the same bounds as those that came as text. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <lagesbild/period.h>
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/option.h"
#include "input/events/event_dates.h"
#include "output/table_file.h"

/* How a person writes the option: "--areas [NAME=]SOURCE", or "GRID" of an argument. */
static void write_usage(const lb_option *option, char *text, size_t size)
{
    if (option->flags & LB_OPTION_POSITIONAL)
        snprintf(text, size, "%s", option->value_name);
    else
        snprintf(text, size, "--%s %s", option->name, option->value_name);
}

/* One of the options in `needs`. */
typedef struct needed_option {
    const lb_option *option;
    char word[40]; /* that it must have; "": any value */
} needed_option;

/* The next of "a|b=word"; false: there is none. */
static bool next_needed(const lb_command *command, const char **at, needed_option *out)
{
    char name[40];
    if (!*at || !**at)
        return false;
    size_t length = strcspn(*at, "|"), named = strcspn(*at, "=|");
    snprintf(name, sizeof name, "%.*s", (int)named, *at);
    out->option = lb_command_option(command, name);
    snprintf(out->word, sizeof out->word, "%.*s", named < length ? (int)(length - named - 1) : 0,
             *at + named + (named < length));
    *at += length + ((*at)[length] == '|');
    return out->option != NULL;
}

void lb_option_needs(const lb_command *command, const lb_option *option, char *text, size_t size)
{
    const char *at = option->needs;
    needed_option needed;
    size_t used = 0;
    text[0] = '\0';
    while (next_needed(command, &at, &needed) && used < size) {
        char usage[120];
        if (needed.word[0] && (needed.option->flags & LB_OPTION_POSITIONAL))
            snprintf(usage, sizeof usage, "%s", needed.word);
        else if (needed.word[0])
            snprintf(usage, sizeof usage, "--%s %s", needed.option->name, needed.word);
        else
            write_usage(needed.option, usage, sizeof usage);
        used += (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? " or " : "", usage);
    }
}

/* Is the word one of those of "a,b,c"? */
static bool has_word(const char *joined, const char *word)
{
    size_t length = strlen(word);
    for (; joined; joined = strchr(joined, ',')) {
        joined += strspn(joined, ", ");
        if (strncmp(joined, word, length) == 0 && strchr(", ", joined[length]))
            return true;
    }
    return false;
}

static bool is_met(const needed_option *needed, const void *options)
{
    const lb_option *o = needed->option;
    if (!needed->word[0])
        return lb_option_is_set(o, options);
    if (!lb_option_is_text(o))
        return strcmp(o->words[(size_t)lb_option_number(o, options)], needed->word) == 0;
    const char *text = lb_option_text(o, options);
    return has_word(text ? text : o->standard, needed->word);
}

/* Is the member another than without the option? Its standard given in words is not. */
static bool is_given(const lb_command *command, const lb_option *option, const void *options)
{
    if (lb_option_is_list(option) || option->kind == LB_OPTION_BOX)
        return lb_option_is_set(option, options);
    if (!lb_option_is_text(option))
        return lb_option_number(option, options) != lb_option_number(option, command->initial);
    const char *text = lb_option_text(option, options);
    const char *initial = lb_option_text(option, command->initial);
    if (!initial)
        initial = option->standard;
    return text && (!initial || strcmp(text, initial) != 0);
}

/* What an option is given for and does not do would be lost without a word. */
lb_status lb_option_check_effect(const lb_command *command, const lb_option *option,
                                 const void *options, lb_error *err)
{
    const char *at = option->needs;
    needed_option needed;
    char needs[400];
    if (!at || !is_given(command, option, options))
        return LB_OK;
    while (next_needed(command, &at, &needed))
        if (is_met(&needed, options))
            return LB_OK;
    lb_option_needs(command, option, needs, sizeof needs);
    return lb_error_set(err, LB_E_USAGE,
                        "--%s: has no effect without %s; give that too, or leave "
                        "it out",
                        option->name, needs);
}

static lb_status check_number(const lb_option *option, const void *options, lb_error *err)
{
    char found[LB_NUMBER_SIZE];
    double value = lb_option_number(option, options);
    if (lb_option_in_bounds(option, value))
        return LB_OK;
    lb_number_format(value, found);
    return lb_option_refuse(option, found, err);
}

/* An enum of a caller in C may be any number. */
static lb_status check_choice(const lb_option *option, const void *options, lb_error *err)
{
    int value = (int)lb_option_number(option, options), count = 0;
    while (option->words[count])
        count++;
    if (value >= 0 && value < count)
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE, "--%s: %d found, expected a number below %d", option->name,
                        value, count);
}

static lb_status check_list(const lb_option *option, const void *options, lb_error *err)
{
    size_t count;
    const char *const *list = lb_option_list(option, options, &count);
    for (size_t i = 0; i < count; i++) {
        lb_option_value ignored;
        if (!list[i] || !lb_option_parse(option, list[i], &ignored))
            return lb_option_refuse(option, list[i] ? list[i] : "", err);
    }
    return LB_OK;
}

static lb_status check_ending(const lb_option *option, const void *options, lb_error *err)
{
    const char *file = lb_option_text(option, options);
    char endings[120];
    if (!file || !option->words)
        return LB_OK;
    for (size_t i = 0; option->words[i]; i++)
        if (lb_text_ends_with(file, option->words[i]))
            return LB_OK;
    lb_option_expected(option, endings, sizeof endings);
    return lb_error_set(err, LB_E_USAGE, "%s: %s; use %s", file,
                        lb_table_file_has_outlines(file)
                            ? "is a file of one layer with outlines, which this is not"
                            : "unknown file type",
                        endings);
}

static lb_status check_box(const lb_option *option, const void *options, lb_error *err)
{
    const lb_box *box = lb_option_box(option, options);
    char found[160];
    if (!box || (box->xmin < box->xmax && box->ymin < box->ymax &&
                 isfinite(box->xmax - box->xmin) && isfinite(box->ymax - box->ymin)))
        return LB_OK;
    snprintf(found, sizeof found, "%.10g,%.10g,%.10g,%.10g", box->xmin, box->ymin, box->xmax,
             box->ymax);
    return lb_option_refuse(option, found, err);
}

static lb_status check_value(const lb_option *option, const void *options, lb_error *err)
{
    switch (option->kind) {
    case LB_OPTION_REAL:
    case LB_OPTION_WHOLE:
        return check_number(option, options, err);
    case LB_OPTION_CHOICE:
        return check_choice(option, options, err);
    case LB_OPTION_OUTPUT:
        return check_ending(option, options, err);
    case LB_OPTION_BOX:
        return check_box(option, options, err);
    default:
        return lb_option_is_list(option) ? check_list(option, options, err) : LB_OK;
    }
}

/* A number or choice always has a value; the command line and projects ask for it by name. */
static bool can_be_missing(const lb_option *option)
{
    return lb_option_is_text(option) || lb_option_is_list(option);
}

static bool is_missing(const lb_option *option, const void *options)
{
    if (!(option->flags & LB_OPTION_NEEDED) || !can_be_missing(option))
        return false;
    const char *text = lb_option_is_text(option) ? lb_option_text(option, options) : NULL;
    return lb_option_is_text(option) ? !text || !*text : !lb_option_is_set(option, options);
}

/* All that is missing in one message: "share: needs --areas [NAME=]SOURCE and --events SOURCE". */
static lb_status check_needed(const lb_command *command, const void *options, lb_error *err)
{
    char missing[600] = "";
    size_t used = 0;
    for (size_t i = 0; i < command->options; i++) {
        char usage[120];
        if (!is_missing(&command->option[i], options) || used >= sizeof missing)
            continue;
        write_usage(&command->option[i], usage, sizeof usage);
        used += (size_t)snprintf(missing + used, sizeof missing - used, "%s%s",
                                 used > 0 ? " and " : "", usage);
    }
    if (used == 0)
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE, "%s: needs %s", command->name, missing);
}

/* Of the options in `one_of` just one is given, or at least one. */
static lb_status check_one_of(const lb_command *command, const void *options, lb_error *err)
{
    char names[400] = "";
    size_t given = 0, used = 0;
    for (size_t i = 0; command->one_of && command->one_of[i] && used < sizeof names; i++) {
        const lb_option *option = lb_command_option(command, command->one_of[i]);
        char usage[120];
        write_usage(option, usage, sizeof usage);
        given += lb_option_is_set(option, options);
        used +=
            (size_t)snprintf(names + used, sizeof names - used, "%s%s", i > 0 ? " or " : "", usage);
    }
    if (!command->one_of || given == 1 || (given > 1 && command->or_more))
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE, "%s: needs %s%s", command->name, names,
                        given > 1 ? ", only one of them" : "");
}

lb_status lb_command_check_meaning(const lb_command *command, const void *options, lb_error *err)
{
    const lb_option *zone = lb_command_option(command, "timezone");
    lb_date_rules rules;
    if (zone)
        LB_TRY(lb_date_rules_make(lb_option_text(zone, options), LB_DATE_UNAMBIGUOUS, &rules, err));
    return command->check ? command->check(options, err) : LB_OK;
}

lb_status lb_command_check(const lb_command *command, const void *options, lb_error *err)
{
    LB_TRY(check_needed(command, options, err));
    LB_TRY(check_one_of(command, options, err));
    for (size_t i = 0; i < command->options; i++)
        LB_TRY(check_value(&command->option[i], options, err));
    for (size_t i = 0; i < command->options; i++)
        LB_TRY(lb_option_check_effect(command, &command->option[i], options, err));
    return lb_command_check_meaning(command, options, err);
}
