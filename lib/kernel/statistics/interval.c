/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals for shares, counts and ratios of rates (docs/methods.md, Share intervals; Rate
 * intervals), with tails of the beta and gamma distributions of our own.
 *
 * GSL's quantile functions (gsl_cdf_beta_Pinv ...) and its incomplete beta and gamma functions call
 * GSL's error handler, which ends the process unless a global is set, when an iteration does not
 * converge; with a million events some do not. Taken from GSL is therefore what cannot fail for
 * the arguments given here: the logarithms of gamma and beta of positive numbers (the C library's
 * lgamma writes a global) and the normal quantile. The tails are summed here, with as many terms
 * as they need, and turned around by bisection. */
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>

#include <lagesbild/interval.h>

const char *const lb_interval_method_names[] = {
    [LB_WILSON] = "wilson", [LB_CLOPPER_PEARSON] = "clopper-pearson", [LB_CHAIN] = "chain", NULL};

/* The series need a few times the square root of their largest parameter. */
enum { MAX_TERMS = 10000000 };

static const double lentz_tiny = 1e-290;
static const double lentz_tolerance = 1e-15; /* rounding keeps a step from coming closer to 1 */
static const lb_interval nan_interval = {NAN, NAN};

static bool is_confidence(double confidence)
{
    return confidence > 0 && confidence < 1;
}

/* ln of the gamma function at a > 0; NaN where GSL has no result. */
static double log_gamma(double a)
{
    gsl_sf_result result;
    return gsl_sf_lngamma_e(a, &result) ? (double)NAN : result.val;
}

/* ln of the beta function at a, b > 0. */
static double log_beta(double a, double b)
{
    gsl_sf_result result;
    return gsl_sf_lnbeta_e(a, b, &result) ? (double)NAN : result.val;
}

/* A continued fraction term1 / (plus1 + term2 / (plus2 + ...)), from the front (Lentz 1976, as
 * modified by Thompson and Barnett 1986). */
typedef struct continued_fraction {
    double c, d, value;
} continued_fraction;

/* Lentz's method divides by partial results: one of zero is replaced by a tiny number. */
static double not_zero(double x)
{
    return fabs(x) < lentz_tiny ? lentz_tiny : x;
}

/* Returns by how much the value changed, relatively. */
static double fraction_step(continued_fraction *f, double term, double plus)
{
    f->d = 1 / not_zero(plus + term * f->d);
    f->c = not_zero(plus + term / f->c);
    f->value *= f->c * f->d;
    return fabs(f->c * f->d - 1);
}

/* Abramowitz and Stegun 26.5.8; quick while x < (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x)
{
    continued_fraction f = {lentz_tiny, 0, lentz_tiny};
    fraction_step(&f, 1, 1);
    for (double m = 0; m < MAX_TERMS; m++) {
        if (m > 0)
            fraction_step(&f, m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1);
        double term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        if (fraction_step(&f, term, 1) < lentz_tolerance)
            break;
    }
    return f.value;
}

/* A distribution with two parameters (gamma uses one), and which of its tails is meant. */
typedef struct distribution_tail {
    double (*probability)(const struct distribution_tail *distribution_tail, double at);
    double a, b; /* shapes of beta; gamma has a alone */
    bool upper;  /* P(above) instead of P(below) */
} distribution_tail;

/* P(X <= x), or P(X > x) of the upper tail, of the beta distribution, 0 < x < 1. The fraction is
 * summed from the end at which it converges; the other tail is 1 minus that. */
static double beta_tail(const distribution_tail *t, double x)
{
    double a = t->a, b = t->b;
    double front = exp(a * log(x) + b * log1p(-x) - log_beta(a, b));
    bool below = x < (a + 1) / (a + b + 2);
    double part =
        below ? front * beta_fraction(a, b, x) / a : front * beta_fraction(b, a, 1 - x) / b;
    return below == !t->upper ? part : 1 - part;
}

/* Abramowitz and Stegun 6.5.29; quick while x < a + 1. */
static double gamma_series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (double n = 1; n < MAX_TERMS && term > sum * DBL_EPSILON; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/* Abramowitz and Stegun 6.5.31, its even part; quick while x > a + 1. */
static double gamma_fraction(double a, double x)
{
    continued_fraction f = {lentz_tiny, 0, lentz_tiny};
    fraction_step(&f, 1, x + 1 - a);
    for (double n = 1; n < MAX_TERMS; n++)
        if (fraction_step(&f, n * (a - n), x + 2 * n + 1 - a) < lentz_tolerance)
            break;
    return f.value;
}

/* The same of the gamma distribution with shape a and scale 1, x > 0. */
static double gamma_tail(const distribution_tail *t, double x)
{
    double front = exp(t->a * log(x) - x - log_gamma(t->a));
    bool below = x < t->a + 1;
    double part = front * (below ? gamma_series(t->a, x) : gamma_fraction(t->a, x));
    return below == !t->upper ? part : 1 - part;
}

/* Where between low and high the tail holds probability p, to the last digit. */
static double tail_quantile(const distribution_tail *t, double p, double low, double high)
{
    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            return middle;
        if ((t->probability(t, middle) < p) == !t->upper)
            low = middle;
        else
            high = middle;
    }
}

double lb_interval_z(double confidence)
{
    return gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);
}

/* Above the far end a variate is with a probability that rounding swallows. */
double lb_interval_gamma(double shape, double p)
{
    if (!(shape > 0 && isfinite(shape) && is_confidence(p)))
        return NAN;
    const distribution_tail below = {gamma_tail, shape, 0, false};
    return tail_quantile(&below, p, 0, shape + 40 * sqrt(shape) + 100);
}

/* t^2 / (freedom + t^2) has the beta distribution with parameters 1/2 and freedom / 2. */
double lb_interval_t(double freedom, double confidence)
{
    if (!(freedom > 0 && isfinite(freedom) && is_confidence(confidence)))
        return NAN;
    const distribution_tail above = {beta_tail, 0.5, freedom / 2, true};
    double x = tail_quantile(&above, 1 - confidence, 0, 1);
    return sqrt(freedom * x / (1 - x));
}

lb_interval lb_interval_wilson(double x, double n, double confidence)
{
    if (!(x >= 0 && x <= n && n > 0 && is_confidence(confidence)))
        return nan_interval;
    /* Above and below multiplied by n, which neither overflows nor loses small shares. */
    double z = lb_interval_z(confidence), z2 = z * z;
    double half = z * sqrt(x * ((n - x) / n) + z2 / 4);
    return (lb_interval){x <= 0 ? 0 : fmax(0, (x + z2 / 2 - half) / (n + z2)),
                         x >= n ? 1 : fmin(1, (x + z2 / 2 + half) / (n + z2))};
}

lb_interval lb_interval_clopper_pearson(double x, double n, double confidence)
{
    if (!(x >= 0 && x <= n && n > 0 && isfinite(n) && is_confidence(confidence)))
        return nan_interval;
    double p = (1 - confidence) / 2;
    const distribution_tail below = {beta_tail, x, n - x + 1, false},
                            above = {beta_tail, x + 1, n - x, true};
    /* P(at least x) is p at the low end: the lower tail of beta(x, n - x + 1). */
    return (lb_interval){x <= 0 ? 0 : tail_quantile(&below, p, 0, 1),
                         x >= n ? 1 : tail_quantile(&above, p, 0, 1)};
}

lb_interval lb_interval_share(lb_interval_method method, double x, double n, double confidence)
{
    return method == LB_CLOPPER_PEARSON ? lb_interval_clopper_pearson(x, n, confidence)
                                        : lb_interval_wilson(x, n, confidence);
}

/* How likely a share of p or less is, given x of n: for the low end (upper false), the high end. A
 * count of none says nothing against any p above 0, one of all nothing against any below 1. */
static double share_tail(lb_interval_method method, const double xn[2], double p, bool upper)
{
    double x = xn[0], n = xn[1];
    if (method != LB_CLOPPER_PEARSON)
        return erfc((upper ? p - x / n : x / n - p) / sqrt(2 * p * (1 - p) / n)) / 2;
    if (upper ? x >= n : x <= 0)
        return 1;
    /* I_p(x, n - x + 1) of the low end, 1 - I_p(x + 1, n - x) of the high end */
    distribution_tail t = {beta_tail, upper ? x + 1 : x, upper ? n - x : n - x + 1, upper};
    return beta_tail(&t, p);
}

static double trials_of(const lb_count_distribution *mix, size_t i, double n)
{
    return mix->n ? mix->n[i] : n;
}

/* The mean of share_tail over the counts of a distribution, by their weights. */
static double mixed_tail(lb_interval_method method, const lb_count_distribution *mix, double n,
                         double p, bool upper)
{
    double sum = 0, weight = 0;
    for (size_t i = 0; i < mix->count; i++) {
        sum += mix->weight[i] *
               share_tail(method, (double[]){mix->x[i], trials_of(mix, i, n)}, p, upper);
        weight += mix->weight[i];
    }
    return sum / weight;
}

/* Where the mixed tail passes `limit`, by bisection to the last digit: the lower tail grows with p,
 * the upper one falls. */
static double mixed_end(lb_interval_method method, const lb_count_distribution *mix, double n,
                        double limit, bool upper)
{
    double low = 0, high = 1;
    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            return middle;
        if ((mixed_tail(method, mix, n, middle, upper) < limit) == !upper)
            low = middle;
        else
            high = middle;
    }
}

/* Are all counts in 0 to n and all weights at least 0, some above? */
static bool is_valid_mix(const lb_count_distribution *mix, double n)
{
    double weight = 0;
    for (size_t i = 0; i < mix->count; i++) {
        double trials = trials_of(mix, i, n);
        if (!(trials > 0 && isfinite(trials)) || !(mix->x[i] >= 0 && mix->x[i] <= trials) ||
            !(mix->weight[i] >= 0))
            return false;
        weight += mix->weight[i];
    }
    return weight > 0 && isfinite(weight);
}

/* The ends are where the weighted mean of the tails over the possible (x, n) is (1 -
 * confidence)/2. Where all that weigh are the same (x, n) it is the plain interval, to the
 * digit. */
lb_interval lb_interval_share_mixed(lb_interval_method method, const lb_count_distribution *mix,
                                    double n, double confidence)
{
    if (!is_confidence(confidence) || !is_valid_mix(mix, n))
        return nan_interval;
    double limit = (1 - confidence) / 2;
    size_t first = 0;
    while (!(mix->weight[first] > 0))
        first++;
    double x = mix->x[first], trials = trials_of(mix, first, n);
    bool several = false;
    for (size_t i = first + 1; i < mix->count; i++)
        several = several || (mix->weight[i] > 0 &&
                              (mix->x[i] > x || mix->x[i] < x || trials_of(mix, i, n) > trials ||
                               trials_of(mix, i, n) < trials));
    if (!several)
        return lb_interval_share(method, x, trials, confidence);
    return (lb_interval){mixed_end(method, mix, n, limit, false),
                         mixed_end(method, mix, n, limit, true)};
}

/* Garwood's ends of a mean for x events; the search for the upper end begins at x + 1 and
 * doubles. */
lb_interval lb_interval_poisson(double x, double confidence)
{
    if (!(x >= 0 && isfinite(x) && is_confidence(confidence)))
        return nan_interval;
    double p = (1 - confidence) / 2;
    const distribution_tail below = {gamma_tail, x, 0, false}, above = {gamma_tail, x + 1, 0, true};
    double maximum = x + 1;
    while (gamma_tail(&above, maximum) > p)
        maximum *= 2;
    return (lb_interval){x <= 0 ? 0 : tail_quantile(&below, p, 0, x),
                         tail_quantile(&above, p, x, maximum)};
}

/* The mean over the counts, by their weights, of P(at least x | mean), or (upper) P(at most x). */
static double mixed_poisson_tail(const lb_count_distribution *mix, double mean, bool upper)
{
    double sum = 0, weight = 0;
    for (size_t i = 0; i < mix->count; i++) {
        const distribution_tail t = {gamma_tail, mix->x[i] + (upper ? 1 : 0), 0, upper};
        sum += mix->weight[i] * (!upper && mix->x[i] <= 0 ? 1 : gamma_tail(&t, mean));
        weight += mix->weight[i];
    }
    return sum / weight;
}

/* Each end lies between those of the least and the greatest count. */
lb_interval lb_interval_poisson_mixed(const lb_count_distribution *mix, double confidence)
{
    double least = HUGE_VAL, most = -HUGE_VAL, p = (1 - confidence) / 2;
    for (size_t i = 0; i < mix->count; i++)
        if (mix->weight[i] > 0) {
            least = fmin(least, mix->x[i]);
            most = fmax(most, mix->x[i]);
        }
    lb_interval low = lb_interval_poisson(least, confidence);
    lb_interval high = lb_interval_poisson(most, confidence), out = {low.low, high.high};
    if (!(most > least) || isnan(out.high))
        return out;
    for (int upper = 0; upper <= 1; upper++) {
        double from = upper ? low.high : low.low, to = upper ? high.high : high.low;
        double *end = upper ? &out.high : &out.low;
        for (*end = from + (to - from) / 2; *end > from && *end < to;
             *end = from + (to - from) / 2) {
            bool before = (mixed_poisson_tail(mix, *end, upper) < p) == !upper;
            *(before ? &from : &to) = *end;
        }
    }
    return out;
}

lb_interval lb_interval_rate_ratio(double x, double exposure_x, double y, double exposure_y,
                                   double confidence)
{
    if (!(x >= 0 && y >= 0 && exposure_x > 0 && exposure_y > 0))
        return nan_interval;
    lb_interval p = lb_interval_clopper_pearson(x, x + y, confidence);
    double exposure = exposure_y / exposure_x;
    return (lb_interval){p.low / (1 - p.low) * exposure,
                         p.high >= 1 ? HUGE_VAL : p.high / (1 - p.high) * exposure};
}

double lb_interval_binomial_tail(double x, double n, double p)
{
    if (!(x > 0 && p < 1))
        return 1;
    if (!(p > 0 && x <= n))
        return 0;
    const distribution_tail below = {beta_tail, x, n - x + 1, false};
    return beta_tail(&below, p);
}

lb_interval lb_interval_scale(lb_interval interval, double factor)
{
    return (lb_interval){interval.low * factor, interval.high * factor};
}
