/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "base/buf.h"
#include "port/init.h"
#include "port/layer_write.h"

/* Every date in the file: a clock would make the bytes of two runs differ. */
#define FIXED_DATE "2000-01-01T00:00:00.000Z"

/* Config options of GDAL for the time of one write. The file has a temporary name and is flushed
 * before it gets its own, so SQLite need not guard it against a crash. */
static const char *const setting[][2] = {
    {"OGR_CURRENT_DATE", FIXED_DATE},
    {"OGR_SQLITE_SYNCHRONOUS", "OFF"},
    {"OGR_SQLITE_JOURNAL", "OFF"},
    {"OGR_SQLITE_CACHE", "64"},
};

static void begin_settings(void)
{
    for (size_t i = 0; i < sizeof setting / sizeof *setting; i++)
        CPLSetThreadLocalConfigOption(setting[i][0], setting[i][1]);
}

static void end_settings(void)
{
    for (size_t i = 0; i < sizeof setting / sizeof *setting; i++)
        CPLSetThreadLocalConfigOption(setting[i][0], NULL);
}

static lb_status failed(const char *path, const char *what, lb_error *err)
{
    return lb_error_set(err, LB_E_IO, "%s: %s: %s", path, what,
                        lb_gdal_message("GDAL does not say why"));
}

/* Geometry ------------------------------------------------------------------------------------- */

typedef struct wkb {
    unsigned char *byte;
    size_t length, capacity;
} wkb;

static void put(wkb *w, const void *data, size_t length)
{
    memcpy(w->byte + w->length, data, length);
    w->length += length;
}

/* Well-known binary in this machine's byte order, which its first byte tells. */
static void put_head(wkb *w, uint32_t type, size_t count)
{
    const uint16_t probe = 1;
    unsigned char little;
    memcpy(&little, &probe, 1);
    uint32_t n = (uint32_t)count;
    put(w, &little, 1);
    put(w, &type, 4);
    put(w, &n, 4);
}

static size_t wkb_size(const lb_shapes *s, size_t feature)
{
    size_t part = s->part[feature], end = s->part[feature + 1];
    size_t rings = s->ring[end] - s->ring[part];
    size_t vertices = s->vertex[s->ring[end]] - s->vertex[s->ring[part]];
    return 9 + 9 * (end - part) + 4 * rings + 16 * vertices;
}

static void put_polygon(wkb *w, const lb_shapes *s, size_t part)
{
    put_head(w, wkbPolygon, s->ring[part + 1] - s->ring[part]);
    for (size_t r = s->ring[part]; r < s->ring[part + 1]; r++) {
        uint32_t n = (uint32_t)(s->vertex[r + 1] - s->vertex[r]);
        put(w, &n, 4);
        put(w, s->xy + 2 * s->vertex[r], 16 * (size_t)n);
    }
}

static bool reserve(wkb *w, size_t size)
{
    w->length = 0;
    if (size <= w->capacity)
        return true;
    unsigned char *byte = realloc(w->byte, size * 2);
    if (!byte)
        return false;
    w->byte = byte;
    w->capacity = size * 2;
    return true;
}

static OGRGeometryH geometry_of(wkb *w, const lb_shapes *s, size_t feature)
{
    OGRGeometryH geometry = NULL;
    if (!reserve(w, wkb_size(s, feature)))
        return NULL;
    put_head(w, wkbMultiPolygon, s->part[feature + 1] - s->part[feature]);
    for (size_t part = s->part[feature]; part < s->part[feature + 1]; part++)
        put_polygon(w, s, part);
    if (OGR_G_CreateFromWkb(w->byte, NULL, &geometry, (int)w->length) != OGRERR_NONE)
        return NULL;
    return geometry;
}

/* Layers --------------------------------------------------------------------------------------- */

static bool has_column(const lb_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns; i++)
        if (EQUAL(table->column[i].name, name))
            return true;
    return false;
}

/* `name`, or `name_1` ... when the table has such a column. */
static void free_name(const lb_table *table, const char *name, char out[32])
{
    snprintf(out, 32, "%s", name);
    for (int i = 1; has_column(table, out); i++)
        snprintf(out, 32, "%s_%d", name, i);
}

static lb_status check_names(const char *path, const lb_layer_out *layer, lb_error *err)
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

static OGRLayerH create_layer(GDALDatasetH file, const lb_layer_out *layer)
{
    char fid[32], geom[32];
    free_name(layer->table, "fid", fid);
    free_name(layer->table, "geom", geom);
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

static void set_field(OGRFeatureH feature, int i, const lb_column *column, size_t row)
{
    if (column->type == LB_TEXT && column->data.text[row])
        OGR_F_SetFieldString(feature, i, column->data.text[row]);
    else if (column->type == LB_INTEGER && column->data.integer[row] != LB_INTEGER_NONE)
        OGR_F_SetFieldInteger64(feature, i, column->data.integer[row]);
    else if (column->type == LB_REAL && !isnan(column->data.real[row]))
        OGR_F_SetFieldDouble(feature, i, column->data.real[row]);
    else
        OGR_F_SetFieldNull(feature, i);
}

static bool write_row(OGRLayerH out, OGRFeatureH feature, const lb_layer_out *layer, size_t row,
                      wkb *w)
{
    OGR_F_SetFID(feature, (GIntBig)row + 1);
    for (size_t i = 0; i < layer->table->columns; i++)
        set_field(feature, (int)i, &layer->table->column[i], row);
    if (layer->shapes) {
        OGRGeometryH geometry = geometry_of(w, layer->shapes, row);
        if (!geometry || OGR_F_SetGeometryDirectly(feature, geometry) != OGRERR_NONE)
            return false;
    }
    return OGR_L_CreateFeature(out, feature) == OGRERR_NONE;
}

static bool write_rows(OGRLayerH out, const lb_layer_out *layer)
{
    wkb w = {0};
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(out));
    bool good = feature != NULL;
    for (size_t row = 0; good && row < layer->table->rows; row++)
        good = write_row(out, feature, layer, row, &w);
    OGR_F_Destroy(feature);
    free(w.byte);
    return good;
}

static lb_status write_layer(GDALDatasetH file, const char *path, const lb_layer_out *layer,
                             lb_error *err)
{
    lb_status status = check_names(path, layer, err);
    if (status != LB_OK)
        return status;
    OGRLayerH out = create_layer(file, layer);
    if (!out || !create_fields(out, layer->table) || !write_rows(out, layer))
        return failed(path, layer->name, err);
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

static bool write_style(OGRLayerH out, const lb_layer_out *layer)
{
    char geom[32] = "";
    if (layer->shapes)
        free_name(layer->table, "geom", geom);
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

static lb_status write_styles(GDALDatasetH file, const char *path, const lb_layer_out *layers,
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
                return failed(path, "layer_styles", err);
        }
        if (!write_style(out, &layers[i]))
            return failed(path, "layer_styles", err);
    }
    return LB_OK;
}

static bool run_sql(GDALDatasetH file, const char *sql)
{
    CPLErrorReset();
    OGRLayerH result = GDALDatasetExecuteSQL(file, sql, NULL, NULL);
    bool good = !lb_gdal_failed();
    if (result)
        GDALDatasetReleaseResultSet(file, result);
    return good;
}

/* GeoPackage 1.2, annex F.8: GDAL itself would wrap the metadata in XML of its own. */
static const char *const metadata_tables[] = {
    "CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,"
    " md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,"
    " mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT,"
    " column_name TEXT, row_id_value INTEGER,"
    " timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    " md_file_id INTEGER NOT NULL, md_parent_id INTEGER,"
    " CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),"
    " CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))",
    "INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope) "
    "VALUES"
    " ('gpkg_metadata', NULL, 'gpkg_metadata',"
    " 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write'),"
    " ('gpkg_metadata_reference', NULL, 'gpkg_metadata',"
    " 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write')",
    "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, '" FIXED_DATE
    "', 1, NULL)"};

static char *metadata_insert(const char *json)
{
    lb_buf sql = {0};
    lb_buf_put(&sql, "INSERT INTO gpkg_metadata VALUES (1, 'dataset',"
                     " 'urn:lagesbild:provenance', 'application/json', '");
    for (const char *c = json; *c; c++) {
        if (*c == '\'')
            lb_buf_putc(&sql, '\'');
        lb_buf_putc(&sql, *c);
    }
    lb_buf_put(&sql, "')");
    return lb_buf_take(&sql);
}

static lb_status write_metadata(GDALDatasetH file, const char *path, const char *json,
                                lb_error *err)
{
    char *insert = metadata_insert(json);
    bool good = insert && run_sql(file, metadata_tables[0]) && run_sql(file, insert);
    for (size_t i = 1; good && i < sizeof metadata_tables / sizeof *metadata_tables; i++)
        good = run_sql(file, metadata_tables[i]);
    free(insert);
    return good ? LB_OK : failed(path, "gpkg_metadata", err);
}

static lb_status write_all(GDALDatasetH file, const char *path, const lb_layer_out *layers,
                           size_t n, lb_error *err)
{
    if (GDALDatasetStartTransaction(file, FALSE) != OGRERR_NONE)
        return failed(path, "cannot be written", err);
    lb_status status = LB_OK;
    for (size_t i = 0; status == LB_OK && i < n; i++)
        status = write_layer(file, path, &layers[i], err);
    if (status == LB_OK)
        status = write_styles(file, path, layers, n, err);
    if (status == LB_OK && GDALDatasetCommitTransaction(file) != OGRERR_NONE)
        status = failed(path, "cannot be written", err);
    return status;
}

static lb_status create_and_write(const char *path, const lb_layer_out *layers, size_t n,
                                  const char *metadata_json, lb_error *err)
{
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    if (!driver)
        return lb_error_set(err, LB_E_IO, "%s: this GDAL has no GeoPackage driver", path);
    GDALDatasetH file = GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL);
    if (!file)
        return failed(path, "cannot be created", err);
    lb_status status = write_all(file, path, layers, n, err);
    if (status == LB_OK && metadata_json)
        status = write_metadata(file, path, metadata_json, err);
    CPLErrorReset();
    GDALClose(file); /* writes indexes and counts: a full disk may first show here */
    if (status == LB_OK && lb_gdal_failed())
        status = failed(path, "cannot be written to its end", err);
    return status;
}

lb_status lb_gpkg_write(const char *path, const lb_layer_out *layers, size_t n,
                        const char *metadata_json, lb_error *err)
{
    lb_gdal_start();
    lb_gdal_hush();
    begin_settings();
    lb_status status = create_and_write(path, layers, n, metadata_json, err);
    end_settings();
    lb_gdal_unhush();
    return status;
}
