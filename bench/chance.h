/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chance for the generators: SplitMix64, so that a seed makes the same bytes on every machine, and
 * the land they fill, 2620 x 6200 cells of 250 m in SWEREF 99 TM. */
#ifndef BENCH_CHANCE_H
#define BENCH_CHANCE_H

#include <stdint.h>

enum { COLUMNS = 2620, ROWS = 6200, CELL = 250, E0 = 265000, N0 = 6130000 };

static inline uint64_t bits(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* In [0, 1). */
static inline double chance(uint64_t *state)
{
    return (double)(bits(state) >> 11) / 9007199254740992.0;
}

#endif
