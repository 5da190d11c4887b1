/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/disclosure/share_sums.h"
#include "kernel/statistics/random.h"
#include "tests/support/support.h"

enum { SHARES = 10, SQUARES = 14, TOWNS = 200 };

typedef double counts[SQUARES][SHARES];

static bool is_all(counts with, const double *whole, size_t squares, const bool *chosen)
{
    for (size_t i = 0; i < squares; i++) {
        double sum = 0;
        for (size_t k = 0; k < SHARES; k++)
            sum += chosen[k] ? with[i][k] : 0;
        if (sum != whole[i])
            return false;
    }
    return true;
}

static size_t count_choices(counts with, const double *whole, size_t squares)
{
    size_t n = 0;
    for (size_t members = 0; members < 1u << SHARES; members++) {
        bool chosen[SHARES];
        for (size_t k = 0; k < SHARES; k++)
            chosen[k] = members >> k & 1;
        n += is_all(with, whole, squares, chosen);
    }
    return n;
}

/* Two or three divisions of the same people lie beside one another, a column that is the sum of
 * two, and one that is nothing. */
static void random_town(uint64_t seed, counts with, double *whole)
{
    for (uint64_t i = 0; i < SQUARES; i++) {
        whole[i] = 0;
        for (uint64_t k = 0; k < SHARES; k++)
            with[i][k] = floor(9 * lb_random_uniform(seed, k, i));
        whole[i] = with[i][1] + with[i][4] + with[i][8];
        with[i][6] = seed % 2 ? whole[i] - with[i][3] : with[i][6];
        with[i][9] = seed % 3 ? with[i][1] + with[i][4] : with[i][9];
        with[i][7] = seed % 5 ? with[i][7] : 0;
    }
}

START_TEST(solutions_are_the_choices_that_add_up_to_the_whole)
{
    size_t several = 0;
    for (uint64_t seed = 0; seed < TOWNS; seed++) {
        counts with;
        double whole[SQUARES];
        size_t squares = 1 + seed % SQUARES, n = 0;
        lb_share_sums sums;
        random_town(seed, with, whole);
        ck_assert_int_eq(lb_share_sums_init(SHARES, &sums), LB_OK);
        for (size_t i = 0; i < squares; i++)
            lb_share_sums_add(&sums, with[i], whole[i]);
        lb_share_sums_solve(&sums);
        ck_assert(!sums.contradictory);
        for (size_t at = 0; at < (size_t)1 << lb_share_sums_free(&sums); at++) {
            bool chosen[SHARES];
            if (!lb_share_sums_choice(&sums, at, chosen))
                continue;
            ck_assert(is_all(with, whole, squares, chosen));
            n++;
        }
        ck_assert_uint_eq(n, count_choices(with, whole, squares));
        several += n > 1;
        lb_share_sums_clear(&sums);
    }
    ck_assert_uint_gt(several, TOWNS / 4);
}
END_TEST

START_TEST(counts_that_no_choice_adds_up_are_contradictory)
{
    static const double with[3][2] = {{1, 2}, {2, 4}, {3, NAN}};
    lb_share_sums sums;
    ck_assert_int_eq(lb_share_sums_init(2, &sums), LB_OK);
    ck_assert(lb_share_sums_add(&sums, with[0], 3));
    ck_assert(!lb_share_sums_add(&sums, with[1], 6));
    ck_assert(!lb_share_sums_add(&sums, with[2], 6));
    ck_assert(!sums.contradictory);
    ck_assert(!lb_share_sums_add(&sums, with[1], 7));
    ck_assert(sums.contradictory);
    lb_share_sums_clear(&sums);
}
END_TEST

LB_TEST_MAIN("share_sums", solutions_are_the_choices_that_add_up_to_the_whole,
             counts_that_no_choice_adds_up_are_contradictory)
