/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stable order of whole numbers, in linear time. */
#ifndef LB_MODEL_RADIX_SORT_H
#define LB_MODEL_RADIX_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key and what it stands for, as its place in the input. */
typedef struct lb_sort_item {
    uint64_t key;
    size_t at;
} lb_sort_item;

/* Keys in the order of doubles; both zeros are one value. */
uint64_t lb_sort_key(double value);

/* Sorts by key; items of one key stay in their order. False: out of memory, nothing was moved. */
bool lb_radix_sort(lb_sort_item *item, size_t count);

#endif
