/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rate` takes and makes. */
#include <lagesbild/rate.h>
#include "command/command_list.h"
#include "command/option_table.h"
#include "input/events/event_time.h"

typedef lb_rate_options values;

static const lb_option option_table[] = {
    LB_OPTION("areas", 'a', SOURCE, LB_AT(areas), "SOURCE", "lager eller tabell: område, kategori",
              "layer or table: area, category",
              .flags = LB_OPTION_NEEDED | LB_OPTION_NAMED | LB_OPTION_READ_AGAIN),
    LB_OPTION("counts", 0, SOURCE, LB_AT(counts), "TABLE", "område, indikator, period, antal",
              "area, indicator, period, count", .flags = 0),
    LB_OPTION("events", 'e', SOURCE, LB_AT(events), "SOURCE",
              "eller punkter, som förs till områdena", "or points, located in the areas",
              .flags = 0),
    LB_OPTION("population", 0, SOURCE, LB_AT(population), "TABLE", "område, period, invånare",
              "area, period, population", .flags = 0),
    LB_FIELD_OPTION("population-field", population_field, LB_USUAL_POPULATION,
                    "områdenas fält med invånarna", "areas: the field with the people"),
    LB_OPTION("national", 0, SOURCE, LB_AT(national), "TABLE",
              "rikets tal: indikator, period, antal, invånare",
              "the country: indicator, period, count, population", .flags = 0),
    LB_AREA_NAME_OPTION,
    LB_AREA_CATEGORY_OPTION,
    LB_OPTION("indicator", 0, TEXT, LB_AT(indicator), "FIELD",
              "händelsernas fält med vad som räknas", "events: the field with what is counted",
              .needs = "events"),
    LB_EVENT_FIELD_OPTIONS,
    LB_TIME_OPTIONS_OF("events"),
    LB_OPTION("draws", 0, WHOLE, LB_AT(draws), "N",
              "dragningar av tiden för händelser vars tid ligger i flera perioder",
              "draws of the time of events whose time lies in several periods",
              LB_BOUNDS(1, 1000000), .needs = "until"),
    LB_OPTION("seed", 0, WHOLE, LB_AT(seed), "N", "dragningarnas frö: samma frö ger samma bytes",
              "seed of the draws: the same seed gives the same bytes", .needs = "until"),
    LB_PERIOD_OPTION,
    LB_OVERLAP_OPTION,
    LB_PRIORITY_OPTION,
    LB_OPTION("min-count", 0, REAL, LB_AT(minimum_count), "N",
              "för publicering: tal av färre händelser lämnas tomma",
              "for publication: figures of fewer events are left empty", LB_BOUNDS(0, INFINITY),
              .flags = 0),
    LB_OPTION("min-population", 0, REAL, LB_AT(minimum_population), "N",
              "färre invånare: inget tal per invånare", "fewer people: no rate",
              LB_BOUNDS(0, INFINITY), .flags = 0),
    LB_COARSEN_OPTION,
    LB_CONFIDENCE_OPTION,
    LB_TABLE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN("indicator", "", KEY, TEXT, NONE),
    LB_COLUMN("period", "", KEY, TEXT, NONE),
    LB_COLUMN("category", "", KEY, TEXT, NONE),
    LB_COLUMN("count", "events", EVENT, REAL, NONE),
    LB_COLUMN_OF("population", "people", PEOPLE, REAL, COUNT, "områdenas invånare",
                 "people of the areas"),
    LB_COLUMN("rate", "per 1 000 inhabitants", RATIO, REAL, RATE),
    LB_COLUMN("rate_low", "per 1 000 inhabitants", RATIO, REAL, RATE),
    LB_COLUMN("rate_high", "per 1 000 inhabitants", RATIO, REAL, RATE),
    LB_COLUMN("rate_ratio", "ratio", RATIO, REAL, RATIO),
    LB_COLUMN("rate_ratio_low", "ratio", RATIO, REAL, RATIO),
    LB_COLUMN("rate_ratio_high", "ratio", RATIO, REAL, RATIO),
    LB_COLUMN("mean_of_areas", "per 1 000 inhabitants", RATIO, REAL, RATE),
    LB_COLUMN("most_influential_area", "", KEY, TEXT, NONE),
    LB_COLUMN("rate_without_it", "per 1 000 inhabitants", RATIO, REAL, RATE),
    LB_COLUMN("areas", "areas", GROUND, INTEGER, COUNT),
    LB_COLUMN("areas_left_out", "areas", GROUND, INTEGER, COUNT),
    LB_COLUMN("mean_without_it", "per 1 000 inhabitants", RATIO, REAL, RATE),
    LB_COLUMN("reason", "", KEY, TEXT, NONE)};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns)};

static const values initial = {.timezone = "Europe/Stockholm",
                               .draws = 1000,
                               .seed = 1,
                               .confidence = 0.95,
                               .min_cell = LB_MIN_CELL};

void lb_rate_options_init(lb_rate_options *options)
{
    *options = initial;
}

static const char *const counts_or_events[] = {"counts", "events", NULL};

const lb_command lb_rate_command = {
    .name = "rate",
    .order = 90,
    .subject = LB_SUBJECT_EVENTS,
    .summary = {"händelser per 1 000 invånare, efter områdenas kategori",
                "events per 1 000 inhabitants, by category of areas"},
    .description =
        {"Händelser per 1 000 invånare efter kategori och i resten av riket, med exakta intervall, "
         "kvoten mot resten och det område som flyttar sin kategori mest.",
         "Events per 1 000 inhabitants by category and in the rest of the country, with exact "
         "intervals, the ratio to the rest, and the area that moves its category most."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS | LB_JOB_EVENTS_WHERE,
    .one_of = counts_or_events,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
