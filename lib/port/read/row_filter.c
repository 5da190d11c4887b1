/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gdal.h>
#include <ogr_api.h>

#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/gdal/gdal_env.h"
#include "port/read/row_filter.h"

struct lb_row_filter {
    GDALDatasetH dataset; /* in memory */
    OGRLayerH layer;
    OGRFeatureH row; /* the only feature */
    size_t columns;
    bool *as_number; /* [columns] the condition casts it to a number */
};

void lb_row_filter_free(lb_row_filter *filter)
{
    if (!filter)
        return;
    OGR_F_Destroy(filter->row);
    if (filter->dataset)
        GDALClose(filter->dataset);
    free(filter->as_number);
    free(filter);
}

/* A layer with a text field a column. False: GDAL could not make it. */
static bool make_layer(lb_row_filter *filter, const lb_csv *csv)
{
    GDALDriverH driver = GDALGetDriverByName("Memory");
    driver = driver ? driver : GDALGetDriverByName("MEM");
    filter->dataset = driver ? GDALCreate(driver, "", 0, 0, 0, GDT_Unknown, NULL) : NULL;
    if (filter->dataset)
        filter->layer = GDALDatasetCreateLayer(filter->dataset, "rows", NULL, wkbNone, NULL);
    for (size_t i = 0; filter->layer && i < filter->columns; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(lb_csv_column(csv, i), OFTString);
        bool made = field && OGR_L_CreateField(filter->layer, field, TRUE) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
        if (!made)
            return false;
    }
    filter->row = filter->layer ? OGR_F_Create(OGR_L_GetLayerDefn(filter->layer)) : NULL;
    return filter->row && OGR_L_CreateFeature(filter->layer, filter->row) == OGRERR_NONE;
}

/* Does CAST(COLUMN AS FLOAT), or another type of number, stand in the condition? */
static bool is_cast_to_number(const char *condition, const char *column)
{
    static const char *const types[] = {"float", "numeric", "integer", "bigint", "smallint"};
    size_t length = strlen(column);
    for (const char *at = condition; *at; at++) {
        if (strncasecmp(at, "cast", 4) != 0)
            continue;
        const char *name = at + 4 + strspn(at + 4, " (\"");
        if (strncasecmp(name, column, length) != 0)
            continue;
        const char *as = name + length + strspn(name + length, " \"");
        if (as == name + length || strncasecmp(as, "as ", 3) != 0)
            continue;
        as += 3 + strspn(as + 3, " ");
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            if (strncasecmp(as, types[i], strlen(types[i])) == 0)
                return true;
    }
    return false;
}

static lb_status make_filter(lb_row_filter *filter, const char *condition, const char *source,
                             const lb_csv *csv, lb_error *err)
{
    filter->columns = lb_csv_columns(csv);
    filter->as_number = calloc(filter->columns + 1, sizeof *filter->as_number);
    if (!filter->as_number || !make_layer(filter, csv))
        return lb_error_memory(err);
    for (size_t i = 0; i < filter->columns; i++)
        filter->as_number[i] = is_cast_to_number(condition, lb_csv_column(csv, i));
    if (OGR_L_SetAttributeFilter(filter->layer, condition) != OGRERR_NONE)
        return lb_error_set(
            err, LB_E_USAGE,
            "%s: the condition is not valid: %s; the columns of a text table are "
            "text: write 'TEXT' in quotes, and CAST(COLUMN AS FLOAT) > 5 of numbers",
            source, lb_gdal_message("a syntax error"));
    return LB_OK;
}

/* A condition on a text table is evaluated by OGR, on a layer in memory that has one row. */
lb_status lb_row_filter_new(const char *condition, const char *source, const lb_csv *csv,
                            lb_row_filter **out, lb_error *err)
{
    lb_row_filter *filter = calloc(1, sizeof *filter);
    if (!filter)
        return lb_error_memory(err);
    lb_gdal_silence_for(source);
    lb_status status = make_filter(filter, condition, source, csv, err);
    if (status != LB_OK)
        lb_row_filter_free(filter);
    lb_gdal_restore();
    if (status == LB_OK)
        *out = filter;
    return status;
}

/* The cell as the table has it; of a column cast to a number the number that we read, with a
 * decimal point, since GDAL would take 2 of "2,5", and nothing where it is none, of which GDAL
 * would make 0.
 */
static char *cell_text(const lb_csv_value *field, bool as_number)
{
    char number[LB_NUMBER_SIZE] = "";
    double value;
    if (!as_number)
        return lb_csv_value_text(field);
    if (lb_csv_value_parse(field, &value) == LB_VALUE_NUMBER)
        lb_number_format(value, number);
    return lb_text_copy(number);
}

/* The row is set anew and the filter asked whether it is still there. An empty field is NULL, as
 * what is not known is. */
lb_status lb_row_filter_passes(lb_row_filter *filter, const lb_csv_value *field, bool *passes,
                               lb_error *err)
{
    for (size_t i = 0; i < filter->columns; i++) {
        char *text = cell_text(&field[i], filter->as_number[i]);
        if (!text)
            return lb_error_memory(err);
        if (text[0])
            OGR_F_SetFieldString(filter->row, (int)i, text);
        else
            OGR_F_SetFieldNull(filter->row, (int)i);
        free(text);
    }
    if (OGR_L_SetFeature(filter->layer, filter->row) != OGRERR_NONE)
        return lb_error_memory(err);
    OGR_L_ResetReading(filter->layer);
    OGRFeatureH found = OGR_L_GetNextFeature(filter->layer);
    *passes = found != NULL;
    OGR_F_Destroy(found);
    return LB_OK;
}
