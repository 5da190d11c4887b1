/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Styles of the grid by class for GIS programs: QML for QGIS, SLD for others. */
#ifndef LB_RENDER_QGIS_QML_SLD_H
#define LB_RENDER_QGIS_QML_SLD_H

#include <stdbool.h>
#include <stddef.h>

#include "render/qgis/qgis_fields.h"

typedef struct lb_style_options {
    int classes;
    char *const *colours; /* [classes] "#rrggbb", from best to worst */
    const double
        *breaks;     /* [classes - 1]: smallest index of class 2, 3 ...; NaN: nobody is in it */
    double min, max; /* of the index */
    bool english;
    const lb_field_alias *alias; /* [aliases] */
    size_t aliases;
    const char *attribute; /* QGIS's expression of the class, as XML; NULL: field class */
    bool lined;            /* what has no class has thin lines over its grey */
    double minimum; /* people that a square needs for a class: fewer look otherwise than what has no
                       figure; 0: they look the same */
    const char *hatch_where;  /* the same of what has lines over its colour; NULL: nothing */
    const char *const *label; /* [classes + 1], as XML, the last of what has no class; NULL: as the
                                 index, from breaks, min and max */
} lb_style_options;

/* Each returns a text the caller frees; NULL: out of memory. */

/* Polygons coloured by the attribute; squares without a class light grey, no outlines; then the
 * aliases, as an element of their own behind renderer-v2. */
char *lb_style_vector_qml(const lb_style_options *options);

/* Rules on `class`, as GeoServer and QGIS read them (SLD 1.1). */
char *lb_style_vector_sld(const lb_style_options *options);

/* The GeoTIFF's band 2, `class`, as a palette. */
char *lb_style_raster_qml(const lb_style_options *options);

#endif
