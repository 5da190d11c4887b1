/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GeoPackage holds the provenance as one JSON text in gpkg_metadata; a GeoTIFF holds its members
 * as metadata items of their own (docs/formats.md), put together here. */
#include <string.h>

#include <cpl_string.h>
#include <gdal.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "port/gdal/gdal_env.h"
#include "port/gdal/gdal_open.h"
#include "port/gdal/provenance_read.h"

/* The row of gpkg_metadata that this program wrote, among those of others. */
static const char *find_json(GDALDatasetH dataset)
{
    CSLConstList items = GDALGetMetadata(dataset, NULL);
    for (int i = 0; items && items[i]; i++) {
        const char *value = strchr(items[i], '=');
        if (value && strncmp(items[i], "GPKG_METADATA_ITEM", 18) == 0 &&
            strstr(value, "\"program\": \"lagesbild\""))
            return value + 1;
    }
    return NULL;
}

/* The version and the two members that explain a difference; NULL where they are not there. */
static char *join_items(GDALDatasetH dataset)
{
    const char *version = GDALGetMetadataItem(dataset, "LAGESBILD_VERSION", NULL);
    const char *options = GDALGetMetadataItem(dataset, "LAGESBILD_OPTIONS", NULL);
    const char *inputs = GDALGetMetadataItem(dataset, "LAGESBILD_INPUTS", NULL);
    lb_buf json = {0};
    if (!version)
        return NULL;
    lb_buf_printf(&json, "{\"version\": \"%s\", \"options\": %s, \"inputs\": %s}", version,
                  options ? options : "{}", inputs ? inputs : "[]");
    return lb_buf_detach(&json);
}

/* *out is NULL for a file without provenance and for one that GDAL cannot open: reading
 * provenance never fails a run but for memory. */
lb_status lb_provenance_read(const char *path, char **out, lb_error *err)
{
    GDALDatasetH dataset = NULL;
    lb_error ignored;
    *out = NULL;
    lb_gdal_start();
    lb_gdal_silence_for(path);
    lb_status status = lb_gdal_open(path, GDAL_OF_RASTER | GDAL_OF_VECTOR, &dataset, &ignored);
    const char *json = status == LB_OK && dataset ? find_json(dataset) : NULL;
    if (json)
        *out = lb_text_copy(json);
    else if (status == LB_OK && dataset)
        *out = join_items(dataset);
    bool lost = json && !*out;
    if (dataset)
        GDALClose(dataset);
    lb_gdal_restore();
    return lost || status == LB_E_MEMORY ? lb_error_memory(err) : LB_OK;
}
