/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals of random counts, against sums of probabilities written out term by term. */
#include "tests/support/support.h"

/* P(at most k of n) when each happens with probability p. */
static double binomial_below(int k, int n, double p)
{
    double sum = 0;
    for (int i = 0; i <= k; i++)
        sum += exp(lgamma(n + 1.0) - lgamma(i + 1.0) - lgamma(n - i + 1.0) + i * log(p) +
                   (n - i) * log1p(-p));
    return sum;
}

static double poisson_below(int k, double mean)
{
    double sum = 0;
    for (int i = 0; i <= k; i++)
        sum += exp(i * log(mean) - mean - lgamma(i + 1.0));
    return sum;
}

START_TEST(ends_of_clopper_pearson_leave_half_the_doubt_on_each_side)
{
    lb_random random = {(unsigned long long)_i};
    int n = 2 + lb_random_below(&random, 400), x = 1 + lb_random_below(&random, n - 1);
    double doubt = 0.001 + 0.5 * lb_random_real(&random);
    lb_interval share = lb_interval_clopper_pearson(x, n, 1 - doubt);
    ck_near(1 - binomial_below(x - 1, n, share.low), doubt / 2, 1e-10);
    ck_near(binomial_below(x, n, share.high), doubt / 2, 1e-10);
}
END_TEST

START_TEST(ends_of_poisson_leave_half_the_doubt_on_each_side)
{
    lb_random random = {(unsigned long long)_i + 1000};
    int x = 1 + lb_random_below(&random, 500);
    double doubt = 0.001 + 0.5 * lb_random_real(&random);
    lb_interval count = lb_interval_poisson(x, 1 - doubt);
    ck_near(1 - poisson_below(x - 1, count.low), doubt / 2, 1e-10);
    ck_near(poisson_below(x, count.high), doubt / 2, 1e-10);
}
END_TEST

START_TEST(what_happens_and_what_does_not_have_mirrored_intervals)
{
    lb_random random = {(unsigned long long)_i + 2000};
    double n = 1 + lb_random_below(&random, 100000), x = lb_random_below(&random, (int)n + 1);
    for (int m = 0; m < 2; m++) {
        lb_interval a = lb_interval_share((lb_interval_method)m, x, n, 0.95);
        lb_interval b = lb_interval_share((lb_interval_method)m, n - x, n, 0.95);
        ck_near(a.low, 1 - b.high, 1e-11);
        ck_near(a.high, 1 - b.low, 1e-11);
        ck_assert(a.low >= 0 && a.low <= x / n && x / n <= a.high && a.high <= 1);
    }
}
END_TEST

START_TEST(ratio_turned_around_has_the_inverse_interval)
{
    lb_random random = {(unsigned long long)_i + 3000};
    double x = 1 + lb_random_below(&random, 300), y = 1 + lb_random_below(&random, 30000);
    double people = 500 + 9000 * lb_random_real(&random);
    lb_interval a = lb_interval_rate_ratio(x, people, y, 1e5, 0.95);
    lb_interval b = lb_interval_rate_ratio(y, 1e5, x, people, 0.95);
    ck_near(a.low * b.high, 1, 1e-9);
    ck_near(a.high * b.low, 1, 1e-9);
}
END_TEST

LB_PROPERTY_MAIN("interval", 500, ends_of_clopper_pearson_leave_half_the_doubt_on_each_side,
                 ends_of_poisson_leave_half_the_doubt_on_each_side,
                 what_happens_and_what_does_not_have_mirrored_intervals,
                 ratio_turned_around_has_the_inverse_interval)
