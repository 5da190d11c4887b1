/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lagesbild COMMAND: finds the command's table, reads the command line by it, runs the command and
 * prints the tables it made. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/help.h"
#include "cli/out.h"
#include "cli/own_commands.h"
#include "cli/parse.h"
#include "cli/signals.h"

enum { EXIT_NOT_FOR_PUBLICATION = 4 };

static int print_help(void)
{
    puts("usage: lagesbild COMMAND [options] ARGUMENTS\n\nCommands:");
    for (size_t i = 0; i < own_command_count(); i++)
        printf("  %-15s%s\n", own_command_at(i)->name, own_command_at(i)->summary.en);
    puts("\nlagesbild help COMMAND says what a command takes; lagesbild --version, with what\n"
         "libraries it runs. Exit codes: 0 done, 1 could not read, write or allocate,\n"
         "2 wrong usage, 3 the input is not what it should be, 4 done, and something must not be\n"
         "published.");
    return 0;
}

static int print_version(void)
{
    char libraries[200];
    lb_version_libraries(libraries, sizeof libraries);
    printf("lagesbild %s (%s)\n", lb_version(), libraries);
    return 0;
}

static int command_help(int argc, char **argv)
{
    if (argc < 2)
        return print_help();
    const lb_command *requested = own_command_find(argv[1]);
    if (!requested)
        return own_command_unknown(argv[1]);
    help_print(requested);
    return 0;
}

static const lb_table_info *find_table(const lb_command *command, const char *name)
{
    for (size_t i = 0; i < command->tables; i++)
        if (strcmp(command->table[i].name, name) == 0)
            return &command->table[i];
    return NULL;
}

/* A table goes to the terminal unless it went to a file instead. */
static bool is_shown(const parsed_command *parsed, const lb_table_info *table)
{
    const void *values = lb_command_options_values(parsed->options);
    for (size_t i = 0; i < 3 && table->hidden_by[i]; i++)
        if (lb_option_is_set(lb_command_option(parsed->command, table->hidden_by[i]), values))
            return false;
    return !table->only_file;
}

/* --columns is about the main table: it must be shown or written. */
static lb_status check_columns(const parsed_command *parsed, lb_error *err)
{
    const lb_table_info *table = find_table(parsed->command, "");
    if (!parsed->job.columns || !table || !table->option || is_shown(parsed, table))
        return LB_OK;
    const lb_option *output = lb_command_option(parsed->command, table->option);
    if (lb_option_is_set(output, lb_command_options_values(parsed->options)))
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE,
                        "--columns: has no effect without --%s %s; give that too, or leave it out",
                        output->name, output->value_name);
}

static int print_result(const parsed_command *parsed, const lb_command_result *result)
{
    int code = 0;
    bool first = true;
    for (size_t i = 0; i < result->tables && code == 0; i++) {
        const lb_table_info *table = find_table(parsed->command, result->part[i]);
        if (!table || !is_shown(parsed, table))
            continue;
        if (!first)
            putchar('\n');
        first = false;
        code = out_table(&result->table[i], &parsed->job);
    }
    return code;
}

static int run_library_command(const parsed_command *parsed)
{
    lb_error err = {.status = LB_OK};
    lb_command_result result = {.tables = 0};
    lb_status status = check_columns(parsed, &err);
    if (status == LB_OK)
        status = lb_command_run(parsed->command, lb_command_options_values(parsed->options),
                                &parsed->job, &result, &err);
    int code = status == LB_OK || status == LB_E_INPUT ? print_result(parsed, &result) : 0;
    if (status != LB_OK)
        code = out_error(status, &err);
    if (code == 0 && result.not_for_publication)
        code = EXIT_NOT_FOR_PUBLICATION;
    lb_command_result_clear(&result);
    return code;
}

static int run_command(const lb_command *command, int argc, char **argv)
{
    parsed_command parsed;
    parse_result result = parse_command(command, argc, argv, &parsed);
    if (result != PARSE_DONE)
        return result == PARSE_HELP_SHOWN
                   ? 0
                   : lb_status_exit_code(result == PARSE_NO_MEMORY ? LB_E_MEMORY : LB_E_USAGE);
    lb_log log = out_log(&parsed.job);
    parsed.job.log = &log;
    const void *options = lb_command_options_values(parsed.options);
    signals_watch(command, options);
    int code = lb_command_find(command->name) ? run_library_command(&parsed)
                                              : own_command_run(command, options, &parsed.job);
    signals_unwatch();
    lb_command_options_free(parsed.options);
    return code;
}

static int run_line(int argc, char **argv)
{
    if (argc < 2) {
        print_help();
        return out_usage("expected a command");
    }
    if (strcmp(argv[1], "--version") == 0)
        return print_version();
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return print_help();
    if (strcmp(argv[1], "help") == 0)
        return command_help(argc - 1, argv + 1);
    const lb_command *requested = own_command_find(argv[1]);
    return requested ? run_command(requested, argc - 1, argv + 1) : own_command_unknown(argv[1]);
}

/* A command is soon over: memory that it frees is kept for its next allocation and not given back
 * to the kernel page by page. An arena a core and one more: the threads of tasks that follow each
 * other then allocate what earlier ones freed (100 000 areas over each other: 365 for 400 MB). */
static void keep_memory(void)
{
#ifdef M_MMAP_THRESHOLD /* glibc */
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_ARENA_MAX, (int)sysconf(_SC_NPROCESSORS_ONLN) + 1);
#endif
}

/* Files are closed and outputs flushed: what the destructors of 130 libraries would free, the
 * kernel frees faster. Sanitizers and coverage report in theirs. */
static int end_process(int code)
{
#ifdef NDEBUG
    _Exit(code);
#endif
    return code;
}

int main(int argc, char **argv)
{
    signals_start();
    keep_memory();
    return end_process(out_finish(run_line(argc, argv)));
}
