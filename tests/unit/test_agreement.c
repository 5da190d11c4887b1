/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/assess.h>
#include "tests/support/support.h"

/* Krippendorff's example (2011): 12 units, 4 observers, categories 1 to 5, some ratings missing.
 * [unit][category]: how many gave it. */
static const size_t krippendorff[12][5] = {{3, 0, 0, 0, 0}, {0, 3, 1, 0, 0}, {0, 0, 4, 0, 0},
                                           {0, 0, 4, 0, 0}, {0, 4, 0, 0, 0}, {1, 1, 1, 1, 0},
                                           {0, 0, 0, 4, 0}, {3, 1, 0, 0, 0}, {0, 4, 0, 0, 0},
                                           {0, 0, 0, 0, 3}, {2, 0, 0, 0, 0}, {0, 0, 1, 0, 0}};
static const double steps[] = {1, 2, 3, 4, 5};

static lb_agreement agreement_of(const size_t *count, size_t areas, size_t categories,
                                 const double *value)
{
    lb_agreement_sums sums;
    ck_assert_int_eq(lb_agreement_sums_init(&sums, categories), LB_OK);
    for (size_t i = 0; i < areas; i++)
        lb_agreement_sums_add_area(&sums, count + i * categories);
    lb_agreement a = lb_agreement_compute(&sums, value);
    lb_agreement_sums_clear(&sums);
    return a;
}

START_TEST(alpha_and_ac1_are_those_published_for_the_example_with_gaps)
{
    lb_agreement a = agreement_of(krippendorff[0], 12, 5, steps);
    ck_near(a.alpha_nominal, 0.743, 5e-4);
    ck_near(a.alpha_ordinal, 0.815, 5e-4);
    ck_near(a.alpha_interval, 0.849, 5e-4);
    ck_near(a.ac1, 0.775, 5e-4);
    ck_near(a.percent_agreement, 9.0 / 11, 1e-12);
    ck_assert(isnan(a.fleiss)); /* not every unit has as many ratings */
}
END_TEST

/* Two areas, three ratings each: 2 + 1 and 0 + 3. Pairs agree to (1/3 + 1) / 2; the categories'
 * shares are 1/3 and 2/3, so chance is 5/9. */
START_TEST(fleiss_kappa_by_hand)
{
    static const size_t count[] = {2, 1, 0, 3};
    lb_agreement a = agreement_of(count, 2, 2, NULL);
    ck_near(a.percent_agreement, 2.0 / 3, 1e-15);
    ck_near(a.fleiss, (2.0 / 3 - 5.0 / 9) / (4.0 / 9), 1e-15);
    ck_assert(isnan(a.alpha_ordinal));
    ck_assert(isnan(a.alpha_interval));
}
END_TEST

START_TEST(full_agreement_is_1_and_undefined_where_nothing_varies)
{
    static const size_t vary[] = {3, 0, 0, 3, 3, 0}, same[] = {3, 0, 3, 0};
    lb_agreement a = agreement_of(vary, 3, 2, steps), b = agreement_of(same, 2, 2, steps);
    ck_near(a.alpha_nominal, 1, 1e-15);
    ck_near(a.alpha_ordinal, 1, 1e-15);
    ck_near(a.fleiss, 1, 1e-15);
    ck_near(a.ac1, 1, 1e-15);
    ck_near(b.percent_agreement, 1, 1e-15);
    ck_assert(isnan(b.alpha_nominal));
    ck_assert(isnan(b.fleiss));
}
END_TEST

START_TEST(resamples_give_an_interval_round_the_estimate_and_the_same_one_again)
{
    double estimate[2][LB_AGREEMENT_MEASURES];
    lb_interval interval[2][LB_AGREEMENT_MEASURES];
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(
            lb_agreement_estimate(krippendorff[0], 12, 5, steps, 500, 7, estimate[i], interval[i]),
            LB_OK);
    for (int m = 0; m < LB_AGREEMENT_MEASURES; m++) {
        if (isnan(estimate[0][m]))
            continue;
        ck_assert_double_le(interval[0][m].low, estimate[0][m]);
        ck_assert_double_ge(interval[0][m].high, estimate[0][m]);
        ck_assert(interval[0][m].low == interval[1][m].low);
        ck_assert(interval[0][m].high == interval[1][m].high);
    }
    ck_near(estimate[0][2], 0.815, 5e-4);
}
END_TEST

/* Quantiles of Student's t as tables print them. */
START_TEST(students_t_is_that_of_tables)
{
    ck_near(lb_interval_t(1, 0.95), 12.706205, 1e-6);
    ck_near(lb_interval_t(10, 0.95), 2.228139, 1e-6);
    ck_near(lb_interval_t(30, 0.99), 2.749996, 1e-6);
    ck_near(lb_interval_t(1e6, 0.95), 1.959966, 1e-6);
    ck_assert(isnan(lb_interval_t(0, 0.95)));
}
END_TEST

LB_TEST_MAIN("agreement", alpha_and_ac1_are_those_published_for_the_example_with_gaps,
             fleiss_kappa_by_hand, full_agreement_is_1_and_undefined_where_nothing_varies,
             resamples_give_an_interval_round_the_estimate_and_the_same_one_again,
             students_t_is_that_of_tables)
