/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cloud optimized GeoTIFFs written tile by tile from sparse cells (docs/formats.md, GeoTIFF of
 * index). A row of tiles at a time is filled and written with GDALWriteBlock, so that tiles without
 * a cell are never stored (SPARSE_OK) nor compressed. Overviews are computed here from the cells:
 * GDALBuildOverviews would read every empty tile of the raster, and average classes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include "base/number.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "port/gdal/gdal_env.h"
#include "port/raster/overviews.h"
#include "port/raster/raster_write.h"

enum { TILE = 256 /* cells a side */, MAX_OVERVIEWS = 30 /* halvings of any int32 */ };

/* A raster being written: of floats with NaN for no data, or of bytes with 0 for it. */
typedef struct raster_writer {
    const char *path;
    const lb_raster_desc *raster;
    char *const *colour; /* [classes], or NULL: floats */
    int classes;
    GDALDatasetH dataset;
    lb_error *err;
} raster_writer;

static lb_status write_failure(const raster_writer *s)
{
    return lb_error_set(s->err, LB_E_IO, "%s: cannot be written: %s", s->path,
                        lb_gdal_message("no reason was given"));
}

/* Tiles are filled in one pass, which needs cells in order; order also excludes duplicates. */
static lb_status check_cells(const raster_writer *s)
{
    const lb_raster_desc *r = s->raster;
    int64_t end = (int64_t)r->grid.nrow * r->grid.ncol, before = -1;
    if (end == 0)
        return lb_error_set(s->err, LB_E_INPUT, "%s: a raster without rows or columns", s->path);
    for (size_t i = 0; i < r->cells; before = r->cell[i++])
        if (r->cell[i] <= before || r->cell[i] >= end)
            return lb_error_set(s->err, LB_E_INPUT,
                                "%s: cell %lld is out of order or not among the raster's %lld",
                                s->path, (long long)r->cell[i], (long long)end);
    return LB_OK;
}

/* INTERLEAVE=BAND: a viewer reads one band of many. No predictor: cells lie scattered in no data,
 * and differences against it cost more than they save (160 000 cells in six bands: 10.2 MB and 0.4
 * s without, 17.9 MB and 1.2 s with PREDICTOR=3). ZLEVEL 6 takes twice the time of 1 for 4 % less.
 */
static char **creation_options(const raster_writer *s)
{
    char threads[16], **options = NULL;
    snprintf(threads, sizeof threads, "%d", lb_thread_count(s->raster->threads));
    const char *const pairs[][2] = {{"TILED", "YES"},        {"BLOCKXSIZE", "256"},
                                    {"BLOCKYSIZE", "256"},   {"COMPRESS", "DEFLATE"},
                                    {"ZLEVEL", "1"},         {"PREDICTOR", "1"},
                                    {"INTERLEAVE", "BAND"},  {"SPARSE_OK", "TRUE"},
                                    {"BIGTIFF", "IF_SAFER"}, {"NUM_THREADS", threads}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        options = CSLSetNameValue(options, pairs[i][0], pairs[i][1]);
    return options;
}

static lb_status create_dataset(raster_writer *s)
{
    const lb_grid *g = &s->raster->grid;
    char **options = creation_options(s);
    s->dataset = GDALCreate(GDALGetDriverByName("GTiff"), s->path, g->ncol, g->nrow,
                            (int)s->raster->bands, s->colour ? GDT_Byte : GDT_Float32, options);
    CSLDestroy(options);
    return s->dataset ? LB_OK : write_failure(s);
}

/* North up: the corner in the north-west, rows southwards. */
static lb_status set_georeference(const raster_writer *s)
{
    const lb_grid *g = &s->raster->grid;
    double transform[6] = {g->x0, g->dx, 0, g->y0, 0, -g->dy};
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    lb_status status = LB_OK;
    if (!srs)
        return lb_error_memory(s->err);
    if (OSRSetFromUserInput(srs, s->raster->crs) != OGRERR_NONE)
        status = lb_error_set(s->err, LB_E_USAGE,
                              "%s: '%.200s' is not a coordinate reference system; write it as "
                              "EPSG:3006",
                              s->path, s->raster->crs);
    else if (GDALSetSpatialRef(s->dataset, srs) != CE_None ||
             GDALSetGeoTransform(s->dataset, transform) != CE_None)
        status = write_failure(s);
    OSRDestroySpatialReference(srs);
    return status;
}

static void set_item(GDALRasterBandH band, const char *key, double value)
{
    char text[LB_NUMBER_SIZE];
    lb_number_format(value, text);
    GDALSetMetadataItem(band, key, text, NULL);
}

/* STATISTICS_* items, which QGIS takes its colours from without scanning the file. Of the values as
 * stored, in single precision, so that they are what a scan would give; the deviation is of the
 * population (divided by n), as GDAL's. */
static void set_statistics(const raster_writer *s, GDALRasterBandH band, const double *value)
{
    double min_value = INFINITY, max_value = -INFINITY, pixels;
    const size_t *place = s->raster->place;
    lb_sum sum = {0}, squares = {0};
    size_t n = 0;
    for (size_t i = 0; i < s->raster->cells; i++) {
        float stored = (float)value[place ? place[i] : i];
        if (isnan(stored))
            continue;
        min_value = stored < min_value ? stored : min_value;
        max_value = stored > max_value ? stored : max_value;
        lb_sum_add(&sum, stored);
        n++;
    }
    if (n == 0)
        return;
    double mean = lb_sum_value(sum) / (double)n;
    for (size_t i = 0; i < s->raster->cells; i++) {
        float stored = (float)value[place ? place[i] : i];
        if (!isnan(stored))
            lb_sum_add(&squares, (stored - mean) * (stored - mean));
    }
    pixels = (double)s->raster->grid.nrow * s->raster->grid.ncol;
    set_item(band, "STATISTICS_MINIMUM", min_value);
    set_item(band, "STATISTICS_MAXIMUM", max_value);
    set_item(band, "STATISTICS_MEAN", mean);
    set_item(band, "STATISTICS_STDDEV", sqrt(lb_sum_value(squares) / (double)n));
    set_item(band, "STATISTICS_VALID_PERCENT", 100 * (double)n / pixels);
}

/* Setters of GDAL that fail only say so by a message: lb_gdal_failed is asked once for all. */
static lb_status describe_bands(const raster_writer *s)
{
    const lb_raster_desc *r = s->raster;
    for (size_t i = 0; r->metadata && r->metadata[i]; i += 2)
        GDALSetMetadataItem(s->dataset, r->metadata[i], r->metadata[i + 1], NULL);
    for (size_t b = 0; b < r->bands; b++) {
        GDALRasterBandH band = GDALGetRasterBand(s->dataset, (int)b + 1);
        GDALSetRasterNoDataValue(band, s->colour ? 0 : NAN);
        GDALSetDescription(band, r->band[b].name);
        set_statistics(s, band, r->band[b].value);
    }
    return lb_gdal_failed() ? write_failure(s) : LB_OK;
}

/* Entry 0 is no data and transparent, entry c is class c. */
static lb_status fill_colour_table(const raster_writer *s, GDALColorTableH table)
{
    GDALSetColorEntry(table, 0, &(GDALColorEntry){0, 0, 0, 0});
    for (int c = 0; c < s->classes; c++) {
        unsigned red, green, blue;
        if (strlen(s->colour[c]) != 7 || strspn(s->colour[c] + 1, "0123456789abcdefABCDEF") != 6 ||
            sscanf(s->colour[c], "#%2x%2x%2x", &red, &green, &blue) != 3)
            return lb_error_set(s->err, LB_E_USAGE, "%s: %.100s is not a colour; write #rrggbb",
                                s->path, s->colour[c]);
        GDALSetColorEntry(table, c + 1,
                          &(GDALColorEntry){(short)red, (short)green, (short)blue, 255});
    }
    if (GDALSetRasterColorTable(GDALGetRasterBand(s->dataset, 1), table) != CE_None)
        return write_failure(s);
    return LB_OK;
}

static lb_status set_colour_table(const raster_writer *s)
{
    GDALColorTableH table = GDALCreateColorTable(GPI_RGB);
    if (!table)
        return lb_error_memory(s->err);
    lb_status status = fill_colour_table(s, table);
    GDALDestroyColorTable(table);
    return status;
}

/* Empty overviews 2 4 8 ... until one is within a tile, to be filled from the cells: resampling
 * "NONE" only reserves them, and SPARSE_OK_OVERVIEW keeps GDAL from storing their empty tiles. */
static lb_status add_overviews(const raster_writer *s, int *count)
{
    const lb_grid *g = &s->raster->grid;
    int factor[MAX_OVERVIEWS], longer = g->ncol > g->nrow ? g->ncol : g->nrow;
    CPLErr result;
    for (*count = 0; longer > TILE && *count < MAX_OVERVIEWS; longer = longer / 2 + longer % 2) {
        factor[*count] = 2 << *count;
        ++*count;
    }
    if (*count == 0)
        return LB_OK;
    CPLSetThreadLocalConfigOption("SPARSE_OK_OVERVIEW", "YES");
    CPLSetThreadLocalConfigOption("GDAL_TIFF_OVR_BLOCKSIZE", "256");
    result = GDALBuildOverviews(s->dataset, "NONE", *count, factor, 0, NULL, NULL, NULL);
    CPLSetThreadLocalConfigOption("GDAL_TIFF_OVR_BLOCKSIZE", NULL);
    CPLSetThreadLocalConfigOption("SPARSE_OK_OVERVIEW", NULL);
    return result == CE_None ? LB_OK : write_failure(s);
}

/* No data of the pixel at place `at` of a tile: NaN, of eight bit patterns in turn. Inflating
 * copies what went before: with one pattern it waits for the four bytes just written, again and
 * again, with eight it copies longer words (a profile of a national raster: 0.17 for 0.22 CPU s).
 */
static float no_data(size_t at)
{
    union {
        uint32_t bits;
        float value;
    } nan = {UINT32_C(0x7FC00000) | (uint32_t)(at % 8)}; /* quiet, the last bits are free */
    return nan.value;
}

/* One row of tiles of one band: no data but for the cells that are being written. */
typedef struct tile_row {
    const lb_overview *level;
    int tiles;
    size_t begin, end; /* the level's cells begin .. end - 1 are in the row */
    size_t *at;        /* [level->cells] index of a cell in real or byte */
    bool *used;        /* [tiles] has a value: must be stored */
    float *real;       /* [tiles][TILE][TILE]; NULL: bytes are written */
    uint8_t *byte;     /* the same; NULL: floats are */
} tile_row;

static void free_tile_row(tile_row *row)
{
    free(row->at);
    free(row->used);
    free(row->real);
    free(row->byte);
}

/* Memory for one row of tiles, all no data: ncol rounded up to tiles, times 256 rows. */
static lb_status make_tile_row(const raster_writer *s, const lb_overview *level, tile_row *row)
{
    int tiles = (level->ncol - 1) / TILE + 1;
    size_t pixels = (size_t)tiles * TILE * TILE;
    *row = (tile_row){.level = level, .tiles = tiles};
    row->at = malloc((level->cells + 1) * sizeof *row->at);
    row->used = malloc((size_t)tiles * sizeof *row->used);
    if (s->colour)
        row->byte = calloc(pixels, 1);
    else
        row->real = malloc(pixels * sizeof *row->real);
    for (size_t i = 0; row->real && i < pixels; i++)
        row->real[i] = no_data(i);
    if (row->at && row->used && (row->real || row->byte))
        return LB_OK;
    free_tile_row(row);
    return lb_error_memory(s->err);
}

/* Moves to the cells of the next row of tiles, which starts at raster row `top`. */
static void locate_row_cells(tile_row *row, int64_t top)
{
    const lb_overview *level = row->level;
    int64_t end = (top + TILE) * level->ncol, start = top * level->ncol;
    size_t i = row->end;
    row->begin = i;
    for (int64_t line = 0; i < level->cells && level->cell[i] < end; i++) {
        while (level->cell[i] >= start + level->ncol) {
            start += level->ncol;
            line++;
        }
        int64_t col = level->cell[i] - start;
        row->at[i] = (size_t)(((col / TILE) * TILE + line) * TILE + col % TILE);
    }
    row->end = i;
}

/* Puts the values of one band into the tiles. A class is whole, so that the conversion is exact. */
static void fill_tiles(tile_row *row, size_t band)
{
    memset(row->used, 0, (size_t)row->tiles * sizeof *row->used);
    for (size_t i = row->begin; i < row->end; i++) {
        double value = lb_overview_value(row->level, band, i);
        if (isnan(value))
            continue;
        if (row->byte)
            row->byte[row->at[i]] = (uint8_t)value;
        else
            row->real[row->at[i]] = (float)value;
        row->used[row->at[i] / (TILE * TILE)] = true;
    }
}

/* Back to no data, cell by cell: far fewer than pixels. */
static void clear_tiles(tile_row *row)
{
    for (size_t i = row->begin; i < row->end; i++)
        if (row->byte)
            row->byte[row->at[i]] = 0;
        else
            row->real[row->at[i]] = no_data(row->at[i]);
}

static lb_status write_tiles(const raster_writer *s, tile_row *row, int line, GDALRasterBandH band)
{
    for (int t = 0; t < row->tiles; t++) {
        size_t start = (size_t)t * TILE * TILE;
        void *pixels = row->byte ? (void *)(row->byte + start) : (void *)(row->real + start);
        if (row->used[t] && GDALWriteBlock(band, t, line, pixels) != CE_None)
            return write_failure(s);
    }
    return LB_OK;
}

/* All tiles of one level, row by row of tiles and in each band by band, so that GDAL appends them
 * to the file in an order that depends on the cells alone. overview: -1 for the raster itself. */
static lb_status write_level(const raster_writer *s, const lb_overview *level, int overview)
{
    tile_row row;
    LB_TRY(make_tile_row(s, level, &row));
    lb_status status = LB_OK;
    for (int line = 0; row.end < level->cells && status == LB_OK; line++) {
        locate_row_cells(&row, (int64_t)line * TILE);
        for (size_t b = 0; b < level->bands && row.end > row.begin && status == LB_OK; b++) {
            GDALRasterBandH band = GDALGetRasterBand(s->dataset, (int)b + 1);
            fill_tiles(&row, b);
            status =
                write_tiles(s, &row, line, overview < 0 ? band : GDALGetOverview(band, overview));
            clear_tiles(&row);
        }
    }
    free_tile_row(&row);
    return status;
}

/* Every overview is made of the level before it, and the smallest is written first: a reader over
 * a network has it with the first bytes it asks for (cloud optimized GeoTIFF). level: [overviews +
 * 1], the raster itself and zeros. */
static lb_status write_all_levels(const raster_writer *s, int overviews, const bool *is_class,
                                  lb_overview *level)
{
    for (int k = 0; k < overviews; k++)
        if (lb_overview_halve(&level[k], is_class, &level[k + 1]) != LB_OK)
            return lb_error_memory(s->err);
    for (int k = overviews; k >= 0; k--)
        LB_TRY(write_level(s, &level[k], k - 1));
    return LB_OK;
}

static lb_status write_levels(const raster_writer *s, int overviews)
{
    const lb_raster_desc *r = s->raster;
    bool *is_class = malloc(r->bands * sizeof *is_class);
    const double **value = malloc(r->bands * sizeof *value);
    lb_overview level[MAX_OVERVIEWS + 1] = {{.ncol = r->grid.ncol,
                                             .nrow = r->grid.nrow,
                                             .cells = r->cells,
                                             .bands = r->bands,
                                             .cell = r->cell,
                                             .value = value,
                                             .place = r->place}};
    for (size_t b = 0; is_class && value && b < r->bands; b++) {
        is_class[b] = r->band[b].is_class;
        value[b] = r->band[b].value;
    }
    lb_status status = is_class && value ? write_all_levels(s, overviews, is_class, level)
                                         : lb_error_memory(s->err);
    for (int k = 1; k <= overviews; k++) /* the raster itself is borrowed */
        lb_overview_clear(&level[k]);
    free(is_class);
    free(value);
    return status;
}

/* Metadata and the directories of all overviews come before the first tile, or GDAL writes the
 * TIFF's directory a second time at the end of the file. */
static lb_status write_all(raster_writer *s)
{
    int overviews = 0;
    LB_TRY(check_cells(s));
    LB_TRY(create_dataset(s));
    LB_TRY(set_georeference(s));
    LB_TRY(describe_bands(s));
    if (s->colour)
        LB_TRY(set_colour_table(s));
    LB_TRY(add_overviews(s, &overviews));
    return write_levels(s, overviews);
}

/* GDALClose flushes the last tiles and has no result: a full disk shows as a message alone, so that
 * earlier ones are forgotten first. */
static lb_status write_raster(raster_writer *s)
{
    lb_gdal_start();
    lb_gdal_silence();
    lb_status status = write_all(s);
    if (status == LB_OK)
        CPLErrorReset();
    if (s->dataset)
        GDALClose(s->dataset);
    if (status == LB_OK && lb_gdal_failed())
        status = write_failure(s);
    lb_gdal_restore();
    return status;
}

lb_status lb_raster_write(const char *path, const lb_raster_desc *raster, lb_error *err)
{
    raster_writer s = {.path = path, .raster = raster, .err = err};
    return write_raster(&s);
}

/* Class 0 is no class and becomes no data; the colours are the band's colour table. */
lb_status lb_class_raster_write(const char *path, const lb_class_raster_desc *classes,
                                lb_error *err)
{
    lb_band_desc band = {.name = "class", .is_class = true};
    lb_raster_desc raster = {.grid = classes->grid,
                             .crs = classes->crs,
                             .cells = classes->cells,
                             .cell = classes->cell,
                             .bands = 1,
                             .band = &band,
                             .metadata = classes->metadata,
                             .threads = 1};
    raster_writer s = {.path = path,
                       .raster = &raster,
                       .colour = classes->colour,
                       .classes = classes->classes,
                       .err = err};
    double *value = malloc((classes->cells + 1) * sizeof *value);
    if (!value)
        return lb_error_memory(err);
    for (size_t i = 0; i < classes->cells; i++)
        value[i] = classes->class_of[i] ? classes->class_of[i] : NAN;
    band.value = value;
    lb_status status = write_raster(&s);
    free(value);
    return status;
}
