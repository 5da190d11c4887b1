/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names met in tables, numbered in the order they are first met. */
#ifndef LB_INPUT_AREAS_NAME_INDEX_H
#define LB_INPUT_AREAS_NAME_INDEX_H

#include <stdbool.h>
#include "base/strmap.h"

/* Zeroed memory is an empty list of names told apart byte by byte. */
typedef struct lb_name_index {
    bool folded; /* case, å ä ö, hyphens and spaces do not tell names apart */
    lb_strmap map;
    size_t count, key_capacity, name_capacity;
    char **key, **name; /* of several spellings the first by bytes, whatever the order of rows */
} lb_name_index;

void lb_name_index_clear(lb_name_index *index);

/* *at: the name's number. LB_E_MEMORY. */
lb_status lb_name_index_add(lb_name_index *index, const char *text, size_t *at);

/* *at: SIZE_MAX when it is not there. LB_E_MEMORY. */
lb_status lb_name_index_find(const lb_name_index *index, const char *text, size_t *at);

/* The name spelled most like text; "" when there is none. */
const char *lb_name_index_nearest(const lb_name_index *index, const char *text);

/* The numbers in Swedish order of names, numbers by their value; freed by free(). NULL: out of
 * memory. */
size_t *lb_name_index_order(const lb_name_index *index);

#endif
