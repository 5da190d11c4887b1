/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `map` takes. */
#include <lagesbild/map.h>
#include "base/try.h"
#include "command/command_list.h"
#include "command/option_table.h"
#include "commands/map/map_spec.h"

typedef lb_map_options values;

const char *const lb_palette_names[] = {
    [LB_PALETTE_RECIPE] = "recipe", [LB_PALETTE_COLOUR_BLIND] = "colour-blind", NULL};

static const lb_option option_table[] = {
    LB_OPTION("grid", 0, GRID, LB_AT(grid), "GRID",
              "rutnät: GeoPackage från index eller ett raster",
              "grid: a GeoPackage of index, or a raster",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_OPTION("output", 'o', OUTPUT, LB_AT(output), "FILE", "kartan: .png, .svg eller .pdf",
              "the map: .png, .svg or .pdf", .words = lb_picture_endings, .fallback = ".png",
              .flags = LB_OPTION_NEEDED),
    LB_OPTION("areas", 'a', SOURCE, LB_AT(areas), "[NAME=]SOURCE",
              "områdenas gränser efter kategori, med namn", "outlines by category, named",
              .flags = LB_OPTION_NAMED),
    LB_AREA_NAME_OPTION,
    LB_AREA_CATEGORY_OPTION,
    LB_PRIORITY_OPTION,
    LB_OPTION("no-labels", 0, FLAG, LB_AT(no_labels), NULL, "områden utan sina namn",
              "areas without their names", .flags = 0),
    LB_OPTION("hotspots", 0, SOURCE, LB_AT(hotspots), "FILE",
              "samlingspunkter och klungor, som hotspot --outlines skrev dem",
              "hot spots and clusters, as hotspot --outlines wrote them", .flags = 0),
    LB_OPTION("rings", 0, TEXT, LB_AT(rings), "COLUMN",
              "ringar så stora som ett antal, till exempel unga_0_15",
              "rings as large as a count, unga_0_15", .flags = 0),
    LB_OPTION("rings-where", 0, TEXT, LB_AT(rings_where), "COLUMN>=VALUE|all",
              "vilka rutor som får en; utan den de med trångboddhet i sina två sämsta klasser",
              "which squares have one; without it those with overcrowding in its worst two classes",
              .needs = "rings"),
    LB_COARSEN_OPTION,
    LB_OPTION("around", 0, TEXT, LB_AT(around), "AREA", "det området, med en marginal",
              "this area, with a margin", .needs = "areas"),
    LB_OPTION("margin", 0, REAL, LB_AT(margin), "METRES",
              "runt området; 0: halva dess längsta sida, minst 500",
              "around the area; 0: half its longest side, at least 500", LB_BOUNDS(0, 1e6),
              .flags = 0),
    LB_OPTION("extent", 0, BOX, LB_AT(extent), "E0,N0,E1,N1",
              "den här delen, i rutnätets koordinater", "this part, in the grid's CRS", .flags = 0),
    LB_OPTION("column", 0, TEXT, LB_AT(column), "NAME",
              "vad som färgläggs; utan den klass och index",
              "what to colour by; without it class and index", .flags = 0),
    LB_OPTION("change", 0, SOURCE, LB_AT(change), "TABLE",
              "rutornas förändring, ur tabellen från trend, i stället för klass och index",
              "the change of squares, of the table of trend, in place of class and index",
              .flags = 0),
    LB_OPTION("no-hatching", 0, FLAG, LB_AT(no_hatching), NULL,
              "rutor vars klass är osäker, eller förändring inte mer än brus, streckas inte",
              "squares whose class is not firm, or whose change is not more than noise, are not "
              "hatched",
              .flags = 0),
    LB_OPTION("context", 0, CONTEXTS, LB_LIST(context, contexts),
              "SOURCE[,line=][,fill=][,width=][,label=]",
              "kommuner, vatten, vägar ...; får upprepas",
              "municipalities, water, roads ...; may be repeated", .flags = 0),
    LB_OPTION("palette", 0, CHOICE, LB_AT(palette), "recipe|colour-blind", "klassernas färger",
              "colours of the classes", .words = lb_palette_names),
    LB_OPTION("title", 0, TEXT, LB_AT(title), "TEXT", "i stället för den som görs",
              "instead of the one that is made", .flags = 0),
    LB_OPTION("source", 0, TEXT, LB_AT(source), "TEXT", "i stället för indatas namn",
              "instead of the inputs' names", .fallback = "source"),
    LB_OPTION("date", 0, TEXT, LB_AT(date), "TEXT", "efter källan", "behind the source",
              .fallback = "date"),
    LB_OPTION("size", 0, TEXT, LB_AT(size), "PAGE",
              "A4, A3-landscape, A5-portrait eller 180x120 i mm",
              "A4, A3-landscape, A5-portrait or 180x120 in mm", .standard = "A4"),
    LB_OPTION("dpi", 0, REAL, LB_AT(dpi), "N", "bildpunkter per tum i en PNG",
              "pixels to an inch of a PNG", LB_BOUNDS(36, 1200), .flags = LB_OPTION_ZERO_UNSET,
              .standard = "300"),
    LB_PROVENANCE_OPTION};

static const values initial = {.grid = NULL};

void lb_map_options_init(lb_map_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    lb_condition where;
    double width, height;
    LB_TRY(lb_map_size_parse(o->size, false, &width, &height, err));
    if (o->rings_where)
        LB_TRY(lb_condition_parse(o->rings_where, &where, err));
    if (o->around && o->extent)
        return lb_error_set(err, LB_E_USAGE, "--around and --extent: only one of them");
    if (o->change && o->column)
        return lb_error_set(err, LB_E_USAGE, "--change and --column: only one of them");
    for (size_t i = 0; i < o->contexts; i++)
        LB_TRY(lb_context_parse(o->context[i], &(lb_context_spec){.label = ""}, err));
    return LB_OK;
}

const lb_command lb_map_command = {
    .name = "map",
    .order = 240,
    .subject = LB_SUBJECT_DRAWING,
    .summary = {"rutnätet som karta för tryck, med områden och ringar",
                "the grid as a map for print, with areas and rings"},
    .description =
        {"GRID (GeoPackage från index, eller ett raster) som karta för tryck: rutor från grönt "
         "till rött, områden, ringar, teckenförklaring, skalstock, norrpil, titel och källa.",
         "GRID (a GeoPackage of index, or a raster) as a map for print: squares green to red, "
         "areas, rings, legend, scale bar, north arrow, title and source."},
    .job_options = (LB_JOB_TABLES & ~LB_JOB_COLUMNS) | LB_JOB_AREAS,
    .check = check_options,
    .option = option_table,
    .options = LB_COUNT(option_table),
    .initial = &initial,
    .size = sizeof initial};
