/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far disclosure noise alone moves an index (docs/methods.md, Noise of the index). */
#ifndef LB_KERNEL_STATISTICS_INDEX_NOISE_H
#define LB_KERNEL_STATISTICS_INDEX_NOISE_H

#include <lagesbild/index.h>

/* Sets index->sd and index->firm by recipe->noise, from squares->numerator and denominator where
 * they are known; a share without them is one of the people. The scores' distributions and the
 * limits of classes stay as they are. Independent of threads and of the order of squares and
 * variables. LB_E_MEMORY. */
lb_status lb_index_add_noise(const lb_recipe *recipe, const lb_squares *squares,
                             const lb_square_allocation *fill, int threads, lb_index *index);

/* Ten decimals: sums that are equal in real numbers are equal here, whatever the order of their
 * terms, so that ties stay ties. */
double lb_index_round(double index);

#endif
