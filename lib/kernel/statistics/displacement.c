/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>

#include "base/sum.h"
#include "kernel/statistics/displacement.h"
#include "kernel/statistics/resample.h"

/* From so many events on a count is taken as normal. */
static const double many_events = 10;

/* A weighted count is that of so many plain events, ... */
static double plain_events(const lb_weighted_count *count)
{
    return count->variance > 0 ? count->events * count->events / count->variance : 0;
}

/* ... each with this weight. */
static double event_weight(const lb_weighted_count *count)
{
    return count->variance > 0 ? count->variance / count->events : 1;
}

/* Jeffreys' interval of the expected count: quantiles of the gamma distribution with shape x + 1/2,
 * which for no event is half the square of a normal one. */
static lb_interval jeffreys_interval(double x, double confidence)
{
    double z = lb_interval_z((1 + confidence) / 2);
    lb_interval out = {.low = x > 0 ? lb_interval_poisson(x + 0.5, confidence).low : 0};
    out.high = x > 0 ? lb_interval_poisson(fmax(x - 0.5, 0), confidence).high : z * z / 2;
    return out;
}

/* Zou and Donner's: each end is as far away as the nearer ends of the terms taken together. */
static lb_interval difference_of_few(const lb_difference_term *term, size_t n, double value,
                                     double confidence)
{
    lb_sum below = {0}, above = {0};
    for (size_t i = 0; i < n; i++) {
        double unit = term[i].factor * event_weight(&term[i].count);
        double x = plain_events(&term[i].count);
        lb_interval interval = jeffreys_interval(x, confidence);
        double down = unit > 0 ? x - interval.low : interval.high - x;
        double up = unit > 0 ? interval.high - x : x - interval.low;
        lb_sum_add(&below, unit * unit * down * down);
        lb_sum_add(&above, unit * unit * up * up);
    }
    return (lb_interval){value - sqrt(lb_sum_value(below)), value + sqrt(lb_sum_value(above))};
}

/* Is the sum x/w - y/v of two plain counts? */
static bool is_plain_pair(const lb_difference_term *term, size_t n)
{
    return n == 2 && term[0].factor * term[1].factor < 0 &&
           term[0].count.events == term[0].count.variance &&
           term[1].count.events == term[1].count.variance;
}

/* sum of factor x count, its standard error, and an interval: normal when all counts stand for
 * 10 plain events or more, else by Zou and Donner, with p of the E-test where there are two
 * plain counts (docs/methods.md, Before and after, Interval). */
lb_difference lb_weighted_difference(const lb_difference_term *term, size_t n, double confidence)
{
    lb_sum value = {0}, variance = {0};
    bool few = false;
    for (size_t i = 0; i < n; i++) {
        lb_sum_add(&value, term[i].factor * term[i].count.events);
        lb_sum_add(&variance, term[i].factor * term[i].factor * term[i].count.variance);
        few = few || plain_events(&term[i].count) < many_events;
    }
    lb_difference d = {lb_sum_value(value), sqrt(lb_sum_value(variance)), {0, 0}, (double)NAN};
    if (few) {
        d.interval = difference_of_few(term, n, d.value, confidence);
        if (is_plain_pair(term, n))
            d.p = lb_e_test(term[0].count.events, 1 / fabs(term[0].factor), term[1].count.events,
                            1 / fabs(term[1].factor));
        return d;
    }
    double z = lb_interval_z(confidence);
    d.interval = (lb_interval){d.value - z * d.error, d.value + z * d.error};
    d.p = erfc(fabs(d.value) / d.error / sqrt(2));
    return d;
}

/* E-test -----------------------------------------------------------------------------------------
 */

static double poisson_probability(unsigned k, double mean)
{
    return mean > 0 ? exp(k * log(mean) - mean - lb_log_factorial(k)) : k == 0;
}

/* How far apart the rates are, in standard errors. */
static double rate_distance(double x, double exposure_x, double y, double exposure_y)
{
    double variance = x / (exposure_x * exposure_x) + y / (exposure_y * exposure_y);
    return variance > 0 ? fabs(x / exposure_x - y / exposure_y) / sqrt(variance) : 0;
}

/* Counts between which a Poisson count of that mean lies but for 1e-12 or so. */
static void likely_counts(double mean, unsigned *from, unsigned *to)
{
    double far = 8 * sqrt(mean) + 20;
    *from = (unsigned)fmax(mean - far, 0);
    *to = (unsigned)(mean + far);
}

/* P(the standardised difference of two Poisson counts with the pooled rate is at least that
 * found). 1e-12 less, so that counts as far apart as those found are not lost to rounding. */
double lb_e_test(double x, double exposure_x, double y, double exposure_y)
{
    double rate = (x + y) / (exposure_x + exposure_y);
    double found = rate_distance(x, exposure_x, y, exposure_y) * (1 - 1e-12);
    unsigned from[2], to[2];
    lb_sum p = {0};
    likely_counts(rate * exposure_x, &from[0], &to[0]);
    likely_counts(rate * exposure_y, &from[1], &to[1]);
    for (unsigned i = from[0]; i <= to[0]; i++) {
        lb_sum row = {0};
        for (unsigned k = from[1]; k <= to[1]; k++)
            if (rate_distance(i, exposure_x, k, exposure_y) >= found)
                lb_sum_add(&row, poisson_probability(k, rate * exposure_y));
        lb_sum_add(&p, poisson_probability(i, rate * exposure_x) * lb_sum_value(row));
    }
    return fmin(lb_sum_value(p), 1);
}

/* Ratios -----------------------------------------------------------------------------------------
 */

/* Product of counts with positive factor over those with negative; the interval is normal in the
 * logarithm, of variance sum of 1/count. A count of 0 gives no interval, and but for the first no
 * ratio. */
double lb_ratio_of_counts(const lb_difference_term *term, size_t n, double confidence,
                          lb_interval *interval)
{
    double ratio = 1, variance = 0;
    for (size_t i = 0; i < n; i++) {
        double events = term[i].count.events * fabs(term[i].factor);
        if (i > 0 && !(events > 0))
            ratio = (double)NAN;
        ratio = term[i].factor > 0 ? ratio * events : ratio / events;
        variance += 1 / plain_events(&term[i].count);
    }
    double spread = exp(lb_interval_z(confidence) * sqrt(variance));
    *interval = (lb_interval){(double)NAN, (double)NAN};
    if (isfinite(spread) && isfinite(ratio))
        *interval = (lb_interval){ratio / spread, ratio * spread};
    return isfinite(ratio) ? ratio : (double)NAN;
}

/* count / control, with its variance by the first terms of its series. */
static double share_of_control(const lb_weighted_count *count, const lb_weighted_count *control,
                               double *variance)
{
    double share = count->events / control->events;
    *variance +=
        (count->variance + share * share * control->variance) / (control->events * control->events);
    return share;
}

double lb_displacement_quotient(lb_count_change treated, lb_count_change ring,
                                lb_count_change control, double confidence)
{
    double variance = 0, unused = 0;
    double moved = share_of_control(&ring.after, &control.after, &unused) -
                   share_of_control(&ring.before, &control.before, &unused);
    double change = share_of_control(&treated.after, &control.after, &variance) -
                    share_of_control(&treated.before, &control.before, &variance);
    bool sure = fabs(change) > lb_interval_z(confidence) * sqrt(variance);
    return sure && isfinite(moved) ? moved / change : (double)NAN;
}

/* Adds log(count) with its variance, half an event more. */
static void add_logarithm(const lb_weighted_count *count, double sign, double *value,
                          double *variance)
{
    double events = plain_events(count) + 0.5;
    *value += sign * log(events * event_weight(count));
    *variance += 1 / events;
}

/* Weighted least squares of ln(T + 1/2) - ln(C + 1/2) against the number of the part, per part;
 * the weights are inverse variances, so the slope's variance is 1 / spread. Fewer than three
 * parts have no slope. */
double lb_log_ratio_slope(const lb_weighted_count *treated, const lb_weighted_count *control,
                          size_t n, double confidence, lb_interval *interval)
{
    double weights = 0, of_step = 0, of_value = 0, of_square = 0, of_product = 0;
    for (size_t i = 0; i < n; i++) {
        double value = 0, variance = 0;
        add_logarithm(&treated[i], 1, &value, &variance);
        if (control)
            add_logarithm(&control[i], -1, &value, &variance);
        weights += 1 / variance;
        of_step += (double)i / variance;
        of_value += value / variance;
        of_square += (double)i * (double)i / variance;
        of_product += (double)i * value / variance;
    }
    double spread = of_square - of_step * of_step / weights;
    double slope = (of_product - of_step * of_value / weights) / spread;
    double half = lb_interval_z(confidence) / sqrt(spread);
    bool good = n >= 3;
    *interval =
        good ? (lb_interval){slope - half, slope + half} : (lb_interval){(double)NAN, (double)NAN};
    return good ? slope : (double)NAN;
}
