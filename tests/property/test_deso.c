/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real partition: the DeSO of Göteborg. Points on its shared edges and corners are in one zone
 * each, and cells are shared out whole. */
#include "port/gdal/gdal_env.h"
#include "port/read/polygon_reader.h"
#include "tests/support/support.h"

static lb_shapes zones;
static bool there;

static void read_zones(void)
{
    char path[500];
    lb_error err = {0};
    lb_table attributes = {0};
    lb_polygon_options options = {.crs = "EPSG:3006"};
    there = lb_test_data("deso/deso2025_goteborg.gpkg", path, sizeof path) != NULL;
    if (!there)
        return;
    ck_assert_msg(lb_polygons_read(path, &options, &zones, &attributes, NULL, &err) == LB_OK, "%s",
                  err.text);
    lb_table_clear(&attributes);
}

static void clear_zones(void)
{
    lb_shapes_clear(&zones);
}

static int by_place(const void *a, const void *b)
{
    return memcmp(a, b, 2 * sizeof(double));
}

/* Every vertex that zones share: in one zone, unless it is on the rim of them all. */
START_TEST(vertices_that_zones_share_are_in_one_of_them)
{
    lb_locator *locator;
    size_t n = there ? zones.vertex[lb_shapes_rings(&zones)] : 0, in_one = 0, in_none = 0;
    if (!there)
        return;
    double *xy = malloc(n * 2 * sizeof *xy);
    ck_assert_ptr_nonnull(xy);
    memcpy(xy, zones.xy, n * 2 * sizeof *xy);
    qsort(xy, n, 2 * sizeof *xy, by_place);
    ck_assert_int_eq(lb_locator_new(&zones, NULL, 1, &locator), LB_OK);
    for (size_t i = 0; i < n; i++) {
        size_t area[4], found = lb_locator_find(locator, xy[2 * i], xy[2 * i + 1], area, 4);
        ck_assert_msg(found <= 1, "(%.17g, %.17g) is in %zu zones", xy[2 * i], xy[2 * i + 1],
                      found);
        in_one += found;
        in_none += !found;
    }
    ck_assert_msg(in_one > 20 * in_none, "%zu vertices in a zone, %zu in none", in_one, in_none);
    lb_locator_free(locator);
    free(xy);
}
END_TEST

/* No cell is given out more than once, and those well inside exactly once: all people, then. */
START_TEST(zones_share_out_every_cell_whole)
{
    if (!there)
        return;
    lb_box box = lb_shapes_box_all(&zones);
    double x0 = floor(box.xmin / 250) * 250, y0 = ceil(box.ymax / 250) * 250;
    lb_grid grid = {x0,
                    y0,
                    250,
                    250,
                    (int32_t)ceil((box.xmax - x0) / 250),
                    (int32_t)ceil((y0 - box.ymin) / 250)};
    size_t cells = (size_t)grid.ncol * (size_t)grid.nrow, whole = 0, begun = 0;
    double *sum = calloc(cells, sizeof *sum);
    lb_cover cover;
    ck_assert_ptr_nonnull(sum);
    ck_assert_int_eq(lb_cover_compute(&zones, &grid, 2, &cover), LB_OK);
    for (size_t z = 0; z < zones.count; z++) {
        lb_box b = lb_shapes_box(&zones, z);
        int32_t c0 = (int32_t)((b.xmin - x0) / 250), c1 = (int32_t)((b.xmax - x0) / 250);
        int32_t r0 = (int32_t)((y0 - b.ymax) / 250), r1 = (int32_t)((y0 - b.ymin) / 250);
        for (int32_t r = r0; r <= r1 && r < grid.nrow; r++)
            for (int32_t c = c0; c <= c1 && c < grid.ncol; c++)
                sum[(size_t)r * (size_t)grid.ncol + (size_t)c] +=
                    lb_cover_fraction(&cover, z, r, c);
    }
    for (size_t i = 0; i < cells; i++) {
        ck_assert_msg(sum[i] <= 1 + 1e-9, "cell %zu is given out %.17g times", i, sum[i]);
        whole += sum[i] > 1 - 1e-9;
        begun += sum[i] > 0;
    }
    ck_assert_msg(whole > begun / 2, "%zu of %zu cells are whole", whole, begun);
    lb_cover_clear(&cover);
    free(sum);
}
END_TEST

LB_FIXTURE_MAIN("deso", read_zones, clear_zones, vertices_that_zones_share_are_in_one_of_them,
                zones_share_out_every_cell_whole)
