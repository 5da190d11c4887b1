/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read back through GDAL. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gdal.h>
#include <ogr_srs_api.h>

#include <lagesbild/version.h>
#include "port/gdal/gdal_env.h"
#include "port/raster/raster_write.h"
#include "tests/support/support.h"

enum { COLUMNS = 600, ROWS = 300 };

/* A text that is not const, as the writer takes it. */
#define WORD(text) ((char[]){text})

static char folder[64], path[80];

static void setup(void)
{
    snprintf(folder, sizeof folder, "/tmp/lagesbild-raster-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.tif", folder);
    lb_gdal_start();
}

/* Fails when more than the raster lies in the folder: no .aux.xml, no temporary file. */
static void teardown(void)
{
    unlink(path);
    ck_assert_msg(rmdir(folder) == 0, "more than %s was left", path);
}

#define CELL(row, col) ((int64_t)(row)*COLUMNS + (col))

/* Eight cells: six in the first tile, one in the second column of tiles, one in the last tile. */
static const int64_t cells[] = {CELL(0, 0), CELL(0, 1), CELL(0, 3),   CELL(1, 0),
                                CELL(1, 1), CELL(2, 2), CELL(7, 300), CELL(299, 599)};
static const double index_value[] = {1, 1, 5, 1, NAN, 12, 70, 90};
static const double class_value[] = {NAN, 2, 5, 1, 1, 3, 4, 5};
static const lb_band_desc bands[] = {{"index", index_value, false}, {"class", class_value, true}};
static char *const items[] = {WORD("LAGESBILD_VERSION"), WORD(LB_VERSION), WORD("LAGESBILD_RECIPE"),
                              WORD("r: <å>\n  b"), NULL};

static lb_raster_desc literal(void)
{
    return (lb_raster_desc){.grid = {312000, 6400000, 250, 250, COLUMNS, ROWS},
                            .crs = "EPSG:3006",
                            .cells = 8,
                            .cell = cells,
                            .bands = 2,
                            .band = bands,
                            .metadata = items,
                            .threads = 1};
}

static GDALDatasetH written(const lb_raster_desc *raster)
{
    lb_error err = {0};
    lb_status status = lb_raster_write(path, raster, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    ck_assert_ptr_nonnull(dataset);
    return dataset;
}

static float pixel(GDALRasterBandH band, int row, int col)
{
    float value = 0;
    ck_assert_int_eq(GDALRasterIO(band, GF_Read, col, row, 1, 1, &value, 1, 1, GDT_Float32, 0, 0),
                     CE_None);
    return value;
}

START_TEST(cells_are_where_they_were_put_and_all_else_is_no_data)
{
    static float all[ROWS * COLUMNS];
    lb_raster_desc raster = literal();
    GDALDatasetH dataset = written(&raster);
    size_t valid = 0;
    for (int b = 0; b < 2; b++) {
        GDALRasterBandH band = GDALGetRasterBand(dataset, b + 1);
        ck_assert_int_eq(GDALGetRasterDataType(band), GDT_Float32);
        ck_assert_int_eq(
            GDALRasterIO(band, GF_Read, 0, 0, COLUMNS, ROWS, all, COLUMNS, ROWS, GDT_Float32, 0, 0),
            CE_None);
        for (size_t i = 0; i < 8; i++)
            if (!isnan(bands[b].value[i]))
                ck_assert_double_eq(all[cells[i]], bands[b].value[i]);
        for (size_t i = 0; i < ROWS * COLUMNS; i++)
            valid += !isnan(all[i]);
    }
    ck_assert_uint_eq(valid, 14);
    GDALClose(dataset);
}
END_TEST

/* So that inflating copies 32 bytes at a time; also in the place of a cell that has no value. */
START_TEST(no_data_has_eight_bit_patterns_in_turn)
{
    lb_raster_desc raster = literal();
    GDALDatasetH dataset = written(&raster);
    for (int row = 0; row < 2; row++)
        for (int col = 0; col < 256; col++) {
            float value = pixel(GDALGetRasterBand(dataset, 1), row, col);
            uint32_t bits;
            memcpy(&bits, &value, sizeof bits);
            if (isnan(value))
                ck_assert_uint_eq(bits, UINT32_C(0x7FC00000) + (uint32_t)col % 8);
            else
                ck_assert_int_le(col, 3);
        }
    GDALClose(dataset);
}
END_TEST

START_TEST(the_file_says_where_it_lies_and_what_its_bands_are)
{
    lb_raster_desc raster = literal();
    GDALDatasetH dataset = written(&raster);
    double transform[6];
    int has = 0;
    ck_assert_int_eq(GDALGetGeoTransform(dataset, transform), CE_None);
    ck_assert_double_eq(transform[0], 312000);
    ck_assert_double_eq(transform[1], 250);
    ck_assert_double_eq(transform[3], 6400000);
    ck_assert_double_eq(transform[5], -250);
    ck_assert_str_eq(OSRGetAuthorityCode(GDALGetSpatialRef(dataset), NULL), "3006");
    ck_assert_str_eq(GDALGetDescription(GDALGetRasterBand(dataset, 1)), "index");
    ck_assert_str_eq(GDALGetDescription(GDALGetRasterBand(dataset, 2)), "class");
    ck_assert(isnan(GDALGetRasterNoDataValue(GDALGetRasterBand(dataset, 2), &has)) && has);
    ck_assert_str_eq(GDALGetMetadataItem(dataset, "LAGESBILD_VERSION", NULL), LB_VERSION);
    ck_assert_str_eq(GDALGetMetadataItem(dataset, "LAGESBILD_RECIPE", NULL), "r: <å>\n  b");
    ck_assert_str_eq(GDALGetMetadataItem(dataset, "COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
    GDALClose(dataset);
}
END_TEST

static double item(GDALRasterBandH band, const char *key)
{
    const char *text = GDALGetMetadataItem(band, key, NULL);
    ck_assert_msg(text, "no %s", key);
    return strtod(text, NULL);
}

START_TEST(statistics_are_those_of_a_scan)
{
    lb_raster_desc raster = literal();
    GDALDatasetH dataset = written(&raster);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    double least, most, mean, deviation;
    /* 1, 1, 5, 1, 12, 70, 90: sum 180, sum of squares 13 172, variance 13 172/7 - (180/7)^2 */
    ck_assert_double_eq(item(band, "STATISTICS_MINIMUM"), 1);
    ck_assert_double_eq(item(band, "STATISTICS_MAXIMUM"), 90);
    ck_near(item(band, "STATISTICS_MEAN"), 180.0 / 7, 1e-12);
    ck_near(item(band, "STATISTICS_STDDEV"), sqrt(13172.0 / 7 - 180.0 * 180 / 49), 1e-12);
    ck_near(item(band, "STATISTICS_VALID_PERCENT"), 700.0 / 180000, 1e-12);
    GDALSetCacheMax(64 << 20);
    ck_assert_int_eq(
        GDALComputeRasterStatistics(band, 0, &least, &most, &mean, &deviation, NULL, NULL),
        CE_None);
    ck_near(item(band, "STATISTICS_MEAN"), mean, 1e-9);
    ck_near(item(band, "STATISTICS_STDDEV"), deviation, 1e-9);
    GDALClose(dataset);
    char aux[100]; /* GDAL's, of the scan above */
    snprintf(aux, sizeof aux, "%s.aux.xml", path);
    unlink(aux);
}
END_TEST

START_TEST(overviews_halve_until_one_tile_holds_them)
{
    lb_raster_desc raster = literal();
    GDALDatasetH dataset = written(&raster);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    ck_assert_int_eq(GDALGetOverviewCount(band), 2);
    ck_assert_int_eq(GDALGetRasterBandXSize(GDALGetOverview(band, 0)), 300);
    ck_assert_int_eq(GDALGetRasterBandYSize(GDALGetOverview(band, 0)), 150);
    ck_assert_int_eq(GDALGetRasterBandXSize(GDALGetOverview(band, 1)), 150);
    ck_assert_int_eq(GDALGetRasterBandYSize(GDALGetOverview(band, 1)), 75);
    GDALClose(dataset);
}
END_TEST

/* Where the file has the first stored tile of a band, bytes; and its directory. */
static long first_tile(GDALRasterBandH band)
{
    int width, height;
    GDALGetBlockSize(band, &width, &height);
    for (int y = 0; y <= (GDALGetRasterBandYSize(band) - 1) / height; y++)
        for (int x = 0; x <= (GDALGetRasterBandXSize(band) - 1) / width; x++) {
            char item[60];
            snprintf(item, sizeof item, "BLOCK_OFFSET_%d_%d", x, y);
            const char *at = GDALGetMetadataItem(band, item, "TIFF");
            if (at && atol(at) > 0)
                return atol(at);
        }
    return 0;
}

static long directory_of(GDALRasterBandH band)
{
    const char *at = GDALGetMetadataItem(band, "IFD_OFFSET", "TIFF");
    ck_assert_ptr_nonnull(at);
    return atol(at);
}

/* As GDAL's validate_cloud_optimized_geotiff asks: directories first, the raster's before those of
 * its overviews, then tiles, the smallest overview's first. */
START_TEST(directories_come_first_and_the_smallest_overview_before_larger_ones)
{
    lb_raster_desc raster = literal();
    GDALDatasetH dataset = written(&raster);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1), half = GDALGetOverview(band, 0),
                    quarter = GDALGetOverview(band, 1);
    ck_assert_int_eq(directory_of(band), 8);
    ck_assert_int_lt(directory_of(band), directory_of(half));
    ck_assert_int_lt(directory_of(half), directory_of(quarter));
    ck_assert_int_lt(directory_of(quarter), first_tile(quarter));
    ck_assert_int_lt(first_tile(quarter), first_tile(half));
    ck_assert_int_lt(first_tile(half), first_tile(band));
    GDALClose(dataset);
}
END_TEST

START_TEST(overviews_average_all_valid_cells_under_them)
{
    lb_raster_desc raster = literal();
    GDALDatasetH dataset = written(&raster);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1), half = GDALGetOverview(band, 0),
                    quarter = GDALGetOverview(band, 1);
    ck_assert_double_eq(pixel(half, 0, 0), 1);    /* 1, 1, 1 and no data */
    ck_assert_double_eq(pixel(half, 0, 1), 5);    /* one cell of four */
    ck_assert_double_eq(pixel(quarter, 0, 0), 4); /* (1 + 1 + 1 + 5 + 12)/5, not (1 + 5 + 12)/3 */
    ck_assert_double_eq(pixel(quarter, 1, 75), 70);
    ck_assert_double_eq(pixel(quarter, 74, 149), 90);
    ck_assert(isnan(pixel(quarter, 74, 148)));
    GDALClose(dataset);
}
END_TEST

START_TEST(overviews_of_classes_hold_classes_that_are_there)
{
    lb_raster_desc raster = literal();
    GDALDatasetH dataset = written(&raster);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 2), half = GDALGetOverview(band, 0),
                    quarter = GDALGetOverview(band, 1);
    ck_assert_double_eq(pixel(half, 0, 0), 2); /* no data, 2, 1, 1 from the north-west */
    ck_assert_double_eq(pixel(half, 1, 1), 3);
    ck_assert_double_eq(pixel(quarter, 0, 0), 2);
    GDALClose(dataset);
}
END_TEST

START_TEST(only_tiles_with_cells_are_written)
{
    lb_raster_desc raster = literal();
    GDALDatasetH dataset = written(&raster);
    const char *const expected[2][3] = {{"data", "data", NULL}, {NULL, NULL, "data"}};
    for (int y = 0; y < 2; y++)
        for (int x = 0; x < 3; x++) {
            char key[40];
            snprintf(key, sizeof key, "BLOCK_OFFSET_%d_%d", x, y);
            ck_assert_int_eq(GDALGetMetadataItem(GDALGetRasterBand(dataset, 1), key, "TIFF") !=
                                 NULL,
                             expected[y][x] != NULL);
        }
    GDALClose(dataset);
}
END_TEST

static size_t slurp(char **out)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    *out = malloc(size);
    ck_assert_uint_eq(fread(*out, 1, size, file), size);
    fclose(file);
    return size;
}

START_TEST(cells_that_share_values_give_the_same_bytes_as_cells_with_their_own)
{
    static const double index_of[] = {90, 70, 12, NAN, 5, 1}, class_of[] = {5, 4, 3, 1, 5, 2};
    static const size_t place[] = {5, 5, 4, 5, 3, 2, 1, 0};
    static const double own_class[] = {2, 2, 5, 2,
                                       1, 3, 4, 5}; /* class_of[place], as index_value */
    const lb_band_desc own[] = {bands[0], {"class", own_class, true}};
    const lb_band_desc shared[] = {{"index", index_of, false}, {"class", class_of, true}};
    lb_raster_desc raster = literal();
    char *first = NULL, *again = NULL;
    raster.band = own;
    GDALClose(written(&raster));
    size_t size = slurp(&first);
    raster.band = shared;
    raster.place = place;
    GDALClose(written(&raster));
    ck_assert_uint_eq(slurp(&again), size);
    ck_assert_int_eq(memcmp(first, again, size), 0);
    free(first);
    free(again);
}
END_TEST

/* 90 000 cells in four columns of tiles, so that threads have something to race for. */
START_TEST(bytes_do_not_depend_on_threads_or_runs)
{
    enum { N = 90000, WIDE = 1000 };
    int64_t *cell = malloc(N * sizeof *cell);
    double *value = malloc(N * sizeof *value);
    lb_random random = {5};
    for (int64_t i = 0; i < N; i++) {
        cell[i] = i * 10 + lb_random_below(&random, 10);
        value[i] = lb_random_real(&random);
    }
    lb_band_desc band[] = {{"a", value, false}, {"b", value, true}, {"c", value, false}};
    lb_raster_desc raster = {
        {0, 0, 1, 1, WIDE, N * 10 / WIDE}, "EPSG:3006", N, cell, NULL, 3, band, NULL, 1};
    char *first = NULL, *again = NULL;
    GDALClose(written(&raster));
    size_t size = slurp(&first);
    const int threads[] = {1, 2, 7, 2};
    for (int i = 0; i < 4; i++) {
        raster.threads = threads[i];
        GDALClose(written(&raster));
        ck_assert_uint_eq(slurp(&again), size);
        ck_assert_int_eq(memcmp(first, again, size), 0);
        free(again);
    }
    free(first);
    free(cell);
    free(value);
}
END_TEST

START_TEST(a_raster_without_cells_is_empty_and_has_no_statistics)
{
    lb_raster_desc raster = literal();
    raster.cells = 0;
    GDALDatasetH dataset = written(&raster);
    ck_assert(isnan(pixel(GDALGetRasterBand(dataset, 1), 0, 0)));
    ck_assert_ptr_null(GDALGetMetadataItem(GDALGetRasterBand(dataset, 1), "STATISTICS_MEAN", NULL));
    GDALClose(dataset);
}
END_TEST

START_TEST(a_system_without_a_code_lies_inside_the_file)
{
    lb_raster_desc raster = literal();
    raster.crs = "+proj=tmerc +lat_0=0 +lon_0=13.5 +k=1 +x_0=150000 +ellps=GRS80 +units=m";
    GDALDatasetH dataset = written(&raster);
    double meridian = OSRGetProjParm(GDALGetSpatialRef(dataset), SRS_PP_CENTRAL_MERIDIAN, 0, NULL);
    ck_near(meridian, 13.5, 1e-12);
    GDALClose(dataset);
}
END_TEST

static void refused(const lb_raster_desc *raster, lb_status status, const char *text)
{
    lb_error err = {0};
    ck_assert_int_eq(lb_raster_write(path, raster, &err), status);
    ck_assert_msg(strstr(err.text, text), "\"%s\" is not in \"%s\"", text, err.text);
    unlink(path);
}

START_TEST(cells_out_of_order_or_outside_are_refused)
{
    const int64_t twice[] = {4, 4}, outside[] = {4, (int64_t)ROWS * COLUMNS}, negative[] = {-1, 4};
    lb_raster_desc raster = literal();
    raster.cells = 2;
    raster.cell = twice;
    refused(&raster, LB_E_INPUT, "cell 4 is out of order");
    raster.cell = outside;
    refused(&raster, LB_E_INPUT, "cell 180000 is out of order or not among the raster's 180000");
    raster.cell = negative;
    refused(&raster, LB_E_INPUT, "cell -1 is out of order");
    raster.grid.ncol = 0;
    refused(&raster, LB_E_INPUT, "without rows or columns");
}
END_TEST

START_TEST(an_unknown_system_is_refused)
{
    lb_raster_desc raster = literal();
    raster.crs = "EPSG:99999999";
    refused(&raster, LB_E_USAGE, "'EPSG:99999999' is not a coordinate reference system");
}
END_TEST

static void hear_stderr(char *heard)
{
    snprintf(heard, 100, "%s/heard", folder);
    ck_assert_ptr_nonnull(freopen(heard, "w", stderr));
}

static void heard_nothing(const char *heard)
{
    struct stat info;
    fflush(stderr);
    ck_assert_int_eq(stat(heard, &info), 0);
    ck_assert_int_eq(info.st_size, 0);
    unlink(heard);
}

START_TEST(a_missing_folder_is_told_and_not_printed)
{
    lb_raster_desc raster = literal();
    lb_error err = {0};
    char heard[100];
    hear_stderr(heard);
    ck_assert_int_eq(lb_raster_write("/tmp/no-such-folder-here/a.tif", &raster, &err), LB_E_IO);
    heard_nothing(heard);
    ck_assert_msg(strstr(err.text, "/tmp/no-such-folder-here/a.tif: cannot be written: "), "%s",
                  err.text);
}
END_TEST

/* Writes with a limit on the size of files, which stands in for a full disk. Lifted before anything
 * is asserted: Check writes files of its own. */
static lb_status write_within(rlim_t room, const lb_raster_desc *raster, lb_error *err)
{
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    signal(SIGXFSZ, SIG_IGN);
    limit.rlim_cur = room;
    setrlimit(RLIMIT_FSIZE, &limit);
    lb_status status = lb_raster_write(path, raster, err);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
    return status;
}

static void full_disk(int threads)
{
    enum { N = 200000 };
    int64_t *cell = malloc(N * sizeof *cell);
    double *value = malloc(N * sizeof *value);
    lb_random random = {5};
    for (int64_t i = 0; i < N; i++) {
        cell[i] = i;
        value[i] = lb_random_real(&random);
    }
    lb_band_desc band = {"a", value, false};
    lb_raster_desc raster = {
        {0, 0, 1, 1, 500, 400}, "EPSG:3006", N, cell, NULL, 1, &band, NULL, threads};
    lb_error err = {0};
    char heard[100];
    hear_stderr(heard);
    ck_assert_int_eq(write_within(100000, &raster, &err), LB_E_IO);
    heard_nothing(heard);
    ck_assert_msg(strstr(err.text, "cannot be written"), "%s", err.text);
    free(cell);
    free(value);
}

START_TEST(a_full_disk_is_told_and_not_printed)
{
    full_disk(1);
}
END_TEST

START_TEST(a_full_disk_is_told_with_threads_too)
{
    full_disk(2);
}
END_TEST

/* The last bytes go out when the file is closed: an error there must count too. */
START_TEST(a_disk_that_is_full_a_byte_too_early_is_told_wherever_that_is)
{
    lb_raster_desc raster = literal();
    struct stat whole;
    GDALClose(written(&raster));
    ck_assert_int_eq(stat(path, &whole), 0);
    for (int i = 0; i <= 40; i++) {
        lb_error err = {0};
        long room = (long)(whole.st_size - 1) * i / 40;
        unlink(path);
        lb_status status = write_within((rlim_t)room, &raster, &err);
        ck_assert_msg(status == LB_E_IO, "room for %ld of %ld bytes: %s", room, (long)whole.st_size,
                      lb_status_text(status));
        ck_assert_msg(strstr(err.text, "cannot be written: "), "%s", err.text);
    }
}
END_TEST

static char *const colours[] = {WORD("#1a9641"), WORD("#ffffbf"), WORD("#D7191C")};
static const uint8_t classes[] = {0, 2, 1, 3, 1, 3, 2, 1};

static lb_class_raster_desc literal_classes(void)
{
    return (lb_class_raster_desc){.grid = {312000, 6400000, 250, 250, COLUMNS, ROWS},
                                  .crs = "EPSG:3006",
                                  .cells = 8,
                                  .cell = cells,
                                  .class_of = classes,
                                  .classes = 3,
                                  .colour = colours,
                                  .metadata = items};
}

START_TEST(a_class_raster_is_bytes_with_a_colour_a_class)
{
    lb_class_raster_desc raster = literal_classes();
    lb_error err = {0};
    const short expected[4][4] = {
        {0, 0, 0, 0}, {0x1a, 0x96, 0x41, 255}, {0xff, 0xff, 0xbf, 255}, {0xd7, 0x19, 0x1c, 255}};
    ck_assert_int_eq(lb_class_raster_write(path, &raster, &err), LB_OK);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    ck_assert_int_eq(GDALGetRasterDataType(band), GDT_Byte);
    ck_assert_double_eq(GDALGetRasterNoDataValue(band, NULL), 0);
    ck_assert_int_eq(GDALGetRasterColorInterpretation(band), GCI_PaletteIndex);
    for (int c = 0; c < 4; c++) {
        const GDALColorEntry *e = GDALGetColorEntry(GDALGetRasterColorTable(band), c);
        const short actual[4] = {e->c1, e->c2, e->c3, e->c4};
        ck_assert_mem_eq(actual, expected[c], sizeof actual);
    }
    for (size_t i = 0; i < 8; i++)
        ck_assert_double_eq(pixel(band, (int)(cells[i] / COLUMNS), (int)(cells[i] % COLUMNS)),
                            classes[i]);
    ck_assert_double_eq(pixel(band, 100, 100), 0);
    ck_assert_int_eq(GDALGetOverviewCount(band), 2);
    ck_assert_double_eq(pixel(GDALGetOverview(band, 0), 0, 0), 2);
    ck_assert_double_eq(item(band, "STATISTICS_MINIMUM"), 1);
    GDALClose(dataset);
}
END_TEST

START_TEST(what_is_no_colour_is_refused)
{
    char *const wrong[][3] = {{WORD("#1a9641"), WORD("red"), WORD("#d7191c")},
                              {WORD("#1a9641"), WORD("#ffffb"), WORD("#d7191c")},
                              {WORD("#1a9641"), WORD("#+f+f+f"), WORD("#d7191c")}};
    for (int i = 0; i < 3; i++) {
        lb_class_raster_desc raster = literal_classes();
        lb_error err = {0};
        raster.colour = wrong[i];
        ck_assert_int_eq(lb_class_raster_write(path, &raster, &err), LB_E_USAGE);
        ck_assert_msg(strstr(err.text, "is not a colour; write #rrggbb"), "%s", err.text);
    }
}
END_TEST

LB_FIXTURE_MAIN(
    "raster_write", setup, teardown, cells_are_where_they_were_put_and_all_else_is_no_data,
    no_data_has_eight_bit_patterns_in_turn, the_file_says_where_it_lies_and_what_its_bands_are,
    statistics_are_those_of_a_scan, overviews_halve_until_one_tile_holds_them,
    directories_come_first_and_the_smallest_overview_before_larger_ones,
    overviews_average_all_valid_cells_under_them, overviews_of_classes_hold_classes_that_are_there,
    only_tiles_with_cells_are_written,
    cells_that_share_values_give_the_same_bytes_as_cells_with_their_own,
    bytes_do_not_depend_on_threads_or_runs, a_raster_without_cells_is_empty_and_has_no_statistics,
    a_system_without_a_code_lies_inside_the_file, cells_out_of_order_or_outside_are_refused,
    an_unknown_system_is_refused, a_missing_folder_is_told_and_not_printed,
    a_full_disk_is_told_and_not_printed, a_full_disk_is_told_with_threads_too,
    a_disk_that_is_full_a_byte_too_early_is_told_wherever_that_is,
    a_class_raster_is_bytes_with_a_colour_a_class, what_is_no_colour_is_refused)
