/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column has one set of classes, on the printed map and on the page. */
#include <unistd.h>

#include "commands/map/map_grid.h"
#include "tests/support/support.h"

static lb_recipe load(void)
{
    lb_recipe recipe;
    lb_error err = {0};
    lb_job job = {0};
    ck_assert_msg(lb_recipe_load("livsvillkor-8", &job, &recipe, &err) == LB_OK, "%s", err.text);
    return recipe;
}

START_TEST(only_what_has_a_direction_is_worse)
{
    lb_recipe recipe = load();
    const struct {
        const char *column;
        int direction;
    } known[] = {{"index", 1},      {"rank", -1},         {"inkomst", -1},
                 {"Utbildning", 1}, {"inkomst_score", 1}, {"segregation", 1},
                 {"unga_0_15", 0},  {"population", 0},    {"index_sd", 0},
                 {"class_firm", 0}, {"avstånd", 0},       {"forvarvsfrekvens", -1}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        ck_assert_msg(lb_column_direction(&recipe, known[i].column) == known[i].direction, "%s",
                      known[i].column);
    recipe.variable[0].weight = 0; /* inkomst is carried along */
    ck_assert_int_eq(lb_column_direction(&recipe, "inkomst"), 0);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(low_income_is_in_the_worst_class)
{
    lb_recipe recipe = load();
    const double income[] = {500, 100, NAN, 300, 200, 400};
    const int worse[] = {1, 5, 0, 3, 4, 2};
    lb_column_classes c;
    recipe.class_method = LB_CLASS_FIXED; /* breaks of the index are not of income */
    ck_assert_int_eq(lb_column_classes_compute(&recipe, "inkomst", income, NULL, 6, &c), LB_OK);
    ck_assert(c.ranked && c.count == 5);
    for (int i = 0; i < 6; i++)
        ck_assert_int_eq(c.class_of[i], worse[i]);
    ck_assert(c.low[4] == 100 && c.high[4] == 100 && c.low[0] == 500);
    lb_column_classes_clear(&c);
    ck_assert_int_eq(lb_column_classes_compute(&recipe, "population", income, NULL, 6, &c), LB_OK);
    ck_assert(!c.ranked);
    for (int i = 0; i < 6; i++)
        ck_assert_int_eq(c.class_of[i], worse[i] ? 6 - worse[i] : 0);
    lb_column_classes_clear(&c);
    lb_recipe_clear(&recipe);
}
END_TEST

/* Four squares of 250 m and one of 1 000 m, which fills sixteen cells and is one of five squares:
 * over cells it would be four of the five classes. */
static void write_grid(const char *path)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs("rutid;size;population;index;class;utlandsk_bakgrund;inkomst\n"
          "6000006600000;250;30;10;1;0,1;500\n"
          "6002506600000;250;40;20;2;0,2;400\n"
          "6005006600000;250;50;30;3;0,3;300\n"
          "6007506600000;250;60;40;4;0,4;200\n"
          "6010006600000;1000;90;50;5;0,5;100\n",
          file);
    fclose(file);
}

static void classes_are_one(const char *path, const char *column, const char *name)
{
    lb_recipe recipe = load();
    lb_error err = {0};
    lb_job job = {0};
    lb_page_grid page;
    lb_map_grid map;
    lb_map_options options;
    size_t v = 0;
    lb_map_options_init(&options);
    options.grid = path;
    options.column = column;
    ck_assert_msg(lb_page_grid_read(path, &recipe, &job, &page, &err) == LB_OK, "%s", err.text);
    ck_assert_msg(lb_map_grid_read(&options, NULL, &job, &map, &err) == LB_OK, "%s", err.text);
    while (strcmp(page.value[v].name, name) != 0)
        v++;
    const lb_column_classes *classes = page.value[v].classes;
    ck_assert_int_eq(map.cells, 20);
    ck_assert_int_eq(map.classes.count, classes->count);
    ck_assert(map.classes.ranked == classes->ranked);
    for (size_t i = 0; i < map.cells; i++) {
        size_t square = map.values.square[i];
        ck_assert_int_eq(classes->class_of[square], 1 + (int)square);
        ck_assert_int_eq(map.class_of[i], 1 + (int)square);
    }
    for (int k = 0; k < classes->count; k++)
        ck_assert(map.low[k] == classes->low[k] && map.high[k] == classes->high[k]);
    lb_map_grid_clear(&map);
    lb_page_grid_clear(&page);
    lb_recipe_clear(&recipe);
}

START_TEST(map_and_page_have_the_classes_of_delivered_squares)
{
    char folder[] = "/tmp/lb_column_classes_XXXXXX", path[64];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/rutor.csv", folder);
    write_grid(path);
    classes_are_one(path, "utlandsk_bakgrund", "utlandsk_bakgrund");
    classes_are_one(path, "Inkomst", "inkomst");
    classes_are_one(path, "population", "population");
    classes_are_one(path, "index", "index");
    unlink(path);
    rmdir(folder);
}
END_TEST

LB_TEST_MAIN("column_classes", only_what_has_a_direction_is_worse, low_income_is_in_the_worst_class,
             map_and_page_have_the_classes_of_delivered_squares)
