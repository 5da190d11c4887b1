/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recipe that `index` keeps in its results: the item LAGESBILD_RECIPE of a GeoTIFF, or the
 * provenance that a GeoPackage has as a row of gpkg_metadata (docs/formats.md). */
#include <stdio.h>
#include <string.h>

#include <cpl_string.h>
#include <gdal.h>

#include "base/swedish_text.h"
#include "port/gdal/gdal_open.h"
#include "port/gdal/gdal_env.h"
#include "port/raster/raster_recipe.h"
#include "port/gdal/source_spec.h"

/* GDAL lists the rows of gpkg_metadata that it did not write itself as GPKG_METADATA_ITEM_1 ...;
 * there may be others than ours, which names the program that wrote it. */
static const char *find_recipe_metadata(GDALDatasetH dataset, int *is_json)
{
    const char *recipe = GDALGetMetadataItem(dataset, "LAGESBILD_RECIPE", NULL);
    CSLConstList items = GDALGetMetadata(dataset, NULL);
    *is_json = recipe == NULL;
    for (int i = 0; !recipe && items && items[i]; i++) {
        const char *value = strchr(items[i], '=');
        if (value && strncmp(items[i], "GPKG_METADATA_ITEM", 18) == 0 &&
            strstr(value, "\"program\": \"lagesbild\""))
            recipe = value + 1;
    }
    return recipe;
}

/* The recipe that an index layer carries in its metadata, or NULL. A source that cannot be
 * opened is no error here. */
lb_status lb_raster_recipe_read(const char *text, char **out, int *is_json)
{
    lb_source source;
    lb_error err;
    lb_status status = lb_source_parse(text, &source, &err);
    *out = NULL;
    if (status != LB_OK)
        return status == LB_E_MEMORY ? status : LB_OK;
    lb_gdal_start();
    GDALDatasetH dataset = NULL;
    lb_gdal_silence_for(source.path);
    status = lb_gdal_open(source.path, GDAL_OF_RASTER | GDAL_OF_VECTOR, &dataset, &err);
    if (status != LB_E_MEMORY)
        status = LB_OK; /* who needs the source itself opens it again and reports why that fails */
    const char *metadata = dataset ? find_recipe_metadata(dataset, is_json) : NULL;
    if (metadata && !(*out = lb_text_copy(metadata)))
        status = LB_E_MEMORY;
    if (dataset)
        GDALClose(dataset);
    lb_gdal_restore();
    lb_source_clear(&source);
    return status;
}
