/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that the option tables of commands share. A file with such a table says
 *
 *     typedef lb_share_options values;
 *
 * of its command's struct first; LB_AT and LB_LIST name members of it. */
#ifndef LB_COMMAND_OPTION_TABLE_H
#define LB_COMMAND_OPTION_TABLE_H

#include <math.h>
#include <lagesbild/command.h>
#include <lagesbild/date.h>
#include <lagesbild/overlap_rule.h>
#include <lagesbild/time_rule.h>
#include "model/table_formats.h"
#include "output/table_file.h"
#include "text/usual_columns.h"

#define LB_STANDARD_CRS "EPSG:3006"

#define LB_COUNT(array)  (sizeof(array) / sizeof *(array))
#define LB_AT(member)    .at = offsetof(values, member)
#define LB_LIST(list, n) .at = offsetof(values, list), .count_at = offsetof(values, n)

/* One option; behind the help stand further members, at least `.flags = 0`. */
#define LB_OPTION(name_, letter_, kind_, at_, value_, sv_, en_, ...)                            \
    {                                                                                           \
        .name = name_, .letter = letter_, .kind = LB_OPTION_##kind_, at_, .value_name = value_, \
        .help = {sv_, en_}, __VA_ARGS__                                                         \
    }
/* The name of a column, and where it is looked for when it is not given. */
#define LB_FIELD_OPTION(name_, member_, usual_, sv_, en_) \
    LB_OPTION(name_, 0, TEXT, LB_AT(member_), "FIELD", sv_, en_, .usual = lb_usual_columns[usual_])

#define LB_BOUNDS(from, to) .low = (from), .high = (to)

/* An output column: name, unit, role (LB_ROLE_...), type (TEXT, INTEGER, REAL) and how its numbers
 * are shown (LB_UNIT_...). LB_COLUMN's meaning is that of the page's glossary. The command makes
 * its table from these rows (command/described_columns.h). */
#define LB_COLUMN(name_, unit_, role_, type_, shown_) \
    LB_COLUMN_OF(name_, unit_, role_, type_, shown_, NULL, NULL)
#define LB_COLUMN_OF(name_, unit_, role_, type_, shown_, sv_, en_)                 \
    {                                                                              \
        .name = name_, .unit = unit_, .role = LB_ROLE_##role_, .type = LB_##type_, \
        .shown = LB_UNIT_##shown_, .meaning = {                                    \
            sv_,                                                                   \
            en_                                                                    \
        }                                                                          \
    }

/* Endings of files, NULL-ended; those of tables are output/table_file's. */
extern const char *const lb_raster_endings[], *const lb_picture_endings[];

#define LB_GRID_OPTION                                                        \
    LB_OPTION("grid", 0, GRID, LB_AT(grid), "GRID",                           \
              "rutnät: GeoPackage från index eller ett raster med dess band", \
              "grid: a GeoPackage of index, or a raster with its bands",      \
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED)
#define LB_EVENTS_OPTION                                                                   \
    LB_OPTION("events", 'e', SOURCE, LB_AT(events), "SOURCE", "händelserna", "the events", \
              .flags = LB_OPTION_NEEDED)
#define LB_AREA_NAME_OPTION                                                   \
    LB_FIELD_OPTION("name", name, LB_USUAL_AREA, "områdenas fält med namnet", \
                    "areas: the field with the name")
#define LB_AREA_CATEGORY_OPTION                                                              \
    LB_FIELD_OPTION("category", category, LB_USUAL_CATEGORY, "områdenas fält med kategorin", \
                    "areas: the field with the category")
#define LB_EVENT_DATE_OPTION                                                      \
    LB_FIELD_OPTION("date", date, LB_USUAL_DATE, "händelsernas fält med datumet", \
                    "events: the field with the date")
#define LB_DATE_FORMAT_OPTION                                                                          \
    LB_OPTION("date-format", 0, CHOICE, LB_AT(date_format), "FORM",                                    \
              "hur datum är skrivna som kan läsas på flera sätt: dmy 31/12/2021, mdy 12/31/2021, " \
              "excel 44561",                                                                           \
              "how dates are written that can be read in several ways: dmy 31/12/2021, mdy "           \
              "12/31/2021, excel 44561",                                                               \
              .words = lb_date_form_names)
#define LB_TIMEZONE_OPTION                                     \
    LB_OPTION("timezone", 0, TEXT, LB_AT(timezone), "ZONE",    \
              "vems dygn: Europe/Stockholm, UTC eller +02:00", \
              "whose days: Europe/Stockholm, UTC or +02:00", .flags = 0)
#define LB_X_OPTION(of_sv, of_en)                                                          \
    LB_FIELD_OPTION("x", x, LB_USUAL_X, of_sv " fält med östlig koordinat eller longitud", \
                    of_en ": the field with the easting or longitude")
#define LB_Y_OPTION(of_sv, of_en)                                                          \
    LB_FIELD_OPTION("y", y, LB_USUAL_Y, of_sv " fält med nordlig koordinat eller latitud", \
                    of_en ": the field with the northing or latitude")
/* How places and dates of events are read: members date, date_format, timezone, x, y. */
#define LB_EVENT_FIELD_OPTIONS                                       \
    LB_EVENT_DATE_OPTION, LB_DATE_FORMAT_OPTION, LB_TIMEZONE_OPTION, \
        LB_X_OPTION("händelsernas", "events"), LB_Y_OPTION("händelsernas", "events")
/* When an event counts that happened at some time in an interval: members until, time_rule.
 * needs: without which the end has no effect. */
#define LB_TIME_OPTIONS_OF(needs_)                                                                   \
    LB_OPTION("until", 0, TEXT, LB_AT(until), "FIELD",                                               \
              "händelsernas fält med slutet på tiden då de kan ha skett; date är början",            \
              "events: the field with the end of the time in which they may have happened; date "    \
              "is the beginning",                                                                    \
              .needs = needs_),                                                                      \
        LB_OPTION("time-rule", 0, CHOICE, LB_AT(time_rule), "RULE",                                  \
                  "när en sådan händelse räknas: aoristic delar den efter hur tiden faller på " \
                  "perioderna",                                                                      \
                  "when such an event counts: aoristic divides it as its time falls on the "         \
                  "periods",                                                                         \
                  .words = lb_time_rule_names, .needs = "until")
#define LB_PERIOD_OPTION                                                                            \
    LB_OPTION("period", 0, PERIODS, LB_LIST(period, periods), "PERIOD",                             \
              "year, half, quarter, month eller FRÅN/TILL, där slutdagen inte räknas; utan den " \
              "räknas all tid ihop",                                                                \
              "year, half, quarter, month or FROM/TO, whose last day is not included; without it "  \
              "all time is one period",                                                             \
              .flags = 0)
#define LB_OVERLAP_OPTION                                                                           \
    LB_OPTION("overlap", 0, CHOICE, LB_AT(overlap), "RULE",                                         \
              "vad som gäller där områden överlappar: den värre kategorin, lika delar, eller " \
              "fullt i båda",                                                                       \
              "where areas overlap: to the worse category, in equal parts, or fully to both",       \
              .words = lb_overlap_rule_names)
#define LB_PRIORITY_OPTION                                                                       \
    LB_OPTION("priority", 0, JOINED, LB_AT(priority), "A,B,C", "kategorierna, den värsta först", \
              "categories, the worst first", .flags = 0)
#define LB_CONFIDENCE_OPTION                                                               \
    LB_OPTION("confidence", 0, REAL, LB_AT(confidence), "P", "intervallens konfidensgrad", \
              "confidence of the intervals", LB_BOUNDS(0, 1),                              \
              .flags = LB_OPTION_ABOVE_LOW | LB_OPTION_BELOW_HIGH)
#define LB_MIN_CELL_OPTION(sv_, en_) \
    LB_OPTION("min-cell", 0, WHOLE, LB_AT(min_cell), "N", sv_, en_, .flags = 0)
/* Of commands that publish what they compute from people of a delivery: lb_command_job. */
#define LB_COARSEN_OPTION                                                          \
    LB_MIN_CELL_OPTION(                                                            \
        "antal personer förgrovas så att de under N inte röjs; 0: som de lämnats", \
        "people are coarsened so that counts below N are not told; 0: as delivered")
#define LB_SUPPORT_OPTION LB_SUPPORT_OPTION_OF(NULL)
#define LB_SUPPORT_OPTION_OF(needs_)                                                               \
    LB_OPTION("support", 0, TEXT, LB_AT(support), "SUPPORT",                                       \
              "rutor som kan ha en händelse: delivered (levererade), all, populated (med "        \
              "invånare) eller ett lager med områden",                                             \
              "cells that could hold an event: delivered (of the delivery), all, populated (with " \
              "people) or a layer of areas",                                                       \
              .standard = "delivered", .needs = needs_)
#define LB_DRAWS_OPTION(sv_, en_) \
    LB_OPTION("draws", 0, WHOLE, LB_AT(draws), "N", sv_, en_, LB_BOUNDS(1, 1000000), .flags = 0)
#define LB_SEED_OPTION                                                                            \
    LB_OPTION("seed", 0, WHOLE, LB_AT(seed), "N", "dragningarnas frö: samma frö ger samma bytes", \
              "seed of the draws: the same seed gives the same bytes", .flags = 0)
#define LB_DESPITE_REFUSAL_OPTION                                       \
    LB_OPTION("despite-refusal", 0, FLAG, LB_AT(despite_refusal), NULL, \
              "gå vidare där metoden vägrar; resultatet säger det",     \
              "go on where the method refuses; the result says so",     \
              .flags = LB_OPTION_COMMAND_LINE)
#define LB_RECIPE_OPTION                                                                       \
    LB_OPTION("recipe", 'r', RECIPE, LB_AT(recipe), "RECIPE", "inbyggt recept eller YAML-fil", \
              "built-in recipe or YAML file", .standard = "livsvillkor-8",                     \
              .flags = LB_OPTION_RESOLVED)
/* How squares of a delivery are read: members band, bands, cell_size, id, size, x, y. */
#define LB_SQUARE_OPTIONS                                                                         \
    LB_OPTION("band", 0, BANDS, LB_LIST(band, bands), "NAME=FILE:BAND",                           \
              "ett band ur ett raster som kolumnen NAME", "a raster band as column NAME",         \
              .flags = 0),                                                                        \
        LB_OPTION("cell-size", 0, WHOLE, LB_AT(cell_size), "METRES",                              \
                  "sidan på rutor som inte anger sin", "size of squares that do not give theirs", \
                  .flags = 0),                                                                    \
        LB_FIELD_OPTION("id", id, LB_USUAL_SQUARE_ID, "fältet med rutans id",                     \
                        "the field with the square's id"),                                        \
        LB_FIELD_OPTION("size", size, LB_USUAL_SQUARE_SIZE, "fältet med rutans sida i meter",     \
                        "the field with the square's size in metres"),                            \
        LB_FIELD_OPTION("x", x, LB_USUAL_EASTING, "fältet med rutmittens östliga koordinat",      \
                        "the field with the easting of the square's centre"),                     \
        LB_FIELD_OPTION("y", y, LB_USUAL_NORTHING, "fältet med rutmittens nordliga koordinat",    \
                        "the field with the northing of the square's centre")
#define LB_TABLE_OUTPUT_OPTION LB_TABLE_OUTPUT_OPTION_OF(0)
#define LB_TABLE_OUTPUT_OPTION_OF(flags_)                                    \
    LB_OPTION("output", 'o', OUTPUT, LB_AT(output), "FILE",                  \
              "tabellen som fil, " LB_PLAIN_FORMATS(LB_ENDING_TEXT)          \
                  LB_PACKAGE_FORMATS(LB_ENDING_TEXT) "eller visad utan den", \
              "the table as a file, " LB_PLAIN_FORMATS(LB_ENDING_TEXT)       \
                  LB_PACKAGE_FORMATS(LB_ENDING_TEXT) "or shown without one", \
              .words = lb_table_endings, .fallback = ".csv", .flags = flags_)
/* Of a table whose rows have outlines. */
#define LB_OUTLINE_OUTPUT_OPTION                                                      \
    LB_OPTION("output", 'o', OUTPUT, LB_AT(output), "FILE",                           \
              "tabellen som fil, " LB_PLAIN_FORMATS(                                  \
                  LB_ENDING_TEXT) "med ytor " LB_PACKAGE_FORMATS(LB_ENDING_TEXT)      \
                  LB_LAYER_FORMATS(LB_ENDING_TEXT) "eller visad utan den",            \
              "the table as a file, " LB_PLAIN_FORMATS(                               \
                  LB_ENDING_TEXT) "with outlines " LB_PACKAGE_FORMATS(LB_ENDING_TEXT) \
                  LB_LAYER_FORMATS(LB_ENDING_TEXT) "or shown without one",            \
              .words = lb_outline_endings, .fallback = ".csv", .flags = 0)
#define LB_PROVENANCE_OPTION                                                                    \
    LB_OPTION("provenance", 0, OUTPUT, LB_AT(provenance), "FILE.json",                          \
              "hur resultatet gjordes: version, val, indatas SHA-256 och rader, avstämning",    \
              "how the result was made: version, options, SHA-256 and rows of inputs, balance", \
              .flags = LB_OPTION_COMMAND_LINE, .ending = "json")

/* Rows of lb_table_info: the main table, shown unless it goes to a file; another that is shown; one
 * that is written to a file or not at all. */
#define LB_MAIN_TABLE(columns_) LB_SHOWN_TABLE("", "output", columns_)
#define LB_SHOWN_TABLE(name_, option_, columns_)                                      \
    {                                                                                 \
        .name = name_, .option = option_, .hidden_by = {option_}, .column = columns_, \
        .columns = LB_COUNT(columns_)                                                 \
    }
#define LB_FILE_TABLE(name_, option_, columns_)                                  \
    {                                                                            \
        .name = name_, .option = option_, .only_file = true, .column = columns_, \
        .columns = LB_COUNT(columns_)                                            \
    }

/* Members of lb_command for the tables `options`, `tables` and `initial` of a file. */
#define LB_COMMAND_TABLES_OF(options_, tables_, initial_)                \
    .option = options_, .options = LB_COUNT(options_), .table = tables_, \
    .tables = LB_COUNT(tables_), .initial = &initial_, .size = sizeof initial_

#endif
