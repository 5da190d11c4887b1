/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts numbered as they are met: what rows have for keys becomes small integers. */
#ifndef LB_INPUT_TABLES_STRING_IDS_H
#define LB_INPUT_TABLES_STRING_IDS_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

/* Zeroed memory is empty. Bytes decide: "A" is not "a". */
typedef struct lb_string_ids {
    size_t count, capacity; /* texts */
    size_t *start;          /* [count + 1] into text */
    char *text;
    size_t text_capacity, start_capacity;
    uint32_t *slot; /* [capacity]: number + 1, 0: free */
} lb_string_ids;

void lb_string_ids_clear(lb_string_ids *list);

typedef struct lb_string {
    const char *text;
    size_t length;
} lb_string;

/* number[i]: that of name[i], a new one when it was not met. Many names at once wait for memory
 * together. LB_E_MEMORY; LB_E_INPUT: over four milliard texts. */
lb_status lb_string_ids_add(lb_string_ids *list, const lb_string *name, size_t n, uint32_t *number);

#endif
