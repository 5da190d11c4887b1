/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in tables, numbered in the order in which they are first met. */
#ifndef LB_INPUT_AREAS_NAME_INDEX_H
#define LB_INPUT_AREAS_NAME_INDEX_H

#include <stdbool.h>
#include "base/swedish_text.h"
#include "text/string_ids.h"

/* Zeroed memory is an empty index in which names are compared byte by byte. */
typedef struct lb_name_index {
    bool folded; /* names are compared after lb_text_fold: "Östra Gatan" is "ostra-gatan" */
    lb_string_ids keys;
    size_t count, capacity;
    char **name; /* [count]; of several spellings the first by bytes, whatever the order of rows */
} lb_name_index;

void lb_name_index_clear(lb_name_index *index);

/* *at: the name's number. LB_E_MEMORY. */
lb_status lb_name_index_add(lb_name_index *index, const char *text, size_t *at);

/* *at: SIZE_MAX when it is not there. LB_E_MEMORY. */
lb_status lb_name_index_find(const lb_name_index *index, const char *text, size_t *at);

/* "; nearest: NAME" for messages, of the name that may be meant by text (lb_text_nearest_hint). */
lb_hint lb_name_index_nearest(const lb_name_index *index, const char *text);

/* The numbers in Swedish order of names, numbers by their value; freed by free(). NULL: out of
 * memory. */
size_t *lb_name_index_order(const lb_name_index *index);

#endif
