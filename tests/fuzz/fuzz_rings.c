/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any rings as areas: repaired, then covered and located in; the surface in cells and outside is
 * the area's, and cells' middles agree with wholly covered and wholly empty cells. */
#include <math.h>

#include <lagesbild.h>

#include "port/geos/make_valid.h"
#include "tests/fuzz/fuzz.h"

static const lb_grid grid = {-30, 90, 7, 7, 20, 18};
static lb_geos geos;

/* A byte of 255 ends a ring, two a part; else two bytes are a point on a lattice of 128. */
static lb_status build(const uint8_t *data, size_t size, lb_shapes *out)
{
    double xy[2 * 64];
    size_t n = 0;
    lb_status status = lb_shapes_add_feature(out);
    if (status == LB_OK)
        status = lb_shapes_add_part(out);
    for (size_t i = 0; i < size && status == LB_OK;) {
        if (data[i] == 255 || n == 64) {
            status = n ? lb_shapes_add_ring(out, xy, n) : lb_shapes_add_part(out);
            n = 0;
            i += data[i] == 255;
            continue;
        }
        if (i + 1 == size)
            break;
        xy[2 * n] = (data[i] - 96) * 0.75;
        xy[2 * n++ + 1] = (data[i + 1] - 96) * 0.75;
        i += 2;
    }
    return status == LB_OK && n ? lb_shapes_add_ring(out, xy, n) : status;
}

static void check_cover(const lb_shapes *shapes)
{
    lb_cover cover = {0};
    double cells = 0;
    fuzz_must(lb_cover_compute(shapes, &grid, 1, &cover) == LB_OK, "a repaired area is covered");
    for (size_t r = 0; r < cover.first[1]; r++)
        cells += cover.span[r].fraction * cover.span[r].length * grid.dx * grid.dy;
    fuzz_must(fabs(cells + cover.outside[0] - cover.area[0]) <= 1e-9 * (1 + cover.area[0]),
              "cells and outside are the area");
    lb_cover_clear(&cover);
}

static void check_places(const lb_shapes *shapes)
{
    lb_cover cover = {0};
    lb_locator *locator = NULL;
    size_t area;
    fuzz_must(lb_locator_new(shapes, NULL, 1, &locator) == LB_OK, "a repaired area is located in");
    fuzz_must(lb_cover_compute(shapes, &grid, 1, &cover) == LB_OK, "and covered");
    for (int row = 0; row < grid.nrow; row++)
        for (int col = 0; col < grid.ncol; col++) {
            double fraction = lb_cover_fraction(&cover, 0, row, col);
            size_t found = lb_locator_find(locator, grid.x0 + (col + 0.5) * grid.dx,
                                           grid.y0 - (row + 0.5) * grid.dy, &area, 1);
            fuzz_must(!(fraction == 1 && found == 0) && !(fraction == 0 && found == 1),
                      "a middle is inside where its cell is, outside where its cell is");
        }
    lb_locator_free(locator);
    lb_cover_clear(&cover);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lb_shapes raw = {0}, whole = {0};
    lb_repair repair;
    if (!geos.handle && lb_geos_start(&geos, NULL) != LB_OK)
        abort();
    if (size < 2000 && build(data, size, &raw) == LB_OK &&
        lb_repair_feature(&geos, &raw, 0, &whole, &repair, NULL) == LB_OK) {
        check_cover(&whole);
        check_places(&whole);
    }
    lb_shapes_clear(&raw);
    lb_shapes_clear(&whole);
    return 0;
}
