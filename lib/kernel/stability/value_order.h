/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares in rising order of a figure, for who sorts thousands of columns: without allocation, by
 * radix sort of 32-bit keys, equal keys being ordered by the figures themselves. */
#ifndef LB_KERNEL_STABILITY_VALUE_ORDER_H
#define LB_KERNEL_STABILITY_VALUE_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* The places of the values that are not NaN, in the low 32 bits of item[0..n), rising; returns n.
 * Infinite values there are none. item, spare: room for count. */
size_t lb_value_order(const double *value, size_t count, uint64_t *item, uint64_t *spare);

/* The place in the input that an item stands for. */
static inline size_t lb_value_place(uint64_t item)
{
    return (size_t)(item & UINT32_MAX);
}

#endif
