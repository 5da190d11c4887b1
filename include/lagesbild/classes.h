/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes of a figure: where the limits go and who is in which. */
#ifndef LAGESBILD_CLASSES_H
#define LAGESBILD_CLASSES_H

#include <lagesbild/recipe.h>

LB_API extern const char *const lb_class_method_names[]; /* by lb_class_method, NULL-ended */

/* Classes 1..K of count values into class_of[count]; 0 where the value is NaN. breaks[K - 1] gets
 * the smallest value of class 2, 3 ... (NaN for a class nobody is in); for fixed classes they are
 * the recipe's. K is recipe->classes, the method recipe->class_method. people: [count]
 * inhabitants, which quantiles are over where recipe->reference says so; NULL: one each.
 *
 * quantile: 1 + floor(K (r - 0.5)/n), r the mid-rank: ties share a class (docs/methods.md,
 * Classes). equal:    K equal widths from min to max. jenks:    least sum of squared deviations
 * within classes (Fisher 1958), exact, by dynamic programming over the distinct values with
 * monotone splits: O(K n log n). stddev:   limits one standard deviation apart, symmetric about the
 * mean. fixed:    recipe->break_at. */
LB_API lb_status lb_classes_compute(const lb_recipe *recipe, const double *value,
                                    const double *people, size_t count, uint8_t *class_of,
                                    double *breaks);

/* What a column of a grid is coloured by. */
typedef struct lb_column_classes {
    int count;         /* of classes */
    bool ranked;       /* the last class is the worst, the first the best; else they rise */
    uint8_t *class_of; /* 1 .. count, 0: no value */
    double low[LB_MAX_CLASSES], high[LB_MAX_CLASSES]; /* the least and greatest; NaN: of none */
} lb_column_classes;

LB_API void lb_column_classes_clear(lb_column_classes *classes);

/* Which values of a column are worse: +1 the high ones, of the index, of scores and groups; of a
 * share or level with weight in the index its direction; -1 of ranks; 0 of all else, as counts. */
LB_API int lb_column_direction(const lb_recipe *recipe, const char *column);

/* By the recipe's method over delivered squares, value[count] and people[count] (NULL: one each)
 * one a square, so that a column has the same classes wherever it is shown; fixed breaks are of
 * the index, other columns have quantiles then. LB_E_MEMORY. The caller clears *out. */
LB_API lb_status lb_column_classes_compute(const lb_recipe *recipe, const char *column,
                                           const double *value, const double *people, size_t count,
                                           lb_column_classes *out);

#endif
