/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/reserve.h"
#include "flow/name_list.h"

/* FNV-1a, its high bits mixed in. */
static uint64_t hash(const char *text, size_t length)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++)
        h = (h ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

void lb_name_list_clear(lb_name_list *list)
{
    free(list->start);
    free(list->text);
    free(list->slot);
    *list = (lb_name_list){0};
}

/* Where the text is, or where it would go. */
static size_t slot_of(const lb_name_list *l, const char *text, size_t length)
{
    size_t i = (size_t)hash(text, length) & (l->capacity - 1);
    for (; l->slot[i]; i = (i + 1) & (l->capacity - 1)) {
        size_t n = l->slot[i] - 1, start = l->start[n];
        if (l->start[n + 1] - start == length &&
            (length == 0 || memcmp(l->text + start, text, length) == 0))
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
        size_t start = l->start[n];
        l->slot[slot_of(l, l->text + start, l->start[n + 1] - start)] = (uint32_t)(n + 1);
    }
    free(old);
    return LB_OK;
}

static lb_status append(lb_name_list *l, const char *text, size_t length)
{
    size_t start = l->count ? l->start[l->count] : 0;
    if (!lb_reserve(&l->start, &l->start_capacity, l->count + 2, sizeof *l->start) ||
        !lb_reserve(&l->text, &l->text_capacity, start + length + 1, 1))
        return LB_E_MEMORY;
    if (length)
        memcpy(l->text + start, text, length);
    l->start[l->count] = start;
    l->start[++l->count] = start + length;
    return LB_OK;
}

lb_status lb_name_list_add(lb_name_list *list, const char *text, size_t length, uint32_t *out)
{
    if (list->count * 2 >= list->capacity && grow(list) != LB_OK)
        return LB_E_MEMORY;
    size_t i = slot_of(list, text, length);
    if (!list->slot[i]) {
        if (list->count == UINT32_MAX)
            return LB_E_INPUT;
        if (append(list, text, length) != LB_OK)
            return LB_E_MEMORY;
        list->slot[i] = (uint32_t)list->count;
    }
    *out = list->slot[i] - 1;
    return LB_OK;
}
