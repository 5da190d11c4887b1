/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/array.h"
#include "base/swedish_text.h"
#include "input/areas/name_index.h"

void lb_name_index_clear(lb_name_index *index)
{
    for (size_t i = 0; i < index->count; i++) {
        free(index->key[i]);
        free(index->name[i]);
    }
    free(index->key);
    free(index->name);
    lb_strmap_clear(&index->map);
    *index = (lb_name_index){.folded = index->folded};
}

static char *make_key(const lb_name_index *index, const char *text)
{
    size_t size = strlen(text) + 1;
    char *key = index->folded ? malloc(size) : lb_text_copy(text);
    if (key && index->folded)
        lb_text_fold(text, key, size);
    return key;
}

/* Takes key over, also when it fails. */
static lb_status append_name(lb_name_index *index, char *key, const char *text)
{
    char *name = lb_text_copy(text);
    size_t n = index->count;
    if (name && lb_array_reserve(&index->key, &index->key_capacity, n + 1, sizeof *index->key) &&
        lb_array_reserve(&index->name, &index->name_capacity, n + 1, sizeof *index->name) &&
        lb_strmap_set(&index->map, key, n) == LB_OK) {
        index->key[n] = key;
        index->name[n] = name;
        index->count++;
        return LB_OK;
    }
    free(key);
    free(name);
    return LB_E_MEMORY;
}

static lb_status keep_first_spelling(lb_name_index *index, size_t at, const char *text)
{
    if (strcmp(text, index->name[at]) >= 0)
        return LB_OK;
    char *name = lb_text_copy(text);
    if (!name)
        return LB_E_MEMORY;
    free(index->name[at]);
    index->name[at] = name;
    return LB_OK;
}

lb_status lb_name_index_add(lb_name_index *index, const char *text, size_t *at)
{
    char *key = make_key(index, text);
    size_t found = key ? lb_strmap_get(&index->map, key) : LB_STRMAP_NONE;
    if (!key)
        return LB_E_MEMORY;
    *at = found == LB_STRMAP_NONE ? index->count : found;
    if (found == LB_STRMAP_NONE)
        return append_name(index, key, text);
    free(key);
    return keep_first_spelling(index, found, text);
}

lb_status lb_name_index_find(const lb_name_index *index, const char *text, size_t *at)
{
    char *key = make_key(index, text);
    if (!key)
        return LB_E_MEMORY;
    *at = lb_strmap_get(&index->map, key);
    free(key);
    return LB_OK;
}

const char *lb_name_index_nearest(const lb_name_index *index, const char *text)
{
    size_t best = 0;
    for (size_t i = 1; i < index->count; i++)
        if (lb_text_distance(index->name[i], text) < lb_text_distance(index->name[best], text))
            best = i;
    return index->count ? index->name[best] : "";
}

static int compare_names(const char *a, const char *b)
{
    double x, y;
    if (lb_number_parse(a, strlen(a), &x) && lb_number_parse(b, strlen(b), &y) && x != y)
        return x < y ? -1 : 1;
    return lb_text_compare(a, b);
}

/* Bottom-up merge sort: names are few, but answers may be of thousands of areas. */
size_t *lb_name_index_order(const lb_name_index *index)
{
    size_t n = index->count, *from = calloc(n + 1, sizeof *from), *to = calloc(n + 1, sizeof *to);
    for (size_t i = 0; from && i < n; i++)
        from[i] = i;
    for (size_t width = 1; from && to && width < n; width *= 2) {
        for (size_t at = 0; at < n; at += 2 * width) {
            size_t middle = at + width < n ? at + width : n;
            size_t end = at + 2 * width < n ? at + 2 * width : n;
            for (size_t i = at, j = middle, k = at; k < end; k++)
                to[k] = i < middle && (j >= end || compare_names(index->name[from[i]],
                                                                 index->name[from[j]]) <= 0)
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
