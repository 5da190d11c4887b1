/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays: the one place where an array is made larger or smaller. Capacity doubles, so that
 * n additions copy O(n) items in all. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* On failure array and capacity are as before. */
static bool resize_array(void *array, size_t *capacity, size_t items, size_t size)
{
    void *old;
    memcpy(&old, array, sizeof old); /* any object pointer, without breaking aliasing */
    void *resized = realloc(old, items * size);
    if (resized) {
        memcpy(array, &resized, sizeof resized);
        *capacity = items;
    }
    /* cppcheck-suppress memleak ; the caller's array holds it */
    return resized != NULL;
}

/* Doubles the capacity, so that n appended items cost O(n). */
bool lb_array_reserve(void *array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t more = *capacity ? *capacity : 8;
    while (more < need)
        more *= 2;
    return more <= SIZE_MAX / size && resize_array(array, capacity, more, size);
}

/* An array of no items keeps what it has: realloc() to no bytes may free it. */
bool lb_array_fit(void *array, size_t *capacity, size_t count, size_t size)
{
    return count == 0 || count == *capacity || resize_array(array, capacity, count, size);
}
