/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names of categories are one, and which category is the worse. The Police's three are known
 * in singular, plural and short; other names are compared after folding (lb_text_fold). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/category.h>
#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"

/* Bytes of a folded name that are compared. */
enum { FOLDED_SIZE = 200 };

/* 0 for särskilt utsatt område, 1 for riskområde, 2 for utsatt område, by any of their spellings;
 * -1 for others. */
static int police_category(const char *name)
{
    static const char *const spelling[3][4] = {
        {"suo", "sarskiltutsatt", "sarskiltutsattomrade", "sarskiltutsattaomraden"},
        {"ro", "risk", "riskomrade", "riskomraden"},
        {"uo", "utsatt", "utsattomrade", "utsattaomraden"},
    };
    char folded[FOLDED_SIZE];
    lb_text_fold(name, folded, sizeof folded);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 4; j++)
            if (strcmp(folded, spelling[i][j]) == 0)
                return i;
    return -1;
}

void lb_categories_clear(lb_categories *categories)
{
    for (size_t i = 0; i < categories->count; i++)
        free(categories->name[i]);
    free(categories->name);
    *categories = (lb_categories){0};
}

bool lb_category_same(const char *a, const char *b)
{
    int i = police_category(a), j = police_category(b);
    return i >= 0 || j >= 0 ? i == j : lb_text_same(a, b);
}

bool lb_category_is_none(const char *name)
{
    static const char *const none[] = {"", "ejutsatt", "ejutsattomrade", "ejutsattaomraden"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (!name || lb_text_same(name, none[i]))
            return true;
    return false;
}

size_t lb_categories_find(const lb_categories *categories, const char *name)
{
    for (size_t i = 0; i < categories->count; i++)
        if (lb_category_same(categories->name[i], name))
            return i;
    return SIZE_MAX;
}

/* Of several spellings of one category the last by bytes is shown, so that the order of rows does
 * not matter; takes `copy`. */
static void keep_last_spelling(lb_categories *categories, size_t at, char *copy)
{
    bool later = strcmp(copy, categories->name[at]) > 0;
    free(later ? categories->name[at] : copy);
    if (later)
        categories->name[at] = copy;
}

/* No-break spaces are kept as spaces, so that the two spellings are the same text. */
lb_status lb_categories_add(lb_categories *categories, const char *name, size_t *out)
{
    char *copy = lb_text_copy(name);
    if (!copy)
        return LB_E_MEMORY;
    lb_text_plain_spaces(copy);
    size_t at = lb_categories_find(categories, copy);
    if (at != SIZE_MAX) {
        keep_last_spelling(categories, at, copy);
    } else {
        if (!lb_array_reserve(&categories->name, &categories->capacity, categories->count + 1,
                              sizeof copy)) {
            free(copy);
            return LB_E_MEMORY;
        }
        at = categories->count++;
        categories->name[at] = copy;
    }
    if (out)
        *out = at;
    return LB_OK;
}

/* Place in the order from worst to best: names in `priority` first, then the Police's three, then
 * all others alike. */
static size_t category_rank(const char *name, const char *const *priority, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lb_category_same(name, priority[i]))
            return i;
    int police = police_category(name);
    return n + (police < 0 ? 3 : (size_t)police);
}

/* Is a worse than b? Of equal rank the one that Swedish has first: not that of an earlier row. */
static bool is_worse(const char *a, const char *b, const char *const *priority, size_t n)
{
    size_t rank_a = category_rank(a, priority, n), rank_b = category_rank(b, priority, n);
    int order = lb_text_compare(a, b);
    return rank_a != rank_b ? rank_a < rank_b : order != 0 ? order < 0 : strcmp(a, b) < 0;
}

/* Insertion sort: there is a handful of names. */
void lb_categories_sort(lb_categories *categories, const char *const *priority, size_t n,
                        size_t *moved)
{
    for (size_t i = 0; i < categories->count; i++) {
        char *name = categories->name[i];
        size_t to = i;
        for (; to > 0 && is_worse(name, categories->name[to - 1], priority, n); to--)
            categories->name[to] = categories->name[to - 1];
        categories->name[to] = name;
        for (size_t j = 0; moved && j < i; j++)
            moved[j] += moved[j] >= to;
        if (moved)
            moved[i] = to;
    }
}
