/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays: the one place where an array is made larger or smaller. Capacity doubles, so that
 * n additions copy O(n) items in all. */
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

double **lb_array_columns(size_t n, size_t count)
{
    double **column = calloc(n + 1, sizeof *column);
    for (size_t i = 0; column && i < n; i++)
        if (!(column[i] = malloc((count + 1) * sizeof **column))) {
            lb_array_free(column, i);
            return NULL;
        }
    return column;
}

void lb_array_free(void *array, size_t n)
{
    for (size_t i = 0; array && i < n; i++) {
        void *item;
        memcpy(&item, (char *)array + i * sizeof item, sizeof item);
        free(item);
    }
    free(array);
}

int lb_compare_doubles(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int lb_compare_sizes(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int lb_compare_int64s(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int lb_compare_uint32s(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int lb_compare_strings(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

size_t lb_int64s_from(const int64_t *value, size_t n, int64_t least)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (value[middle] < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
