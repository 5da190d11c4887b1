/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_map_options *options, const out_common *common)
{
    out_session s;
    int code = out_begin(&s, common);
    return code ? code : out_end(&s, lb_map_run(options, &s.job, &s.err));
}

/* "E0,N0,E1,N1": 0, or the exit code after saying what is wrong. */
static int parse_extent(const char *text, lb_box *box)
{
    double *const to[] = {&box->xmin, &box->ymin, &box->xmax, &box->ymax};
    const char *at = text;
    for (int i = 0; i < 4; i++) {
        char *end;
        *to[i] = strtod(at, &end);
        if (end == at || *end != (i < 3 ? ',' : '\0'))
            return out_usage("--extent: '%s' found, expected E0,N0,E1,N1 in metres", text);
        at = end + 1;
    }
    return 0;
}

typedef struct given {
    out_common common;
    lb_map_options map;
    opt_list contexts;
    const char *extent, *palette;
    lb_box box;
} given;

static int finish_options(given *g, const char *grid)
{
    int palette =
        g->palette ? out_choice("--palette", g->palette, lb_palette_names) : LB_PALETTE_RECIPE;
    int code = g->extent ? parse_extent(g->extent, &g->box) : 0;
    if (palette < 0 || code)
        return lb_status_exit_code(LB_E_USAGE);
    g->map.palette = (lb_palette)palette;
    g->map.extent = g->extent ? &g->box : NULL;
    g->map.grid = grid;
    g->map.context = g->contexts.item;
    g->map.contexts = g->contexts.count;
    g->map.output = g->common.output;
    g->map.provenance = g->common.provenance;
    return g->common.output ? 0 : out_usage("map: needs -o FILE.png, .svg or .pdf");
}

int cmd_map(int argc, char **argv)
{
    given g = {.palette = NULL};
    const opt options[] = {
        {"output", 'o', OPT_TEXT, &g.common.output, "FILE", ".png, .svg or .pdf"},
        {"areas", 'a', OPT_TEXT, &g.map.areas, "[NAME=]SOURCE", "outlines by category, named"},
        {"name", 0, OPT_TEXT, &g.map.name, "FIELD", "areas: the name (namn, name, area)"},
        {"category", 0, OPT_TEXT, &g.map.category, "FIELD",
         "areas: the category (kategori, type, category)"},
        {"priority", 0, OPT_TEXT, &g.map.priority, "A,B,C", "categories, the worst first"},
        {"no-labels", 0, OPT_FLAG, &g.map.no_labels, NULL, "areas without their names"},
        {"rings", 0, OPT_TEXT, &g.map.rings, "COLUMN", "rings as large as a count, unga_0_15"},
        {"rings-where", 0, OPT_TEXT, &g.map.rings_where, "COLUMN>=VALUE|all",
         "which squares have one (overcrowding in its worst two classes)"},
        {"min-cell", 0, OPT_INTEGER, &g.map.min_cell, "N",
         "squares of fewer, but some, have no ring (default 0: all have)"},
        {"around", 0, OPT_TEXT, &g.map.around, "AREA", "this area, with a margin"},
        {"margin", 0, OPT_REAL, &g.map.margin, "METRES",
         "around the area (half its longest side, at least 500)"},
        {"extent", 0, OPT_TEXT, &g.extent, "E0,N0,E1,N1", "this part, in the grid's CRS"},
        {"column", 0, OPT_TEXT, &g.map.column, "NAME", "what to colour by (class and index)"},
        {"context", 0, OPT_LIST, &g.contexts, "SOURCE[,line=][,fill=][,width=][,label=]",
         "municipalities, water, roads ...; may be repeated"},
        {"palette", 0, OPT_TEXT, &g.palette, "recipe|colour-blind", "colours of the classes"},
        {"title", 0, OPT_TEXT, &g.map.title, "TEXT", "instead of the one that is made"},
        {"source", 0, OPT_TEXT, &g.map.source, "TEXT", "instead of the inputs' names"},
        {"date", 0, OPT_TEXT, &g.map.date, "TEXT", "behind the source"},
        {"size", 0, OPT_TEXT, &g.map.size, "PAGE",
         "A4, A3-landscape, A5-portrait or 180x120 in mm (A4)"},
        {"dpi", 0, OPT_REAL, &g.map.dpi, "N", "pixels to an inch of a PNG (300)"},
        {"crs", 0, OPT_TEXT, &g.common.crs, "EPSG:n", "of layers that do not say theirs"},
        OUT_JOB_OPTIONS(g.common)};
    const opt_command command = {"map",
                                 "GRID",
                                 "GRID (a GeoPackage of index, or a raster) as a map for print: "
                                 "squares green to red, areas,\n"
                                 "rings, legend, scale bar, north arrow, title and source.",
                                 options,
                                 sizeof options / sizeof *options,
                                 1,
                                 1};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    int code = finish_options(&g, argv[1]);
    return code ? code : run(&g.map, &g.common);
}
