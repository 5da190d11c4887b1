/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user names as input: a path or connection, and a layer as QGIS writes it,
 * `file.gpkg|layername=areas`, `file.gpkg|layerid=0`, `file.gpkg|layername=a|subset="x" > 1`; with
 * |where= for |subset=, of text tables too; and `file.csv|crs=EPSG:3021`, the CRS that its
 * coordinates are in whatever it declares. */
#ifndef LB_PORT_GDAL_SOURCE_SPEC_H
#define LB_PORT_GDAL_SOURCE_SPEC_H

#include <stdbool.h>
#include <lagesbild/status.h>
#include "base/buf.h"

typedef struct lb_source {
    char *path;     /* what GDAL opens; /vsizip/ or /vsigzip/ before a .zip or .gz, and behind it
                       the only folder or file in it */
    char *layer;    /* NULL: not named */
    char *subset;   /* an attribute filter; NULL: none */
    char *crs;      /* what |crs= says; NULL: nothing */
    long layer_id;  /* -1: not given */
    bool exists;    /* path is a file or folder that can be seen */
    bool is_folder; /* an archive or folder */
    double size;    /* bytes of a file; 0: not known */
} lb_source;

/* LB_E_IO: a pipe that is neither the standard input nor called as a text table. LB_E_USAGE: a part
 * after '|' that is not known.
 */
lb_status lb_source_parse(const char *text, lb_source *out, lb_error *err);

/* Is it the standard input or a named pipe, which whoever looks at first reads to its end? */
bool lb_source_is_read_once(const char *text);
void lb_source_clear(lb_source *source);

/* Appends what an archive that cannot be opened as a whole holds, and how to name one file of it:
 * "a.geojson, b.geojson; name one, as /vsizip/x.zip/a.geojson". Nothing for what is no archive. */
void lb_source_list_archive(const char *path, lb_buf *text);

/* May two names of layers of one file be of the same one? GDAL looks for a layer without regard to
 * the case of ASCII letters; NULL, not named, may be any. */
bool lb_layers_may_be_same(const char *a, const char *b);

/* Is it a text table for our own reader: by its ending (.csv .txt .tsv .tab), or text on
 * /vsistdin/? The path of an archive with one such file and nothing else is replaced by that
 * file's. */
bool lb_source_is_text_table(lb_source *source);

#endif
