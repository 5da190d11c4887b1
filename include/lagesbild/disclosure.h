/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disclosure control: which published figures about areas would reveal a small group of people
 * (docs/methods.md, Disclosure).
 *
 * A figure is a sum over squares, each by the fraction of it inside the area. Geometry is public,
 * so a figure reveals something about the squares it rests on. A group is small when it has more
 * than no people and fewer than `minimum`, counted in WHOLE squares: a hundredth of a square of 100
 * people reveals nothing about anyone. A figure is suppressed when
 *
 *   - the squares it rests on hold a small group together;
 *   - the squares in which it differs from a published figure hold a small group (of the two the
 *     smaller is suppressed; bounds before figures);
 *   - a published figure, or the grid's own total, minus published areas that lie wholly and apart
 *     inside it leaves squares with a small group (the smallest of those areas is suppressed).
 *
 * Not found: three or more figures that together give a small group by other arithmetic than these,
 * and what the decimals of a row of the table may reveal. */
#ifndef LAGESBILD_DISCLOSURE_H
#define LAGESBILD_DISCLOSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lagesbild/recipe.h>
#include <lagesbild/squares.h>

/* Coarsening: every count of the delivered squares is coarsened once, square by square, by a fixed
 * public rule, and what is published is computed from the coarsened squares alone (docs/methods.md,
 * Coarsening). */

typedef enum lb_disclosure_mark {
    LB_MARK_EXACT, /* as delivered; of shares and levels, rounded */
    LB_MARK_FEW,   /* a count from 1 to min_cell - 1: shown so, used as the mean of such counts */
    LB_MARK_LEFT_OUT, /* not shown: of a count an estimate is used, of others nothing */
    LB_MARK_ABOUT     /* a share of which a count is few: used with the mean of such counts */
} lb_disclosure_mark;

typedef struct lb_coarsened_column {
    uint8_t *mark;      /* [count] lb_disclosure_mark */
    double *low, *high; /* [count] the least and greatest the count can be; NULL: no count */
} lb_coarsened_column;

typedef struct lb_coarsened_squares {
    lb_squares squares; /* in the order given, with the figures used and no numerators */
    lb_coarsened_column population;
    lb_coarsened_column *variable; /* [squares.variables] */
} lb_coarsened_squares;

/* squares->variables are the recipe's, min_cell is at least 2. Every figure depends on the counts
 * from 1 to min_cell - 1 only through their means over bins of squares, so that exchanging them
 * within a bin changes no bit; it does not depend on the order of the squares. LB_E_MEMORY. */
LB_API lb_status lb_coarsen_squares(const lb_recipe *recipe, const lb_squares *squares,
                                    const lb_disclosure_policy *policy, lb_coarsened_squares *out);

/* One column of counts of squares of which nothing else is known: 0 and counts of min_cell or more
 * are exact, others few. Few may be parts of larger squares' counts, so that low is 0. value[count]
 * becomes what is used. The caller frees the column with lb_coarsened_column_clear. LB_E_MEMORY. */
LB_API lb_status lb_coarsen_counts(const lb_square *square, size_t count,
                                   const lb_disclosure_policy *policy, double *value,
                                   lb_coarsened_column *out);

LB_API void lb_coarsened_column_clear(lb_coarsened_column *column);
LB_API void lb_coarsened_squares_clear(lb_coarsened_squares *coarsened);

struct lb_profile; /* profile.h */

/* Statistics Sweden suppresses figures that rest on fewer than five people. */
enum { LB_MIN_CELL = 5 };

typedef enum lb_suppress_reason {
    LB_SUPPRESS_NONE,
    LB_SUPPRESS_PRIMARY,  /* rests on fewer people than the minimum */
    LB_SUPPRESS_SECONDARY /* would reveal such a group by subtraction */
} lb_suppress_reason;

/* Published instead: the figure is from low to high, both whole numbers. high 0: nothing is. */
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
        *joined; /* one area, the union, when its figure is published too; else NULL */
    int minimum; /* people; 0: nothing is suppressed */
    bool bounds; /* lb_profile_bounds are published too */
} lb_disclosure_input;

typedef struct lb_disclosure {
    bool any_small; /* some square has fewer people than the minimum; else nothing is suppressed */
    size_t count;   /* areas; 0: no figure is hidden, and what follows is NULL */
    lb_figure_suppression *figure;     /* [count]: the sum of fraction x value */
    lb_figure_suppression *low, *high; /* [count]: the bounds */
    size_t hidden;                     /* suppressed figures, bounds not counted */
    bool suppress_sums; /* neither the sum over the areas nor their union may be published */
} lb_disclosure;

/* LB_E_MEMORY. The caller clears *out. */
LB_API lb_status lb_disclosure_compute(const lb_disclosure_input *input, lb_disclosure *out);
LB_API void lb_disclosure_clear(lb_disclosure *disclosure);

/* The range published for a suppressed figure of which others reveal that it and a small group are
 * known_sum together (from low to high, by several others): wider than the minimum on both sides of
 * the figure wherever in (known_sum - minimum, known_sum] it is; both ends are multiples of the
 * minimum (the upper one less 1 where the range begins with 0). */
LB_API lb_figure_suppression lb_disclosure_range(int minimum, double known_low, double known_high);

/* Parts of an area's people by the class of their cell, 1 .. classes, and those of no class (0 and
 * all else), who follow by subtraction. hide[area * (classes + 1) + class]: the part is a small
 * group, or one of the next smallest, which are suppressed until those suppressed together are two
 * or more and no small group. */
LB_API lb_status lb_suppress_classes(const lb_disclosure_input *input, const int *cell_class,
                                     int classes, bool *hide);

/* hide[area]: a statistic of cell_value (NaN: no value) would rest on a small group; with
 * is_extreme also when any one square has such a group, since minimum and maximum are the value of
 * one square. */
LB_API lb_status lb_suppress_statistic(const lb_disclosure_input *input, const double *cell_value,
                                       bool is_extreme, bool *hide);

#endif
