/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `trend` takes and makes. */
#include <lagesbild/recipe.h>
#include <lagesbild/trend.h>
#include "base/number.h"
#include "command/command_list.h"
#include "command/option_table.h"
#include "kernel/trend/common_units.h"

typedef lb_trend_options values;

static const char *const yardstick_words[] = {"fixed", "pooled", "rerank", NULL};

static const lb_option option_table[] = {
    LB_OPTION("grids", 0, SOURCES, LB_LIST(grid, grids), "[NAME=]GRID",
              "rutnät från index, ett för varje leverans, den äldsta först; NAME är året",
              "grids of index, one a delivery, the oldest first; NAME is the year",
              .flags =
                  LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_NAMED | LB_OPTION_SQUARES),
    LB_OPTION("recipe", 'r', RECIPE, LB_AT(recipe), "RECIPE",
              "inbyggt recept eller YAML-fil; utan det det första rutnätets",
              "built-in recipe or YAML file; without it that of the first grid", .flags = 0),
    LB_OPTION("yardstick", 0, CHOICE, LB_AT(yardstick), "HOW",
              "vad värden mäts mot: den första leveransen, alla tillsammans, eller var sin egen",
              "what values are scored by: the first delivery, all together, or each its own",
              .words = yardstick_words),
    LB_OPTION("noise", 0, TEXT, LB_AT(noise), "none|fixed:V|round3|cell-key:D:V",
              "leveransernas brus i antal, i varians",
              "the deliveries' noise of counts, a variance", .standard = "fixed:2"),
    LB_OPTION("nominal", 0, FLAG, LB_AT(nominal), NULL, "jämför nivåer i löpande priser, som de är",
              "compare levels in the money of their years, as they are", .flags = 0),
    LB_OPTION("ignore-breaks", 0, FLAG, LB_AT(ignore_breaks), NULL,
              "pröva förändringar även över avbrott i serien",
              "test changes across breaks of the series too", .flags = 0),
    LB_OPTION("areas", 0, SOURCE, LB_AT(areas), "AREAS", "områden, som rader för sig",
              "areas, as rows of their own", .flags = LB_OPTION_NAMED),
    LB_AREA_NAME_OPTION,
    LB_COARSEN_OPTION,
    LB_TABLE_OUTPUT_OPTION,
    LB_OPTION("gpkg", 'g', OUTPUT, LB_AT(gpkg), "FILE",
              "lagret trend, enheterna: .gpkg, .fgb eller .geojson",
              "the layer trend, the units: .gpkg, .fgb or .geojson", .words = lb_layer_endings,
              .flags = LB_OPTION_UNPUBLISHED),
    LB_OPTION("transitions", 0, OUTPUT, LB_AT(transitions), "FILE",
              "klass före och efter, bredvid vad brus ensamt ger, som fil",
              "class before and after, beside what noise alone gives, as a file",
              .words = lb_table_endings),
    LB_PROVENANCE_OPTION};

#define UNIT_COLUMNS                                                                              \
    LB_COLUMN_OF("unit", "", KEY, TEXT, NONE, "rutans id, eller områdets namn",                   \
                 "id of the square, or name of the area"),                                        \
        LB_COLUMN_OF("status", "", KEY, TEXT, NONE,                                               \
                     "same, merged, split, rearranged, only NAMN, below minimum in NAMN, area",   \
                     "same, merged, split, rearranged, only NAME, below minimum in NAME, area"),  \
        LB_COLUMN_OF("people_NAME", "people", PEOPLE, REAL, COUNT, "invånare i leveransen",       \
                     "people in the delivery"),                                                   \
        LB_COLUMN_OF("index_NAME", "0 to 100", MADE, REAL, SCORE, "index i leveransen",           \
                     "index in the delivery"),                                                    \
        LB_COLUMN_OF("change", "points", MADE, REAL, SCORE, "från den första till den sista",     \
                     "from the first to the last"),                                               \
        LB_COLUMN_OF("sd", "points", MADE, REAL, SCORE, "så mycket ger brus ensamt",              \
                     "standard deviation of it by noise alone"),                                  \
        LB_COLUMN_OF("q", "", MADE, REAL, NONE,                                                   \
                     "under 0,05: mer än brus (Benjamini och Hochberg)",                          \
                     "below 0.05: more than noise (Benjamini and Hochberg)"),                     \
        LB_COLUMN_OF("own_VARIABLE", "points", MADE, REAL, SCORE,                                 \
                     "variabelns del av förändringen", "the variable's part of the change"),      \
        LB_COLUMN_OF("others", "points", MADE, REAL, SCORE, "att de andra enheterna ändrades",    \
                     "that the other units changed"),                                             \
        LB_COLUMN_OF("missing", "points", MADE, REAL, SCORE,                                      \
                     "att en variabel kom till eller föll bort", "that a variable came or went"), \
        LB_COLUMN_OF("composition", "points", MADE, REAL, SCORE,                                  \
                     "att invånarna bor i andra rutor (--areas)",                                 \
                     "that people live in other squares (--areas)"),                              \
        LB_COLUMN_OF("size", "m", KEY, INTEGER, NONE, "sidan på rutan med detta id",              \
                     "side of the square of this id"),                                            \
        LB_COLUMN_OF("approximate", "", KEY, INTEGER, NONE,                                       \
                     "1 om något tal är ett medel över invånare, eller saknar en ruta",           \
                     "1 where a figure is a mean over people, or lacks a square"),                \
        LB_COLUMN_OF("other_squares", "", KEY, TEXT, NONE,                                        \
                     "enhetens övriga rutor, id/sida, där den är flera i varje leverans",         \
                     "the unit's other squares, id/side, where it is several in every delivery")

static const lb_column_info units[] = {UNIT_COLUMNS};
static const lb_column_info areas[] = {UNIT_COLUMNS};

static const lb_column_info summary[] = {
    LB_COLUMN_OF("measure", "", KEY, TEXT, NONE, "vad som räknas", "what is counted"),
    LB_COLUMN_OF("units", "units", MADE, REAL, COUNT, "enheter", "units"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare i dem", "people in them"),
    LB_COLUMN_OF("noise_units", "units", MADE, REAL, RATE, "så många ger brus ensamt",
                 "as many by noise alone"),
    LB_COLUMN_OF("noise_people", "people", MADE, REAL, COUNT, "med så många invånare",
                 "with as many people")};

static const lb_column_info transitions[] = {
    LB_COLUMN_OF("from", "", KEY, INTEGER, NONE, "klass i den första leveransen",
                 "class in the first delivery"),
    LB_COLUMN_OF("to", "", KEY, INTEGER, NONE, "klass i den sista", "class in the last"),
    LB_COLUMN_OF("units", "units", MADE, INTEGER, COUNT, "enheter", "units"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare i dem i den sista",
                 "people in them in the last"),
    LB_COLUMN_OF("noise_units", "units", MADE, REAL, RATE, "så många ger brus ensamt",
                 "as many by noise alone"),
    LB_COLUMN_OF("noise_people", "people", MADE, REAL, COUNT, "med så många invånare",
                 "with as many people")};

static const lb_table_info tables[] = {
    {.name = "summary", .column = summary, .columns = LB_COUNT(summary)},
    {.name = "areas", .column = areas, .columns = LB_COUNT(areas)},
    LB_FILE_TABLE("", "output", units),
    LB_FILE_TABLE("transitions", "transitions", transitions)};

static const values initial = {.recipe = NULL};

void lb_trend_options_init(lb_trend_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    lb_noise noise;
    if (o->grids < 2 || o->grids > LB_DELIVERIES_MAX)
        return lb_error_set(err, LB_E_USAGE, "%zu %s found, expected 2 to %d", o->grids,
                            lb_number_word(o->grids, "grid", "grids"), LB_DELIVERIES_MAX);
    if (o->noise && !lb_noise_parse(o->noise, &noise))
        return lb_error_set(err, LB_E_USAGE,
                            "--noise: '%s' found, expected none, fixed:VARIANCE, round3, cell-key "
                            "or cell-key:CHANGE:VARIANCE",
                            o->noise);
    return LB_OK;
}

const lb_command lb_trend_command = {
    .name = "trend",
    .order = 40,
    .subject = LB_SUBJECT_GRID,
    .summary = {"vad som ändrats mellan leveranser, varför, och om det är mer än brus",
                "what changed between deliveries, why, and whether it is more than noise"},
    .description = {"Jämför rutnät av flera leveranser på gemensamma enheter, delar upp varje "
                    "förändring av index på sina orsaker, så att delarna går ihop, och håller den "
                    "mot vad leveransernas brus ensamt ger.",
                    "Compares grids of several deliveries on common units, divides each change of "
                    "the index among its causes, so that the parts add up, and holds it against "
                    "what the deliveries' noise alone gives."},
    .job_options = LB_JOB_FILES | LB_JOB_COLUMNS | LB_JOB_AREAS,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
