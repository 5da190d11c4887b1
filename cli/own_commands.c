/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/demo.h"
#include "cli/out.h"
#include "cli/own_commands.h"

enum { COMMANDS_MAX = 100 };

/* recipe --------------------------------------------------------------------------------------- */

typedef struct recipe_options {
    const char *recipe; /* NULL: names of all */
} recipe_options;

static const lb_option recipe_table[] = {
    {.name = "recipe",
     .kind = LB_OPTION_TEXT,
     .at = offsetof(recipe_options, recipe),
     .value_name = "NAME|FILE",
     .ending = "",
     .help = {"ett inbyggt recept eller en fil", "a built-in recipe or a file"},
     .flags = LB_OPTION_POSITIONAL}};
static const recipe_options recipe_initial = {NULL};
static const lb_command recipe_command = {
    .name = "recipe",
    .subject = LB_SUBJECT_HELP,
    .summary = {"skriv ut ett inbyggt recept, att ändra i",
                "print a built-in recipe, to be edited"},
    .description = {"Skriver ut ett inbyggt recept, att ändra i, eller vad en receptfil blir med "
                    "allt den bygger på. Utan namn: de inbyggda receptens namn.",
                    "Prints a built-in recipe to be edited, or what a recipe file comes to with "
                    "everything it extends. Without a name: the names of the built-ins."},
    .option = recipe_table,
    .options = 1,
    .job_options = LB_JOB_QUIET,
    .initial = &recipe_initial,
    .size = sizeof recipe_initial};

/* A file is printed as it is with everything it extends. */
static int run_recipe(const recipe_options *options, const lb_job *job)
{
    lb_error err = {.status = LB_OK};
    lb_recipe recipe;
    const char *const *names = lb_recipe_builtins();
    const char *builtin = options->recipe ? lb_recipe_builtin(options->recipe) : NULL;
    for (size_t i = 0; !options->recipe && names[i]; i++)
        puts(names[i]);
    if (builtin)
        fputs(builtin, stdout);
    if (!options->recipe || builtin)
        return 0;
    lb_status status = lb_recipe_load(options->recipe, job, &recipe, &err);
    if (status != LB_OK)
        return out_error(status, &err);
    char *text = lb_recipe_to_yaml(&recipe);
    lb_recipe_clear(&recipe);
    return out_text(text);
}

/* demo ----------------------------------------------------------------------------------------- */

typedef struct demo_options {
    const char *dir;
} demo_options;

static const lb_option demo_table[] = {
    {.name = "dir",
     .kind = LB_OPTION_FOLDER,
     .at = offsetof(demo_options, dir),
     .value_name = "DIR",
     .help = {"mappen; den görs när den saknas", "the folder; made when missing"},
     .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED}};
static const demo_options demo_initial = {NULL};
static const lb_command demo_command = {
    .name = "demo",
    .subject = LB_SUBJECT_HELP,
    .summary = {"skriv en liten påhittad stad att pröva kommandona på",
                "write a small made-up town to try the commands on"},
    .description = {"Skriver en liten påhittad stad i DIR, med alla slags indata, att pröva de "
                    "andra kommandona på. DIR/LASMIG.txt säger hur. Samma filer varje gång.",
                    "Writes a small made-up town into DIR, with every kind of input, to try the "
                    "other commands on. DIR/LASMIG.txt says how. The same files every time."},
    .option = demo_table,
    .options = 1,
    .job_options = LB_JOB_FORCE | LB_JOB_QUIET,
    .initial = &demo_initial,
    .size = sizeof demo_initial};

static int run_demo(const demo_options *options, const lb_job *job)
{
    lb_error err = {.status = LB_OK};
    lb_status status = lb_folder_write(options->dir, demo_files, demo_file_count, job->force, &err);
    return out_error(status, &err);
}

/* describe ------------------------------------------------------------------------------------- */

static const char *const shells[] = {"bash", "zsh", "fish", NULL};

static const lb_option describe_table[] = {
    {.name = "command",
     .kind = LB_OPTION_TEXT,
     .at = offsetof(describe_options, command),
     .value_name = "COMMAND",
     .help = {"kommandot; utan det alla", "the command; without it all"},
     .flags = LB_OPTION_POSITIONAL | LB_OPTION_COMMAND_NAME},
    {.name = "json",
     .kind = LB_OPTION_FLAG,
     .at = offsetof(describe_options, json),
     .help = {"val och kolumner som JSON", "options and columns as JSON"}},
    {.name = "man",
     .kind = LB_OPTION_TEXT,
     .at = offsetof(describe_options, man),
     .value_name = "COMMAND",
     .help = {"kommandots val som mdoc, för dess manualsida",
              "options of the command as mdoc, for its manual page"},
     .flags = LB_OPTION_COMMAND_NAME},
    {.name = "completion",
     .kind = LB_OPTION_TEXT,
     .at = offsetof(describe_options, completion),
     .value_name = "SHELL",
     .words = shells,
     .help = {"ett skript som fyller i kommandon och val i skalet",
              "a script that completes commands and options in the shell"}}};
static const describe_options describe_initial = {.command = NULL};
static const lb_command describe_command = {
    .name = "describe",
    .subject = LB_SUBJECT_HELP,
    .summary = {"vad kommandon tar och gör, för människor och program",
                "what commands take and make, for people and programs"},
    .description = {"Vad ett kommando skriver: kolumner, enheter och betydelser. Med --json också "
                    "dess val med gränser, förval och hjälp på båda språken, för program.",
                    "What a command writes: columns, units and meanings. With --json also its "
                    "options with bounds, defaults and help in both languages, for programs."},
    .option = describe_table,
    .options = sizeof describe_table / sizeof *describe_table,
    .job_options = LB_JOB_LANG,
    .initial = &describe_initial,
    .size = sizeof describe_initial};

/* run ------------------------------------------------------------------------------------------ */

static int print_report(const lb_project_report *report, const lb_job *job)
{
    int code = 0;
    if (report->inputs.columns > 0) {
        code = out_table(&report->inputs, job);
        putchar('\n');
    }
    return code ? code : out_table(&report->steps, job);
}

/* A run of which steps failed has a report too. */
static int run_project(const lb_project_options *options, const lb_job *job)
{
    int code = 0;
    lb_error err = {.status = LB_OK};
    lb_project_report report = {.inputs = {0}};
    lb_status status = lb_project_run(options, job, &report, &err);
    if (report.steps.columns > 0)
        code = print_report(&report, job);
    lb_project_report_clear(&report);
    return status == LB_OK ? code : out_error(status, &err);
}

/* All ------------------------------------------------------------------------------------------ */

size_t own_command_count(void)
{
    return lb_command_count() + 4;
}

const lb_command *own_command_at(size_t i)
{
    const lb_command *const own[] = {lb_command_run_project(), &recipe_command, &demo_command,
                                     &describe_command};
    return i < lb_command_count() ? lb_command_at(i) : own[i - lb_command_count()];
}

const lb_command *own_command_find(const char *name)
{
    for (size_t i = 0; i < own_command_count(); i++)
        if (strcmp(own_command_at(i)->name, name) == 0)
            return own_command_at(i);
    return NULL;
}

int own_command_unknown(const char *name)
{
    const char *known[COMMANDS_MAX];
    size_t n = 0;
    for (; n < own_command_count() && n < COMMANDS_MAX; n++)
        known[n] = own_command_at(n)->name;
    const char *meant = lb_nearest_name(name, known, n);
    return out_usage("'%s' is no command%s%s; see: lagesbild help", name,
                     meant ? "; nearest: " : "", meant ? meant : "");
}

int own_command_run(const lb_command *command, const void *options, const lb_job *job)
{
    lb_error err = {.status = LB_OK};
    lb_status status = lb_command_check(command, options, &err);
    if (status != LB_OK)
        return out_error(status, &err);
    if (command == &recipe_command)
        return run_recipe(options, job);
    if (command == &demo_command)
        return run_demo(options, job);
    if (command == &describe_command)
        return describe_run(options, job);
    return run_project(options, job);
}
