/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A multinomial draw is one binomial after the other, each of what is left; a binomial one is found
 * by adding up probabilities from the most probable count on, to both sides, until they pass u. */
#include <math.h>
#include <stdbool.h>

#include "kernel/statistics/random.h"
#include "kernel/statistics/resample.h"

/* The product of few, Stirling's series of many, whose next term is below 1e-12. */
double lb_log_factorial(double n)
{
    double product = 1;
    if (n > 20)
        return n * log(n) - n + log(2 * 3.14159265358979323846 * n) / 2 + 1 / (12 * n) -
               1 / (360 * n * n * n) + 1 / (1260 * n * n * n * n * n);
    for (double k = 2; k <= n; k++)
        product *= k;
    return log(product);
}

static double binomial_probability(double k, double n, double p)
{
    return exp(lb_log_factorial(n) - lb_log_factorial(k) - lb_log_factorial(n - k) + k * log(p) +
               (n - k) * log1p(-p));
}

size_t lb_random_binomial(double u, size_t n, double p)
{
    if (!(p > 0) || n == 0)
        return 0;
    if (p >= 1)
        return n;
    size_t mode = (size_t)fmin(floor((double)(n + 1) * p), (double)n), low = mode, high = mode;
    double odds = p / (1 - p), at_mode = binomial_probability((double)mode, (double)n, p);
    double of_low = at_mode, of_high = at_mode;
    for (double left = u - at_mode; left >= 0 && (low > 0 || high < n);) {
        if (high < n) {
            of_high *= (double)(n - high) / (double)(high + 1) * odds;
            high++;
            if ((left -= of_high) < 0)
                return high;
        }
        if (low > 0) {
            of_low *= (double)low / (double)(n - low + 1) / odds;
            low--;
            if ((left -= of_low) < 0)
                return low;
        }
        if (of_low + of_high <= 0) /* rounding has left a little of u */
            break;
    }
    return mode;
}

/* A multinomial by conditional binomials: of those left, each kind takes its share of the draws
 * left. The last kind takes the rest, so that the sum is exact. */
void lb_resample(const size_t *size, size_t kinds, uint64_t seed, uint64_t stream, size_t *times)
{
    size_t draws = 0;
    for (size_t k = 0; k < kinds; k++)
        draws += size[k];
    size_t left = draws;
    for (size_t k = 0; k < kinds; k++) {
        double u = lb_random_uniform(seed, stream, k);
        times[k] =
            size[k] == left ? draws : lb_random_binomial(u, draws, (double)size[k] / (double)left);
        draws -= times[k];
        left -= size[k];
    }
}
