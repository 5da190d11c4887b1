/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `share` takes and makes. */
#include <lagesbild/share.h>
#include "command/command_list.h"
#include "command/option_table.h"
#include "commands/share/uncertainty_text.h"
#include "input/events/event_time.h"

typedef lb_share_options values;

static const char *const aoristic_words[] = {"seconds", "hours", NULL};

static const lb_option option_table[] = {
    LB_OPTION("areas", 'a', SOURCES, LB_LIST(areas, area_sets), "[NAME=]SOURCE",
              "en uppsättning områden; får upprepas", "a set of areas; may be repeated",
              .flags = LB_OPTION_NEEDED | LB_OPTION_NAMED),
    LB_OPTION("events", 'e', SOURCE, LB_AT(events), "SOURCE",
              "händelser: punkter eller en tabell med platser",
              "events: points, or a table with places", .flags = LB_OPTION_NEEDED),
    LB_AREA_NAME_OPTION,
    LB_AREA_CATEGORY_OPTION,
    LB_EVENT_FIELD_OPTIONS,
    LB_TIME_OPTIONS_OF(NULL),
    LB_OPTION("linked", 0, TEXT, LB_AT(linked), "FIELD",
              "händelsernas fält med ett område som händelsen hör till; den räknas även där",
              "events: the field with an area the event is tied to, counted there too", .flags = 0),
    LB_PERIOD_OPTION,
    LB_OVERLAP_OPTION,
    LB_PRIORITY_OPTION,
    LB_OPTION("reference-km2", 0, REAL, LB_AT(reference_km2), "KM2",
              "det helas yta, som lägeskvoten jämför med",
              "area of the whole, which the location quotient compares with",
              LB_BOUNDS(0, INFINITY), .flags = LB_OPTION_ABOVE_LOW),
    LB_OPTION("reference-label", 0, TEXT, LB_AT(reference_label), "TEXT", "vad det är",
              "what that is", .standard = LB_REFERENCE_LABEL),
    LB_CONFIDENCE_OPTION,
    LB_OPTION("interval", 0, CHOICE, LB_AT(interval), "METHOD", "andelens intervall",
              "the interval of the share", .words = lb_interval_method_names),
    LB_OPTION("chain-distance", 0, REAL, LB_AT(chain_distance), "METRES",
              "så nära ligger händelser som hör till samma serie",
              "how near events of one chain are", LB_BOUNDS(0, 1e6), .flags = LB_OPTION_ABOVE_LOW,
              .needs = "interval=chain|uncertainty=chain"),
    LB_OPTION("chain-days", 0, WHOLE, LB_AT(chain_days), "N", "och högst så många dagar isär",
              "and at most so many days apart", LB_BOUNDS(0, 100000),
              .needs = "interval=chain|uncertainty=chain"),
    LB_OPTION("uncertainty", 0, JOINED, LB_AT(uncertainty), "A,B,...",
              "ett intervall av allt detta: counting (räkning), chain (serier), position (läge), "
              "time (tid), borders (gränser), och vad var och en bidrar med",
              "one interval from all of these: counting, chain, position, time, borders, and what "
              "each contributes",
              .flags = 0),
    LB_OPTION("position-error", 0, REAL, LB_AT(position_error), "METRES",
              "medianfelet i händelsernas platser; lägger till väntade antal",
              "median error of the events' places; adds expected numbers", LB_BOUNDS(0, 1e6),
              .flags = 0),
    LB_OPTION("draws", 0, WHOLE, LB_AT(draws), "N", "dragningar av platser", "draws of positions",
              LB_BOUNDS(1, 1000000), .flags = 0),
    LB_OPTION("seed", 0, WHOLE, LB_AT(seed), "N", "dragningarnas frö: samma frö ger samma bytes",
              "seed of the draws: the same seed gives the same bytes", .flags = 0),
    LB_OPTION("border-curve", 0, JOINED, LB_AT(border_curve), "D1,D2,...",
              "andelen när gränserna flyttas D meter, utåt över 0",
              "the share as borders move D metres, outwards above 0", .flags = 0),
    LB_OPTION("border-out", 0, OUTPUT, LB_AT(border_out), "FILE",
              "gränskurvan som fil; annars visas den",
              "the border curve as a file; else it is shown", .words = lb_table_endings,
              .needs = "border-curve"),
    LB_OPTION("edge-events", 0, OUTPUT, LB_AT(edge_events), "FILE", "händelserna nära en gräns",
              "the events close to a border", .words = lb_table_endings,
              .flags = LB_OPTION_UNPUBLISHED, .needs = "position-error|border-curve"),
    LB_OPTION("hours", 0, OUTPUT, LB_AT(hours), "FILE",
              "händelserna efter veckodag och timme, som fil",
              "the events by weekday and hour, as a file", .words = lb_table_endings,
              .flags = LB_OPTION_UNPUBLISHED),
    LB_OPTION(
        "aoristic", 0, EITHER, LB_AT(aoristic_hours), "HOW",
        "hours: tiden delas efter sekunder i varje timme, eller lika mellan de timmar som den "
        "rör",
        "hours: a time is divided by seconds in each hour, or equally among the hours that it "
        "touches",
        .words = aoristic_words, .needs = "hours"),
    LB_OPTION("grid", 0, SOURCE, LB_AT(grid), "GRID",
              "rutnät med invånare: folk, bebodd och tätbebyggd yta som nämnare",
              "people, populated and urban land as denominators", .flags = LB_OPTION_SQUARES),
    LB_OPTION("valid-from", 0, TEXT, LB_AT(valid_from), "FIELD", "områdenas fält med första dagen",
              "areas: the field with the first day of each", .flags = 0),
    LB_OPTION("valid-to", 0, TEXT, LB_AT(valid_to), "FIELD",
              "områdenas fält med dagen efter den sista",
              "areas: the field with the day after the last", .flags = 0),
    LB_COARSEN_OPTION,
    LB_TABLE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

/* What each source of --uncertainty contributes. */
#define PART_OF(what, source, of_sv, of_en, sv, en)                                              \
    LB_COLUMN_OF(what "_part_" source, "share", EVENT, REAL, SHARE, "del av " of_sv " från " sv, \
                 "part of " of_en " from " en)
#define PARTS_OF(what, of_sv, of_en)                                                            \
    PART_OF(what, "counting", of_sv, of_en, "räkningens slump", "the chance of counting"),      \
        PART_OF(what, "chain", of_sv, of_en, "serier, utöver det", "chains, beyond that"),      \
        PART_OF(what, "position", of_sv, of_en, "händelsernas lägesfel", "errors of position"), \
        PART_OF(what, "time", of_sv, of_en, "okända tider", "times not known"),                 \
        PART_OF(what, "borders", of_sv, of_en, "gränsernas läge", "where borders run")

static const lb_column_info columns[] = {
    LB_COLUMN("period", "", KEY, TEXT, NONE),
    LB_COLUMN("area_set", "", KEY, TEXT, NONE),
    LB_COLUMN("category", "", KEY, TEXT, NONE),
    LB_COLUMN("events", "events", EVENT, REAL, NONE),
    LB_COLUMN("events_total", "events", EVENT, REAL, NONE),
    LB_COLUMN("share", "share", EVENT, REAL, SHARE),
    LB_COLUMN("share_low", "share", EVENT, REAL, SHARE),
    LB_COLUMN("share_high", "share", EVENT, REAL, SHARE),
    LB_COLUMN("area_km2", "km2", GROUND, REAL, KM2),
    LB_COLUMN("area_share", "share", GROUND, REAL, RATIO),
    LB_COLUMN("location_quotient", "ratio", GROUND, REAL, RATIO),
    LB_COLUMN("location_quotient_low", "ratio", GROUND, REAL, RATIO),
    LB_COLUMN("location_quotient_high", "ratio", GROUND, REAL, RATIO),
    LB_COLUMN("area_km2_planar", "km2", GROUND, REAL, KM2),
    LB_COLUMN("reference_km2", "km2", GROUND, REAL, NONE),
    LB_COLUMN("reference", "", KEY, TEXT, NONE),
    LB_COLUMN("events_expected", "events", EVENT, REAL, NONE),
    LB_COLUMN("share_expected", "share", EVENT, REAL, SHARE),
    LB_COLUMN("share_all_out", "share", EVENT, REAL, SHARE),
    LB_COLUMN("share_all_in", "share", EVENT, REAL, SHARE),
    LB_COLUMN("location_quotient_expected", "ratio", GROUND, REAL, RATIO),
    LB_COLUMN("location_quotient_combined_low", "ratio", GROUND, REAL, RATIO),
    LB_COLUMN("location_quotient_combined_high", "ratio", GROUND, REAL, RATIO),
    LB_COLUMN("people_share", "share", RATIO, REAL, SHARE),
    LB_COLUMN("location_quotient_people", "ratio", RATIO, REAL, RATIO),
    LB_COLUMN("populated_share", "share", GROUND, REAL, SHARE),
    LB_COLUMN("location_quotient_populated", "ratio", GROUND, REAL, RATIO),
    LB_COLUMN("urban_share", "share", GROUND, REAL, SHARE),
    LB_COLUMN("location_quotient_urban", "ratio", GROUND, REAL, RATIO),
    LB_COLUMN_OF("chains", "chains", EVENT, INTEGER, COUNT,
                 "serier av händelser i perioden, med --interval chain",
                 "chains of events of the period, with --interval chain"),
    LB_COLUMN_OF("design_effect", "ratio", EVENT, REAL, RATIO,
                 "andelens varians när serier dras, genom den av lika många enskilda händelser",
                 "variance of the share when chains are drawn, over that of as many separate "
                 "events"),
    LB_COLUMN_OF("share_joint_low", "share", EVENT, REAL, SHARE,
                 "nedre ände av andelens intervall av allt i --uncertainty",
                 "lower end of the share's interval from all of --uncertainty"),
    LB_COLUMN_OF("share_joint_high", "share", EVENT, REAL, SHARE, "övre ände", "upper end"),
    LB_COLUMN_OF("location_quotient_joint_low", "ratio", GROUND, REAL, RATIO,
                 "nedre ände av lägeskvotens intervall av detta",
                 "lower end of the quotient's interval from these"),
    LB_COLUMN_OF("location_quotient_joint_high", "ratio", GROUND, REAL, RATIO, "övre ände",
                 "upper end"),
    LB_COLUMN_OF("share_joint_sd", "share", EVENT, REAL, SHARE,
                 "andelens standardavvikelse av detta",
                 "standard deviation of the share from these"),
    PARTS_OF("share", "andelens varians", "the share's variance"),
    PARTS_OF("location_quotient", "lägeskvotens varians", "the quotient's variance"),
    LB_COLUMN_OF("uncertainty", "", EVENT, TEXT, NONE, "allt detta i en mening",
                 "all of this in one sentence")};

static const lb_column_info border[] = {
    LB_COLUMN("period", "", KEY, TEXT, NONE),
    LB_COLUMN("area_set", "", KEY, TEXT, NONE),
    LB_COLUMN("category", "", KEY, TEXT, NONE),
    LB_COLUMN("border_m", "m", KEY, REAL, NONE),
    LB_COLUMN("events", "events", EVENT, REAL, NONE),
    LB_COLUMN("events_total", "events", EVENT, REAL, NONE),
    LB_COLUMN("share", "share", EVENT, REAL, SHARE),
    LB_COLUMN("share_low", "share", EVENT, REAL, SHARE),
    LB_COLUMN("share_high", "share", EVENT, REAL, SHARE),
    LB_COLUMN("area_km2", "km2", GROUND, REAL, KM2),
    LB_COLUMN("area_share", "share", GROUND, REAL, RATIO),
    LB_COLUMN("location_quotient", "ratio", GROUND, REAL, RATIO)};

static const lb_column_info edge_events[] = {
    LB_COLUMN_OF("line", "", EVENT, INTEGER, NONE, "händelsens rad i filen",
                 "line of the event in its file"),
    LB_COLUMN_OF("date", "", EVENT, TEXT, NONE, "händelsens datum", "date of the event"),
    LB_COLUMN("area_set", "", KEY, TEXT, NONE),
    LB_COLUMN("area", "", KEY, TEXT, NONE),
    LB_COLUMN("category", "", KEY, TEXT, NONE),
    LB_COLUMN_OF(
        "distance_m", "m", EVENT, REAL, NONE,
        "hur långt gränsen måste flyttas utåt för att omfatta händelsen; negativt innanför",
        "how far the border must move outwards to hold the event; negative inside"),
    LB_COLUMN_OF("probability", "share", EVENT, REAL, RATIO,
                 "sannolikheten att den rätta platsen är i området",
                 "probability that the true place is in the area"),
    LB_COLUMN_OF("inside", "", EVENT, INTEGER, NONE,
                 "1 där den angivna platsen är i området, annars 0",
                 "1 where the reported place is in the area, else 0")};

static const lb_column_info hours[] = {
    LB_COLUMN("area_set", "", KEY, TEXT, NONE),
    LB_COLUMN("category", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("weekday", "", EVENT, TEXT, NONE,
                 "1 måndag till 7 söndag; no_time: klockslaget är inte känt; long: av alla de som "
                 "sträcker sig över mer än en vecka",
                 "1 Monday to 7 Sunday; no_time: the time of day is not known; long: of all of "
                 "these those that stretch over more than a week"),
    LB_COLUMN_OF("hour", "h", EVENT, INTEGER, NONE, "timmen då den börjar, 0 till 23",
                 "the hour that begins then, 0 to 23"),
    LB_COLUMN("events", "events", EVENT, REAL, NONE),
    LB_COLUMN_OF("share", "share", EVENT, REAL, SHARE,
                 "timmens del av kategorins händelser med klockslag",
                 "the hour's part of the category's events with a time of day")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns),
                                       LB_SHOWN_TABLE("border", "border-out", border),
                                       LB_FILE_TABLE("edge-events", "edge-events", edge_events),
                                       LB_FILE_TABLE("hours", "hours", hours)};

/* 447 425 km2: the land and inland waters of Sweden (LB_REFERENCE_LABEL). */
static const values initial = {.timezone = "Europe/Stockholm",
                               .confidence = 0.95,
                               .reference_km2 = LB_REFERENCE_KM2,
                               .chain_distance = 200,
                               .chain_days = 14,
                               .draws = 2000,
                               .seed = 1};

void lb_share_options_init(lb_share_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    unsigned sources;
    return lb_share_sources_parse(o, &sources, err);
}

const lb_command lb_share_command = {
    .name = "share",
    .order = 80,
    .subject = LB_SUBJECT_EVENTS,
    .summary = {"hur stor andel av händelserna som skedde i områdena",
                "which share of the events happened in the areas"},
    .description = {"Hur stor andel av händelserna som skedde i områdena, efter period och "
                    "kategori, med intervall, områdenas yta på ellipsoiden och lägeskvoten.",
                    "Which share of the events happened in the areas, by period and category, with "
                    "intervals, the areas' size on the ellipsoid and the location quotient."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS | LB_JOB_EVENTS_WHERE,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
