/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options may stand anywhere, in the forms --name VALUE, --name=VALUE, -n VALUE and -nVALUE,
 * letters of flags also together, as -fq; after "--" all words are arguments. Arguments fill the
 * positional options of the table in its order; the one that may be repeated takes those that the
 * others leave. */
#include <stdio.h>
#include <string.h>

#include "cli/help.h"
#include "cli/out.h"
#include "cli/parse.h"

enum { OPTIONS_MAX = 200 };

static parse_result usage_error(const lb_command *command, const char *format, const char *a,
                                const char *b)
{
    char text[600];
    snprintf(text, sizeof text, format, a, b);
    out_usage("%s; see: lagesbild help %s", text, command->name);
    return PARSE_INVALID;
}

static parse_result memory_error(void)
{
    out_error(LB_E_MEMORY, &(lb_error){LB_E_MEMORY, "out of memory"});
    return PARSE_NO_MEMORY;
}

/* An argument that need not be given may also be given by its name. */
static bool has_name(const lb_option *option)
{
    const unsigned argument = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED;
    return (option->flags & argument) != argument;
}

static bool is_named(const lb_option *option, const char *name, size_t length)
{
    return has_name(option) && name && strlen(option->name) == length &&
           strncmp(option->name, name, length) == 0;
}

/* By its name, or by its letter when letter is not 0. */
static const lb_option *find_option(const lb_command *command, const char *name, size_t length,
                                    char letter)
{
    const lb_command *of;
    const lb_option *option;
    for (size_t i = 0; (option = help_option_at(command, i, &of)); i++)
        if (letter ? option->letter == letter : is_named(option, name, length))
            return option;
    return NULL;
}

/* The nearest name by edit distance helps with a misspelt long option. A short one is a single
 * letter, maybe of several bytes in UTF-8, which may not be cut in the message. */
static parse_result unknown_option(const lb_command *command, const char *word)
{
    const char *known[OPTIONS_MAX];
    const lb_command *of;
    const lb_option *option;
    char name[200];
    size_t n = 0;
    for (size_t i = 0; n < OPTIONS_MAX && (option = help_option_at(command, i, &of)); i++)
        if (has_name(option))
            known[n++] = option->name;
    size_t length = word[1] == '-' ? strcspn(word, "=") : strnlen(word, 2);
    while ((word[length] & 0xC0) == 0x80) /* of one letter in UTF-8 */
        length++;
    snprintf(name, sizeof name, "%.*s", (int)length, word);
    const char *meant = word[1] == '-' ? lb_nearest_name(name, known, n) : NULL;
    return usage_error(
        command, meant ? "unknown option '%.200s'; nearest: --%.100s" : "unknown option '%.200s'%s",
        name, meant ? meant : "");
}

/* Options of the job are kept in it, those of the command in their struct. */
static parse_result set_option(parsed_command *parsed, const lb_option *option, const char *value)
{
    lb_error err = {.status = LB_OK};
    bool own = option >= parsed->command->option &&
               option < parsed->command->option + parsed->command->options;
    lb_status status = own ? lb_command_set(parsed->options, option, value, &err)
                           : lb_job_set(&parsed->job, option, value, &err);
    if (status == LB_E_MEMORY)
        return memory_error();
    return status == LB_OK ? PARSE_DONE : usage_error(parsed->command, "%.500s%s", err.text, "");
}

/* Sets an option to the value written with it, else to the next word of argv. */
static parse_result take_value(parsed_command *parsed, const lb_option *option, const char *value,
                               int argc, char **argv, int *at)
{
    if (!value && *at + 1 == argc)
        return usage_error(parsed->command, "--%s needs a value: %s", option->name,
                           option->value_name);
    return set_option(parsed, option, value ? value : argv[++*at]);
}

/* argv[*at] is a long option; its value may be the next word. */
static parse_result parse_long(parsed_command *parsed, int argc, char **argv, int *at)
{
    const char *word = argv[*at], *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) - 2 : strlen(word) - 2;
    const lb_option *option = find_option(parsed->command, word + 2, length, '\0');
    const char *value = equals ? equals + 1 : NULL;
    if (!option)
        return unknown_option(parsed->command, word);
    if (option->kind != LB_OPTION_FLAG)
        return take_value(parsed, option, value, argc, argv, at);
    return value ? usage_error(parsed->command, "--%s takes no value, found '%.200s'", option->name,
                               value)
                 : set_option(parsed, option, NULL);
}

static parse_result show_help(const lb_command *command)
{
    help_print(command);
    return PARSE_HELP_SHOWN;
}

/* argv[*at] is letters of flags, of which the last may be that of an option with a value; h, which
 * no command has for itself, asks for help. */
static parse_result parse_letters(parsed_command *parsed, int argc, char **argv, int *at)
{
    for (const char *letter = argv[*at] + 1; *letter; letter++) {
        const lb_option *option = find_option(parsed->command, NULL, 0, *letter);
        char word[8];
        snprintf(word, sizeof word, "-%s", letter);
        if (!option && *letter == 'h')
            return show_help(parsed->command);
        if (!option)
            return unknown_option(parsed->command, word);
        if (option->kind != LB_OPTION_FLAG)
            return take_value(parsed, option, letter[1] ? letter + 1 : NULL, argc, argv, at);
        parse_result result = set_option(parsed, option, NULL);
        if (result != PARSE_DONE)
            return result;
    }
    return PARSE_DONE;
}

/* How many arguments the command needs, and how many it can have (SIZE_MAX: any number). */
static void count_positional(const lb_command *command, size_t *least, size_t *most)
{
    *least = *most = 0;
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        if (!(option->flags & LB_OPTION_POSITIONAL))
            continue;
        *least += (option->flags & LB_OPTION_NEEDED) != 0;
        *most = lb_option_is_repeated(option) || *most == SIZE_MAX ? SIZE_MAX : *most + 1;
    }
}

/* Deals out the positional arguments: each needed option takes one, and what is left over goes to
 * the first that is optional or may be repeated. So `A B C` fills a needed list and then a needed
 * file. */
static parse_result set_arguments(parsed_command *parsed, char **argument, size_t count)
{
    size_t least, most, used = 0;
    char expected[300];
    count_positional(parsed->command, &least, &most);
    help_arguments(parsed->command, expected, sizeof expected);
    if (count < least)
        return usage_error(parsed->command, "%s: expected %s", parsed->command->name, expected);
    if (count > most)
        return usage_error(parsed->command, "'%.200s' is one argument too many; expected %s",
                           argument[most], expected);
    size_t spare = count - least; /* for those that need not be given, or may be given again */
    for (size_t i = 0; i < parsed->command->options; i++) {
        const lb_option *option = &parsed->command->option[i];
        if (!(option->flags & LB_OPTION_POSITIONAL))
            continue;
        bool needed = option->flags & LB_OPTION_NEEDED;
        size_t items = needed + (!needed || lb_option_is_repeated(option) ? spare : 0);
        spare -= items - needed;
        for (size_t k = 0; k < items; k++) {
            parse_result result = set_option(parsed, option, argument[used++]);
            if (result != PARSE_DONE)
                return result;
        }
    }
    return PARSE_DONE;
}

/* Arguments that are no options are moved to the front of argv + 1. */
static parse_result parse_words(parsed_command *parsed, int argc, char **argv)
{
    bool only_arguments = false;
    size_t count = 0;
    for (int i = 1; i < argc; i++) {
        if (only_arguments || argv[i][0] != '-' || argv[i][1] == '\0') {
            argv[1 + count++] = argv[i];
            continue;
        }
        if (strcmp(argv[i], "--") == 0) {
            only_arguments = true;
            continue;
        }
        if (strcmp(argv[i], "--help") == 0)
            return show_help(parsed->command);
        parse_result result = argv[i][1] == '-' ? parse_long(parsed, argc, argv, &i)
                                                : parse_letters(parsed, argc, argv, &i);
        if (result != PARSE_DONE)
            return result;
    }
    return set_arguments(parsed, argv + 1, count);
}

parse_result parse_command(const lb_command *command, int argc, char **argv, parsed_command *out)
{
    parsed_command parsed = {.command = command, .options = lb_command_options_new(command)};
    if (!parsed.options)
        return memory_error();
    parse_result result = parse_words(&parsed, argc, argv);
    if (result == PARSE_DONE)
        *out = parsed;
    else
        lb_command_options_free(parsed.options);
    return result;
}
