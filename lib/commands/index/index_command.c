/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `index` takes and makes. */
#include <lagesbild/index.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_index_options values;

static const lb_option option_table[] = {
    LB_OPTION("inputs", 0, SOURCES, LB_LIST(source, sources), "INPUT",
              "tabeller med rutor från SCB", "tables of squares from SCB",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_SQUARES),
    LB_RECIPE_OPTION,
    LB_OPTION("gpkg", 'g', OUTPUT, LB_AT(gpkg), "FILE",
              "lagret rutor: .gpkg, med färger, som andra kommandon läser som rutnät; eller .fgb, "
              ".geojson",
              "the layer rutor: .gpkg, styled, which other commands read as a grid; or .fgb, "
              ".geojson",
              .words = lb_layer_endings, .fallback = ".gpkg"),
    LB_OPTION("output", 'o', OUTPUT, LB_AT(tif), "OUT.tif",
              "GeoTIFF med index, klass, grupper och befolkning; en .qml bredvid",
              "GeoTIFF: index, class, groups, population; a .qml beside it",
              .words = lb_raster_endings, .fallback = ".tif"),
    LB_OPTION("class-tif", 0, OUTPUT, LB_AT(class_tif), "FILE",
              "klasserna som bytes med färgtabell", "classes as bytes with a colour table",
              .words = lb_raster_endings),
    LB_OPTION("noise", 0, TEXT, LB_AT(noise), "none|fixed:V|round3|cell-key:D:V",
              "leveransens brus i antal, i varians: hur säkra index och klass är",
              "the delivery's noise of counts, as a variance: how firm index and class are",
              .flags = LB_OPTION_RESOLVED),
    LB_OPTION("draws", 0, WHOLE, LB_AT(draws), "N", "dragningar av bruset", "draws of the noise",
              LB_BOUNDS(LB_NOISE_DRAWS_MIN, LB_NOISE_DRAWS_MAX), .standard = "200",
              .flags = LB_OPTION_RESOLVED | LB_OPTION_ZERO_UNSET),
    LB_OPTION("seed", 0, WHOLE, LB_AT(seed), "N", "dragningarnas frö: samma frö ger samma bytes",
              "seed of the draws: the same seed gives the same bytes", .flags = LB_OPTION_RESOLVED),
    LB_SQUARE_OPTIONS,
    LB_PROVENANCE_OPTION};

static const lb_column_info squares[] = {
    LB_COLUMN_OF("rutor|squares of", "", KEY, TEXT, NONE, "vad raden räknar",
                 "what the row counts"),
    LB_COLUMN_OF("antal|squares", "squares", MADE, INTEGER, COUNT, "antal rutor",
                 "number of squares"),
    LB_COLUMN_OF("personer|people", "people", PEOPLE, REAL, COUNT, "invånare i dem",
                 "people in them"),
    LB_COLUMN_OF("utan uppgift|without figure", "squares", MADE, INTEGER, COUNT,
                 "rutor utan befolkningstal", "squares without a number of people")};

static const lb_column_info variables[] = {
    LB_COLUMN("variabel|variable", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("källa|source", "", KEY, TEXT, NONE, "kolumnerna som variabeln räknas av",
                 "the columns that the variable is computed from"),
    LB_COLUMN_OF("n", "squares", MADE, INTEGER, NONE, "rutor med variabeln bland dem som har index",
                 "squares with the variable, of those with an index"),
    LB_COLUMN("saknas|missing", "squares", MADE, INTEGER, NONE),
    LB_COLUMN("prickade|suppressed", "squares", MADE, INTEGER, NONE),
    LB_COLUMN("nolldelare|zero_denominator", "squares", MADE, INTEGER, NONE),
    LB_COLUMN("kapade|clamped", "squares", MADE, INTEGER, NONE),
    LB_COLUMN("min", "", LEVEL, REAL, NONE),
    LB_COLUMN("median", "", LEVEL, REAL, NONE),
    LB_COLUMN("max", "", LEVEL, REAL, NONE),
    LB_COLUMN("korrelation|correlation", "-1 to 1", MADE, REAL, RATIO),
    LB_COLUMN("vikt|weight", "share", KEY, REAL, RATIO)};

/* Layer rutor of the GeoPackage; the bands of the GeoTIFF have the same names. */
static const lb_column_info layer[] = {
    LB_COLUMN_OF("rutid", "", KEY, TEXT, NONE, "rutans id: 13 siffror i SWEREF 99 TM",
                 "the square's id: 13 digits in SWEREF 99 TM"),
    LB_COLUMN("size", "m", KEY, INTEGER, NONE),
    LB_COLUMN("population", "people", PEOPLE, REAL, COUNT),
    LB_COLUMN_OF("VARIABLE", "", LEVEL, REAL, NONE, "receptets variabel, som den lästes",
                 "a variable of the recipe, as read"),
    LB_COLUMN_OF("VARIABLE_score", "share", MADE, REAL, SCORE, "dess poäng, 1 är sämst",
                 "its score, 1 is the worst"),
    LB_COLUMN_OF("GROUP", "share", MADE, REAL, SCORE,
                 "gruppens poäng: det vägda medelvärdet av dess variabler",
                 "score of the group: the weighted mean of its variables"),
    LB_COLUMN("index", "0 to 100", MADE, REAL, SCORE),
    LB_COLUMN("class", "", MADE, INTEGER, NONE),
    LB_COLUMN("rank", "", MADE, INTEGER, NONE),
    LB_COLUMN("missing", "", KEY, TEXT, NONE),
    LB_COLUMN("index_sd", "0 to 100", MADE, REAL, SCORE),
    LB_COLUMN("class_firm", "share", MADE, REAL, SHARE),
    LB_COLUMN_OF("VARIABLE_numerator", "", PART, REAL, COUNT,
                 "täljaren som den levererades, för en kvot",
                 "the numerator as delivered, of a variable that is a ratio"),
    LB_COLUMN_OF("VARIABLE_denominator", "", PART, REAL, COUNT, "nämnaren som den levererades",
                 "the denominator as delivered")};

static const lb_table_info tables[] = {
    {.name = "squares", .column = squares, .columns = LB_COUNT(squares)},
    {.name = "variables", .column = variables, .columns = LB_COUNT(variables)},
    LB_FILE_TABLE("rutor", "gpkg", layer)};

static const values initial = {.recipe = NULL};

void lb_index_options_init(lb_index_options *options)
{
    *options = initial;
}

static const char *const inputs_or_band[] = {"inputs", "band", NULL};

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    if (!o->noise || lb_noise_parse(o->noise, &(lb_noise){.kind = LB_NOISE_NONE}))
        return LB_OK;
    return lb_error_set(
        err, LB_E_USAGE,
        "--noise: '%s' found, expected none, fixed:V with a variance above 0, "
        "round3, cell-key or cell-key:D:V with D from 1 to 20 and V below D (D + 1) / "
        "(2 D + 1)",
        o->noise);
}

const lb_command lb_index_command = {
    .name = "index",
    .order = 20,
    .subject = LB_SUBJECT_GRID,
    .summary = {"bygg livsvillkorsrutnätet av SCB:s rutor",
                "build the livsvillkor grid from SCB squares"},
    .description = {"Bygger livsvillkorsrutnätet: sammanför tabeller med SCB:s rutor (250 och 1 "
                    "000 m), poängsätter receptets variabler och skriver index, klass och rang.",
                    "Builds the livsvillkor grid: joins tables of SCB squares (250 and 1 000 m), "
                    "scores the recipe's variables, and writes index, class and rank."},
    .job_options = LB_JOB_FILES,
    .one_of = inputs_or_band,
    .check = check_options,
    .or_more = true,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
