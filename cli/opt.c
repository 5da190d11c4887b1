/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/opt.h"
#include "cli/out.h"

enum { HELP_COLUMN = 28 };

static void print_option(const opt *option)
{
    char left[80];
    int length =
        snprintf(left, sizeof left, "  %c%c%s--%s%s%s", option->letter ? '-' : ' ',
                 option->letter ? option->letter : ' ', option->letter ? ", " : "  ", option->name,
                 option->value ? " " : "", option->value ? option->value : "");
    if (length >= HELP_COLUMN)
        printf("%s\n%*s%s\n", left, HELP_COLUMN, "", option->help);
    else
        printf("%-*s%s\n", HELP_COLUMN, left, option->help);
}

void opt_print_help(const opt_command *command)
{
    printf("usage: lagesbild %s [options] %s\n\n%s\n\n", command->name, command->arguments,
           command->summary);
    for (size_t i = 0; i < command->count; i++)
        print_option(&command->options[i]);
    printf("  -h, --help                this text\n");
}

static const opt *find_option_by_name(const opt_command *command, const char *name, size_t length)
{
    for (size_t i = 0; i < command->count; i++)
        if (strlen(command->options[i].name) == length &&
            strncmp(command->options[i].name, name, length) == 0)
            return &command->options[i];
    return NULL;
}

static const opt *find_option_by_letter(const opt_command *command, char letter)
{
    for (size_t i = 0; i < command->count; i++)
        if (command->options[i].letter == letter)
            return &command->options[i];
    return NULL;
}

static opt_result usage_error(const opt_command *command, const char *format, const char *a,
                              const char *b)
{
    char text[600];
    snprintf(text, sizeof text, format, a, b);
    out_usage("%s; see: lagesbild help %s", text, command->name);
    return OPT_INVALID;
}

static bool set_integer(const char *text, int *target)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end || errno || value < INT_MIN || value > INT_MAX)
        return false;
    *target = (int)value;
    return true;
}

static bool set_real(const char *text, double *target)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= -1e300 && value <= 1e300))
        return false;
    *target = value;
    return true;
}

static opt_result set_option(const opt_command *command, const opt *option, const char *value)
{
    opt_list *list = option->target;
    switch (option->kind) {
    case OPT_FLAG:
        *(bool *)option->target = true;
        return OPT_PARSED;
    case OPT_TEXT:
        *(const char **)option->target = value;
        return OPT_PARSED;
    case OPT_INTEGER:
        return set_integer(value, option->target)
                   ? OPT_PARSED
                   : usage_error(command, "--%s: '%.200s' is no whole number", option->name, value);
    case OPT_REAL:
        return set_real(value, option->target)
                   ? OPT_PARSED
                   : usage_error(command, "--%s: '%.200s' is no number", option->name, value);
    case OPT_LIST:
        if (list->count == OPT_LIST_MAX)
            return usage_error(command, "--%s: given too many times%s", option->name, "");
        list->item[list->count++] = value;
        return OPT_PARSED;
    }
    return OPT_INVALID;
}

/* Takes argv[*at], an option, and perhaps its value after it. */
static opt_result parse_option(const opt_command *command, int argc, char **argv, int *at)
{
    const char *word = argv[*at], *value = NULL;
    const opt *option;
    if (word[1] == '-') {
        const char *equals = strchr(word, '=');
        size_t length = equals ? (size_t)(equals - word) - 2 : strlen(word) - 2;
        option = find_option_by_name(command, word + 2, length);
        value = equals ? equals + 1 : NULL;
    } else {
        option = find_option_by_letter(command, word[1]);
        value = word[2] ? word + 2 : NULL;
    }
    if (!option)
        return usage_error(command, "unknown option '%.200s'%s", word, "");
    if (option->kind == OPT_FLAG)
        return value ? usage_error(command, "--%s takes no value, found '%.200s'", option->name,
                                   value)
                     : set_option(command, option, NULL);
    if (!value && *at + 1 == argc)
        return usage_error(command, "--%s needs a value: %s", option->name, option->value);
    return set_option(command, option, value ? value : argv[++*at]);
}

static bool asks_for_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

opt_result opt_parse(const opt_command *command, int argc, char **argv, size_t *rest)
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
        if (asks_for_help(argv[i])) {
            opt_print_help(command);
            return OPT_HELP_SHOWN;
        }
        opt_result result = parse_option(command, argc, argv, &i);
        if (result != OPT_PARSED)
            return result;
    }
    *rest = count;
    if (count < command->min_arguments)
        return usage_error(command, "%s: expected %s", command->name, command->arguments);
    if (count > command->max_arguments)
        return usage_error(command, "'%.200s' is one argument too many; expected %s",
                           argv[1 + command->max_arguments], command->arguments);
    return OPT_PARSED;
}
