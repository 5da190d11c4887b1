/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `footprint` takes and makes. */
#include <lagesbild/footprint.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_footprint_options values;

static const lb_option option_table[] = {
    LB_OPTION("areas", 0, SOURCE, LB_AT(areas), "AREAS", "områdena", "the areas",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_NAMED),
    LB_OPTION("records", 0, SOURCE, LB_AT(records), "RECORDS",
              "telefonposter, en rad ett fotavtryck", "phone records, one row a footprint",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_OPTION("radius", 'r', REAL, LB_AT(radius), "METRES", "varje cirkels radie",
              "radius of each circle", LB_BOUNDS(0, INFINITY), .flags = LB_OPTION_ABOVE_LOW),
    LB_OPTION("radius-field", 0, TEXT, LB_AT(radius_field), "FIELD",
              "posternas fält med cirkelns egen radie; där det är tomt gäller --radius",
              "records: the field with the circle's own radius; where empty, --radius", .flags = 0),
    LB_OPTION("missing", 0, CHOICE, LB_AT(missing), "RULE",
              "poster utan plats: stryks, eller räknas utanför områdena",
              "records without a place: left out, or outside the areas",
              .words = lb_missing_rule_names),
    LB_OVERLAP_OPTION,
    LB_PRIORITY_OPTION,
    LB_DATE_FORMAT_OPTION,
    LB_TIMEZONE_OPTION,
    LB_OPTION("summary", 's', OUTPUT, LB_AT(summary), "FILE", "tal efter kategori",
              "figures by category", .words = lb_table_endings),
    LB_AREA_NAME_OPTION,
    LB_AREA_CATEGORY_OPTION,
    LB_FIELD_OPTION("phone", phone, LB_USUAL_DEVICE, "posternas fält med telefonen",
                    "records: the field with the phone"),
    LB_FIELD_OPTION("time", time, LB_USUAL_DATE, "posternas fält med tiden",
                    "records: the field with the time"),
    LB_X_OPTION("posternas", "records"),
    LB_Y_OPTION("posternas", "records"),
    LB_OPTION("max-records", 0, WHOLE, LB_AT(max_records), "N",
              "poster i minnet, fler läggs på disk", "held in memory, more on disk",
              LB_BOUNDS(1, 2147483647), .flags = LB_OPTION_NO_EFFECT),
    LB_COARSEN_OPTION,
    LB_OUTLINE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN("area", "", KEY, TEXT, NONE), LB_COLUMN("category", "", KEY, TEXT, NONE),
    LB_COLUMN("day_prints", "phone days", PEOPLE, REAL, NONE),
    LB_COLUMN_OF("share", "share", RATIO, REAL, SHARE, "andel av alla dygnsavtryck",
                 "share of all day-prints"),
    LB_COLUMN("phones", "phones", PEOPLE, INTEGER, COUNT)};

static const lb_column_info summary[] = {LB_COLUMN("category", "", KEY, TEXT, NONE),
                                         LB_COLUMN("areas", "areas", GROUND, INTEGER, COUNT),
                                         LB_COLUMN_OF("share", "share", RATIO, REAL, SHARE,
                                                      "andel av alla dygnsavtryck",
                                                      "share of all day-prints"),
                                         LB_COLUMN("mean", "phone days", RATIO, REAL, NONE),
                                         LB_COLUMN("min", "phone days", RATIO, REAL, NONE),
                                         LB_COLUMN("max", "phone days", RATIO, REAL, NONE),
                                         LB_COLUMN("phones_mean", "phones", PEOPLE, REAL, NONE),
                                         LB_COLUMN("phones_min", "phones", PEOPLE, REAL, NONE),
                                         LB_COLUMN("phones_max", "phones", PEOPLE, REAL, NONE)};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns),
                                       LB_FILE_TABLE("summary", "summary", summary)};

static const values initial = {
    .radius = 500, .timezone = "Europe/Stockholm", .max_records = 20 * 1000 * 1000};

void lb_footprint_options_init(lb_footprint_options *options)
{
    *options = initial;
}

const lb_command lb_footprint_command = {
    .name = "footprint",
    .order = 100,
    .subject = LB_SUBJECT_EVENTS,
    .summary = {"var telefoner lämnade sina dygnsavtryck", "where phones left their day-prints"},
    .description =
        {"Var telefoner lämnade sina dygnsavtryck: en telefons dygn är 1 och delas av dess "
         "fotavtryck, vart och ett efter den del av dess cirkel som är i ett område.",
         "Where phones left their day-prints: a phone's day is 1, shared by its footprints, each "
         "by the part of its circle inside an area."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
