/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts that are not shown, in bins of squares with about as many people, and what stands for them
 * in sums (docs/methods.md, Coarsening). */
#ifndef LB_KERNEL_DISCLOSURE_COUNT_BINS_H
#define LB_KERNEL_DISCLOSURE_COUNT_BINS_H

#include <stddef.h>
#include <lagesbild/status.h>

enum { LB_BIN_MIN = 30 }; /* counts; means of fewer would reveal each */

typedef struct lb_hidden_count {
    double key;       /* public: people of the square, as used */
    double value;     /* the count; not NaN */
    double low, high; /* public: the least and greatest it can be */
    size_t at;        /* the square */
    double used;      /* result: mean or estimate of the bin */
} lb_hidden_count;

typedef struct lb_hidden_counts {
    size_t count;
    lb_hidden_count *item;
} lb_hidden_counts;

/* Room for `most` counts. LB_E_MEMORY. */
lb_status lb_hidden_counts_init(lb_hidden_counts *hidden, size_t most);
void lb_hidden_counts_clear(lb_hidden_counts *hidden);

/* Few counts: used = the mean of the bin, one decimal, where each could still be low and could
 * still be high; else (and in bins of fewer than 30) their middle. Items of equal key must
 * come in an order that depends on public things only; they are sorted by key. */
void lb_hidden_counts_means(lb_hidden_counts *hidden);

/* The same of one bin of n counts with the sum given, each from low to high. */
double lb_hidden_counts_mean(double sum, size_t n, double low, double high);

/* Counts that were left out: used = key x the bin's sum of values over its sum of keys, one
 * decimal; where that could narrow a count, key x fallback. */
void lb_hidden_counts_estimates(lb_hidden_counts *hidden, double fallback);

#endif
