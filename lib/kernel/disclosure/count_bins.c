/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bins are cut by what is public, in rising order of the key, at about 50 counts and never fewer
 * than 30; squares of one key stay together, so that a bin says nothing about any of them. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/sum.h"
#include "kernel/disclosure/count_bins.h"

enum { BIN_USUAL = 50 };

lb_status lb_hidden_counts_init(lb_hidden_counts *hidden, size_t most)
{
    *hidden = (lb_hidden_counts){.item = malloc((most + 1) * sizeof *hidden->item)};
    return hidden->item ? LB_OK : LB_E_MEMORY;
}

void lb_hidden_counts_clear(lb_hidden_counts *hidden)
{
    free(hidden->item);
    *hidden = (lb_hidden_counts){0};
}

/* Equal keys stay in the order given: `used` is not set yet and holds the place. */
static int compare_keys(const void *a, const void *b)
{
    const lb_hidden_count *x = a, *y = b;
    LB_COMPARE(x->key, y->key);
    return x->used < y->used ? -1 : 1;
}

static void sort_by_key(lb_hidden_counts *hidden)
{
    for (size_t i = 0; i < hidden->count; i++)
        hidden->item[i].used = (double)i;
    qsort(hidden->item, hidden->count, sizeof *hidden->item, compare_keys);
}

/* The end of the bin that begins at `start`. */
static size_t bin_end(const lb_hidden_counts *hidden, size_t start)
{
    size_t end = start;
    while (end < hidden->count &&
           (end - start < BIN_USUAL || hidden->item[end].key == hidden->item[end - 1].key))
        end++;
    return hidden->count - end < LB_BIN_MIN ? hidden->count : end;
}

typedef struct bin_sums {
    double value, key, low, high; /* sums over the bin */
    double widest;                /* greatest high - low */
} bin_sums;

/* Items start .. end of the order; `key` is the people they are sorted by. */
static bin_sums sum_bin(const lb_hidden_counts *hidden, size_t start, size_t end)
{
    lb_sum value = {0}, key = {0}, low = {0}, high = {0};
    double widest = 0;
    for (size_t i = start; i < end; i++) {
        const lb_hidden_count *item = &hidden->item[i];
        lb_sum_add(&value, item->value);
        lb_sum_add(&key, item->key);
        lb_sum_add(&low, item->low);
        lb_sum_add(&high, item->high);
        widest = fmax(widest, item->high - item->low);
    }
    return (bin_sums){lb_sum_value(value), lb_sum_value(key), lb_sum_value(low), lb_sum_value(high),
                      widest};
}

/* With their sum known, can each of the counts still be its low and its high? The others must then
 * make up for it: the sum is at least the one of lows with one count at its high, and at most the
 * one of highs with one at its low. */
static bool sum_is_safe(const bin_sums *sums, size_t count)
{
    return count >= LB_BIN_MIN && sums->value >= sums->low + sums->widest &&
           sums->value <= sums->high - sums->widest;
}

static double one_decimal(double value)
{
    return nearbyint(value * 10) / 10;
}

/* One decimal, where the sum leaves every count both ends of its range, else the middle of the
 * range low to high. */
static double bin_mean(const bin_sums *sums, size_t n, double low, double high)
{
    return sum_is_safe(sums, n) ? one_decimal(sums->value / (double)n) : (low + high) / 2;
}

double lb_hidden_counts_mean(double sum, size_t n, double low, double high)
{
    bin_sums sums = {
        .value = sum, .low = (double)n * low, .high = (double)n * high, .widest = high - low};
    return bin_mean(&sums, n, low, high);
}

void lb_hidden_counts_means(lb_hidden_counts *hidden)
{
    sort_by_key(hidden);
    for (size_t start = 0, end; start < hidden->count; start = end) {
        end = bin_end(hidden, start);
        bin_sums sums = sum_bin(hidden, start, end);
        const lb_hidden_count *first = &hidden->item[start];
        double mean = bin_mean(&sums, end - start, first->low, first->high);
        for (size_t i = start; i < end; i++)
            hidden->item[i].used = mean;
    }
}

/* People times the share of the bin, three decimals, where its sum is safe, else times
 * `fallback`. */
void lb_hidden_counts_estimates(lb_hidden_counts *hidden, double fallback)
{
    sort_by_key(hidden);
    for (size_t start = 0, end; start < hidden->count; start = end) {
        end = bin_end(hidden, start);
        bin_sums sums = sum_bin(hidden, start, end);
        double ratio = sum_is_safe(&sums, end - start) ? sums.value / sums.key : fallback;
        ratio = nearbyint(ratio * 1000) / 1000;
        for (size_t i = start; i < end; i++)
            hidden->item[i].used = one_decimal(hidden->item[i].key * ratio);
    }
}
