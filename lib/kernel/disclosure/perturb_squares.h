/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares whose counts carry the noise of the cell-key method (docs/methods.md, Cell key): the
 * other way to publish, for those whose figures must look like Statistics Sweden's. */
#ifndef LB_KERNEL_DISCLOSURE_PERTURB_SQUARES_H
#define LB_KERNEL_DISCLOSURE_PERTURB_SQUARES_H

#include <lagesbild/disclosure.h>
#include "kernel/disclosure/cell_key.h"

/* The key of a count: the same whenever the secret, the name and the square are, whatever its
 * value. */
typedef struct lb_cell_keys {
    uint64_t (*key)(const void *udata, const char *name, lb_square square);
    const void *udata;
} lb_cell_keys;

/* People, parts, numerators and denominators get noise of their own; shares are made of the noisy
 * counts, levels rounded as lb_coarsen_squares does. All marks are exact, low and high the noisy
 * count: its noise is mean 0 and is reported once. LB_E_MEMORY. */
lb_status lb_perturb_squares(const lb_recipe *recipe, const lb_squares *squares,
                             const lb_perturb_table *table, const lb_cell_keys *keys,
                             lb_coarsened_squares *out);

#endif
