/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/array.h"
#include "base/swedish_text.h"
#include "input/areas/name_index.h"

void lb_labels_clear(lb_labels *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->key[i]);
        free(names->name[i]);
    }
    free(names->key);
    free(names->name);
    lb_map_clear(&names->map);
    *names = (lb_labels){.folded = names->folded};
}

static char *key_of(const lb_labels *names, const char *text)
{
    size_t size = strlen(text) + 1;
    char *key = names->folded ? malloc(size) : lb_text_copy(text);
    if (key && names->folded)
        lb_text_fold(text, key, size);
    return key;
}

/* Takes key over, also when it fails. */
static lb_status append(lb_labels *names, char *key, const char *text)
{
    char *name = lb_text_copy(text);
    size_t n = names->count;
    if (name && lb_reserve(&names->key, &names->key_capacity, n + 1, sizeof *names->key) &&
        lb_reserve(&names->name, &names->name_capacity, n + 1, sizeof *names->name) &&
        lb_map_set(&names->map, key, n) == LB_OK) {
        names->key[n] = key;
        names->name[n] = name;
        names->count++;
        return LB_OK;
    }
    free(key);
    free(name);
    return LB_E_MEMORY;
}

static lb_status respell(lb_labels *names, size_t at, const char *text)
{
    if (strcmp(text, names->name[at]) >= 0)
        return LB_OK;
    char *name = lb_text_copy(text);
    if (!name)
        return LB_E_MEMORY;
    free(names->name[at]);
    names->name[at] = name;
    return LB_OK;
}

lb_status lb_labels_add(lb_labels *names, const char *text, size_t *at)
{
    char *key = key_of(names, text);
    size_t found = key ? lb_map_get(&names->map, key) : LB_MAP_NONE;
    if (!key)
        return LB_E_MEMORY;
    *at = found == LB_MAP_NONE ? names->count : found;
    if (found == LB_MAP_NONE)
        return append(names, key, text);
    free(key);
    return respell(names, found, text);
}

lb_status lb_labels_find(const lb_labels *names, const char *text, size_t *at)
{
    char *key = key_of(names, text);
    if (!key)
        return LB_E_MEMORY;
    *at = lb_map_get(&names->map, key);
    free(key);
    return LB_OK;
}

const char *lb_labels_nearest(const lb_labels *names, const char *text)
{
    size_t best = 0;
    for (size_t i = 1; i < names->count; i++)
        if (lb_text_distance(names->name[i], text) < lb_text_distance(names->name[best], text))
            best = i;
    return names->count ? names->name[best] : "";
}

static int compare(const char *a, const char *b)
{
    double x, y;
    if (lb_number_parse(a, strlen(a), &x) && lb_number_parse(b, strlen(b), &y) && x != y)
        return x < y ? -1 : 1;
    return lb_text_compare(a, b);
}

/* Bottom-up merge sort: names are few, but answers may be of thousands of areas. */
size_t *lb_labels_order(const lb_labels *names)
{
    size_t n = names->count, *from = calloc(n + 1, sizeof *from), *to = calloc(n + 1, sizeof *to);
    for (size_t i = 0; from && i < n; i++)
        from[i] = i;
    for (size_t width = 1; from && to && width < n; width *= 2) {
        for (size_t at = 0; at < n; at += 2 * width) {
            size_t middle = at + width < n ? at + width : n;
            size_t end = at + 2 * width < n ? at + 2 * width : n;
            for (size_t i = at, j = middle, k = at; k < end; k++)
                to[k] = i < middle && (j >= end ||
                                       compare(names->name[from[i]], names->name[from[j]]) <= 0)
                            ? from[i++]
                            : from[j++];
        }
        size_t *swap = from;
        from = to;
        to = swap;
    }
    if (!to) {
        free(from);
        return NULL;
    }
    free(to);
    return from;
}
