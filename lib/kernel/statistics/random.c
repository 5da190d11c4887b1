/* SPDX-License-Identifier: GPL-3.0-or-later */
/* splitmix64 as a hash of (seed, stream, place) (docs/methods.md, Random numbers): counter-based,
 * so that threads need no shared state and any number can be had directly. */
#include "kernel/statistics/random.h"

uint64_t lb_random_bits(uint64_t seed, uint64_t stream, uint64_t at)
{
    return lb_random_mix(lb_random_key(seed, stream) ^ at);
}

double lb_random_uniform(uint64_t seed, uint64_t stream, uint64_t at)
{
    return lb_random_of_key(lb_random_key(seed, stream), at);
}
