/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a system that share no figure, each small enough to be solved alone. */
#ifndef LB_KERNEL_INFERENCE_INFERENCE_COMPONENTS_H
#define LB_KERNEL_INFERENCE_INFERENCE_COMPONENTS_H

#include "kernel/inference/inference_system.h"

typedef struct lb_inference_components {
    bool *on;             /* [rows]: false for rows that bind nothing */
    size_t count;         /* components, in the order of their first atoms */
    size_t *of;           /* [atoms]: the component of each */
    size_t *first, *atom; /* [count + 1], [atoms]: the atoms of each, ascending */
} lb_inference_components;

void lb_inference_components_clear(lb_inference_components *components);

/* low, high: bounds of the atoms after propagation. A row is left out when it says no more than
 * the squares' own bounds, or when
 * its private atoms (in no other row) can make up for whatever the others are within their bounds:
 * the total of a country would tie all areas together and bounds none of them. A row whose
 * private atoms may be fewer than `minimum` people stays. LB_E_MEMORY; the caller clears *out. */
lb_status lb_inference_components_find(const lb_inference_system *system, const int64_t *low,
                                       const int64_t *high, int64_t minimum,
                                       lb_inference_components *out);

#endif
