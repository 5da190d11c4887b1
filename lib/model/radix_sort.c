/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Radix sort of 64-bit keys, least digit first: stable, so ties keep the order of the input; linear
 * in their number. */
#include <stdlib.h>
#include <string.h>

#include "model/radix_sort.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 6 };

/* By one digit from `from` to `to`. False: all have the same one, and nothing was moved. */
static bool sort_by_digit(const lb_sort_item *from, lb_sort_item *to, size_t count, int shift)
{
    size_t start[DIGITS] = {0};
    for (size_t i = 0; i < count; i++)
        start[from[i].key >> shift & (DIGITS - 1)]++;
    if (start[from[0].key >> shift & (DIGITS - 1)] == count)
        return false;
    for (size_t d = 0, sum = 0; d < DIGITS; d++) {
        size_t n = start[d];
        start[d] = sum;
        sum += n;
    }
    for (size_t i = 0; i < count; i++)
        to[start[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
    return true;
}

bool lb_radix_sort(lb_sort_item *item, size_t count)
{
    lb_sort_item *spare = malloc((count + 1) * sizeof *spare), *from = item, *to = spare;
    for (int pass = 0; spare && count > 0 && pass < PASSES; pass++)
        if (sort_by_digit(from, to, count, pass * DIGIT_BITS)) {
            lb_sort_item *swap = from;
            from = to;
            to = swap;
        }
    if (from != item)
        memcpy(item, from, count * sizeof *item);
    free(spare);
    return spare != NULL;
}
