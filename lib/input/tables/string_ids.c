/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "input/tables/string_ids.h"

/* Names whose places in memory are fetched together. */
enum { BATCH_SIZE = 32 };

/* FNV-1a, its high bits mixed in. */
static uint64_t hash_name(lb_string name)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < name.length; i++)
        h = (h ^ (unsigned char)name.text[i]) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

void lb_string_ids_clear(lb_string_ids *list)
{
    free(list->start);
    free(list->text);
    free(list->slot);
    *list = (lb_string_ids){0};
}

static lb_string name_at(const lb_string_ids *l, size_t n)
{
    return (lb_string){l->text + l->start[n], l->start[n + 1] - l->start[n]};
}

/* Where the name with that hash is, or where it would go. */
static size_t find_slot(const lb_string_ids *l, lb_string name, uint64_t h)
{
    size_t i = (size_t)h & (l->capacity - 1);
    for (; l->slot[i]; i = (i + 1) & (l->capacity - 1)) {
        lb_string at = name_at(l, l->slot[i] - 1);
        if (at.length == name.length &&
            (name.length == 0 || memcmp(at.text, name.text, name.length) == 0))
            break;
    }
    return i;
}

static lb_status grow_slots(lb_string_ids *l)
{
    uint32_t *old = l->slot;
    size_t capacity = l->capacity ? l->capacity * 2 : 1024;
    uint32_t *bigger = calloc(capacity, sizeof *bigger);
    if (!bigger)
        return LB_E_MEMORY;
    l->slot = bigger;
    l->capacity = capacity;
    for (size_t n = 0; n < l->count; n++) {
        lb_string name = name_at(l, n);
        l->slot[find_slot(l, name, hash_name(name))] = (uint32_t)(n + 1);
    }
    free(old);
    return LB_OK;
}

static lb_status append_name(lb_string_ids *l, lb_string name)
{
    size_t start = l->count ? l->start[l->count] : 0;
    if (!lb_array_reserve(&l->start, &l->start_capacity, l->count + 2, sizeof *l->start) ||
        !lb_array_reserve(&l->text, &l->text_capacity, start + name.length + 1, 1))
        return LB_E_MEMORY;
    if (name.length)
        memcpy(l->text + start, name.text, name.length);
    l->start[l->count] = start;
    l->start[++l->count] = start + name.length;
    return LB_OK;
}

/* Each step needs what the one before fetches: all names take it before any takes the next. */
static void prefetch_names(const lb_string_ids *l, const uint64_t *h, size_t n)
{
    size_t number[BATCH_SIZE];
    if (l->count == 0)
        return;
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&l->slot[(size_t)h[i] & (l->capacity - 1)]);
    for (size_t i = 0; i < n; i++) {
        uint32_t slot = l->slot[(size_t)h[i] & (l->capacity - 1)];
        number[i] = slot ? slot - 1 : 0;
        __builtin_prefetch(&l->start[number[i]]);
    }
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(l->text + l->start[number[i]]);
}

static lb_status add_name(lb_string_ids *l, lb_string name, uint64_t h, uint32_t *number)
{
    if (l->count * 2 >= l->capacity && grow_slots(l) != LB_OK)
        return LB_E_MEMORY;
    size_t i = find_slot(l, name, h);
    if (!l->slot[i]) {
        if (l->count == UINT32_MAX)
            return LB_E_INPUT;
        if (append_name(l, name) != LB_OK)
            return LB_E_MEMORY;
        l->slot[i] = (uint32_t)l->count;
    }
    *number = l->slot[i] - 1;
    return LB_OK;
}

lb_status lb_string_ids_add(lb_string_ids *list, const lb_string *name, size_t n, uint32_t *number)
{
    uint64_t h[BATCH_SIZE];
    lb_status status = LB_OK;
    for (size_t from = 0, k; from < n && status == LB_OK; from += k) {
        k = n - from < BATCH_SIZE ? n - from : BATCH_SIZE;
        for (size_t i = 0; i < k; i++)
            h[i] = hash_name(name[from + i]);
        prefetch_names(list, h, k);
        for (size_t i = 0; i < k && status == LB_OK; i++)
            status = add_name(list, name[from + i], h[i], &number[from + i]);
    }
    return status;
}
