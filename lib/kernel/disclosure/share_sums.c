/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "kernel/disclosure/share_sums.h"

/* 2^31 - 1: products fit in 64 bits. */
static const uint64_t PRIME = 2147483647;

static uint32_t multiply(uint32_t a, uint32_t b)
{
    return (uint32_t)((uint64_t)a * b % PRIME);
}

static uint32_t subtract(uint32_t a, uint32_t b)
{
    return a >= b ? a - b : (uint32_t)(a + PRIME - b);
}

/* By Fermat: a to the power of PRIME - 2. */
static uint32_t invert(uint32_t a)
{
    uint32_t result = 1;
    for (uint64_t power = PRIME - 2; power > 0; power >>= 1, a = multiply(a, a))
        if (power & 1)
            result = multiply(result, a);
    return result;
}

lb_status lb_share_sums_init(size_t shares, lb_share_sums *out)
{
    *out = (lb_share_sums){.shares = shares,
                           .row = malloc((shares * (shares + 1) + 1) * sizeof *out->row),
                           .pivot = malloc((shares + 1) * sizeof *out->pivot),
                           .next = malloc((shares + 1) * sizeof *out->next)};
    if (out->row && out->pivot && out->next)
        return LB_OK;
    lb_share_sums_clear(out);
    return LB_E_MEMORY;
}

void lb_share_sums_clear(lb_share_sums *sums)
{
    free(sums->row);
    free(sums->pivot);
    free(sums->next);
    *sums = (lb_share_sums){0};
}

static uint32_t *row_at(const lb_share_sums *sums, size_t r)
{
    return sums->row + r * (sums->shares + 1);
}

/* row -= row[pivot] x that of the pivot, so that the pivot is 0 in it. */
static void take_out(const lb_share_sums *sums, size_t pivot_row, uint32_t *row)
{
    const uint32_t *other = row_at(sums, pivot_row);
    uint32_t times = row[sums->pivot[pivot_row]];
    for (size_t k = 0; times != 0 && k <= sums->shares; k++)
        row[k] = subtract(row[k], multiply(times, other[k]));
}

static bool is_whole(double count)
{
    return count >= 0 && count < 0x1p53 && count == floor(count);
}

static bool read_square(lb_share_sums *sums, const double *with, double whole)
{
    for (size_t k = 0; k <= sums->shares; k++) {
        double count = k < sums->shares ? with[k] : whole;
        if (!is_whole(count))
            return false;
        sums->next[k] = (uint32_t)((uint64_t)count % PRIME);
    }
    return true;
}

bool lb_share_sums_add(lb_share_sums *sums, const double *with, double whole)
{
    size_t pivot = 0;
    if (!read_square(sums, with, whole))
        return false;
    for (size_t r = 0; r < sums->rank; r++)
        take_out(sums, r, sums->next);
    while (pivot < sums->shares && sums->next[pivot] == 0)
        pivot++;
    if (pivot == sums->shares) {
        sums->contradictory |= sums->next[pivot] != 0;
        return false;
    }
    uint32_t inverse = invert(sums->next[pivot]), *row = row_at(sums, sums->rank);
    for (size_t k = 0; k <= sums->shares; k++)
        row[k] = multiply(sums->next[k], inverse);
    sums->pivot[sums->rank++] = pivot;
    return true;
}

void lb_share_sums_solve(lb_share_sums *sums)
{
    for (size_t r = 0; r < sums->rank; r++)
        for (size_t above = 0; above < r; above++)
            take_out(sums, r, row_at(sums, above));
}

/* The free shares are those that are no pivot, in order. */
static void choose_free(const lb_share_sums *sums, size_t at, bool *chosen)
{
    for (size_t k = 0; k < sums->shares; k++)
        chosen[k] = true;
    for (size_t r = 0; r < sums->rank; r++)
        chosen[sums->pivot[r]] = false;
    for (size_t k = 0; k < sums->shares; k++)
        if (chosen[k]) {
            chosen[k] = at & 1;
            at >>= 1;
        }
}

bool lb_share_sums_choice(const lb_share_sums *sums, size_t at, bool *chosen)
{
    choose_free(sums, at, chosen);
    for (size_t r = 0; r < sums->rank; r++) {
        const uint32_t *row = row_at(sums, r);
        uint32_t left = row[sums->shares];
        for (size_t k = 0; k < sums->shares; k++)
            left = k != sums->pivot[r] && row[k] != 0 && chosen[k] ? subtract(left, row[k]) : left;
        if (left > 1)
            return false;
        sums->next[r] = left;
    }
    for (size_t r = 0; r < sums->rank; r++)
        chosen[sums->pivot[r]] = sums->next[r] == 1;
    return true;
}
