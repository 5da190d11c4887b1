/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of grids under a job's disclosure policy: the same from a file and from what a step of
 * the run has kept, squares or raster. */
#include <unistd.h>

#include "input/grid/coarsened_columns.h"
#include "input/grid/grid_read.h"
#include "model/run_cache.h"
#include "tests/support/support.h"

static char folder[] = "/tmp/lb_coarsened_XXXXXX";
static lb_disclosure_policy five = {.min_cell = 5};
static size_t warnings;

static void count_warnings(void *udata, lb_severity severity, const char *text)
{
    (void)udata, (void)text;
    warnings += severity == LB_WARNING;
}
static lb_log counting = {.write = count_warnings};

static char *path_of(const char *name)
{
    static char path[4][300];
    static int next = 0;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

static void write_text(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

/* 40 squares: every fourth of 1 to 4 people, the others of 25 and more with some few young. */
static void make_delivery(void)
{
    char text[4000] = "Ruta;Rutstorl;Folk;Unga;Vuxna;Arbete\n";
    for (int i = 0; i < 40; i++) {
        bool few = i % 4 == 0;
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%d6600000;250;%d;%d;%d;%d\n",
                 600000 + 250 * (int)i, few ? 1 + i / 4 % 4 : 25 + i, few ? 0 : i % 9,
                 few ? 1 : 10 + i / 2, few ? 0 : 5 + i % 5);
    }
    write_text("folk.csv", text);
    write_text("recept.yaml",
               "recipe: prov\npopulation: {column: folk, minimum: 20}\nvariables:\n"
               "  unga: {column: unga, kind: count, direction: 1, group: g}\n"
               "  arbete: {numerator: [arbete], denominator: [vuxna], kind: share, direction: -1, "
               "group: g}\ngroups: {g: {weight: 1}}\n");
}

static void make_grid(lb_run_cache *cache)
{
    const char *const source[] = {path_of("folk.csv")};
    char recipe[300], gpkg[300], tif[300];
    lb_index_options options;
    lb_index_report report;
    lb_error err = {0};
    lb_job job = {.cache = cache, .force = true};
    snprintf(recipe, sizeof recipe, "%s", path_of("recept.yaml"));
    snprintf(gpkg, sizeof gpkg, "%s", path_of("g.gpkg"));
    snprintf(tif, sizeof tif, "%s", path_of("g.tif"));
    lb_index_options_init(&options);
    options.recipe = recipe;
    options.source = source;
    options.sources = 1;
    options.gpkg = gpkg;
    options.tif = tif;
    ck_assert_msg(lb_index_run(&options, &job, &report, &err) == LB_OK, "%s", err.text);
    lb_index_report_clear(&report);
}

static void setup(void)
{
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    make_delivery();
    make_grid(NULL);
    warnings = 0;
}

static void teardown(void)
{
    static const char *const names[] = {"folk.csv", "recept.yaml", "g.gpkg",
                                        "g.tif",    "g.qml",       "r.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path_of(names[i]));
    rmdir(folder);
}

enum { PEOPLE, YOUNG, WORK, INDEX, CLASS, YOUNG_MARK, WORK_COUNT, N_WANTED };
static const lb_grid_column wanted[N_WANTED] = {
    {"population", true, true},       {"unga", true, true},   {"arbete", false, true},
    {"index", false, true},           {"class", false, true}, {"unga_mark", false, false},
    {"arbete_numerator", true, false}};

static lb_square_columns read_columns(const char *name, lb_run_cache *cache, int min_cell)
{
    lb_square_columns columns;
    lb_disclosure_policy policy = {.min_cell = min_cell};
    lb_error err = {0};
    lb_job job = {.cache = cache, .disclosure = min_cell ? &policy : NULL, .log = &counting};
    ck_assert_msg(lb_square_columns_read(path_of(name), wanted, N_WANTED, &job, &columns, &err) ==
                      LB_OK,
                  "%s", err.text);
    return columns;
}

static bool same_value(double x, double y)
{
    return x == y || (isnan(x) && isnan(y));
}

static void same_columns(const lb_square_columns *a, const lb_square_columns *b)
{
    ck_assert_uint_eq(a->squares.count, b->squares.count);
    for (size_t c = 0; c < N_WANTED; c++) {
        ck_assert_int_eq(a->found[c], b->found[c]);
        for (size_t i = 0; i < a->squares.count; i++)
            ck_assert(same_value(a->squares.value[c][i], b->squares.value[c][i]));
    }
}

START_TEST(counts_are_coarsened_and_those_of_shares_are_not_there)
{
    lb_square_columns open = read_columns("g.gpkg", NULL, 0), c = read_columns("g.gpkg", NULL, 5);
    ck_assert_ptr_null(open.coarsened);
    ck_assert(open.found[WORK_COUNT] && !c.found[WORK_COUNT]);
    ck_assert(!open.found[YOUNG_MARK] && c.found[YOUNG_MARK]);
    for (size_t i = 0; i < c.squares.count; i++) {
        double people = open.squares.value[PEOPLE][i], young = open.squares.value[YOUNG][i];
        double used = c.squares.value[PEOPLE][i];
        ck_near(used, people < 5 ? 2.5 : people, 0);
        ck_near(c.coarsened[PEOPLE].low[i], people < 5 ? 1 : people, 0);
        ck_near(c.coarsened[PEOPLE].high[i], people < 5 ? 4 : people, 0);
        int mark = people < 5 ? LB_MARK_LEFT_OUT : young > 0 && young < 5 ? LB_MARK_FEW : -1;
        if (mark >= 0) /* else exact, or left out by the joint rule */
            ck_assert_int_eq(c.coarsened[YOUNG].mark[i], c.squares.value[YOUNG_MARK][i]);
        if (mark == LB_MARK_LEFT_OUT)
            ck_assert_int_eq(c.coarsened[YOUNG].mark[i], LB_MARK_LEFT_OUT);
        ck_assert(isnan(c.squares.value[INDEX][i]) == (people < 20));
    }
    lb_square_columns_clear(&open);
    lb_square_columns_clear(&c);
}
END_TEST

/* By the kernel's own functions, from what is read: index and class follow from the counts used. */
START_TEST(index_and_classes_are_those_of_the_coarsened_squares)
{
    lb_recipe recipe;
    lb_error err = {0};
    lb_job job = {.threads = 1};
    lb_index index;
    lb_square_columns c = read_columns("g.gpkg", NULL, 5), open = read_columns("g.gpkg", NULL, 0);
    lb_squares squares;
    size_t moved = 0;
    ck_assert_int_eq(lb_recipe_load(path_of("recept.yaml"), &job, &recipe, &err), LB_OK);
    ck_assert_int_eq(lb_squares_init(&squares, c.squares.count, 2), LB_OK);
    for (size_t i = 0; i < squares.count; i++) {
        squares.square[i] = c.squares.square[i];
        squares.population[i] = c.squares.value[PEOPLE][i];
        squares.value[0][i] = c.squares.value[YOUNG][i];
        squares.value[1][i] = c.squares.value[WORK][i];
        moved += !same_value(c.squares.value[INDEX][i], open.squares.value[INDEX][i]);
    }
    ck_assert_int_eq(lb_index_compute(&recipe, &squares, NULL, 1, &index), LB_OK);
    for (size_t i = 0; i < squares.count; i++) {
        ck_assert(same_value(index.index[i], c.squares.value[INDEX][i]));
        ck_assert(isnan(index.index[i]) || index.class_of[i] == c.squares.value[CLASS][i]);
    }
    ck_assert_uint_gt(moved, 0);
    lb_index_clear(&index);
    lb_squares_clear(&squares);
    lb_recipe_clear(&recipe);
    lb_square_columns_clear(&c);
    lb_square_columns_clear(&open);
}
END_TEST

START_TEST(a_run_coarsens_what_its_steps_keep_as_it_does_files)
{
    lb_run_cache *cache = lb_run_cache_new();
    make_grid(cache);
    lb_square_columns file = read_columns("g.gpkg", NULL, 5), kept;
    unlink(path_of("g.gpkg"));
    for (int again = 0; again < 2; again++) {
        kept = read_columns("g.gpkg", cache, 5);
        same_columns(&file, &kept);
        lb_square_columns_clear(&kept);
    }
    kept = read_columns("g.gpkg", cache, 4); /* another step's own minimum */
    ck_near(kept.coarsened[PEOPLE].high[0], kept.squares.value[PEOPLE][0] == 2 ? 3 : 4, 1);
    lb_square_columns_clear(&kept);
    lb_square_columns_clear(&file);
    lb_run_cache_free(cache);
}
END_TEST

START_TEST(a_raster_of_the_run_is_read_as_its_squares)
{
    lb_run_cache *cache = lb_run_cache_new();
    lb_job job = {.cache = cache, .disclosure = &five};
    lb_grid_values squares, raster;
    lb_error err = {0};
    make_grid(cache);
    ck_assert_int_eq(lb_grid_values_read(path_of("g.gpkg"), wanted, 5, &job, &squares, &err),
                     LB_OK);
    ck_assert_int_eq(lb_grid_values_read(path_of("g.tif"), wanted, 5, &job, &raster, &err), LB_OK);
    ck_assert_uint_eq(squares.cells, raster.cells);
    for (size_t c = 0; c < 5; c++)
        for (size_t i = 0; i < squares.cells; i++)
            ck_assert(same_value(squares.value[c][i], raster.value[c][i]));
    ck_assert_ptr_nonnull(raster.low[PEOPLE]);
    lb_grid_values_clear(&squares);
    lb_grid_values_clear(&raster);
    lb_run_cache_free(cache);
}
END_TEST

START_TEST(a_raster_from_a_file_has_its_people_coarsened_with_a_warning)
{
    lb_job job = {.disclosure = &five, .log = &counting};
    lb_grid_values raster;
    lb_error err = {0};
    ck_assert_int_eq(lb_grid_values_read(path_of("g.tif"), wanted, 1, &job, &raster, &err), LB_OK);
    for (size_t i = 0; i < raster.cells; i++)
        ck_assert(raster.value[0][i] == 2.5 || raster.value[0][i] >= 5);
    ck_assert_uint_eq(warnings, 1);
    lb_grid_values_clear(&raster);
}
END_TEST

START_TEST(a_table_without_a_recipe_has_its_counts_coarsened_in_any_order)
{
    static const char *const rows[] = {"6000006600000,250,3,12,50,2\n",
                                       "6002506600000,250,40,2,60,1\n",
                                       "6005006600000,250,0,0,,\n"};
    for (size_t first = 0; first < 3; first++) {
        char text[300] = "rutid,size,population,unga,index,class\n";
        const lb_grid_column of[] = {
            {"population", true, true}, {"unga", true, true}, {"index", false, true}};
        lb_square_columns c;
        lb_error err = {0};
        lb_job job = {.disclosure = &five, .log = &counting};
        warnings = 0;
        for (size_t k = 0; k < 3; k++)
            strcat(text, rows[(first + k) % 3]);
        write_text("r.csv", text);
        ck_assert_int_eq(lb_square_columns_read(path_of("r.csv"), of, 3, &job, &c, &err), LB_OK);
        ck_assert_uint_eq(warnings, 1);
        for (size_t i = 0; i < 3; i++) {
            size_t row = (first + i) % 3;
            ck_near(c.squares.value[0][i], ((double[]){2.5, 40, 0})[row], 0);
            ck_near(c.squares.value[1][i], ((double[]){12, 2.5, 0})[row], 0);
            ck_near(c.coarsened[0].high[i], ((double[]){4, 40, 0})[row], 0);
        }
        lb_square_columns_clear(&c);
    }
}
END_TEST

START_TEST(a_count_behind_a_share_is_refused_where_it_is_needed)
{
    const lb_grid_column count = {"arbete_denominator", true, true};
    lb_job job = {.disclosure = &five};
    lb_square_columns c;
    lb_error err = {0};
    ck_assert_int_eq(lb_square_columns_read(path_of("g.gpkg"), &count, 1, &job, &c, &err),
                     LB_E_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "--min-cell 0"));
    job.disclosure = NULL;
    ck_assert_int_eq(lb_square_columns_read(path_of("g.gpkg"), &count, 1, &job, &c, &err), LB_OK);
    lb_square_columns_clear(&c);
}
END_TEST

LB_FIXTURE_MAIN("coarsened_grid", setup, teardown,
                counts_are_coarsened_and_those_of_shares_are_not_there,
                index_and_classes_are_those_of_the_coarsened_squares,
                a_run_coarsens_what_its_steps_keep_as_it_does_files,
                a_raster_of_the_run_is_read_as_its_squares,
                a_raster_from_a_file_has_its_people_coarsened_with_a_warning,
                a_table_without_a_recipe_has_its_counts_coarsened_in_any_order,
                a_count_behind_a_share_is_refused_where_it_is_needed)
