/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grounds that an overlap rule can distinguish: by the worst category that holds them (priority),
 * by which categories do (both), or by how many areas of each do (split). Equal ones have one
 * number.
 */
#ifndef LB_KERNEL_OVERLAP_GROUND_KEYS_H
#define LB_KERNEL_OVERLAP_GROUND_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include <lagesbild/overlap_rule.h>
#include <lagesbild/status.h>

typedef struct lb_ground_keys {
    size_t categories;
    lb_overlap_rule rule;
    uint32_t *count; /* [keys x categories]: areas of each category, as far as the rule asks */
    uint32_t keys;
    uint32_t *slot; /* [slots]: open addressing; a key + 1, 0: free */
    size_t slots, capacity;
    uint32_t *reduced; /* [categories]: the one that is looked for */
} lb_ground_keys;

/* The ground in no area is key 0. LB_E_MEMORY. */
lb_status lb_ground_keys_init(lb_ground_keys *keys, size_t categories, lb_overlap_rule rule);
void lb_ground_keys_clear(lb_ground_keys *keys);

/* The key of ground in count[c] areas of each category c. UINT32_MAX: out of memory. */
uint32_t lb_ground_keys_find(lb_ground_keys *keys, const uint32_t *count);

/* [categories]: a ground of this key is in so many areas of each; it is as good as all others. */
static inline const uint32_t *lb_ground_keys_count(const lb_ground_keys *keys, uint32_t key)
{
    return keys->count + key * keys->categories;
}

#endif
