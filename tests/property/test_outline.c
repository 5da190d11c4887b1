/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <geos_c.h>

#include "kernel/outline/mask_outline.h"
#include "port/geos/geos_union.h"
#include "tests/support/support.h"

enum { SIDE = 7 };

static GEOSGeometry *ring_of(GEOSContextHandle_t geos, const lb_shapes *s, size_t ring)
{
    size_t v = s->vertex[ring], n = s->vertex[ring + 1] - v;
    GEOSCoordSequence *c = GEOSCoordSeq_create_r(geos, (unsigned)n, 2);
    for (size_t i = 0; i < n; i++)
        GEOSCoordSeq_setXY_r(geos, c, (unsigned)i, s->xy[2 * (v + i)], s->xy[2 * (v + i) + 1]);
    return GEOSGeom_createLinearRing_r(geos, c);
}

static GEOSGeometry *to_geos(GEOSContextHandle_t geos, const lb_shapes *s)
{
    size_t parts = lb_shapes_parts(s);
    GEOSGeometry *part[SIDE * SIDE], *hole[SIDE * SIDE];
    for (size_t p = 0; p < parts; p++) {
        size_t first = s->ring[p], holes = s->ring[p + 1] - first - 1;
        for (size_t h = 0; h < holes; h++)
            hole[h] = ring_of(geos, s, first + 1 + h);
        part[p] = GEOSGeom_createPolygon_r(geos, ring_of(geos, s, first), hole, (unsigned)holes);
    }
    return GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, part, (unsigned)parts);
}

/* Each set cell as a feature. */
static void add_cells(const bool *mask, int side, lb_shapes *cells)
{
    for (int i = 0; i < side * side; i++) {
        double x = 250.0 * (i % side), y = 250.0 * (side - 1 - i / side);
        const double ring[] = {x, y, x + 250, y, x + 250, y + 250, x, y + 250};
        if (mask[i] && (lb_shapes_add_feature(cells) || lb_shapes_add_part(cells) ||
                        lb_shapes_add_ring(cells, ring, 4)))
            ck_abort_msg("out of memory");
    }
}

/* Valid, the same place as the union of the cells, and of as few parts and corners. */
START_TEST(outlines_are_the_union_of_their_cells)
{
    lb_random random = {(unsigned)_i};
    bool mask[SIDE * SIDE];
    int side = 2 + lb_random_below(&random, SIDE - 1), density = 2 + lb_random_below(&random, 8);
    lb_shapes s = {0}, cells = {0}, whole = {0};
    for (int i = 0; i < side * side; i++)
        mask[i] = lb_random_below(&random, 10) < density;
    ck_assert_int_eq(lb_mask_outline_add(mask, side, 0, 0, 250, &s), LB_OK);
    ck_assert_uint_eq(s.count, 1);
    add_cells(mask, side, &cells);
    if (cells.count > 0) {
        GEOSContextHandle_t geos = GEOS_init_r();
        ck_assert_int_eq(lb_geos_union(&cells, NULL, cells.count, &whole, NULL), LB_OK);
        GEOSGeometry *ours = to_geos(geos, &s), *theirs = to_geos(geos, &whole);
        ck_assert_int_eq(GEOSisValid_r(geos, ours), 1);
        ck_assert_int_eq(GEOSEquals_r(geos, ours, theirs), 1);
        ck_assert_uint_eq(lb_shapes_parts(&s), lb_shapes_parts(&whole));
        ck_assert_uint_eq(lb_shapes_rings(&s), lb_shapes_rings(&whole));
        ck_near(lb_shapes_area(&s, 0), (double)cells.count * 62500.0, 1e-6);
        GEOSGeom_destroy_r(geos, ours);
        GEOSGeom_destroy_r(geos, theirs);
        GEOS_finish_r(geos);
    }
    lb_shapes_clear(&s);
    lb_shapes_clear(&cells);
    lb_shapes_clear(&whole);
}
END_TEST

START_TEST(a_full_mask_is_one_square)
{
    bool mask[16];
    lb_shapes s = {0};
    memset(mask, 1, sizeof mask);
    ck_assert_int_eq(lb_mask_outline_add(mask, 4, 0, 0, 250, &s), LB_OK);
    ck_assert_uint_eq(lb_shapes_vertices(&s), 5);
    lb_shapes_clear(&s);
}
END_TEST

/* A gap, and one that meets the outside in a corner: holes both, as the standard has it. */
START_TEST(gaps_are_holes)
{
    const bool gap[9] = {1, 1, 1, 1, 0, 1, 1, 1, 1}, corner[9] = {1, 1, 1, 1, 0, 1, 1, 1, 0};
    const bool *mask[] = {gap, corner};
    for (int k = 0; k < 2; k++) {
        lb_shapes s = {0};
        ck_assert_int_eq(lb_mask_outline_add(mask[k], 3, 0, 0, 250, &s), LB_OK);
        ck_assert_uint_eq(lb_shapes_parts(&s), 1);
        ck_assert_uint_eq(lb_shapes_rings(&s), 2);
        ck_assert_uint_eq(lb_shapes_vertices(&s), k == 0 ? 10 : 12);
        lb_shapes_clear(&s);
    }
}
END_TEST

START_TEST(a_side_too_long_is_refused)
{
    bool mask[1] = {true};
    lb_shapes s = {0};
    ck_assert_int_eq(lb_mask_outline_add(mask, LB_MASK_OUTLINE_MAX_SIDE + 1, 0, 0, 250, &s),
                     LB_E_USAGE);
    ck_assert_int_eq(lb_mask_outline_add(mask, 0, 0, 0, 250, &s), LB_E_USAGE);
    ck_assert_uint_eq(s.count, 0);
}
END_TEST

LB_PROPERTY_MAIN("outline", 500, outlines_are_the_union_of_their_cells, a_full_mask_is_one_square,
                 gaps_are_holes, a_side_too_long_is_refused)
