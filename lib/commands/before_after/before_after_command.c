/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `before-after` takes and makes. */
#include <lagesbild/before_after.h>
#include "base/try.h"
#include "command/command_list.h"
#include "command/option_table.h"
#include "commands/before_after/before_after_data.h"

typedef lb_before_after_options values;

/* In place of a source of areas. */
static const char *const control_words[] = {"placebo", NULL};

static const lb_option option_table[] = {
    LB_OPTION("grid", 0, GRID, LB_AT(grid), "GRID",
              "rutnät med invånarna, för jämförbara platser: GeoPackage från index eller ett "
              "raster",
              "grid with the people, for comparable places: a GeoPackage of index, or a raster",
              .flags = LB_OPTION_POSITIONAL),
    LB_OPTION("areas", 'a', SOURCE, LB_AT(areas), "AREAS", "områdena", "the areas",
              .flags = LB_OPTION_NEEDED | LB_OPTION_NAMED),
    LB_EVENTS_OPTION,
    LB_OPTION("before", 0, TEXT, LB_AT(before), "PERIOD",
              "perioden före: 2020, 2020-06 eller FRÅN/TILL",
              "the period before: 2020, 2020-06 or FROM/TO",
              .flags = LB_OPTION_NEEDED | LB_OPTION_EVENT_PERIOD),
    LB_OPTION("after", 0, TEXT, LB_AT(after), "PERIOD", "perioden efter", "the period after",
              .flags = LB_OPTION_NEEDED | LB_OPTION_EVENT_PERIOD),
    LB_OPTION("controls", 0, SOURCE, LB_AT(controls), "AREAS|placebo",
              "områden att jämföra med, eller placebo: jämförbara platser i GRID (då det finns, om "
              "inget anges)",
              "areas to compare with, or placebo: comparable places of GRID (where there is one, "
              "if nothing is given)",
              .words = control_words, .flags = LB_OPTION_NAMED),
    LB_OPTION("ring", 0, REAL, LB_AT(ring), "METRES",
              "hur långt utanför områdena händelser kan ha flyttat",
              "how far outside the areas events may have moved", LB_BOUNDS(0, 1e5), .flags = 0),
    LB_OPTION("wdq", 0, FLAG, LB_AT(wdq), NULL,
              "även förflyttningskvoten: ringens förändring för varje steg av områdenas",
              "also the weighted displacement quotient: the ring's change for each step of the "
              "areas'",
              .needs = "ring"),
    LB_PLACEBO_MATCH_OPTIONS_OF("grid"),
    LB_AREA_NAME_OPTION,
    LB_SUPPORT_OPTION_OF("grid"),
    LB_EVENT_FIELD_OPTIONS,
    LB_CONFIDENCE_OPTION,
    LB_OPTION("panel", 0, OUTPUT, LB_AT(panel), "FILE",
              "händelser i områden, kontroller och ring efter period, som fil för egna modeller",
              "events in areas, controls and ring by period, as a file for models of one's own",
              .words = lb_table_endings, .flags = LB_OPTION_UNPUBLISHED),
    LB_TABLE_OUTPUT_OPTION,
    LB_COARSEN_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("treated_before", "events", EVENT, INTEGER, COUNT, "händelser i områdena före",
                 "events in the areas before"),
    LB_COLUMN_OF("treated_after", "events", EVENT, INTEGER, COUNT, "händelser i områdena efter",
                 "events in the areas after"),
    LB_COLUMN_OF("control_before", "events", EVENT, REAL, NONE, "händelser i kontrollerna före",
                 "events in the controls before"),
    LB_COLUMN_OF("control_after", "events", EVENT, REAL, NONE, "händelser i kontrollerna efter",
                 "events in the controls after"),
    LB_COLUMN_OF("wdd", "events", EVENT, REAL, NONE,
                 "förändringen i områdena minus den i kontrollerna, med ringens likadant, per "
                 "after-period",
                 "the change in the areas less that in the controls, with the ring's likewise, per "
                 "period after"),
    LB_COLUMN_OF("wdd_low", "events", EVENT, REAL, NONE, "nedre ände av dess intervall",
                 "lower end of its interval"),
    LB_COLUMN_OF("wdd_high", "events", EVENT, REAL, NONE, "övre ände av dess intervall",
                 "upper end of its interval"),
    LB_COLUMN_OF("ratio", "ratio", EVENT, REAL, RATIO,
                 "områdenas efter genom före, genom kontrollernas",
                 "after over before of the areas, over that of the controls"),
    LB_COLUMN_OF("ratio_low", "ratio", EVENT, REAL, RATIO, "nedre ände av dess intervall",
                 "lower end of its interval"),
    LB_COLUMN_OF("ratio_high", "ratio", EVENT, REAL, RATIO, "övre ände av dess intervall",
                 "upper end of its interval"),
    LB_COLUMN_OF(
        "regression_to_the_mean", "events", EVENT, REAL, NONE,
        "wdd om områdena ändrats som jämförbara platser med minst lika många händelser före",
        "wdd if the areas had changed as comparable places with at least as many events "
        "before"),
    LB_COLUMN_OF("p", "probability", EVENT, REAL, NONE,
                 "sannolikheten för en minst så stor skillnad åt något håll om ingen fanns",
                 "probability of a difference at least as large either way if there was none"),
    LB_COLUMN_OF("pretrend", "a year", EVENT, REAL, NONE,
                 "hur logaritmen av områdena genom kontrollerna lutar före, per år",
                 "slope of the logarithm of areas over controls before, a year"),
    LB_COLUMN_OF("pretrend_low", "a year", EVENT, REAL, NONE, "nedre ände av dess intervall",
                 "lower end of its interval"),
    LB_COLUMN_OF("pretrend_high", "a year", EVENT, REAL, NONE, "övre ände av dess intervall",
                 "upper end of its interval"),
    LB_COLUMN_OF("ring_before", "events", EVENT, INTEGER, COUNT, "händelser i ringen före",
                 "events in the ring before"),
    LB_COLUMN_OF("ring_after", "events", EVENT, INTEGER, COUNT, "händelser i ringen efter",
                 "events in the ring after"),
    LB_COLUMN_OF(
        "ring_control_before", "events", EVENT, REAL, NONE,
        "händelser i kontrollernas ring före; platsernas, till ringens "
        "invånare",
        "events in the controls' ring before; of places: theirs, to the people of the ring"),
    LB_COLUMN_OF("ring_control_after", "events", EVENT, REAL, NONE, "desamma efter",
                 "the same after"),
    LB_COLUMN_OF("before_length", "ratio", KEY, REAL, NONE, "perioden före i längder av den efter",
                 "the period before in lengths of that after"),
    LB_COLUMN_OF("before", "", KEY, TEXT, NONE, "perioden före", "the period before"),
    LB_COLUMN_OF("after", "", KEY, TEXT, NONE, "perioden efter", "the period after"),
    LB_COLUMN_OF("test", "", KEY, TEXT, NONE,
                 "before-after, eller placebo in time: samma jämförelse inom perioden före",
                 "before-after, or placebo in time: the same comparison inside the period before"),
    LB_COLUMN_OF("wdq", "ratio", EVENT, REAL, RATIO,
                 "med --wdq: ringens förändring genom områdenas, båda mot kontrollerna; minus: "
                 "förflyttning",
                 "with --wdq: change of the ring over that of the areas, both beside the controls; "
                 "minus: displacement")};

static const lb_column_info panel[] = {
    LB_COLUMN_OF("unit", "", KEY, TEXT, NONE, "område, kontroll, ruta eller ring",
                 "area, control, square or ring"),
    LB_COLUMN_OF("period", "", KEY, TEXT, NONE, "perioden", "the period"),
    LB_COLUMN_OF("events", "events", EVENT, INTEGER, COUNT, "händelser där", "events there"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare där", "people there"),
    LB_COLUMN_OF("treated", "0 or 1", KEY, INTEGER, NONE, "1: ett område, i perioden efter",
                 "1: an area, in the period after"),
    LB_COLUMN_OF("ring", "0 or 1", KEY, INTEGER, NONE, "1: ringen kring områden eller kontroller",
                 "1: the ring round areas or controls"),
    LB_COLUMN_OF("index", "0 to 100", MADE, REAL, SCORE, "invånarnas medelindex",
                 "mean index of the people"),
    LB_COLUMN_OF("after", "0 or 1", KEY, INTEGER, NONE, "1: i perioden efter",
                 "1: in the period after")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns),
                                       LB_FILE_TABLE("panel", "panel", panel)};

static const values initial = {.timezone = "Europe/Stockholm", .confidence = 0.95};

void lb_before_after_options_init(lb_before_after_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    lb_before_after_data parsed = {.options = o};
    LB_TRY(lb_before_after_options_parse(o, &parsed, err));
    if (o->wdq && parsed.controls_kind == LB_CONTROLS_NONE)
        return lb_error_set(err, LB_E_USAGE,
                            "--wdq holds ring and areas against controls: give --controls or a "
                            "GRID");
    return LB_OK;
}

const lb_command lb_before_after_command = {
    .name = "before-after",
    .order = 210,
    .subject = LB_SUBJECT_EVENTS,
    .summary = {"blev det bättre i områdena än på andra ställen?",
                "did it get better in the areas than elsewhere?"},
    .description =
        {"Ställer hur händelserna ändrats i områdena mot kontroller, ser om de flyttat till en "
         "ring utanför, och säger vad som talar emot: trender före, lika stora skillnader "
         "tidigare, och återgång till medelvärdet.",
         "Holds how events changed in the areas against controls, sees whether they moved into a "
         "ring outside, and says what speaks against it: trends before, differences as large "
         "earlier, and regression to the mean."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS | LB_JOB_EVENTS_WHERE,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
