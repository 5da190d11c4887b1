/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers about areas (docs/methods.md, Profile statistics). lb_profile_compute joins the spans of
 * a cover with the listed cells into sparse rows of (cell, fraction) weights; a statistic is one
 * pass over the weights of each area, areas in parallel. Sums are compensated and equal values
 * merged in a fixed order, so that results depend on neither threads nor the order of cells. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/profile.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"

/* Weights that differ by less than this part of their total differ by rounding alone. */
#define SAME_WEIGHT 1e-12

void lb_profile_clear(lb_profile *profile)
{
    free(profile->first);
    free(profile->cell_weight);
    free(profile->touched);
    free(profile->with_data);
    free(profile->no_data);
    free(profile->outside);
    *profile = (lb_profile){0};
}

/* Ascending, each once, on the grid. */
static bool are_valid_cells(const lb_cell_list *cells, const lb_grid *grid)
{
    int64_t last = -1, end = (int64_t)grid->nrow * grid->ncol;
    for (size_t i = 0; i < cells->count; i++) {
        if (cells->cell[i] <= last)
            return false;
        last = cells->cell[i];
    }
    return last < end;
}

/* The listed cells by row of the grid, from the first row with one: those of row north + r are
 * [first[r], first[r + 1]). */
typedef struct row_index {
    const lb_cell_list *cells;
    int64_t north, rows;
    size_t *first;
} row_index;

/* Counts the listed cells of each row and turns counts into offsets. */
static bool index_rows(const lb_cell_list *cells, const lb_grid *grid, row_index *out)
{
    *out = (row_index){.cells = cells};
    if (cells->count > 0) {
        out->north = cells->cell[0] / grid->ncol;
        out->rows = cells->cell[cells->count - 1] / grid->ncol - out->north + 1;
    }
    out->first = calloc((size_t)out->rows + 1, sizeof *out->first);
    if (!out->first)
        return false;
    for (size_t i = 0; i < cells->count; i++)
        out->first[cells->cell[i] / grid->ncol - out->north + 1]++;
    for (int64_t r = 0; r < out->rows; r++)
        out->first[r + 1] += out->first[r];
    return true;
}

/* The listed cells of a span, [from, to), and the grid cell behind it. Zeroed: of no span yet. */
typedef struct cell_range {
    size_t from, to;
    int64_t end;
} cell_range;

/* Listed cells of a span. r holds the range of the span before: spans of a row follow each other,
 * mostly without a gap, so that the first cell is found where that one stopped. Long spans are
 * searched, short ones walked. */
static void find_range(const lb_cover *cover, const row_index *l, const lb_cell_span *span,
                       cell_range *r)
{
    int64_t from = (int64_t)span->row * cover->grid.ncol + span->col, end = from + span->length;
    int64_t row = span->row - l->north;
    if (row < 0 || row >= l->rows) {
        *r = (cell_range){0, 0, end};
        return;
    }
    size_t low = l->first[row], stop = l->first[row + 1];
    if (r->to > low && r->end <= from)
        low = r->to < stop ? r->to : stop;
    if (low < stop && l->cells->cell[low] < from)
        low += lb_int64s_from(l->cells->cell + low, stop - low, from);
    *r = (cell_range){low, low, end};
    if (span->length > 64)
        r->to += lb_int64s_from(l->cells->cell + low, stop - low, end);
    else
        while (r->to < stop && l->cells->cell[r->to] < end)
            r->to++;
}

/* First pass of area i: how many weights it has, and its square metres over data and over cells
 * without. */
static void count_area(const lb_cover *cover, const row_index *cells, size_t i, lb_profile *out)
{
    lb_sum with = {0}, all = {0};
    double cell = cover->grid.dx * cover->grid.dy;
    cell_range found = {0};
    size_t shares = 0;
    for (size_t r = cover->first[i]; r < cover->first[i + 1]; r++) {
        const lb_cell_span *span = &cover->span[r];
        find_range(cover, cells, span, &found);
        shares += found.to - found.from;
        out->touched[i] += (size_t)span->length;
        if (found.to > found.from)
            lb_sum_add(&with, span->fraction * (double)(found.to - found.from));
        lb_sum_add(&all, span->fraction * span->length);
    }
    out->first[i + 1] = shares;
    out->with_data[i] = lb_sum_value(with) * cell;
    out->no_data[i] = fmax((lb_sum_value(all) - lb_sum_value(with)) * cell, 0);
    out->outside[i] = cover->outside[i];
}

/* Second pass: writes the weights at their place, up to the last, which the first pass has counted.
 * Of most spans of a sparse grid there is none. */
static void fill_area(const lb_cover *cover, const row_index *cells, size_t i, lb_profile *out)
{
    lb_cell_weight *next = out->cell_weight + out->first[i];
    const lb_cell_weight *end = out->cell_weight + out->first[i + 1];
    cell_range found = {0};
    for (size_t r = cover->first[i]; next < end; r++) {
        find_range(cover, cells, &cover->span[r], &found);
        for (size_t at = found.from; at < found.to; at++)
            *next++ = (lb_cell_weight){at, cover->span[r].fraction};
    }
}

static bool init_profile(size_t count, lb_profile *out)
{
    *out = (lb_profile){.count = count,
                        .first = calloc(count + 1, sizeof *out->first),
                        .touched = calloc(count + 1, sizeof *out->touched),
                        .with_data = calloc(count + 1, sizeof *out->with_data),
                        .no_data = calloc(count + 1, sizeof *out->no_data),
                        .outside = calloc(count + 1, sizeof *out->outside)};
    return out->first && out->touched && out->with_data && out->no_data && out->outside;
}

/* Counting pass, offsets, filling pass: one allocation for all weights, areas in parallel. */
lb_status lb_profile_compute(const lb_cover *cover, const lb_cell_list *cells, int threads,
                             lb_profile *out)
{
    lb_profile result;
    row_index rows = {0};
    if (!are_valid_cells(cells, &cover->grid))
        return LB_E_INPUT;
    bool good = init_profile(cover->count, &result) && index_rows(cells, &cover->grid, &rows);
    int used = lb_thread_count(threads);
    if (good) {
#pragma omp parallel for num_threads(used) schedule(dynamic, 16)
        for (size_t i = 0; i < cover->count; i++)
            count_area(cover, &rows, i, &result);
        for (size_t i = 0; i < cover->count; i++)
            result.first[i + 1] += result.first[i];
        result.cell_weight = malloc((result.first[result.count] + 1) * sizeof *result.cell_weight);
        good = result.cell_weight != NULL;
    }
    if (!good) {
        free(rows.first);
        lb_profile_clear(&result);
        return LB_E_MEMORY;
    }
#pragma omp parallel for num_threads(used) schedule(dynamic, 16)
    for (size_t i = 0; i < cover->count; i++)
        fill_area(cover, &rows, i, &result);
    free(rows.first);
    *out = result;
    return LB_OK;
}

/* Statistics ---------------------------------------------------------------------------------- */

/* A value of one cell and what it counts. */
typedef struct weighted_value {
    double value, weight;
} weighted_value;

/* The values of an area with their weights: fraction, times the cell's weight if there is one.
 * Missing values and cells without weight are left out; returns how many remain. */
static size_t collect_values(const lb_profile *profile, const lb_stat_input *input, size_t area,
                             weighted_value *items)
{
    size_t n = 0;
    for (size_t i = profile->first[area]; i < profile->first[area + 1]; i++) {
        const lb_cell_weight *cell_weight = &profile->cell_weight[i];
        double weight = input->weight ? input->weight[cell_weight->at] : 1;
        if (isnan(input->value[cell_weight->at]) || !(weight > 0))
            continue;
        items[n++] =
            (weighted_value){input->value[cell_weight->at], cell_weight->fraction * weight};
    }
    return n;
}

/* Sum of weights; with fractions alone, the number of cells. */
static double total_weight(weighted_value *items, size_t n)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, items[i].weight);
    return lb_sum_value(sum);
}

/* Sum of weight x value. */
static double weighted_sum(weighted_value *items, size_t n)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, items[i].weight * items[i].value);
    return lb_sum_value(sum);
}

static double min_value(weighted_value *items, size_t n)
{
    double low = INFINITY;
    for (size_t i = 0; i < n; i++)
        low = fmin(low, items[i].value);
    return low;
}

static double max_value(weighted_value *items, size_t n)
{
    double high = -INFINITY;
    for (size_t i = 0; i < n; i++)
        high = fmax(high, items[i].value);
    return high;
}

/* Weighted sum over total weight; total weight is above 0. */
static double weighted_mean(weighted_value *items, size_t n)
{
    lb_sum sum = {0}, weight = {0};
    for (size_t i = 0; i < n; i++) {
        lb_sum_add(&sum, items[i].weight * items[i].value);
        lb_sum_add(&weight, items[i].weight);
    }
    return lb_mean_within(sum, weight, min_value(items, n), max_value(items, n));
}

/* The weighted mean square deviation: of the whole distribution, not an estimate from a sample. */
static double weighted_variance(weighted_value *items, size_t n)
{
    double middle = weighted_mean(items, n);
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, items[i].weight * (items[i].value - middle) * (items[i].value - middle));
    return lb_sum_value(sum) / total_weight(items, n);
}

static double weighted_stdev(weighted_value *items, size_t n)
{
    return sqrt(weighted_variance(items, n));
}

/* By value, then weight: equal values come in one order, so that their sums round alike. */
static int compare_items(const void *a, const void *b)
{
    const weighted_value *x = a, *y = b;
    LB_COMPARE(x->value, y->value);
    return (x->weight > y->weight) - (x->weight < y->weight);
}

/* Sorts, and merges items of equal value into one; returns how many are left. */
static size_t merge_equal_values(weighted_value *items, size_t n)
{
    size_t kept = 0;
    qsort(items, n, sizeof *items, compare_items);
    for (size_t i = 0; i < n;) {
        lb_sum weight = {0};
        double value = items[i].value;
        for (; i < n && items[i].value == value; i++)
            lb_sum_add(&weight, items[i].weight);
        items[kept++] = (weighted_value){value, lb_sum_value(weight)};
    }
    return kept;
}

/* The first value at which the weight up to and with it exceeds q of the total; where it equals q
 * (to rounding), midway to the next value. */
static double weighted_quantile(weighted_value *items, size_t n, double q)
{
    n = merge_equal_values(items, n);
    double total = total_weight(items, n), wanted = q * total;
    lb_sum below = {0};
    for (size_t i = 0; i + 1 < n; i++) {
        lb_sum_add(&below, items[i].weight);
        double over = lb_sum_value(below) - wanted;
        if (fabs(over) <= SAME_WEIGHT * total)
            return items[i].value + (items[i + 1].value - items[i].value) / 2;
        if (over > 0)
            return items[i].value;
    }
    return items[n - 1].value;
}

/* The value of most weight; of those that differ by rounding alone, the greatest. */
static double majority_value(weighted_value *items, size_t n)
{
    n = merge_equal_values(items, n);
    double total = total_weight(items, n);
    weighted_value heaviest = items[0];
    for (size_t i = 1; i < n; i++)
        if (items[i].weight >= heaviest.weight - SAME_WEIGHT * total)
            heaviest = items[i];
    return heaviest.value;
}

/* The value of least weight; of those that differ by rounding alone, the least. */
static double minority_value(weighted_value *items, size_t n)
{
    n = merge_equal_values(items, n);
    double total = total_weight(items, n);
    weighted_value lightest = items[0];
    for (size_t i = 1; i < n; i++)
        if (items[i].weight < lightest.weight - SAME_WEIGHT * total)
            lightest = items[i];
    return lightest.value;
}

/* How many different values. */
static double value_variety(weighted_value *items, size_t n)
{
    return (double)merge_equal_values(items, n);
}

static double value_range(weighted_value *items, size_t n)
{
    return max_value(items, n) - min_value(items, n);
}

/* Standard deviation over mean; NaN where the mean is 0. */
static double variation_coefficient(weighted_value *items, size_t n)
{
    double middle = weighted_mean(items, n);
    return middle == 0 ? (double)NAN : weighted_stdev(items, n) / middle;
}

/* What a statistic is, one row each: to add one is to add its enumerator, its row and its name. */
typedef struct stat_rule {
    double (*evaluate)(weighted_value *items, size_t n); /* n > 0; NULL: see evaluate_area */
    double of_nothing;                                   /* the figure of an area without values */
} stat_rule;

static const stat_rule stat_rules[] = {[LB_STAT_SUM] = {weighted_sum, 0},
                                       [LB_STAT_MEAN] = {weighted_mean, NAN},
                                       [LB_STAT_MIN] = {min_value, NAN},
                                       [LB_STAT_MAX] = {max_value, NAN},
                                       [LB_STAT_MEDIAN] = {NULL, NAN},
                                       [LB_STAT_QUANTILE] = {NULL, NAN},
                                       [LB_STAT_MAJORITY] = {majority_value, NAN},
                                       [LB_STAT_MINORITY] = {minority_value, NAN},
                                       [LB_STAT_VARIETY] = {value_variety, NAN},
                                       [LB_STAT_STDEV] = {weighted_stdev, NAN},
                                       [LB_STAT_VARIANCE] = {weighted_variance, NAN},
                                       [LB_STAT_RANGE] = {value_range, NAN},
                                       [LB_STAT_CV] = {variation_coefficient, NAN},
                                       [LB_STAT_FRAC] = {NULL, NAN},
                                       [LB_STAT_COUNT] = {total_weight, 0}};

const char *const lb_stat_names[] = {[LB_STAT_SUM] = "sum",
                                     [LB_STAT_MEAN] = "mean",
                                     [LB_STAT_MIN] = "min",
                                     [LB_STAT_MAX] = "max",
                                     [LB_STAT_MEDIAN] = "median",
                                     [LB_STAT_QUANTILE] = "quantile",
                                     [LB_STAT_MAJORITY] = "majority",
                                     [LB_STAT_MINORITY] = "minority",
                                     [LB_STAT_VARIETY] = "variety",
                                     [LB_STAT_STDEV] = "stdev",
                                     [LB_STAT_VARIANCE] = "variance",
                                     [LB_STAT_RANGE] = "range",
                                     [LB_STAT_CV] = "cv",
                                     [LB_STAT_FRAC] = "frac",
                                     [LB_STAT_COUNT] = "count",
                                     NULL};

const char *const lb_count_rule_names[] = {
    [LB_COUNT_EXACT] = "exact", [LB_COUNT_CENTROID] = "centroid", [LB_COUNT_ANY] = "any", NULL};

/* The share of the weight that has the value. */
static double value_fraction(weighted_value *items, size_t n, double value)
{
    lb_sum with = {0};
    for (size_t i = 0; i < n; i++)
        if (items[i].value == value)
            lb_sum_add(&with, items[i].weight);
    return lb_sum_value(with) / total_weight(items, n);
}

/* n > 0 items of one area. */
static double evaluate_area(lb_stat stat, const lb_stat_input *input, weighted_value *items,
                            size_t n)
{
    if (stat == LB_STAT_FRAC)
        return value_fraction(items, n, input->wanted);
    if (stat_rules[stat].evaluate)
        return stat_rules[stat].evaluate(items, n);
    return weighted_quantile(items, n, stat == LB_STAT_MEDIAN ? 0.5 : input->quantile);
}

/* An area's items take the place of its cell weights, so that one array serves all threads. */
lb_status lb_profile_stat(const lb_profile *profile, lb_stat stat, const lb_stat_input *input,
                          int threads, double *out)
{
    if (stat == LB_STAT_QUANTILE && !(input->quantile >= 0 && input->quantile <= 1))
        return LB_E_USAGE;
    weighted_value *items = malloc((profile->first[profile->count] + 1) * sizeof *items);
    if (!items)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(dynamic, 16)
    for (size_t i = 0; i < profile->count; i++) {
        weighted_value *own = items + profile->first[i];
        size_t n = collect_values(profile, input, i, own);
        out[i] = n == 0 ? stat_rules[stat].of_nothing : evaluate_area(stat, input, own, n);
    }
    free(items);
    return LB_OK;
}

/* Lower bound: cells wholly inside; upper bound: all cells touched, in full. */
void lb_profile_bounds(const lb_profile *profile, const double *value, double *low, double *high)
{
    for (size_t i = 0; i < profile->count; i++) {
        lb_sum inside = {0}, any = {0};
        for (size_t k = profile->first[i]; k < profile->first[i + 1]; k++) {
            double v = value[profile->cell_weight[k].at];
            if (isnan(v))
                continue;
            lb_sum_add(&any, v);
            if (profile->cell_weight[k].fraction == 1)
                lb_sum_add(&inside, v);
        }
        if (low)
            low[i] = lb_sum_value(inside);
        if (high)
            high[i] = lb_sum_value(any);
    }
}

/* Sum of fraction x value over the cells of one class in one area. */
static double class_sum(const lb_profile *profile, size_t area, const int *cell_class, int wanted,
                        const double *value)
{
    lb_sum sum = {0};
    for (size_t k = profile->first[area]; k < profile->first[area + 1]; k++) {
        const lb_cell_weight *cell_weight = &profile->cell_weight[k];
        double v = value ? value[cell_weight->at] : 1;
        if (cell_class[cell_weight->at] == wanted && !isnan(v))
            lb_sum_add(&sum, cell_weight->fraction * v);
    }
    return lb_sum_value(sum);
}

void lb_profile_classes(const lb_profile *profile, const int *cell_class, int classes,
                        const double *value, double *out)
{
    for (size_t i = 0; i < profile->count; i++)
        for (int k = 1; k <= classes; k++)
            *out++ = class_sum(profile, i, cell_class, k, value);
}
