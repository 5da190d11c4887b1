/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/out.h"

typedef struct command_entry {
    const char *name;
    int (*run_command)(int argc, char **argv);
    const char *summary;
} command_entry;

static const command_entry commands[] = {
    {"index", cmd_index, "build the livsvillkor grid from SCB squares"},
    {"share", cmd_share, "which share of the events happened in the areas"},
    {"footprint", cmd_footprint, "where phones left their day-prints"},
    {"recipe", cmd_recipe, "print a built-in recipe, to be edited"},
    {"profile", cmd_profile, "who lives in each area, from the exact share of each cell"},
    {"population", cmd_population, "carry figures of zones to areas, by exact overlap"},
    {"agree", cmd_agree, "how the worst squares and the areas coincide"},
    {"rate", cmd_rate, "events per 1 000 inhabitants, by category of areas"},
    {"levels", cmd_levels, "problem levels from the answers to the metodstöd"},
    {"changes", cmd_changes, "what became of areas between two assessments"},
    {"audit", cmd_audit, "which totals published figures allow, and which are wrong"},
    {"brief", cmd_brief, "one page about one area: map, people, class mix, rank, neighbours"},
    {"map", cmd_map, "the grid as a map for print, with areas and rings"},
    {"run", cmd_run, "make a whole lägesbild from one description"},
    {"chart", cmd_chart, "a table of share, rate or profile as a picture"},
    {"demo", cmd_demo, "write a small made-up town to try the commands on"},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static const command_entry *find_command(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static int print_help(void)
{
    puts("usage: lagesbild COMMAND [options] ARGUMENTS\n\nCommands:");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  %-12s%s\n", commands[i].name, commands[i].summary);
    puts("\nlagesbild help COMMAND says what a command takes; lagesbild --version, with what\n"
         "libraries it runs. Exit codes: 0 done, 1 could not read, write or allocate,\n"
         "2 wrong usage, 3 the input is not what it should be.");
    return 0;
}

static int print_version(void)
{
    char libraries[200];
    lb_version_libraries(libraries, sizeof libraries);
    printf("lagesbild %s (%s)\n", lb_version(), libraries);
    return 0;
}

static int unknown_command(const char *name)
{
    return out_usage("'%s' is no command; see: lagesbild help", name);
}

static int command_help(int argc, char **argv)
{
    char ask[] = "--help";
    if (argc < 2)
        return print_help();
    const command_entry *requested = find_command(argv[1]);
    char *args[] = {argv[1], ask, NULL};
    return requested ? requested->run_command(2, args) : unknown_command(argv[1]);
}

static int run_command(int argc, char **argv)
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
    const command_entry *requested = find_command(argv[1]);
    return requested ? requested->run_command(argc - 1, argv + 1) : unknown_command(argv[1]);
}

/* A command is soon over: what it frees it keeps for what it needs next, instead of giving it to
 * the kernel and taking it back page by page. */
static void keep_memory(void)
{
#ifdef M_MMAP_THRESHOLD /* glibc */
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

int main(int argc, char **argv)
{
    keep_memory();
    return out_finish(run_command(argc, argv));
}
