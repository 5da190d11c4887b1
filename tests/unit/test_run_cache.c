/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the steps of a run hand on to each other is used in place of the file. */

#include <unistd.h>

#include "model/run_cache.h"
#include "base/swedish_text.h"
#include "input/areas/areas.h"
#include "input/grid/grid_read.h"
#include "input/grid/coarsened_columns.h"
#include "input/grid/square_layer.h"
#include "tests/support/support.h"

static int freed;

static void free_counted(void *data)
{
    freed++;
    free(data);
}

START_TEST(what_is_kept_is_found_by_kind_and_name_and_freed_once)
{
    lb_run_cache *cache = lb_run_cache_new();
    char *first = lb_text_copy("first");
    freed = 0;
    ck_assert_ptr_null(lb_run_cache_find(cache, "areas", "a"));
    lb_run_cache_add(cache, "areas", "a", first, free_counted);
    lb_run_cache_add(cache, "grid", "a", lb_text_copy("grid"), free_counted);
    ck_assert_ptr_eq(lb_run_cache_find(cache, "areas", "a"), first);
    ck_assert_str_eq(lb_run_cache_find(cache, "grid", "a"), "grid");
    ck_assert_ptr_null(lb_run_cache_find(cache, "areas", "b"));
    lb_run_cache_add(cache, "areas", "a", lb_text_copy("second"), free_counted);
    ck_assert_int_eq(freed, 1); /* the second: what was found stays as it is */
    ck_assert_ptr_eq(lb_run_cache_find(cache, "areas", "a"), first);
    lb_run_cache_add(NULL, "areas", "a", lb_text_copy("no cache"), free_counted);
    ck_assert_int_eq(freed, 2);
    ck_assert_ptr_null(lb_run_cache_find(NULL, "areas", "a"));
    lb_run_cache_free(cache);
    ck_assert_int_eq(freed, 4);
    lb_run_cache_free(NULL);
}
END_TEST

static const char areas_csv[] =
    "namn,kategori,wkt\n"
    "Berget,Riskområde,\"POLYGON((600000 6600000,600500 6600000,600500 6600500,600000 6600000))\"\n"
    "Ån,Särskilt utsatt område,\"POLYGON((601000 6600000,601500 6600000,601500 6600500,601000 "
    "6600000))\"\n";

START_TEST(areas_are_read_once_in_a_run)
{
    char path[60];
    lb_job job = {.cache = lb_run_cache_new()};
    lb_area_fields fields = {.name = "namn"}, other = {.name = "kategori"};
    lb_areas read, kept, again;
    lb_error err;
    snprintf(path, sizeof path, "/tmp/lagesbild-cache-%d.csv", (int)getpid());
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(areas_csv, file);
    fclose(file);
    ck_assert_int_eq(lb_areas_read(path, &fields, "EPSG:3006", &job, &read, &err), LB_OK);
    remove(path);
    ck_assert_int_eq(lb_areas_read(path, &fields, "EPSG:3006", &job, &kept, &err), LB_OK);
    ck_assert_uint_eq(kept.shapes.count, 2);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_str_eq(kept.name[i], read.name[i]);
        ck_assert_uint_eq(kept.category[i], read.category[i]);
        ck_assert_double_eq(lb_shapes_area(&kept.shapes, i), lb_shapes_area(&read.shapes, i));
    }
    ck_assert_uint_eq(kept.categories, 2);
    ck_assert_str_eq(kept.category_name[0], "Särskilt utsatt område");
    ck_assert_str_eq(kept.label, read.label);
    ck_assert_str_eq(kept.source, path);
    ck_assert_uint_eq(kept.attributes.columns, read.attributes.columns);
    ck_assert_int_ne(lb_areas_read(path, &other, "EPSG:3006", &job, &again, &err), LB_OK);
    ck_assert_int_ne(lb_areas_read(path, &fields, "EPSG:3006", &(lb_job){0}, &again, &err), LB_OK);
    lb_areas_clear(&read);
    lb_areas_clear(&kept);
    lb_run_cache_free(job.cache);
}
END_TEST

static lb_square_layer two_squares(void)
{
    lb_square_layer layer = {.crs = lb_text_copy("EPSG:3006"),
                             .qml = lb_text_copy("<qgis/>"),
                             .square = malloc(2 * sizeof(lb_square))};
    layer.square[0] = (lb_square){250, 600000, 6600250};
    layer.square[1] = (lb_square){250, 600000, 6600000};
    lb_table_add_column(&layer.table, "population", LB_REAL, LB_UNIT_COUNT);
    lb_table_add_column(&layer.table, "class", LB_INTEGER, LB_UNIT_NONE);
    for (size_t i = 0; i < 2; i++)
        lb_table_add_row(&layer.table);
    lb_table_set_real(&layer.table, 0, 0, 12);
    lb_table_set_real(&layer.table, 1, 0, 30);
    lb_table_set_integer(&layer.table, 1, 1, 5);
    return layer;
}

START_TEST(a_grid_that_a_step_has_made_is_not_read_from_its_file)
{
    const char *path = "/nowhere/rutor.gpkg";
    const lb_grid_column wanted[] = {
        {"population", true, true}, {"class", false, false}, {"index", false, false}};
    const lb_grid_column missing[] = {{"income", false, true}};
    lb_job job = {.cache = lb_run_cache_new()};
    lb_square_layer layer = two_squares();
    lb_grid_values values;
    lb_error err;
    lb_square_layer_keep(&layer, path, &job);
    ck_assert_ptr_null(layer.square);
    ck_assert_str_eq(lb_square_layer_find(path, &job)->qml, "<qgis/>");
    ck_assert_int_eq(lb_grid_values_read(path, wanted, 3, &job, &values, &err), LB_OK);
    ck_assert_str_eq(values.crs, "EPSG:3006");
    ck_assert_uint_eq(values.cells, 2);
    ck_near(values.value[0][0], 12, 0);
    ck_near(values.value[0][1], 30, 0);
    ck_assert(isnan(values.value[1][0]));
    ck_near(values.value[1][1], 5, 0);
    ck_assert_ptr_null(values.value[2]);
    lb_grid_values_clear(&values);
    ck_assert_int_ne(lb_grid_values_read(path, missing, 1, &job, &values, &err), LB_OK);
    lb_run_cache_free(job.cache);
}
END_TEST

LB_TEST_MAIN("run_cache", what_is_kept_is_found_by_kind_and_name_and_freed_once,
             areas_are_read_once_in_a_run, a_grid_that_a_step_has_made_is_not_read_from_its_file)
