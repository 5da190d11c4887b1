/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GeoPackages (docs/formats.md, GeoPackage): GDAL makes the file, its tables, spatial reference
 * systems, triggers and styles, as the standard and QGIS want them; port/sqlite/gpkg_rows fills it.
 * The same layers give the same bytes, whenever they are written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "base/try.h"
#include "model/table_formats.h"
#include "port/gdal/gdal_env.h"
#include "port/sqlite/gpkg_rows.h"
#include "port/vector/ogr_fields.h"

/* Every date in the file: today's would make the bytes of two runs differ. */
#define FIXED_DATE "2000-01-01T00:00:00.000Z"

/* Config options of GDAL for the time of one write, in this thread only. OGR_CURRENT_DATE is what
 * the GPKG driver writes as last_change. No journal and no fsync: the file has a temporary name and
 * is flushed to disk before it gets its own (base/atomic_file). */
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

/* Columns that a table of SQLite has at most: its default, which distributions keep. */
enum { SQLITE_COLUMNS = 2000 };

static lb_status check_width(const char *path, const lb_layer_desc *layer, lb_error *err)
{
    const size_t own = lb_layer_has_geometry(layer) ? 2 : 1; /* fid, geom */
    if (layer->table->columns + own <= SQLITE_COLUMNS)
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: layer '%s' has %zu columns; a GeoPackage holds %zu: write .csv, or "
                        "fewer columns (--columns)",
                        path, layer->name, layer->table->columns, SQLITE_COLUMNS - own);
}

/* SQLite ignores the case of ASCII letters in names of columns. */
static lb_status check_names(const char *path, const lb_layer_desc *layer, lb_error *err)
{
    for (size_t i = 0; i < layer->table->columns; i++)
        for (size_t j = 0; j < i; j++)
            if (EQUAL(layer->table->column[i].name, layer->table->column[j].name))
                return lb_error_set(
                    err, LB_E_INPUT,
                    "%s: layer '%s' has columns '%s' and '%s'; a GeoPackage ignores "
                    "upper and lower case: rename one",
                    path, layer->name, layer->table->column[j].name, layer->table->column[i].name);
    return LB_OK;
}

static OGRLayerH create_layer(GDALDatasetH file, const lb_layer_desc *layer)
{
    char fid[LB_GPKG_NAME_SIZE], geom[LB_GPKG_NAME_SIZE];
    lb_gpkg_free_name(layer->table, "fid", fid);
    lb_gpkg_free_name(layer->table, "geom", geom);
    OGRSpatialReferenceH crs = lb_layer_has_geometry(layer) ? lb_ogr_layer_srs(layer->crs) : NULL;
    if (lb_layer_has_geometry(layer) && !crs)
        return NULL;
    char **options = CSLSetNameValue(NULL, "FID", fid);
    options = CSLSetNameValue(options, "GEOMETRY_NAME", geom);
    OGRwkbGeometryType type = layer->shapes ? wkbMultiPolygon : layer->point ? wkbPoint : wkbNone;
    OGRLayerH out = GDALDatasetCreateLayer(file, layer->name, crs, type, options);
    CSLDestroy(options);
    if (crs)
        OSRRelease(crs);
    return out;
}

static lb_status create_table(GDALDatasetH file, const char *path, const lb_layer_desc *layer,
                              lb_error *err)
{
    LB_TRY(check_width(path, layer, err));
    LB_TRY(check_names(path, layer, err));
    OGRLayerH out = create_layer(file, layer);
    if (!out || !lb_ogr_create_fields(out, layer->table))
        return gdal_failure(path, layer->name, err);
    return LB_OK;
}

/* Styles and metadata -------------------------------------------------------------------------- */

/* The table layer_styles as QGIS 3 makes and reads it (QgsOgrProviderUtils), columns in its order.
 */
enum { STYLE_USE_AS_DEFAULT = 7, STYLE_UPDATE_TIME = 11 };
static const char *const style_column[] = {
    "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
    "styleName",       "styleQML",       "styleSLD",     "useAsDefault",
    "description",     "owner",          "ui",           "update_time"};

/* The table layer_styles as QGIS expects it: names and types of its columns. */
static bool create_style_fields(OGRLayerH out)
{
    bool good = true;
    for (size_t i = 0; good && i < sizeof style_column / sizeof *style_column; i++) {
        OGRFieldType type = i == STYLE_USE_AS_DEFAULT ? OFTInteger
                            : i == STYLE_UPDATE_TIME  ? OFTDateTime
                                                      : OFTString;
        OGRFieldDefnH field = OGR_Fld_Create(style_column[i], type);
        if (i == STYLE_USE_AS_DEFAULT)
            OGR_Fld_SetSubType(field, OFSTBoolean);
        good = OGR_L_CreateField(out, field, FALSE) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
    }
    return good;
}

/* One style as the default of its layer. GDAL turns the text "1" into the boolean. */
static bool write_style(OGRLayerH out, const lb_layer_desc *layer)
{
    char geom[LB_GPKG_NAME_SIZE] = "";
    if (lb_layer_has_geometry(layer))
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

/* The table layer_styles, made when the first layer with a style is met. */
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
    for (size_t i = 0; i < n; i++)
        LB_TRY(create_table(file, path, &layers[i], err));
    LB_TRY(write_styles(file, path, layers, n, err));
    if (GDALDatasetCommitTransaction(file) != OGRERR_NONE)
        return gdal_failure(path, "cannot be written", err);
    return LB_OK;
}

/* Indexes are made when the dataset is closed, and GDALClose has no result: a full disk shows as a
 * message alone. */
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
    GDALClose(file);
    if (status == LB_OK && lb_gdal_failed())
        status = gdal_failure(path, "cannot be written to its end", err);
    return status;
}

/* Geometry is in `geom`, with an index; rows are numbered from 1 in `fid`; where the table has such
 * columns, ours are `geom_1`, `fid_1`. Missing values are NULL. about: kept in gpkg_metadata, the
 * provenance as application/json and all of it as ISO 19115. LB_E_INPUT: two columns of a layer
 * have one name (SQLite ignores the case of ASCII), or it has more than a table of SQLite holds. */
lb_status lb_gpkg_write(const char *path, const lb_layer_desc *layers, size_t n,
                        const lb_file_about *about, lb_error *err)
{
    lb_gdal_start();
    lb_gdal_silence();
    begin_settings();
    lb_status status = create_file(path, layers, n, err);
    end_settings();
    lb_gdal_restore();
    if (status == LB_OK)
        status = lb_gpkg_insert_rows(path, layers, n, about, FIXED_DATE, err);
    return status;
}
