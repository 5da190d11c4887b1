/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rasters through GDAL: which windows to read in, and the values of a window with everything that
 * says "no value" applied.
 *
 * A window of a local GeoTIFF is of whole blocks, which are dropped from GDAL's block cache once
 * they are read: a block that is read once gains nothing from being kept, and the cache, 5 % of the
 * memory by default, takes new memory for every block, which costs as much as to inflate it
 * (bench/README.md, What the code past GDAL is worth). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/gdal/gdal_env.h"
#include "port/gdal/gdal_open.h"
#include "port/gdal/gdal_srs.h"
#include "port/gdal/network_policy.h"
#include "port/gdal/source_spec.h"
#include "port/raster/raster_read.h"

/* Size of windows in cells. A small one of a local GeoTIFF stays in a core's cache; a large one of
 * anything else, which may be on a network, needs fewer requests. */
enum { NEAR_CELLS = 1 << 16, NEAR_SIDE = 256, FAR_CELLS = 1 << 20, FAR_SIDE = 1024 };

/* Windows of whole blocks that are larger would need too much memory a thread. */
enum { MAX_BLOCK_CELLS = 1 << 20 };

/* FLT_MAX, the nodata value that many programs write, as a double. */
static const double MAX_FLOAT = 3.4028234663852886e38;

struct lb_raster {
    char *source; /* as the user names it */
    char *path;   /* what GDAL opens */
    GDALDatasetH dataset;
    lb_grid grid;
    char *crs, *given_crs;
    lb_window first; /* the window in the north-west: the size of all but the last ones */
    int block_width, block_height; /* cells of a block, where windows are of whole ones; else 0 */
    int alpha;                     /* the first band of colour interpretation alpha; 0: none */
};

/* Opening ------------------------------------------------------------------------------------- */

/* Why GDAL could not open the source; a vector layer is the likeliest mistake. The message is
 * copied first: trying to open it as a vector replaces it. */
static lb_status explain_failure(const char *source, lb_error *err)
{
    char message[2000];
    snprintf(message, sizeof message, "%s", lb_gdal_message("not a format that GDAL knows"));
    GDALDatasetH vector;
    if (lb_gdal_open(source, GDAL_OF_VECTOR, &vector, err) == LB_OK && vector) {
        GDALClose(vector);
        return lb_error_set(err, LB_E_INPUT,
                            "%s: is a table or vector layer; a raster was expected", source);
    }
    if (strstr(message, "No such file"))
        return lb_file_missing(source, err);
    return lb_error_set(err, LB_E_IO, "%s: cannot be opened: %s", source, message);
}

/* A container such as HDF or NetCDF, which has no bands of its own but names rasters in it. */
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

/* The grid from the six coefficients of GDAL's geotransform: x = t0 + col t1 + row t2,
 * y = t3 + col t4 + row t5. Only grids with north up are cells of the model. */
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
    /* Numbers of cells are kept as doubles and must be exact in them. */
    if ((double)r->grid.ncol * r->grid.nrow >= 0x1p53)
        return lb_error_set(err, LB_E_INPUT, "%s: has %d x %d cells, which is more than 2^53",
                            r->source, r->grid.ncol, r->grid.nrow);
    return LB_OK;
}

/* Length of a window along one axis, in cells: `requested` rounded down to whole blocks. A block
 * that is longer than requested is taken entire if `whole`, else a part of it. At least 1, at most
 * limit.
 */
static int32_t round_to_blocks(int32_t requested, int block, bool whole, int32_t limit)
{
    if (block > 0 && block <= requested)
        requested -= requested % block;
    else if (whole)
        requested = block;
    return requested < 1 ? 1 : requested < limit ? requested : limit;
}

/* With INTERLEAVE=PIXEL a block of one band is a block of all, which the cache keeps for the
 * others. */
static bool has_blocks_of_one_band(GDALDatasetH dataset)
{
    const char *interleave = GDALGetMetadataItem(dataset, "INTERLEAVE", "IMAGE_STRUCTURE");
    return GDALGetRasterCount(dataset) == 1 || (interleave && strcmp(interleave, "BAND") == 0);
}

/* Is it a local GeoTIFF, one band a block, with blocks of moderate size? Of other formats a block
 * may cost more than its bytes, and its size may be made up. */
static bool has_cheap_blocks(const lb_raster *r, int width, int height)
{
    GDALDriverH driver = GDALGetDatasetDriver(r->dataset);
    return driver && strcmp(GDALGetDriverShortName(driver), "GTiff") == 0 &&
           !lb_network_is_remote(r->path) && has_blocks_of_one_band(r->dataset) && width > 0 &&
           height > 0 && (int64_t)width * height <= MAX_BLOCK_CELLS;
}

/* Windows of a local GeoTIFF are made of whole blocks, about NEAR_CELLS cells; strips are taken
 * over the full width. Of other formats windows may cut blocks, which then stay in GDAL's cache. */
static void plan_windows(lb_raster *r)
{
    int width = 0, height = 0;
    GDALGetBlockSize(GDALGetRasterBand(r->dataset, 1), &width, &height);
    bool near = has_cheap_blocks(r, width, height);
    if (near) {
        r->block_width = width;
        r->block_height = height;
    }
    int32_t cells = near ? NEAR_CELLS : FAR_CELLS, side = near ? NEAR_SIDE : FAR_SIDE;
    bool strips = width >= r->grid.ncol && (near || r->grid.ncol <= cells);
    r->first.ncol = strips ? r->grid.ncol : round_to_blocks(side, width, near, r->grid.ncol);
    r->first.nrow = round_to_blocks(cells / r->first.ncol, height, near, r->grid.nrow);
}

/* GDAL takes an alpha band for the mask of the others only in files of two or four bands, and only
 * where it is the last one. Here it masks them wherever it stands. */
static int find_alpha(GDALDatasetH dataset)
{
    int n = GDALGetRasterCount(dataset);
    for (int b = 1; b <= n; b++)
        if (GDALGetRasterColorInterpretation(GDALGetRasterBand(dataset, b)) == GCI_AlphaBand)
            return b;
    return 0;
}

/* GDAL puts off looking for masks, and after a failure there reads every block as no data. */
static lb_status load_directories(const lb_raster *r, lb_error *err)
{
    CPLErrorReset();
    GDALGetMaskFlags(GDALGetRasterBand(r->dataset, 1));
    if (!lb_gdal_failed())
        return LB_OK;
    return lb_error_set(err, LB_E_IO, "%s: cannot be read: %s", r->source,
                        lb_gdal_message("no reason given"));
}

/* Grid and windows of an open dataset; a container without bands of its own is refused with
 * the name of one of its rasters. */
static lb_status open_raster(lb_raster *r, lb_error *err)
{
    unsigned flags = GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR;
    LB_TRY(lb_gdal_open(r->path, flags, &r->dataset, err));
    if (!r->dataset)
        return explain_failure(r->path, err);
    if (GDALGetRasterCount(r->dataset) == 0)
        return refuse_container(r->source, r->dataset, err);
    LB_TRY(read_raster_grid(r, err));
    plan_windows(r);
    r->alpha = find_alpha(r->dataset);
    return load_directories(r, err);
}

/* File and CRS of "RASTER|crs=EPSG:n". */
static lb_status parse_source(lb_raster *r, lb_error *err)
{
    lb_source spec;
    LB_TRY(lb_source_parse(r->source, &spec, err));
    if (spec.layer || spec.layer_id >= 0 || spec.subset)
        lb_error_set(err, LB_E_USAGE, "%s: a raster has no layers; |crs=EPSG:n may stand behind it",
                     r->source);
    lb_status status = spec.layer || spec.layer_id >= 0 || spec.subset ? LB_E_USAGE : LB_OK;
    r->path = spec.path;
    r->given_crs = spec.crs;
    spec.path = spec.crs = NULL;
    lb_source_clear(&spec);
    return status;
}

/* *out is set on success only; what a failed open holds is released here. */
lb_status lb_raster_open_cells(const char *source, lb_raster **out, lb_error *err)
{
    lb_raster *r = calloc(1, sizeof *r);
    if (!r)
        return lb_error_memory(err);
    r->source = lb_text_copy(source);
    lb_status status = r->source ? parse_source(r, err) : lb_error_memory(err);
    lb_gdal_silence_for(source);
    if (status == LB_OK)
        status = open_raster(r, err);
    lb_gdal_restore();
    if (status == LB_OK)
        *out = r;
    else
        lb_raster_close(r);
    return status;
}

lb_status lb_raster_find_crs(lb_raster *raster, lb_error *err)
{
    lb_gdal_silence_for(raster->source);
    OGRSpatialReferenceH srs = GDALGetSpatialRef(raster->dataset);
    bool known = srs && !lb_srs_is_empty(srs);
    raster->crs = known ? lb_srs_text(srs) : NULL;
    lb_gdal_restore();
    return raster->crs || !known ? LB_OK : lb_error_memory(err);
}

lb_status lb_raster_open(const char *source, lb_raster **out, lb_error *err)
{
    lb_raster *raster;
    LB_TRY(lb_raster_open_cells(source, &raster, err));
    lb_status status = lb_raster_find_crs(raster, err);
    if (status == LB_OK)
        *out = raster;
    else
        lb_raster_close(raster);
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
    free(raster->source);
    free(raster->path);
    free(raster->crs);
    free(raster->given_crs);
    free(raster);
}

/* Bands ------------------------------------------------------------------------------------- */

const lb_grid *lb_raster_grid(const lb_raster *raster)
{
    return &raster->grid;
}

const char *lb_raster_crs(const lb_raster *raster)
{
    return raster->crs;
}

const char *lb_raster_given_crs(const lb_raster *raster)
{
    return raster->given_crs;
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

/* Lists the bands, at most 30, by number and description. */
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

/* A description that is the name letter by letter wins over a number, which may be written "2" or
 * "band_2", a number over a description that is the same name after folding: a band may be called
 * "2". */
static int find_named_band(const lb_raster *r, const char *name)
{
    int n = lb_raster_bands(r);
    int64_t number;
    const char *digits = strncmp(name, "band_", 5) == 0 ? name + 5 : name;
    for (int i = 1; i <= n; i++)
        if (strcmp(name, lb_raster_band_name(r, i)) == 0)
            return i;
    if (lb_integer_parse(digits, strlen(digits), &number) && number >= 1 && number <= n)
        return (int)number;
    for (int i = 1; i <= n; i++)
        if (lb_text_same(name, lb_raster_band_name(r, i)))
            return i;
    return 0;
}

lb_status lb_raster_find_band(const lb_raster *r, const char *name, int *band, lb_error *err)
{
    int found = name && *name ? find_named_band(r, name) : lb_raster_bands(r) == 1;
    if (found == 0)
        return refuse_band(r, name, err);
    *band = found;
    return LB_OK;
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

/* Window i, row by row; those in the south and east end with the grid. */
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

/* The band's nodata value as GDALRasterIO gives it in doubles; false: none, or NaN, which needs no
 * test. Integers of 64 bits have functions of their own since GDAL 3.5. */
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
    if (type == GDT_Float32 &&
        has) /* "-3.4028235e38" is beyond FLT_MAX as a double, not as a float */
        *value = fabs(*value) > MAX_FLOAT ? copysign(MAX_FLOAT, *value) : (double)(float)*value;
    return has && !isnan(*value);
}

bool lb_raster_is_empty(const lb_raster *raster, int band, lb_window w)
{
    double nodata;
    GDALRasterBandH of = GDALGetRasterBand(raster->dataset, band);
    int requested = GDAL_DATA_COVERAGE_STATUS_DATA | GDAL_DATA_COVERAGE_STATUS_UNIMPLEMENTED;
    int has = 0;
    bool none = nodata_of(of, &nodata) || isnan(GDALGetRasterNoDataValue(of, &has));
    return none && GDALGetDataCoverageStatus(of, w.col, w.row, w.ncol, w.nrow, requested, NULL) ==
                       GDAL_DATA_COVERAGE_STATUS_EMPTY;
}

bool lb_raster_is_full(const lb_raster *raster, int band)
{
    GDALRasterBandH of = GDALGetRasterBand(raster->dataset, band);
    return GDALDataTypeIsInteger(GDALGetRasterDataType(of)) &&
           (GDALGetMaskFlags(of) & GMF_ALL_VALID) && (raster->alpha == 0 || raster->alpha == band);
}

static CPLErr read_cells(GDALRasterBandH band, lb_window w, void *to, GDALDataType type)
{
    return GDALRasterIO(band, GF_Read, w.col, w.row, w.ncol, w.nrow, to, w.ncol, w.nrow, type, 0,
                        0);
}

/* Do the values alone say where there is none: no mask at all, or a mask that GDAL computes from a
 * nodata value which is NaN or a whole number of an integer band? Else the mask must be read: for
 * floats GDAL counts values that are nearly nodata as nodata (ARE_REAL_EQUAL), and of a nodata
 * value with a fraction on an integer band it cuts the fraction off. */
static bool values_mark_nodata(GDALRasterBandH band)
{
    int has = 0, flags = GDALGetMaskFlags(band);
    double nodata = GDALGetRasterNoDataValue(band, &has);
    bool whole = GDALDataTypeIsInteger(GDALGetRasterDataType(band)) && nodata == floor(nodata);
    return (flags & GMF_ALL_VALID) || (flags == GMF_NODATA && (whole || isnan(nodata)));
}

static bool is_whole(int32_t start, int32_t length, int32_t end, int block)
{
    return start % block == 0 && (length % block == 0 || start + length == end);
}

/* Does the window consist of whole blocks, but for those that the raster's edge cuts? */
static bool is_of_whole_blocks(const lb_raster *r, lb_window w)
{
    return r->block_width > 0 && is_whole(w.row, w.nrow, r->grid.nrow, r->block_height) &&
           is_whole(w.col, w.ncol, r->grid.ncol, r->block_width);
}

/* After all that is to be read of a window has been: its blocks leave the cache. Blocks that other
 * windows share stay. */
static void drop_blocks(const lb_raster *r, GDALRasterBandH band, lb_window w)
{
    if (is_of_whole_blocks(r, w))
        GDALFlushRasterCache(band);
}

/* Sets cells to NaN where the band's mask (a .msk file, a mask inside a GeoTIFF, an alpha band, a
 * nodata value) is 0. */
static lb_status apply_mask(const lb_raster *r, GDALRasterBandH band, lb_window w, double *value,
                            lb_error *err)
{
    size_t n = (size_t)w.nrow * (size_t)w.ncol;
    lb_status status = LB_OK;
    if (values_mark_nodata(band))
        return LB_OK;
    unsigned char *mask = malloc(n ? n : 1);
    if (!mask)
        return lb_error_memory(err);
    if (read_cells(GDALGetMaskBand(band), w, mask, GDT_Byte) != CE_None)
        status = lb_error_set(err, LB_E_IO, "%s: the mask cannot be read: %s", r->source,
                              lb_gdal_message("no reason given"));
    for (size_t i = 0; i < n && status == LB_OK; i++)
        if (mask[i] == 0)
            value[i] = (double)NAN;
    free(mask);
    return status;
}

static lb_status read_values(const lb_raster *r, GDALRasterBandH band, lb_window w,
                             GDALDataType type, void *value, lb_error *err)
{
    if (read_cells(band, w, value, type) == CE_None)
        return LB_OK;
    return lb_error_set(err, LB_E_IO, "%s: cannot be read: %s", r->source,
                        lb_gdal_message("no reason given"));
}

/* Does the alpha band say where this band has no value, in place of a mask that GDAL offers? The
 * alpha band itself has values everywhere. */
static bool needs_alpha(const lb_raster *r, GDALRasterBandH band)
{
    return r->alpha > 0 && GDALGetBandNumber(band) != r->alpha &&
           !(GDALGetMaskFlags(band) & GMF_ALPHA);
}

/* Sets cells to NaN where the alpha band is 0. Floats: an alpha of 0.3 must not round to 0. */
static lb_status apply_alpha(const lb_raster *r, GDALRasterBandH band, lb_window w, double *value,
                             lb_error *err)
{
    size_t n = (size_t)w.nrow * (size_t)w.ncol;
    if (!needs_alpha(r, band))
        return LB_OK;
    float *alpha = malloc((n ? n : 1) * sizeof *alpha);
    if (!alpha)
        return lb_error_memory(err);
    lb_status status =
        read_values(r, GDALGetRasterBand(r->dataset, r->alpha), w, GDT_Float32, alpha, err);
    for (size_t i = 0; i < n && status == LB_OK; i++)
        if (alpha[i] == 0)
            value[i] = (double)NAN;
    free(alpha);
    return status;
}

/* GDAL's mask is of one kind: where a file has a mask of its own, it says nothing about the nodata
 * value, which is therefore always tested here. */
static void apply_nodata(GDALRasterBandH band, double *value, size_t n)
{
    double nodata;
    if (!nodata_of(band, &nodata))
        return;
    for (size_t i = 0; i < n; i++)
        if (value[i] == nodata)
            value[i] = (double)NAN;
}

/* False where the two change nothing: then values are what is stored. */
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

/* Stored value to real unit: value * scale + offset, as GDAL defines the two. */
static void apply_scale(GDALRasterBandH band, double *value, size_t n)
{
    double scale, offset;
    if (!has_scale(band, &scale, &offset))
        return;
    for (size_t i = 0; i < n; i++)
        value[i] = value[i] * scale + offset;
}

/* Order matters: nodata and mask are of stored values, scale comes last. */
static lb_status read_window(lb_raster *r, GDALRasterBandH band, lb_window w, double *value,
                             lb_error *err)
{
    size_t n = (size_t)w.nrow * (size_t)w.ncol;
    if (GDALDataTypeIsComplex(GDALGetRasterDataType(band)))
        return lb_error_set(err, LB_E_INPUT, "%s: holds complex numbers; real ones were expected",
                            r->source);
    LB_TRY(read_values(r, band, w, GDT_Float64, value, err));
    LB_TRY(apply_mask(r, band, w, value, err));
    LB_TRY(apply_alpha(r, band, w, value, err));
    apply_nodata(band, value, n);
    apply_scale(band, value, n);
    return LB_OK;
}

lb_status lb_raster_read(lb_raster *raster, int band, lb_window window, double *value,
                         lb_error *err)
{
    GDALRasterBandH of = GDALGetRasterBand(raster->dataset, band);
    lb_gdal_silence_for(raster->source);
    lb_status status = read_window(raster, of, window, value, err);
    drop_blocks(raster, of, window);
    lb_gdal_restore();
    return status;
}

bool lb_raster_is_float_nan(const lb_raster *raster, int band)
{
    double nodata, scale, offset;
    GDALRasterBandH of = GDALGetRasterBand(raster->dataset, band);
    return raster->block_width > 0 && GDALGetRasterDataType(of) == GDT_Float32 &&
           values_mark_nodata(of) && !needs_alpha(raster, of) && !nodata_of(of, &nodata) &&
           !has_scale(of, &scale, &offset);
}

lb_status lb_raster_read_float(lb_raster *raster, int band, lb_window window, float *value,
                               lb_error *err)
{
    GDALRasterBandH of = GDALGetRasterBand(raster->dataset, band);
    lb_gdal_silence_for(raster->source);
    lb_status status = read_values(raster, of, window, GDT_Float32, value, err);
    drop_blocks(raster, of, window);
    lb_gdal_restore();
    return status;
}
