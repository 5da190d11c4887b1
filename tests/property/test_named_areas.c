/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas of one name that exist by turns, against a look at each of them; 500 seeds. */
#include "input/areas/named_areas.h"
#include "tests/support/support.h"

enum { MAX_AREAS = 12, LAST_DAY = 20 };

typedef struct named_set {
    lb_areas areas;
    lb_area_times times;
    char *name[MAX_AREAS];
    size_t category[MAX_AREAS];
    int64_t from[MAX_AREAS], to[MAX_AREAS];
} named_set;

static int64_t day_or(lb_random *random, int64_t open)
{
    return lb_random_below(random, 4) == 0 ? open : lb_random_below(random, LAST_DAY);
}

/* Names, categories and days are often equal, and days often the wrong way round. */
static void make_set(int seed, named_set *set)
{
    static char names[3][10] = {"Norra", "Södra", "norra"};
    lb_random random = {(unsigned long long)seed};
    size_t n = (size_t)lb_random_below(&random, MAX_AREAS + 1);
    *set = (named_set){.areas = {.name = set->name, .category = set->category},
                       .times = {.limited = seed % 5 != 0, .from = set->from, .to = set->to}};
    for (size_t i = 0; i < n; i++) {
        double x = lb_random_below(&random, 3);
        lb_test_polygon(&set->areas.shapes, 1, RING(x, 0, x + 1, 0, x + 1, 1));
        set->name[i] = names[lb_random_below(&random, 3)];
        set->category[i] = (size_t)lb_random_below(&random, 3);
        set->from[i] = day_or(&random, INT64_MIN);
        set->to[i] = day_or(&random, INT64_MAX);
    }
}

static size_t look_at_each(const named_set *set, const char *name, bool dated, int64_t day)
{
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < set->areas.shapes.count; i++)
        if (lb_text_same(set->name[i], name) && lb_area_valid_on(&set->times, i, dated, day) &&
            (first == SIZE_MAX || lb_areas_is_before(&set->areas, i, first)))
            first = i;
    return first;
}

START_TEST(a_name_means_the_worst_area_that_exists_on_the_day)
{
    static const char *const asked[] = {"NORRA", "Södra", "Östra"};
    named_set set;
    lb_named_areas named;
    make_set(_i, &set);
    ck_assert_int_eq(lb_named_areas_index(&set.areas, &set.times, &named), LB_OK);
    for (int64_t day = -1; day <= LAST_DAY; day++)
        for (size_t k = 0; k < 3; k++)
            for (int dated = 0; dated < 2; dated++) {
                size_t area;
                ck_assert_int_eq(lb_named_areas_find(&named, asked[k], dated, day, &area), LB_OK);
                ck_assert_uint_eq(area, look_at_each(&set, asked[k], dated, day));
            }
    lb_named_areas_clear(&named);
    lb_shapes_clear(&set.areas.shapes);
}
END_TEST

LB_PROPERTY_MAIN("named_areas", 500, a_name_means_the_worst_area_that_exists_on_the_day)
