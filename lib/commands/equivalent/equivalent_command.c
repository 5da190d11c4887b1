/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `equivalent` takes and makes. */
#include <lagesbild/equivalent.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_equivalent_options values;

static const lb_option option_table[] = {
    LB_OPTION("zones", 0, SOURCE, LB_AT(zones), "ZONES",
              "zonerna: kommuner, DeSO eller andra polygoner",
              "the zones: municipalities, DeSO or other polygons",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_FIELD_OPTION("name", name, LB_USUAL_AREA, "zonernas fält med namnet",
                    "zones: the field with the name"),
    LB_OPTION("area-km2", 0, REAL, LB_AT(area_km2), "KM2", "ytan som zonerna ska komma nära",
              "the area that the zones are to come near", LB_BOUNDS(0, 1e9),
              .flags = LB_OPTION_ZERO_UNSET | LB_OPTION_ABOVE_LOW),
    LB_OPTION("areas", 0, SOURCE, LB_AT(areas), "[NAME=]AREAS",
              "områden vars mark tillsammans är den ytan",
              "areas whose ground together is that area", .flags = LB_OPTION_NAMED),
    LB_OPTION("area-field", 0, TEXT, LB_AT(area_field), "FIELD",
              "zonernas fält med km2; utan det ytan på ellipsoiden",
              "zones: the field with km2; without it the area on the ellipsoid", .flags = 0),
    LB_OPTION("max", 0, WHOLE, LB_AT(max), "N", "högst så många zoner", "so many zones at most",
              LB_BOUNDS(1, LB_CONNECTED_ZONES_MAX), .flags = 0),
    LB_OPTION("top", 0, WHOLE, LB_AT(top), "N", "så många förslag", "so many sets",
              LB_BOUNDS(1, 10000), .flags = 0),
    LB_OPTION("gap", 0, REAL, LB_AT(gap), "M",
              "grannar är zoner vars gränser löper högst så många meter från varandra",
              "neighbours are zones whose borders run at most so many metres apart",
              LB_BOUNDS(0, 100000), .flags = 0),
    LB_OPTION("with", 0, TEXT, LB_AT(with), "NAME", "en zon som ska vara med",
              "a zone that is to be in it", .flags = 0),
    LB_OPTION("map", 0, OUTPUT, LB_AT(map), "FILE",
              "karta över det närmaste, med ytan som röd skiva i samma skala: .png, .svg, .pdf",
              "a map of the nearest, the area as a red disc to the same scale: .png, .svg, .pdf",
              .words = lb_picture_endings),
    LB_TABLE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("rank", "", KEY, INTEGER, NONE, "1 är närmast", "1 is nearest"),
    LB_COLUMN_OF("zones", "zones", KEY, INTEGER, COUNT, "antal zoner", "number of zones"),
    LB_COLUMN_OF("names", "", KEY, TEXT, NONE, "deras namn", "their names"),
    LB_COLUMN_OF("km2", "km2", GROUND, REAL, KM2, "deras yta tillsammans", "their area together"),
    LB_COLUMN_OF("difference_km2", "km2", GROUND, REAL, KM2, "deras yta minus den sökta",
                 "their area less the target"),
    LB_COLUMN_OF("difference_percent", "per cent", GROUND, REAL, RATIO,
                 "det i procent av den sökta", "that in per cent of the target")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns)};

static const values initial = {.max = 8, .top = 10};

static const char *const targets[] = {"area-km2", "areas", NULL};

void lb_equivalent_options_init(lb_equivalent_options *options)
{
    *options = initial;
}

const lb_command lb_equivalent_command = {
    .name = "equivalent",
    .order = 130,
    .subject = LB_SUBJECT_AREAS,
    .summary = {"vilka grannkommuner som tillsammans är lika stora som en yta",
                "which neighbouring municipalities together are as large as an area"},
    .description = {"De sammanhängande zoner vars yta tillsammans är närmast en given yta eller "
                    "områdens yta; alla sammanhängande grupper prövas.",
                    "The connected zones whose area together is nearest to a given area or to that "
                    "of areas; all connected sets are looked at."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS,
    .one_of = targets,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
