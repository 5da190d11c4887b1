/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/overlap/union_cover.h"
#include "kernel/overlap/zone_parts.h"
#include "tests/alloc/fail.h"

static const lb_grid grid = {0, 60, 1, 1, 80, 60};
static const int64_t cell[] = {5, 900, 901, 1000, 2000};
static const lb_cell_list cells = {5, cell};
static const double score[] = {1, 2, 3, 4, 5};
static lb_shapes shapes;
static lb_cover cover;
static lb_profile profile;

static void prepare(void)
{
    for (int i = 0; i < 40; i++)
        lb_test_polygon(&shapes, 1, RING(i, 0, i + 30, 7, i + 12, 50));
    ck_assert_int_eq(lb_cover_compute(&shapes, &grid, 1, &cover), LB_OK);
    ck_assert_int_eq(lb_profile_compute(&cover, &cells, 1, &profile), LB_OK);
}

static void clear(void)
{
    lb_profile_clear(&profile);
    lb_cover_clear(&cover);
    lb_shapes_clear(&shapes);
}

static lb_status make_cover(void)
{
    lb_cover made = {.count = 77};
    lb_status status = lb_cover_compute(&shapes, &grid, 1, &made);
    if (status == LB_OK)
        lb_cover_clear(&made);
    return made.count == (status == LB_OK ? 0 : 77) ? status : LB_E_IO;
}

static lb_status make_locator(void)
{
    lb_locator *made = NULL;
    lb_status status = lb_locator_new(&shapes, NULL, 1, &made);
    if ((made != NULL) != (status == LB_OK))
        return LB_E_IO;
    lb_locator_free(made);
    return status;
}

static lb_status make_profile(void)
{
    lb_profile made = {.count = 77};
    lb_status status = lb_profile_compute(&cover, &cells, 1, &made);
    if (status == LB_OK)
        lb_profile_clear(&made);
    return made.count == (status == LB_OK ? 0 : 77) ? status : LB_E_IO;
}

static lb_status take_median(void)
{
    double out[40] = {[0] = 77};
    lb_stat_input input = {.value = score};
    lb_status status = lb_profile_stat(&profile, LB_STAT_MEDIAN, &input, 1, out);
    return status == LB_OK || out[0] == 77 ? status : LB_E_IO;
}

static lb_status take_auc(void)
{
    const double actual[] = {0, 1, 0, 0.5, 1};
    lb_auc auc = {.value = 77};
    lb_status status = lb_auc_compute(5, score, actual, NULL, 2, &auc);
    return status == LB_OK || auc.value == 77 ? status : LB_E_IO;
}

static lb_status apply_rule(void)
{
    double actual[5] = {77};
    lb_cell_areas areas = {&cover, NULL, NULL};
    lb_status status = lb_cell_rule_apply(LB_RULE_ANY, &areas, &cells, actual);
    return status == LB_OK || actual[0] == 77 ? status : LB_E_IO;
}

/* One overlap at a time: sizes of two categories, pairs, the border of the union. */
static lb_status walk_overlaps(void)
{
    static const size_t category[40] = {1, 0, 1};
    bool overlapping[40] = {false};
    lb_overlap overlap;
    lb_overlap_sizes sizes;
    lb_cover made;
    lb_overlap_request request = {.category = category,
                                  .categories = 2,
                                  .rule = LB_OVERLAP_SPLIT,
                                  .pairs = true,
                                  .most_pairs = 5,
                                  .border = true,
                                  .overlapping = overlapping};
    lb_status status = lb_overlap_init(&overlap, &shapes, 0, 1);
    if (status != LB_OK)
        return status;
    status = lb_overlap_sizes_find(&overlap, &request, &sizes);
    if (status == LB_OK) {
        status =
            lb_union_cover_compute(&overlap.runs, sizes.border, sizes.borders, 1, &grid, &made);
        lb_overlap_sizes_clear(&sizes);
        if (status == LB_OK)
            lb_cover_clear(&made);
    }
    lb_overlap_clear(&overlap);
    return status;
}

static lb_status find_zone_parts(void)
{
    static const size_t category[40] = {1, 0, 1};
    lb_overlap overlap;
    lb_zone_part *part;
    size_t n;
    lb_overlap_request request = {.category = category, .categories = 2};
    lb_status status = lb_overlap_init(&overlap, &shapes, 4, 1);
    if (status != LB_OK)
        return status;
    status = lb_zone_parts_find(&overlap, &request, &part, &n);
    if (status == LB_OK)
        free(part);
    lb_overlap_clear(&overlap);
    return status;
}

START_TEST(geometry_survives_each_allocation_failing)
{
    prepare();
    fail_each("make_cover", make_cover, true);
    fail_each("make_locator", make_locator, true);
    fail_each("make_profile", make_profile, true);
    fail_each("take_median", take_median, true);
    fail_each("take_auc", take_auc, true);
    fail_each("apply_rule", apply_rule, true);
    fail_each("walk_overlaps", walk_overlaps, true);
    fail_each("find_zone_parts", find_zone_parts, true);
    clear();
}
END_TEST

LB_TEST_MAIN("allocation in geometry", geometry_survives_each_allocation_failing)
