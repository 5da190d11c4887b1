/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a QGIS project is made from. All borrowed; text is UTF-8 and is escaped when it is written.
 */
#ifndef LB_RENDER_QGIS_QGIS_MODEL_H
#define LB_RENDER_QGIS_QGIS_MODEL_H

#include <lagesbild/grid.h>
#include "model/map/drawing.h"
#include "render/qgis/qgis_fields.h"

/* One layer of a file, and how it is drawn. */
typedef struct lb_qgis_layer {
    const char *title;
    const char *file, *layer;          /* a file in the project's folder, and the layer in it */
    const char *renderer;              /* QGIS's element renderer-v2; NULL: from what follows */
    const char *label;                 /* field written on the features; NULL: none */
    const char *tip;                   /* field on top of the map tip; NULL: none */
    const char *field;                 /* the field of the category; NULL: all are drawn with pen */
    char *const *category;             /* [categories], the worst first */
    const char *const *category_label; /* [categories] as the legend has them; NULL: as they are */
    size_t categories;
    const lb_pen *category_pen; /* [categories]; NULL: as outlines of areas */
    lb_pen pen;
    bool halo;             /* lines lie on white ones, as those of categories do */
    bool is_wgs84;         /* GeoJSON; else in the project's CRS */
    bool points;           /* drawn as circles with pen */
    double diameter;       /* of points, millimetres on paper */
    const char *size;      /* their diameter as an expression of QGIS; NULL: all as diameter */
    double smallest_scale; /* 250000: not drawn beyond 1:250 000; 0: always */
    const lb_field_alias *alias; /* [aliases] */
    size_t aliases;
    bool hidden; /* not shown until it is chosen, and not in the printed legend */
} lb_qgis_layer;

typedef struct lb_qgis_project {
    const char *title;
    const char *source, *date;  /* at the foot of the print; NULL: not given */
    const char *note;           /* the same: what is drawn of what; "": nothing */
    const char *crs, *wkt;      /* what PROJ understands, and as WKT2 */
    lb_box box;                 /* what is seen when the project is opened, and printed; metres */
    const lb_qgis_layer *layer; /* [layers], the topmost first */
    size_t layers;
    bool english;
} lb_qgis_project;

#endif
