/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays, and how they are sorted and searched. */
#ifndef LB_BASE_ARRAY_H
#define LB_BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for `need` items of `size` bytes in *array (array: the address of a pointer to them), at
 * least doubling. False: out of memory, all as it was. */
bool lb_array_reserve(void *array, size_t *capacity, size_t need, size_t size);

/* Gives back the room beyond `count` items. False: out of memory, all as it was. */
bool lb_array_fit(void *array, size_t *capacity, size_t count, size_t size);

/* n arrays of `count` doubles each, not filled; lb_array_free frees them. NULL: out of memory. */
double **lb_array_columns(size_t n, size_t count);

/* Frees n pointers and the array that holds them; NULL: nothing. */
void lb_array_free(void *array, size_t n);

/* In a comparison function: returns where a and b differ, the lesser first. */
#define LB_COMPARE(a, b) \
    do {                 \
        if ((a) < (b))   \
            return -1;   \
        if ((a) > (b))   \
            return 1;    \
    } while (0)

/* For qsort and bsearch: plain values ascending (no NaN), strings (char *) by bytes. */
int lb_compare_doubles(const void *a, const void *b);
int lb_compare_sizes(const void *a, const void *b);
int lb_compare_int64s(const void *a, const void *b);
int lb_compare_uint32s(const void *a, const void *b);
int lb_compare_strings(const void *a, const void *b);

/* The first place of the ascending value[n] whose value is `least` or more; n: none is. */
size_t lb_int64s_from(const int64_t *value, size_t n, int64_t least);

#endif
