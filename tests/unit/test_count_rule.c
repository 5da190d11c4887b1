/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/coverage.h>

#include "input/overlay/count_rule.h"
#include "kernel/geometry/point_in_polygon.h"
#include "tests/support/support.h"

static uint64_t state;

static double uniform(double low, double high)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(state >> 11) * 0x1p-53;
}

static void add_feature(lb_shapes *shapes, const double *xy, size_t n)
{
    ck_assert(lb_shapes_add_feature(shapes) == LB_OK && lb_shapes_add_part(shapes) == LB_OK &&
              lb_shapes_add_ring(shapes, xy, n) == LB_OK);
}

/* Stars of 9 corners, some of them half outside the grid or smaller than a cell. */
static void add_stars(lb_shapes *shapes, int n)
{
    for (int i = 0; i < n; i++) {
        double x = uniform(-20, 220), y = uniform(-220, 20), reach = uniform(1, 90), xy[18];
        for (int k = 0; k < 9; k++) {
            double r = reach * uniform(0.3, 1), angle = k * 2 * 3.14159265358979 / 9;
            xy[2 * k] = x + r * cos(angle);
            xy[2 * k + 1] = y + r * sin(angle);
        }
        add_feature(shapes, xy, 9);
    }
}

static void check_rule(lb_count_rule rule, const lb_shapes *shapes, const lb_grid *grid)
{
    lb_cover exact, counted;
    ck_assert_int_eq(lb_cover_compute(shapes, grid, 1, &exact), LB_OK);
    ck_assert_int_eq(lb_count_rule_apply(rule, &exact, shapes, 2, &counted), LB_OK);
    for (size_t i = 0; i < shapes->count; i++)
        for (int32_t row = 0; row < grid->nrow; row++)
            for (int32_t col = 0; col < grid->ncol; col++) {
                double x = grid->x0 + (col + 0.5) * grid->dx, y = grid->y0 - (row + 0.5) * grid->dy;
                bool counts = rule == LB_COUNT_ANY ? lb_cover_fraction(&exact, i, row, col) > 0
                                                   : lb_polygon_contains(shapes, i, x, y);
                ck_near(lb_cover_fraction(&counted, i, row, col), counts, 0);
            }
    lb_cover_clear(&exact);
    lb_cover_clear(&counted);
}

START_TEST(cells_count_where_their_centre_or_any_part_is_inside)
{
    for (state = 3; state < 60; state += 7) {
        uint64_t seed = state;
        lb_shapes shapes = {0};
        const lb_grid grid = {0, 0, uniform(3, 12), uniform(3, 12), 20, 21};
        add_stars(&shapes, 20);
        check_rule(LB_COUNT_CENTROID, &shapes, &grid);
        check_rule(LB_COUNT_ANY, &shapes, &grid);
        lb_shapes_clear(&shapes);
        state = seed;
    }
}
END_TEST

/* The shared border runs through centres: they belong to the area east or north of it. */
START_TEST(a_centre_on_a_border_counts_once)
{
    const double west[] = {0, -40, 15, -40, 15, 0, 0, 0}, east[] = {15, -40, 40, -40, 40, 0, 15, 0};
    const double south[] = {0, -40, 40, -40, 40, -25, 0, -25};
    const double north[] = {0, -25, 40, -25, 40, 0, 0, 0};
    const lb_grid grid = {0, 0, 10, 10, 4, 4};
    lb_shapes shapes = {0};
    lb_cover exact, counted;
    size_t cells[4] = {0};
    add_feature(&shapes, west, 4);
    add_feature(&shapes, east, 4);
    add_feature(&shapes, south, 4);
    add_feature(&shapes, north, 4);
    ck_assert_int_eq(lb_cover_compute(&shapes, &grid, 1, &exact), LB_OK);
    ck_assert_int_eq(lb_count_rule_apply(LB_COUNT_CENTROID, &exact, &shapes, 1, &counted), LB_OK);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = counted.first[i]; k < counted.first[i + 1]; k++)
            cells[i] += (size_t)counted.span[k].length;
    ck_assert_uint_eq(cells[0], 4);
    ck_assert_uint_eq(cells[1], 12);
    ck_assert_uint_eq(cells[2], 4);
    ck_assert_uint_eq(cells[3], 12);
    ck_near(counted.area[0], 600, 0);
    lb_cover_clear(&exact);
    lb_cover_clear(&counted);
    lb_shapes_clear(&shapes);
}
END_TEST

LB_TEST_MAIN("count_rule", cells_count_where_their_centre_or_any_part_is_inside,
             a_centre_on_a_border_counts_once)
