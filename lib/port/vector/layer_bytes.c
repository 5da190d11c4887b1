/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GDAL writes the layer into memory (/vsimem/), so that no file of its drivers is left beside the
 * output and a full disk is met in one place (base/atomic_file). */
#define _LARGEFILE64_SOURCE
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "model/table_formats.h"
#include "port/gdal/gdal_env.h"
#include "port/vector/ogr_fields.h"

typedef struct layer_format {
    const char *driver, *ending;
    bool only_finite; /* has no infinities */
} layer_format;

static lb_status layer_failure(const char *what, lb_error *err)
{
    return lb_error_set(err, LB_E_IO, "%s cannot be written: %s", what,
                        lb_gdal_message("GDAL does not say why"));
}

/* A feature's polygons; NULL: it has none, or out of memory. */
static OGRGeometryH make_geometry(const lb_shapes *s, size_t feature)
{
    if (s->part[feature] == s->part[feature + 1])
        return NULL;
    OGRGeometryH whole = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (size_t part = s->part[feature]; part < s->part[feature + 1]; part++) {
        OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
        for (size_t r = s->ring[part]; r < s->ring[part + 1]; r++) {
            OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
            const double *xy = s->xy + 2 * s->vertex[r];
            OGR_G_SetPoints(ring, (int)(s->vertex[r + 1] - s->vertex[r]), xy, 2 * sizeof *xy,
                            xy + 1, 2 * sizeof *xy, NULL, 0);
            OGR_G_AddGeometryDirectly(polygon, ring);
        }
        OGR_G_AddGeometryDirectly(whole, polygon);
    }
    return whole;
}

static void set_value(OGRFeatureH feature, int i, const lb_column *column, size_t row,
                      bool only_finite)
{
    if (column->type == LB_TEXT && column->data.text[row])
        OGR_F_SetFieldString(feature, i, column->data.text[row]);
    else if (column->type == LB_INTEGER && column->data.integer[row] != LB_INTEGER_NONE)
        OGR_F_SetFieldInteger64(feature, i, column->data.integer[row]);
    else if (column->type == LB_REAL && !isnan(column->data.real[row]) &&
             !(only_finite && isinf(column->data.real[row])))
        OGR_F_SetFieldDouble(feature, i, column->data.real[row]);
    else
        OGR_F_SetFieldNull(feature, i);
}

static lb_status write_features(OGRLayerH out, const lb_layer_desc *layer, bool only_finite,
                                lb_error *err)
{
    const lb_table *table = layer->table;
    for (size_t row = 0; row < table->rows; row++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(out));
        OGR_F_SetGeometryDirectly(feature, make_geometry(layer->shapes, row));
        for (size_t i = 0; i < table->columns; i++)
            set_value(feature, (int)i, &table->column[i], row, only_finite);
        bool good = OGR_L_CreateFeature(out, feature) == OGRERR_NONE;
        OGR_F_Destroy(feature);
        if (!good)
            return layer_failure(layer->name, err);
    }
    return LB_OK;
}

static lb_status fill_dataset(GDALDatasetH file, const layer_format *format,
                              const lb_layer_desc *layer, lb_error *err)
{
    OGRSpatialReferenceH crs = lb_ogr_layer_srs(layer->crs);
    if (!crs)
        return layer_failure(layer->name, err);
    char **options = format->only_finite ? CSLSetNameValue(NULL, "RFC7946", "YES") : NULL;
    if (options)
        options = CSLSetNameValue(options, "COORDINATE_PRECISION", "9");
    OGRLayerH out = GDALDatasetCreateLayer(file, layer->name, crs, wkbMultiPolygon, options);
    CSLDestroy(options);
    OSRRelease(crs);
    if (!out || !lb_ogr_create_fields(out, layer->table))
        return layer_failure(layer->name, err);
    return write_features(out, layer, format->only_finite, err);
}

/* The bytes of a file in memory, which is removed, as a copy that the caller frees. */
static lb_status take_bytes(const char *path, char **out, size_t *length, lb_error *err)
{
    vsi_l_offset size = 0;
    GByte *bytes = VSIGetMemFileBuffer(path, &size, FALSE);
    char *copy = bytes ? malloc((size_t)size + 1) : NULL;
    if (!copy)
        return bytes ? lb_error_memory(err) : layer_failure("the layer", err);
    memcpy(copy, bytes, (size_t)size);
    copy[size] = '\0';
    *out = copy;
    *length = (size_t)size;
    return LB_OK;
}

/* GDALClose writes the end of the file and has no result: what failed is a message alone. */
static lb_status write_bytes(const layer_format *format, const lb_layer_desc *layer, char **out,
                             size_t *length, lb_error *err)
{
    char path[80];
    snprintf(path, sizeof path, "/vsimem/lagesbild-%" PRIxPTR "%s", (uintptr_t)out, format->ending);
    GDALDriverH driver = GDALGetDriverByName(format->driver);
    GDALDatasetH file = driver ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    if (!file)
        return layer_failure(format->driver, err);
    lb_status status = fill_dataset(file, format, layer, err);
    CPLErrorReset();
    GDALClose(file);
    if (status == LB_OK && lb_gdal_failed())
        status = layer_failure(layer->name, err);
    if (status == LB_OK)
        status = take_bytes(path, out, length, err);
    VSIUnlink(path);
    return status;
}

static lb_status layer_to_bytes(const layer_format *format, const lb_layer_desc *layer, char **out,
                                size_t *length, lb_error *err)
{
    lb_gdal_start();
    lb_gdal_silence();
    lb_status status = write_bytes(format, layer, out, length, err);
    lb_gdal_restore();
    return status;
}

/* A FlatGeobuf with a spatial index, in the layer's CRS; features lie in the order of the index.
 * LB_E_INPUT: a feature has no geometry. */
lb_status lb_layer_to_fgb(const lb_layer_desc *layer, char **out, size_t *length, lb_error *err)
{
    static const layer_format fgb = {"FlatGeobuf", ".fgb", false};
    return layer_to_bytes(&fgb, layer, out, length, err);
}

/* A GeoJSON of RFC 7946: longitude and latitude in WGS 84 with nine decimals (0.1 mm), outer rings
 * counter-clockwise. What is missing or not finite is null. */
lb_status lb_layer_to_geojson(const lb_layer_desc *layer, char **out, size_t *length, lb_error *err)
{
    static const layer_format geojson = {"GeoJSON", ".geojson", true};
    return layer_to_bytes(&geojson, layer, out, length, err);
}
