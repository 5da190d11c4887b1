/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks along the borders of areas that overlap: each piece of border between two crossings lies in
 * the same other areas, and at each crossing one of them begins or ends. docs/methods.md, Overlap
 * rules, Walks along borders. */
#ifndef LB_KERNEL_OVERLAP_BORDER_WALK_H
#define LB_KERNEL_OVERLAP_BORDER_WALK_H

#include "kernel/overlap/edge_groups.h"
#include "kernel/overlap/run_starts.h"

/* What all walks of a set of areas need; only read, by any number of threads. */
typedef struct lb_overlap {
    lb_border_runs runs;
    lb_edge_groups groups;
    lb_run_starts starts;
    int threads;
} lb_overlap;

/* Zeroed memory is a valid empty struct. zones: of the first features, which are not held against
 * each other. shapes: borrowed, valid polygons. LB_E_MEMORY; LB_E_INPUT: see border_runs. */
lb_status lb_overlap_init(lb_overlap *overlap, const lb_shapes *shapes, size_t zones, int threads);
void lb_overlap_clear(lb_overlap *overlap);

/* Frees what only walks need; of runs the lattice and the marks of live edges stay. */
void lb_overlap_end_walks(lb_overlap *overlap);

/* About how many crossings walks will meet, each from both sides: from those of 512 edges.
 * LB_E_MEMORY. */
lb_status lb_overlap_estimate_crossings(const lb_overlap *overlap, double *out);

typedef struct lb_border_crossing {
    int64_t along;       /* its place on the edge that is walked: ascending */
    lb_lattice_point at; /* the same seen from either edge */
    uint32_t walked;     /* the edge that is walked (corner in runs) */
    uint32_t area, edge; /* the other area, and its edge */
    bool enters;         /* the walk comes into that area; else it leaves it */
} lb_border_crossing;

/* What is done on the way; NULL members: nothing. */
typedef struct lb_border_walker {
    /* A run begins, within the n areas. */
    void (*begin)(void *udata, const lb_border_run *run, const uint32_t *area, size_t n);
    /* A piece of the edge that begins with corner `edge`; places are different. */
    void (*piece)(void *udata, uint32_t edge, lb_lattice_point from, lb_lattice_point to);
    void (*cross)(void *udata, uint32_t edge, const lb_border_crossing *crossing);
    void (*end)(void *udata);
} lb_border_walker;

/* One thread's list of the crossings of a group of edges. Zeroed memory is ready. */
typedef struct lb_walk_list {
    lb_border_crossing *found; /* [count], in no order */
    size_t count, capacity;
    lb_border_crossing *item; /* [count]: by edge, then in the order of the walk */
    size_t room;
    size_t first[LB_GROUP_EDGES + 1]; /* of each edge in item */
    size_t crossings;                 /* met so far */
    bool failed; /* out of memory, or a run that does not end in the areas it began in */
} lb_walk_list;

/* Walks all runs of one area. */
void lb_border_walk(const lb_overlap *overlap, uint32_t area, const lb_border_walker *walker,
                    void *udata, lb_walk_list *list);
void lb_walk_list_clear(lb_walk_list *list);

#endif
