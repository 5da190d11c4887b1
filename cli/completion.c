/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion of commands, options, their words, and of files by the endings that an option takes.
 * The scripts name no option that the command has not, as both come from one table. */
#include <stdio.h>
#include <string.h>

#include "cli/completion.h"
#include "cli/help.h"
#include "cli/out.h"
#include "cli/own_commands.h"

/* What stands after an option, or for an argument. */
typedef enum value_kind {
    VALUE_NONE,    /* of a flag */
    VALUE_TEXT,    /* nothing to choose from */
    VALUE_WORD,    /* one of the option's words */
    VALUE_COMMAND, /* the name of a command */
    VALUE_FOLDER,
    VALUE_FILE
} value_kind;

static value_kind value_of_option(const lb_option *option)
{
    if (option->kind == LB_OPTION_FLAG)
        return VALUE_NONE;
    if (option->kind == LB_OPTION_FOLDER)
        return VALUE_FOLDER;
    if (lb_option_is_input(option) || lb_option_is_output(option) || option->ending)
        return VALUE_FILE;
    if (option->flags & LB_OPTION_COMMAND_NAME)
        return VALUE_COMMAND;
    return option->words ? VALUE_WORD : VALUE_TEXT;
}

/* The argument that stands for all of the command's; NULL: it takes none. */
static const lb_option *first_argument(const lb_command *command)
{
    for (size_t i = 0; i < command->options; i++)
        if (command->option[i].flags & LB_OPTION_POSITIONAL)
            return &command->option[i];
    return NULL;
}

/* The i-th option with a name; NULL after the last. */
static const lb_option *named_option_at(const lb_command *command, size_t i)
{
    const lb_command *of;
    const lb_option *option;
    for (size_t k = 0; (option = help_option_at(command, k, &of)); k++)
        if (!(option->flags & LB_OPTION_POSITIONAL) && i-- == 0)
            return option;
    return NULL;
}

static void print_words(const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        printf("%s%s", i > 0 ? " " : "", words[i]);
}

static void print_command_names(void)
{
    for (size_t i = 0; i < own_command_count(); i++)
        printf("%s ", own_command_at(i)->name);
    printf("help");
}

/* Those that an output may have, ".csv" ...; NULL: none are prescribed. */
static const char *const *output_endings(const lb_option *option)
{
    return lb_option_is_output(option) ? option->words : NULL;
}

static bool has_endings(const lb_option *option)
{
    return output_endings(option) || (option->ending && option->ending[0]);
}

/* Without dots: those of an output, else the usual one. */
static void print_endings(const lb_option *option, const char *between)
{
    const char *const *ending = output_endings(option);
    for (size_t i = 0; ending && ending[i]; i++)
        printf("%s%s", i > 0 ? between : "", ending[i] + 1);
    if (!ending)
        printf("%s", option->ending);
}

/* bash ----------------------------------------------------------------------------------------- */

static void print_bash_value(const lb_option *option)
{
    switch (value_of_option(option)) {
    case VALUE_WORD:
        printf("values='");
        print_words(option->words);
        printf("'");
        break;
    case VALUE_COMMAND:
        printf("values=$commands");
        break;
    case VALUE_FOLDER:
        printf("endings=/");
        break;
    case VALUE_FILE:
        printf("endings='");
        if (has_endings(option))
            print_endings(option, " ");
        printf("'");
        break;
    default:
        printf("return");
    }
}

/* Options come as a list; a value by the word before it, or, after no option, by the argument. */
static void print_bash_command(const lb_command *command)
{
    const lb_option *option, *argument = first_argument(command);
    printf("    %s)\n        options='", command->name);
    for (size_t i = 0; (option = named_option_at(command, i)); i++)
        printf("--%s ", option->name);
    puts("--help'\n        case $previous in");
    for (size_t i = 0; (option = named_option_at(command, i)); i++) {
        if (option->kind == LB_OPTION_FLAG)
            continue;
        printf("        --%s", option->name);
        if (option->letter)
            printf(" | -%c", option->letter);
        printf(") ");
        print_bash_value(option);
        puts(" ;;");
    }
    if (argument && (value_of_option(argument) != VALUE_FILE || has_endings(argument))) {
        printf("        *) ");
        print_bash_value(argument);
        puts(" ;;");
    }
    puts("        esac ;;");
}

/* bash takes --name=value for three words, also where the value is yet empty, and gives words with
 * the backslashes and the quote that were typed. */
static void print_bash(void)
{
    puts("# Completion of lagesbild for bash; made by: lagesbild describe --completion bash\n"
         "_lagesbild_files() { # word, ending...: folders, and files with one of the endings, if "
         "any; /: no files\n"
         "    local word=${1//\\\\/} ending\n"
         "    word=${word#[\\\"\\']}\n"
         "    shift\n"
         "    [ $# -gt 0 ] || compgen -f -- \"$word\"\n"
         "    compgen -d -- \"$word\"\n"
         "    for ending; do [ \"$ending\" = / ] || compgen -f -X \"!*.$ending\" -- \"$word\"; "
         "done\n"
         "}\n"
         "_lagesbild() {\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
         "    local options='' values='' endings='' commands\n"
         "    COMPREPLY=()\n"
         "    [ \"$previous\" != = ] || previous=${COMP_WORDS[COMP_CWORD-2]}\n"
         "    [ \"$word\" != = ] || word=''");
    printf("    commands='");
    print_command_names();
    puts("'\n"
         "    [ \"$COMP_CWORD\" -gt 1 ] || { values=$commands && options='--version --help'; }\n"
         "    case ${COMP_WORDS[1]} in\n"
         "    help) values=$commands ;;");
    for (size_t i = 0; i < own_command_count(); i++)
        print_bash_command(own_command_at(i));
    puts("    esac\n"
         "    [ \"${word#-}\" = \"$word\" ] || values=$options\n"
         "    if [ -n \"$values\" ]; then\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$values\" -- \"$word\")\n"
         "    else\n"
         "        mapfile -t COMPREPLY < <(_lagesbild_files \"$word\" $endings)\n"
         "    fi\n"
         "}\n"
         "complete -o filenames -F _lagesbild lagesbild");
}

/* zsh ------------------------------------------------------------------------------------------ */

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

/* ":value:how", the end of a specification of _arguments. Without (-.), files, after the endings a
 * single one in its parentheses would be read as qualifiers. */
static void print_zsh_value(const lb_option *option)
{
    putchar(':');
    print_quoted(option->value_name, ":\\");
    putchar(':');
    switch (value_of_option(option)) {
    case VALUE_WORD:
        putchar('(');
        print_words(option->words);
        putchar(')');
        break;
    case VALUE_COMMAND:
        printf("{_describe command commands}");
        break;
    case VALUE_FOLDER:
        printf("_files -/");
        break;
    case VALUE_FILE:
        printf("_files");
        if (has_endings(option)) {
            printf(" -g \"*.(");
            print_endings(option, "|");
            printf(")(-.)\"");
        }
        break;
    default:
        break;
    }
}

/* '(-o --output)'{-o+,--output=}'[help]:value:how'; one that may be repeated excludes nothing.
 * Colons and brackets in help texts would end its parts and are escaped. */
static void print_zsh_option(const lb_option *option)
{
    const char *after = option->kind == LB_OPTION_FLAG ? "" : "=";
    const char *joined = option->kind == LB_OPTION_FLAG ? "" : "+";
    bool repeated = lb_option_is_repeated(option);
    printf("            ");
    if (option->letter && repeated)
        printf("'*'");
    else if (option->letter)
        printf("'(-%c --%s)'", option->letter, option->name);
    if (option->letter)
        printf("{-%c%s,--%s%s}'[", option->letter, joined, option->name, after);
    else
        printf("'%s--%s%s[", repeated ? "*" : "", option->name, after);
    print_quoted(option->help.en, "[]:\\");
    putchar(']');
    if (option->kind != LB_OPTION_FLAG)
        print_zsh_value(option);
    puts("' \\");
}

/* _arguments is called with the words shifted by one, so that each command is completed as if it
 * were a program of its own. */
static void print_zsh_command(const lb_command *command)
{
    const lb_option *option, *argument = first_argument(command);
    printf("    %s)\n        _arguments -s \\\n", command->name);
    for (size_t i = 0; (option = named_option_at(command, i)); i++)
        print_zsh_option(option);
    printf("            '--help[what the command takes]'");
    if (argument) {
        printf(" \\\n            '*");
        print_zsh_value(argument);
        putchar('\'');
    }
    puts(" ;;");
}

static void print_zsh(void)
{
    puts("#compdef lagesbild\n"
         "# Completion of lagesbild for zsh; made by: lagesbild describe --completion zsh\n"
         "_lagesbild() {\n"
         "    local -a commands=(");
    for (size_t i = 0; i < own_command_count(); i++) {
        printf("        '%s:", own_command_at(i)->name);
        print_quoted(own_command_at(i)->summary.en, ":\\");
        puts("'");
    }
    puts("        'help:what a command takes')\n"
         "    if (( CURRENT == 2 )); then\n"
         "        _describe command commands\n"
         "        return\n"
         "    fi\n"
         "    local command=$words[2]\n"
         "    shift words\n"
         "    (( CURRENT-- ))\n"
         "    case $command in\n"
         "    help) _describe command commands ;;");
    for (size_t i = 0; i < own_command_count(); i++)
        print_zsh_command(own_command_at(i));
    puts("    esac\n}\n_lagesbild \"$@\"");
}

/* fish ----------------------------------------------------------------------------------------- */

/* The words or files that may stand there, as options of fish's complete. */
static void print_fish_value(const lb_option *option)
{
    switch (value_of_option(option)) {
    case VALUE_NONE:
        break;
    case VALUE_TEXT:
        printf(" -x");
        break;
    case VALUE_WORD:
        printf(" -x -a '");
        print_words(option->words);
        putchar('\'');
        break;
    case VALUE_COMMAND:
        printf(" -x -a '");
        print_command_names();
        putchar('\'');
        break;
    case VALUE_FOLDER:
        printf(" -x -a '(__fish_complete_directories)'");
        break;
    case VALUE_FILE:
        printf(" -r");
        if (has_endings(option)) {
            printf(" -f -a '(__lagesbild_files ");
            print_endings(option, " ");
            printf(")'");
        }
    }
}

static void print_fish_option(const lb_command *command, const lb_option *option)
{
    printf("complete -c lagesbild -n '__fish_seen_subcommand_from %s' -l %s", command->name,
           option->name);
    if (option->letter)
        printf(" -s %c", option->letter);
    print_fish_value(option);
    printf(" -d '");
    print_quoted(option->help.en, "\\");
    puts("'");
}

static void print_fish_command(const lb_command *command)
{
    const lb_option *option, *argument = first_argument(command);
    printf("complete -c lagesbild -n __fish_use_subcommand -f -a %s -d '", command->name);
    print_quoted(command->summary.en, "\\");
    puts("'");
    for (size_t i = 0; (option = named_option_at(command, i)); i++)
        print_fish_option(command, option);
    if (!argument)
        return;
    printf("complete -c lagesbild -n '__fish_seen_subcommand_from %s'", command->name);
    print_fish_value(argument);
    puts("");
}

static void print_fish(void)
{
    puts("# Completion of lagesbild for fish; made by: lagesbild describe --completion fish\n"
         "function __lagesbild_files # ending...: folders, and files with one of the endings\n"
         "    complete -C \"__fish_command_without_completions \"(commandline -ct) |\n"
         "        string match -r -- '.*(?:/|\\.(?:'(string join '|' $argv)'))$'\n"
         "end");
    for (size_t i = 0; i < own_command_count(); i++)
        print_fish_command(own_command_at(i));
    printf("complete -c lagesbild -n __fish_use_subcommand -f -a help -d 'what a command takes'\n"
           "complete -c lagesbild -n '__fish_seen_subcommand_from help' -x -a '");
    print_command_names();
    puts("'");
}

int completion_print(const char *shell)
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
