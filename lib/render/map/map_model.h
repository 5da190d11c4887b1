/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that a map shows, as plain data in one metric CRS; everything is borrowed. */
#ifndef LB_RENDER_MAP_MAP_MODEL_H
#define LB_RENDER_MAP_MAP_MODEL_H

#include <lagesbild/recipe.h>
#include <lagesbild/shapes.h>
#include "model/map/drawing.h"
#include "model/map/linework.h"

/* Coloured cells. */
typedef struct lb_map_cells {
    lb_grid grid; /* metres */
    size_t count;
    const int64_t *cell;     /* [count] row * ncol + col, ascending */
    const uint8_t *class_of; /* [count] from 1; 0: has people but no class */
    const bool *few;         /* [count] it has none because fewer people than the recipe's minimum
                                live there; NULL: that is not known */
    const bool *hatched;     /* [count] the class is not firm; NULL: none is known to be so */
} lb_map_cells;

/* What the colours mean. */
typedef struct lb_map_classes {
    int count;
    lb_rgba ink[LB_MAX_CLASSES]; /* of class 1, 2 ... */
    const double *low, *high;    /* [count] smallest and largest figure in each; NaN: nobody */
    const char *const *label;    /* [count] what they are called; NULL: by number and figures */
    int decimals;                /* of those figures */
    bool ranked;                 /* class 1 is the best, the last the worst: words say so */
    bool percent;                /* figures are shares, shown in per cent */
} lb_map_classes;

/* A layer of context: water, municipalities. Nothing is measured on it. */
typedef struct lb_map_backdrop {
    const lb_linework *strokes;
    lb_pen pen;         /* its fill is under the cells, its line over them */
    char *const *label; /* [strokes->count]; NULL: none */
} lb_map_backdrop;

/* Outlines by category, with names. */
typedef struct lb_map_areas {
    const lb_shapes *shapes; /* NULL: none */
    char *const *name;       /* NULL: no names are drawn */
    const size_t *category;  /* NULL: all are alike */
    size_t categories;
    const char *const *category_name; /* the worst first, as the legend calls them */
    const char *label;                /* what they are called without categories */
} lb_map_areas;

/* Hot spots and clusters over the cells, under the areas. */
typedef struct lb_map_hotspots {
    const lb_shapes *shapes; /* NULL: none */
    const size_t *kind;      /* [shapes->count], as of lb_palette_hotspot */
    size_t kinds;
    const char *const *kind_name; /* [kinds], as the legend calls them */
} lb_map_hotspots;

/* Rings: the surface of each follows its value. */
typedef struct lb_map_rings {
    size_t count;
    const double *xy, *value; /* centres, metres; values > 0 */
    double side;              /* metres of the squares they stand for */
    double min_value;         /* no ring stands for less; 0: any may */
    const char *title, *note; /* in the legend; note may be NULL */
} lb_map_rings;

/* A whole map. */
typedef struct lb_map_model {
    double width, height; /* of the page, points */
    lb_box box; /* what must be seen, metres; the map shows more where the page has room */
    const char *title, *subtitle, *source; /* NULL or "": none */
    const char *legend;                    /* heading of the classes */
    const char *note;                      /* under the classes; NULL: none */
    const char *hatch;                     /* what a hatch says */
    lb_map_cells cells;
    lb_map_classes classes;
    const lb_map_backdrop *backdrop;
    size_t backdrops;
    lb_map_areas areas;
    lb_map_hotspots hotspots;
    lb_map_rings rings;
    bool english;
} lb_map_model;

#endif
