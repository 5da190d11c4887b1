/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A configuration file as a tree: what YAML says, with the place where it says it. */
#ifndef LB_MODEL_CONFIG_NODE_H
#define LB_MODEL_CONFIG_NODE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum lb_config_node_kind { LB_NODE_SCALAR, LB_NODE_LIST, LB_NODE_MAP } lb_config_node_kind;

typedef struct lb_config_node {
    lb_config_node_kind kind;
    char *key;  /* the key under which it stands in a map, else NULL */
    char *text; /* of a scalar */
    bool quoted;
    long line, column;         /* of the value, from 1 */
    long key_line, key_column; /* of the key in a map, from 1 */
    size_t count;
    struct lb_config_node **child; /* of lists and maps, in the order of the file */
} lb_config_node;

void lb_config_node_free(lb_config_node *node); /* and all below it; NULL is fine */

/* The child of a map with that key, or NULL. */
const lb_config_node *lb_config_node_get(const lb_config_node *map, const char *key);

/* A scalar that means nothing: null, ~ or empty, unquoted. */
bool lb_config_node_is_null(const lb_config_node *node);

#endif
