/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "input/tables/string_ids.h"

/* Names whose places in memory are fetched together. */
enum { TOGETHER = 32 };

/* FNV-1a, its high bits mixed in. */
static uint64_t hash(lb_name name)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < name.length; i++)
        h = (h ^ (unsigned char)name.text[i]) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

void lb_name_list_clear(lb_name_list *list)
{
    free(list->start);
    free(list->text);
    free(list->slot);
    *list = (lb_name_list){0};
}

static lb_name name_at(const lb_name_list *l, size_t n)
{
    return (lb_name){l->text + l->start[n], l->start[n + 1] - l->start[n]};
}

/* Where the name with that hash is, or where it would go. */
static size_t slot_of(const lb_name_list *l, lb_name name, uint64_t h)
{
    size_t i = (size_t)h & (l->capacity - 1);
    for (; l->slot[i]; i = (i + 1) & (l->capacity - 1)) {
        lb_name at = name_at(l, l->slot[i] - 1);
        if (at.length == name.length &&
            (name.length == 0 || memcmp(at.text, name.text, name.length) == 0))
            break;
    }
    return i;
}

static lb_status grow(lb_name_list *l)
{
    uint32_t *old = l->slot;
    size_t capacity = l->capacity ? l->capacity * 2 : 1024;
    uint32_t *bigger = calloc(capacity, sizeof *bigger);
    if (!bigger)
        return LB_E_MEMORY;
    l->slot = bigger;
    l->capacity = capacity;
    for (size_t n = 0; n < l->count; n++) {
        lb_name name = name_at(l, n);
        l->slot[slot_of(l, name, hash(name))] = (uint32_t)(n + 1);
    }
    free(old);
    return LB_OK;
}

static lb_status append(lb_name_list *l, lb_name name)
{
    size_t start = l->count ? l->start[l->count] : 0;
    if (!lb_reserve(&l->start, &l->start_capacity, l->count + 2, sizeof *l->start) ||
        !lb_reserve(&l->text, &l->text_capacity, start + name.length + 1, 1))
        return LB_E_MEMORY;
    if (name.length)
        memcpy(l->text + start, name.text, name.length);
    l->start[l->count] = start;
    l->start[++l->count] = start + name.length;
    return LB_OK;
}

/* Each step needs what the one before fetches: all names take it before any takes the next. */
static void fetch(const lb_name_list *l, const uint64_t *h, size_t n)
{
    size_t number[TOGETHER];
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

static lb_status add(lb_name_list *l, lb_name name, uint64_t h, uint32_t *number)
{
    if (l->count * 2 >= l->capacity && grow(l) != LB_OK)
        return LB_E_MEMORY;
    size_t i = slot_of(l, name, h);
    if (!l->slot[i]) {
        if (l->count == UINT32_MAX)
            return LB_E_INPUT;
        if (append(l, name) != LB_OK)
            return LB_E_MEMORY;
        l->slot[i] = (uint32_t)l->count;
    }
    *number = l->slot[i] - 1;
    return LB_OK;
}

lb_status lb_name_list_add(lb_name_list *list, const lb_name *name, size_t n, uint32_t *number)
{
    uint64_t h[TOGETHER];
    lb_status status = LB_OK;
    for (size_t from = 0, k; from < n && status == LB_OK; from += k) {
        k = n - from < TOGETHER ? n - from : TOGETHER;
        for (size_t i = 0; i < k; i++)
            h[i] = hash(name[from + i]);
        fetch(list, h, k);
        for (size_t i = 0; i < k && status == LB_OK; i++)
            status = add(list, name[from + i], h[i], &number[from + i]);
    }
    return status;
}
