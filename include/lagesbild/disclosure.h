/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disclosure guard: which figures about areas would tell of few people.
 *
 * A figure adds up squares, each by the fraction of it that is in the area; geometry is known to
 * everyone, so a figure tells of the squares it rests on. Few is more than none and fewer than
 * `minimum` in WHOLE squares: a hundredth of a square of 100 people tells nothing of anyone. A
 * figure is hidden when
 * - the squares it rests on hold few people together;
 * - the squares in which it differs from a figure that is shown hold few (of two the smaller one
 *   is hidden; bounds before figures);
 * - a figure that is shown, or the grid's own total, less shown areas that lie wholly and apart
 *   inside it leaves squares with few (the smallest of those areas is hidden).
 * Three or more figures that together give a small group by other arithmetic than these are not
 * found, nor is what a row of the table tells by the digits of its decimals. */
#ifndef LAGESBILD_DISCLOSURE_H
#define LAGESBILD_DISCLOSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lagesbild/status.h>

struct lb_profile; /* profile.h */

/* Statistics Sweden dots what rests on fewer than five. */
enum { LB_MIN_CELL = 5 };

typedef enum lb_suppress_reason {
    LB_SUPPRESS_NONE,
    LB_SUPPRESS_PRIMARY,  /* rests on few people */
    LB_SUPPRESS_SECONDARY /* would give few people by subtraction */
} lb_suppress_reason;

/* What may be told instead: the figure is from low to high, both whole numbers. high 0: nothing. */
typedef struct lb_figure_suppression {
    lb_suppress_reason reason;
    int64_t low, high;
} lb_figure_suppression;

typedef struct lb_disclosure_input {
    const struct lb_profile *profile;
    size_t cells;         /* of the list that the profile was made with */
    const double *value;  /* [cells]: people; NaN: not known, and in no figure */
    const size_t *square; /* [cells]: the square each cell is a part of; NULL: each is its own */
    const struct lb_profile
        *joined; /* one area, the union, when its figure is told too; else NULL */
    int minimum; /* 0: nothing is hidden */
    bool bounds; /* lb_profile_bounds are told too */
} lb_disclosure_input;

typedef struct lb_disclosure {
    bool any_small; /* there are squares of few people; else nothing can tell of them */
    size_t count;   /* areas; 0: no figure is hidden, and what follows is NULL */
    lb_figure_suppression *figure;     /* [count]: the sum of fraction x value */
    lb_figure_suppression *low, *high; /* [count]: the bounds */
    size_t hidden;                     /* figures that are not shown, bounds not counted */
    bool suppress_sums; /* neither the sum over the areas nor their union may be told */
} lb_disclosure;

/* LB_E_MEMORY. The caller clears *out. */
LB_API lb_status lb_disclosure_compute(const lb_disclosure_input *input, lb_disclosure *out);
LB_API void lb_disclosure_clear(lb_disclosure *guard);

/* A range for a figure that is hidden because it and few people are `told` together (from low to
 * high, by several others): wider than the minimum on both sides of the figure, wherever in (told -
 * minimum, told] it is; by multiples of the minimum. */
LB_API lb_figure_suppression lb_disclosure_range(int minimum, double told_low, double told_high);

/* Parts of an area's people by the class of their cell, 1 .. classes, and those of no class (0 and
 * all else), who are told by subtraction. hide[area * (classes + 1) + class]: a part that rests on
 * few people, and then the next smallest until those hidden together, two at least, are not few. */
LB_API lb_status lb_suppress_classes(const lb_disclosure_input *input, const int *cell_class,
                                     int classes, bool *hide);

/* hide[area]: a statistic of `of` (NaN: none) would rest on few people; least: or on one square
 * of few, as the least and the greatest value do. */
LB_API lb_status lb_suppress_statistic(const lb_disclosure_input *input, const double *of,
                                       bool least, bool *hide);

#endif
