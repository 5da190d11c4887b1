/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `compare` finds between two tables, rasters and folders, and what explains it. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gdal.h>

#include "tests/support/support.h"

static void save(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static char folder[40];

static void set_up(void)
{
    snprintf(folder, sizeof folder, "/tmp/lagesbild-compare-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_int_eq(mkdir("a", 0700) + mkdir("b", 0700), 0);
}

static void remove_folder(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    ck_assert_ptr_nonnull(dir);
    while ((entry = readdir(dir)))
        unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    ck_assert_int_eq(rmdir(path), 0);
}

static void tear_down(void)
{
    remove_folder("a");
    remove_folder("b");
    remove_folder(folder);
}

static lb_compare_result compared(lb_compare_options o)
{
    lb_compare_result result = {.summary = {0}};
    lb_error err = {0};
    lb_status status = lb_compare_run(&o, &(lb_job){0}, &result, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    return result;
}

/* A row of a table as words with commas between them, "-" for what is missing. */
static const char *row_text(const lb_table *t, size_t row)
{
    static char text[600];
    text[0] = '\0';
    ck_assert_uint_lt(row, t->rows);
    for (size_t c = 0; c < t->columns; c++) {
        char cell[120] = "-";
        if (t->column[c].type == LB_TEXT && lb_table_text(t, row, c))
            snprintf(cell, sizeof cell, "%s", lb_table_text(t, row, c));
        else if (t->column[c].type != LB_TEXT && !isnan(lb_table_real(t, row, c)))
            snprintf(cell, sizeof cell, "%.10g", lb_table_real(t, row, c));
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", c ? "," : "", cell);
    }
    return text;
}

START_TEST(rows_are_matched_by_their_names_in_any_order_and_format)
{
    save("a.csv", "namn,kategori,people,share\nA,R,100,0.5\nB,S,50,0.25\nC,S,7,\n");
    save("b.csv", "namn;kategori;people;share\nC;S;7;\nB;S;53;0,25\nA;R;100;0,5\n");
    lb_compare_result r = compared((lb_compare_options){.before = "a.csv", .after = "b.csv"});
    ck_assert_uint_eq(r.summary.rows, 1);
    ck_assert_str_eq(row_text(&r.summary, 0), "b.csv,column,people,-,-,3,1,3,B");
    ck_assert_uint_eq(r.values.rows, 1);
    ck_assert_str_eq(row_text(&r.values, 0), "b.csv,B,people,50,53,3");
    lb_compare_result_clear(&r);
    r = compared((lb_compare_options){.before = "a.csv", .after = "b.csv", .tolerance = 3});
    ck_assert_uint_eq(r.summary.rows, 0);
    lb_compare_result_clear(&r);
}
END_TEST

START_TEST(rows_and_columns_of_one_alone_are_found)
{
    save("a.csv", "period,category,events\n2019,R,4\n2019,S,5\n2020,R,6\n");
    save("b.csv", "period,category,share\n2019,R,4\n2020,R,6\n2021,R,1\n2021,S,2\n");
    lb_compare_result r = compared((lb_compare_options){.before = "a.csv", .after = "b.csv"});
    ck_assert_uint_eq(r.summary.rows, 4);
    ck_assert_str_eq(row_text(&r.summary, 0), "b.csv,column,events,there,not there,-,-,-,-");
    ck_assert_str_eq(row_text(&r.summary, 1), "b.csv,column,share,not there,there,-,-,-,-");
    ck_assert_str_eq(row_text(&r.summary, 2),
                     "b.csv,rows,rows of one alone,there,not there,3,1,-,2019 | S");
    ck_assert_str_eq(row_text(&r.summary, 3),
                     "b.csv,rows,rows of one alone,not there,there,4,2,-,2021 | R");
    ck_assert_uint_eq(r.values.rows, 3);
    lb_compare_result_clear(&r);
}
END_TEST

START_TEST(a_key_is_a_name_and_must_name_rows_once)
{
    save("a.csv", "id,n,v\n01,1,5\n1,1,6\n");
    save("b.csv", "id,n,v\n1,1,6\n01,1,5\n");
    lb_compare_result r = compared((lb_compare_options){.before = "a.csv", .after = "b.csv"});
    ck_assert_uint_eq(r.summary.rows, 0); /* 01 is not 1 */
    lb_compare_result_clear(&r);
    lb_error err = {0};
    lb_compare_options o = {.before = "a.csv", .after = "b.csv", .key = "n"};
    ck_assert_int_eq(lb_compare_run(&o, &(lb_job){0}, &r, &err), LB_E_INPUT);
    ck_assert_str_eq(err.text,
                     "b.csv: the key '1' stands in several rows; name more columns in --key");
    o.key = "namn";
    ck_assert_int_eq(lb_compare_run(&o, &(lb_job){0}, &r, &err), LB_E_INPUT);
    o = (lb_compare_options){.before = "a.csv", .after = "a"};
    ck_assert_int_eq(lb_compare_run(&o, &(lb_job){0}, &r, &err), LB_E_INPUT);
}
END_TEST

static void save_raster(const char *path, const float *value, int n)
{
    double place[6] = {300000, 250, 0, 6400000, 0, -250};
    GDALAllRegister();
    GDALDatasetH d = GDALCreate(GDALGetDriverByName("GTiff"), path, n, 1, 1, GDT_Float32, NULL);
    ck_assert_ptr_nonnull(d);
    GDALSetGeoTransform(d, place);
    GDALSetDescription(GDALGetRasterBand(d, 1), "index");
    float copy[8];
    memcpy(copy, value, (size_t)n * sizeof *value);
    ck_assert_int_eq(
        GDALRasterIO(GDALGetRasterBand(d, 1), GF_Write, 0, 0, n, 1, copy, n, 1, GDT_Float32, 0, 0),
        CE_None);
    GDALClose(d);
}

START_TEST(rasters_are_compared_cell_by_cell)
{
    static const float a[] = {1, 2, NAN, NAN}, b[] = {1, 2.5F, NAN, 4};
    save_raster("a.tif", a, 4);
    save_raster("b.tif", b, 4);
    lb_compare_result r = compared((lb_compare_options){.before = "a.tif", .after = "b.tif"});
    ck_assert_uint_eq(r.summary.rows, 1);
    ck_assert_str_eq(row_text(&r.summary, 0), "b.tif,band,index,-,-,4,2,0.5,row 0, column 1");
    lb_compare_result_clear(&r);
    save_raster("b.tif", b, 3);
    r = compared((lb_compare_options){.before = "a.tif", .after = "b.tif"});
    ck_assert_str_eq(row_text(&r.summary, 0),
                     "b.tif,raster,grid,4 x 1 cells of 250 from 300000, 6400000,3 x 1 cells of 250 "
                     "from 300000, 6400000,-,-,-,-");
    lb_compare_result_clear(&r);
}
END_TEST

START_TEST(folders_are_compared_file_by_file_and_provenance_explains)
{
    static const char old[] = "{\"version\": \"0.1.0\", \"options\": {\"period\": \"year\"}, "
                              "\"inputs\": [{\"name\": \"e.csv\", \"sha256\": \"12\"}], "
                              "\"balance\": {\"read\": 3}}";
    static const char new[] = "{\"version\": \"0.1.0\", \"options\": {\"period\": \"half\"}, "
                              "\"inputs\": [{\"name\": \"e.csv\", \"sha256\": \"13\"}], "
                              "\"balance\": {\"read\": 4}}";
    save("a/share.csv", "period,events\n2019,4\n");
    save("b/share.csv", "period,events\n2019,5\n");
    save("a/share.provenance.json", old);
    save("b/share.provenance.json", new);
    save("a/karta.svg", "<svg/>");
    save("b/karta.svg", "<svg />");
    save("b/ny.html", "x");
    save("a/lika.html", "x");
    save("b/lika.html", "x");
    lb_compare_result r = compared((lb_compare_options){.before = "a", .after = "b"});
    ck_assert_uint_eq(r.summary.rows, 5);
    ck_assert_str_eq(row_text(&r.summary, 0),
                     "karta.svg,file,karta.svg,other bytes,other bytes,-,-,-,-");
    ck_assert_str_eq(row_text(&r.summary, 1), "ny.html,file,ny.html,not there,there,-,-,-,-");
    ck_assert_str_eq(row_text(&r.summary, 2), "share.csv,column,events,-,-,1,1,1,2019");
    ck_assert_str_eq(row_text(&r.summary, 3),
                     "share.provenance.json,input,e.csv/sha256,12,13,-,-,-,-");
    ck_assert_str_eq(row_text(&r.summary, 4),
                     "share.provenance.json,option,period,year,half,-,-,-,-");
    lb_compare_result_clear(&r);
}
END_TEST

LB_FIXTURE_MAIN("compare", set_up, tear_down,
                rows_are_matched_by_their_names_in_any_order_and_format,
                rows_and_columns_of_one_alone_are_found, a_key_is_a_name_and_must_name_rows_once,
                rasters_are_compared_cell_by_cell,
                folders_are_compared_file_by_file_and_provenance_explains)
