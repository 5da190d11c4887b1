/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernel/stability/value_order.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 3, SMALL_RUN = 24 };

static void insert_sort(const double *value, uint64_t *item, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t one = item[i];
        size_t at = i;
        for (; at > 0 && value[lb_value_place(item[at - 1])] > value[lb_value_place(one)]; at--)
            item[at] = item[at - 1];
        item[at] = one;
    }
}

static bool is_sorted(const double *value, const uint64_t *item, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (value[lb_value_place(item[i - 1])] > value[lb_value_place(item[i])])
            return false;
    return true;
}

/* The values scaled to 32 bits above the places. False: all are equal. */
static bool make_keys(const double *value, uint64_t *item, size_t n)
{
    double min = INFINITY, max = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        double v = value[lb_value_place(item[i])];
        min = v < min ? v : min;
        max = v > max ? v : max;
    }
    if (!(max > min))
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t place = lb_value_place(item[i]);
        double scaled = (value[place] - min) / (max - min) * UINT32_MAX;
        item[i] = (uint64_t)(uint32_t)scaled << 32 | place;
    }
    return true;
}

/* By the upper 32 bits, the least digit first; the result is in item. */
static void sort_keys(uint64_t *item, uint64_t *spare, size_t n)
{
    uint64_t *from = item, *to = spare;
    for (int pass = 0; pass < PASSES; pass++) {
        size_t start[DIGITS] = {0}, sum = 0;
        int shift = 32 + pass * DIGIT_BITS;
        for (size_t i = 0; i < n; i++)
            start[from[i] >> shift & (DIGITS - 1)]++;
        for (size_t d = 0; d < DIGITS; d++) {
            size_t here = start[d];
            start[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            to[start[from[i] >> shift & (DIGITS - 1)]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    memcpy(item, from, n * sizeof *item); /* an odd number of passes: from is spare */
}

/* Values that share a key lie within a 2^32th of the range: sorted by a range of their own. */
static void sort_items(const double *value, uint64_t *item, uint64_t *spare, size_t n)
{
    if (n <= SMALL_RUN) {
        insert_sort(value, item, n);
        return;
    }
    if (!make_keys(value, item, n))
        return;
    sort_keys(item, spare, n);
    for (size_t start = 0, end; start < n; start = end) {
        for (end = start + 1; end < n && item[end] >> 32 == item[start] >> 32;)
            end++;
        if (end - start > 1 && !is_sorted(value, item + start, end - start))
            sort_items(value, item + start, spare, end - start);
    }
}

size_t lb_value_order(const double *value, size_t count, uint64_t *item, uint64_t *spare)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(value[i]))
            item[n++] = i;
    sort_items(value, item, spare, n);
    return n;
}
