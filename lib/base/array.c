/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays: the one place where an array is made larger. Capacity doubles, so that n
 * additions copy O(n) items in all. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* Doubles the capacity, so that n appended items cost O(n); on failure array and capacity are as
 * before. */
bool lb_array_reserve(void *array, size_t *capacity, size_t need, size_t size)
{
    void *old;
    if (need <= *capacity)
        return true;
    size_t more = *capacity ? *capacity : 8;
    while (more < need)
        more *= 2;
    if (more > SIZE_MAX / size)
        return false;
    memcpy(&old, array, sizeof old); /* any object pointer, without breaking aliasing */
    void *bigger = realloc(old, more * size);
    if (!bigger)
        return false;
    memcpy(array, &bigger, sizeof bigger);
    *capacity = more;
    return true;
}

/* An array of no items keeps what it has: realloc() to no bytes may free it. */
bool lb_array_fit(void *array, size_t *capacity, size_t count, size_t size)
{
    void *old;
    if (count == 0 || count == *capacity)
        return true;
    memcpy(&old, array, sizeof old);
    void *fitted = realloc(old, count * size);
    if (!fitted)
        return false;
    memcpy(array, &fitted, sizeof fitted);
    *capacity = count;
    return true;
}
