/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing with linear probing, at most half full. The strings lie in one block and the
 * slots hold their numbers, so that growing moves 4 bytes a string and no string is allocated by
 * itself: hundreds of millions of records name telephones and stations through this table. */
#include <stdlib.h>

#include "base/array.h"
#include "base/prefetch.h"
#include "text/string_ids.h"
#include "base/try.h"

enum { BATCH_SIZE = 32, FIRST_CAPACITY = 64 };

/* Eight bytes at a time, each word mixed by a multiplication and a shift (the finalizer of
 * splitmix64: Steele, Lea & Flood 2014); the length keeps "a" and "a\0" apart. */
static uint64_t hash_string(lb_string s)
{
    uint64_t h = s.length * UINT64_C(0x9E3779B97F4A7C15), word;
    for (; s.length >= sizeof word; s.text += sizeof word, s.length -= sizeof word) {
        memcpy(&word, s.text, sizeof word);
        h = (h ^ word) * UINT64_C(0xBF58476D1CE4E5B9);
        h ^= h >> 31;
    }
    word = 0;
    if (s.length > 0)
        memcpy(&word, s.text, s.length);
    /* a product's low bits do not depend on its factor's high ones, where the last letters are */
    h ^= word;
    h = (h ^ h >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    h = (h ^ h >> 27) * UINT64_C(0x94D049BB133111EB);
    return h ^ h >> 31;
}

void lb_string_ids_clear(lb_string_ids *ids)
{
    free(ids->start);
    free(ids->text);
    free(ids->slot);
    *ids = (lb_string_ids){0};
}

lb_string lb_string_ids_at(const lb_string_ids *ids, size_t id)
{
    return (lb_string){ids->text + ids->start[id], ids->start[id + 1] - ids->start[id]};
}

/* The slot of the string with that hash, or the free one where it would be put. */
static size_t find_slot(const lb_string_ids *ids, lb_string string, uint64_t h)
{
    size_t i = (size_t)h & (ids->capacity - 1);
    for (; ids->slot[i]; i = (i + 1) & (ids->capacity - 1)) {
        lb_string at = lb_string_ids_at(ids, ids->slot[i] - 1);
        if (at.length == string.length &&
            (at.length == 0 || memcmp(at.text, string.text, at.length) == 0))
            break;
    }
    return i;
}

/* At most half full, so that searches stay short. Slots hold id + 1, 0 for none. */
static lb_status grow_slots(lb_string_ids *ids)
{
    size_t capacity = ids->capacity ? ids->capacity * 2 : FIRST_CAPACITY;
    uint32_t *bigger = calloc(capacity, sizeof *bigger);
    if (!bigger)
        return LB_E_MEMORY;
    free(ids->slot);
    ids->slot = bigger;
    ids->capacity = capacity;
    for (size_t id = 0; id < ids->count; id++) {
        lb_string string = lb_string_ids_at(ids, id);
        ids->slot[find_slot(ids, string, hash_string(string))] = (uint32_t)(id + 1);
    }
    return LB_OK;
}

static lb_status append_string(lb_string_ids *ids, lb_string string)
{
    size_t start = ids->count ? ids->start[ids->count] : 0;
    if (!lb_array_reserve(&ids->start, &ids->start_capacity, ids->count + 2, sizeof *ids->start) ||
        !lb_array_reserve(&ids->text, &ids->text_capacity, start + string.length + 1, 1))
        return LB_E_MEMORY;
    if (string.length)
        memcpy(ids->text + start, string.text, string.length);
    ids->start[ids->count] = start;
    ids->start[++ids->count] = start + string.length;
    return LB_OK;
}

/* Loads what find_slot will read: slot, then start, then text. Each address comes from the load
 * before it, so all strings take one step before any takes the next. */
static void prefetch_strings(const lb_string_ids *ids, const uint64_t *h, size_t n)
{
    size_t id[BATCH_SIZE];
    if (ids->count == 0)
        return;
    for (size_t i = 0; i < n; i++)
        lb_prefetch(&ids->slot[(size_t)h[i] & (ids->capacity - 1)]);
    for (size_t i = 0; i < n; i++) {
        uint32_t slot = ids->slot[(size_t)h[i] & (ids->capacity - 1)];
        id[i] = slot ? slot - 1 : 0;
        lb_prefetch(&ids->start[id[i]]);
    }
    for (size_t i = 0; i < n; i++)
        lb_prefetch(ids->text + ids->start[id[i]]);
}

static lb_status add_string(lb_string_ids *ids, lb_string string, uint64_t h, uint32_t *id)
{
    if (ids->count * 2 >= ids->capacity)
        LB_TRY(grow_slots(ids));
    size_t i = find_slot(ids, string, h);
    if (!ids->slot[i]) {
        if (ids->count == LB_STRING_ID_NONE)
            return LB_E_INPUT;
        LB_TRY(append_string(ids, string));
        ids->slot[i] = (uint32_t)ids->count;
    }
    *id = ids->slot[i] - 1;
    return LB_OK;
}

lb_status lb_string_ids_add(lb_string_ids *ids, const lb_string *string, size_t n, uint32_t *id)
{
    uint64_t h[BATCH_SIZE];
    for (size_t from = 0, k; from < n; from += k) {
        k = n - from < BATCH_SIZE ? n - from : BATCH_SIZE;
        for (size_t i = 0; i < k; i++)
            h[i] = hash_string(string[from + i]);
        if (k > 1)
            prefetch_strings(ids, h, k);
        for (size_t i = 0; i < k; i++)
            LB_TRY(add_string(ids, string[from + i], h[i], &id[from + i]));
    }
    return LB_OK;
}

uint32_t lb_string_ids_find(const lb_string_ids *ids, lb_string string)
{
    if (ids->count == 0)
        return LB_STRING_ID_NONE;
    uint32_t slot = ids->slot[find_slot(ids, string, hash_string(string))];
    return slot ? slot - 1 : LB_STRING_ID_NONE;
}
