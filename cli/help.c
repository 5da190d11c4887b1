/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --help prints, made from the tables of commands. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/help.h"

enum { HELP_COLUMN = 28, HELP_WIDTH = 96 };

static void append_format(char *text, size_t size, const char *format, ...) LB_PRINTF(3, 4);

static void append_format(char *text, size_t size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, format);
    vsnprintf(text + used, size - used, format, args);
    va_end(args);
}

const lb_option *help_option_at(const lb_command *command, size_t i, const lb_command **of)
{
    *of = command;
    if (i < command->options)
        return &command->option[i];
    i -= command->options;
    *of = NULL;
    for (size_t k = 0; k < lb_job_option_count(); k++)
        if ((command->job_options & (1u << k)) && i-- == 0)
            return lb_job_option_at(k);
    return NULL;
}

static bool is_one_of(const lb_command *command, const lb_option *option)
{
    for (size_t i = 0; command->one_of && command->one_of[i]; i++)
        if (strcmp(command->one_of[i], option->name) == 0)
            return true;
    return false;
}

/* Usage after the command's name: positional arguments first, in brackets where not needed, then
 * options that must be given; of options of which one is enough, "--a A | --b B". */
void help_arguments(const lb_command *command, char *text, size_t size)
{
    const char *between = "";
    text[0] = '\0';
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        bool needed = option->flags & LB_OPTION_NEEDED;
        if (!(option->flags & LB_OPTION_POSITIONAL))
            continue;
        append_format(text, size, "%s%s%s%s%s", between, needed ? "" : "[", option->value_name,
                      lb_option_is_repeated(option) ? "..." : "", needed ? "" : "]");
        between = " ";
    }
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        bool choice = is_one_of(command, option) && !command->or_more;
        if ((option->flags & LB_OPTION_POSITIONAL) ||
            !((option->flags & LB_OPTION_NEEDED) || choice))
            continue;
        bool later = choice && strcmp(command->one_of[0], option->name) != 0;
        append_format(text, size, "%s--%s %s", later ? " | " : between, option->name,
                      option->value_name);
        between = " ";
    }
}

/* "a (default), b or c" */
static void append_words(const lb_option *option, const char *standard, char *text, size_t size)
{
    for (size_t i = 0; option->words[i]; i++)
        append_format(text, size, "%s%s%s",
                      i == 0                 ? ": "
                      : option->words[i + 1] ? ", "
                                             : " or ",
                      option->words[i],
                      strcmp(option->words[i], standard) == 0 ? " (default)" : "");
}

/* Help followed by what the table knows: choices or usual columns, the default, and which other
 * option it needs. A default of 0 stands for "not set" and is not shown. */
void help_option_text(const lb_command *command, const lb_option *option, char *text, size_t size)
{
    char standard[100], needs[400];
    bool choice = option->words && !lb_option_is_output(option);
    lb_option_default(command, option, standard, sizeof standard);
    snprintf(text, size, "%s", option->help.en);
    if (choice && !strstr(option->help.en, option->words[0]))
        append_words(option, standard, text, size);
    else if (choice && standard[0])
        append_format(text, size, " (default %s)", standard);
    for (size_t i = 0; option->usual && option->usual[i]; i++)
        append_format(text, size, "%s%s", i == 0 ? " (" : ", ", option->usual[i]);
    if (option->usual)
        append_format(text, size, ")");
    if (standard[0] && !choice && strcmp(standard, "0") != 0)
        append_format(text, size, " (default %s)", standard);
    if (option->needs) {
        lb_option_needs(command, option, needs, sizeof needs);
        append_format(text, size, " (needs %s)", needs);
    }
}

/* A text from column `indent` on, in lines no wider than a terminal; `column`: what stands on the
 * first line already. */
static void print_wrapped(const char *text, int indent, int column)
{
    while (*text) {
        size_t room = (size_t)(HELP_WIDTH - indent), length = strlen(text);
        if (length > room) {
            length = room;
            while (length > 0 && text[length] != ' ')
                length--;
            if (length == 0)
                length = room;
        }
        printf("%*s%.*s\n", indent - column, "", (int)length, text);
        text += length;
        text += *text == ' ';
        column = 0;
    }
}

static void print_option(const lb_command *command, const lb_option *option)
{
    char left[100], text[HELP_TEXT_SIZE];
    int length =
        snprintf(left, sizeof left, "  %c%c%s--%s%s%s", option->letter ? '-' : ' ',
                 option->letter ? option->letter : ' ', option->letter ? ", " : "  ", option->name,
                 option->value_name ? " " : "", option->value_name ? option->value_name : "");
    help_option_text(command, option, text, sizeof text);
    printf("%s%s", left, length >= HELP_COLUMN ? "\n" : "");
    print_wrapped(text, HELP_COLUMN, length >= HELP_COLUMN ? 0 : length);
}

/* Arguments without a name that need a word of explanation. */
static void print_positional(const lb_option *option)
{
    int length = printf("  %s", option->value_name);
    if (length >= HELP_COLUMN)
        length = printf("\n") - 1;
    print_wrapped(option->help.en, HELP_COLUMN, length);
}

const char *help_sources(const lb_command *command)
{
    for (size_t i = 0; i < command->options; i++)
        if (lb_option_is_layer(&command->option[i]))
            return "Behind the name of any table or layer that is read may stand |layername=LAYER, "
                   "one of several; |crs=EPSG:n, what its coordinates are in; |where=CONDITION, "
                   "last, the rows to take, in OGR SQL; see SOURCES in lagesbild(1)";
    return NULL;
}

void help_print(const lb_command *command)
{
    char arguments[300];
    const lb_command *of;
    const lb_option *option;
    help_arguments(command, arguments, sizeof arguments);
    printf("usage: lagesbild %s [options] %s\n\n", command->name, arguments);
    print_wrapped(command->description.en, 0, 0);
    putchar('\n');
    for (size_t i = 0; (option = help_option_at(command, i, &of)); i++)
        if (option->flags & LB_OPTION_POSITIONAL)
            print_positional(option);
    for (size_t i = 0; (option = help_option_at(command, i, &of)); i++)
        if (!(option->flags & LB_OPTION_POSITIONAL))
            print_option(of, option);
    printf("  -h, --help                this text\n");
    if (help_sources(command)) {
        putchar('\n');
        print_wrapped(help_sources(command), 0, 0);
    }
}
