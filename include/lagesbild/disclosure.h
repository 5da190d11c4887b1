/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistical disclosure control (docs/methods.md, Coarsening): every count of the delivered
 * squares is coarsened once, square by square, by a fixed rule that may be known, and what is
 * published is computed from the coarsened squares alone. */
#ifndef LAGESBILD_DISCLOSURE_H
#define LAGESBILD_DISCLOSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lagesbild/recipe.h>
#include <lagesbild/squares.h>

/* Statistics Sweden suppresses figures that rest on fewer than five people. */
enum { LB_MIN_CELL = 5 };

/* More than the number of people is shown of at least so many people, where no recipe says it. */
enum { LB_PEOPLE_BASE = 20 };

typedef enum lb_disclosure_mark {
    LB_MARK_EXACT, /* as delivered; of shares and levels, rounded */
    LB_MARK_FEW,   /* a count from 1 to min_cell - 1: shown so, used as the mean of such counts */
    LB_MARK_LEFT_OUT, /* not shown: of a count an estimate is used, of others nothing */
    LB_MARK_ABOUT     /* a share of which a count is few: used with the mean of such counts */
} lb_disclosure_mark;

/* What became of each figure of one column when it was coarsened. */
typedef struct lb_coarsened_column {
    uint8_t *mark;      /* [count] lb_disclosure_mark */
    double *low, *high; /* [count] the least and greatest the count can be; NULL: no count */
} lb_coarsened_column;

/* Squares as they may be published (docs/methods.md, Coarsening). */
typedef struct lb_coarsened_squares {
    lb_squares squares; /* in the order given, with the figures used and no numerators; the
                           denominators are about what those of shares are, from people shown */
    lb_coarsened_column population;
    lb_coarsened_column *variable; /* [squares.variables] */
} lb_coarsened_squares;

/* squares->variables are the recipe's, min_cell is at least 2. Every figure depends on the counts
 * from 1 to min_cell - 1 only through their means over bins of squares, so that exchanging them
 * within a bin changes no bit; it does not depend on the order of the squares. LB_E_MEMORY. */
LB_API lb_status lb_coarsen_squares(const lb_recipe *recipe, const lb_squares *squares,
                                    int min_cell, lb_coarsened_squares *out);

/* One column of counts of people, of squares, areas or zones, of which nothing else is known: 0 and
 * counts of min_cell or more are exact, others few; missing ones stay missing. Few may be parts
 * of larger counts, so that low is 0. value[count] becomes what is used, in any order of
 * rows; no count may be there twice. The caller frees the column with lb_coarsened_column_clear.
 * LB_E_MEMORY. */
LB_API lb_status lb_coarsen_counts(size_t count, int min_cell, double *value,
                                   lb_coarsened_column *out);

/* Does the job coarsen the counts of people that it reads? */
LB_API bool lb_job_coarsens(const lb_job *job);

LB_API void lb_coarsened_column_clear(lb_coarsened_column *column);
LB_API void lb_coarsened_squares_clear(lb_coarsened_squares *coarsened);

#endif
