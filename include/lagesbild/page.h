/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One self-contained HTML page: maps, tables, charts and how they were made, for people without a
 * GIS. It asks nothing of any network and holds both languages.
 *
 * All structs borrow what they point to; zeroed memory is an empty page, squares, chart ... Text is
 * UTF-8 and may hold any character: it is escaped here. */
#ifndef LAGESBILD_PAGE_H
#define LAGESBILD_PAGE_H

#include <lagesbild/bilingual.h>
#include <lagesbild/classes.h>
#include <lagesbild/grid.h>
#include <lagesbild/log.h>
#include <lagesbild/recipe.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>

typedef lb_bilingual lb_page_text;

/* A figure of each square. */
typedef struct lb_page_value {
    const char *name;   /* the column's name, as in files */
    lb_page_text label; /* none: the known label of that name, else the name */
    lb_unit unit;
    const double *of;               /* [count]; NaN: missing */
    const char *const *replacement; /* [count]: shown in place of a figure ("<5", or nothing), which
                                       then is in sums only; NULL, of one or of all: the figure */
    const bool *about;              /* [count]: the figure is said to be about so; NULL: none is */
    bool whole_percent;             /* a share without decimals of per cent */
    const lb_column_classes *classes; /* what squares can be coloured by; NULL: they cannot */
    const lb_page_text *class_name;   /* [classes->count] of a change, from much better to much
                                         worse, as its colours are; NULL: of all else */
} lb_page_value;

/* Squares drawn in the colours of their classes. Small squares lie over large ones, so that a large
 * square that SCB delivers as a remainder may be given whole. */
typedef struct lb_page_squares {
    lb_page_text title; /* none: "Livsvillkor" */
    size_t count;
    const lb_square *square; /* [count], in any order */
    const int *class_of;     /* [count]: 1 (best) to classes, 0: no class; NULL: none has */
    int classes;
    double minimum;             /* people that a square needs for a class; 0: not known */
    const char *const *colour;  /* [classes], "#rrggbb" */
    const double *class_low;    /* [classes] the least index in each; NULL: from values */
    const double *class_high;   /* [classes] the greatest */
    const lb_page_value *value; /* [values]; one named "index" gives the class limits, */
    size_t values;              /* "population" how many people each class has */
} lb_page_squares;

/* A set of areas: a layer that can be switched off. */
typedef struct lb_page_areas {
    lb_page_text title;
    const lb_shapes *shapes;
    const char *const *name;     /* [shapes->count] */
    const char *const *category; /* [shapes->count]; NULL: no categories */
    const lb_table *figures;     /* row i: area i, shown when it is pointed at; NULL: none */
    bool context;                /* thin grey lines under the rest: municipalities, LPO */
    bool show_names;             /* of context: its names are shown too, quietly */
    const char *fill;            /* of context, "#rrggbb", under the squares; NULL: none */
    /* [shapes->count] of what lies over the squares and under the areas, as hot spots: "#rrggbb",
       or
       "" for a dashed line alone; NULL: outlines by category. */
    const char *const *colour;
} lb_page_areas;

/* Rings whose surface follows a number of people; a layer that can be switched off. Where the map
 * is too small for one ring a square, those of a block become one. */
typedef struct lb_page_rings {
    lb_page_text title, note; /* whom they count; which squares have one */
    size_t count;
    const double *xy;    /* [2 * count] their middles */
    const double *value; /* [count], above 0 */
    double side;         /* metres of the smallest square that has one */
} lb_page_rings;

typedef struct lb_page_map {
    lb_page_text title, note; /* note: how it was made, opened on demand */
    lb_page_text notice;      /* what is to be known first, under the map */
    lb_page_squares squares;
    lb_page_rings rings;        /* between squares and areas */
    const lb_page_areas *areas; /* [area_sets], the later over the earlier, areas over context */
    size_t area_sets;
    const char *crs;          /* "EPSG:3006" */
    lb_page_text attribution; /* whose data */
} lb_page_map;

/* Horizontal bars, one a row of the table, with its interval. Columns by name. */
typedef struct lb_page_chart {
    const char *value;             /* the bar; NULL: no chart */
    const char *low, *high;        /* the interval; NULL: none */
    lb_page_text interval;         /* what it is, "with ..."; none: a confidence interval */
    const char *label, *label_two; /* what the bar is called; label_two NULL: none */
    const char *group; /* bars with the same value stand together under it; NULL: none */
    const char *base;  /* what the bar is held against, a stroke across each; NULL: none */
    double reference;  /* a line across (a rate ratio's 1); 0: none */
} lb_page_chart;

typedef struct lb_page_table {
    const char *id;           /* a-z 0-9 -, unique: anchors and #links; NULL: numbered */
    lb_page_text section;     /* tables of one section stand together; none: as the one before */
    lb_page_text title, note; /* note: definition, denominators, method */
    const char *file;         /* the name of the CSV it is downloaded as, base name only */
    const lb_table *table;
    const lb_table *english; /* the same cells with texts in English; NULL: as in `table` */
    const char *const
        *row_link; /* [rows]: what the first cell leads to; NULL, of one or all: none */
    lb_page_chart chart;
} lb_page_table;

/* A picture made elsewhere, shown as it is. */
typedef struct lb_page_picture {
    lb_page_text title, alt;
    const char *type;  /* "image/png" or "image/svg+xml" */
    const void *bytes; /* in the language that the page opens in */
    size_t length;
    const void *other; /* the same in the other language; NULL: the first is shown in both */
    size_t other_length;
    bool wide; /* has a row of its own; else two stand beside each other where there is room */
} lb_page_picture;

/* A part that is not there, and why. */
typedef struct lb_page_failure {
    lb_page_text step, message;
} lb_page_failure;

/* How one output was made. */
typedef struct lb_page_provenance {
    const char *name; /* of the output */
    const char *json;
} lb_page_provenance;

/* A headline figure. */
typedef struct lb_page_fact {
    lb_page_text label;
    double value;
    lb_unit unit;
    lb_page_text note; /* under it, small; none */
    const char *shown; /* in place of the value; NULL: the value */
} lb_page_fact;

typedef struct lb_page {
    lb_page_text title, subtitle;
    lb_page_text home;     /* what the page `home_file` is called, which this one belongs to */
    const char *home_file; /* beside it; NULL: none */
    bool english;          /* opens in English, else in Swedish; the reader can switch */
    bool one_sheet; /* printed, it keeps to one A4 page: no definitions, no table under a chart */
    const lb_page_fact *fact;
    size_t facts;
    const lb_page_failure *failure;
    size_t failures;
    const lb_page_map *map;
    size_t maps;
    const lb_page_table *table;
    size_t tables;
    const lb_page_picture *picture;
    size_t pictures;
    lb_page_text method; /* paragraphs, an empty line between; none: the usual caveats */
    const lb_page_provenance *provenance;
    size_t provenances;
    lb_page_text source; /* whose data, licence; last on the page */
} lb_page;

/* The page as text (the caller frees it). The same input gives the same bytes. LB_E_MEMORY;
 * LB_E_USAGE: a map of areas without names, a chart of columns that the table has not. */
LB_API lb_status lb_page_render(const lb_page *page, char **out);

/* What people call a column of the files, and its definition. NULL (out untouched): not known. */
typedef struct lb_page_term {
    lb_page_text label, definition;
} lb_page_term;
LB_API const lb_page_term *lb_glossary_find_column(const char *column);

/* The same for words that files hold as values ("ovriga", "unplaced", "up"). */
LB_API const lb_page_term *lb_glossary_find_value(const char *value);

/* The page to and from files. */

/* Renders the page and writes it, whole or not at all. */
LB_API lb_status lb_page_write(const lb_page *page, const char *path, const lb_job *job,
                               lb_error *err);

/* The squares of a GeoPackage that `index` wrote, owned. */
typedef struct lb_page_grid {
    char *crs;
    lb_page_squares squares; /* points into what follows, and to the recipe's colours */
    lb_square *square;
    int *class_of;
    lb_page_value *value; /* index, population, the recipe's groups and variables, rank */
    double **column;
    double *limits;             /* [2 * classes]: the least and the greatest index in each */
    const char ***replacement;  /* [values][count]: of coarsened counts, else NULL */
    bool **about;               /* [values][count]: of coarsened shares, else NULL */
    char *few, *few_or_none;    /* "<5", "0–4" */
    lb_column_classes *classes; /* [values] */
    char *caption;              /* what variables are called */
    char *before;               /* what the classes of two deliveries are called */
} lb_page_grid;

LB_API void lb_page_grid_clear(lb_page_grid *grid);

/* recipe: whose columns and colours; must outlive the grid. By job->disclosure the squares are
 * coarsened, with what is few or left out not shown. */
LB_API lb_status lb_page_grid_read(const char *source, const lb_recipe *recipe, const lb_job *job,
                                   lb_page_grid *out, lb_error *err);

/* Drops the squares that lie outside the window; the classes keep the limits of the whole grid. */
LB_API void lb_page_grid_crop(lb_page_grid *grid, lb_box window);

#endif
