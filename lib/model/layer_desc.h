/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer of a file to be written: a table, perhaps with geometry and a style; and what the file
 * says of itself. All borrowed. */
#ifndef LB_MODEL_LAYER_DESC_H
#define LB_MODEL_LAYER_DESC_H

#include <stdbool.h>

#include <lagesbild/shapes.h>
#include <lagesbild/table.h>

/* What a column means, for people; NULL: not known. */
typedef struct lb_column_note {
    const char *unit, *meaning; /* "people", "km2"; "": none */
} lb_column_note;

typedef struct lb_layer_desc {
    const char *name, *crs; /* crs: what PROJ understands; not used without geometry */
    const lb_table *table;
    const char *const *title; /* [table->columns] what columns are called, NULL: as they are named;
                                 NULL: all are */
    const lb_column_note *note; /* [table->columns]; NULL: nothing is known of them */
    const lb_shapes *shapes;    /* a feature a row (no parts: NULL), as MultiPolygon; NULL: none */
    const double *point;        /* [2 * table->rows] a Point a row, without shapes; NULL: none */

    /* The style QGIS opens the layer with, kept in the file; style_name NULL: none. */
    const char *style_name, *style_qml, *style_sld;
} lb_layer_desc;

static inline bool lb_layer_has_geometry(const lb_layer_desc *layer)
{
    return layer->shapes || layer->point;
}

/* The last sheet of a workbook: how the others were made; readers of tables pass it over. */
#define LB_PROVENANCE_SHEET "provenance"

/* What a file says of itself. */
typedef struct lb_file_about {
    const char *provenance;       /* JSON of lb_provenance_json */
    const char *title, *abstract; /* what the file holds: a line, a paragraph; NULL: not known */
    bool english;                 /* else Swedish */
} lb_file_about;

#endif
