/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each two areas share, summed on the walks along their borders. */
#ifndef LB_KERNEL_OVERLAP_OVERLAP_PAIRS_H
#define LB_KERNEL_OVERLAP_OVERLAP_PAIRS_H

#include <lagesbild/topology_issues.h>
#include "kernel/overlap/border_walk.h"

/* Shared by all threads of a walk. */
typedef struct lb_pair_sums {
    const lb_overlap *overlap;
    double tolerance;  /* square units of the CRS that do not count */
    size_t most;       /* pairs that are kept, the largest */
    lb_uwide *along;   /* [corners]: sum of cross products from the run's first corner on */
    size_t *first;     /* [areas + 1]: */
    uint32_t *inner;   /* inner[first[i]] ..: runs of areas of higher rank that begin in area i */
    double *sum;       /* [areas]: shared with areas of higher rank */
    size_t *count;     /* [areas] */
    bool *overlapping; /* [features]: set for those of a pair; NULL: not wanted */
} lb_pair_sums;

/* One thread's. Zeroed memory with `of` set is ready. */
typedef struct lb_pair_walk {
    const lb_pair_sums *of;
    uint32_t area;
    lb_uwide *shared; /* [areas]: twice, square units; 0 but for those touched */
    bool *is_touched; /* [areas] */
    uint32_t *touched;
    size_t n_touched;
    lb_overlap_pair *kept; /* [n_kept]: a heap, the smallest first; i and j are places in
                            * the list of features of runs */
    size_t n_kept;
} lb_pair_walk;

typedef struct lb_overlap_pairs {
    lb_overlap_pair *item; /* [kept], features, by i, then j; with zones, i is the zone */
    size_t kept, count;    /* count: all */
    double sum;            /* of all, square units of the CRS */
} lb_overlap_pairs;

lb_status lb_pair_sums_init(lb_pair_sums *sums, const lb_overlap *overlap, double tolerance,
                            size_t most);
void lb_pair_sums_clear(lb_pair_sums *sums);

bool lb_pair_walk_init(lb_pair_walk *walk, const lb_pair_sums *sums);
void lb_pair_walk_clear(lb_pair_walk *walk);

/* Before, on and after the walk along an area; begin and cross as in lb_border_walker. */
void lb_pair_walk_area(lb_pair_walk *walk, uint32_t area);
void lb_pair_walk_begin(lb_pair_walk *walk, const lb_border_run *run, const uint32_t *area,
                        size_t n);
void lb_pair_walk_cross(lb_pair_walk *walk, uint32_t edge, const lb_border_crossing *crossing);
void lb_pair_walk_finish(lb_pair_walk *walk);

/* The pairs of all threads. LB_E_MEMORY. */
lb_status lb_pair_sums_join(const lb_pair_sums *sums, const lb_pair_walk *walk, size_t walks,
                            lb_overlap_pairs *out);

#endif
