/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/threads.h"
#include "kernel/stability/rank_ranges.h"

void lb_rank_ranges_clear(lb_rank_ranges *ranges)
{
    free(ranges->low);
    free(ranges->high);
    free(ranges->class_n);
    free(ranges->kept);
    free(ranges->bin);
    *ranges = (lb_rank_ranges){0};
}

/* Where squares times recipes are at most `keep`, every rank is kept and quantiles are exact;
 * else ranks are counted in LB_RANK_BINS bins a square, so that memory does not grow with
 * recipes. */
lb_status lb_rank_ranges_init(lb_rank_ranges *ranges, size_t count, size_t recipes, int classes,
                              size_t keep)
{
    *ranges = (lb_rank_ranges){.count = count, .recipes = recipes, .classes = classes};
    bool kept = count == 0 || recipes <= keep / count;
    ranges->low = calloc(count + 1, sizeof *ranges->low);
    ranges->high = calloc(count + 1, sizeof *ranges->high);
    ranges->class_n = calloc(count * (size_t)classes + 1, sizeof *ranges->class_n);
    if (kept)
        ranges->kept = calloc(count * recipes + 1, sizeof *ranges->kept);
    else
        ranges->bin = calloc(count * LB_RANK_BINS + 1, sizeof *ranges->bin);
    if (ranges->low && ranges->high && ranges->class_n &&
        (kept ? (void *)ranges->kept : ranges->bin))
        return LB_OK;
    lb_rank_ranges_clear(ranges);
    return LB_E_MEMORY;
}

/* Squares are shared out over threads, so that each square's figures lie near each other and are
 * changed by one thread. */
void lb_rank_ranges_add(lb_rank_ranges *ranges, size_t n, uint32_t *const *rank,
                        uint8_t *const *class_of, int threads)
{
    size_t first = ranges->done;
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(static)
    for (size_t i = 0; i < ranges->count; i++)
        for (size_t r = 0; r < n; r++) {
            uint32_t place = rank[r][i];
            if (place == 0)
                continue;
            if (ranges->low[i] == 0 || place < ranges->low[i])
                ranges->low[i] = place;
            if (place > ranges->high[i])
                ranges->high[i] = place;
            ranges->class_n[i * (size_t)ranges->classes + class_of[r][i] - 1]++;
            if (ranges->kept)
                ranges->kept[i * ranges->recipes + first + r] = place;
            else
                ranges->bin[i * LB_RANK_BINS +
                            (place - 1) * (uint64_t)LB_RANK_BINS / ranges->count]++;
        }
    ranges->done += n;
}

size_t lb_rank_ranges_recipes(const lb_rank_ranges *ranges, size_t square)
{
    size_t n = 0;
    for (int k = 0; k < ranges->classes; k++)
        n += ranges->class_n[square * (size_t)ranges->classes + (size_t)k];
    return n;
}

int lb_rank_ranges_mode(const lb_rank_ranges *ranges, size_t square, double *share)
{
    const uint16_t *n = &ranges->class_n[square * (size_t)ranges->classes];
    size_t all = lb_rank_ranges_recipes(ranges, square);
    int mode = 0;
    for (int k = 1; k < ranges->classes; k++)
        mode = n[k] > n[mode] ? k : mode;
    *share = all > 0 ? n[mode] / (double)all : (double)NAN;
    return all > 0 ? mode + 1 : 0;
}

/* Type 7: linear between order statistics at q (m - 1). `sorted` is room for all recipes. */
static void kept_quantiles(const lb_rank_ranges *ranges, size_t square, const double *q, size_t n,
                           uint32_t *sorted, double *out)
{
    size_t m = 0;
    for (size_t r = 0; r < ranges->done; r++)
        if (ranges->kept[square * ranges->recipes + r] > 0)
            sorted[m++] = ranges->kept[square * ranges->recipes + r];
    qsort(sorted, m, sizeof *sorted, lb_compare_uint32s);
    for (size_t k = 0; k < n; k++) {
        double place = q[k] * (double)(m - 1);
        size_t below = (size_t)place, above = below + 1 < m ? below + 1 : below;
        out[k] = sorted[below] + (place - (double)below) * ((double)sorted[above] - sorted[below]);
    }
}

/* The j-th rank from 0, as if the ranks of a bin were spread evenly over it. */
static double binned_rank(const lb_rank_ranges *ranges, size_t square, size_t j)
{
    const uint16_t *bin = &ranges->bin[square * LB_RANK_BINS];
    size_t b = 0, before = 0;
    while (b + 1 < LB_RANK_BINS && before + bin[b] <= j)
        before += bin[b++];
    double at = ((double)b + ((double)(j - before) + 0.5) / bin[b]) / LB_RANK_BINS;
    double rank = 0.5 + at * (double)ranges->count;
    return fmin(fmax(rank, ranges->low[square]), ranges->high[square]);
}

static double binned_quantile(const lb_rank_ranges *ranges, size_t square, size_t m, double q)
{
    double place = q * (double)(m - 1);
    size_t below = (size_t)place, above = below + 1 < m ? below + 1 : below;
    double low = binned_rank(ranges, square, below);
    return low + (place - (double)below) * (binned_rank(ranges, square, above) - low);
}

void lb_rank_ranges_quantiles(const lb_rank_ranges *ranges, size_t square, const double *q,
                              size_t n, uint32_t *sorted, double *out)
{
    size_t m = lb_rank_ranges_recipes(ranges, square);
    if (m > 0 && ranges->kept) {
        kept_quantiles(ranges, square, q, n, sorted, out);
        return;
    }
    for (size_t k = 0; k < n; k++)
        out[k] = m > 0 ? binned_quantile(ranges, square, m, q[k]) : (double)NAN;
}
