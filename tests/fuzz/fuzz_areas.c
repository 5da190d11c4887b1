/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a layer of areas, GeoJSON or a table with WKT: what is accepted is valid, and can be
 * covered by a grid or is refused as too far away. */
#include <cpl_vsi.h>

#include <lagesbild.h>

#include "port/gdal/gdal_env.h"
#include "port/read/polygon_reader.h"
#include "tests/fuzz/fuzz.h"

static void read_areas(const char *path)
{
    const lb_polygon_options options = {.assume_crs = "EPSG:3006"};
    const lb_grid grid = {600000, 6700000, 1000, 1000, 100, 100};
    lb_shapes shapes = {0};
    lb_table table = {0};
    lb_cover cover = {0};
    lb_locator *locator = NULL;
    if (lb_polygons_read(path, &options, &shapes, &table, NULL, NULL) == LB_OK) {
        fuzz_must(shapes.count == table.rows, "an area a row");
        if (lb_cover_compute(&shapes, &grid, 1, &cover) == LB_OK)
            lb_cover_clear(&cover);
        if (lb_locator_new(&shapes, NULL, 1, &locator) == LB_OK)
            lb_locator_find(locator, 600500, 6650000, NULL, 0);
        lb_locator_free(locator);
    }
    lb_shapes_clear(&shapes);
    lb_table_clear(&table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path =
        size && data[0] == '{' ? "/vsimem/fuzz_areas.geojson" : "/vsimem/fuzz_areas.csv";
    if (size > 20000)
        return 0;
    lb_gdal_start();
    VSIFCloseL(VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)data, size, 0));
    read_areas(path);
    VSIUnlink(path);
    return 0;
}
