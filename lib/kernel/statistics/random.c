/* SPDX-License-Identifier: GPL-3.0-or-later */
/* splitmix64 as a hash of (seed, stream, place) (docs/methods.md, Random numbers): counter-based,
 * so that threads need no shared state and any number can be had directly. */
#include "kernel/statistics/random.h"

/* The step of splitmix64: 2^64 over the golden ratio, made odd. */
static const uint64_t splitmix_step = UINT64_C(0x9E3779B97F4A7C15);

/* The finaliser: a bijection of 64 bits in which each bit of z changes half of the result's. */
static uint64_t splitmix_mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint64_t lb_random_bits(uint64_t seed, uint64_t stream, uint64_t at)
{
    uint64_t z = splitmix_mix(seed + splitmix_step);
    z = splitmix_mix((z ^ stream) + splitmix_step);
    return splitmix_mix((z ^ at) + splitmix_step);
}

double lb_random_uniform(uint64_t seed, uint64_t stream, uint64_t at)
{
    return (double)(lb_random_bits(seed, stream, at) >> 11) * 0x1p-53;
}
