/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches have a column of ids, one a field, one of geometries; buffers of a column: which rows
 * have a value, a bit each; numbers, or where the bytes of each row begin; bytes (Arrow C data
 * interface). */
#include <stdio.h>
#include <string.h>

#include <cpl_string.h>

#include "port/vector/column_stream.h"
#include "port/vector/ogr_value.h"

/* Arrow's format of a field's column; NULL: none that is read here. */
static const char *field_format(OGRFieldDefnH field)
{
    switch (OGR_Fld_GetType(field)) {
    case OFTString:
        return "u";
    case OFTInteger:
        return "i";
    case OFTInteger64:
        return "l";
    case OFTReal:
        return "g";
    default:
        return NULL;
    }
}

static bool has_format(const struct ArrowSchema *column, const char *format)
{
    return format && strcmp(column->format, format) == 0;
}

static bool has_expected_columns(OGRLayerH layer, const struct ArrowSchema *schema)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    int64_t fields = OGR_FD_GetFieldCount(definition);
    bool good = schema->n_children == fields + 2 && has_format(schema->children[0], "l") &&
                has_format(schema->children[fields + 1], "z");
    for (int i = 0; good && i < fields; i++)
        good =
            has_format(schema->children[i + 1], field_format(OGR_FD_GetFieldDefn(definition, i)));
    return good;
}

/* The greatest id of a table with rows; not of a view, whose rows may take any time, also for ever.
 */
static bool find_last_id(GDALDatasetH dataset, OGRLayerH layer, long *id)
{
    char *name = CPLEscapeString(OGR_L_GetName(layer), -1, CPLES_SQL);
    char *table = CPLEscapeString(OGR_L_GetName(layer), -1, CPLES_SQLI);
    char *column = CPLEscapeString(OGR_L_GetFIDColumn(layer), -1, CPLES_SQLI);
    char *sql = CPLStrdup(CPLSPrintf("SELECT (SELECT max(\"%s\") FROM \"%s\") AS last FROM "
                                     "sqlite_master WHERE type = 'table' AND name = '%s'",
                                     column, table, name));
    OGRLayerH found = GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
    OGRFeatureH row = found ? OGR_L_GetNextFeature(found) : NULL;
    bool good = row && OGR_F_IsFieldSetAndNotNull(row, 0);
    if (good)
        *id = (long)OGR_F_GetFieldAsInteger64(row, 0);
    OGR_F_Destroy(row);
    if (found)
        GDALDatasetReleaseResultSet(dataset, found);
    CPLFree(sql);
    CPLFree(column);
    CPLFree(table);
    CPLFree(name);
    return good;
}

bool lb_column_stream_can(GDALDatasetH dataset, OGRLayerH layer, long *last_id)
{
    return OGR_L_TestCapability(layer, OLCFastGetArrowStream) && OGR_L_GetFIDColumn(layer)[0] &&
           find_last_id(dataset, layer, last_id);
}

bool lb_column_stream_open(OGRLayerH layer, size_t features, struct ArrowArrayStream *out)
{
    struct ArrowSchema schema;
    char number[30];
    snprintf(number, sizeof number, "%zu", features);
    char **options = CSLSetNameValue(NULL, "MAX_FEATURES_IN_BATCH", number);
    bool opened = OGR_L_GetArrowStream(layer, out, options);
    CSLDestroy(options);
    if (!opened)
        return false;
    bool good = out->get_schema(out, &schema) == 0;
    if (good) {
        good = has_expected_columns(layer, &schema);
        schema.release(&schema);
    }
    if (!good)
        out->release(out);
    return good;
}

/* Row of the batch as one of the column's; SIZE_MAX: it has no value. */
static size_t row_of(const struct ArrowArray *batch, const struct ArrowArray *column, size_t row)
{
    const uint8_t *valid = column->buffers[0];
    size_t at = row + (size_t)batch->offset + (size_t)column->offset;
    return valid && !(valid[at / 8] >> at % 8 & 1) ? SIZE_MAX : at;
}

/* Bytes of a text or a geometry. */
static const char *bytes_of(const struct ArrowArray *column, size_t at, size_t *length)
{
    const int32_t *offset = column->buffers[1];
    *length = (size_t)(offset[at + 1] - offset[at]);
    return (const char *)column->buffers[2] + offset[at];
}

long lb_columns_id(const struct ArrowArray *batch, size_t row)
{
    const struct ArrowArray *ids = batch->children[0];
    size_t at = row_of(batch, ids, row);
    return at == SIZE_MAX ? -1 : (long)((const int64_t *)ids->buffers[1])[at];
}

void lb_columns_value(const struct ArrowArray *batch, OGRFieldType type, size_t field, size_t row,
                      lb_csv_value *value, lb_buf *text)
{
    const struct ArrowArray *column = batch->children[field + 1];
    size_t at = row_of(batch, column, row), length;
    *value = (lb_csv_value){.number = (double)NAN};
    if (at == SIZE_MAX)
        return;
    const void *numbers = column->buffers[1];
    if (type == OFTReal)
        lb_ogr_value_number(value, ((const double *)numbers)[at]);
    else if (type == OFTInteger)
        lb_ogr_value_number(value, ((const int32_t *)numbers)[at]);
    else if (type == OFTInteger64)
        lb_ogr_value_integer(value, ((const int64_t *)numbers)[at], text);
    else {
        const char *bytes = bytes_of(column, at, &length);
        lb_ogr_value_text(value, bytes, strnlen(bytes, length)); /* as OGR, up to a zero byte */
    }
}

const void *lb_columns_wkb(const struct ArrowArray *batch, size_t row, size_t *size)
{
    const struct ArrowArray *column = batch->children[batch->n_children - 1];
    size_t at = row_of(batch, column, row);
    return at == SIZE_MAX ? NULL : bytes_of(column, at, size);
}
