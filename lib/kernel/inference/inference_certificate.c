/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "kernel/inference/inference_certificate.h"

void lb_inference_certificate_clear(lb_inference_certificate *certificate)
{
    free(certificate->multiplier);
    free(certificate->rest);
    free(certificate->room);
    *certificate = (lb_inference_certificate){.denominator = 0};
}

lb_status lb_inference_certificate_init(const lb_inference_problem *problem, bool upper,
                                        lb_inference_certificate *out)
{
    lb_inference_certificate c = {.upper = upper, .denominator = 1};
    c.multiplier = calloc(problem->rows + 1, sizeof *c.multiplier);
    c.rest = calloc(problem->atoms + 1, sizeof *c.rest);
    c.room = calloc(problem->atoms + 1, sizeof *c.room);
    if (!c.multiplier || !c.rest || !c.room) {
        lb_inference_certificate_clear(&c);
        return LB_E_MEMORY;
    }
    *out = c;
    return LB_OK;
}

/* *sum += a b; false: beyond 127 bits. */
static bool add_product(lb_wide *sum, lb_wide a, lb_wide b)
{
    lb_wide product;
    return !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(*sum, product, sum);
}

static bool add_rest(const lb_inference_problem *p, lb_inference_certificate *c)
{
    for (size_t i = 0; i < p->atoms; i++)
        c->rest[i] = 0;
    for (size_t t = p->first[p->rows]; t < p->first[p->rows + 1]; t++)
        if (!add_product(&c->rest[p->term[t]], p->times[t], c->denominator))
            return false;
    for (size_t k = 0; k < p->rows; k++)
        for (size_t t = p->first[k]; c->multiplier[k] != 0 && t < p->first[k + 1]; t++)
            if (!add_product(&c->rest[p->term[t]], -(lb_wide)c->multiplier[k], p->times[t]))
                return false;
    return true;
}

/* The right side of the weak-duality bound times the denominator, in 128 bits: each multiplier
 * takes the end of its row that holds the bound, each rest that of its atom. False when an end
 * is unbounded or the sum overflows: then nothing is proved (docs/methods.md, Inference,
 * Bounds). */
static bool evaluate_certificate(const lb_inference_problem *p, lb_inference_certificate *c)
{
    c->numerator = 0;
    if (c->denominator <= 0 || !add_rest(p, c))
        return false;
    for (size_t k = 0; k < p->rows; k++) {
        int64_t y = c->multiplier[k];
        bool at_high = (y > 0) == c->upper;
        lb_wide end = at_high ? p->row_high[k] : p->row_low[k];
        if (y == 0)
            continue;
        if (end == LB_WIDE_UNBOUNDED || end == -LB_WIDE_UNBOUNDED ||
            !add_product(&c->numerator, y, end))
            return false;
    }
    for (size_t i = 0; i < p->atoms; i++) {
        bool at_high = (c->rest[i] > 0) == c->upper;
        int64_t end = at_high ? p->own_high[i] : p->own_low[i];
        if (c->rest[i] == 0)
            continue;
        if (end >= LB_INFERENCE_UNBOUNDED || !add_product(&c->numerator, c->rest[i], end))
            return false;
    }
    return true;
}

/* Are all of the target's parts whole squares, so that its value is a whole number of people? */
static bool is_whole(const lb_inference_problem *p)
{
    for (size_t t = p->first[p->rows]; t < p->first[p->rows + 1]; t++)
        if (p->times[t] % p->scale != 0)
            return false;
    return true;
}

/* The bound in people x scale, rounded inwards: to whole people, or to whole parts of the scale. */
static lb_wide inward_bound(const lb_inference_problem *p, const lb_inference_certificate *c)
{
    lb_wide step = is_whole(p) ? p->scale : 1, divisor = c->denominator * step;
    return c->upper ? lb_wide_floor(c->numerator, divisor) * step
                    : lb_wide_ceil(c->numerator, divisor) * step;
}

static bool round_duals(const lb_inference_problem *p, const double *duals, int64_t denominator,
                        lb_inference_certificate *c)
{
    c->denominator = denominator;
    for (size_t k = 0; k < p->rows; k++) {
        double y = duals[k] * (double)denominator;
        if (!(fabs(y) < 9e15))
            return false;
        c->multiplier[k] = llround(y);
    }
    return evaluate_certificate(p, c);
}

/* Duals rounded to the common denominators in turn, until one proves `bound`, else the best that
 * was proved. Any multipliers are valid, so rounding costs tightness, not truth. */
lb_wide lb_inference_certificate_fit(const lb_inference_problem *problem, const double *duals,
                                     lb_wide bound, lb_inference_certificate *certificate)
{
    static const int64_t large[] = {2520, 720720, (int64_t)1 << 30, (int64_t)1 << 40};
    bool upper = certificate->upper;
    lb_wide best = upper ? LB_WIDE_UNBOUNDED : -LB_WIDE_UNBOUNDED;
    int64_t best_denominator = 0;
    for (int64_t i = 1; i <= 64; i++) {
        int64_t denominator = i <= 60 ? i : large[i - 61];
        if (!round_duals(problem, duals, denominator, certificate))
            continue;
        lb_wide found = inward_bound(problem, certificate);
        if (upper ? found < best : found > best) {
            best = found;
            best_denominator = denominator;
        }
        if (upper ? best <= bound : best >= bound)
            break;
    }
    certificate->proved =
        best_denominator > 0 && round_duals(problem, duals, best_denominator, certificate);
    return best;
}

/* The bound is computed anew from multipliers alone and held against what the certificate
 * claims. */
bool lb_inference_certificate_verify(const lb_inference_problem *problem,
                                     const lb_inference_certificate *certificate, lb_wide claim)
{
    lb_inference_certificate again = *certificate;
    again.rest = certificate->room;
    if (!evaluate_certificate(problem, &again) || again.numerator != certificate->numerator)
        return false;
    for (size_t i = 0; i < problem->atoms; i++)
        if (again.rest[i] != certificate->rest[i])
            return false;
    lb_wide proved = inward_bound(problem, &again);
    return again.upper ? proved <= claim : proved >= claim;
}
