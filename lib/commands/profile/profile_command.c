/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `profile` takes and makes. */
#include <lagesbild/profile.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_profile_options values;

static const lb_option option_table[] = {
    LB_OPTION("grid", 0, GRID, LB_AT(grid), "[NAME=]GRID",
              "rutnät: GeoPackage från index eller ett raster",
              "grid: a GeoPackage of index, or any raster",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_NAMED),
    LB_OPTION("more", 0, SOURCES, LB_LIST(more, n_more), "[NAME=]GRID",
              "fler rutnät, vars kolumner får namnet före sig",
              "further grids, whose columns have the name before them",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NAMED | LB_OPTION_SQUARES),
    LB_OPTION("areas", 0, SOURCE, LB_AT(areas), "AREAS", "områdena", "the areas",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_NAMED),
    LB_FIELD_OPTION("name", name, LB_USUAL_AREA, "områdenas fält med namnet, för meddelanden",
                    "areas: the field with the name, for messages"),
    LB_OPTION("stat", 0, LIST, LB_LIST(stat, stats), "NAME=FUNC(COLUMN)",
              "en kolumn till: sum mean min max median quantile majority minority variety stdev "
              "variance range cv count frac",
              "one more column: sum mean min max median quantile majority minority variety stdev "
              "variance range cv count frac",
              .flags = 0),
    LB_OPTION("nodata", 0, LIST, LB_LIST(nodata, n_nodata), "[GRID:]VALUE",
              "värde som betyder att värde saknas, i alla rutnät eller i det som nämns",
              "a value that stands for no data, in every grid or in the one named", .flags = 0),
    LB_OPTION(
        "rule", 0, CHOICE, LB_AT(rule), "RULE",
        "vad av en ruta som räknas: dess exakta andel, eller hela där mittpunkten eller någon "
        "del ligger i området (som andra program; summor stämmer då inte)",
        "what of a cell counts: its exact share, or all of it where its centre or any part is "
        "in the area (as other tools do; sums then do not close)",
        .words = lb_count_rule_names),
    LB_OPTION("save-cover", 0, OUTPUT, LB_AT(save_cover), "FILE",
              "spara överlagringen av områden och rutor för andra år och kolumner",
              "keep the overlay of areas and cells for other years and columns",
              .flags = LB_OPTION_COMMAND_LINE),
    LB_OPTION("cover", 0, SOURCE, LB_AT(cover), "FILE",
              "använd en sparad överlagring; vägras när områden eller rutor skiljer sig",
              "use an overlay that was kept; refused when areas or cells differ",
              .flags = LB_OPTION_COMMAND_LINE | LB_OPTION_NO_EFFECT | LB_OPTION_PLAIN_FILE),
    LB_COARSEN_OPTION,
    LB_OUTLINE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("FIELD", "", KEY, TEXT, NONE, "områdenas egna fält", "the areas' own fields"),
    LB_COLUMN("area_km2", "km2", GROUND, REAL, KM2),
    LB_COLUMN("area_km2_planar", "km2", GROUND, REAL, KM2),
    LB_COLUMN("cells", "cells", GROUND, INTEGER, COUNT),
    LB_COLUMN("population", "people", PEOPLE, REAL, COUNT),
    LB_COLUMN("population_low", "people", PEOPLE, REAL, COUNT),
    LB_COLUMN("population_high", "people", PEOPLE, REAL, COUNT),
    LB_COLUMN("unga_0_15", "people", PART, REAL, COUNT),
    LB_COLUMN("unga_16_19", "people", PART, REAL, COUNT),
    LB_COLUMN("index_mean", "0 to 100", MADE, REAL, SCORE),
    LB_COLUMN("index_mean_area", "0 to 100", MADE, REAL, SCORE),
    LB_COLUMN_OF("class_K", "share", RATIO, REAL, SHARE,
                 "andel av områdets invånare som bor i rutor av klass K",
                 "share of the area's people who live in cells of class K"),
    LB_COLUMN("worst_index", "0 to 100", MADE, REAL, SCORE),
    LB_COLUMN("rank_percentile", "share", MADE, REAL, SHARE),
    LB_COLUMN("covered_share", "share", GROUND, REAL, SHARE),
    LB_COLUMN_OF("STAT", "", LEVEL, REAL, NONE, "kolumnen som --stat STAT=FUNC(COLUMN) begär",
                 "the column that --stat STAT=FUNC(COLUMN) asks for"),
    LB_COLUMN_OF("STAT_VALUE", "share", LEVEL, REAL, NONE, "av frac: andelen av området med värdet",
                 "of frac: the share of the area that has the value"),
    LB_COLUMN_OF("STAT_covered_share", "share", GROUND, REAL, SHARE,
                 "andelen av ytan där STAT har värde och vikt, om den inte är covered_share",
                 "share of the surface where STAT has a value and a weight, if not covered_share"),
    LB_COLUMN_OF("GRID_COLUMN", "", MADE, REAL, NONE,
                 "samma kolumner av ett rutnät till, med dess namn före",
                 "the same columns of a further grid, its name before them")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns)};

static const values initial = {.min_cell = LB_MIN_CELL};

void lb_profile_options_init(lb_profile_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    if (o->cover && o->save_cover)
        return lb_error_set(err, LB_E_USAGE,
                            "--cover and --save-cover: one reads a cover, the other writes it; "
                            "give one of them");
    if (o->n_more > 0 && (o->cover || o->save_cover))
        return lb_error_set(
            err, LB_E_USAGE,
            "%s: a cover belongs to the cells of one grid, but %zu grids are given; "
            "run them one by one",
            o->cover ? "--cover" : "--save-cover", o->n_more + 1);
    return LB_OK;
}

const lb_command lb_profile_command = {
    .name = "profile",
    .order = 50,
    .subject = LB_SUBJECT_AREAS,
    .summary = {"vilka som bor i varje område, ur varje rutas exakta andel",
                "who lives in each area, from the exact share of each cell"},
    .description =
        {"Vilka som bor i varje område: invånare med gränser, barn, index och klasser, ur den "
         "exakta andelen av varje ruta i GRID (GeoPackage från index, eller ett raster) i varje "
         "område. Kolumner av ett andra rutnät och framåt, givna som [NAME=]GRID, har dess namn "
         "före sig.",
         "Who lives in each area: people with bounds, children, index and classes, from the exact "
         "share of every cell of GRID (a GeoPackage of index, or any raster) in every area. "
         "Columns of a second grid and on, given as [NAME=]GRID, have its name before them."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
