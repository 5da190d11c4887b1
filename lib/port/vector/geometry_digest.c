/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Geometries and datasets as a comparison sees them: by their bytes and by their names. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <ogr_api.h>

#include "base/swedish_text.h"
#include "port/gdal/gdal_open.h"
#include "port/gdal/gdal_env.h"
#include "port/vector/geometry_digest.h"
#include "port/vector/ogr_rows.h"

static uint64_t hash_fnv1a(const unsigned char *bytes, size_t n)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

void lb_geometry_digest(void *geometry, char text[LB_GEOMETRY_DIGEST_SIZE])
{
    size_t parts, vertices, size = geometry ? (size_t)OGR_G_WkbSize(geometry) : 0;
    unsigned char *wkb = size ? malloc(size) : NULL;
    text[0] = '\0';
    if (!wkb)
        return;
    lb_ogr_geometry_kind(geometry, &parts, &vertices);
    if (OGR_G_ExportToIsoWkb(geometry, wkbNDR, wkb) == OGRERR_NONE)
        snprintf(text, LB_GEOMETRY_DIGEST_SIZE, "%.20s of %zu vertices, %016llx",
                 OGRGeometryTypeToName(OGR_GT_Flatten(OGR_G_GetGeometryType(geometry))), vertices,
                 (unsigned long long)hash_fnv1a(wkb, size));
    free(wkb);
}

static char **copy_names(GDALDatasetH dataset)
{
    int n = dataset ? GDALDatasetGetLayerCount(dataset) : 0;
    char **names = calloc((size_t)n + 1, sizeof *names);
    for (int i = 0; names && i < n; i++) {
        names[i] = lb_text_copy(OGR_L_GetName(GDALDatasetGetLayer(dataset, i)));
        if (!names[i]) {
            lb_layer_names_free(names);
            return NULL;
        }
    }
    return names;
}

char **lb_layer_names(const char *path)
{
    GDALDatasetH dataset = NULL;
    lb_error ignored;
    lb_gdal_start();
    lb_gdal_silence_for(path);
    if (lb_gdal_open(path, GDAL_OF_VECTOR, &dataset, &ignored) != LB_OK)
        dataset = NULL;
    char **names = copy_names(dataset);
    if (dataset)
        GDALClose(dataset);
    lb_gdal_restore();
    return names;
}

void lb_layer_names_free(char **names)
{
    for (size_t i = 0; names && names[i]; i++)
        free(names[i]);
    free(names);
}
