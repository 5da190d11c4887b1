/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Credits: what a place in some areas gives to each category by the rule of overlaps. There are few
 * different ones, so places share them by number. */
#ifndef LB_COMMANDS_SHARE_CATEGORY_CREDIT_H
#define LB_COMMANDS_SHARE_CATEGORY_CREDIT_H

#include <lagesbild/share.h>

/* Parts of LB_SHARE_PARTS to each category, then to the total. */
typedef struct lb_category_credits {
    size_t categories, count, capacity;
    int64_t *parts; /* [count][categories + 1] */
    size_t *slot;   /* [slots]: open addressing by parts; a credit + 1, 0: free */
    size_t slots;
    lb_share_counts scratch; /* of one place, which applies the rule */
} lb_category_credits;

lb_status lb_category_credit_init(lb_category_credits *credits, size_t categories,
                                  lb_overlap_rule overlap);
void lb_category_credit_clear(lb_category_credits *credits);

/* The credit of a place in areas of these categories; 0 is that of no area. SIZE_MAX: out of
 * memory. */
size_t lb_category_credit_find(lb_category_credits *credits, const size_t *category, size_t n);

/* Parts of a credit, [categories + 1]. */
const int64_t *lb_category_credit_parts(const lb_category_credits *credits, size_t credit);

/* By what they give to each category, the first that differs, more first: not by their numbers,
 * which depend on the order of events. */
int lb_category_credit_compare(const lb_category_credits *credits, size_t a, size_t b);

/* Numbers them in that order; none can be found after it. Returns [count]: the new number of each;
 * the caller frees it. NULL: out of memory. */
size_t *lb_category_credit_sort(lb_category_credits *credits);

#endif
