/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreement of assessors: Krippendorff's alpha (2011), Fleiss' kappa (1971), Gwet's AC1 (2008) and
 * the share of agreeing pairs (docs/methods.md, Agreement of assessors). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/assess.h>
#include "base/array.h"
#include "kernel/statistics/random.h"

lb_status lb_agreement_sums_init(lb_agreement_sums *sums, size_t categories)
{
    *sums = (lb_agreement_sums){.categories = categories};
    sums->coincidence = calloc(categories * categories + 1, sizeof *sums->coincidence);
    sums->proportion = calloc(categories + 1, sizeof *sums->proportion);
    if (sums->coincidence && sums->proportion)
        return LB_OK;
    lb_agreement_sums_clear(sums);
    return LB_E_MEMORY;
}

void lb_agreement_sums_clear(lb_agreement_sums *sums)
{
    free(sums->coincidence);
    free(sums->proportion);
    *sums = (lb_agreement_sums){.categories = 0};
}

/* Counts of assessors by category for one area. An ordered pair of two of them adds 1/(all - 1)
 * to the coincidence of their categories, so that an area weighs by its assessors; one with a
 * single assessor is rated but has no pair. `each` is how many all areas have, 0 when they
 * differ. */
void lb_agreement_sums_add_area(lb_agreement_sums *sums, const size_t *count)
{
    size_t q = sums->categories, all = 0;
    double agreeing = 0;
    for (size_t c = 0; c < q; c++)
        all += count[c];
    if (all == 0)
        return;
    sums->each = sums->rated == 0 || sums->each == all ? all : 0;
    sums->rated++;
    for (size_t c = 0; c < q; c++)
        sums->proportion[c] += (double)count[c] / (double)all;
    if (all < 2)
        return;
    for (size_t c = 0; c < q; c++)
        for (size_t k = 0; k < q; k++) {
            double pairs = (double)count[c] * (double)(count[k] - (c == k));
            sums->coincidence[c * q + k] += count[c] > 0 ? pairs / (double)(all - 1) : 0;
            agreeing += c == k && count[c] > 0 ? pairs : 0;
        }
    sums->agreement += agreeing / ((double)all * (double)(all - 1));
    sums->pairable++;
}

static void add_sums(lb_agreement_sums *to, const lb_agreement_sums *one)
{
    size_t q = to->categories;
    if (one->rated == 0)
        return;
    for (size_t i = 0; i < q * q; i++)
        to->coincidence[i] += one->coincidence[i];
    for (size_t c = 0; c < q; c++)
        to->proportion[c] += one->proportion[c];
    to->each = to->rated == 0 || to->each == one->each ? one->each : 0;
    to->agreement += one->agreement;
    to->pairable += one->pairable;
    to->rated += one->rated;
}

typedef enum alpha_scale { NOMINAL, ORDINAL, INTERVAL } alpha_scale;

/* Ratings of a category among those that can be paired. */
static double margin_of(const lb_agreement_sums *sums, size_t category)
{
    double all = 0;
    for (size_t k = 0; k < sums->categories; k++)
        all += sums->coincidence[category * sums->categories + k];
    return all;
}

/* Krippendorff's difference of two categories c < k: how far apart they count. */
static double squared_difference(const lb_agreement_sums *sums, const double *value,
                                 alpha_scale scale, size_t c, size_t k)
{
    if (scale == NOMINAL)
        return 1;
    if (scale == INTERVAL)
        return (value[c] - value[k]) * (value[c] - value[k]);
    double between = -(margin_of(sums, c) + margin_of(sums, k)) / 2;
    for (size_t g = c; g <= k; g++)
        between += margin_of(sums, g);
    return between * between;
}

/* 1 - (n - 1) sum o d / sum n n d over pairs of categories; NaN where only one occurs. */
static double krippendorff_alpha(const lb_agreement_sums *sums, const double *value,
                                 alpha_scale scale)
{
    size_t q = sums->categories;
    double n = 0, observed = 0, expected = 0;
    if (scale != NOMINAL && !value)
        return NAN;
    for (size_t c = 0; c < q; c++)
        n += margin_of(sums, c);
    for (size_t c = 0; c < q; c++)
        for (size_t k = c + 1; k < q; k++) {
            double d = squared_difference(sums, value, scale, c, k);
            observed += sums->coincidence[c * q + k] * d;
            expected += margin_of(sums, c) * margin_of(sums, k) * d;
        }
    return expected > 0 ? 1 - (n - 1) * observed / expected : (double)NAN;
}

/* (P - Pe) / (1 - Pe), Pe the sum of the squared shares of categories. */
static double fleiss_kappa(const lb_agreement_sums *sums)
{
    double chance = 0, n = (double)sums->rated * (double)sums->each;
    if (sums->each < 2)
        return NAN;
    for (size_t c = 0; c < sums->categories; c++)
        chance += margin_of(sums, c) / n * (margin_of(sums, c) / n);
    return chance < 1 ? (sums->agreement / (double)sums->pairable - chance) / (1 - chance)
                      : (double)NAN;
}

/* Gwet: chance is sum pi (1 - pi) / (q - 1), which stays small where one category prevails. */
static double gwet_ac1(const lb_agreement_sums *sums)
{
    double chance = 0;
    if (sums->pairable == 0 || sums->categories < 2)
        return NAN;
    for (size_t c = 0; c < sums->categories; c++) {
        double share = sums->proportion[c] / (double)sums->rated;
        chance += share * (1 - share) / (double)(sums->categories - 1);
    }
    return (sums->agreement / (double)sums->pairable - chance) / (1 - chance);
}

lb_agreement lb_agreement_compute(const lb_agreement_sums *sums, const double *value)
{
    return (lb_agreement){.percent_agreement = sums->pairable > 0
                                                   ? sums->agreement / (double)sums->pairable
                                                   : (double)NAN,
                          .alpha_nominal = krippendorff_alpha(sums, value, NOMINAL),
                          .alpha_ordinal = krippendorff_alpha(sums, value, ORDINAL),
                          .alpha_interval = krippendorff_alpha(sums, value, INTERVAL),
                          .fleiss = fleiss_kappa(sums),
                          .ac1 = gwet_ac1(sums)};
}

/* Resampling of areas ------------------------------------------------------------------------- */

static void list_measures(const lb_agreement *a, double measure[LB_AGREEMENT_MEASURES])
{
    const double list[] = {a->percent_agreement, a->alpha_nominal, a->alpha_ordinal,
                           a->alpha_interval,    a->fleiss,        a->ac1};
    memcpy(measure, list, sizeof list);
}

static void reset_sums(lb_agreement_sums *sums)
{
    size_t q = sums->categories;
    double *coincidence = sums->coincidence, *proportion = sums->proportion;
    memset(coincidence, 0, q * q * sizeof *coincidence);
    memset(proportion, 0, q * sizeof *proportion);
    *sums = (lb_agreement_sums){q, coincidence, proportion, 0, 0, 0, 0};
}

/* One resample: as many areas as there are, each drawn with equal chance. */
static void draw_areas(const lb_agreement_sums *area, size_t areas, uint64_t seed, int draw,
                       lb_agreement_sums *out)
{
    reset_sums(out);
    for (size_t i = 0; i < areas; i++) {
        double at = lb_random_uniform(seed, (uint64_t)draw, i) * (double)areas;
        add_sums(out, &area[(size_t)at]);
    }
}

/* The value below which a share of the n sorted ones lies, between two of them in proportion. */
static double sorted_quantile(const double *value, size_t n, double share)
{
    double at = share * (double)(n - 1);
    size_t below = (size_t)at, above = below + 1 < n ? below + 1 : below;
    return value[below] + (at - (double)below) * (value[above] - value[below]);
}

/* Draws without a value are left out; with half of them or more the interval is unknown. */
static lb_interval middle_95(double *value, int draws)
{
    size_t n = 0;
    for (int d = 0; d < draws; d++)
        if (!isnan(value[d]))
            value[n++] = value[d];
    if (2 * n <= (size_t)draws)
        return (lb_interval){NAN, NAN};
    qsort(value, n, sizeof *value, lb_compare_doubles);
    return (lb_interval){sorted_quantile(value, n, 0.025), sorted_quantile(value, n, 0.975)};
}

/* The sums of every area on its own, one block of memory an area. */
static lb_status make_area_sums(const size_t *count, size_t areas, size_t categories,
                                lb_agreement_sums *area)
{
    for (size_t i = 0; i < areas; i++) {
        if (lb_agreement_sums_init(&area[i], categories) != LB_OK)
            return LB_E_MEMORY;
        lb_agreement_sums_add_area(&area[i], &count[i * categories]);
    }
    return LB_OK;
}

/* drawn: [measures][draws]. */
static void resample_areas(const lb_agreement_sums *area, size_t areas, const double *value,
                           int draws, uint64_t seed, lb_agreement_sums *sums, double *drawn)
{
    double measure[LB_AGREEMENT_MEASURES];
    for (int d = 0; d < draws; d++) {
        draw_areas(area, areas, seed, d, sums);
        lb_agreement a = lb_agreement_compute(sums, value);
        list_measures(&a, measure);
        for (int m = 0; m < LB_AGREEMENT_MEASURES; m++)
            drawn[m * draws + d] = measure[m];
    }
}

/* The measures over all areas, and the middle 95 % of the same from draws of whole areas with
 * replacement: areas are the sample, not assessors (docs/methods.md, Agreement of assessors). */
lb_status lb_agreement_estimate(const size_t *count, size_t areas, size_t categories,
                                const double *value, int draws, uint64_t seed,
                                double estimate[LB_AGREEMENT_MEASURES],
                                lb_interval interval[LB_AGREEMENT_MEASURES])
{
    lb_agreement_sums sums = {.categories = 0}, *area = calloc(areas + 1, sizeof *area);
    double *drawn = calloc((size_t)(LB_AGREEMENT_MEASURES * draws) + 1, sizeof *drawn);
    lb_status status = area && drawn ? lb_agreement_sums_init(&sums, categories) : LB_E_MEMORY;
    if (status == LB_OK)
        status = make_area_sums(count, areas, categories, area);
    if (status == LB_OK) {
        for (size_t i = 0; i < areas; i++)
            add_sums(&sums, &area[i]);
        lb_agreement a = lb_agreement_compute(&sums, value);
        list_measures(&a, estimate);
        resample_areas(area, areas, value, draws, seed, &sums, drawn);
        for (int m = 0; m < LB_AGREEMENT_MEASURES; m++)
            interval[m] = middle_95(&drawn[m * draws], draws);
    }
    for (size_t i = 0; area && i < areas; i++)
        lb_agreement_sums_clear(&area[i]);
    lb_agreement_sums_clear(&sums);
    free(area);
    free(drawn);
    return status;
}
