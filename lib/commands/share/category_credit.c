/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "commands/share/category_credit.h"

void lb_claims_clear(lb_claims *claims)
{
    free(claims->parts);
    lb_share_counts_clear(&claims->scratch);
    *claims = (lb_claims){0};
}

lb_status lb_claims_init(lb_claims *claims, size_t categories, lb_overlap overlap)
{
    lb_claims made = {.categories = categories};
    if (lb_share_counts_init(&made.scratch, 1, categories, overlap) != LB_OK)
        return LB_E_MEMORY;
    if (lb_claims_of(&made, NULL, 0) == SIZE_MAX) {
        lb_claims_clear(&made);
        return LB_E_MEMORY;
    }
    *claims = made;
    return LB_OK;
}

const int64_t *lb_claims_parts(const lb_claims *claims, size_t claim)
{
    return claims->parts + claim * (claims->categories + 1);
}

size_t lb_claims_of(lb_claims *claims, const size_t *category, size_t n)
{
    size_t width = claims->categories + 1, bytes = width * sizeof(int64_t);
    lb_share_counts *s = &claims->scratch;
    memset(s->parts, 0, claims->categories * sizeof *s->parts);
    lb_share_counts_add(s, 0, category, n);
    if (!lb_reserve(&claims->parts, &claims->capacity, (claims->count + 1) * width,
                    sizeof *claims->parts))
        return SIZE_MAX;
    int64_t *made = claims->parts + claims->count * width;
    memcpy(made, s->parts, bytes - sizeof *made);
    made[width - 1] = n > 0 ? LB_SHARE_PARTS : 0;
    for (size_t c = 0; c < claims->count; c++)
        if (memcmp(lb_claims_parts(claims, c), made, bytes) == 0)
            return c;
    return claims->count++;
}
