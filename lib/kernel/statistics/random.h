/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers without a state: each is a function of a seed, a stream and its place in it, so
 * that it is the same on every machine, in any order and on any number of threads.
 *
 * The three are mixed in turn by the finaliser of splitmix64 (Steele, Lea and Flood 2014, with the
 * constants of Stafford's variant 13), in whole numbers only. */
#ifndef LB_KERNEL_STATISTICS_RANDOM_H
#define LB_KERNEL_STATISTICS_RANDOM_H

#include <stdint.h>

uint64_t lb_random_bits(uint64_t seed, uint64_t stream, uint64_t at);

/* 0 <= x < 1, a multiple of 2^-53. */
double lb_random_uniform(uint64_t seed, uint64_t stream, uint64_t at);

#endif
