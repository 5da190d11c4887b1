/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names with their numbers: the keys (names as they are, or folded) in a table of string ids, the
 * spellings to show beside them. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/areas/name_index.h"

void lb_name_index_clear(lb_name_index *index)
{
    lb_array_free(index->name, index->count);
    lb_string_ids_clear(&index->keys);
    *index = (lb_name_index){.folded = index->folded};
}

/* What names are compared by; freed by the caller. NULL: out of memory. */
static char *make_key(const lb_name_index *index, const char *text)
{
    size_t size = strlen(text) + 1;
    char *key = index->folded ? malloc(size) : lb_text_copy(text);
    if (key && index->folded)
        lb_text_fold(text, key, size);
    return key;
}

/* The spelling shown does not depend on the order of rows: the first by bytes replaces others. */
static lb_status keep_first_spelling(lb_name_index *index, size_t at, const char *text)
{
    if (at < index->count && strcmp(text, index->name[at]) >= 0)
        return LB_OK;
    char *name = lb_text_copy(text);
    if (!name)
        return LB_E_MEMORY;
    if (at < index->count)
        free(index->name[at]);
    else
        index->count++;
    index->name[at] = name;
    return LB_OK;
}

lb_status lb_name_index_add(lb_name_index *index, const char *text, size_t *at)
{
    if (!lb_array_reserve(&index->name, &index->capacity, index->count + 1, sizeof *index->name))
        return LB_E_MEMORY;
    char *key = make_key(index, text);
    lb_string string = {key, key ? strlen(key) : 0};
    uint32_t id;
    lb_status status = key ? lb_string_ids_add(&index->keys, &string, 1, &id) : LB_E_MEMORY;
    free(key);
    if (status != LB_OK)
        return LB_E_MEMORY;
    *at = id;
    return keep_first_spelling(index, id, text);
}

lb_status lb_name_index_find(const lb_name_index *index, const char *text, size_t *at)
{
    char *key = make_key(index, text);
    if (!key)
        return LB_E_MEMORY;
    uint32_t id = lb_string_ids_find(&index->keys, lb_string_of(key));
    free(key);
    *at = id == LB_STRING_ID_NONE ? SIZE_MAX : id;
    return LB_OK;
}

lb_hint lb_name_index_nearest(const lb_name_index *index, const char *text)
{
    return lb_text_nearest_hint(text, (const char *const *)index->name, index->count);
}

/* Numbers by value before the alphabet, so that "9" comes before "10". */
static int compare_names(const char *a, const char *b)
{
    double x, y;
    if (lb_number_parse(a, strlen(a), &x) && lb_number_parse(b, strlen(b), &y) && x != y)
        return x < y ? -1 : 1;
    return lb_text_compare(a, b);
}

/* Bottom-up merge sort, stable, of numbers of names: qsort has no context argument for the names.
 */
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
