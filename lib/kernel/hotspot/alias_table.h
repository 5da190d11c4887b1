/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws from a discrete distribution in constant time (Walker 1977, Vose 1991). */
#ifndef LB_KERNEL_HOTSPOT_ALIAS_TABLE_H
#define LB_KERNEL_HOTSPOT_ALIAS_TABLE_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

/* Zeroed memory is empty. */
typedef struct lb_alias_table {
    size_t count;
    double *keep;    /* [count]: probability that column i stands for i, else for other[i] */
    uint32_t *other; /* [count] */
    double sum;      /* of the weights */
} lb_alias_table;

void lb_alias_table_clear(lb_alias_table *table);

/* weight[n] >= 0, with a sum above 0; n > 0. LB_E_MEMORY. LB_E_USAGE: they are not. */
lb_status lb_alias_table_make(const double *weight, size_t n, lb_alias_table *out);

/* uniform: 0 <= u < 1. */
static inline size_t lb_alias_table_draw(const lb_alias_table *table, double uniform)
{
    double at = uniform * (double)table->count;
    size_t column = (size_t)at;
    return at - (double)column < table->keep[column] ? column : table->other[column];
}

#endif
