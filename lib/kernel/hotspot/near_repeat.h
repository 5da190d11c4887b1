/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knox's test: are there more pairs of events that are near both in place and in time than when the
 * dates are dealt out anew (docs/methods.md, Near repeat)? */
#ifndef LB_KERNEL_HOTSPOT_NEAR_REPEAT_H
#define LB_KERNEL_HOTSPOT_NEAR_REPEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

enum { LB_NEAR_REPEAT_EDGES = 50, LB_NEAR_REPEAT_MAX_DAYS = 100000 };

/* Edges ascend and are the lower bounds of half-open bins, the last without an upper bound. Pairs
 * below the first edge are in no bin. Borrowed. */
typedef struct lb_near_repeat_input {
    const double *xy;   /* [2 n] metres */
    const int64_t *day; /* [n] */
    size_t n;
    const double *distance;     /* [distances] */
    const int64_t *days;        /* [day_bins] */
    size_t distances, day_bins; /* 1 to LB_NEAR_REPEAT_EDGES */
    bool manhattan;             /* |dx| + |dy|; else the straight line */
    int draws;
    uint64_t seed;
    int threads; /* no digit depends on it */
} lb_near_repeat_input;

typedef struct lb_near_repeat_bin {
    int64_t observed; /* pairs */
    double expected;  /* mean over the draws */
    double p;         /* (1 + draws with at least as many) / (1 + draws) */
} lb_near_repeat_bin;

/* bin[distances * day_bins], a distance after another. LB_E_MEMORY. */
lb_status lb_near_repeat(const lb_near_repeat_input *input, lb_near_repeat_bin *bin);

#endif
