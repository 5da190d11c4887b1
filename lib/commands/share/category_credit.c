/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a place gives to categories (docs/methods.md, Overlap rules), found by counting one event
 * there: the rule is written once, in kernel/statistics/share. A linear search, since a set of
 * areas has as many credits as it has combinations of categories that overlap. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "commands/share/category_credit.h"

void lb_category_credit_clear(lb_category_credits *credits)
{
    free(credits->parts);
    lb_share_counts_clear(&credits->scratch);
    *credits = (lb_category_credits){0};
}

lb_status lb_category_credit_init(lb_category_credits *credits, size_t categories,
                                  lb_overlap_rule overlap)
{
    lb_category_credits result = {.categories = categories};
    if (lb_share_counts_init(&result.scratch, 1, categories, overlap) != LB_OK)
        return LB_E_MEMORY;
    if (lb_category_credit_find(&result, NULL, 0) == SIZE_MAX) {
        lb_category_credit_clear(&result);
        return LB_E_MEMORY;
    }
    *credits = result;
    return LB_OK;
}

const int64_t *lb_category_credit_parts(const lb_category_credits *credits, size_t credit)
{
    return credits->parts + credit * (credits->categories + 1);
}

/* What an event gives each category and the union, in parts of LB_SHARE_PARTS; equal ones have one
 * number. Few combinations of categories occur, so they are searched in sequence. */
size_t lb_category_credit_find(lb_category_credits *credits, const size_t *category, size_t n)
{
    size_t width = credits->categories + 1, bytes = width * sizeof(int64_t);
    lb_share_counts *s = &credits->scratch;
    memset(s->parts, 0, credits->categories * sizeof *s->parts);
    lb_share_counts_add(s, 0, category, n);
    if (!lb_array_reserve(&credits->parts, &credits->capacity, (credits->count + 1) * width,
                          sizeof *credits->parts))
        return SIZE_MAX;
    int64_t *result = credits->parts + credits->count * width;
    memcpy(result, s->parts, bytes - sizeof *result);
    result[width - 1] = n > 0 ? LB_SHARE_PARTS : 0;
    for (size_t c = 0; c < credits->count; c++)
        if (memcmp(lb_category_credit_parts(credits, c), result, bytes) == 0)
            return c;
    return credits->count++;
}

int lb_category_credit_compare(const lb_category_credits *credits, size_t a, size_t b)
{
    const int64_t *x = lb_category_credit_parts(credits, a),
                  *y = lb_category_credit_parts(credits, b);
    for (size_t k = 0; k <= credits->categories; k++)
        LB_COMPARE(y[k], x[k]);
    return 0;
}
