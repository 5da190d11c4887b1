/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "port/proj/densify.h"
#include "port/geos/geos_union.h"
#include "input/areas/overlap_task.h"
#include "port/geos/make_valid.h"
#include "port/geos/simple_ring.h"
#include "tests/support/support.h"

static lb_shapes squares(void)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0, 10, 10, 0, 10));
    lb_test_polygon(&s, 1, RING(10, 0, 20, 0, 20, 10, 10, 10)); /* touches the first */
    lb_test_polygon(&s, 1, RING(18, 8, 30, 8, 30, 20, 18, 20)); /* has 4 of the second */
    lb_test_polygon(&s, 2, RING(50, 50, 60, 50, 60, 60, 50, 60),
                    RING(52, 52, 58, 52, 58, 58, 52, 58));
    return s;
}

START_TEST(union_counts_shared_ground_once)
{
    lb_shapes s = squares(), out = {0};
    ck_assert_int_eq(lb_geos_union(&s, NULL, 0, &out, NULL), LB_OK);
    ck_assert_uint_eq(out.count, 1);
    ck_near(lb_shapes_area(&out, 0), 100 + 100 + 144 - 4 + 64, 1e-9);
    ck_assert_int_eq(lb_geos_union(&s, (const size_t[]){0, 3}, 2, &out, NULL), LB_OK);
    ck_assert_uint_eq(out.count, 2);
    ck_assert_uint_eq(out.part[2] - out.part[1], 2);
    ck_near(lb_shapes_area(&out, 1), 164, 1e-9);
    lb_shapes_clear(&s);
    lb_shapes_clear(&out);
}
END_TEST

START_TEST(buffer_grows_shrinks_and_may_leave_nothing)
{
    const double pi = acos(-1);
    lb_shapes s = squares(), out = {0};
    ck_assert_int_eq(lb_geos_buffer(&s, 0, 2, &out, NULL), LB_OK);
    ck_near(lb_shapes_area(&out, 0), 100 + 80 + 4 * pi, 4 * pi * 0.001);
    ck_assert_int_eq(lb_geos_buffer(&s, 0, -2, &out, NULL), LB_OK);
    ck_near(lb_shapes_area(&out, 1), 36, 1e-9);
    ck_assert_int_eq(lb_geos_buffer(&s, 0, -6, &out, NULL), LB_OK);
    ck_assert_uint_eq(out.count, 3);
    ck_assert_uint_eq(out.part[3] - out.part[2], 0);
    lb_shapes_clear(&s);
    lb_shapes_clear(&out);
}
END_TEST

START_TEST(overlaps_are_pairs_in_order_and_touching_is_none)
{
    lb_shapes s = squares();
    lb_overlap_task task;
    lb_overlap_request request = lb_overlap_pairs_request(0);
    lb_test_polygon(&s, 1, RING(0, 0, 60, 0, 60, 60, 0, 60));
    lb_overlap_task_start(&task, &s, &request, 0);
    ck_assert_int_eq(lb_overlap_task_finish(&task, NULL), LB_OK);
    const lb_overlap_pair *found = task.sizes.pairs.item;
    const lb_overlap_pair expected[] = {
        {0, 4, 100}, {1, 2, 4}, {1, 4, 100}, {2, 4, 144}, {3, 4, 64}};
    ck_assert_uint_eq(task.sizes.pairs.count, 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_uint_eq(found[i].i, expected[i].i);
        ck_assert_uint_eq(found[i].j, expected[i].j);
        ck_near(found[i].area, expected[i].area, 1e-9);
    }
    lb_overlap_task_clear(&task);
    request.tolerance = 144;
    lb_overlap_task_start(&task, &s, &request, 0);
    ck_assert_int_eq(lb_overlap_task_finish(&task, NULL), LB_OK);
    ck_assert_uint_eq(task.sizes.pairs.count, 0);
    lb_overlap_task_clear(&task);
    lb_shapes_clear(&s);
}
END_TEST

static lb_repair repaired(lb_shapes *s, lb_shapes *out)
{
    lb_geos geos;
    lb_repair what = {0};
    ck_assert_int_eq(lb_geos_start(&geos, NULL), LB_OK);
    ck_assert_int_eq(lb_repair_feature(&geos, s, 0, out, &what, NULL), LB_OK);
    lb_geos_stop(&geos);
    lb_shapes_clear(s);
    return what;
}

START_TEST(bow_tie_keeps_both_lobes)
{
    lb_shapes s = {0}, out = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 10, 10, 10, 0, 0, 10));
    lb_repair what = repaired(&s, &out);
    ck_assert(what.needed);
    ck_assert_str_eq(what.reason, "Self-intersection at (5.00, 5.00)");
    ck_near(what.before, 0, 1e-12);
    ck_near(what.after, 50, 1e-12);
    ck_assert_uint_eq(lb_shapes_parts(&out), 2);
    lb_shapes_clear(&out);
}
END_TEST

START_TEST(parts_on_each_other_are_joined_not_lost)
{
    lb_shapes s = {0}, out = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0, 10, 10, 0, 10));
    ck_assert_int_eq(lb_shapes_add_part(&s), LB_OK);
    ck_assert_int_eq(lb_shapes_add_ring(&s, RING(5, 0, 15, 0, 15, 10, 5, 10)), LB_OK);
    lb_repair what = repaired(&s, &out);
    ck_assert(what.needed);
    ck_near(what.before, 200, 1e-12);
    ck_near(what.after, 150, 1e-12);
    lb_shapes_clear(&out);
}
END_TEST

START_TEST(valid_polygon_is_copied_to_the_bit)
{
    lb_shapes s = squares(), out = {0};
    lb_repair what = repaired(&s, &out);
    ck_assert(!what.needed);
    ck_assert(what.before == 100 && what.after == 100);
    ck_assert_uint_eq(lb_shapes_vertices(&out), 5);
    lb_shapes_clear(&out);
}
END_TEST

START_TEST(ring_without_area_is_dropped_and_said)
{
    lb_shapes s = {0}, out = {0};
    lb_test_polygon(&s, 2, RING(0, 0, 10, 0, 10, 10, 0, 10), RING(3, 3, 4, 4));
    lb_repair what = repaired(&s, &out);
    ck_assert(what.needed);
    ck_assert_str_eq(what.reason, "a ring of fewer than three points");
    ck_near(what.after, 100, 1e-12);
    lb_shapes_clear(&out);
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0));
    what = repaired(&s, &out);
    ck_assert(what.needed);
    ck_assert(what.after == 0);
    lb_shapes_clear(&out);
}
END_TEST

/* A parallel of latitude runs up to 3 m from its chord over 10 km in Sweden. */
START_TEST(densified_edge_follows_the_parallel_to_a_millimetre)
{
    lb_transform *t = NULL;
    lb_line_buffer line = {0}, back = {0};
    const double there[] = {17.9, 59.3, 18.1, 59.3}, here[] = {18.1, 59.3, 17.9, 59.3};
    ck_assert_int_eq(lb_transform_new("EPSG:4326", "EPSG:3006", &t, NULL), LB_OK);
    ck_assert_int_eq(lb_transform_line(t, there, 2, 0.001, &line, NULL), LB_OK);
    ck_assert_int_eq(lb_transform_line(t, here, 2, 0.001, &back, NULL), LB_OK);
    ck_assert_uint_gt(line.n, 30);
    ck_assert_uint_eq(line.n, back.n);
    for (size_t i = 0; i < line.n; i++) {
        ck_assert(line.xy[2 * i] == back.xy[2 * (line.n - 1 - i)]);
        ck_assert(line.xy[2 * i + 1] == back.xy[2 * (line.n - 1 - i) + 1]);
    }
    for (size_t i = 0; i + 1 < line.n; i++) {
        double a = 17.9 + 0.2 * (double)i / (double)(line.n - 1), half = 0.1 / (double)(line.n - 1);
        double true_middle[] = {a + half, 59.3};
        ck_assert_int_eq(lb_transform_points(t, 1, true_middle, NULL), LB_OK);
        ck_near((line.xy[2 * i] + line.xy[2 * i + 2]) / 2, true_middle[0], 0.002);
        ck_near((line.xy[2 * i + 1] + line.xy[2 * i + 3]) / 2, true_middle[1], 0.001);
    }
    lb_line_buffer_clear(&line);
    lb_line_buffer_clear(&back);
    lb_transform_free(t);
}
END_TEST

/* The most that a chord of the line from a to b runs beside the true curve, in metres with
 * pieces of equal length. The target is EPSG:4326 (unit 0), or in units of `unit` metres. */
static double farthest_chord(const char *from, const char *to, const double ends[4], double unit)
{
    lb_transform *t = NULL;
    lb_line_buffer line = {0};
    double most = 0;
    ck_assert_int_eq(lb_transform_new(from, to, &t, NULL), LB_OK);
    ck_assert_int_eq(lb_transform_line(t, ends, 2, 0.001, &line, NULL), LB_OK);
    size_t pieces = line.n - 1;
    ck_assert_uint_gt(pieces, 8);
    for (size_t i = 0; i < pieces; i++) {
        double at = ((double)i + 0.5) / (double)pieces, *c = line.xy + 2 * i;
        double middle[] = {ends[0] + at * (ends[2] - ends[0]), ends[1] + at * (ends[3] - ends[1])};
        ck_assert_int_eq(lb_transform_points(t, 1, middle, NULL), LB_OK);
        double x = unit > 0 ? unit : 111195 * cos(middle[1] * 0.017453292519943295);
        double y = unit > 0 ? unit : 111195, dx = (c[2] - c[0]) * x, dy = (c[3] - c[1]) * y;
        double beside = (middle[0] - c[0]) * x * dy - (middle[1] - c[1]) * y * dx;
        most = fmax(most, fabs(beside) / hypot(dx, dy));
    }
    lb_line_buffer_clear(&line);
    lb_transform_free(t);
    return most;
}

/* 40 km to the east at 62.9 degrees north, and a parallel in California in US feet (EPSG:2225). */
START_TEST(tolerance_is_a_millimetre_in_degrees_and_in_feet)
{
    const double eastward[] = {420000, 6975000, 460000, 6975000};
    const double parallel[] = {-122.2, 41, -122, 41};
    ck_assert(farthest_chord("EPSG:3006", "EPSG:4326", eastward, 0) <= 0.001);
    double feet = farthest_chord("EPSG:4326", "EPSG:2225", parallel, 1200.0 / 3937);
    ck_assert(feet <= 0.001);
    ck_assert(feet > 0.00005);
}
END_TEST

/* Corners r[k] from the middle, all around it. */
static void make_star(const double *r, size_t n, double *xy)
{
    for (size_t k = 0; k <= n; k++) {
        double turn = 2 * acos(-1) * (double)(k % n) / (double)n;
        xy[2 * k] = 400000 + r[k % n] * cos(turn);
        xy[2 * k + 1] = 6500000 + r[k % n] * sin(turn);
    }
}

START_TEST(star_is_proven_simple_and_what_touches_itself_is_not)
{
    double r[200], xy[402];
    for (size_t n = 3; n <= 200; n++) {
        for (size_t k = 0; k < n; k++)
            r[k] = 100 + 50 * (double)(k * 7 % 5);
        make_star(r, n, xy);
        ck_assert(lb_ring_is_surely_simple(xy, n + 1));
    }
    const double bow_tie[] = {0, 0, 10, 10, 10, 0, 0, 10, 0, 0};
    const double corner_on_edge[] = {0, 0, 10, 0, 10, 10, 5, 0, 0, 10, 0, 0};
    const double corner_on_corner[] = {0, 0, 5, 5, 10, 0, 10, 10, 5, 5, 0, 10, 0, 0};
    const double spike[] = {0, 0, 10, 0, 20, 0, 10, 0, 10, 10, 0, 0};
    const double repeated[] = {0, 0, 10, 0, 10, 0, 10, 10, 0, 0};
    const double straight_on[] = {0, 0, 5, 0, 10, 0, 10, 10, 0, 0};
    ck_assert(!lb_ring_is_surely_simple(bow_tie, 5));
    ck_assert(!lb_ring_is_surely_simple(corner_on_edge, 6));
    ck_assert(!lb_ring_is_surely_simple(corner_on_corner, 7));
    ck_assert(!lb_ring_is_surely_simple(spike, 6));
    ck_assert(!lb_ring_is_surely_simple(repeated, 5));
    ck_assert(lb_ring_is_surely_simple(straight_on, 5));
    ck_assert(!lb_ring_is_surely_simple(straight_on, 3));
}
END_TEST

/* Of corners on a coarse lattice, so that edges touch and meet in every way. */
START_TEST(valid_is_what_geos_says_is)
{
    lb_geos geos = {0};
    size_t valid = 0;
    lb_random random = {22};
    ck_assert_int_eq(lb_geos_start(&geos, NULL), LB_OK);
    for (int i = 0; i < 1500; i++) {
        lb_shapes s = {0}, out = {0};
        lb_repair what;
        double xy[40];
        size_t n = 3 + (size_t)i % 17;
        for (size_t k = 0; k < 2 * n; k++) {
            double at = 12 * lb_random_real(&random);
            xy[k] = (i % 2 ? floor(at) : at) + (k % 2 ? 6500000 : 400000);
        }
        lb_test_polygon(&s, 1, xy, n);
        lb_status status = lb_repair_feature(&geos, &s, 0, &out, &what, NULL);
        ck_assert(status == LB_OK || status == LB_E_INPUT);
        if (status == LB_OK)
            ck_assert_int_eq(lb_is_valid(&geos, &s, 0), !what.needed);
        valid += lb_is_valid(&geos, &s, 0);
        lb_shapes_clear(&s);
        lb_shapes_clear(&out);
    }
    ck_assert_uint_gt(valid, 50);
    ck_assert_uint_lt(valid, 1100);
    lb_geos_stop(&geos);
}
END_TEST

LB_TEST_MAIN("geos", union_counts_shared_ground_once, buffer_grows_shrinks_and_may_leave_nothing,
             overlaps_are_pairs_in_order_and_touching_is_none, bow_tie_keeps_both_lobes,
             parts_on_each_other_are_joined_not_lost, valid_polygon_is_copied_to_the_bit,
             ring_without_area_is_dropped_and_said,
             star_is_proven_simple_and_what_touches_itself_is_not, valid_is_what_geos_says_is,
             densified_edge_follows_the_parallel_to_a_millimetre,
             tolerance_is_a_millimetre_in_degrees_and_in_feet)
