/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/swedish_text.h"
#include "commands/intake/stage_model.h"

static bool read_number(lb_intake_reader *r, const lb_config_node *node, double *out)
{
    if (node->kind == LB_NODE_SCALAR && lb_number_parse(node->text, strlen(node->text), out))
        return true;
    lb_intake_wrong(r, node, "a number");
    return false;
}

/* Items ---------------------------------------------------------------------------------------- */

/* [LOW, HIGH] */
static void read_range(lb_intake_reader *r, const lb_config_node *node, lb_stage_item *item)
{
    bool pair = node->kind == LB_NODE_LIST && node->count == 2;
    if (!pair)
        lb_intake_wrong(r, node, "a range [LOW, HIGH]");
    else if (read_number(r, node->child[0], &item->low) &&
             read_number(r, node->child[1], &item->high) && !(item->low < item->high))
        lb_diagnostics_add_at(r->diagnostics, node->line, node->column,
                              "%s: the range %g to %g is empty; the lower end comes first",
                              item->id, item->low, item->high);
}

static size_t find_item(const lb_intake_config *c, const char *id)
{
    for (size_t i = 0; i < c->items; i++)
        if (c->item[i].id && lb_text_same(c->item[i].id, id))
            return i;
    return SIZE_MAX;
}

/* ITEM: [1, 5], or ITEM: {range: [1, 5], text: TEXT}. */
static void read_item(lb_intake_reader *r, const lb_config_node *node)
{
    static const char *const known[] = {"range", "text"};
    if (find_item(r->config, node->key) != SIZE_MAX)
        lb_diagnostics_add_at(r->diagnostics, node->line, node->column,
                              "item '%.80s' is there twice, expected once", node->key);
    lb_stage_item *item = &r->config->item[r->config->items++];
    item->id = lb_text_copy(node->key);
    r->no_memory |= !item->id;
    if (node->kind != LB_NODE_MAP) {
        read_range(r, node, item);
        return;
    }
    const lb_config_node *range = lb_config_node_get(node, "range");
    if (range)
        read_range(r, range, item);
    else
        lb_intake_wrong(r, node, "a range [LOW, HIGH]");
    for (size_t i = 0; i < node->count; i++) {
        const lb_config_node *child = node->child[i];
        if (strcmp(child->key, "text") == 0 && child->kind == LB_NODE_SCALAR && !item->text) {
            item->text = lb_text_copy(child->text);
            r->no_memory |= !item->text;
        } else if (child != range) {
            lb_intake_unknown_key(r, child, known, 2);
        }
    }
}

static void read_items(lb_intake_reader *r, const lb_config_node *node)
{
    lb_intake_config *c = r->config;
    if (node->kind != LB_NODE_MAP || node->count == 0) {
        lb_intake_wrong(r, node, "a map of items with their ranges");
        return;
    }
    c->item = calloc(node->count, sizeof *c->item);
    r->no_memory |= !c->item;
    for (size_t i = 0; c->item && i < node->count; i++)
        read_item(r, node->child[i]);
}

/* Conditions ----------------------------------------------------------------------------------- */

/* Those of the list, each once; without a list all. */
static void read_condition_items(lb_intake_reader *r, const lb_config_node *node,
                                 lb_stage_condition *out)
{
    const lb_intake_config *c = r->config;
    size_t n = !node ? c->items : node->kind == LB_NODE_LIST ? node->count : 0;
    if (n == 0 && node)
        lb_intake_wrong(r, node, "at least one item in a list");
    out->item = calloc(n + 1, sizeof *out->item);
    r->no_memory |= !out->item;
    for (size_t i = 0; out->item && i < n; i++) {
        const lb_config_node *child = node ? node->child[i] : NULL;
        size_t item = !child                          ? i
                      : child->kind == LB_NODE_SCALAR ? find_item(c, child->text)
                                                      : SIZE_MAX;
        bool again = false;
        for (size_t k = 0; k < out->items; k++)
            again |= out->item[k] == item;
        if (item == SIZE_MAX || again)
            lb_intake_wrong(r, child, again ? "each item once" : "one of the model's items");
        else
            out->item[out->items++] = item;
    }
}

/* A level that no answer reaches, or that every answer does, decides nothing. */
static void check_level(lb_intake_reader *r, const lb_config_node *node,
                        const lb_stage_condition *of)
{
    for (size_t i = 0; i < of->items; i++) {
        const lb_stage_item *item = &r->config->item[of->item[i]];
        if (of->level >= item->low && of->level <= item->high)
            continue;
        lb_diagnostics_add_at(r->diagnostics, node->line, node->column,
                              "level %g is outside the range %g to %g of %s", of->level, item->low,
                              item->high, item->id);
        return;
    }
}

/* How many of the items must reach the level: a whole number from 1 to all of them. */
static void read_count(lb_intake_reader *r, const lb_config_node *node, lb_stage_condition *out)
{
    char expected[100];
    int64_t count = 0;
    if (node->kind == LB_NODE_SCALAR && lb_integer_parse(node->text, strlen(node->text), &count) &&
        count >= 1 && (size_t)count <= out->items) {
        out->count = (size_t)count;
        return;
    }
    snprintf(expected, sizeof expected, "a number of items from 1 to %zu", out->items);
    lb_intake_wrong(r, node, expected);
}

/* {items: [A, B], level: 4, count: 3} */
static void read_comparison(lb_intake_reader *r, const lb_config_node *node,
                            lb_stage_condition *out)
{
    static const char *const known[] = {"items", "level", "count"};
    bool counts = out->test == LB_STAGE_AT_LEAST;
    const lb_config_node *level = lb_config_node_get(node, "level");
    if (node->kind != LB_NODE_MAP || !level) {
        lb_intake_wrong(r, node, "a map with 'level', and 'items' where not all count");
        return;
    }
    read_condition_items(r, lb_config_node_get(node, "items"), out);
    out->count = 1;
    if (read_number(r, level, &out->level))
        check_level(r, level, out);
    for (size_t i = 0; i < node->count; i++) {
        const char *key = node->child[i]->key;
        if (strcmp(key, "count") == 0 && counts)
            read_count(r, node->child[i], out);
        else if (strcmp(key, "items") != 0 && strcmp(key, "level") != 0)
            lb_intake_unknown_key(r, node->child[i], known, counts ? 3 : 2);
    }
}

static void read_conditions(lb_intake_reader *r, const lb_config_node *map, bool of_rule,
                            lb_stage_condition *out);

/* The conditions of a list, of which all or any must hold. */
static void read_condition_list(lb_intake_reader *r, const lb_config_node *node,
                                lb_stage_condition *out)
{
    size_t n = node->kind == LB_NODE_LIST ? node->count : 0;
    if (n == 0)
        lb_intake_wrong(r, node, "at least one condition in a list");
    out->condition = calloc(n + 1, sizeof *out->condition);
    r->no_memory |= !out->condition;
    out->conditions = out->condition ? n : 0;
    for (size_t i = 0; i < out->conditions; i++)
        read_conditions(r, node->child[i], false, &out->condition[i]);
}

/* A map whose conditions must all hold. */
static void read_conditions(lb_intake_reader *r, const lb_config_node *map, bool of_rule,
                            lb_stage_condition *out)
{
    static const char *const known[] = {"all",     "any",   "at_least", "mean",
                                        "maximum", "stage", "name",     NULL};
    *out = (lb_stage_condition){.test = LB_STAGE_ALL};
    if (map->kind != LB_NODE_MAP) {
        lb_intake_wrong(r, map, "a condition, as at_least: {items: [...], level: 4, count: 3}");
        return;
    }
    out->condition = calloc(map->count + 1, sizeof *out->condition);
    r->no_memory |= !out->condition;
    for (size_t i = 0; out->condition && i < map->count; i++) {
        const lb_config_node *node = map->child[i];
        int test = lb_text_index(known, node->key);
        if (test > LB_STAGE_MAXIMUM && of_rule)
            continue;
        if (test < 0 || test > LB_STAGE_MAXIMUM) {
            lb_intake_unknown_key(r, node, known, of_rule ? 7 : 5);
            continue;
        }
        lb_stage_condition *one = &out->condition[out->conditions++];
        one->test = (lb_stage_test)test;
        if (test <= LB_STAGE_ANY)
            read_condition_list(r, node, one);
        else
            read_comparison(r, node, one);
    }
    if (out->conditions == 0 && out->condition)
        lb_diagnostics_add_at(r->diagnostics, map->line, map->column,
                              "no condition here: it would always hold");
}

/* Rules ---------------------------------------------------------------------------------------- */

static void read_rule(lb_intake_reader *r, const lb_config_node *node, size_t number)
{
    lb_stage_rule *rule = &r->config->rule[r->config->rules++];
    const lb_config_node *stage = lb_config_node_get(node, "stage");
    const lb_config_node *name = lb_config_node_get(node, "name");
    int64_t value = 0;
    char text[40];
    if (!stage)
        lb_intake_wrong(r, node, "a rule with 'stage'");
    else if (stage->kind != LB_NODE_SCALAR ||
             !lb_integer_parse(stage->text, strlen(stage->text), &value) ||
             value < LB_STAGE_LOWEST || value > LB_STAGE_HIGHEST)
        lb_intake_wrong(r, stage, "a stage from 1 to 4");
    rule->stage = (int)value;
    snprintf(text, sizeof text, "rule %zu", number);
    if (name && (name->kind != LB_NODE_SCALAR || lb_config_node_is_null(name)))
        lb_intake_wrong(r, name, "a text");
    rule->name = lb_text_copy(name && name->text ? name->text : text);
    r->no_memory |= !rule->name;
    if (node->kind == LB_NODE_MAP)
        read_conditions(r, node, true, &rule->holds);
}

static void read_rules(lb_intake_reader *r, const lb_config_node *node)
{
    lb_intake_config *c = r->config;
    if (node->kind != LB_NODE_LIST || node->count == 0) {
        lb_intake_wrong(r, node, "at least one rule in a list");
        return;
    }
    c->rule = calloc(node->count, sizeof *c->rule);
    r->no_memory |= !c->rule;
    for (size_t i = 0; c->rule && i < node->count; i++)
        read_rule(r, node->child[i], i + 1);
}

/* Rules name items, which may stand after them. */
void lb_stage_model_read(lb_intake_reader *r, const lb_config_node *map)
{
    const lb_config_node *items = lb_config_node_get(map, "items");
    const lb_config_node *rules = lb_config_node_get(map, "rules");
    if ((r->config->items > 0 && items) || (r->config->rules > 0 && rules)) {
        lb_diagnostics_add_at(r->diagnostics, map->line, map->column,
                              "the description has items or rules too; keep them in one place");
        return;
    }
    if (items)
        read_items(r, items);
    if (rules)
        read_rules(r, rules);
}

void lb_stage_model_read_file(lb_intake_reader *r, const lb_config_node *root)
{
    static const char *const known[] = {"items", "rules"};
    for (size_t i = 0; i < root->count; i++)
        if (strcmp(root->child[i]->key, "items") != 0 && strcmp(root->child[i]->key, "rules") != 0)
            lb_intake_unknown_key(r, root->child[i], known, 2);
    if (!lb_config_node_get(root, "items") || !lb_config_node_get(root, "rules"))
        lb_intake_wrong(r, root, "the keys 'items' and 'rules'");
    else
        lb_stage_model_read(r, root);
}
