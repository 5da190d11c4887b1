/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one hash table from strings to numbers: each distinct string is numbered in the order it is
 * first met, from 0, so that values of strings are kept in plain arrays. Bytes decide: "A" is not
 * "a"; a string may hold any bytes, also those of a struct without padding. */
#ifndef LB_TEXT_STRING_IDS_H
#define LB_TEXT_STRING_IDS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <lagesbild/status.h>

#define LB_STRING_ID_NONE UINT32_MAX

typedef struct lb_string {
    const char *text; /* borrowed, need not end with a zero */
    size_t length;    /* bytes */
} lb_string;

static inline lb_string lb_string_of(const char *text)
{
    return (lb_string){text, strlen(text)};
}

/* Zeroed memory is an empty table. */
typedef struct lb_string_ids {
    size_t count;    /* distinct strings */
    size_t capacity; /* of slot: a power of two, at least twice count */
    size_t *start;   /* [count + 1] into text */
    char *text;      /* the strings, one after another */
    size_t text_capacity, start_capacity;
    uint32_t *slot; /* [capacity]: id + 1, 0: free */
} lb_string_ids;

void lb_string_ids_clear(lb_string_ids *ids);

/* id[i]: that of string[i], a new one when it was not met before. The memory that many strings need
 * is fetched at once (up to 32 together), which is faster than one by one in a table larger than
 * the cache. LB_E_MEMORY; LB_E_INPUT: more than 4,294,967,295 strings. */
lb_status lb_string_ids_add(lb_string_ids *ids, const lb_string *string, size_t n, uint32_t *id);

/* LB_STRING_ID_NONE: it was never added. */
uint32_t lb_string_ids_find(const lb_string_ids *ids, lb_string string);

/* The string of an id; valid until the next one is added. */
lb_string lb_string_ids_at(const lb_string_ids *ids, size_t id);

#endif
