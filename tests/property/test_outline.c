/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <geos_c.h>

#include "kernel/outline.h"
#include "tests/support/support.h"

static GEOSGeometry *to_geos(GEOSContextHandle_t geos, const lb_shapes *s)
{
    size_t parts = lb_shapes_parts(s);
    GEOSGeometry *part[64];
    for (size_t p = 0; p < parts; p++) {
        size_t v = s->vertex[s->ring[p]], n = s->vertex[s->ring[p] + 1] - v;
        GEOSCoordSequence *c = GEOSCoordSeq_create_r(geos, (unsigned)n, 2);
        for (size_t i = 0; i < n; i++)
            GEOSCoordSeq_setXY_r(geos, c, (unsigned)i, s->xy[2 * (v + i)], s->xy[2 * (v + i) + 1]);
        part[p] = GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, c), NULL, 0);
    }
    return GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, part, (unsigned)parts);
}

START_TEST(outlines_are_valid_and_hold_the_cells)
{
    lb_random random = {(unsigned)_i};
    bool mask[16], holes;
    int set = 0, density = 2 + lb_random_below(&random, 8);
    lb_shapes s = {0};
    for (int i = 0; i < 16; i++)
        set += mask[i] = lb_random_below(&random, 10) < density;
    ck_assert_int_eq(lb_outline_add(mask, 4, 500000, 6500000, 250, &s, &holes), LB_OK);
    if (holes) {
        ck_assert_uint_eq(lb_shapes_parts(&s), 0);
        /* A hole needs a whole ring of cells around it, or all but a corner. */
        ck_assert_int_ge(set, 7);
    } else {
        GEOSContextHandle_t geos = GEOS_init_r();
        GEOSGeometry *g = to_geos(geos, &s);
        ck_assert_int_eq(GEOSisValid_r(geos, g), 1);
        GEOSGeom_destroy_r(geos, g);
        GEOS_finish_r(geos);
        ck_near(lb_shapes_area(&s, 0), set * 62500.0, 1e-6);
    }
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(a_full_mask_is_one_square)
{
    bool mask[16], holes;
    lb_shapes s = {0};
    memset(mask, 1, sizeof mask);
    ck_assert_int_eq(lb_outline_add(mask, 4, 0, 0, 250, &s, &holes), LB_OK);
    ck_assert(!holes);
    ck_assert_uint_eq(lb_shapes_vertices(&s), 5);
    lb_shapes_clear(&s);
}
END_TEST

LB_PROPERTY_MAIN("outline", 500, outlines_are_valid_and_hold_the_cells, a_full_mask_is_one_square)
