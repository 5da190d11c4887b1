/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of coarsening squares (docs/methods.md, Coarsening): people, parts of the people, and
 * ratios and levels. */
#ifndef LB_KERNEL_DISCLOSURE_COARSENING_H
#define LB_KERNEL_DISCLOSURE_COARSENING_H

#include <lagesbild/disclosure.h>

typedef struct lb_coarsening {
    const lb_recipe *recipe;
    const lb_squares *from;
    const lb_squares *delivered; /* of which a level may be a count; NULL: none is */
    double few_below; /* min_cell: counts from 1, of parts and shares from few_from, to below it */
    double few_from;  /* 1; 0 where the recipe hides zeros */
    double base;      /* people of a square of which more than its people is shown */
    size_t *order;    /* [from->count] squares in the order of lb_square_compare */
    lb_coarsened_squares made;
} lb_coarsening;

static inline bool lb_is_few(const lb_coarsening *c, double count)
{
    return (c->few_from > 0 ? count > 0 : count >= 0) && count < c->few_below;
}

/* A ratio of two counts that were delivered. */
static inline bool lb_coarsens_ratio(const lb_coarsening *c, size_t v)
{
    return c->from->numerator && c->from->numerator[v] && c->from->denominator[v];
}

/* A count of some of the people. */
static inline bool lb_coarsens_part(const lb_coarsening *c, size_t v)
{
    return c->recipe->variable[v].kind == LB_KIND_COUNT && !lb_coarsens_ratio(c, v);
}

/* One share of one square: with of whole people, of all the square's. */
typedef struct lb_square_share {
    double with, whole, people;
    bool is_of_people; /* the whole is all the people, by definition */
    double share;      /* as delivered */
} lb_square_share;

/* The share v of square i; where its counts are not delivered, it is one of the people. */
lb_square_share lb_coarsen_square_share(const lb_coarsening *c, size_t v, size_t i);

/* Have the shares u and v one denominator by the recipe? */
bool lb_coarsen_same_whole(const lb_coarsening *c, size_t u, size_t v);

/* Leaves out all shares that together are all of their denominator (lower, middle and higher
 * education of the adults) in squares where one of them is few: it would follow from the others.
 * LB_E_MEMORY. */
lb_status lb_coarsen_partitions(lb_coarsening *c);

/* What a variable that is no share by the recipe is to all appearance, in squares of base people
 * and more; an open one is what the recipe says. */
typedef enum lb_level_look {
    LB_LOOKS_LEVEL, /* what the recipe says */
    /* Whole numbers from 0, some of them from 1 to LB_MIN_CELL - 1 and some above 10, none above
     * the people of its square, and 0 in some square with people. */
    LB_LOOKS_COUNT,
    /* A ratio of two whole numbers, in all squares at most 1: what is left of its denominator
     * counts people as its numerator does. Of one column: from 0 to 1, some between, each to its
     * decimals a part of no more people than the square has. */
    LB_LOOKS_SHARE,
    /* The same from 0 to 100, where chance does not make all values such parts. */
    LB_LOOKS_PERCENT
} lb_level_look;

lb_level_look lb_level_look_of(const lb_recipe *recipe, const lb_squares *squares, size_t v,
                               double base);

/* After the people are coarsened; each needs what those before it have made. LB_E_MEMORY. */
lb_status lb_coarsen_shares(lb_coarsening *c);
lb_status lb_coarsen_levels(lb_coarsening *c);
lb_status lb_coarsen_parts(lb_coarsening *c);

/* As lb_coarsen_squares, where the user's options say which variables are levels, not a recipe that
 * may say nothing: all are shown. LB_E_MEMORY. */
lb_status lb_coarsen_zones(const lb_recipe *recipe, const lb_squares *zones, int min_cell,
                           lb_coarsened_squares *out);

/* Squares whose counts carry noise already: levels are rounded, all else is kept and marked exact.
 * Which level is a count is decided by the squares as delivered. LB_E_MEMORY. */
lb_status lb_coarsen_noisy(const lb_recipe *recipe, const lb_squares *delivered,
                           const lb_squares *noisy, lb_coarsened_squares *out);

/* The least denominator, other than all the people, that the shares shown of square i allow; 0:
 * they reveal none. */
double lb_coarsen_denominator_min(const lb_coarsening *c, size_t i);

#endif
