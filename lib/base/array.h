/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays. */
#ifndef LB_BASE_ARRAY_H
#define LB_BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* Room for `need` items of `size` bytes in *array (array: the address of a pointer to them), at
 * least doubling. False: out of memory, all as it was. */
bool lb_array_reserve(void *array, size_t *capacity, size_t need, size_t size);

/* Gives back the room beyond `count` items. False: out of memory, all as it was. */
bool lb_array_fit(void *array, size_t *capacity, size_t count, size_t size);

#endif
