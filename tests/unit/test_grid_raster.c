/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a raster with a value are the same however its file is laid out. */
#include <sys/stat.h>
#include <unistd.h>

#include <gdal.h>
#include <ogr_srs_api.h>

#include "input/grid/grid_raster.h"
#include "port/gdal/gdal_env.h"
#include "tests/support/support.h"

enum { ROWS = 130, COLUMNS = 203, CELLS = 5 };
#define CELL(row, col) ((int64_t)(row)*COLUMNS + (col))

/* In the corners, one with people and no index, one with an index and no people; the last two are
 * neighbours on two sides of the edge of a block. */
static const int64_t cells[CELLS] = {CELL(0, 0), CELL(0, 202), CELL(64, 63), CELL(64, 64),
                                     CELL(129, 202)};
static const double people[CELLS] = {12, NAN, 3, 4, 500}, index_of[CELLS] = {NAN, 40, 50, 60, 7};
static const lb_grid_column wanted[] = {
    {"population", true, false}, {"index", false, false}, {"class", false, false}};

static char folder[64], path[80];

static void setup(void)
{
    snprintf(folder, sizeof folder, "/tmp/lagesbild-grid-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.tif", folder);
    lb_gdal_start();
}

static void teardown(void)
{
    const char *const endings[] = {"", ".msk", ".aux.xml"};
    for (int i = 0; i < 3; i++) {
        char side[100];
        snprintf(side, sizeof side, "%s%s", path, endings[i]);
        unlink(side);
    }
    rmdir(folder);
}

typedef struct layout {
    const char *option[7];
    GDALDataType type;
    double none; /* no data; NaN too */
    bool filled; /* every cell is stored */
    bool masked; /* a mask says where there is no data, for all bands: those without have 0 */
} layout;

/* One write of all rows, or a write a cell. */
static void write_band(GDALRasterBandH band, const layout *l, const double *value)
{
    static double all[ROWS * COLUMNS];
    for (int i = 0; i < ROWS * COLUMNS; i++)
        all[i] = l->none;
    for (int k = 0; k < CELLS; k++) {
        int row = (int)(cells[k] / COLUMNS), col = (int)(cells[k] % COLUMNS);
        all[cells[k]] = isnan(value[k]) ? l->none : value[k];
        if (!l->filled)
            ck_assert_int_eq(GDALRasterIO(band, GF_Write, col, row, 1, 1, all + cells[k], 1, 1,
                                          GDT_Float64, 0, 0),
                             CE_None);
    }
    if (l->filled)
        ck_assert_int_eq(GDALRasterIO(band, GF_Write, 0, 0, COLUMNS, ROWS, all, COLUMNS, ROWS,
                                      GDT_Float64, 0, 0),
                         CE_None);
}

static void write_mask(GDALDatasetH dataset)
{
    ck_assert_int_eq(GDALCreateDatasetMaskBand(dataset, GMF_PER_DATASET), CE_None);
    GDALRasterBandH mask = GDALGetMaskBand(GDALGetRasterBand(dataset, 1));
    ck_assert_int_eq(GDALFillRaster(mask, 0, 0), CE_None);
    unsigned char yes = 255;
    for (int k = 0; k < CELLS; k++)
        ck_assert_int_eq(GDALRasterIO(mask, GF_Write, (int)(cells[k] % COLUMNS),
                                      (int)(cells[k] / COLUMNS), 1, 1, &yes, 1, 1, GDT_Byte, 0, 0),
                         CE_None);
}

/* Bands index, other, population; no class. */
static void write_raster(const layout *l)
{
    double at[6] = {600000, 250, 0, 6600000, 0, -250};
    static const char *const name[] = {"index", "other", "population"};
    const double *const value[] = {index_of, index_of, people};
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GTiff"), path, COLUMNS, ROWS, 3, l->type,
                                      (char **)(size_t)l->option);
    ck_assert_ptr_nonnull(dataset);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, 3006);
    GDALSetSpatialRef(dataset, srs);
    GDALSetGeoTransform(dataset, at);
    OSRDestroySpatialReference(srs);
    for (int b = 0; b < 3; b++) {
        GDALRasterBandH band = GDALGetRasterBand(dataset, b + 1);
        GDALSetDescription(band, name[b]);
        if (!l->masked)
            GDALSetRasterNoDataValue(band, l->none);
        write_band(band, l, value[b]);
    }
    if (l->masked)
        write_mask(dataset);
    GDALClose(dataset);
}

/* udata: the greatest so far. */
static void hear_progress(void *udata, const char *what, double done)
{
    double *before = udata;
    ck_assert_str_eq(what, path);
    ck_assert_double_ge(done, *before);
    *before = done;
}

static void reads_cells(int threads, double missing)
{
    double done = 0;
    lb_log log = {.progress = hear_progress, .udata = &done};
    lb_grid_values values = {.columns = 3, .value = calloc(4, sizeof *values.value)};
    const lb_job job = {.threads = threads, .log = &log};
    lb_error err = {0};
    ck_assert_msg(lb_grid_from_raster(path, wanted, &job, &values, &err) == LB_OK, "%s", err.text);
    ck_assert_double_eq(done, 1);
    ck_assert_str_eq(values.crs, "EPSG:3006");
    ck_assert_uint_eq(values.cells, CELLS);
    ck_assert_mem_eq(values.cell, cells, sizeof cells);
    ck_assert_ptr_null(values.value[2]);
    for (int k = 0; k < CELLS; k++) {
        const double expected[] = {people[k], index_of[k]};
        for (int c = 0; c < 2; c++) {
            double e = isnan(expected[c]) ? missing : expected[c], found = values.value[c][k];
            ck_assert_msg(found == e || (isnan(found) && isnan(e)), "cell %d: %g for %g", k, found,
                          e);
        }
    }
    lb_grid_values_clear(&values);
}

START_TEST(cells_do_not_depend_on_layout_or_threads)
{
    const layout layouts[] = {
        {{"TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "INTERLEAVE=BAND", "SPARSE_OK=TRUE",
          "COMPRESS=DEFLATE"},
         GDT_Float32,
         NAN,
         false,
         false},
        {{"TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "INTERLEAVE=BAND", "COMPRESS=DEFLATE"},
         GDT_Float32,
         NAN,
         true,
         false},
        {{"INTERLEAVE=BAND", "ENDIANNESS=BIG", "COMPRESS=DEFLATE"}, GDT_Float32, NAN, true, false},
        {{"INTERLEAVE=PIXEL", "SPARSE_OK=TRUE"}, GDT_Float32, NAN, false, false},
        {{"TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=16", "ENDIANNESS=BIG", "SPARSE_OK=TRUE"},
         GDT_Int16,
         -1,
         false,
         false},
        {{"INTERLEAVE=BAND", "COMPRESS=LZW"}, GDT_Float64, -9999.5, true, false},
        {{"TILED=YES", "INTERLEAVE=BAND"}, GDT_Float32, 0, true, true},
    };
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        write_raster(&layouts[i]);
        for (int threads = 1; threads <= 3; threads++)
            reads_cells(threads, layouts[i].masked ? 0 : (double)NAN);
        teardown();
        mkdir(folder, 0700);
    }
}
END_TEST

/* On one thread the CRS is looked for after the cells, on more beside them. */
START_TEST(a_wrong_crs_is_told_before_damage)
{
    const layout l = {{"INTERLEAVE=BAND"}, GDT_Float32, NAN, true, false};
    char source[120];
    write_raster(&l);
    ck_assert_int_eq(truncate(path, 200000), 0);
    snprintf(source, sizeof source, "%s|crs=EPSG:4326", path);
    for (int threads = 1; threads <= 3; threads++) {
        lb_grid_values values = {.columns = 3, .value = calloc(4, sizeof *values.value)};
        const lb_job job = {.threads = threads};
        lb_error err = {0};
        ck_assert_int_eq(lb_grid_from_raster(path, wanted, &job, &values, &err), LB_E_IO);
        ck_assert_ptr_nonnull(strstr(err.text, "cannot be read"));
        lb_grid_values_clear(&values);
        values = (lb_grid_values){.columns = 3, .value = calloc(4, sizeof *values.value)};
        ck_assert_int_eq(lb_grid_from_raster(source, wanted, &job, &values, &err), LB_E_INPUT);
        ck_assert_ptr_nonnull(strstr(err.text, "is said to be in EPSG:4326"));
        lb_grid_values_clear(&values);
    }
}
END_TEST

LB_FIXTURE_MAIN("grid_raster", setup, teardown, cells_do_not_depend_on_layout_or_threads,
                a_wrong_crs_is_told_before_damage)
