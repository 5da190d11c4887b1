/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bbox_index.h"
#include "tests/support/support.h"

enum { MOST = 400 };

typedef struct seen {
    int times[MOST];
} seen;

static void see(void *udata, size_t i)
{
    seen *s = udata;
    s->times[i]++;
}

/* Each of the n boxes is met by `box` as often as it should: once or never. */
static void meets(const lb_bbox_index *grid, const lb_box *boxes, size_t n, lb_box box)
{
    seen s = {{0}};
    lb_bbox_index_visit(grid, box, see, &s);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(s.times[i] == (lb_box_intersects(box, boxes[i]) ? 1 : 0),
                      "box %zu is met %d times", i, s.times[i]);
}

START_TEST(each_box_is_met_once_however_many_cells_it_covers)
{
    lb_random random = {11};
    lb_box box[MOST];
    lb_bbox_index grid;
    for (size_t i = 0; i < MOST; i++) {
        double x = 3000 * lb_random_real(&random), y = 500 * lb_random_real(&random);
        double side = i % 10 ? 40 * lb_random_real(&random) : 2000;
        box[i] = (lb_box){x, y, x + side, y + side / 2};
    }
    ck_assert_int_eq(lb_bbox_index_init(&grid, box, MOST), LB_OK);
    for (int k = 0; k < 300; k++) {
        double x = 3600 * lb_random_real(&random) - 300, y = 800 * lb_random_real(&random) - 200;
        double side = 300 * lb_random_real(&random);
        meets(&grid, box, MOST, (lb_box){x, y, x + side, y + side});
    }
    lb_bbox_index_clear(&grid);
}
END_TEST

START_TEST(boxes_that_touch_meet_and_empty_ones_never_do)
{
    const lb_box box[] = {{0, 0, 10, 10}, lb_box_empty(), {10, 10, 20, 20}};
    lb_bbox_index grid;
    seen s = {{0}};
    ck_assert_int_eq(lb_bbox_index_init(&grid, box, 3), LB_OK);
    lb_bbox_index_visit(&grid, (lb_box){10, 10, 10, 10}, see, &s);
    ck_assert(s.times[0] == 1 && s.times[1] == 0 && s.times[2] == 1);
    s = (seen){{0}};
    lb_bbox_index_visit(&grid, (lb_box){21, 21, 30, 30}, see, &s);
    lb_bbox_index_visit(&grid, (lb_box){11, 0, 20, 9}, see, &s);
    ck_assert(s.times[0] == 0 && s.times[1] == 0 && s.times[2] == 0);
    lb_bbox_index_clear(&grid);
}
END_TEST

START_TEST(a_grid_of_nothing_is_met_by_nothing)
{
    lb_bbox_index grid;
    seen s = {{0}};
    const lb_box empty = lb_box_empty();
    ck_assert_int_eq(lb_bbox_index_init(&grid, &empty, 0), LB_OK);
    lb_bbox_index_visit(&grid, (lb_box){-1e9, -1e9, 1e9, 1e9}, see, &s);
    lb_bbox_index_clear(&grid);
    ck_assert_int_eq(lb_bbox_index_init(&grid, &empty, 1), LB_OK);
    lb_bbox_index_visit(&grid, (lb_box){-1e9, -1e9, 1e9, 1e9}, see, &s);
    lb_bbox_index_clear(&grid);
    ck_assert_int_eq(s.times[0], 0);
}
END_TEST

START_TEST(boxes_at_both_edges_of_doubles_are_told_apart)
{
    const lb_box box[] = {{-1.7e308, -1.7e308, -1.6e308, -1.6e308},
                          {1.6e308, 1.6e308, 1.7e308, 1.7e308},
                          {0, 0, 10, 10}};
    lb_bbox_index grid;
    ck_assert_int_eq(lb_bbox_index_init(&grid, box, 3), LB_OK);
    for (size_t i = 0; i < 3; i++)
        meets(&grid, box, 3, box[i]);
    lb_bbox_index_clear(&grid);
}
END_TEST

LB_TEST_MAIN("box_grid", each_box_is_met_once_however_many_cells_it_covers,
             boxes_that_touch_meet_and_empty_ones_never_do, a_grid_of_nothing_is_met_by_nothing,
             boxes_at_both_edges_of_doubles_are_told_apart)
