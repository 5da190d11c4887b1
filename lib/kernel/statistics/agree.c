/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreement of a prediction with areas (docs/methods.md, Agreement): the 2x2 table and its figures,
 * the area under the ROC curve with DeLong's interval, and the rules by which a cell counts as
 * inside. "Actual" is a fraction, so that a cell may be partly inside. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/agree.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/try.h"

/* The table ----------------------------------------------------------------------------------- */

/* The weight of item i, 1 without weights; 0: it is left out. */
static double weight_of(const double *weight, size_t i)
{
    double w = weight ? weight[i] : 1;
    return w > 0 ? w : 0;
}

/* Item i adds w x actual to the column "actual" of its row and w x (1 - actual) to the other. */
lb_confusion_matrix lb_agree_count(size_t n, const bool *predicted, const double *actual,
                                   const double *weight)
{
    lb_sum cell[2][2] = {{{0}}};
    for (size_t i = 0; i < n; i++) {
        double w = weight_of(weight, i);
        if (isnan(actual[i]) || w == 0)
            continue;
        lb_sum_add(&cell[predicted[i]][1], w * actual[i]);
        lb_sum_add(&cell[predicted[i]][0], w * (1 - actual[i]));
    }
    return (lb_confusion_matrix){.both = lb_sum_value(cell[1][1]),
                                 .predicted_only = lb_sum_value(cell[1][0]),
                                 .actual_only = lb_sum_value(cell[0][1]),
                                 .neither = lb_sum_value(cell[0][0])};
}

/* a / b, NaN where b is not above 0. */
static double ratio_or_nan(double a, double b)
{
    return b > 0 ? a / b : (double)NAN;
}

double lb_agree_precision(const lb_confusion_matrix *table)
{
    return ratio_or_nan(table->both, table->both + table->predicted_only);
}

double lb_agree_recall(const lb_confusion_matrix *table)
{
    return ratio_or_nan(table->both, table->both + table->actual_only);
}

double lb_agree_f1(const lb_confusion_matrix *table)
{
    return ratio_or_nan(2 * table->both,
                        2 * table->both + table->predicted_only + table->actual_only);
}

/* (observed - expected) / (1 - expected), multiplied by the square of the total. */
double lb_agree_kappa(const lb_confusion_matrix *table)
{
    double a = table->both, b = table->predicted_only, c = table->actual_only, d = table->neither;
    double chance = (a + b) * (b + d) + (c + d) * (a + c);
    return ratio_or_nan(2 * (a * d - b * c), chance);
}

/* The area under the curve -------------------------------------------------------------------- */

/* One score, and how much weight is actual and is not. */
typedef struct scored_item {
    double score, actual, other;
} scored_item;

/* By score, then weights, so that sums do not depend on the order of input. */
static int compare_items(const void *a, const void *b)
{
    const scored_item *x = a, *y = b;
    LB_COMPARE(x->score, y->score);
    LB_COMPARE(x->actual, y->actual); /* so that sums do not depend on the order of input */
    return (x->other > y->other) - (x->other < y->other);
}

/* Sorts by score and merges equal scores; returns how many are left. n log n. */
static size_t join_ties(scored_item *items, size_t n)
{
    size_t kept = 0;
    qsort(items, n, sizeof *items, compare_items);
    for (size_t i = 0; i < n;) {
        lb_sum actual = {0}, other = {0};
        double score = items[i].score;
        for (; i < n && items[i].score == score; i++) {
            lb_sum_add(&actual, items[i].actual);
            lb_sum_add(&other, items[i].other);
        }
        items[kept++] = (scored_item){score, lb_sum_value(actual), lb_sum_value(other)};
    }
    return kept;
}

/* Sums of squared deviations of each item's share of pairs won: DeLong's S10 and S01. */
typedef struct delong_sums {
    lb_sum actual, others;
} delong_sums;

/* For each actual item the deviation of its share of pairs won from the mean, and for each other
 * item that of pairs lost, squared and summed. */
static void add_delong_squares(const scored_item *items, size_t n, const lb_auc *auc,
                               delong_sums *p)
{
    lb_sum below = {0}, passed = {0}; /* others below; actual below */
    for (size_t i = 0; i < n; i++) {
        double won = (lb_sum_value(below) + items[i].other / 2) / auc->others - auc->value;
        double lost = 1 - (lb_sum_value(passed) + items[i].actual / 2) / auc->actual - auc->value;
        lb_sum_add(&p->actual, items[i].actual * won * won);
        lb_sum_add(&p->others, items[i].other * lost * lost);
        lb_sum_add(&below, items[i].other);
        lb_sum_add(&passed, items[i].actual);
    }
}

/* Sum over actual items of the others with lower scores, ties counting half: one pass over sorted
 * items instead of all pairs. */
static double mann_whitney_u(const scored_item *items, size_t n)
{
    lb_sum below = {0}, won = {0};
    for (size_t i = 0; i < n; i++) {
        lb_sum_add(&won, items[i].actual * (lb_sum_value(below) + items[i].other / 2));
        lb_sum_add(&below, items[i].other);
    }
    return lb_sum_value(won);
}

/* AUC = U / (actual x others); the interval is AUC -+ z times the root of DeLong's variance S10 / m
 * + S01 / n, cut to 0 to 1. Without two of each there is no interval. */
static lb_auc evaluate_auc(const scored_item *items, size_t n, double z)
{
    lb_auc auc = {.low = NAN, .high = NAN};
    lb_sum actual = {0}, others = {0};
    delong_sums p = {.actual = {0}};
    for (size_t i = 0; i < n; i++) {
        lb_sum_add(&actual, items[i].actual);
        lb_sum_add(&others, items[i].other);
    }
    auc.actual = lb_sum_value(actual);
    auc.others = lb_sum_value(others);
    auc.value = ratio_or_nan(mann_whitney_u(items, n), auc.actual * auc.others);
    if (!(auc.actual > 1) || !(auc.others > 1))
        return auc;
    add_delong_squares(items, n, &auc, &p);
    double variance = lb_sum_value(p.actual) / (auc.actual - 1) / auc.actual +
                      lb_sum_value(p.others) / (auc.others - 1) / auc.others;
    auc.low = fmax(auc.value - z * sqrt(variance), 0);
    auc.high = fmin(auc.value + z * sqrt(variance), 1);
    return auc;
}

/* actual is the fraction of a cell that is positive, 0 to 1: the cell counts in part as a
 * positive and in part as a negative. Cells without a score, truth or weight are left out. */
lb_status lb_auc_compute(size_t n, const double *score, const double *actual, const double *weight,
                         double z, lb_auc *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (actual[i] < 0 || actual[i] > 1)
            return LB_E_USAGE;
    scored_item *items = malloc((n + 1) * sizeof *items);
    if (!items)
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        double w = weight_of(weight, i);
        if (!isnan(score[i]) && !isnan(actual[i]) && w > 0)
            items[kept++] = (scored_item){score[i], w * actual[i], w * (1 - actual[i])};
    }
    kept = join_ties(items, kept);
    *out = evaluate_auc(items, kept, z);
    free(items);
    return LB_OK;
}

/* Cells --------------------------------------------------------------------------------------- */

const char *const lb_cell_rule_names[] = {[LB_RULE_FRACTION] = "fraction",
                                          [LB_RULE_CENTROID] = "centroid",
                                          [LB_RULE_ANY] = "any",
                                          [LB_RULE_MAJORITY] = "majority",
                                          NULL};

/* actual[cell] += fraction for the chosen areas. Overlapping areas may exceed 1, which
 * cell_rule_value cuts; priorities are resolved before. */
static void add_fractions(const lb_profile *profile, const bool *chosen, double *actual)
{
    for (size_t i = 0; i < profile->count; i++)
        for (size_t k = profile->first[i]; (!chosen || chosen[i]) && k < profile->first[i + 1]; k++)
            actual[profile->cell_weight[k].at] += profile->cell_weight[k].fraction;
}

/* 1 or 0 by the rule, or the fraction itself. Sums of fractions of a partition may miss a half by
 * rounding, hence the margin. */
static double cell_rule_value(lb_cell_rule rule, double fraction)
{
    if (rule == LB_RULE_ANY)
        return fraction > 0;
    if (rule == LB_RULE_MAJORITY)
        return fraction > 0.5 + 1e-12;
    return fmin(fraction, 1);
}

/* 1 when the centre of the cell is in a chosen area. found: room for all areas. */
static double centre_inside(const lb_cell_areas *areas, int64_t cell, size_t *found)
{
    const lb_grid *grid = &areas->cover->grid;
    double x = grid->x0 + ((double)(cell % grid->ncol) + 0.5) * grid->dx;
    double y = grid->y0 - ((double)(cell / grid->ncol) + 0.5) * grid->dy;
    size_t n = lb_locator_find(areas->locator, x, y, found, areas->cover->count);
    for (size_t i = 0; i < n; i++)
        if (!areas->chosen || areas->chosen[found[i]])
            return 1;
    return 0;
}

/* The centroid rule for all cells. */
static lb_status apply_centroid(const lb_cell_areas *areas, const lb_cell_list *cells,
                                double *actual)
{
    size_t *found = malloc((areas->cover->count + 1) * sizeof *found);
    if (!found)
        return LB_E_MEMORY;
    for (size_t i = 0; i < cells->count; i++)
        actual[i] = centre_inside(areas, cells->cell[i], found);
    free(found);
    return LB_OK;
}

/* Fractions of a cell in all chosen areas are added before the rule is applied, so that a cell
 * half in each of two areas is wholly inside. */
lb_status lb_cell_rule_apply(lb_cell_rule rule, const lb_cell_areas *areas,
                             const lb_cell_list *cells, double *actual)
{
    lb_profile profile;
    if (rule == LB_RULE_CENTROID && !areas->locator)
        return LB_E_USAGE;
    LB_TRY(lb_profile_compute(areas->cover, cells, 1, &profile)); /* also checks the cells */
    if (rule == LB_RULE_CENTROID) {
        lb_profile_clear(&profile);
        return apply_centroid(areas, cells, actual);
    }
    for (size_t i = 0; i < cells->count; i++)
        actual[i] = 0;
    add_fractions(&profile, areas->chosen, actual);
    for (size_t i = 0; i < cells->count; i++)
        actual[i] = cell_rule_value(rule, actual[i]);
    lb_profile_clear(&profile);
    return LB_OK;
}
