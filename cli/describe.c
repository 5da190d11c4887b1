/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of commands as texts for others: JSON for programs, mdoc for manual pages, scripts
 * that complete words in a shell, and a table of output columns for people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    return 0;
}

/* Completion ----------------------------------------------------------------------------------- */

static void print_command_names(void)
{
    for (size_t i = 0; i < own_command_count(); i++)
        printf("%s ", own_command_at(i)->name);
    printf("help");
}

static bool is_option(const lb_option *option)
{
    return !(option->flags & LB_OPTION_POSITIONAL);
}

static bool has_choices(const lb_option *option)
{
    return option->words && !lb_option_is_output(option);
}

static void print_choices(const lb_option *option)
{
    for (size_t i = 0; option->words[i]; i++)
        printf("%s%s", i > 0 ? " " : "", option->words[i]);
}

static void print_bash_command(const lb_command *command)
{
    const lb_command *of;
    const lb_option *option;
    printf("    %s)\n        case $previous in\n", command->name);
    for (size_t i = 0; (option = help_option_at(command, i, &of)); i++)
        if (is_option(option) && has_choices(option)) {
            printf("        --%s) values='", option->name);
            print_choices(option);
            puts("' ;;");
        }
    printf("        esac\n        options='");
    for (size_t i = 0; (option = help_option_at(command, i, &of)); i++)
        if (is_option(option))
            printf("--%s ", option->name);
    puts("--help' ;;");
}

/* Words after the command are its options, after an option with choices these, else file names. The
 * function is made from the tables of options, so that it cannot name one that does not exist. */
static void print_bash(void)
{
    puts("# Completion of lagesbild for bash; made by: lagesbild describe --completion bash\n"
         "_lagesbild() {\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
         "    local options='' values='' commands");
    printf("    commands='");
    print_command_names();
    puts("'\n"
         "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
         "        COMPREPLY=($(compgen -W \"$commands --version --help\" -- \"$word\"))\n"
         "        return\n"
         "    fi\n"
         "    case ${COMP_WORDS[1]} in\n"
         "    help) values=$commands ;;");
    for (size_t i = 0; i < own_command_count(); i++)
        print_bash_command(own_command_at(i));
    puts("    esac\n"
         "    if [ -n \"$values\" ]; then\n"
         "        COMPREPLY=($(compgen -W \"$values\" -- \"$word\"))\n"
         "    elif [ \"${word#-}\" != \"$word\" ]; then\n"
         "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
         "    else\n"
         "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
         "    fi\n"
         "}\n"
         "complete -o filenames -F _lagesbild lagesbild");
}

/* Between single quotes; characters that zsh's _arguments and _describe read as their own have a
 * backslash. */
static void print_quoted(const char *text, const char *special)
{
    for (const char *c = text; *c; c++) {
        if (*c == '\'')
            fputs("'\\''", stdout);
        else if (strchr(special, *c))
            printf("\\%c", *c);
        else
            putchar(*c);
    }
}

/* One specification of _arguments, '[*]--name=[help]:value:(choices)'; colons and brackets in help
 * texts would end its parts and are escaped. */
static void print_zsh_option(const lb_option *option)
{
    printf("            '%s--%s", lb_option_is_repeated(option) ? "*" : "", option->name);
    printf(option->kind == LB_OPTION_FLAG ? "[" : "=[");
    print_quoted(option->help.en, "[]:\\");
    putchar(']');
    if (option->kind != LB_OPTION_FLAG) {
        putchar(':');
        print_quoted(option->value_name, ":\\");
        putchar(':');
        if (has_choices(option)) {
            putchar('(');
            print_choices(option);
            putchar(')');
        } else {
            printf("_files");
        }
    }
    puts("' \\");
}

/* _arguments is called with the words shifted by one, so that each command is completed as if it
 * were a program of its own. */
static void print_zsh(void)
{
    const lb_command *of;
    const lb_option *option;
    puts("#compdef lagesbild\n"
         "# Completion of lagesbild for zsh; made by: lagesbild describe --completion zsh\n"
         "_lagesbild() {\n"
         "    if (( CURRENT == 2 )); then\n"
         "        local -a commands=(");
    for (size_t i = 0; i < own_command_count(); i++) {
        printf("            '%s:", own_command_at(i)->name);
        print_quoted(own_command_at(i)->summary.en, ":\\");
        puts("'");
    }
    puts("            'help:what a command takes')\n"
         "        _describe command commands\n"
         "        return\n"
         "    fi\n"
         "    local command=$words[2]\n"
         "    shift words\n"
         "    (( CURRENT-- ))\n"
         "    case $command in");
    for (size_t i = 0; i < own_command_count(); i++) {
        printf("    %s)\n        _arguments \\\n", own_command_at(i)->name);
        for (size_t k = 0; (option = help_option_at(own_command_at(i), k, &of)); k++)
            if (is_option(option))
                print_zsh_option(option);
        puts("            '*:file:_files' ;;");
    }
    puts("    esac\n}\n_lagesbild \"$@\"");
}

static void print_fish_option(const lb_command *command, const lb_option *option)
{
    printf("complete -c lagesbild -n '__fish_seen_subcommand_from %s' -l %s", command->name,
           option->name);
    if (option->letter)
        printf(" -s %c", option->letter);
    if (option->kind != LB_OPTION_FLAG)
        printf(" -r");
    if (has_choices(option)) {
        printf(" -f -a '");
        print_choices(option);
        putchar('\'');
    }
    printf(" -d '");
    print_quoted(option->help.en, "\\");
    puts("'");
}

static void print_fish(void)
{
    const lb_command *of;
    const lb_option *option;
    puts("# Completion of lagesbild for fish; made by: lagesbild describe --completion fish");
    for (size_t i = 0; i < own_command_count(); i++) {
        const lb_command *command = own_command_at(i);
        printf("complete -c lagesbild -n __fish_use_subcommand -f -a %s -d '", command->name);
        print_quoted(command->summary.en, "\\");
        puts("'");
        for (size_t k = 0; (option = help_option_at(command, k, &of)); k++)
            if (is_option(option))
                print_fish_option(command, option);
    }
    puts("complete -c lagesbild -n __fish_use_subcommand -f -a help -d 'what a command takes'");
}

static int print_completion(const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        print_bash();
    else if (strcmp(shell, "zsh") == 0)
        print_zsh();
    else if (strcmp(shell, "fish") == 0)
        print_fish();
    else
        return out_usage("--completion: '%s' found, bash, zsh or fish expected", shell);
    return 0;
}

int describe_run(const describe_options *options, const lb_job *job)
{
    const char *name = options->man ? options->man : options->command;
    const lb_command *command = name ? own_command_find(name) : NULL;
    if (name && !command)
        return own_command_unknown(name);
    if (options->completion)
        return print_completion(options->completion);
    if (options->man)
        return print_man(command);
    if (options->json)
        return print_json(command);
    return command ? print_columns(command, job) : print_commands(job);
}
