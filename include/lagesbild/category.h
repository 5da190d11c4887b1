/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Categories of areas: which spellings are one, and which is the worse. */
#ifndef LAGESBILD_CATEGORY_H
#define LAGESBILD_CATEGORY_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/status.h>

/* Names in the order they were met, each category once. Zeroed memory is an empty list. */
typedef struct lb_categories {
    size_t count, capacity;
    char **name; /* of several spellings the last by bytes, whatever the order of rows; owned */
    struct lb_category_keys
        *keys; /* what names are found by; NULL: they are looked through; owned */
} lb_categories;

LB_API void lb_categories_clear(lb_categories *categories);

/* Are these one category? The Police's three in singular, plural or short ("Särskilt utsatt
 * område", "särskilt utsatta områden", "SUO") are; other names when they fold alike. */
LB_API bool lb_category_same(const char *a, const char *b);

/* Does the name say that an area is in no category: empty, "-", "Ej utsatt (område)"? */
LB_API bool lb_category_is_none(const char *name);

/* The index of a category, or SIZE_MAX. */
LB_API size_t lb_categories_find(const lb_categories *categories, const char *name);

/* Puts the category's index in *out (may be NULL), adding it when it is new. LB_E_MEMORY. */
LB_API lb_status lb_categories_add(lb_categories *categories, const char *name, size_t *out);

/* Sorts the worst first: those in `priority` (n names; 0: none) in that order, then särskilt
 * utsatt, riskområde, utsatt and names that begin so, then the others in the order of Swedish, last
 * those that are none (lb_category_is_none).
 * moved[old index] = new index; room for `count`, or NULL. LB_E_MEMORY: nothing was moved. */
LB_API lb_status lb_categories_sort(lb_categories *categories, const char *const *priority,
                                    size_t n, size_t *moved);

/* The same with the names as --priority has them: "A,B,C"; NULL: none. */
LB_API lb_status lb_categories_sort_by(lb_categories *categories, const char *priority,
                                       size_t *moved);

#endif
