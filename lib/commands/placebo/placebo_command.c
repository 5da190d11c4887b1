/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `placebo` takes and makes. */
#include <string.h>

#include <lagesbild/placebo.h>
#include "base/try.h"
#include "command/command_list.h"
#include "command/option_table.h"
#include "commands/placebo/placebo_options.h"

typedef lb_placebo_options values;

static const lb_option option_table[] = {
    LB_GRID_OPTION,
    LB_OPTION("areas", 'a', SOURCE, LB_AT(areas), "AREAS", "områdena", "the areas",
              .flags = LB_OPTION_NEEDED | LB_OPTION_NAMED),
    LB_EVENTS_OPTION,
    LB_PLACEBO_MATCH_OPTIONS_OF(NULL),
    LB_OPTION("listed-on", 0, TEXT, LB_AT(listed_on), "DATE|FIELD",
              "när områdena drogs, som dag eller områdenas fält med den: händelser från den dagen "
              "och före den räknas var för sig",
              "when the areas were drawn, a day or the areas' field with it: events from that day "
              "on and before it are apart",
              .flags = LB_OPTION_EVENTS_FROM),
    LB_AREA_NAME_OPTION,
    LB_SUPPORT_OPTION,
    LB_EVENT_FIELD_OPTIONS,
    LB_DRAWS_OPTION("dragningar av platser", "draws of places"),
    LB_SEED_OPTION,
    LB_CONFIDENCE_OPTION,
    LB_DESPITE_REFUSAL_OPTION,
    LB_OPTION("moves", 0, OUTPUT, LB_AT(moves), "FILE", "varje områdes jämförbara platser som fil",
              "the comparable places of each area, as a file", .words = lb_table_endings,
              .flags = LB_OPTION_UNPUBLISHED),
    LB_TABLE_OUTPUT_OPTION,
    LB_COARSEN_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("comparison", "", KEY, TEXT, NONE, "vad områdena jämförs med",
                 "what the areas are held against"),
    LB_COLUMN_OF("observed", "events", EVENT, INTEGER, COUNT, "händelser i områdena",
                 "events in the areas"),
    LB_COLUMN_OF("expected", "events", EVENT, REAL, NONE, "händelser som väntas av jämförelsen",
                 "events that the comparison leads one to expect"),
    LB_COLUMN_OF("low", "events", EVENT, REAL, NONE, "nedre ände", "lower end"),
    LB_COLUMN_OF("high", "events", EVENT, REAL, NONE, "övre ände", "upper end"),
    LB_COLUMN_OF("ratio", "ratio", EVENT, REAL, RATIO, "observed genom expected",
                 "observed over expected"),
    LB_COLUMN_OF("p", "probability", EVENT, REAL, NONE,
                 "sannolikheten för minst så många händelser",
                 "probability of at least as many events"),
    LB_COLUMN_OF("draws", "draws", EVENT, INTEGER, COUNT, "dragningar", "draws"),
    LB_COLUMN_OF("candidates_min", "places", GROUND, INTEGER, COUNT,
                 "minsta antal jämförbara platser för ett område",
                 "the fewest comparable places of an area"),
    LB_COLUMN_OF("areas", "areas", GROUND, INTEGER, COUNT, "områden som är med",
                 "areas that take part"),
    LB_COLUMN_OF("period", "", KEY, TEXT, NONE, "all, before eller after (när områdena drogs)",
                 "all, before or after (when the areas were drawn)")};

static const lb_column_info moves[] = {
    LB_COLUMN_OF("area", "", KEY, TEXT, NONE, "området", "the area"),
    LB_COLUMN_OF("orientation", "0 to 7", KEY, INTEGER, NONE, "vridning eller spegling",
                 "rotation or reflection"),
    LB_COLUMN_OF("easting", "m", KEY, REAL, COUNT, "platsens sydvästra hörn, östligt",
                 "south-west corner of the place, easting"),
    LB_COLUMN_OF("northing", "m", KEY, REAL, COUNT, "platsens sydvästra hörn, nordligt",
                 "south-west corner of the place, northing"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare där", "people there"),
    LB_COLUMN_OF("index", "0 to 100", MADE, REAL, SCORE, "deras medelindex", "their mean index"),
    LB_COLUMN_OF("events", "events", EVENT, INTEGER, COUNT, "händelser där", "events there"),
    LB_COLUMN_OF("control", "0 or 1", KEY, INTEGER, NONE, "1: rör inget av områdena",
                 "1: touches none of the areas")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns),
                                       LB_FILE_TABLE("moves", "moves", moves)};

static const values initial = {
    .timezone = "Europe/Stockholm", .draws = 9999, .seed = 1, .confidence = 0.95};

void lb_placebo_options_init(lb_placebo_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    lb_placebo_match match;
    int64_t day;
    LB_TRY(lb_placebo_match_parse(o->match, o->municipalities, &match, err));
    return lb_placebo_listed_parse(o->listed_on, &day, err);
}

const lb_command lb_placebo_command = {
    .name = "placebo",
    .order = 190,
    .subject = LB_SUBJECT_EVENTS,
    .summary = {"har områdena fler händelser än jämförbara platser?",
                "do areas hold more events than comparable places?"},
    .description =
        {"Flyttar varje område hela rutor, i åtta lägen, till platser med lika många invånare, och "
         "säger hur många händelser områdena då hade haft.",
         "Moves each area by whole cells, in eight orientations, to places with as many people, "
         "and "
         "says how many events the areas would have had there."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS | LB_JOB_EVENTS_WHERE,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
