/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `suggest` takes and makes. Nothing of it is for publication: every output stays in work/. */
#include <lagesbild/suggest.h>
#include "base/try.h"
#include "command/command_list.h"
#include "command/option_table.h"
#include "commands/suggest/suggest_events.h"
#include "commands/suggest/suggest_folds.h"
#include "input/events/event_points.h"

typedef lb_suggest_options values;

const char *const lb_suggest_model_names[] = {
    [LB_SUGGEST_RIDGE] = "ridge", [LB_SUGGEST_FIRTH] = "firth", NULL};
const char *const lb_suggest_label_names[] = {[LB_SUGGEST_MAJORITY] = "majority",
                                              [LB_SUGGEST_ANY] = "any",
                                              [LB_SUGGEST_STRICT] = "strict",
                                              [LB_SUGGEST_CENTROID] = "centroid",
                                              NULL};
const char *const lb_suggest_scores_names[] = {
    [LB_SUGGEST_NORMAL_SCORES] = "normal", [LB_SUGGEST_RANK_SCORES] = "rank", NULL};
static const char *const contiguities[] = {"rook", "queen", NULL};

static const lb_option option_table[] = {
    LB_GRID_OPTION,
    LB_OPTION("areas", 'a', SOURCE, LB_AT(areas), "AREAS", "områdena på listan",
              "the areas of the list", .flags = LB_OPTION_NEEDED | LB_OPTION_NAMED),
    LB_OPTION("events", 'e', SOURCES, LB_LIST(event, events), "TYPE=SOURCE",
              "händelser av en sort, som polisens indikator i modell B; kan upprepas",
              "events of a type, as the police's indicator in model B; may be repeated",
              .flags = LB_OPTION_NAMED),
    LB_OPTION("labels", 0, SOURCES, LB_LIST(label, labels), "[DATE=]AREAS",
              "listan vid ett annat datum, som förslagen jämförs med; kan upprepas",
              "the list at another date, which the suggestions are compared with; may be repeated",
              .flags = LB_OPTION_NAMED),
    LB_OPTION("label-date", 0, TEXT, LB_AT(label_date), "DATE",
              "när listan drogs: händelser från den dagen på vägras",
              "when the list was drawn: events from that day on are refused", .flags = 0),
    LB_AREA_NAME_OPTION,
    LB_EVENT_FIELD_OPTIONS,
    LB_OPTION(
        "cell-rule", 0, CHOICE, LB_AT(cell_rule), "RULE",
        "när en ruta är på listan: majority minst hälften av den, och rutor med en mindre del "
        "lärs inte av; strict minst hälften; any någon del; centroid mittpunkten",
        "when a square is on the list: majority at least half of it, and squares with a "
        "smaller part are not learned from; strict at least half; any any part; centroid its "
        "centre",
        .words = lb_suggest_label_names),
    LB_OPTION("model", 0, CHOICE, LB_AT(model), "MODEL",
              "logistisk regression med krympning (ridge), eller Firths",
              "logistic regression with shrinkage (ridge), or Firth's",
              .words = lb_suggest_model_names),
    LB_OPTION(
        "scores", 0, CHOICE, LB_AT(scores), "SCORES",
        "variablernas percentilrang: som normalkvantil, som håller svansen isär, eller som den "
        "är",
        "the variables' percentile rank: as its normal score, which keeps the tail apart, or "
        "as it is",
        .words = lb_suggest_scores_names),
    LB_OPTION("lambda", 0, REAL, LB_AT(lambda), "L",
              "krympningen; utan den väljs den genom valideringen",
              "the shrinkage; without it, it is chosen by the validation", LB_BOUNDS(0, 1e6),
              .flags = LB_OPTION_ABOVE_LOW | LB_OPTION_ZERO_UNSET),
    LB_OPTION("without", 0, JOINED, LB_AT(without), "A,B", "receptets variabler som lämnas utanför",
              "variables of the recipe that are left out", .flags = 0),
    LB_OPTION("foreign-background", 0, JOINED, LB_AT(foreign), "A,B",
              "variablerna om utländsk bakgrund, som en rad av valideringen är utan; annars känns "
              "de på namnet",
              "the variables of foreign background, which a row of the validation is without; else "
              "known by name",
              .flags = 0),
    LB_OPTION("sizes", 0, TEXT, LB_AT(sizes), "M|all",
              "rutor av den storleken bedöms; all: även de större; annars de minsta",
              "squares of that size are assessed; all: larger ones too; else the smallest",
              .flags = 0),
    LB_OPTION("buffer", 0, REAL, LB_AT(buffer), "M",
              "områden så nära varandra är en grupp, som hålls ihop i valideringen",
              "areas so near one another are a group, which the validation keeps together",
              LB_BOUNDS(0, 100000)),
    LB_OPTION("zones", 0, SOURCE, LB_AT(zones), "ZONES",
              "kommunerna, som rutor utanför grupperna hålls ihop efter; annars block om 10 km",
              "municipalities, which squares outside the groups are kept together by; else blocks "
              "of 10 km",
              .flags = 0),
    LB_OPTION("group", 0, TEXT, LB_AT(group), "FIELD",
              "zonernas fält (som kommunens namn): vart värde med rutor på listan har en egen nivå "
              "i modellerna",
              "the zones' field (as the municipality's name): each value with squares of the list "
              "has a level of its own in the models",
              .needs = "zones"),
    LB_OPTION("group-lambda", 0, REAL, LB_AT(group_lambda), "L", "krympningen av de nivåerna",
              "the shrinkage of those levels", LB_BOUNDS(0, 1e6), .flags = LB_OPTION_ABOVE_LOW,
              .needs = "group"),
    LB_OPTION("validate", 0, TEXT, LB_AT(validate), "HOW",
              "vad som hålls utanför: area (grupperna), municipality, block:M, random, none",
              "what is held out: area (the groups), municipality, block:M, random, none",
              .standard = "area"),
    LB_OPTION("threshold", 0, REAL, LB_AT(threshold), "P",
              "p för en kärna; utan den det som ger lika många invånare som på listan",
              "p of a core; without it that which gives as many people as the list has",
              LB_BOUNDS(0, 1),
              .flags = LB_OPTION_ABOVE_LOW | LB_OPTION_BELOW_HIGH | LB_OPTION_ZERO_UNSET),
    LB_OPTION("contiguity", 0, EITHER, LB_AT(queen), "RULE",
              "om rutor som bara möts i ett hörn hänger ihop",
              "whether squares that meet in a corner alone are neighbours", .words = contiguities),
    LB_OPTION("min-squares", 0, WHOLE, LB_AT(min_squares), "N",
              "bebodda rutor som ett förslag minst har",
              "populated squares that a suggestion has at least", LB_BOUNDS(1, 10000)),
    LB_OPTION("min-people", 0, REAL, LB_AT(min_people), "N", "invånare som ett förslag minst har",
              "people that a suggestion has at least", LB_BOUNDS(0, 1e6)),
    LB_DRAWS_OPTION("omdragningar av grupper och kommuner",
                    "resamples of groups and municipalities"),
    LB_SEED_OPTION,
    LB_CONFIDENCE_OPTION,
    LB_DESPITE_REFUSAL_OPTION,
    LB_OPTION("gpkg", 'g', OUTPUT, LB_AT(gpkg), "FILE", "GeoPackage med lagren rutor och forslag",
              "a GeoPackage with layers rutor and forslag", .words = lb_package_endings,
              .flags = LB_OPTION_UNPUBLISHED),
    LB_OPTION(
        "closed", 0, FLAG, LB_AT(closed), NULL,
        "GeoPackage även med slutna gränser, där luckor utan invånare om en ruta är fyllda",
        "the GeoPackage also with closed borders, where gaps of one square without people are "
        "filled",
        .needs = "gpkg"),
    LB_OPTION(
        "snap", 0, SOURCE, LB_AT(snap), "ZONES",
        "GeoPackage även med hela zoner (DeSO, stadsdelar) som gränser, med invånare vunna och "
        "förlorade",
        "the GeoPackage also with whole zones (DeSO, quarters) as borders, with people gained "
        "and lost",
        .needs = "gpkg"),
    LB_OPTION("snap-name", 0, TEXT, LB_AT(snap_name), "FIELD", "de zonernas fält med namnet",
              "those zones: the field with the name", .usual = lb_usual_columns[LB_USUAL_AREA]),
    LB_OPTION("validation", 0, OUTPUT, LB_AT(validation), "FILE", "valideringens tabell som fil",
              "the table of the validation as a file", .words = lb_table_endings,
              .flags = LB_OPTION_UNPUBLISHED),
    LB_OPTION("summary", 0, OUTPUT, LB_AT(summary), "FILE",
              "antal förslag och invånare efter status, mot varje lista, som fil",
              "how many suggestions and people by status, beside each list, as a file",
              .words = lb_table_endings, .flags = LB_OPTION_UNPUBLISHED),
    LB_OPTION("additions", 0, OUTPUT, LB_AT(additions), "FILE",
              "områden som kommit till på listorna vid andra datum, och deras plats, som fil",
              "areas that the lists of other dates add, and their place, as a file",
              .words = lb_table_endings, .flags = LB_OPTION_UNPUBLISHED, .needs = "labels"),
    LB_TABLE_OUTPUT_OPTION_OF(LB_OPTION_UNPUBLISHED),
    LB_PROVENANCE_OPTION};

#define REASON(n)                                                                             \
    LB_COLUMN_OF("reason_" n, "", MADE, TEXT, NONE, "vad som talar mest för likheten, nr " n, \
                 "what makes it resemble most, no " n)
#define AGAINST(n)                                                                              \
    LB_COLUMN_OF("against_" n, "", MADE, TEXT, NONE, "vad som talar mest emot likheten, nr " n, \
                 "what makes it resemble least, no " n)

static const lb_column_info columns[] = {
    LB_COLUMN_OF("id", "", KEY, TEXT, NONE, "F: förslag, L: område på listan",
                 "F: suggestion, L: area of the list"),
    LB_COLUMN_OF("squares", "squares", MADE, INTEGER, NONE, "rutor", "squares"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare", "people"),
    LB_COLUMN_OF("p", "probability", MADE, REAL, SCORE,
                 "chansen att en sådan ruta är på listan, medel över invånarna",
                 "chance that a square like these is on the list, mean over the people"),
    LB_COLUMN_OF("stability", "share", MADE, REAL, SHARE,
                 "andel av omdragningarna som föreslår minst hälften av invånarnas mark",
                 "share of the resamples that suggest where at least half of the people live"),
    LB_COLUMN_OF("rank", "", MADE, INTEGER, NONE, "efter stability, sedan p",
                 "by stability, then p"),
    LB_COLUMN_OF("rank_low", "", MADE, INTEGER, NONE, "5 % av omdragningarna har en lägre plats",
                 "5 % of the resamples have a lower place"),
    LB_COLUMN_OF("rank_high", "", MADE, INTEGER, NONE, "5 % av omdragningarna har en högre plats",
                 "5 % of the resamples have a higher place"),
    LB_COLUMN_OF("status", "", MADE, TEXT, NONE,
                 "mot listan: agrees, extends, part, new, adjacent; listed, not resembling",
                 "beside the list: agrees, extends, part, new, adjacent; listed, not resembling"),
    LB_COLUMN_OF("nearest", "", MADE, TEXT, NONE,
                 "området på listan som liknar mest, av samma skäl",
                 "the area of the list that is most alike, for the same reasons"),
    REASON("1"),
    REASON("2"),
    REASON("3"),
    AGAINST("1"),
    AGAINST("2"),
    AGAINST("3"),
    LB_COLUMN_OF("of_suggestion", "share", MADE, REAL, SHARE,
                 "andel av förslagets invånare på listan",
                 "share of the suggestion's people who are on the list"),
    LB_COLUMN_OF("of_listed", "share", MADE, REAL, SHARE,
                 "andel av listans områdes invånare i förslaget, det största",
                 "share of a listed area's people who are in the suggestion, the greatest"),
    LB_COLUMN_OF("easting", "m", GROUND, REAL, COUNT, "mitten, östligt", "the middle, easting"),
    LB_COLUMN_OF("northing", "m", GROUND, REAL, COUNT, "mitten, nordligt", "the middle, northing"),
    LB_COLUMN_OF("class", "", MADE, INTEGER, NONE,
                 "status som tal, 1 agrees till 6, för lagrets färger",
                 "status as a number, 1 agrees to 6, for the colours of the layer")};

/* Layers of the GeoPackage beside forslag, which has the columns above. */
static const lb_column_info squares[] = {
    LB_COLUMN_OF("rutid", "", KEY, TEXT, NONE, "rutans id: 13 siffror i SWEREF 99 TM",
                 "the square's id: 13 digits in SWEREF 99 TM"),
    LB_COLUMN("size", "m", KEY, INTEGER, NONE),
    LB_COLUMN("population", "people", PEOPLE, REAL, NONE),
    LB_COLUMN_OF("listed", "share", MADE, REAL, SHARE, "andel av rutan på listan",
                 "share of the square that is on the list"),
    LB_COLUMN_OF("p", "probability", MADE, REAL, NONE, "chansen att en sådan ruta är på listan",
                 "chance that a square like this is on the list"),
    LB_COLUMN_OF("p_low", "probability", MADE, REAL, NONE, "nedre ände av 90 % av omdragningarna",
                 "lower end of 90 % of the resamples"),
    LB_COLUMN_OF("p_high", "probability", MADE, REAL, NONE, "övre ände", "upper end"),
    LB_COLUMN_OF("p_unseen", "probability", MADE, REAL, NONE,
                 "p av modellen som inte sett rutans grupp av områden",
                 "p of the model that has not seen the square's group of areas"),
    LB_COLUMN_OF("fold", "", KEY, INTEGER, NONE, "del av rutnätet som hålls undan tillsammans",
                 "part of the grid that is held out together"),
    LB_COLUMN_OF("class", "", MADE, INTEGER, NONE, "3 liknar, 2 liknar något, 1 liknar inte",
                 "3 resembles, 2 resembles somewhat, 1 does not"),
    LB_COLUMN_OF("suggestion", "", KEY, TEXT, NONE, "id av förslaget som rutan är i",
                 "id of the suggestion that the square is in"),
    LB_COLUMN_OF("phi_VARIABLE", "", MADE, REAL, NONE, "variabelns del i rutans poäng, i logodds",
                 "part of the variable in the square's score, in log odds")};

static const lb_column_info closed_borders[] = {
    LB_COLUMN_OF("id", "", KEY, TEXT, NONE, "förslaget", "the suggestion"),
    LB_COLUMN_OF("filled_km2", "km2", GROUND, REAL, KM2, "yta av luckor som fyllts",
                 "surface of gaps that were filled")};

static const lb_column_info zone_borders[] = {
    LB_COLUMN_OF("id", "", KEY, TEXT, NONE, "förslaget", "the suggestion"),
    LB_COLUMN_OF("zones", "zones", GROUND, INTEGER, NONE,
                 "zoner vars invånare till minst hälften bor i förslaget",
                 "zones of whose people at least half live in the suggestion"),
    LB_COLUMN_OF("names", "", KEY, TEXT, NONE, "deras namn", "their names"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare i dem", "people in them"),
    LB_COLUMN_OF("gained", "people", PEOPLE, REAL, COUNT, "av dem utanför förslaget",
                 "of these outside the suggestion"),
    LB_COLUMN_OF("lost", "people", PEOPLE, REAL, COUNT, "förslagets invånare i andra zoner",
                 "the suggestion's people in other zones")};

static const lb_column_info validation[] = {
    LB_COLUMN_OF("model", "", KEY, TEXT, NONE, "modell eller jämförelse", "model or baseline"),
    LB_COLUMN_OF("auc", "probability", MADE, REAL, SCORE,
                 "chansen att en ruta på listan rankas över en som inte är det",
                 "chance that a square of the list ranks above one that is not"),
    LB_COLUMN_OF("auc_low", "probability", MADE, REAL, SCORE, "nedre ände", "lower end"),
    LB_COLUMN_OF("auc_high", "probability", MADE, REAL, SCORE, "övre ände", "upper end"),
    LB_COLUMN_OF("average_precision", "share", MADE, REAL, SCORE,
                 "medel av andelen rätta ned till varje ruta på listan",
                 "mean of the share that is right down to each square of the list"),
    LB_COLUMN_OF("precision_at_k", "share", MADE, REAL, SCORE,
                 "andel rätta av så många rutor som listan har",
                 "share that is right of as many squares as the list has"),
    LB_COLUMN_OF("log_loss", "", MADE, REAL, SCORE, "medel av -log sannolikheten för det som är",
                 "mean of -log of the probability of what is so"),
    LB_COLUMN_OF("brier_skill", "", MADE, REAL, SCORE, "1 minus kvadratfelet genom prevalensens",
                 "1 less the squared error over that of the prevalence"),
    LB_COLUMN_OF("slope", "", MADE, REAL, RATIO, "sannolikheternas lutning: 1 är rätt",
                 "slope of the probabilities: 1 is right"),
    LB_COLUMN_OF("intercept", "", MADE, REAL, RATIO, "deras läge: 0 är rätt",
                 "their level: 0 is right"),
    LB_COLUMN_OF("precision_at_people", "share", MADE, REAL, SCORE,
                 "andel rätta av rutor med så många invånare som listan har",
                 "share that is right of squares with as many people as the list has"),
    LB_COLUMN_OF("expected_observed", "ratio", MADE, REAL, RATIO,
                 "summan av sannolikheterna genom rutorna på listan",
                 "sum of the probabilities over the squares of the list"),
    LB_COLUMN_OF("lambda", "", KEY, REAL, NONE, "krympningen", "the shrinkage"),
    LB_COLUMN_OF("variables", "", KEY, TEXT, NONE, "variablerna", "the variables")};

static const lb_column_info summary[] = {
    LB_COLUMN_OF("list", "", KEY, TEXT, NONE, "listan", "the list"),
    LB_COLUMN_OF("status", "", KEY, TEXT, NONE, "mot den listan, som status ovan",
                 "beside that list, as status above"),
    LB_COLUMN_OF("areas", "areas", MADE, INTEGER, COUNT,
                 "förslag; av listed, not resembling områden på listan",
                 "suggestions; of listed, not resembling areas of the list"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare i dem", "people in them")};

static const lb_column_info additions[] = {
    LB_COLUMN_OF("list", "", KEY, TEXT, NONE, "listan", "the list"),
    LB_COLUMN_OF("area", "", KEY, TEXT, NONE,
                 "område vars invånare till mindre än hälften var på listan som lärts av",
                 "an area of whose people less than half were on the list that was learned from"),
    LB_COLUMN_OF("squares", "squares", MADE, INTEGER, COUNT, "rutor", "squares"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare", "people"),
    LB_COLUMN_OF("rank", "", MADE, INTEGER, NONE,
                 "dess mittersta rutas plats bland rutor som inte var listade",
                 "the place of its middle square among squares that were not listed"),
    LB_COLUMN_OF("of", "squares", MADE, INTEGER, COUNT, "hur många de är", "how many those are"),
    LB_COLUMN_OF("rank_sum_p", "probability", MADE, REAL, SCORE,
                 "sannolikheten att så många rutor dragna på måfå har så bra platser i summa",
                 "probability that as many squares drawn at random have so good places in sum")};

static const lb_table_info tables[] = {{.name = "",
                                        .option = "output",
                                        .hidden_by = {"output"},
                                        .column = columns,
                                        .columns = LB_COUNT(columns) - 1}, /* all but class */
                                       LB_FILE_TABLE("forslag", "gpkg", columns),
                                       LB_FILE_TABLE("rutor", "gpkg", squares),
                                       LB_FILE_TABLE("forslag_slutna", "gpkg", closed_borders),
                                       LB_FILE_TABLE("forslag_zoner", "gpkg", zone_borders),
                                       LB_SHOWN_TABLE("validation", "validation", validation),
                                       LB_FILE_TABLE("summary", "summary", summary),
                                       LB_FILE_TABLE("additions", "additions", additions)};

static const values initial = {.timezone = "Europe/Stockholm",
                               .buffer = 1000,
                               .group_lambda = 1,
                               .min_squares = 4,
                               .min_people = 500,
                               .draws = 200,
                               .seed = 1,
                               .confidence = 0.95};

void lb_suggest_options_init(lb_suggest_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    lb_validate_kind kind = LB_VALIDATE_AREA;
    double block;
    int64_t day;
    int32_t size;
    bool all;
    LB_TRY(lb_validate_parse(o->validate, &kind, &block, err));
    LB_TRY(lb_suggest_size_parse(o->sizes, &size, &all, err));
    LB_TRY(lb_suggest_label_day(o->label_date, &day, err));
    LB_TRY(lb_suggest_check_types(o, err));
    if (kind == LB_VALIDATE_MUNICIPALITY && !o->zones)
        return lb_error_set(err, LB_E_USAGE, "--validate municipality needs --zones");
    if (o->model == LB_SUGGEST_FIRTH && o->lambda > 0)
        return lb_error_set(err, LB_E_USAGE,
                            "--lambda is the shrinkage of --model ridge; Firth's has none");
    if (o->model == LB_SUGGEST_FIRTH && o->group)
        return lb_error_set(err, LB_E_USAGE,
                            "--group shrinks its levels as --model ridge does; Firth's has no "
                            "shrinkage");
    if (all && o->events > 0)
        return lb_error_set(err, LB_E_USAGE,
                            "--events are counted round squares of one size: not with --sizes all");
    return LB_OK;
}

const lb_command lb_suggest_command = {
    .name = "suggest",
    .order = 220,
    .subject = LB_SUBJECT_AREAS,
    .summary = {"rutor och områden som liknar dem på listan: internt underlag",
                "squares and areas that resemble those of the list: internal material"},
    .description =
        {"Logistisk regression på indexets variabler lär av listan vilka rutor som liknar dess, "
         "prövas på områden som den inte sett, och föreslår områden. Ett förslag är en fråga till "
         "lokalpolisområdet, aldrig ett svar.",
         "Logistic regression on the variables of the index learns from the list which squares "
         "resemble its own, is tried on areas it has not seen, and suggests areas. A suggestion is "
         "a question to the local police area, never an answer."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS | LB_JOB_EVENTS_WHERE,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
