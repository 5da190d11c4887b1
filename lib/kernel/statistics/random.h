/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers without a state: each is a function of a seed, a stream and its place in it, so
 * that it is the same on every machine, in any order and on any number of threads.
 *
 * The three are mixed in turn by the finaliser of splitmix64 (Steele, Lea and Flood 2014, with the
 * constants of Stafford's variant 13), in whole numbers only. */
#ifndef LB_KERNEL_STATISTICS_RANDOM_H
#define LB_KERNEL_STATISTICS_RANDOM_H

#include <math.h>
#include <stdint.h>

/* The finaliser after a step of 2^64 over the golden ratio, made odd: a bijection of 64 bits in
 * which each bit of z changes half of the result's. */
static inline uint64_t lb_random_mix(uint64_t z)
{
    z += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline uint64_t lb_random_key(uint64_t seed, uint64_t stream)
{
    return lb_random_mix(lb_random_mix(seed) ^ stream);
}

uint64_t lb_random_bits(uint64_t seed, uint64_t stream, uint64_t at);

/* 0 <= x < 1, a multiple of 2^-53. */
double lb_random_uniform(uint64_t seed, uint64_t stream, uint64_t at);

/* The same number from the key of its stream, for many of one stream. */
static inline double lb_random_of_key(uint64_t key, uint64_t at)
{
    return (double)(lb_random_mix(key ^ at) >> 11) * 0x1p-53;
}

/* The Monte Carlo standard error of a probability p that so many draws have given. */
static inline double lb_random_p_error(double p, double draws)
{
    return sqrt(p * (1 - p) / draws);
}

#endif
