/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `brief` takes. */
#include <lagesbild/brief.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_brief_options values;

static const char *const page_endings[] = {".html", ".pdf", ".png", ".svg", NULL};

static const lb_option option_table[] = {
    LB_OPTION("grid", 0, GRID, LB_AT(grid), "GRID", "rutnät: GeoPackage från index",
              "grid: a GeoPackage of index", .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_OPTION("areas", 0, SOURCE, LB_AT(areas), "AREAS", "området och de som det jämförs med",
              "the area and those it is compared with",
              .flags =
                  LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_NAMED | LB_OPTION_READ_AGAIN),
    LB_OPTION("area", 'a', TEXT, LB_AT(area), "NAME", "vilket av områdena", "which of the areas",
              .flags = LB_OPTION_RESOLVED),
    LB_AREA_NAME_OPTION,
    LB_AREA_CATEGORY_OPTION,
    LB_OPTION("among", 0, SOURCE, LB_AT(among), "AREAS",
              "områden som det rangordnas bland, i stället för de andra av AREAS",
              "areas that it is ranked among, in place of the others of AREAS",
              .flags = LB_OPTION_NAMED | LB_OPTION_READ_AGAIN),
    LB_OPTION("title", 0, TEXT, LB_AT(title), "TEXT", "sidans rubrik; annars områdets namn",
              "the page's heading; else the area's name", .flags = 0),
    LB_OPTION("date", 0, TEXT, LB_AT(date), "TEXT", "under rubriken", "under the heading",
              .fallback = "date"),
    LB_OPTION("recipe", 'r', GRID_RECIPE, LB_AT(recipe), "RECIPE",
              "receptet för ett rutnät som inte säger sitt eget",
              "recipe of a grid that does not tell its own", .flags = 0),
    LB_OPTION("stability", 0, SOURCE, LB_AT(stability), "TABLE",
              "tabellen från stability --areas-output: hur säker områdets klass är",
              "the table of stability --areas-output: how firm the area's class is",
              .fallback = "stability:areas-output"),
    LB_OPTION("trend", 0, SOURCE, LB_AT(trend), "TABLE",
              "tabellen från trend --areas: hur området förändrats",
              "the table of trend --areas: how the area has changed", .fallback = "trend:output"),
    LB_COARSEN_OPTION,
    LB_OPTION("output", 'o', OUTPUT, LB_AT(output), "FILE.html|FILE.pdf",
              "sidan: för en webbläsare, eller ett A4-blad (även .png, .svg)",
              "the page: for a browser, or one A4 sheet (also .png .svg)", .words = page_endings,
              .fallback = ".html", .flags = LB_OPTION_NEEDED)};

static const values initial = {.min_cell = LB_MIN_CELL};

void lb_brief_options_init(lb_brief_options *options)
{
    *options = initial;
}

const lb_command lb_brief_command = {
    .name = "brief",
    .order = 260,
    .subject = LB_SUBJECT_DRAWING,
    .summary = {"en sida om ett område: karta, invånare, klasser, rang, grannar",
                "one page about one area: map, people, class mix, rank, neighbours"},
    .description = {"En sida om ett område: karta, vilka som bor där, klassernas fördelning, rang "
                    "bland AREAS, de närmaste av dem, förbehåll. GRID är en GeoPackage från index. "
                    ".html öppnas i vilken webbläsare som helst, utan nät; .pdf är ett A4-blad.",
                    "One page about one area: map, who lives there, class mix, rank among AREAS, "
                    "the nearest of them, caveats. GRID is a GeoPackage of index. The .html opens "
                    "in any browser, offline; the .pdf is one A4 sheet."},
    .job_options = LB_JOB_PAGES | LB_JOB_AREAS,
    .option = option_table,
    .options = LB_COUNT(option_table),
    .initial = &initial,
    .size = sizeof initial};
