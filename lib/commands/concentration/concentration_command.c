/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `concentration` takes and makes. */
#include <lagesbild/concentration.h>
#include "base/try.h"
#include "command/command_list.h"
#include "command/option_table.h"
#include "input/events/event_points.h"

typedef lb_concentration_options values;

static const char *const curve_endings[] = {".csv", ".json", ".md",  ".xlsx", ".gpkg",
                                            ".png", ".svg",  ".pdf", NULL};

static const lb_option option_table[] = {
    LB_GRID_OPTION,
    LB_EVENTS_OPTION,
    LB_OPTION("areas", 'a', SOURCE, LB_AT(areas), "AREAS",
              "områden vars andel hålls mot rutor med lika många invånare",
              "areas whose share is held against squares of as many people",
              .flags = LB_OPTION_NAMED),
    LB_OPTION("before", 0, TEXT, LB_AT(before), "PERIOD",
              "period vars händelser ordnar rutorna; de som räknas är senare: 2020, 2020-06 eller "
              "FRÅN/TILL",
              "period whose events rank the squares; later ones are counted: 2020, 2020-06 or "
              "FROM/TO",
              .flags = LB_OPTION_EVENT_PERIOD),
    LB_SUPPORT_OPTION,
    LB_EVENT_FIELD_OPTIONS,
    LB_DRAWS_OPTION("dragningar av vad slumpen ger", "draws of what chance gives"),
    LB_SEED_OPTION,
    LB_CONFIDENCE_OPTION,
    LB_OPTION("curve", 0, OUTPUT, LB_AT(curve), "FILE",
              "kurvorna som tabell, eller som diagram: .png, .svg eller .pdf",
              "the curves as a table, or as a chart: .png, .svg or .pdf", .words = curve_endings,
              .flags = 0),
    LB_COARSEN_OPTION,
    LB_TABLE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("measure", "", EVENT, TEXT, NONE, "måttet", "the measure"),
    LB_COLUMN_OF("value", "as measured", EVENT, REAL, NONE, "måttets värde", "its value"),
    LB_COLUMN_OF("low", "as measured", EVENT, REAL, NONE, "intervallets nedre ände",
                 "lower end of its interval"),
    LB_COLUMN_OF("high", "as measured", EVENT, REAL, NONE, "intervallets övre ände",
                 "upper end of its interval"),
    LB_COLUMN_OF("chance", "as measured", EVENT, REAL, NONE,
                 "medel när lika många händelser faller lika på rutorna",
                 "mean where as many events fall equally on the squares"),
    LB_COLUMN_OF("chance_low", "as measured", EVENT, REAL, NONE, "nedre ände av vad slumpen ger",
                 "lower end of what chance gives"),
    LB_COLUMN_OF("chance_high", "as measured", EVENT, REAL, NONE, "övre ände av vad slumpen ger",
                 "upper end of what chance gives"),
    LB_COLUMN_OF("chance_people", "as measured", EVENT, REAL, NONE,
                 "medel när händelserna faller som folk bor",
                 "mean where the events fall as people live"),
    LB_COLUMN_OF("chance_people_low", "as measured", EVENT, REAL, NONE, "nedre ände av det",
                 "lower end of that"),
    LB_COLUMN_OF("chance_people_high", "as measured", EVENT, REAL, NONE, "övre ände av det",
                 "upper end of that"),
    LB_COLUMN_OF("of", "count", EVENT, REAL, COUNT, "nämnare: rutor eller händelser",
                 "denominator: squares or events")};

static const lb_column_info curve[] = {
    LB_COLUMN_OF("curve", "", EVENT, TEXT, NONE,
                 "hur rutorna är ordnade; areas: områdena, en punkt",
                 "how the squares are ranked; areas: the areas, one point"),
    LB_COLUMN_OF("units_share", "share", EVENT, REAL, SHARE, "andel av rutorna",
                 "share of the squares"),
    LB_COLUMN_OF("people_share", "share", EVENT, REAL, SHARE, "andel av invånarna",
                 "share of the people"),
    LB_COLUMN_OF("events_share", "share", EVENT, REAL, SHARE, "andel av händelserna",
                 "share of the events")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns),
                                       LB_FILE_TABLE("curve", "curve", curve)};

static const values initial = {
    .timezone = "Europe/Stockholm", .draws = 999, .seed = 1, .confidence = 0.95};

void lb_concentration_options_init(lb_concentration_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    lb_period period;
    return o->before ? lb_event_period_parse("before", o->before, &period, err) : LB_OK;
}

const lb_command lb_concentration_command = {
    .name = "concentration",
    .order = 200,
    .subject = LB_SUBJECT_EVENTS,
    .summary = {"på hur få rutor händelserna är, och vad slumpen ger",
                "on how few squares events are, and what chance gives"},
    .description =
        {"På hur få rutor en fjärdedel och hälften av händelserna är, och hur ojämnt de är "
         "fördelade, bredvid vad slumpen ger; hur stor del områdena fångar mot vad rutor med lika "
         "många invånare hade kunnat fånga.",
         "On how few squares a quarter and a half of the events are, and how unequally they are "
         "spread, beside what chance gives; what areas catch beside what squares of as many people "
         "could have caught."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS | LB_JOB_EVENTS_WHERE,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
