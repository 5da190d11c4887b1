/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Access to the tree of a recipe or project file; port/yaml builds it. */
#include <stdlib.h>
#include <string.h>

#include "model/config_node.h"

void lb_config_node_free(lb_config_node *node)
{
    if (!node)
        return;
    for (size_t i = 0; i < node->count; i++)
        lb_config_node_free(node->child[i]);
    free(node->child);
    free(node->key);
    free(node->text);
    free(node);
}

const lb_config_node *lb_config_node_get(const lb_config_node *map, const char *key)
{
    for (size_t i = 0; map && map->kind == LB_NODE_MAP && i < map->count; i++)
        if (strcmp(map->child[i]->key, key) == 0)
            return map->child[i];
    return NULL;
}

bool lb_config_node_is_null(const lb_config_node *node)
{
    return node->kind == LB_NODE_SCALAR && !node->quoted &&
           (node->text[0] == '\0' || strcmp(node->text, "~") == 0 ||
            strcmp(node->text, "null") == 0);
}
