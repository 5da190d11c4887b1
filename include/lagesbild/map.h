/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `map` as a function: the grid as a printed map (lagesbild-map(1); docs/methods.md,
 * Display). */
#ifndef LAGESBILD_MAP_H
#define LAGESBILD_MAP_H

#include <stdbool.h>
#include <lagesbild/drawing.h>
#include <lagesbild/grid.h>
#include <lagesbild/log.h>

typedef enum lb_palette {
    LB_PALETTE_RECIPE,      /* the recipe's colours, green to red unless it says otherwise */
    LB_PALETTE_COLOUR_BLIND /* blue to red */
} lb_palette;

LB_API extern const char *const lb_palette_names[]; /* by lb_palette, NULL-ended */

/* Strings are UTF-8 and borrowed; NULL: not given. */
typedef struct lb_map_options {
    const char *grid;                       /* GeoPackage of `index`, or a raster */
    const char *column;                     /* what is coloured; NULL: index and class */
    const char *change;                     /* a table of `trend`, whose change is coloured; NULL */
    const char *areas;                      /* "[NAME=]SOURCE" */
    const char *name, *category, *priority; /* as everywhere */
    bool no_labels;                         /* names of areas are left out */
    bool no_hatching;                       /* also what noise alone could give is plain */
    const char *const
        *context; /* "SOURCE[,line=#rrggbb][,fill=#rrggbb][,width=PT][,label=FIELD]" */
    size_t contexts;
    const char *hotspots;    /* a file of `hotspot --outlines`; NULL: none */
    const char *rings;       /* a column of counts; NULL: no rings */
    const char *rings_where; /* "COLUMN>=VALUE" or "all"; NULL: trangboddhet_score in its two worst
                                classes of five, all where the grid does not have it */
    int min_cell;            /* the grid is coarsened, so that fewer people are not shown
                                (disclosure.h), and such counts have no ring; 0: as delivered */
    const char *around;      /* name of an area */
    double margin;           /* metres around it; 0: half its longest side, at least 500 */
    const lb_box *extent;    /* in the grid's CRS; NULL: all of the grid */
    const char *size; /* "A5" "A4" "A3", with "-landscape" or "-portrait", or "180x120" in mm;
                         NULL: A4, turned as the map is */
    double dpi;       /* of PNG; 0: 300 */
    lb_palette palette;
    const char *title;  /* NULL: one is made; "": none */
    const char *source; /* NULL: the inputs' names; "": none */
    const char *date;   /* as written in the source line; the clock is never asked */
    const char *output; /* .png .svg .pdf */
    const char *provenance;
} lb_map_options;

/* Every option at its default (see lagesbild-map(1)). */
LB_API void lb_map_options_init(lb_map_options *options);

/* Writes options->output. LB_E_USAGE: no area of that name (the nearest is named), an extent that
 * is empty, another ending, a size or a condition that is not understood. */
LB_API lb_status lb_map_run(const lb_map_options *options, const lb_job *job, lb_error *err);

/* The same map as a drawing (picture.h); output, dpi and provenance are not used. */
LB_API lb_status lb_map_draw(const lb_map_options *options, const lb_job *job, lb_drawing **out,
                             lb_error *err);

#endif
