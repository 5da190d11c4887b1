/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ranks and classes each square has over many recipes, without keeping them all
 * (docs/methods.md, Stability). */
#ifndef LB_KERNEL_STABILITY_RANK_RANGES_H
#define LB_KERNEL_STABILITY_RANK_RANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

/* More ranks than this are not kept one by one but counted in bins. */
enum { LB_RANKS_KEPT = 1 << 25, LB_RANK_BINS = 256 };

typedef struct lb_rank_ranges {
    size_t count, recipes, done; /* squares; recipes to come at most; recipes added */
    int classes;
    uint32_t *low, *high; /* [count] 0: no rank yet */
    uint16_t *class_n;    /* [count][classes]: recipes with that class */
    uint32_t *kept;       /* [count][recipes] ranks, 0: none; NULL: they are counted in */
    uint16_t *bin; /* [count][LB_RANK_BINS]: how often the rank is in each 256th of 1..count */
} lb_rank_ranges;

/* keep: at most so many ranks are kept (LB_RANKS_KEPT). LB_E_MEMORY. */
lb_status lb_rank_ranges_init(lb_rank_ranges *ranges, size_t count, size_t recipes, int classes,
                              size_t keep);
void lb_rank_ranges_clear(lb_rank_ranges *ranges);

/* Ranks and classes by n recipes: rank[r][i] from 1, 0 where the square has no index;
 * class_of[r][i] 1..classes. */
void lb_rank_ranges_add(lb_rank_ranges *ranges, size_t n, uint32_t *const *rank,
                        uint8_t *const *class_of, int threads);

/* Recipes by which the square has an index. */
size_t lb_rank_ranges_recipes(const lb_rank_ranges *ranges, size_t square);

/* The class of most recipes (of several the lowest), 0: none; *share: of the recipes by which the
 * square has one. */
int lb_rank_ranges_mode(const lb_rank_ranges *ranges, size_t square, double *share);

/* Quantiles q[n] of the ranks of a square into out[n]: exact (type 7) where they are kept, else to
 * 1/256 of the squares, and always from low to high; NaN: it has none. sorted: room for
 * `recipes` ranks. */
void lb_rank_ranges_quantiles(const lb_rank_ranges *ranges, size_t square, const double *q,
                              size_t n, uint32_t *sorted, double *out);

#endif
