/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include <gdal.h>
#include <ogr_srs_api.h>

#include "port/gdal/gdal_env.h"
#include "port/raster/raster_read.h"
#include "tests/support/support.h"

/* A GeoTIFF of 3 x 2 cells of 250 m in SWEREF 99 TM, north-up unless turned by the caller. */
static GDALDatasetH created(const char *path, int bands, GDALDataType type)
{
    double at[6] = {300000, 250, 0, 6400500, 0, -250};
    lb_gdal_start();
    GDALDatasetH d = GDALCreate(GDALGetDriverByName("GTiff"), path, 3, 2, bands, type, NULL);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    ck_assert_ptr_nonnull(d);
    OSRImportFromEPSG(srs, 3006);
    GDALSetProjection(d, "EPSG:3006");
    GDALSetSpatialRef(d, srs);
    GDALSetGeoTransform(d, at);
    OSRDestroySpatialReference(srs);
    return d;
}

static void fill(GDALDatasetH d, int band, const double *value)
{
    double copy[6];
    memcpy(copy, value, sizeof copy);
    ck_assert_int_eq(GDALRasterIO(GDALGetRasterBand(d, band), GF_Write, 0, 0, 3, 2, copy, 3, 2,
                                  GDT_Float64, 0, 0),
                     CE_None);
}

static lb_raster *opened(const char *path)
{
    lb_raster *r = NULL;
    lb_error err = {0};
    lb_status status = lb_raster_open(path, &r, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    return r;
}

static void removed(const char *path)
{
    char side[200];
    const char *endings[] = {"", ".aux.xml", ".msk"};
    for (int i = 0; i < 3; i++) {
        snprintf(side, sizeof side, "%s%s", path, endings[i]);
        unlink(side);
    }
}

/* Band 1 of the file is these six values (NaN: none); the file is removed. */
static void reads_as(const char *path, const double *expected)
{
    lb_raster *r = opened(path);
    double value[6];
    ck_assert_int_eq(lb_raster_read(r, 1, (lb_window){0, 0, 2, 3}, value, NULL), LB_OK);
    for (int i = 0; i < 6; i++)
        if (!(isnan(expected[i]) ? isnan(value[i]) : value[i] == expected[i]))
            ck_abort_msg("cell %d is %.17g, expected %.17g", i, value[i], expected[i]);
    lb_raster_close(r);
    removed(path);
}

#define SIX(...) ((const double[6]){__VA_ARGS__})
#define NONE     ((double)NAN)

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static const char statistics[] =
    "<PAMDataset><PAMRasterBand band=\"1\"><Metadata>"
    "<MDI key=\"STATISTICS_MAXIMUM\">5</MDI><MDI key=\"STATISTICS_MINIMUM\">1</MDI>"
    "<MDI key=\"STATISTICS_MEAN\">3</MDI><MDI key=\"STATISTICS_STDDEV\">1</MDI>"
    "</Metadata></PAMRasterBand></PAMDataset>";

START_TEST(nodata_is_none_also_beside_a_sidecar_of_statistics)
{
    GDALDatasetH d = created("ras_a.tif", 1, GDT_Float32);
    GDALSetRasterNoDataValue(GDALGetRasterBand(d, 1), -9999);
    fill(d, 1, SIX(1, -9999, 2, 3, NONE, 5));
    GDALClose(d);
    write_text("ras_a.tif.aux.xml", statistics);
    reads_as("ras_a.tif", SIX(1, NONE, 2, 3, NONE, 5));
}
END_TEST

/* As GDAL has it: for a band of whole numbers the fraction is cut off. */
START_TEST(nodata_with_a_fraction_is_what_gdal_makes_of_it)
{
    GDALDatasetH d = created("ras_l.tif", 1, GDT_Byte);
    GDALSetRasterNoDataValue(GDALGetRasterBand(d, 1), 7.5);
    fill(d, 1, SIX(6, 7, 8, 0, 1, 255));
    GDALClose(d);
    reads_as("ras_l.tif", SIX(6, NONE, 8, 0, 1, 255));
}
END_TEST

START_TEST(nodata_of_floats_is_met_in_their_own_digits)
{
    GDALDatasetH d = created("ras_b.tif", 1, GDT_Float32);
    GDALSetRasterNoDataValue(GDALGetRasterBand(d, 1), -3.4028234663852886e38);
    fill(d, 1, SIX(1, -3.4028234663852886e38, 2, 3, 4, 5));
    GDALClose(d);
    reads_as("ras_b.tif", SIX(1, NONE, 2, 3, 4, 5));
    d = created("ras_b.tif", 1, GDT_Float32);
    GDALSetRasterNoDataValue(GDALGetRasterBand(d, 1), 0.1);
    fill(d, 1, SIX(1, 0.1, 2, 3, 4, 5));
    GDALClose(d);
    reads_as("ras_b.tif", SIX(1, NONE, 2, 3, 4, 5));
}
END_TEST

START_TEST(mask_file_and_nodata_both_hide_cells)
{
    GDALDatasetH d = created("ras_c.tif", 1, GDT_Int16);
    unsigned char mask[6] = {255, 255, 0, 255, 0, 255};
    GDALSetRasterNoDataValue(GDALGetRasterBand(d, 1), -1);
    fill(d, 1, SIX(1, -1, 2, 3, 4, 5));
    ck_assert_int_eq(GDALCreateDatasetMaskBand(d, GMF_PER_DATASET), CE_None);
    GDALRasterBandH band = GDALGetMaskBand(GDALGetRasterBand(d, 1));
    ck_assert_int_eq(GDALRasterIO(band, GF_Write, 0, 0, 3, 2, mask, 3, 2, GDT_Byte, 0, 0), CE_None);
    GDALClose(d);
    reads_as("ras_c.tif", SIX(1, NONE, NONE, 3, NONE, 5));
}
END_TEST

START_TEST(scale_and_offset_are_applied_after_nodata)
{
    GDALDatasetH d = created("ras_d.tif", 1, GDT_Int16);
    GDALRasterBandH band = GDALGetRasterBand(d, 1);
    GDALSetRasterNoDataValue(band, 0);
    GDALSetRasterScale(band, 0.5);
    GDALSetRasterOffset(band, 10);
    fill(d, 1, SIX(0, 2, -20, 3, 4, 5));
    GDALClose(d);
    reads_as("ras_d.tif", SIX(NONE, 11, 0, 11.5, 12, 12.5));
}
END_TEST

START_TEST(grid_system_items_and_bands_are_told)
{
    GDALDatasetH d = created("ras_e.tif", 2, GDT_Byte);
    int band = 0;
    lb_error err = {0};
    GDALSetDescription(GDALGetRasterBand(d, 1), "index");
    GDALSetDescription(GDALGetRasterBand(d, 2), "Befolkning");
    GDALClose(d);
    lb_raster *r = opened("ras_e.tif");
    const lb_grid *g = lb_raster_grid(r);
    ck_assert(g->x0 == 300000 && g->y0 == 6400500 && g->dx == 250 && g->dy == 250);
    ck_assert_int_eq(g->ncol, 3);
    ck_assert_int_eq(g->nrow, 2);
    ck_assert_str_eq(lb_raster_crs(r), "EPSG:3006");
    ck_assert_int_eq(lb_raster_find_band(r, "befolkning", &band, &err), LB_OK);
    ck_assert_int_eq(band, 2);
    ck_assert_int_eq(lb_raster_find_band(r, "1", &band, &err), LB_OK);
    ck_assert_int_eq(band, 1);
    ck_assert_int_eq(lb_raster_find_band(r, "3", &band, &err), LB_E_USAGE);
    ck_assert_str_eq(err.text, "ras_e.tif: has no band '3'; it has 2: 1 index, 2 Befolkning");
    ck_assert_int_eq(lb_raster_find_band(r, NULL, &band, &err), LB_E_USAGE);
    ck_assert_str_eq(err.text, "ras_e.tif: has 2 bands, name one: 1 index, 2 Befolkning");
    lb_raster_close(r);
    removed("ras_e.tif");
}
END_TEST

static void refuses(const char *path, lb_status expected, const char *words)
{
    lb_raster *r = NULL;
    lb_error err = {0};
    ck_assert_int_eq(lb_raster_open(path, &r, &err), expected);
    ck_assert_ptr_null(r);
    ck_assert_msg(strstr(err.text, words) != NULL, "'%s' lacks '%s'", err.text, words);
}

static void turned(double dx, double skew, double dy, const char *words)
{
    double at[6] = {300000, dx, skew, 6400500, 0, dy};
    GDALDatasetH d = created("ras_f.tif", 1, GDT_Byte);
    GDALSetGeoTransform(d, at);
    GDALClose(d);
    refuses("ras_f.tif", LB_E_INPUT, words);
    removed("ras_f.tif");
}

START_TEST(what_is_no_north_up_raster_is_refused)
{
    turned(250, 0, 250, "first row is not the northernmost");
    turned(250, 10, -250, "is rotated");
    GDALDatasetH d = GDALCreate(GDALGetDriverByName("GTiff"), "ras_g.tif", 3, 2, 1, GDT_Byte, NULL);
    GDALClose(d);
    refuses("ras_g.tif", LB_E_INPUT, "has no georeference");
    removed("ras_g.tif");
    refuses("no_such.tif", LB_E_IO, "no_such.tif: no such file");
    write_text("ras_h.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}");
    refuses("ras_h.geojson", LB_E_INPUT, "is a table or vector layer; a raster was expected");
    unlink("ras_h.geojson");
}
END_TEST

/* 2500 x 1700 cells in tiles and in strips: each cell is in one window. */
static void windows_cover(const char *const *options)
{
    double at[6] = {0, 1, 0, 0, 0, -1};
    GDALDatasetH d = GDALCreate(GDALGetDriverByName("GTiff"), "ras_i.tif", 2500, 1700, 1, GDT_Byte,
                                (char **)(size_t)options);
    GDALSetGeoTransform(d, at);
    GDALClose(d);
    lb_raster *r = opened("ras_i.tif");
    unsigned char *seen = calloc(2500, 1700);
    size_t cells = 0, n = lb_raster_windows(r);
    ck_assert_uint_gt(n, 1);
    for (size_t i = 0; i < n; i++) {
        lb_window w = lb_raster_window(r, i);
        ck_assert(w.nrow > 0 && w.ncol > 0 && w.nrow <= (1 << 20) / w.ncol);
        for (int32_t row = w.row; row < w.row + w.nrow; row++)
            for (int32_t col = w.col; col < w.col + w.ncol; col++, cells++)
                seen[(size_t)row * 2500 + (size_t)col]++;
    }
    ck_assert_uint_eq(cells, 2500 * 1700);
    ck_assert_ptr_null(memchr(seen, 0, 2500 * 1700));
    free(seen);
    lb_raster_close(r);
    removed("ras_i.tif");
}

START_TEST(windows_cover_each_cell_once)
{
    lb_gdal_start();
    windows_cover((const char *const[]){"TILED=YES", "SPARSE_OK=TRUE", NULL});
    windows_cover((const char *const[]){"SPARSE_OK=TRUE", NULL});
    windows_cover((const char *const[]){"BLOCKYSIZE=1700", "SPARSE_OK=TRUE", NULL});
}
END_TEST

enum { ROWS = 300, COLS = 500 };

static int written_value(int band, int row, int col)
{
    return (band * 31 + row * 7 + col * 3) % 120;
}

/* Two bands; the last blocks are left out where the file may be sparse. 7 is nodata. */
static void write_pattern(const char *path, GDALDataType type, const char *const *options)
{
    double at[6] = {0, 1, 0, 0, 0, -1}, line[COLS];
    GDALDatasetH d = GDALCreate(GDALGetDriverByName("GTiff"), path, COLS, ROWS, 2, type,
                                (char **)(size_t)options);
    ck_assert_ptr_nonnull(d);
    GDALSetGeoTransform(d, at);
    for (int b = 1; b <= 2; b++) {
        GDALRasterBandH band = GDALGetRasterBand(d, b);
        GDALSetRasterNoDataValue(band, 7);
        for (int row = 0; row < ROWS - 70; row++) {
            for (int col = 0; col < COLS; col++)
                line[col] = written_value(b, row, col);
            ck_assert_int_eq(
                GDALRasterIO(band, GF_Write, 0, row, COLS, 1, line, COLS, 1, GDT_Float64, 0, 0),
                CE_None);
        }
    }
    GDALClose(d);
}

static void holds_pattern(lb_raster *r, int band, lb_window w, const double *value)
{
    for (int row = w.row; row < w.row + w.nrow; row++)
        for (int col = w.col; col < w.col + w.ncol; col++, value++) {
            int v = row < ROWS - 70 ? written_value(band, row, col) : 0;
            bool none = v == 7 || (row >= ROWS - 70 && isnan(*value)); /* filled, or sparse */
            if (none ? !isnan(*value) : *value != v)
                ck_abort_msg("band %d of %s, row %d, col %d: %.17g found, expected %d", band,
                             lb_raster_band_name(r, band), row, col, *value, v);
        }
}

/* Windows of whole blocks, which may go past the cache, and one that cuts blocks, which may not. */
static void reads_pattern(GDALDataType type, const char *const *options)
{
    write_pattern("ras_k.tif", type, options);
    lb_raster *r = opened("ras_k.tif");
    double *value = malloc(ROWS * COLS * sizeof *value);
    const lb_window cut = {3, 5, ROWS - 4, COLS - 11};
    for (int b = 1; b <= 2; b++) {
        for (size_t i = 0; i < lb_raster_windows(r); i++) {
            lb_window w = lb_raster_window(r, i);
            ck_assert_int_eq(lb_raster_read(r, b, w, value, NULL), LB_OK);
            holds_pattern(r, b, w, value);
        }
        ck_assert_int_eq(lb_raster_read(r, b, cut, value, NULL), LB_OK);
        holds_pattern(r, b, cut, value);
    }
    free(value);
    lb_raster_close(r);
    removed("ras_k.tif");
}

START_TEST(blocks_of_every_layout_and_type_read_the_same)
{
    const GDALDataType type[] = {GDT_Byte, GDT_Int16, GDT_UInt32, GDT_Float32, GDT_Float64};
    const char *const layout[][6] = {
        {"TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=32", "INTERLEAVE=BAND", "COMPRESS=DEFLATE"},
        {"TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "INTERLEAVE=PIXEL", "COMPRESS=DEFLATE"},
        {"TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "INTERLEAVE=BAND", "SPARSE_OK=TRUE"},
        {"TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "INTERLEAVE=BAND", "SPARSE_OK=TRUE"},
        {"BLOCKYSIZE=7", "INTERLEAVE=BAND", "COMPRESS=LZW", "PREDICTOR=2"},
        {"BLOCKYSIZE=300", "INTERLEAVE=BAND", "SPARSE_OK=TRUE"},
    };
    lb_gdal_start();
    for (size_t t = 0; t < sizeof type / sizeof *type; t++)
        for (size_t k = 0; k < sizeof layout / sizeof *layout; k++)
            if (!(GDALDataTypeIsFloating(type[t]) && strcmp(layout[k][0], "BLOCKYSIZE=7") == 0))
                reads_pattern(type[t], layout[k]);
}
END_TEST

/* A float band without values but in some cells, as they are written here. */
static void write_floats(const char *path, double nodata, double scale, const char *const *options)
{
    double at[6] = {0, 1, 0, 0, 0, -1};
    float line[COLS];
    GDALDatasetH d = GDALCreate(GDALGetDriverByName("GTiff"), path, COLS, ROWS, 1, GDT_Float32,
                                (char **)(size_t)options);
    GDALRasterBandH band = GDALGetRasterBand(d, 1);
    GDALSetGeoTransform(d, at);
    GDALSetRasterNoDataValue(band, nodata);
    GDALSetRasterScale(band, scale);
    for (int row = 0; row < ROWS - 70; row++) {
        for (int col = 0; col < COLS; col++)
            line[col] = (row * 7 + col) % 41 ? (float)NAN : (float)row + (float)col / 3;
        ck_assert_int_eq(
            GDALRasterIO(band, GF_Write, 0, row, COLS, 1, line, COLS, 1, GDT_Float32, 0, 0),
            CE_None);
    }
    GDALClose(d);
}

static void reads_plain(const char *const *options)
{
    double *value = malloc(ROWS * COLS * sizeof *value);
    float *plain = malloc(ROWS * COLS * sizeof *plain);
    write_floats("ras_o.tif", (double)NAN, 1, options);
    lb_raster *r = opened("ras_o.tif");
    ck_assert(lb_raster_is_float_nan(r, 1));
    for (size_t i = 0; i < lb_raster_windows(r); i++) {
        lb_window w = lb_raster_window(r, i);
        ck_assert_int_eq(lb_raster_read(r, 1, w, value, NULL), LB_OK);
        ck_assert_int_eq(lb_raster_read_float(r, 1, w, plain, NULL), LB_OK);
        for (int k = 0; k < w.nrow * w.ncol; k++)
            ck_assert(isnan(value[k]) ? isnan(plain[k]) : (double)plain[k] == value[k]);
    }
    lb_raster_close(r);
    free(value);
    free(plain);
    removed("ras_o.tif");
}

START_TEST(plain_bands_read_the_same)
{
    lb_gdal_start();
    reads_plain((const char *const[]){"TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=32",
                                      "SPARSE_OK=TRUE", "COMPRESS=DEFLATE", NULL});
    reads_plain((const char *const[]){"TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", NULL});
    reads_plain((const char *const[]){"BLOCKYSIZE=7", NULL});
}
END_TEST

START_TEST(bands_of_other_meaning_are_not_plain)
{
    lb_gdal_start();
    write_floats("ras_m.tif", -1, 1, NULL);
    lb_raster *r = opened("ras_m.tif");
    ck_assert(!lb_raster_is_float_nan(r, 1));
    lb_raster_close(r);
    write_floats("ras_m.tif", (double)NAN, 2, NULL);
    r = opened("ras_m.tif");
    ck_assert(!lb_raster_is_float_nan(r, 1));
    lb_raster_close(r);
    removed("ras_m.tif");
    GDALDatasetH d = created("ras_p.tif", 1, GDT_Float64);
    GDALClose(d);
    r = opened("ras_p.tif");
    ck_assert(!lb_raster_is_float_nan(r, 1));
    lb_raster_close(r);
    removed("ras_p.tif");
}
END_TEST

START_TEST(truncated_raster_is_an_error_not_zeros)
{
    GDALDatasetH d = created("ras_j.tif", 1, GDT_Float64);
    double value[6];
    lb_error err = {0};
    fill(d, 1, SIX(1, 2, 3, 4, 5, 6));
    GDALClose(d);
    ck_assert_int_eq(truncate("ras_j.tif", 300), 0);
    lb_raster *r = NULL;
    lb_status status = lb_raster_open("ras_j.tif", &r, &err);
    if (status == LB_OK)
        status = lb_raster_read(r, 1, (lb_window){0, 0, 2, 3}, value, &err);
    ck_assert(status == LB_E_IO || status == LB_E_INPUT);
    ck_assert_int_eq(strncmp(err.text, "ras_j.tif: ", 11), 0);
    lb_raster_close(r);
    removed("ras_j.tif");
}
END_TEST

LB_TEST_MAIN("raster_read", nodata_is_none_also_beside_a_sidecar_of_statistics,
             nodata_with_a_fraction_is_what_gdal_makes_of_it,
             nodata_of_floats_is_met_in_their_own_digits, mask_file_and_nodata_both_hide_cells,
             scale_and_offset_are_applied_after_nodata, grid_system_items_and_bands_are_told,
             what_is_no_north_up_raster_is_refused, windows_cover_each_cell_once,
             blocks_of_every_layout_and_type_read_the_same, plain_bands_read_the_same,
             bands_of_other_meaning_are_not_plain, truncated_raster_is_an_error_not_zeros)
