/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of commands as texts for others: JSON for programs, mdoc for manual pages, and
 * a table of output columns for people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/completion.h"
#include "cli/help.h"
#include "cli/out.h"
#include "cli/own_commands.h"

/* Columns -------------------------------------------------------------------------------------- */

static const char *in_language(lb_bilingual text, const lb_job *job)
{
    return job->english && text.en ? text.en : text.sv;
}

static int print_table(lb_table *table, const lb_job *job)
{
    int code = lb_table_status(table) == LB_OK ? out_table(table, job)
                                               : out_error(LB_E_MEMORY, &(lb_error){.text = ""});
    lb_table_clear(table);
    return code;
}

static int print_commands(const lb_job *job)
{
    lb_table t = {0};
    lb_table_add_column(&t, "command", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&t, "summary", LB_TEXT, LB_UNIT_NONE);
    for (size_t i = 0; i < own_command_count(); i++) {
        size_t row = lb_table_add_row(&t);
        lb_table_set_text(&t, row, 0, own_command_at(i)->name);
        lb_table_set_text(&t, row, 1, in_language(own_command_at(i)->summary, job));
    }
    return print_table(&t, job);
}

static int print_columns(const lb_command *command, const lb_job *job)
{
    static const char *const names[] = {"table", "column", "unit", "meaning"};
    lb_table t = {0};
    for (size_t i = 0; i < 4; i++)
        lb_table_add_column(&t, names[i], LB_TEXT, LB_UNIT_NONE);
    for (size_t i = 0; i < command->tables; i++)
        for (size_t k = 0; k < command->table[i].columns; k++) {
            const lb_column_info *column = &command->table[i].column[k];
            size_t row = lb_table_add_row(&t);
            lb_table_set_text(&t, row, 0,
                              command->table[i].name[0] ? command->table[i].name : command->name);
            lb_table_set_text(&t, row, 1, column->name);
            lb_table_set_text(&t, row, 2, column->unit);
            lb_table_set_text(&t, row, 3, in_language(lb_command_column_meaning(column), job));
        }
    return print_table(&t, job);
}

static int print_json(const lb_command *command)
{
    char *json = NULL;
    size_t count = command ? 1 : own_command_count();
    const lb_command **list = calloc(count, sizeof *list);
    for (size_t i = 0; list && i < count; i++)
        list[i] = command ? command : own_command_at(i);
    lb_status status = list ? lb_command_describe_json(list, count, &json) : LB_E_MEMORY;
    free(list);
    return out_text(status == LB_OK ? json : NULL);
}

/* Manual pages --------------------------------------------------------------------------------- */

/* A sentence a line, as mdoc wants it; a first letter in upper case, a stop at the end. */
static void print_mdoc_text(const char *text)
{
    bool begins = true;
    for (const char *c = text; *c; c++) {
        if (begins && (*c == '.' || *c == '\''))
            fputs("\\&", stdout);
        if (*c == '\\')
            fputs("\\e", stdout);
        else if (*c == '-')
            fputs("\\-", stdout);
        else
            putchar(begins && *c >= 'a' && *c <= 'z' && c[1] != '.' ? *c - 'a' + 'A' : *c);
        begins = false;
        if (c[0] == '.' && c[1] == ' ') {
            putchar('\n');
            begins = true;
            c++;
        }
    }
    puts(".");
}

static void print_mdoc_option(const lb_command *of, const lb_option *option)
{
    char text[HELP_TEXT_SIZE];
    if (option->flags & LB_OPTION_POSITIONAL) {
        printf(".It Ar \"%s%s\"\n", option->value_name,
               lb_option_is_repeated(option) ? " ..." : "");
    } else {
        printf(".It ");
        if (option->letter)
            printf("Fl %c , ", option->letter);
        printf("Fl -%s", option->name);
        printf(option->value_name ? " Ar \"%s\"\n" : "\n", option->value_name);
    }
    help_option_text(of, option, text, sizeof text);
    print_mdoc_text(text);
}

static int print_man(const lb_command *command)
{
    const lb_command *of;
    const lb_option *option;
    puts(".Bl -tag -width Ds");
    for (int positional = 1; positional >= 0; positional--)
        for (size_t i = 0; (option = help_option_at(command, i, &of)); i++)
            if (((option->flags & LB_OPTION_POSITIONAL) != 0) == positional)
                print_mdoc_option(of, option);
    puts(".It Fl h , Fl -help\nPrint the options.\n.El");
    if (help_sources(command)) {
        puts(".Pp");
        print_mdoc_text(help_sources(command));
    }
    return 0;
}

int describe_run(const describe_options *options, const lb_job *job)
{
    const char *name = options->man ? options->man : options->command;
    const lb_command *command = name ? own_command_find(name) : NULL;
    if (name && !command)
        return own_command_unknown(name);
    if (options->completion)
        return completion_print(options->completion);
    if (options->man)
        return print_man(command);
    if (options->json)
        return print_json(command);
    return command ? print_columns(command, job) : print_commands(job);
}
