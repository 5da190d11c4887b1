/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of many shares of one denominator can be all of it: choices x_1 .. x_n of 0 and 1 with
 * sum x_k with_k = whole in every square are the solutions of linear equations, one a square. They
 * are solved modulo a prime, by which no solution is lost; one that is none in whole numbers may
 * come beside, and is found by adding up. */
#ifndef LB_KERNEL_DISCLOSURE_SHARE_SUMS_H
#define LB_KERNEL_DISCLOSURE_SHARE_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

/* Equations of the squares added so far, each with a column that is not 0 (its pivot) and the sum
 * in the last. Zeroed memory, then lb_share_sums_init. */
typedef struct lb_share_sums {
    size_t shares, rank;
    uint32_t *row;      /* [shares][shares + 1] modulo the prime; the first `rank` are used */
    size_t *pivot;      /* [shares] */
    uint32_t *next;     /* [shares + 1]: the square being added */
    bool contradictory; /* no choice is all of every square */
} lb_share_sums;

/* LB_E_MEMORY. */
lb_status lb_share_sums_init(size_t shares, lb_share_sums *out);
void lb_share_sums_clear(lb_share_sums *sums);

/* with[shares]: the counts of a square, whole its denominator. Those that are no whole numbers from
 * 0 say nothing. Is it a new equation? */
bool lb_share_sums_add(lb_share_sums *sums, const double *with, double whole);

/* After the last square: equations in which no pivot is beside another. */
void lb_share_sums_solve(lb_share_sums *sums);

/* Shares that may be chosen freely: the others follow. */
static inline size_t lb_share_sums_free(const lb_share_sums *sums)
{
    return sums->shares - sums->rank;
}

/* Choice `at`, below 2^lb_share_sums_free: chosen[shares]. Is it a solution? */
bool lb_share_sums_choice(const lb_share_sums *sums, size_t at, bool *chosen);

#endif
