/* SPDX-License-Identifier: GPL-3.0-or-later */
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

START_TEST(geometry_survives_each_allocation_failing)
{
    prepare();
    fail_each("make_cover", make_cover, 1);
    fail_each("make_locator", make_locator, 1);
    fail_each("make_profile", make_profile, 1);
    fail_each("take_median", take_median, 1);
    fail_each("take_auc", take_auc, 1);
    fail_each("apply_rule", apply_rule, 1);
    clear();
}
END_TEST

LB_TEST_MAIN("allocation in geometry", geometry_survives_each_allocation_failing)
