/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The findings of a comparison, as the two tables of lb_compare_result. */
#ifndef LB_COMMANDS_COMPARE_DIFFERENCES_H
#define LB_COMMANDS_COMPARE_DIFFERENCES_H

#include <lagesbild/compare.h>

/* A finding; texts are borrowed, NULL: empty. compared, differing < 0 and largest NaN: empty. */
typedef struct lb_finding {
    const char *file, *kind, *item, *before, *after;
    int64_t compared, differing;
    double largest;
    const char *at;
} lb_finding;

void lb_differences_init(lb_compare_result *result);
void lb_differences_add(lb_compare_result *result, const lb_finding *finding);

/* A finding that counts no values. */
void lb_differences_add_texts(lb_compare_result *result, const char *file, const char *kind,
                              const char *item, const char *before, const char *after);

/* A value that differs; difference NaN: one of the two is no number. */
void lb_differences_add_value(lb_compare_result *result, const char *file, const char *key,
                              const char *column, const char *before, const char *after,
                              double difference);

/* Counts of one column or band, on the way to a finding. Zeroed memory is empty. */
typedef struct lb_difference_count {
    int64_t compared, differing;
    double largest; /* greatest absolute difference of numbers */
    bool has_largest;
    char at[160]; /* where that is, else where the first difference is */
} lb_difference_count;

/* Two numbers, NaN for none. Same: within tolerance, or both NaN. */
bool lb_difference_count_numbers(lb_difference_count *count, double before, double after,
                                 double tolerance, const char *at);
void lb_difference_count_texts(lb_difference_count *count, bool same, const char *at);

#endif
