/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a place gives to categories (docs/methods.md, Overlap rules), found by counting one event
 * there: the rule is written once, in kernel/statistics/share. A table by hash, since by split a
 * set of areas has as many credits as it has numbers of areas of each category over each other. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "commands/share/category_credit.h"

void lb_category_credit_clear(lb_category_credits *credits)
{
    free(credits->parts);
    free(credits->slot);
    lb_share_counts_clear(&credits->scratch);
    *credits = (lb_category_credits){0};
}

lb_status lb_category_credit_init(lb_category_credits *credits, size_t categories,
                                  lb_overlap_rule overlap)
{
    lb_category_credits result = {.categories = categories, .slots = 16};
    result.slot = calloc(result.slots, sizeof *result.slot);
    if (!result.slot || lb_share_counts_init(&result.scratch, 1, categories, overlap) != LB_OK ||
        lb_category_credit_find(&result, NULL, 0) == SIZE_MAX) {
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

static size_t hash_parts(const int64_t *parts, size_t n)
{
    uint64_t hash = 0;
    for (size_t k = 0; k < n; k++)
        hash = (hash + (uint64_t)parts[k] + 1) * 0x9E3779B97F4A7C15;
    return (size_t)(hash >> 20);
}

/* Where the parts are or would be. */
static size_t find_slot(const lb_category_credits *credits, const int64_t *parts)
{
    size_t width = credits->categories + 1, at = hash_parts(parts, width) & (credits->slots - 1);
    while (credits->slot[at] != 0 &&
           memcmp(lb_category_credit_parts(credits, credits->slot[at] - 1), parts,
                  width * sizeof *parts) != 0)
        at = (at + 1) & (credits->slots - 1);
    return at;
}

static bool grow_slots(lb_category_credits *credits)
{
    size_t *slot = calloc(2 * credits->slots, sizeof *slot);
    if (!slot)
        return false;
    free(credits->slot);
    credits->slot = slot;
    credits->slots *= 2;
    for (size_t c = 0; c < credits->count; c++)
        slot[find_slot(credits, lb_category_credit_parts(credits, c))] = c + 1;
    return true;
}

/* What an event gives each category and the union, in parts of LB_SHARE_PARTS; equal ones have one
 * number. */
size_t lb_category_credit_find(lb_category_credits *credits, const size_t *category, size_t n)
{
    size_t width = credits->categories + 1, bytes = width * sizeof(int64_t);
    lb_share_counts *s = &credits->scratch;
    memset(s->parts, 0, credits->categories * sizeof *s->parts);
    lb_share_counts_add(s, 0, category, n);
    if (!lb_array_reserve(&credits->parts, &credits->capacity, (credits->count + 1) * width,
                          sizeof *credits->parts) ||
        (2 * credits->count >= credits->slots && !grow_slots(credits)))
        return SIZE_MAX;
    int64_t *result = credits->parts + credits->count * width;
    memcpy(result, s->parts, bytes - sizeof *result);
    result[width - 1] = n > 0 ? LB_SHARE_PARTS : 0;
    size_t at = find_slot(credits, result);
    if (credits->slot[at] == 0)
        credits->slot[at] = ++credits->count;
    return credits->slot[at] - 1;
}

int lb_category_credit_compare(const lb_category_credits *credits, size_t a, size_t b)
{
    const int64_t *x = lb_category_credit_parts(credits, a),
                  *y = lb_category_credit_parts(credits, b);
    for (size_t k = 0; k <= credits->categories; k++)
        LB_COMPARE(y[k], x[k]);
    return 0;
}

/* Merge sort: qsort cannot pass the parts that numbers are compared by. */
static void sort_numbers(const lb_category_credits *credits, size_t *number, size_t n,
                         size_t *spare)
{
    if (n < 2)
        return;
    size_t half = n / 2, a = 0, b = half;
    sort_numbers(credits, number, half, spare);
    sort_numbers(credits, number + half, n - half, spare);
    for (size_t i = 0; i < n; i++) {
        bool left =
            b == n || (a < half && lb_category_credit_compare(credits, number[a], number[b]) <= 0);
        spare[i] = number[left ? a++ : b++];
    }
    memcpy(number, spare, n * sizeof *number);
}

size_t *lb_category_credit_sort(lb_category_credits *credits)
{
    size_t n = credits->count, width = credits->categories + 1;
    size_t *order = malloc((n + 1) * sizeof *order), *number = malloc((n + 1) * sizeof *number);
    int64_t *parts = malloc((n * width + 1) * sizeof *parts);
    if (order && number && parts) {
        for (size_t i = 0; i < n; i++)
            order[i] = i;
        sort_numbers(credits, order, n, number);
        for (size_t i = 0; i < n; i++) {
            memcpy(parts + i * width, lb_category_credit_parts(credits, order[i]),
                   width * sizeof *parts);
            number[order[i]] = i;
        }
        memcpy(credits->parts, parts, n * width * sizeof *parts);
    }
    bool good = order && number && parts;
    free(order);
    free(parts);
    if (!good)
        free(number);
    return good ? number : NULL;
}
