/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `run` takes; its function is lb_project_run. */
#include <lagesbild/project.h>
#include "command/option_table.h"
#include "input/grid/noisy_squares.h"

typedef lb_project_options values;

static const char *const areas_people_names[] = {"coarsened", "exact", NULL};

static const lb_option option_table[] = {
    LB_OPTION("project", 0, SOURCE, LB_AT(file), "PROJECT.yaml",
              "beskrivningen, se lagesbild-project(5)", "the description, see lagesbild-project(5)",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_PLAIN_FILE,
              .ending = "yaml"),
    LB_OPTION("output", 'o', FOLDER, LB_AT(dir), "DIR",
              "mappen för allt som skrivs; den görs när den saknas",
              "folder where everything goes; made when missing", .flags = LB_OPTION_NEEDED),
    LB_OPTION(
        "perturb", 0, TEXT, LB_AT(perturb), "cell-key:FILE",
        "brus enligt cellnyckelmetoden på rutornas antal, i stället för förgrovning; hemligheten "
        "står i filen",
        "noise by the cell-key method on the squares' counts, instead of coarsening; the secret "
        "is in the file",
        .ending = ""),
    LB_OPTION("areas", 0, CHOICE, LB_AT(areas), "PEOPLE",
              "områdenas folkmängd: av förgrovade rutor, eller exakt, i den mån granskningen inte "
              "finner att den röjer någon",
              "people of areas: of coarsened squares, or exact unless the audit finds that they "
              "give someone away",
              .words = areas_people_names),
    LB_OPTION("register", 0, SOURCE, LB_AT(register_path), "FILE.json",
              "tidigare publiceringar, som granskas tillsammans med denna; den läggs till",
              "earlier publications, which are audited together with this one; it is added",
              .flags = LB_OPTION_PLAIN_FILE, .ending = "json"),
    LB_OPTION("dry-run", 'n', FLAG, LB_AT(dry_run), NULL,
              "säg vad som skulle läsas och skrivas, och sluta",
              "say what would be read and written, and stop", .flags = LB_OPTION_NO_EFFECT)};

static const lb_column_info inputs[] = {
    LB_COLUMN_OF("input", "", KEY, TEXT, NONE, "indata, som de är skrivna i beskrivningen",
                 "the input, as written in the description"),
    LB_COLUMN_OF("used_by", "", KEY, TEXT, NONE, "stegen som läser dem", "the steps that read it"),
    LB_COLUMN_OF("bytes", "bytes", KEY, INTEGER, COUNT, "filens storlek", "size of the file"),
    LB_COLUMN_OF("crs", "", KEY, TEXT, NONE, "koordinatsystemet", "its CRS"),
    LB_COLUMN_OF("operation", "", KEY, TEXT, NONE, "omräkningen till arbetets koordinatsystem",
                 "the transformation to the working CRS")};

static const lb_column_info steps[] = {
    LB_COLUMN_OF("step", "", KEY, TEXT, NONE, "stegets namn", "name of the step"),
    LB_COLUMN_OF("command", "", KEY, TEXT, NONE, "dess kommando", "its command"),
    LB_COLUMN_OF("files", "", KEY, TEXT, NONE, "filerna det skriver", "the files it writes"),
    LB_COLUMN_OF("state", "", KEY, TEXT, NONE,
                 "gjort eller misslyckat; av en plan: om filerna finns",
                 "done or failed; of a plan: whether the files are there"),
    LB_COLUMN_OF("rows", "rows", KEY, INTEGER, COUNT, "rader i dess tabell", "rows of its table")};

static const lb_table_info tables[] = {
    {.name = "inputs", .column = inputs, .columns = LB_COUNT(inputs)},
    {.name = "steps", .column = steps, .columns = LB_COUNT(steps)}};

static const values initial = {.file = NULL};

void lb_project_options_init(lb_project_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *options, lb_error *err)
{
    const lb_project_options *o = options;
    return !o->perturb || lb_cell_key_file(o->perturb)
               ? LB_OK
               : lb_error_set(err, LB_E_USAGE, "--perturb: '%s' found, cell-key:FILE expected",
                              o->perturb);
}

static const lb_command run_command = {
    .name = "run",
    .subject = LB_SUBJECT_DRAWING,
    .summary = {"gör en hel lägesbild av en beskrivning",
                "make a whole lägesbild from one description"},
    .description = {"Gör en hel lägesbild av en beskrivning: rutnät, tabeller och sidan som visar "
                    "dem. Allt prövas innan något räknas.",
                    "Makes a whole lägesbild from one description: grid, tables and the page that "
                    "shows them. Checked as a whole before anything is computed."},
    .job_options = LB_JOB_FORCE | LB_JOB_THREADS | LB_JOB_QUIET,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};

const lb_command *lb_command_run_project(void)
{
    return &run_command;
}
