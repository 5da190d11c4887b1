/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `stability` takes and makes. */
#include <lagesbild/stability.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_stability_options values;

static const lb_option option_table[] = {
    LB_OPTION("inputs", 0, SOURCES, LB_LIST(source, sources), "INPUT",
              "tabeller med rutor från SCB, eller ett rutnät från index",
              "tables of squares from SCB, or one grid of index",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_SQUARES),
    LB_OPTION("recipe", 'r', RECIPE, LB_AT(recipe), "RECIPE",
              "inbyggt recept eller YAML-fil; dess nyckel stability säger vad som varieras",
              "built-in recipe or YAML file; its key stability says what is varied",
              .standard = "livsvillkor-8", .flags = LB_OPTION_RESOLVED),
    LB_SQUARE_OPTIONS,
    LB_OPTION("areas", 0, SOURCE, LB_AT(areas), "AREAS",
              "områden, vars medelindex och plats också får sina intervall",
              "areas, whose mean index and place get their ranges too", .flags = LB_OPTION_NAMED),
    LB_AREA_NAME_OPTION,
    LB_OPTION("quantiles", 0, FLAG, LB_AT(quantiles), NULL, "även rangernas 5:e och 95:e percentil",
              "also the 5th and 95th percentile of ranks", .flags = 0),
    LB_OPTION("exact-ranks", 0, FLAG, LB_AT(exact_ranks), NULL,
              "behåll alla ranger, så att medianer och percentiler är exakta; tar 4 byte för varje "
              "ruta och recept",
              "keep all ranks, so that medians and percentiles are exact; takes 4 bytes a square "
              "and recipe",
              .flags = 0),
    LB_COARSEN_OPTION,
    LB_TABLE_OUTPUT_OPTION,
    LB_OPTION("factors", 0, OUTPUT, LB_AT(factors), "FILE",
              "hur stor del av variansen varje val står för, som fil",
              "how much of the variance each choice explains, as a file",
              .words = lb_table_endings),
    LB_OPTION("recipes", 0, OUTPUT, LB_AT(recipes), "FILE", "recept för recept, som fil",
              "recipe by recipe, as a file", .words = lb_table_endings),
    LB_OPTION("areas-output", 0, OUTPUT, LB_AT(areas_output), "FILE", "område för område, som fil",
              "area by area, as a file", .words = lb_table_endings, .needs = "areas"),
    LB_PROVENANCE_OPTION};

static const lb_column_info squares[] = {
    LB_COLUMN_OF("rutid", "", KEY, TEXT, NONE, "rutans id", "the square's id"),
    LB_COLUMN("size", "m", KEY, INTEGER, NONE),
    LB_COLUMN("index", "0 to 100", MADE, REAL, SCORE),
    LB_COLUMN("class", "", MADE, INTEGER, NONE),
    LB_COLUMN("rank", "", MADE, INTEGER, NONE),
    LB_COLUMN_OF("rank_low", "", MADE, INTEGER, NONE, "minsta plats över alla recept; 1 är sämst",
                 "smallest place over all recipes; 1 is the worst"),
    LB_COLUMN_OF("rank_median", "", MADE, REAL, NONE, "mittersta platsen", "median of the places"),
    LB_COLUMN_OF("rank_high", "", MADE, INTEGER, NONE, "största platsen", "greatest place"),
    LB_COLUMN_OF("class_mode", "", MADE, INTEGER, NONE, "klassen som flest recept ger",
                 "the class that most recipes give"),
    LB_COLUMN_OF("class_share", "share", MADE, REAL, SHARE, "andel av recepten som ger den",
                 "share of the recipes that give it"),
    LB_COLUMN_OF("firm", "", MADE, INTEGER, NONE, "1 om andelen är minst 0,9, annars 0",
                 "1 where that share is at least 0.9, else 0"),
    LB_COLUMN_OF("rank_q05", "", MADE, REAL, NONE, "5:e percentilen (--quantiles)",
                 "5th percentile (--quantiles)"),
    LB_COLUMN_OF("rank_q95", "", MADE, REAL, NONE, "95:e percentilen (--quantiles)",
                 "95th percentile (--quantiles)")};

static const lb_column_info summary[] = {
    LB_COLUMN_OF("measure", "", KEY, TEXT, NONE, "måttet", "what is measured"),
    LB_COLUMN_OF("value", "", MADE, REAL, NONE, "dess värde; av många recept medianen",
                 "its value; of many recipes the median"),
    LB_COLUMN_OF("low", "", MADE, REAL, NONE, "minsta värdet över recepten",
                 "least over the recipes"),
    LB_COLUMN_OF("high", "", MADE, REAL, NONE, "största värdet", "greatest value"),
    LB_COLUMN_OF("of", "", MADE, REAL, COUNT, "av hur många rutor, invånare eller recept",
                 "of how many squares, people or recipes")};

static const lb_column_info factors[] = {
    LB_COLUMN_OF("output", "", KEY, TEXT, NONE,
                 "det som rör sig: rank_shift, worst_people eller area:NAMN",
                 "what moves: rank_shift, worst_people or area:NAME"),
    LB_COLUMN_OF("factor", "", KEY, TEXT, NONE, "valet", "the choice"),
    LB_COLUMN_OF("s", "share", MADE, REAL, SHARE, "andel av variansen som valet ensamt förklarar",
                 "share of the variance that the choice alone explains"),
    LB_COLUMN_OF("s_total", "share", MADE, REAL, SHARE, "med dess samspel med andra val",
                 "with its interactions with other choices")};

static const lb_column_info recipes[] = {
    LB_COLUMN_OF("recipe", "", KEY, INTEGER, NONE, "receptets nummer; 0 är det oförändrade",
                 "number of the recipe; 0 is the unchanged one"),
    LB_COLUMN_OF("recipes", "", KEY, TEXT, NONE, "vilket av de recept som receptet namnger",
                 "which of the recipes that the recipe names"),
    LB_COLUMN_OF("reference", "", KEY, TEXT, NONE, "vad som rangordnas: rutor eller invånare",
                 "what is ranked: squares or people"),
    LB_COLUMN_OF("minimum", "people", KEY, TEXT, NONE, "minsta befolkning", "minimum population"),
    LB_COLUMN_OF("missing", "share", KEY, TEXT, NONE, "minsta vikt", "minimum weight"),
    LB_COLUMN_OF("drop", "", KEY, TEXT, NONE, "variabeln som är utelämnad", "variable left out"),
    LB_COLUMN_OF("weights", "", KEY, TEXT, NONE, "vikterna", "the weights"),
    LB_COLUMN_OF("normalise", "", KEY, TEXT, NONE, "normaliseringen", "the normalisation"),
    LB_COLUMN_OF("aggregate", "", KEY, TEXT, NONE, "medelvärdet", "the mean"),
    LB_COLUMN_OF("squares", "squares", MADE, INTEGER, COUNT, "rutor med index",
                 "squares with an index"),
    LB_COLUMN_OF("rank_shift", "places", MADE, REAL, NONE,
                 "så många platser rutorna flyttar i medel från det oförändrade receptets",
                 "places that squares move on average from those of the unchanged recipe"),
    LB_COLUMN_OF("correlation", "-1 to 1", MADE, REAL, RATIO, "Spearmans, med det oförändrade",
                 "Spearman's, with the unchanged recipe"),
    LB_COLUMN_OF("worst_kept", "share", MADE, REAL, SHARE,
                 "av rutor bland de sämsta 5 % i något av dem, andelen i båda",
                 "of squares among the worst 5 % by either, the share by both"),
    LB_COLUMN_OF("worst_people", "people", PEOPLE, REAL, COUNT, "invånare i sämsta klassen",
                 "people in the worst class"),
    LB_COLUMN_OF("moved_people", "people", PEOPLE, REAL, COUNT,
                 "invånare i rutor med en annan klass än det oförändrade receptets",
                 "people in squares with another class than by the unchanged recipe")};

static const lb_column_info areas[] = {
    LB_COLUMN("area", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare i rutor med index",
                 "people in squares with an index"),
    LB_COLUMN_OF("index", "0 to 100", MADE, REAL, SCORE, "invånarnas medelindex",
                 "mean index of the people"),
    LB_COLUMN_OF("index_low", "0 to 100", MADE, REAL, SCORE,
                 "minsta över recepten med receptets egen normalisering",
                 "least over recipes with the recipe's own normalisation"),
    LB_COLUMN_OF("index_median", "0 to 100", MADE, REAL, SCORE, "medianen av samma",
                 "median of the same"),
    LB_COLUMN_OF("index_high", "0 to 100", MADE, REAL, SCORE, "största av samma",
                 "greatest of the same"),
    LB_COLUMN_OF("rank", "", MADE, REAL, NONE, "plats bland områdena; 1 är sämst",
                 "place among the areas; 1 is the worst"),
    LB_COLUMN_OF("rank_low", "", MADE, REAL, NONE, "minsta platsen över alla recept",
                 "smallest place over all recipes"),
    LB_COLUMN_OF("rank_median", "", MADE, REAL, NONE, "mittersta platsen", "median of the places"),
    LB_COLUMN_OF("rank_high", "", MADE, REAL, NONE, "största platsen", "greatest place"),
    LB_COLUMN_OF("class", "", MADE, INTEGER, NONE, "klassen som flest av invånarna bor i",
                 "the class that most of the people live in"),
    LB_COLUMN_OF("class_mode", "", MADE, INTEGER, NONE, "den klassen av flest recept",
                 "that class by most recipes"),
    LB_COLUMN_OF("class_share", "share", MADE, REAL, SHARE, "andel av recepten som ger den",
                 "share of the recipes that give it"),
    LB_COLUMN_OF("recipes", "recipes", MADE, INTEGER, COUNT, "recepten som ger området en klass",
                 "recipes that give the area a class")};

static const lb_table_info tables[] = {
    {.name = "summary", .column = summary, .columns = LB_COUNT(summary)},
    LB_SHOWN_TABLE("factors", "factors", factors),
    LB_SHOWN_TABLE("areas", "areas-output", areas),
    LB_FILE_TABLE("", "output", squares),
    LB_FILE_TABLE("recipes", "recipes", recipes)};

static const values initial = {.recipe = NULL};

void lb_stability_options_init(lb_stability_options *options)
{
    *options = initial;
}

static const char *const inputs_or_band[] = {"inputs", "band", NULL};

const lb_command lb_stability_command = {
    .name = "stability",
    .order = 30,
    .subject = LB_SUBJECT_GRID,
    .summary = {"hur mycket av kartan som är val i receptet",
                "how much of the map is choice of the recipe"},
    .description = {"Räknar indexet med alla kombinationer av receptets val (normalisering, "
                    "medelvärde, utelämnad variabel, vikter ...) och säger mellan vilka platser "
                    "och i vilka klasser varje ruta och område ligger, och vilket val som flyttar "
                    "mest.",
                    "Computes the index by every combination of the recipe's choices "
                    "(normalisation, mean, a variable left out, weights ...) and says between "
                    "what places and in what classes each square and area lies, and which choice "
                    "moves most."},
    .job_options = LB_JOB_FILES | LB_JOB_COLUMNS | LB_JOB_AREAS,
    .one_of = inputs_or_band,
    .or_more = true,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
