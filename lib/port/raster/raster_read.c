/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "port/gdal/gdal_open.h"
#include "port/gdal/gdal_env.h"
#include "port/raster/tiff_blocks.h"
#include "port/raster/raster_read.h"
#include "port/gdal/gdal_srs.h"

/* A window of blocks stays in a core's cache, one that is fetched is asked for in few requests. */
enum { NEAR_CELLS = 1 << 16, NEAR_SIDE = 256, FAR_CELLS = 1 << 20, FAR_SIDE = 1024 };

struct lb_raster {
    char *source;
    GDALDatasetH dataset;
    lb_grid grid;
    char *crs;
    lb_window first; /* the window in the north-west: the size of all but the last ones */
    lb_tiff_blocks blocks;
};

static lb_status no_memory(const char *source, lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", source);
}

/* Opening ------------------------------------------------------------------------------------- */

static lb_status explain_failure(const char *source, lb_error *err)
{
    char message[500];
    snprintf(message, sizeof message, "%s", lb_gdal_message("not a format that GDAL knows"));
    GDALDatasetH vector;
    if (lb_gdal_open(source, GDAL_OF_VECTOR, &vector, err) == LB_OK && vector) {
        GDALClose(vector);
        return lb_error_set(err, LB_E_INPUT,
                            "%s: is a table or vector layer; a raster was expected", source);
    }
    if (strstr(message, "No such file"))
        return lb_error_set(err, LB_E_IO, "%s: no such file", source);
    return lb_error_set(err, LB_E_IO, "%s: cannot be opened: %s", source, message);
}

/* A container that holds rasters but is none: name one. */
static lb_status refuse_container(const char *source, GDALDatasetH dataset, lb_error *err)
{
    char **list = GDALGetMetadata(dataset, "SUBDATASETS");
    for (int i = 0; list && list[i]; i++) {
        const char *name = strstr(list[i], "_NAME=");
        if (name)
            return lb_error_set(err, LB_E_INPUT,
                                "%s: holds several rasters; name one of them, as '%.300s'", source,
                                name + 6);
    }
    return lb_error_set(err, LB_E_INPUT, "%s: has no bands", source);
}

static lb_status read_raster_grid(lb_raster *r, lb_error *err)
{
    double t[6];
    if (GDALGetGeoTransform(r->dataset, t) != CE_None)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: has no georeference; a raster with a place on the ground was "
                            "expected (a world file beside it will do)",
                            r->source);
    for (int i = 0; i < 6; i++)
        if (!isfinite(t[i]))
            return lb_error_set(err, LB_E_INPUT, "%s: has a georeference that is not finite",
                                r->source);
    if (t[2] != 0 || t[4] != 0)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: is rotated; north must be up: gdalwarp SOURCE TARGET turns it",
                            r->source);
    if (!(t[1] > 0) || !(t[5] < 0))
        return lb_error_set(err, LB_E_INPUT,
                            "%s: its first row is not the northernmost, or its first column not "
                            "the westernmost: gdalwarp SOURCE TARGET turns it",
                            r->source);
    r->grid = (lb_grid){.x0 = t[0],
                        .y0 = t[3],
                        .dx = t[1],
                        .dy = -t[5],
                        .ncol = GDALGetRasterXSize(r->dataset),
                        .nrow = GDALGetRasterYSize(r->dataset)};
    return LB_OK;
}

/* The multiple of block that is nearest below wanted; where a block is larger: itself, if it is
 * read whole, else what is wanted of it. */
static int32_t round_to_blocks(int32_t requested, int block, bool whole, int32_t limit)
{
    if (block > 0 && block <= requested)
        requested -= requested % block;
    else if (whole)
        requested = block;
    return requested < 1 ? 1 : requested < limit ? requested : limit;
}

static void plan_windows(lb_raster *r)
{
    int width = 0, height = 0;
    GDALGetBlockSize(GDALGetRasterBand(r->dataset, 1), &width, &height);
    r->blocks = lb_tiff_blocks_find(r->dataset, r->source);
    bool near = r->blocks.width > 0;
    int32_t cells = near ? NEAR_CELLS : FAR_CELLS, side = near ? NEAR_SIDE : FAR_SIDE;
    bool strips = width >= r->grid.ncol && (near || r->grid.ncol <= cells);
    r->first.ncol = strips ? r->grid.ncol : round_to_blocks(side, width, near, r->grid.ncol);
    r->first.nrow = round_to_blocks(cells / r->first.ncol, height, near, r->grid.nrow);
}

static lb_status open_raster(lb_raster *r, lb_error *err)
{
    unsigned flags = GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR;
    lb_status status = lb_gdal_open(r->source, flags, &r->dataset, err);
    if (status != LB_OK)
        return status;
    if (!r->dataset)
        return explain_failure(r->source, err);
    if (GDALGetRasterCount(r->dataset) == 0)
        return refuse_container(r->source, r->dataset, err);
    status = read_raster_grid(r, err);
    if (status != LB_OK)
        return status;
    plan_windows(r);
    OGRSpatialReferenceH srs = GDALGetSpatialRef(r->dataset);
    if (srs && !lb_srs_is_empty(srs)) {
        r->crs = lb_srs_text(srs);
        if (!r->crs)
            return no_memory(r->source, err);
    }
    return LB_OK;
}

lb_status lb_raster_open(const char *source, lb_raster **out, lb_error *err)
{
    lb_raster *r = calloc(1, sizeof *r);
    if (!r)
        return no_memory(source, err);
    r->source = lb_text_copy(source);
    lb_gdal_start();
    lb_gdal_silence_for(source);
    lb_status status = r->source ? open_raster(r, err) : no_memory(source, err);
    lb_gdal_restore();
    if (status == LB_OK)
        *out = r;
    else
        lb_raster_close(r);
    return status;
}

void lb_raster_close(lb_raster *raster)
{
    if (!raster)
        return;
    lb_gdal_silence();
    if (raster->dataset)
        GDALClose(raster->dataset);
    lb_gdal_restore();
    lb_tiff_blocks_clear(&raster->blocks);
    free(raster->source);
    free(raster->crs);
    free(raster);
}

/* What it is ---------------------------------------------------------------------------------- */

const lb_grid *lb_raster_grid(const lb_raster *raster)
{
    return &raster->grid;
}

const char *lb_raster_crs(const lb_raster *raster)
{
    return raster->crs;
}

int lb_raster_bands(const lb_raster *raster)
{
    return GDALGetRasterCount(raster->dataset);
}

const char *lb_raster_band_name(const lb_raster *raster, int band)
{
    const char *name = GDALGetDescription(GDALGetRasterBand(raster->dataset, band));
    return name ? name : "";
}

const char *lb_raster_metadata_item(const lb_raster *raster, const char *key)
{
    return GDALGetMetadataItem(raster->dataset, key, NULL);
}

static lb_status refuse_band(const lb_raster *r, const char *name, lb_error *err)
{
    lb_buf list = {0};
    int n = lb_raster_bands(r);
    for (int i = 1; i <= n && i <= 30; i++)
        lb_buf_printf(&list, "%s%d %s", i > 1 ? ", " : "", i, lb_raster_band_name(r, i));
    lb_status status =
        name && *name
            ? lb_error_set(err, LB_E_USAGE, "%s: has no band '%.100s'; it has %d: %.1000s",
                           r->source, name, n, list.text ? list.text : "")
            : lb_error_set(err, LB_E_USAGE, "%s: has %d bands, name one: %.1000s", r->source, n,
                           list.text ? list.text : "");
    lb_buf_clear(&list);
    return status;
}

lb_status lb_raster_find_band(const lb_raster *r, const char *name, int *band, lb_error *err)
{
    int n = lb_raster_bands(r);
    int64_t number;
    if (!name || !*name) {
        if (n != 1)
            return refuse_band(r, name, err);
        *band = 1;
        return LB_OK;
    }
    for (int i = 1; i <= n; i++)
        if (strcmp(name, lb_raster_band_name(r, i)) == 0) {
            *band = i;
            return LB_OK;
        }
    if (lb_integer_parse(name, strlen(name), &number) && number >= 1 && number <= n) {
        *band = (int)number;
        return LB_OK;
    }
    for (int i = 1; i <= n; i++)
        if (lb_text_same(name, lb_raster_band_name(r, i))) {
            *band = i;
            return LB_OK;
        }
    return refuse_band(r, name, err);
}

/* Windows ------------------------------------------------------------------------------------- */

static size_t windows_across(const lb_raster *r)
{
    return ((size_t)r->grid.ncol + (size_t)r->first.ncol - 1) / (size_t)r->first.ncol;
}

size_t lb_raster_windows(const lb_raster *r)
{
    size_t down = ((size_t)r->grid.nrow + (size_t)r->first.nrow - 1) / (size_t)r->first.nrow;
    return windows_across(r) * down;
}

lb_window lb_raster_window(const lb_raster *r, size_t i)
{
    size_t across = windows_across(r);
    lb_window w = r->first;
    w.row = (int32_t)(i / across) * r->first.nrow;
    w.col = (int32_t)(i % across) * r->first.ncol;
    if (w.nrow > r->grid.nrow - w.row)
        w.nrow = r->grid.nrow - w.row;
    if (w.ncol > r->grid.ncol - w.col)
        w.ncol = r->grid.ncol - w.col;
    return w;
}

/* Values -------------------------------------------------------------------------------------- */

/* The band's nodata value as its doubles hold it; false: none. */
static bool nodata_of(GDALRasterBandH band, double *value)
{
    int has = 0;
    GDALDataType type = GDALGetRasterDataType(band);
    if (type == GDT_Int64)
        *value = (double)GDALGetRasterNoDataValueAsInt64(band, &has);
    else if (type == GDT_UInt64)
        *value = (double)GDALGetRasterNoDataValueAsUInt64(band, &has);
    else
        *value = GDALGetRasterNoDataValue(band, &has);
    if (type == GDT_Float32 && has) /* -3.4e38 written with other digits is the same float */
        *value = fabs(*value) > 3.4028234663852886e38 ? copysign(3.4028234663852886e38, *value)
                                                      : (double)(float)*value;
    return has && !isnan(*value);
}

bool lb_raster_is_empty(const lb_raster *raster, int band, lb_window w)
{
    double nodata;
    GDALRasterBandH of = GDALGetRasterBand(raster->dataset, band);
    int requested = GDAL_DATA_COVERAGE_STATUS_DATA | GDAL_DATA_COVERAGE_STATUS_UNIMPLEMENTED;
    int int_has = 0;
    bool none = nodata_of(of, &nodata) || isnan(GDALGetRasterNoDataValue(of, &int_has));
    return none && GDALGetDataCoverageStatus(of, w.col, w.row, w.ncol, w.nrow, requested, NULL) ==
                       GDAL_DATA_COVERAGE_STATUS_EMPTY;
}

static CPLErr read_cells(GDALRasterBandH band, lb_window w, void *to, GDALDataType type)
{
    return GDALRasterIO(band, GF_Read, w.col, w.row, w.ncol, w.nrow, to, w.ncol, w.nrow, type, 0,
                        0);
}

/* Is all that the mask could say said by the values, being NaN where there is none, or whole
 * numbers of which one is nodata? GDAL's mask takes floats that are nearly nodata for it, and cuts
 * the fraction off a nodata value of integers. */
static bool values_mark_nodata(GDALRasterBandH band)
{
    int has = 0, flags = GDALGetMaskFlags(band);
    double nodata = GDALGetRasterNoDataValue(band, &has);
    bool whole = GDALDataTypeIsInteger(GDALGetRasterDataType(band)) && nodata == floor(nodata);
    return (flags & GMF_ALL_VALID) || (flags == GMF_NODATA && (whole || isnan(nodata)));
}

/* Where the mask is made of the band's own values, the cache saves reading them twice. */
static lb_status read_values(lb_raster *r, GDALRasterBandH band, lb_window w, double *value)
{
    bool again = (GDALGetMaskFlags(band) & GMF_NODATA) && !values_mark_nodata(band);
    if (!again && lb_tiff_blocks_fit(&r->blocks, &r->grid, w))
        return lb_tiff_blocks_read(&r->blocks, band, w, GDT_Float64, value);
    return read_cells(band, w, value, GDT_Float64) == CE_None ? LB_OK : LB_E_IO;
}

/* Sets cells to NaN where the band's mask (a mask file, an inner mask, alpha, nodata) is 0. */
static lb_status apply_mask(const lb_raster *r, GDALRasterBandH band, lb_window w, double *value,
                            lb_error *err)
{
    size_t n = (size_t)w.nrow * (size_t)w.ncol;
    lb_status status = LB_OK;
    if (values_mark_nodata(band))
        return LB_OK;
    unsigned char *mask = malloc(n ? n : 1);
    if (!mask)
        return no_memory(r->source, err);
    if (read_cells(GDALGetMaskBand(band), w, mask, GDT_Byte) != CE_None)
        status = lb_error_set(err, LB_E_IO, "%s: the mask cannot be read: %s", r->source,
                              lb_gdal_message("no reason given"));
    for (size_t i = 0; i < n && status == LB_OK; i++)
        if (mask[i] == 0)
            value[i] = (double)NAN;
    free(mask);
    return status;
}

/* A mask hides the nodata value from GDAL's own test, so that it is looked for here as well. */
static void apply_nodata(GDALRasterBandH band, double *value, size_t n)
{
    double nodata;
    if (!nodata_of(band, &nodata))
        return;
    for (size_t i = 0; i < n; i++)
        if (value[i] == nodata)
            value[i] = (double)NAN;
}

static bool has_scale(GDALRasterBandH band, double *scale, double *offset)
{
    int has = 0;
    *scale = GDALGetRasterScale(band, &has);
    if (!has)
        *scale = 1;
    *offset = GDALGetRasterOffset(band, &has);
    if (!has)
        *offset = 0;
    return *scale != 1 || *offset != 0;
}

static void apply_scale(GDALRasterBandH band, double *value, size_t n)
{
    double scale, offset;
    if (!has_scale(band, &scale, &offset))
        return;
    for (size_t i = 0; i < n; i++)
        value[i] = value[i] * scale + offset;
}

static lb_status explain_reading(const lb_raster *r, lb_status status, lb_error *err)
{
    if (status == LB_E_MEMORY)
        return no_memory(r->source, err);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: cannot be read: %s", r->source,
                            lb_gdal_message("no reason given"));
    return LB_OK;
}

static lb_status read_window(lb_raster *r, GDALRasterBandH band, lb_window w, double *value,
                             lb_error *err)
{
    size_t n = (size_t)w.nrow * (size_t)w.ncol;
    if (GDALDataTypeIsComplex(GDALGetRasterDataType(band)))
        return lb_error_set(err, LB_E_INPUT, "%s: holds complex numbers; real ones were expected",
                            r->source);
    lb_status status = explain_reading(r, read_values(r, band, w, value), err);
    if (status == LB_OK)
        status = apply_mask(r, band, w, value, err);
    if (status != LB_OK)
        return status;
    apply_nodata(band, value, n);
    apply_scale(band, value, n);
    return LB_OK;
}

lb_status lb_raster_read(lb_raster *raster, int band, lb_window window, double *value,
                         lb_error *err)
{
    lb_gdal_silence_for(raster->source);
    lb_status status =
        read_window(raster, GDALGetRasterBand(raster->dataset, band), window, value, err);
    lb_gdal_restore();
    return status;
}

bool lb_raster_is_float_nan(const lb_raster *raster, int band)
{
    double nodata, scale, offset;
    GDALRasterBandH of = GDALGetRasterBand(raster->dataset, band);
    return raster->blocks.width > 0 && GDALGetRasterDataType(of) == GDT_Float32 &&
           values_mark_nodata(of) && !nodata_of(of, &nodata) && !has_scale(of, &scale, &offset);
}

lb_status lb_raster_read_float(lb_raster *raster, int band, lb_window window, float *value,
                               lb_error *err)
{
    lb_gdal_silence_for(raster->source);
    lb_status status = explain_reading(raster,
                                       lb_tiff_blocks_read(&raster->blocks,
                                                           GDALGetRasterBand(raster->dataset, band),
                                                           window, GDT_Float32, value),
                                       err);
    lb_gdal_restore();
    return status;
}
