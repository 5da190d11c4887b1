/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/sum.h"
#include "kernel/hotspot/window_permutation.h"

static const double pi = 3.14159265358979323846;
static const double greatest_work = 4e9;              /* multiplications of a table */
static const size_t greatest_table = (size_t)1 << 25; /* numbers */

void lb_value_counts_clear(lb_value_counts *counts)
{
    free(counts->value);
    free(counts->cells);
    *counts = (lb_value_counts){.distinct = 0};
}

/* Mean and variance (over n) of the counts of all cells. */
static void find_moments(lb_value_counts *c)
{
    lb_sum sum = {0}, square = {0};
    for (size_t k = 0; k < c->distinct; k++)
        lb_sum_add(&sum, (double)c->value[k] * (double)c->cells[k]);
    c->mean = lb_sum_value(sum) / (double)c->n;
    for (size_t k = 0; k < c->distinct; k++) {
        double d = (double)c->value[k] - c->mean;
        lb_sum_add(&square, d * d * (double)c->cells[k]);
    }
    c->variance = lb_sum_value(square) / (double)c->n;
}

/* The distinct counts, ascending, each with the number of cells that have it: the distribution
 * of a window's sum depends on nothing else of the map. */
lb_status lb_value_counts_make(const double *count, size_t n, lb_value_counts *out)
{
    lb_value_counts c = {.n = n};
    c.value = malloc((n + 1) * sizeof *c.value);
    c.cells = calloc(n + 1, sizeof *c.cells);
    if (!c.value || !c.cells) {
        lb_value_counts_clear(&c);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++)
        c.value[i] = (uint32_t)count[i];
    qsort(c.value, n, sizeof *c.value, lb_compare_uint32s);
    for (size_t i = 0; i < n; i++) {
        uint32_t value = c.value[i];
        if (c.distinct == 0 || c.value[c.distinct - 1] != value)
            c.value[c.distinct++] = value;
        c.cells[c.distinct - 1]++;
    }
    find_moments(&c);
    *out = c;
    return LB_OK;
}

double lb_gi_star(const lb_value_counts *counts, size_t m, double s)
{
    double n = (double)counts->n, cells = (double)m;
    double variance = counts->variance * cells * (n - cells) / (n - 1);
    return variance > 0 ? (s - cells * counts->mean) / sqrt(variance) : (double)NAN;
}

/* The exact table -------------------------------------------------------------------------------
 */

void lb_window_tails_clear(lb_window_tails *tails)
{
    free(tails->tail);
    *tails = (lb_window_tails){.tail = NULL};
}

bool lb_window_tails_feasible(const lb_value_counts *counts, size_t max_m, size_t max_sum)
{
    double m = (double)max_m, sums = (double)max_sum + 1;
    return (m + 1) * sums <= (double)greatest_table &&
           (double)counts->distinct * m * (m + 1) / 2 * sums <= greatest_work;
}

/* Of j cells drawn from `before` + c, the probability that k are of the c: C(c,k) C(before,j-k) /
 * C(before+c,j), as a product of j quotients, none of which loses digits. */
static double draw_probability(uint64_t before, uint64_t c, size_t j, size_t k)
{
    double p = 1, left = (double)before + (double)c;
    for (size_t i = 0; i < k; i++) /* times C(j, k) */
        p *= ((double)c - (double)i) / (left - (double)i) * ((double)(j - i) / (double)(k - i));
    for (size_t i = 0; i < j - k; i++)
        p *= ((double)before - (double)i) / (left - (double)(k + i));
    return p;
}

/* into[s + shift] += weight x from[s]; sums from `max` on are kept as max. */
static void add_shifted(double *into, const double *from, double weight, size_t shift, size_t max)
{
    size_t split = shift < max ? max - shift : 0;
    for (size_t s = 0; s < split; s++)
        into[s + shift] += weight * from[s];
    double rest = 0;
    for (size_t s = split; s <= max; s++)
        rest += from[s];
    into[max] += weight * rest;
}

/* p[j][s], the distribution of the sum of j cells drawn from `before` cells, becomes that of cells
 * with c more of one value; j descending, so that the rows below are still the old ones. */
static void merge_value(double *p, const lb_window_tails *t, uint64_t before, uint32_t value,
                        uint64_t c)
{
    size_t width = t->max_sum + 1;
    for (size_t j = t->max_m; j > 0; j--) {
        double *row = p + j * width;
        double none = j <= before ? draw_probability(before, c, j, 0) : 0;
        for (size_t s = 0; s < width; s++)
            row[s] *= none;
        for (size_t k = j > before ? j - (size_t)before : 1; k <= j && k <= c; k++)
            add_shifted(row, p + (j - k) * width, draw_probability(before, c, j, k),
                        (uint64_t)k * value < t->max_sum ? k * value : t->max_sum, t->max_sum);
    }
}

/* tail[m][s] = P(sum of m cells drawn without replacement >= s). Values join one after the
 * other; sums beyond max_sum are kept at max_sum, whose tail is asked for as a whole. All terms
 * are positive, so nothing cancels (docs/methods.md, Hot spots, Gi*). */
lb_status lb_window_tails_make(const lb_value_counts *counts, size_t max_m, size_t max_sum,
                               lb_window_tails *out)
{
    lb_window_tails t = {.max_m = max_m, .max_sum = max_sum};
    size_t width = max_sum + 1;
    t.tail = calloc((max_m + 1) * width, sizeof *t.tail);
    if (!t.tail)
        return LB_E_MEMORY;
    t.tail[0] = 1;
    uint64_t before = 0;
    for (size_t k = 0; k < counts->distinct; k++) {
        merge_value(t.tail, &t, before, counts->value[k], counts->cells[k]);
        before += counts->cells[k];
    }
    for (size_t m = 0; m <= max_m; m++) /* from the far end, the small terms first */
        for (size_t s = max_sum; s > 0; s--)
            t.tail[m * width + s - 1] += t.tail[m * width + s];
    for (size_t i = 0; i < (max_m + 1) * width; i++)
        t.tail[i] = fmin(t.tail[i], 1);
    *out = t;
    return LB_OK;
}

double lb_normal_tail(double z)
{
    return erfc(z / sqrt(2)) / 2;
}

/* The saddlepoint -------------------------------------------------------------------------------
 */

/* K(a, b) = sum of c_v log(1 - q + q e^(a + b v)) of counts v, q = m / n, and its derivatives. */
typedef struct cumulants {
    double k, a, b, aa, ab, bb;
} cumulants;

/* K, its gradient (K_a, K_b) and its Hessian at (a, b). For t > 0 the exponential is taken of
 * -t, so that large values do not overflow. */
static cumulants cumulants_at(const lb_value_counts *counts, double q, double a, double b)
{
    cumulants c = {0, 0, 0, 0, 0, 0};
    for (size_t i = 0; i < counts->distinct; i++) {
        double v = counts->value[i], cells = (double)counts->cells[i], t = a + b * v;
        double p = t > 0 ? q / (q + (1 - q) * exp(-t)) : q * exp(t) / (1 - q + q * exp(t));
        double w = cells * p * (1 - p);
        c.k += cells * (t > 0 ? t + log(q + (1 - q) * exp(-t)) : log1p(q * expm1(t)));
        c.a += cells * p;
        c.b += cells * p * v;
        c.aa += w;
        c.ab += w * v;
        c.bb += w * v * v;
    }
    return c;
}

/* Minimises the convex K(a, b) - a m - b s by Newton's steps, halved while they do not lessen it.
 * False: there is no minimum, s being as large or small as it can be. */
static bool solve_saddlepoint(const lb_value_counts *counts, double m, double s, double *a,
                              double *b)
{
    double q = m / (double)counts->n;
    *a = *b = 0;
    cumulants c = cumulants_at(counts, q, 0, 0);
    for (int step = 0; step < 200; step++) {
        double fa = c.a - m, fb = c.b - s, det = c.aa * c.bb - c.ab * c.ab;
        if (fabs(fa) < 1e-7 * m && fabs(fb) < 1e-7 * fmax(s, 1))
            return true;
        if (!(det > 1e-12 * c.aa * c.bb))
            return false;
        double da = -(c.bb * fa - c.ab * fb) / det, db = -(c.aa * fb - c.ab * fa) / det;
        double old = c.k - *a * m - *b * s, size = 1;
        for (int halving = 0; halving < 60; halving++, size /= 2) {
            c = cumulants_at(counts, q, *a + size * da, *b + size * db);
            if (c.k - (*a + size * da) * m - (*b + size * db) * s <= old + 1e-13 * fabs(old))
                break;
        }
        *a += size * da;
        *b += size * db;
    }
    return false;
}

/* Skovgaard's conditional tail with the correction for whole numbers. NaN: no saddlepoint, or one
 * too close to the mean for the formula. */
static double saddlepoint_tail(const lb_value_counts *counts, double m, double s)
{
    double a, b, q = m / (double)counts->n;
    if (!solve_saddlepoint(counts, m, s, &a, &b))
        return (double)NAN;
    cumulants c = cumulants_at(counts, q, a, b);
    double w = copysign(sqrt(2 * fmax(a * m + b * s - c.k, 0)), b);
    double u = -expm1(-b) * sqrt((c.aa * c.bb - c.ab * c.ab) / ((double)counts->n * q * (1 - q)));
    if (!(fabs(w) > 1e-4))
        return (double)NAN;
    double p = lb_normal_tail(w) + exp(-w * w / 2) / sqrt(2 * pi) * (1 / u - 1 / w);
    return fmin(fmax(p, 0), 1);
}

/* P(sum of m cells >= s) for windows that the exact distribution would take too long for; a
 * normal tail with continuity correction where the equations have no root. */
double lb_window_saddlepoint(const lb_value_counts *counts, size_t m, double s)
{
    double cells = (double)m, n = (double)counts->n, mean = cells * counts->mean;
    double sd = sqrt(counts->variance * cells * (n - cells) / (n - 1));
    if (!(s > 0) || m >= counts->n || !(sd > 0))
        return s <= mean ? 1 : 0;
    if (fabs(s - mean) < 0.02 * sd) { /* the formula is 0 / 0 at the mean: from both sides of it */
        double low = saddlepoint_tail(counts, cells, mean - 0.02 * sd);
        double high = saddlepoint_tail(counts, cells, mean + 0.02 * sd);
        return low + (high - low) * (s - mean + 0.02 * sd) / (0.04 * sd);
    }
    double p = saddlepoint_tail(counts, cells, s);
    return isnan(p) ? lb_normal_tail((s - 0.5 - mean) / sd) : p;
}
