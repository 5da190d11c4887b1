/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two provenances, flattened to paths ("options/period", "inputs/befolkning.csv/sha256") and
 * merged. Only causes are compared: the version, options, the recipe and inputs. What follows from
 * them (hashes of outputs, balances) is compared where it stands, in the outputs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/compare/compare_parts.h"
#include "port/yaml/yaml.h"

/* One member of a provenance: its path from the root, as "options/grid", and its value as text. */
typedef struct fact {
    char *path, *value;
} fact;

typedef struct fact_list {
    fact *item;
    size_t count, capacity;
} fact_list;

static void clear_facts(fact_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->item[i].path);
        free(list->item[i].value);
    }
    free(list->item);
    *list = (fact_list){.item = NULL};
}

static lb_status add_fact(fact_list *list, const char *path, const char *value)
{
    if (!lb_array_reserve(&list->item, &list->capacity, list->count + 1, sizeof *list->item))
        return LB_E_MEMORY;
    fact f = {lb_text_copy(path), lb_text_copy(value)};
    list->item[list->count++] = f;
    return f.path && f.value ? LB_OK : LB_E_MEMORY;
}

/* What an item of a list is called: its name or step, else its place. */
static void item_label(const lb_config_node *item, size_t place, char *text, size_t size)
{
    const lb_config_node *name =
        item->kind == LB_NODE_MAP ? lb_config_node_get(item, "name") : NULL;
    if (!name && item->kind == LB_NODE_MAP)
        name = lb_config_node_get(item, "step");
    if (name && name->kind == LB_NODE_SCALAR)
        snprintf(text, size, "%s", name->text);
    else
        snprintf(text, size, "%zu", place + 1);
}

/* Depth is bounded by the parser. */
static lb_status flatten_node(const lb_config_node *node, const char *path, fact_list *list)
{
    if (node->kind == LB_NODE_SCALAR)
        return add_fact(list, path, node->text ? node->text : "");
    for (size_t i = 0; i < node->count; i++) {
        const lb_config_node *child = node->child[i];
        char label[300];
        lb_buf below = {0};
        if (node->kind == LB_NODE_LIST)
            item_label(child, i, label, sizeof label);
        lb_buf_printf(&below, "%s%s%s", path, path[0] ? "/" : "",
                      node->kind == LB_NODE_LIST ? label : child->key);
        lb_status status = below.failed ? LB_E_MEMORY : flatten_node(child, below.text, list);
        lb_buf_clear(&below);
        LB_TRY(status);
    }
    return LB_OK;
}

static int by_path(const void *a, const void *b)
{
    const fact *p = a, *q = b;
    int order = strcmp(p->path, q->path);
    return order ? order : strcmp(p->value, q->value);
}

static lb_status read_facts(const char *json, const char *file, fact_list *list, lb_error *err)
{
    lb_config_node *root;
    LB_TRY(lb_json_parse(json, strlen(json), file, &root, err));
    lb_status status = flatten_node(root, "", list);
    lb_config_node_free(root);
    if (status == LB_OK)
        qsort(list->item, list->count, sizeof *list->item, by_path);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* "option", "input" ... of a path, NULL where it is no cause. *item: what stands behind it. */
static const char *cause_of(const char *path, const char **item)
{
    static const struct {
        const char *start, *kind;
    } causes[] = {{"options/", "option"}, {"inputs/", "input"}, {"project/", "input"}};
    *item = path;
    if (strcmp(path, "version") == 0)
        return "version";
    if (strncmp(path, "recipe", 6) == 0)
        return "recipe";
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (strncmp(path, causes[i].start, strlen(causes[i].start)) == 0) {
            *item = path + strlen(causes[i].start);
            return causes[i].kind;
        }
    return NULL;
}

/* An option that is not set, written or not. */
static bool is_unset(const char *value)
{
    return !value || strcmp(value, "null") == 0;
}

static void add_finding(const lb_compare_context *c, const char *file, const char *path,
                        const char *before, const char *after)
{
    const char *item, *kind = cause_of(path, &item);
    if (kind && !(is_unset(before) && is_unset(after)))
        lb_differences_add_texts(c->out, file, kind, item, before, after);
}

static void merge_facts(const lb_compare_context *c, const char *file, const fact_list *a,
                        const fact_list *b)
{
    size_t i = 0, k = 0;
    while (i < a->count || k < b->count) {
        const fact *p = i < a->count ? &a->item[i] : NULL, *q = k < b->count ? &b->item[k] : NULL;
        int order = !p ? 1 : !q ? -1 : strcmp(p->path, q->path);
        if (order == 0 && strcmp(p->value, q->value) != 0)
            add_finding(c, file, p->path, p->value, q->value);
        else if (order < 0)
            add_finding(c, file, p->path, p->value, NULL);
        else if (order > 0)
            add_finding(c, file, q->path, NULL, q->value);
        i += order <= 0;
        k += order >= 0;
    }
}

lb_status lb_compare_provenance(const lb_compare_context *c, const char *file, const char *before,
                                const char *after, lb_error *err)
{
    fact_list a = {.item = NULL}, b = {.item = NULL};
    if (!before || !after)
        return LB_OK;
    lb_status status = read_facts(before, file, &a, err);
    if (status == LB_OK)
        status = read_facts(after, file, &b, err);
    if (status == LB_OK)
        merge_facts(c, file, &a, &b);
    clear_facts(&a);
    clear_facts(&b);
    return status;
}
