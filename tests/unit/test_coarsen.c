/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/disclosure/coarsened_sum.h"
#include "kernel/statistics/random.h"
#include "tests/support/support.h"

/* Two parts of the people, a share of the adults, one of the people, and a level; 20 people. */
enum { YOUNG, TEENS, SCHOOLED, FOREIGN, INCOME, VARIABLES };

static lb_recipe recipe_of_five(void)
{
    static const char text[] =
        "recipe: prov\npopulation: {column: folk, minimum: 20}\nvariables:\n"
        "  barn: {column: barn, kind: count, direction: 1, group: g}\n"
        "  unga: {column: unga, kind: count, direction: 1, group: g}\n"
        "  skola: {numerator: [skola], denominator: [vuxna], kind: share, direction: 1, group: g}\n"
        "  fodda: {numerator: [fodda], denominator: population, kind: share, direction: 1, group: "
        "g}\n"
        "  inkomst: {column: inkomst, kind: level, direction: -1, group: g}\n"
        "groups: {g: {weight: 1}}\n";
    lb_recipe recipe;
    lb_error err = {0};
    lb_job job = {0};
    FILE *file = fopen("coarsen_recipe.yaml", "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
    ck_assert_msg(lb_recipe_load("coarsen_recipe.yaml", &job, &recipe, &err) == LB_OK, "%s",
                  err.text);
    remove("coarsen_recipe.yaml");
    return recipe;
}

typedef struct person_counts {
    double people, young, teens, adults, schooled, foreign, income;
} person_counts;

static lb_squares squares_of(const person_counts *row, size_t count)
{
    lb_squares s;
    ck_assert_int_eq(lb_squares_init(&s, count, VARIABLES), LB_OK);
    for (int v = SCHOOLED; v <= FOREIGN; v++) {
        s.numerator[v] = malloc((count + 1) * sizeof(double));
        s.denominator[v] = malloc((count + 1) * sizeof(double));
    }
    for (size_t i = 0; i < count; i++) {
        const person_counts *r = &row[i];
        s.square[i] = (lb_square){250, 500000 + 250 * (int32_t)(i % 1000),
                                  6500000 - 250 * (int32_t)(i / 1000)};
        s.population[i] = r->people;
        s.value[YOUNG][i] = r->young;
        s.value[TEENS][i] = r->teens;
        s.numerator[SCHOOLED][i] = r->schooled;
        s.denominator[SCHOOLED][i] = r->adults;
        s.value[SCHOOLED][i] = r->adults > 0 ? fmin(r->schooled / r->adults, 1) : (double)NAN;
        s.numerator[FOREIGN][i] = r->foreign;
        s.denominator[FOREIGN][i] = r->people;
        s.value[FOREIGN][i] = r->people > 0 ? r->foreign / r->people : (double)NAN;
        s.value[INCOME][i] = r->income;
    }
    return s;
}

static lb_coarsened_squares coarsened(const lb_recipe *recipe, const person_counts *row,
                                      size_t count)
{
    lb_coarsened_squares out;
    lb_squares squares = squares_of(row, count);
    ck_assert_int_eq(lb_coarsen_squares(recipe, &squares, 5, &out), LB_OK);
    lb_squares_clear(&squares);
    return out;
}

/* One square by itself: no bin is large enough, so few count as 2.5 and the adults as everybody. */
static lb_coarsened_squares one_square(const person_counts *row)
{
    lb_recipe recipe = recipe_of_five();
    lb_coarsened_squares out = coarsened(&recipe, row, 1);
    lb_recipe_clear(&recipe);
    return out;
}

static void part_is(const person_counts *row, int v, int mark, double used, double high)
{
    lb_coarsened_squares out = one_square(row);
    ck_assert_int_eq(out.variable[v].mark[0], mark);
    ck_near(out.squares.value[v][0], used, 1e-12);
    ck_near(out.variable[v].high[0], high, 1e-12);
    lb_coarsened_squares_clear(&out);
}

START_TEST(parts_are_exact_few_or_left_out)
{
    part_is(&(person_counts){40, 5, 0, 0, 0, 0, 0}, YOUNG, LB_MARK_EXACT, 5, 5);
    part_is(&(person_counts){40, 5, 0, 0, 0, 0, 0}, TEENS, LB_MARK_EXACT, 0, 0);
    part_is(&(person_counts){40, 4, 9, 0, 0, 0, 0}, YOUNG, LB_MARK_FEW, 2.5, 4);
    /* below the base of 20 nothing but the people; no square shows a share of young: 0 is used */
    part_is(&(person_counts){19, 0, 0, 0, 0, 0, 0}, YOUNG, LB_MARK_LEFT_OUT, 0, 19);
    part_is(&(person_counts){3, 2, 0, 0, 0, 0, 0}, YOUNG, LB_MARK_LEFT_OUT, 0, 4);
    /* more young than people, as of another year */
    part_is(&(person_counts){40, 41, 7, 0, 0, 0, 0}, YOUNG, LB_MARK_LEFT_OUT, 0, 40);
    part_is(&(person_counts){0, 0, 0, 0, 0, 0, 0}, YOUNG, LB_MARK_EXACT, 0, 0);
    part_is(&(person_counts){0, 2, 0, 0, 0, 0, 0}, YOUNG, LB_MARK_LEFT_OUT, 0, 0);
}
END_TEST

START_TEST(parts_that_leave_few_others_are_left_out_together)
{
    part_is(&(person_counts){20, 17, 0, 0, 0, 0, 0}, YOUNG, LB_MARK_LEFT_OUT, 0, 20);
    part_is(&(person_counts){20, 17, 0, 0, 0, 0, 0}, TEENS, LB_MARK_LEFT_OUT, 0, 20);
    part_is(&(person_counts){20, 20, 0, 0, 0, 0, 0}, YOUNG, LB_MARK_EXACT, 20, 20);
    part_is(&(person_counts){20, 16, 4, 0, 0, 0, 0}, TEENS, LB_MARK_FEW, 2.5, 4);
    part_is(&(person_counts){20, 17, 2, 0, 0, 0, 0}, TEENS, LB_MARK_LEFT_OUT, 0, 20);
    part_is(&(person_counts){21, 3, 3, 0, 0, 0, 0}, YOUNG, LB_MARK_FEW, 2.5, 4);
    /* 7 of 19 adults: 37 % can be of no fewer than 19, and leaves too few for two parts */
    part_is(&(person_counts){25, 3, 3, 19, 7, 0, 0}, YOUNG, LB_MARK_LEFT_OUT, 0, 25);
    part_is(&(person_counts){27, 3, 3, 19, 7, 0, 0}, YOUNG, LB_MARK_FEW, 2.5, 4);
}
END_TEST

static void share_is(const person_counts *row, int v, int mark, double used)
{
    lb_coarsened_squares out = one_square(row);
    ck_assert_int_eq(out.variable[v].mark[0], mark);
    if (isnan(used))
        ck_assert(isnan(out.squares.value[v][0]));
    else
        ck_near(out.squares.value[v][0], used, 1e-12);
    lb_coarsened_squares_clear(&out);
}

START_TEST(shares_are_whole_per_cent_about_or_left_out)
{
    share_is(&(person_counts){40, 0, 0, 30, 7, 0, 0}, SCHOOLED, LB_MARK_EXACT, 0.23);
    share_is(&(person_counts){40, 0, 0, 30, 0, 0, 0}, SCHOOLED, LB_MARK_EXACT, 0);
    share_is(&(person_counts){40, 0, 0, 30, 30, 0, 0}, SCHOOLED, LB_MARK_EXACT, 1);
    share_is(&(person_counts){40, 0, 0, 30, 3, 0, 0}, SCHOOLED, LB_MARK_ABOUT, 0.06);
    share_is(&(person_counts){40, 0, 0, 30, 28, 0, 0}, SCHOOLED, LB_MARK_ABOUT, 0.94);
    share_is(&(person_counts){40, 0, 0, 38, 19, 0, 0}, SCHOOLED, LB_MARK_ABOUT, 0.51);
    share_is(&(person_counts){40, 0, 0, 4, 0, 0, 0}, SCHOOLED, LB_MARK_LEFT_OUT, NAN);
    share_is(&(person_counts){40, 0, 0, 7, 3, 0, 0}, SCHOOLED, LB_MARK_LEFT_OUT, NAN);
    share_is(&(person_counts){19, 0, 0, 18, 9, 0, 0}, SCHOOLED, LB_MARK_LEFT_OUT, NAN);
    share_is(&(person_counts){40, 0, 0, 0, 0, 2, 0}, FOREIGN, LB_MARK_ABOUT, 0.06);
    share_is(&(person_counts){40, 0, 0, 0, 0, 10, 0}, FOREIGN, LB_MARK_EXACT, 0.25);
}
END_TEST

START_TEST(levels_are_thousands_or_three_digits)
{
    share_is(&(person_counts){40, 0, 0, 0, 0, 0, 287654}, INCOME, LB_MARK_EXACT, 288000);
    share_is(&(person_counts){40, 0, 0, 0, 0, 0, 287.654}, INCOME, LB_MARK_EXACT, 288);
    share_is(&(person_counts){40, 0, 0, 0, 0, 0, 1.23456}, INCOME, LB_MARK_EXACT, 1.23);
    share_is(&(person_counts){40, 0, 0, 0, 0, 0, -1234.5}, INCOME, LB_MARK_EXACT, -1230);
    share_is(&(person_counts){19, 0, 0, 0, 0, 0, 287654}, INCOME, LB_MARK_LEFT_OUT, NAN);
}
END_TEST

/* A count that a recipe calls a level (its kind where none is said) would be shown as it is. */
START_TEST(levels_that_are_counts_of_people_are_left_out)
{
    static const struct {
        double income[3];
        bool open, shown;
    } cases[] = {{{3, 0, 12}, false, false}, {{3, 0, 12}, true, true},  {{3, 0.5, 12}, false, true},
                 {{3, 0, 61}, false, true},  {{5, 0, 12}, false, true}, {{3, NAN, -1}, false, true},
                 {{3, 0, 10}, false, true},  {{3, 0, 11}, false, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lb_recipe recipe = recipe_of_five();
        person_counts row[4] = {{.people = 40}, {.people = 40}, {.people = 60}, {19, .income = 20}};
        recipe.variable[INCOME].open = cases[k].open;
        for (size_t i = 0; i < 3; i++)
            row[i].income = cases[k].income[i];
        lb_coarsened_squares out = coarsened(&recipe, row, 4);
        ck_assert_msg(isnan(out.squares.value[INCOME][0]) != cases[k].shown, "case %zu", k);
        ck_assert_int_eq(out.variable[INCOME].mark[0],
                         cases[k].shown ? LB_MARK_EXACT : LB_MARK_LEFT_OUT);
        lb_coarsened_squares_clear(&out);
        lb_recipe_clear(&recipe);
    }
}
END_TEST

/* Years of residence, say: whole, few in some squares, never none. A square without people has no
 * count that could be 0; one of few people has. */
START_TEST(a_level_that_looks_like_a_count_has_squares_without_any)
{
    static const struct {
        double people, income; /* of a fourth square, of fewer than 20 people */
        bool shown;
    } cases[] = {{19, 2, true}, {19, 0, false}, {1, 0, false}, {0, 0, true}, {19, NAN, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lb_recipe recipe = recipe_of_five();
        person_counts row[4] = {{40, .income = 3},
                                {40, .income = 1},
                                {60, .income = 12},
                                {cases[k].people, .income = cases[k].income}};
        lb_coarsened_squares out = coarsened(&recipe, row, 4);
        ck_assert_msg(isnan(out.squares.value[INCOME][0]) != cases[k].shown, "case %zu", k);
        lb_coarsened_squares_clear(&out);
        lb_recipe_clear(&recipe);
    }
}
END_TEST

/* A ratio whose kind the recipe does not say is a level, of three digits: 38 of 40 would tell that
 * two are not. Nowhere above 1 it is a share. */
START_TEST(ratios_that_are_nowhere_above_1_are_coarsened_as_shares)
{
    static const struct {
        double other; /* foreign, in a square of 60 */
        bool open;
        int mark;
        double shown;
    } cases[] = {{12, false, LB_MARK_ABOUT, 0.94}, /* 1 - 2.5 of 40 */
                 {60, false, LB_MARK_ABOUT, 0.94},
                 {61, false, LB_MARK_EXACT, 0.95},
                 {12.5, false, LB_MARK_EXACT, 0.95},
                 {12, true, LB_MARK_EXACT, 0.95}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lb_recipe recipe = recipe_of_five();
        person_counts row[3] = {
            {40, .foreign = 38}, {60, .foreign = cases[k].other}, {19, .foreign = 30}};
        recipe.variable[FOREIGN].kind = LB_KIND_LEVEL;
        recipe.variable[FOREIGN].open = cases[k].open;
        lb_coarsened_squares out = coarsened(&recipe, row, 3);
        ck_assert_msg(out.variable[FOREIGN].mark[0] == cases[k].mark, "case %zu", k);
        ck_near(out.squares.value[FOREIGN][0], cases[k].shown, 1e-12);
        ck_assert_int_eq(recipe.variable[FOREIGN].kind, LB_KIND_LEVEL);
        lb_coarsened_squares_clear(&out);
        lb_recipe_clear(&recipe);
    }
}
END_TEST

/* Squares of which `income` is the share of people that are of a kind. */
static lb_squares squares_with_shares(const double (*row)[2], size_t count)
{
    person_counts square[10] = {{0}};
    for (size_t i = 0; i < count; i++)
        square[i] = (person_counts){.people = row[i][0], .income = row[i][1]};
    return squares_of(square, count);
}

/* Without counts: 0.075 of 40 is 3. A value that is no part of the square's people to its decimals
 * says that the figure is of something else. */
START_TEST(levels_from_0_to_1_that_are_parts_of_the_people_are_coarsened_as_shares)
{
    static const struct {
        double row[3][2];
        bool open;
        int mark;
        double shown;
    } cases[] = {{{{40, 0.075}, {60, 0.5}, {30, 0}}, false, LB_MARK_ABOUT, 0.06},
                 {{{40, 0.075}, {60, 0.5}, {30, 1}}, true, LB_MARK_EXACT, 0.075},
                 {{{40, 0.3}, {60, 0.517}, {30, NAN}}, false, LB_MARK_EXACT, 0.3},
                 {{{40, 0.325}, {60, 0.5167}, {30, 0}}, false, LB_MARK_EXACT, 0.32}, /* 13, 31 */
                 {{{40, 0.325}, {23, 0.5143}, {30, 0}}, false, LB_MARK_EXACT, 0.325},
                 {{{40, 0.325}, {60, 1.2}, {30, 0}}, false, LB_MARK_EXACT, 0.325},
                 {{{40, 0.325}, {60, -0.5}, {30, 0}}, false, LB_MARK_EXACT, 0.325},
                 {{{40, 1}, {60, 0}, {30, 0}}, false, LB_MARK_EXACT, 1}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lb_recipe recipe = recipe_of_five();
        lb_squares squares = squares_with_shares(cases[k].row, 3);
        lb_coarsened_squares out;
        recipe.variable[INCOME].open = cases[k].open;
        ck_assert_int_eq(lb_coarsen_squares(&recipe, &squares, LB_MIN_CELL, &out), LB_OK);
        ck_assert_msg(out.variable[INCOME].mark[0] == cases[k].mark, "case %zu", k);
        ck_near(out.squares.value[INCOME][0], cases[k].shown, 1e-12);
        lb_coarsened_squares_clear(&out);
        lb_squares_clear(&squares);
        lb_recipe_clear(&recipe);
    }
}
END_TEST

/* 7.5 per cent of 40 are 3. Of whole per cents most squares fit, of tenths of 20 people one in
 * eight: it takes squares enough to know. */
START_TEST(levels_from_0_to_100_that_are_parts_of_the_people_are_left_out)
{
    static const struct {
        double row[10][2]; /* of people and a value; no people: no square more */
        bool shown;
    } cases[] = {
        /* 1 of 20, 2 of 21, 3 of 22, 4 of 23, 5 of 24, 6 of 25, 7 of 26 */
        {{{20, 5}, {21, 9.5}, {22, 13.6}, {23, 17.4}, {24, 20.8}, {25, 24}, {26, 26.9}}, false},
        {{{20, 5}, {21, 9.52}, {22, 13.64}, {23, 17.39}, {24, 20.83}, {25, 24}, {26, 30}}, false},
        {{{20, 5}, {21, 9.5}, {22, 13.6}, {23, 17.4}, {24, 20.8}, {25, 24}, {26, 26.2}}, true},
        {{{20, 5}, {21, 9.5}, {220, 13.6}, {230, 17.4}, {240, 20.8}, {25, NAN}, {26, 0}}, true},
        {{{20, 5},
          {21, 10},
          {22, 14},
          {23, 17},
          {24, 21},
          {25, 24},
          {26, 27},
          {27, 30},
          {28, 32},
          {29, 34}},
         false},
        {{{20, 5}, {21, 10}, {22, 14}, {23, 17}, {24, 21}, {25, 24}, {26, 27}}, true},
        {{{20, 5},
          {21, 10},
          {22, 14},
          {23, 19},
          {24, 21},
          {25, 24},
          {26, 27},
          {27, 30},
          {28, 32},
          {29, 34}},
         true},
        {{{20, 41.2}, {21, 37.7}, {22, 44.1}, {23, 39}, {24, 40.9}, {25, 51.3}, {26, 38.8}}, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lb_recipe recipe = recipe_of_five();
        lb_squares squares = squares_with_shares(cases[k].row, 10);
        lb_coarsened_squares out;
        ck_assert_int_eq(lb_coarsen_squares(&recipe, &squares, LB_MIN_CELL, &out), LB_OK);
        ck_assert_msg(isnan(out.squares.value[INCOME][1]) != cases[k].shown, "case %zu", k);
        lb_coarsened_squares_clear(&out);
        lb_squares_clear(&squares);
        lb_recipe_clear(&recipe);
    }
}
END_TEST

/* 61 pupils of 50 adults are 1.22: of 60 people with 7 young the adults leave 3 for the teens. */
START_TEST(a_ratio_of_three_digits_tells_its_denominator)
{
    for (int adults = 48; adults <= 50; adults += 2) {
        lb_recipe recipe = recipe_of_five();
        person_counts row[2] = {{60, 7, 3, adults, 61, 0, 0}, {100, 7, 30, 50, 50, 0, 0}};
        recipe.variable[SCHOOLED].kind = LB_KIND_LEVEL;
        lb_squares squares = squares_of(row, 2);
        squares.value[SCHOOLED][0] = 61.0 / adults;
        lb_coarsened_squares out;
        ck_assert_int_eq(lb_coarsen_squares(&recipe, &squares, LB_MIN_CELL, &out), LB_OK);
        ck_assert_int_eq(out.variable[SCHOOLED].mark[0], LB_MARK_EXACT);
        ck_assert_int_eq(out.variable[TEENS].mark[0],
                         adults == 48 ? LB_MARK_FEW : LB_MARK_LEFT_OUT);
        lb_coarsened_squares_clear(&out);
        lb_squares_clear(&squares);
        lb_recipe_clear(&recipe);
    }
}
END_TEST

/* Levels of education of the adults, level[count][levels]: shares of one denominator. */
static lb_squares schooled_adults(lb_recipe *recipe, size_t levels, const double *level,
                                  size_t count, double adults)
{
    lb_squares s;
    const lb_variable share = recipe->variable[SCHOOLED];
    recipe->variables = levels;
    ck_assert_int_eq(lb_squares_init(&s, count, levels), LB_OK);
    for (size_t v = 0; v < levels; v++) {
        recipe->variable[v].kind = LB_KIND_SHARE;
        recipe->variable[v].per_population = false;
        recipe->variable[v].denominator = share.denominator;
        s.numerator[v] = malloc((count + 1) * sizeof(double));
        s.denominator[v] = malloc((count + 1) * sizeof(double));
        for (size_t i = 0; i < count; i++) {
            s.numerator[v][i] = level[i * levels + v];
            s.denominator[v][i] = adults;
            s.value[v][i] = level[i * levels + v] / adults;
        }
    }
    for (size_t i = 0; i < count; i++) {
        s.square[i] = (lb_square){250, 500000 + 250 * (int32_t)i, 6500000};
        s.population[i] = 60;
    }
    return s;
}

/* Of 40 adults 38 and 55 per cent leave 3. Where they are 93 and 0, the rest of the first is as
 * hidden as the few are. */
START_TEST(shares_that_make_up_their_denominator_do_not_tell_a_few)
{
    enum { OUT = LB_MARK_LEFT_OUT, EXACT = LB_MARK_EXACT, ABOUT = LB_MARK_ABOUT };
    static const struct {
        double level[4][3];
        int mark[4][3];
    } cases[] = {
        {{{15, 22, 3}, {20, 10, 10}, {37, 3, 0}, {36, 2, 2}},
         {{OUT, OUT, OUT}, {EXACT, EXACT, EXACT}, {ABOUT, ABOUT, EXACT}, {ABOUT, ABOUT, ABOUT}}},
        /* Of a fourth level, which is not delivered, are some in the second square. */
        {{{15, 22, 3}, {20, 10, 5}, {37, 3, 0}, {36, 2, 2}},
         {{EXACT, EXACT, ABOUT},
          {EXACT, EXACT, EXACT},
          {ABOUT, ABOUT, EXACT},
          {ABOUT, ABOUT, ABOUT}}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lb_recipe recipe = recipe_of_five(), three = recipe;
        lb_variable variable[3] = {recipe.variable[0], recipe.variable[1], recipe.variable[2]};
        three.variable = variable;
        lb_squares squares = schooled_adults(&three, 3, cases[k].level[0], 4, 40);
        lb_coarsened_squares out;
        ck_assert_int_eq(lb_coarsen_squares(&three, &squares, LB_MIN_CELL, &out), LB_OK);
        for (size_t i = 0; i < 4; i++)
            for (size_t v = 0; v < 3; v++) {
                ck_assert_msg(out.variable[v].mark[i] == cases[k].mark[i][v],
                              "case %zu, square %zu, share %zu", k, i, v);
                ck_assert_int_eq(isnan(out.squares.value[v][i]), cases[k].mark[i][v] == OUT);
            }
        lb_coarsened_squares_clear(&out);
        lb_squares_clear(&squares);
        lb_recipe_clear(&recipe);
    }
}
END_TEST

/* Thirteen groups of age behind a share that is none of them: 8, 8, ... of 100 leave 4. */
START_TEST(many_shares_that_make_up_their_denominator_do_not_tell_a_few)
{
    enum { GROUPS = 13, SHARES = GROUPS + 1 };
    double level[2][SHARES];
    lb_variable variable[SHARES];
    lb_recipe recipe = recipe_of_five(), many = recipe;
    lb_coarsened_squares out;
    for (size_t v = 0; v < SHARES; v++) {
        variable[v] = recipe.variable[SCHOOLED];
        level[0][v] = v == 0 ? 30 : v < GROUPS ? 8 : 4;
        level[1][v] = v == 0 ? 30 : v < GROUPS ? 7 : 16;
    }
    many.variable = variable;
    lb_squares squares = schooled_adults(&many, SHARES, level[0], 2, 100);
    squares.population[0] = squares.population[1] = 120;
    ck_assert_int_eq(lb_coarsen_squares(&many, &squares, LB_MIN_CELL, &out), LB_OK);
    for (size_t v = 0; v < SHARES; v++) {
        ck_assert_int_eq(out.variable[v].mark[0] == LB_MARK_LEFT_OUT, v > 0);
        ck_assert_int_eq(out.variable[v].mark[1], LB_MARK_EXACT);
    }
    lb_coarsened_squares_clear(&out);
    lb_squares_clear(&squares);
    lb_recipe_clear(&recipe);
}
END_TEST

/* Thirteen groups of age, each behind a share that is none of them: what is all need not follow one
 * another in the recipe. */
START_TEST(many_shares_in_any_order_that_make_up_their_denominator_do_not_tell_a_few)
{
    enum { GROUPS = 13, SHARES = 2 * GROUPS, TOWN = 40 };
    double level[TOWN][SHARES];
    lb_variable variable[SHARES];
    lb_recipe recipe = recipe_of_five(), many = recipe;
    lb_coarsened_squares out;
    for (size_t i = 0; i < TOWN; i++) {
        double left = 100;
        for (size_t v = 0; v < SHARES; v++) {
            double random = floor(4 * lb_random_uniform(5, v, i)); /* 0 to 3 */
            variable[v] = recipe.variable[SCHOOLED];
            level[i][v] = v % 2 == 0 ? 20 + 10 * random + (double)i : i == 0 ? 8 : 5 + random;
            left -= v % 2 == 0 ? 0 : level[i][v];
        }
        level[i][SHARES - 1] += left;
    }
    many.variable = variable;
    lb_squares squares = schooled_adults(&many, SHARES, level[0], TOWN, 100);
    for (size_t i = 0; i < TOWN; i++)
        squares.population[i] = 120;
    ck_assert_int_eq(lb_coarsen_squares(&many, &squares, LB_MIN_CELL, &out), LB_OK);
    ck_assert_double_eq(level[0][SHARES - 1], 4);
    for (size_t v = 0; v < SHARES; v++)
        ck_assert_int_eq(out.variable[v].mark[0] == LB_MARK_LEFT_OUT, v % 2 == 1);
    lb_coarsened_squares_clear(&out);
    lb_squares_clear(&squares);
    lb_recipe_clear(&recipe);
}
END_TEST

/* The same of the people, without their counts: 38 and 55 per cent of 60 leave 4, as rounded as
 * they are. */
START_TEST(shares_without_counts_that_make_up_all_people_do_not_tell_a_few)
{
    static const double all[2][3] = {{23, 33, 4}, {20, 20, 20}},
                        some[2][3] = {{23, 33, 4}, {20, 20, 10}};
    for (size_t k = 0; k < 2; k++) {
        lb_recipe recipe = recipe_of_five(), three = recipe;
        lb_variable variable[3] = {recipe.variable[0], recipe.variable[1], recipe.variable[2]};
        three.variable = variable;
        lb_squares squares = schooled_adults(&three, 3, k ? some[0] : all[0], 2, 60);
        lb_coarsened_squares out;
        for (size_t v = 0; v < 3; v++) {
            variable[v].denominator = (lb_names){.count = 0};
            for (size_t i = 0; i < 2; i++)
                squares.value[v][i] = nearbyint(squares.value[v][i] * 1000) / 1000;
            free(squares.numerator[v]);
            free(squares.denominator[v]);
            squares.numerator[v] = squares.denominator[v] = NULL;
        }
        ck_assert_int_eq(lb_coarsen_squares(&three, &squares, LB_MIN_CELL, &out), LB_OK);
        for (size_t v = 0; v < 3; v++) {
            ck_assert_int_eq(out.variable[v].mark[0] == LB_MARK_LEFT_OUT, k == 0);
            ck_assert_int_eq(out.variable[v].mark[1], LB_MARK_EXACT);
        }
        lb_coarsened_squares_clear(&out);
        lb_squares_clear(&squares);
        lb_recipe_clear(&recipe);
    }
}
END_TEST

START_TEST(what_is_missing_stays_missing)
{
    lb_coarsened_squares out = one_square(&(person_counts){40, NAN, 3, NAN, 3, 9, NAN});
    ck_assert(isnan(out.squares.value[YOUNG][0]) && isnan(out.variable[YOUNG].high[0]));
    ck_assert(isnan(out.squares.value[SCHOOLED][0]) && isnan(out.squares.value[INCOME][0]));
    ck_assert_int_eq(out.variable[TEENS].mark[0], LB_MARK_FEW);
    lb_coarsened_squares_clear(&out);
    out = one_square(&(person_counts){NAN, 7, 3, 30, 9, 9, 200});
    ck_assert(isnan(out.squares.population[0]) && isnan(out.variable[YOUNG].high[0]));
    for (int v = 0; v < VARIABLES; v++)
        ck_assert(isnan(out.squares.value[v][0]) && out.variable[v].mark[0] == LB_MARK_LEFT_OUT);
    lb_coarsened_squares_clear(&out);
}
END_TEST

START_TEST(open_variables_are_as_delivered_where_people_are_enough)
{
    lb_recipe recipe = recipe_of_five();
    recipe.variable[TEENS].open = recipe.variable[SCHOOLED].open = recipe.variable[INCOME].open =
        true;
    const person_counts row[] = {{60, 3, 3, 31, 3, 0, 287654}, {19, 3, 3, 9, 3, 0, 287654}};
    lb_coarsened_squares out = coarsened(&recipe, row, 2);
    ck_near(out.squares.value[TEENS][0], 3, 0);
    ck_near(out.squares.value[SCHOOLED][0], 3.0 / 31, 1e-15);
    ck_near(out.squares.value[INCOME][0], 287654, 0);
    ck_assert_int_eq(out.variable[YOUNG].mark[0], LB_MARK_FEW);
    ck_assert_int_eq(out.variable[TEENS].mark[1], LB_MARK_LEFT_OUT);
    ck_assert(isnan(out.squares.value[SCHOOLED][1]) && isnan(out.squares.value[INCOME][1]));
    lb_coarsened_squares_clear(&out);
    lb_recipe_clear(&recipe);
}
END_TEST

/* `count` squares of few people, of `ones` of them one and of the others four. */
static double mean_of_few(size_t count, size_t ones)
{
    person_counts row[200] = {{.people = 0}};
    lb_recipe recipe = recipe_of_five();
    for (size_t i = 0; i < count; i++)
        row[i].people = i < ones ? 1 : 4;
    lb_coarsened_squares out = coarsened(&recipe, row, count);
    double used = out.squares.population[0];
    ck_assert_int_eq(out.population.mark[0], LB_MARK_FEW);
    lb_coarsened_squares_clear(&out);
    lb_recipe_clear(&recipe);
    return used;
}

START_TEST(few_people_are_their_mean_unless_it_would_tell_of_one)
{
    ck_near(mean_of_few(29, 10), 2.5, 0); /* fewer than 30 */
    ck_near(mean_of_few(30, 10), 3, 0);
    ck_near(mean_of_few(30, 30), 2.5, 0); /* 30 and no more: all are 1 */
    ck_near(mean_of_few(30, 29), 1.1, 0); /* 33 = n + 3: each can be 1 and each 4 */
    ck_near(mean_of_few(30, 1), 3.9, 0);  /* 117 = 4n - 3 */
    ck_near(mean_of_few(30, 0), 2.5, 0);
    ck_near(mean_of_few(200, 100), 2.5, 0);
}
END_TEST

/* Listing: all worlds of one number of people; worlds that are shown alike, and what each hidden
 * count can be in them. */

typedef struct shown_square {
    double value[SCHOOLED + 1];
    uint8_t mark[SCHOOLED + 1];
    double low[SCHOOLED + 1], high[SCHOOLED + 1]; /* of young, teens, schooled in these worlds */
} shown_square;

static bool shown_alike(const shown_square *a, const lb_coarsened_squares *out, size_t i)
{
    for (int v = 0; v <= SCHOOLED; v++) {
        double x = a->value[v], y = out->squares.value[v][i];
        if (a->mark[v] != out->variable[v].mark[i] || (x != y && !(isnan(x) && isnan(y))))
            return false;
    }
    return true;
}

/* A count is safe that can be two numbers three apart (with hidden zeros: four, from none), is none
 * (shown so), or is no few in every world. */
static void nothing_is_pinned(const shown_square *shown, double people, lb_zeros zeros)
{
    bool hidden = zeros == LB_ZEROS_HIDE;
    for (int v = 0; v <= SCHOOLED; v++) {
        double low = shown->low[v], high = shown->high[v];
        ck_assert_msg(
            high - low >= (hidden ? 4 : 3) ||
                (high == 0 && (!hidden || shown->mark[v] == LB_MARK_LEFT_OUT)) || low >= 5,
            "%g people: variable %d is known from %g to %g (marks %d %d %d, values %g %g %g)",
            people, v, low, high, shown->mark[0], shown->mark[1], shown->mark[2], shown->value[0],
            shown->value[1], shown->value[2]);
    }
}

static size_t list_worlds(int people, int adults_step, person_counts *row)
{
    size_t count = 0;
    for (int young = 0; young <= people; young++)
        for (int teens = 0; young + teens <= people; teens++)
            for (int adults = 0; young + teens + adults <= people; adults += adults_step)
                for (int schooled = 0; schooled <= adults; schooled++)
                    row[count++] = (person_counts){people, young, teens, adults, schooled, 0, 200};
    return count;
}

static void look_at_worlds(const person_counts *row, size_t count, const lb_coarsened_squares *out,
                           lb_zeros zeros)
{
    shown_square *shown = malloc(60000 * sizeof *shown);
    size_t kinds = 0;
    for (size_t i = 0; i < count; i++) {
        const double truth[] = {row[i].young, row[i].teens, row[i].schooled};
        size_t k = 0;
        while (k < kinds && !shown_alike(&shown[k], out, i))
            k++;
        if (k == kinds) {
            ck_assert_uint_lt(kinds, 60000);
            for (int v = 0; v <= SCHOOLED; v++) {
                shown[k].value[v] = out->squares.value[v][i];
                shown[k].mark[v] = out->variable[v].mark[i];
                shown[k].low[v] = shown[k].high[v] = truth[v];
            }
            kinds++;
        }
        for (int v = 0; v <= SCHOOLED; v++) {
            shown[k].low[v] = fmin(shown[k].low[v], truth[v]);
            shown[k].high[v] = fmax(shown[k].high[v], truth[v]);
        }
    }
    for (size_t k = 0; k < kinds; k++)
        nothing_is_pinned(&shown[k], row[0].people, zeros);
    free(shown);
}

static void nothing_is_told(int people, int adults_step, lb_zeros zeros)
{
    person_counts *row = malloc(2000000 * sizeof *row);
    lb_recipe recipe = recipe_of_five();
    recipe.zeros = zeros;
    size_t count = list_worlds(people, adults_step, row);
    lb_coarsened_squares out = coarsened(&recipe, row, count);
    look_at_worlds(row, count, &out, zeros);
    lb_coarsened_squares_clear(&out);
    lb_recipe_clear(&recipe);
    free(row);
}

START_TEST(parts_of_5_to_60_people_stay_unknown)
{
    for (int people = 5; people <= 60; people++) /* below, not even the people are told */
        for (int zeros = 0; zeros < 2; zeros++)
            nothing_is_told(people, 1000, (lb_zeros)zeros);
}
END_TEST

START_TEST(parts_and_counts_of_shares_stay_unknown_together)
{
    for (int people = 20; people <= 32; people++)
        for (int zeros = 0; zeros < 2; zeros++)
            nothing_is_told(people, 1, (lb_zeros)zeros);
}
END_TEST

/* Made-up towns: most squares have few people. */
static void random_town(uint64_t seed, person_counts *row, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        person_counts *r = &row[i];
        double u[7];
        for (uint64_t k = 0; k < 7; k++)
            u[k] = lb_random_uniform(seed, k, i);
        r->people = floor(u[0] * u[0] * u[0] * 120);
        r->young = floor(r->people * 0.3 * u[1]);
        r->teens = floor(r->people * 0.15 * u[2]);
        r->adults = floor((r->people - r->young - r->teens) * u[3]);
        r->schooled = floor(r->adults * u[4] * 1.02);
        r->foreign = floor(r->people * 0.4 * u[5]);
        r->income = 150000 + floor(200000 * u[6]);
    }
}

static bool few(double count)
{
    return count > 0 && count < 5;
}

static void exchange(double *a, double *b)
{
    double held = *a;
    *a = *b;
    *b = held;
}

/* Exchanges hidden counts of two squares that lie in one bin whatever the bins are: of equal
 * people. */
static bool exchange_hidden(person_counts *a, person_counts *b)
{
    if (few(a->people) && few(b->people)) {
        exchange(&a->people, &b->people);
        return a->people != b->people;
    }
    if (a->people != b->people || a->people < 20)
        return false;
    bool moved = false;
    if (few(a->young) && few(b->young)) {
        moved |= a->young != b->young;
        exchange(&a->young, &b->young);
    }
    if (few(a->teens) && few(b->teens)) {
        moved |= a->teens != b->teens;
        exchange(&a->teens, &b->teens);
    }
    if (few(a->foreign) && few(b->foreign)) {
        moved |= a->foreign != b->foreign;
        exchange(&a->foreign, &b->foreign);
    }
    if (few(a->schooled) && few(b->schooled) && a->adults == b->adults && a->adults > 8) {
        moved |= a->schooled != b->schooled;
        exchange(&a->schooled, &b->schooled);
    }
    return moved;
}

static void same_columns(const lb_coarsened_column *a, const lb_coarsened_column *b, size_t count)
{
    ck_assert_int_eq(memcmp(a->mark, b->mark, count), 0);
    if (a->low) {
        ck_assert_int_eq(memcmp(a->low, b->low, count * sizeof *a->low), 0);
        ck_assert_int_eq(memcmp(a->high, b->high, count * sizeof *a->high), 0);
    }
}

static void same_squares(const lb_coarsened_squares *a, const lb_coarsened_squares *b)
{
    size_t bytes = a->squares.count * sizeof(double);
    ck_assert_int_eq(memcmp(a->squares.population, b->squares.population, bytes), 0);
    same_columns(&a->population, &b->population, a->squares.count);
    for (size_t v = 0; v < VARIABLES; v++) {
        ck_assert_int_eq(memcmp(a->squares.value[v], b->squares.value[v], bytes), 0);
        same_columns(&a->variable[v], &b->variable[v], a->squares.count);
    }
}

START_TEST(exchanged_hidden_counts_change_no_bit_in_300_towns)
{
    enum { SQUARES = 1200 };
    static person_counts row[SQUARES];
    lb_recipe recipe = recipe_of_five();
    size_t moved = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        random_town(seed, row, SQUARES);
        lb_coarsened_squares before = coarsened(&recipe, row, SQUARES);
        for (size_t i = 0; i < SQUARES; i++)
            for (size_t j = i + 1; j < SQUARES && j < i + 200; j++)
                moved += exchange_hidden(&row[i], &row[j]);
        lb_coarsened_squares after = coarsened(&recipe, row, SQUARES);
        same_squares(&before, &after);
        lb_coarsened_squares_clear(&before);
        lb_coarsened_squares_clear(&after);
    }
    ck_assert_uint_gt(moved, 100000);
    lb_recipe_clear(&recipe);
}
END_TEST

/* Parts that are few, in squares alike but for them. */
START_TEST(exchanged_parts_change_no_bit)
{
    person_counts row[120];
    lb_recipe recipe = recipe_of_five();
    for (int i = 0; i < 120; i++)
        row[i] = (person_counts){30 + i / 4, 1 + i % 4, 1 + i / 4 % 4, 12, 6, 9, 200};
    lb_coarsened_squares before = coarsened(&recipe, row, 120);
    for (int i = 0; i + 3 < 120; i += 4)
        exchange(&row[i].young, &row[i + 3].young);
    lb_coarsened_squares after = coarsened(&recipe, row, 120);
    ck_assert_int_eq(before.variable[YOUNG].mark[0], LB_MARK_FEW);
    same_squares(&before, &after);
    lb_coarsened_squares_clear(&before);
    lb_coarsened_squares_clear(&after);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(truth_lies_between_low_and_high_and_totals_come_out)
{
    enum { SQUARES = 1200 };
    static person_counts row[SQUARES];
    lb_recipe recipe = recipe_of_five();
    for (uint64_t seed = 1; seed <= 50; seed++) {
        double truth = 0, used = 0, young = 0, young_used = 0;
        random_town(seed, row, SQUARES);
        lb_coarsened_squares out = coarsened(&recipe, row, SQUARES);
        for (size_t i = 0; i < SQUARES; i++) {
            ck_assert(out.population.low[i] <= row[i].people);
            ck_assert(out.population.high[i] >= row[i].people);
            ck_assert(out.variable[YOUNG].low[i] <= row[i].young);
            ck_assert(out.variable[YOUNG].high[i] >= row[i].young);
            truth += row[i].people;
            used += out.squares.population[i];
            young += row[i].young;
            young_used += out.squares.value[YOUNG][i];
        }
        ck_assert(fabs(used - truth) <= 0.002 * truth);
        ck_assert(fabs(young_used - young) <= 0.03 * young);
        lb_coarsened_squares_clear(&out);
    }
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(order_of_squares_does_not_show)
{
    enum { SQUARES = 500 };
    person_counts row[SQUARES];
    lb_recipe recipe = recipe_of_five();
    lb_coarsened_squares a, b;
    random_town(7, row, SQUARES);
    lb_squares s = squares_of(row, SQUARES);
    ck_assert_int_eq(lb_coarsen_squares(&recipe, &s, 5, &a), LB_OK);
    for (size_t i = 0, j = SQUARES - 1; i < j; i++, j--) {
        lb_square square = s.square[i];
        s.square[i] = s.square[j];
        s.square[j] = square;
        exchange(&s.population[i], &s.population[j]);
        for (int v = 0; v < VARIABLES; v++) {
            exchange(&s.value[v][i], &s.value[v][j]);
            if (s.numerator[v]) {
                exchange(&s.numerator[v][i], &s.numerator[v][j]);
                exchange(&s.denominator[v][i], &s.denominator[v][j]);
            }
        }
    }
    ck_assert_int_eq(lb_coarsen_squares(&recipe, &s, 5, &b), LB_OK);
    for (size_t i = 0; i < SQUARES; i++)
        for (int v = 0; v < VARIABLES; v++) {
            double x = a.squares.value[v][i], y = b.squares.value[v][SQUARES - 1 - i];
            ck_assert(x == y || (isnan(x) && isnan(y)));
        }
    lb_coarsened_squares_clear(&a);
    lb_coarsened_squares_clear(&b);
    lb_squares_clear(&s);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(counts_of_a_table_are_few_or_exact)
{
    double value[] = {0, 3, 5, 4, NAN, 1200};
    lb_coarsened_column column;
    ck_assert_int_eq(lb_coarsen_counts(6, 5, value, &column), LB_OK);
    ck_assert(value[0] == 0 && value[1] == 2.5 && value[2] == 5 && value[3] == 2.5);
    ck_assert(isnan(value[4]) && value[5] == 1200);
    ck_assert(column.mark[1] == LB_MARK_FEW && column.low[1] == 0 && column.high[1] == 4);
    ck_assert(column.mark[2] == LB_MARK_EXACT && column.low[2] == 5 && column.high[2] == 5);
    lb_coarsened_column_clear(&column);
}
END_TEST

/* What a sum of coarsened counts is shown as. */
static void shows(double value, double low, double high, double limit, const char *text)
{
    lb_table table = {0};
    const lb_disclosure_policy five = {.min_cell = 5};
    const lb_job job = {.disclosure = &five};
    char shown[LB_TABLE_RANGE_SIZE];
    lb_table_add_column(&table, "people", LB_REAL, LB_UNIT_COUNT);
    lb_table_add_row(&table);
    lb_coarsened_sum_write(&(lb_coarsened_sum){value, low, high}, limit, &job, &table, 0, 0);
    const lb_table_range *range = lb_table_range_at(&table, 0, 0);
    if (range)
        lb_table_range_text(range, shown);
    else
        snprintf(shown, sizeof shown, "%g", lb_table_real(&table, 0, 0));
    ck_assert_str_eq(shown, text);
    lb_table_clear(&table);
}

START_TEST(sums_are_numbers_or_ranges_of_whole_numbers)
{
    shows(902.5, 900, 904, LB_PEOPLE_LIMIT, "902");
    shows(102.5, 100.25, 103.5, LB_PEOPLE_LIMIT, "100–104");
    shows(102.5, 100.25, 103.5, LB_PART_LIMIT, "102");
    shows(2.5, 0, 4, LB_PEOPLE_LIMIT, "<5");
    shows(17, 17, 17, LB_PEOPLE_LIMIT, "17");
    shows(0, 0, 0, LB_PEOPLE_LIMIT, "0");
}
END_TEST

LB_TEST_MAIN("coarsen", parts_are_exact_few_or_left_out,
             parts_that_leave_few_others_are_left_out_together,
             shares_are_whole_per_cent_about_or_left_out, levels_are_thousands_or_three_digits,
             levels_that_are_counts_of_people_are_left_out,
             a_level_that_looks_like_a_count_has_squares_without_any,
             ratios_that_are_nowhere_above_1_are_coarsened_as_shares,
             levels_from_0_to_1_that_are_parts_of_the_people_are_coarsened_as_shares,
             levels_from_0_to_100_that_are_parts_of_the_people_are_left_out,
             a_ratio_of_three_digits_tells_its_denominator,
             shares_without_counts_that_make_up_all_people_do_not_tell_a_few,
             shares_that_make_up_their_denominator_do_not_tell_a_few,
             many_shares_that_make_up_their_denominator_do_not_tell_a_few,
             many_shares_in_any_order_that_make_up_their_denominator_do_not_tell_a_few,
             what_is_missing_stays_missing, open_variables_are_as_delivered_where_people_are_enough,
             few_people_are_their_mean_unless_it_would_tell_of_one,
             parts_of_5_to_60_people_stay_unknown, parts_and_counts_of_shares_stay_unknown_together,
             exchanged_hidden_counts_change_no_bit_in_300_towns, exchanged_parts_change_no_bit,
             truth_lies_between_low_and_high_and_totals_come_out, order_of_squares_does_not_show,
             counts_of_a_table_are_few_or_exact, sums_are_numbers_or_ranges_of_whole_numbers)
