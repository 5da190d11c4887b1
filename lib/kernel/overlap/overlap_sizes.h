/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes of areas that overlap: how much ground so many of them hold, what each category has by an
 * overlap rule, and what each two share. No overlay is made: each size is a sum of cross products
 * over pieces of borders (Green's theorem), in integers, so that no digit depends on threads, the
 * order of areas or where rings begin. docs/methods.md, Overlap rules, Walks. */
#ifndef LB_KERNEL_OVERLAP_OVERLAP_SIZES_H
#define LB_KERNEL_OVERLAP_OVERLAP_SIZES_H

#include <lagesbild/overlap_rule.h>
#include "kernel/overlap/overlap_pairs.h"
#include "kernel/overlap/union_border.h"

/* A second measure of area beside that of the plane: the signed area between a straight piece of
 * border and a fixed line, square metres. Called for pieces in other areas alone, with the ends in
 * one order whichever way the border runs. */
typedef struct lb_overlap_measure {
    void *udata;
    double (*integral)(void *udata, int thread, const double a[2], const double b[2]);
} lb_overlap_measure;

/* The second measure of a piece of border, in whole parts of a square metre. */
#define LB_OVERLAP_UNITS 0x1p40
lb_uwide lb_overlap_measure_piece(const lb_overlap *overlap, const lb_overlap_measure *measure,
                                  int thread, lb_lattice_point from, lb_lattice_point to);

typedef struct lb_overlap_request {
    const size_t *category;            /* [features] */
    size_t categories;                 /* the worst first; 0: none */
    lb_overlap_rule rule;              /* of categories */
    const lb_overlap_measure *measure; /* NULL: none */
    bool pairs;                        /* also what each two share */
    double tolerance;                  /* pairs of less do not count; square units of the CRS */
    size_t most_pairs;                 /* kept */
    bool border;                       /* also the border of the union, for union_cover */
    bool *overlapping; /* [features], false before: set for those of a pair; NULL: not wanted */
    double *layers;    /* [features], 0 before: over the crossings on the area's border the sum of
                        * the areas that hold them, its own among them; NULL: not wanted */
} lb_overlap_request;

enum { LB_OVERLAP_PLANAR, LB_OVERLAP_MEASURED, LB_OVERLAP_MEASURES };

/* Areas in square units of the CRS, and by the second measure. Zeroed memory is empty. */
typedef struct lb_overlap_sizes {
    size_t depths;                        /* the most areas that hold one place, at least 1 */
    double *held[LB_OVERLAP_MEASURES];    /* [depths + 1]: held by at least d areas, from d = 2 */
    double repeated[LB_OVERLAP_MEASURES]; /* the sum of areas' sizes less that of their union */
    double *gain[LB_OVERLAP_MEASURES];    /* [categories]: what a category has beyond the sum of its
                                           * areas' sizes; mostly negative */
    lb_overlap_pairs pairs;
    lb_union_border *border; /* [borders]: one a thread; NULL: not wanted */
    int borders;
    size_t crossings; /* of borders, each counted from both sides */
} lb_overlap_sizes;

void lb_overlap_sizes_clear(lb_overlap_sizes *sizes);

/* LB_E_MEMORY, also where a walk did not close. */
lb_status lb_overlap_sizes_find(const lb_overlap *overlap, const lb_overlap_request *request,
                                lb_overlap_sizes *out);

#endif
