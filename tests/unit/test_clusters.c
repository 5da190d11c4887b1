/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/areas/fast_union.h"
#include "kernel/geometry/bbox_components.h"
#include "tests/support/support.h"

enum { MOST = 300 };

/* In the slow and sure way: until nothing changes, each box takes the lowest number it meets. */
static void name_slowly(const lb_box *box, size_t n, size_t *name)
{
    for (size_t i = 0; i < n; i++)
        name[i] = i;
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                if (name[j] < name[i] && lb_box_intersects(box[i], box[j])) {
                    name[i] = name[j];
                    again = true;
                }
    }
}

START_TEST(boxes_that_meet_are_in_one_cluster_others_are_not)
{
    lb_random random = {(unsigned)_i + 5};
    lb_box box[MOST];
    size_t name[MOST], at = 0;
    lb_bbox_components c = {0};
    for (size_t i = 0; i < MOST; i++) {
        double x = 1000 * lb_random_real(&random), y = 1000 * lb_random_real(&random);
        double side = 45 * lb_random_real(&random);
        box[i] = i % 17 == 3 ? lb_box_empty() : (lb_box){x, y, x + side, y + side};
    }
    name_slowly(box, MOST, name);
    ck_assert_int_eq(lb_bbox_components_find(box, MOST, &c), LB_OK);
    for (size_t k = 0; k < c.count; k++) {
        size_t first = c.member[c.first[k]];
        ck_assert(c.first[k] == at && name[first] == first);
        ck_assert(k == 0 || first > c.member[c.first[k - 1]]);
        for (; at < c.first[k + 1]; at++) {
            ck_assert_uint_eq(name[c.member[at]], first);
            ck_assert(at == c.first[k] || c.member[at] > c.member[at - 1]);
        }
    }
    ck_assert_uint_eq(at, MOST - 18);
    lb_bbox_components_clear(&c);
}
END_TEST

START_TEST(of_no_boxes_there_is_no_cluster)
{
    lb_bbox_components c = {0};
    ck_assert_int_eq(lb_bbox_components_find(NULL, 0, &c), LB_OK);
    ck_assert_uint_eq(c.count, 0);
    lb_bbox_components_clear(&c);
}
END_TEST

/* Two that overlap, one far off with a hole, one without ground. */
START_TEST(the_union_of_clusters_is_the_union)
{
    lb_shapes s = {0}, out = {0};
    const size_t some[] = {0, 1};
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0, 10, 10, 0, 10));
    lb_test_polygon(&s, 2, RING(100, 0, 110, 0, 110, 10, 100, 10),
                    RING(102, 2, 104, 2, 104, 4, 102, 4));
    ck_assert_int_eq(lb_shapes_add_feature(&s), LB_OK);
    lb_test_polygon(&s, 1, RING(5, 5, 15, 5, 15, 15, 5, 15));
    ck_assert_int_eq(lb_fast_union(&s, NULL, s.count, 1, &out, NULL), LB_OK);
    ck_assert_uint_eq(out.count, 1);
    ck_assert_uint_eq(lb_shapes_parts(&out), 2);
    ck_near(lb_shapes_area(&out, 0), 175 + 96, 1e-9);
    ck_assert_int_eq(lb_fast_union(&s, some, 2, 1, &out, NULL), LB_OK);
    ck_assert_uint_eq(out.count, 2);
    ck_near(lb_shapes_area(&out, 1), 100 + 96, 1e-9);
    ck_assert_int_eq(lb_fast_union(&s, some, 0, 2, &out, NULL), LB_OK);
    ck_assert_uint_eq(out.count, 3);
    ck_near(lb_shapes_area(&out, 2), 0, 0);
    lb_shapes_clear(&s);
    lb_shapes_clear(&out);
}
END_TEST

/* 30 x 30 squares, one of them left out: more than are united at once. Square i is the one at place
 * i * step modulo 900. */
static void unite_squares(size_t step, int threads, lb_shapes *out)
{
    lb_shapes s = {0};
    for (size_t i = 0; i < 900; i++) {
        double x = (double)(i * step % 900 / 30), y = (double)(i * step % 900 % 30);
        if (x != 11 || y != 17)
            lb_test_polygon(&s, 1, RING(x, y, x + 1, y, x + 1, y + 1, x, y + 1));
    }
    ck_assert_int_eq(lb_fast_union(&s, NULL, s.count, threads, out, NULL), LB_OK);
    lb_shapes_clear(&s);
}

START_TEST(a_union_in_blocks_is_the_union_whatever_order_and_threads)
{
    lb_shapes first = {0}, other = {0};
    unite_squares(1, 1, &first);
    unite_squares(7, 2, &other);
    ck_assert_uint_eq(lb_shapes_parts(&first), 1);
    ck_assert_uint_eq(lb_shapes_rings(&first), 2);
    ck_near(lb_shapes_area(&first, 0), 899, 0);
    ck_assert_uint_eq(lb_shapes_vertices(&first), 121 + 5);
    ck_assert_uint_eq(lb_shapes_vertices(&other), 121 + 5);
    ck_assert_mem_eq(first.xy, other.xy, 2 * lb_shapes_vertices(&first) * sizeof *first.xy);
    lb_shapes_clear(&first);
    lb_shapes_clear(&other);
}
END_TEST

LB_PROPERTY_MAIN("clusters", 20, boxes_that_meet_are_in_one_cluster_others_are_not,
                 of_no_boxes_there_is_no_cluster, the_union_of_clusters_is_the_union,
                 a_union_in_blocks_is_the_union_whatever_order_and_threads)
