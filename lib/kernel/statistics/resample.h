/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing with replacement (docs/methods.md, Chains of events): how often each thing is among as
 * many as there are, without drawing one after the other. */
#ifndef LB_KERNEL_STATISTICS_RESAMPLE_H
#define LB_KERNEL_STATISTICS_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

/* ln n!, to 1e-12. */
double lb_log_factorial(double n);

/* A binomial count of n trials with probability p, 0 to 1, from one uniform number, 0 <= u < 1.
 * About sqrt(n p (1 - p)) steps. */
size_t lb_random_binomial(double u, size_t n, double p);

/* size[kinds]: how many things of each kind there are; times[kinds]: how many of each kind are
 * among as many draws with replacement as there are things. Kind k uses number (seed, stream, k) of
 * the random numbers. */
void lb_resample(const size_t *size, size_t kinds, uint64_t seed, uint64_t stream, size_t *times);

#endif
