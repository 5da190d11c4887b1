/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Radix sort of 64-bit keys, least digit first: stable, so ties keep the order of the input; linear
 * in their number. */
#include <stdlib.h>
#include <string.h>

#include "model/radix_sort.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 6 };

uint64_t lb_sort_key(double value)
{
    uint64_t bits;
    value += 0.0; /* -0.0 becomes 0.0 */
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

/* By one digit from `from` to `to`. */
static void sort_by_digit(const lb_sort_item *from, lb_sort_item *to, size_t count, int shift)
{
    size_t start[DIGITS] = {0};
    for (size_t i = 0; i < count; i++)
        start[from[i].key >> shift & (DIGITS - 1)]++;
    for (size_t d = 0, sum = 0; d < DIGITS; d++) {
        size_t n = start[d];
        start[d] = sum;
        sum += n;
    }
    for (size_t i = 0; i < count; i++)
        to[start[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
}

bool lb_radix_sort(lb_sort_item *item, size_t count)
{
    lb_sort_item *spare = malloc((count + 1) * sizeof *spare), *from = item, *to = spare;
    uint64_t varying = 0; /* bits in which keys differ: other digits need no pass */
    for (size_t i = 0; i < count; i++)
        varying |= item[i].key ^ item[0].key;
    for (int shift = 0; spare && shift < PASSES * DIGIT_BITS; shift += DIGIT_BITS)
        if (varying >> shift & (DIGITS - 1)) {
            sort_by_digit(from, to, count, shift);
            lb_sort_item *swap = from;
            from = to;
            to = swap;
        }
    if (from != item)
        memcpy(item, from, count * sizeof *item);
    free(spare);
    return spare != NULL;
}
