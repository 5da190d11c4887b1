/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many of many independent draws each category gets, at the cost of the categories and not of
 * the draws (docs/methods.md, Random numbers). */
#ifndef LB_KERNEL_HOTSPOT_MULTINOMIAL_H
#define LB_KERNEL_HOTSPOT_MULTINOMIAL_H

#include "kernel/hotspot/alias_table.h"

/* Zeroed memory is empty. */
typedef struct lb_multinomial {
    size_t count, total;  /* categories, draws */
    lb_alias_table table; /* without columns where all are as likely */
    double *mean;         /* [count] expected of the draws that lb_multinomial_draw makes at once */
    double *none;         /* [count] e^-mean */
} lb_multinomial;

void lb_multinomial_clear(lb_multinomial *multinomial);

/* weight[count] >= 0, with a sum above 0; NULL: equal ones. LB_E_MEMORY. LB_E_USAGE: they are
 * not. */
lb_status lb_multinomial_make(const double *weight, size_t count, size_t total,
                              lb_multinomial *out);

/* The category of one draw; uniform: 0 <= u < 1. */
static inline size_t lb_multinomial_category(const lb_multinomial *from, double uniform)
{
    return from->table.count > 0 ? lb_alias_table_draw(&from->table, uniform)
                                 : (size_t)(uniform * (double)from->count);
}

/* drawn[count], which add up to total, from numbers of a stream (kernel/statistics/random.h). */
void lb_multinomial_draw(const lb_multinomial *from, uint64_t key, uint32_t *drawn);

#endif
