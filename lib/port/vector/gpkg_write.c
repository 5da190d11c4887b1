/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "port/sqlite/gpkg_rows.h"
#include "port/gdal/gdal_env.h"
#include "port/vector/gpkg_write.h"

/* Every date in the file: a clock would make the bytes of two runs differ. */
#define FIXED_DATE "2000-01-01T00:00:00.000Z"

/* Config options of GDAL for the time of one write. The file has a temporary name and is flushed
 * before it gets its own, so SQLite need not guard it against a crash. */
static const char *const gdal_setting[][2] = {
    {"OGR_CURRENT_DATE", FIXED_DATE},
    {"OGR_SQLITE_SYNCHRONOUS", "OFF"},
    {"OGR_SQLITE_JOURNAL", "OFF"},
};

static void begin_settings(void)
{
    for (size_t i = 0; i < sizeof gdal_setting / sizeof *gdal_setting; i++)
        CPLSetThreadLocalConfigOption(gdal_setting[i][0], gdal_setting[i][1]);
}

static void end_settings(void)
{
    for (size_t i = 0; i < sizeof gdal_setting / sizeof *gdal_setting; i++)
        CPLSetThreadLocalConfigOption(gdal_setting[i][0], NULL);
}

static lb_status gdal_failure(const char *path, const char *what, lb_error *err)
{
    return lb_error_set(err, LB_E_IO, "%s: %s: %s", path, what,
                        lb_gdal_message("GDAL does not say why"));
}

/* Layers --------------------------------------------------------------------------------------- */

static lb_status check_names(const char *path, const lb_layer_desc *layer, lb_error *err)
{
    for (size_t i = 0; i < layer->table->columns; i++)
        for (size_t j = 0; j < i; j++)
            if (EQUAL(layer->table->column[i].name, layer->table->column[j].name))
                return lb_error_set(err, LB_E_INPUT,
                                    "%s: layer '%s' has two columns '%s' and '%s'; a GeoPackage "
                                    "does not tell upper from lower case: rename one",
                                    path, layer->name, layer->table->column[j].name,
                                    layer->table->column[i].name);
    return LB_OK;
}

static OGRLayerH create_layer(GDALDatasetH file, const lb_layer_desc *layer)
{
    char fid[LB_GPKG_NAME_SIZE], geom[LB_GPKG_NAME_SIZE];
    lb_gpkg_free_name(layer->table, "fid", fid);
    lb_gpkg_free_name(layer->table, "geom", geom);
    OGRSpatialReferenceH crs = NULL;
    if (layer->shapes) {
        crs = OSRNewSpatialReference(NULL);
        if (OSRSetFromUserInput(crs, layer->crs) != OGRERR_NONE) {
            OSRDestroySpatialReference(crs);
            return NULL;
        }
        OSRSetAxisMappingStrategy(crs, OAMS_TRADITIONAL_GIS_ORDER);
    }
    char **options = CSLSetNameValue(NULL, "FID", fid);
    options = CSLSetNameValue(options, "GEOMETRY_NAME", geom);
    OGRLayerH out = GDALDatasetCreateLayer(file, layer->name, crs,
                                           layer->shapes ? wkbMultiPolygon : wkbNone, options);
    CSLDestroy(options);
    if (crs)
        OSRRelease(crs);
    return out;
}

static bool create_fields(OGRLayerH out, const lb_table *table)
{
    static const OGRFieldType type[] = {OFTString, OFTInteger64, OFTReal};
    bool good = true;
    for (size_t i = 0; good && i < table->columns; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(table->column[i].name, type[table->column[i].type]);
        good = OGR_L_CreateField(out, field, FALSE) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
    }
    return good;
}

static lb_status create_table(GDALDatasetH file, const char *path, const lb_layer_desc *layer,
                              lb_error *err)
{
    lb_status status = check_names(path, layer, err);
    if (status != LB_OK)
        return status;
    OGRLayerH out = create_layer(file, layer);
    if (!out || !create_fields(out, layer->table))
        return gdal_failure(path, layer->name, err);
    return LB_OK;
}

/* Styles and metadata -------------------------------------------------------------------------- */

/* The columns QGIS looks for (QgsOgrProviderUtils, QGIS 3), in its order. */
static const char *const style_column[] = {
    "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
    "styleName",       "styleQML",       "styleSLD",     "useAsDefault",
    "description",     "owner",          "ui",           "update_time"};

static bool create_style_fields(OGRLayerH out)
{
    bool good = true;
    for (size_t i = 0; good && i < sizeof style_column / sizeof *style_column; i++) {
        OGRFieldType type = i == 7 ? OFTInteger : i == 11 ? OFTDateTime : OFTString;
        OGRFieldDefnH field = OGR_Fld_Create(style_column[i], type);
        if (i == 7)
            OGR_Fld_SetSubType(field, OFSTBoolean);
        good = OGR_L_CreateField(out, field, FALSE) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
    }
    return good;
}

static bool write_style(OGRLayerH out, const lb_layer_desc *layer)
{
    char geom[LB_GPKG_NAME_SIZE] = "";
    if (layer->shapes)
        lb_gpkg_free_name(layer->table, "geom", geom);
    const char *value[] = {
        "",  "", layer->name, geom, layer->style_name, layer->style_qml, layer->style_sld,
        "1", "", "",          "",   FIXED_DATE};
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(out));
    for (int i = 0; i < (int)(sizeof value / sizeof *value); i++)
        OGR_F_SetFieldString(feature, i, value[i] ? value[i] : "");
    bool good = OGR_L_CreateFeature(out, feature) == OGRERR_NONE;
    OGR_F_Destroy(feature);
    return good;
}

static lb_status write_styles(GDALDatasetH file, const char *path, const lb_layer_desc *layers,
                              size_t n, lb_error *err)
{
    OGRLayerH out = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!layers[i].style_name)
            continue;
        if (!out) {
            char **options = CSLSetNameValue(NULL, "FID", "id");
            out = GDALDatasetCreateLayer(file, "layer_styles", NULL, wkbNone, options);
            CSLDestroy(options);
            if (!out || !create_style_fields(out))
                return gdal_failure(path, "layer_styles", err);
        }
        if (!write_style(out, &layers[i]))
            return gdal_failure(path, "layer_styles", err);
    }
    return LB_OK;
}

static lb_status create_layers(GDALDatasetH file, const char *path, const lb_layer_desc *layers,
                               size_t n, lb_error *err)
{
    if (GDALDatasetStartTransaction(file, FALSE) != OGRERR_NONE)
        return gdal_failure(path, "cannot be written", err);
    lb_status status = LB_OK;
    for (size_t i = 0; status == LB_OK && i < n; i++)
        status = create_table(file, path, &layers[i], err);
    if (status == LB_OK)
        status = write_styles(file, path, layers, n, err);
    if (status == LB_OK && GDALDatasetCommitTransaction(file) != OGRERR_NONE)
        status = gdal_failure(path, "cannot be written", err);
    return status;
}

/* GDAL makes the tables, indexes and triggers as the standard and QGIS want them. */
static lb_status create_file(const char *path, const lb_layer_desc *layers, size_t n, lb_error *err)
{
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    if (!driver)
        return lb_error_set(err, LB_E_IO, "%s: this GDAL has no GeoPackage driver", path);
    GDALDatasetH file = GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL);
    if (!file)
        return gdal_failure(path, "cannot be created", err);
    lb_status status = create_layers(file, path, layers, n, err);
    CPLErrorReset();
    GDALClose(file); /* indexes are made now: a full disk may first show here */
    if (status == LB_OK && lb_gdal_failed())
        status = gdal_failure(path, "cannot be written to its end", err);
    return status;
}

lb_status lb_gpkg_write(const char *path, const lb_layer_desc *layers, size_t n,
                        const char *metadata_json, lb_error *err)
{
    lb_gdal_start();
    lb_gdal_silence();
    begin_settings();
    lb_status status = create_file(path, layers, n, err);
    end_settings();
    lb_gdal_restore();
    if (status == LB_OK)
        status = lb_gpkg_insert_rows(path, layers, n, metadata_json, FIXED_DATE, err);
    return status;
}
