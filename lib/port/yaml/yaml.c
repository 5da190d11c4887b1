/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libyaml's events to a tree of nodes, by recursive descent whose depth is bounded. Limits are
 * those of a hostile file: a project or recipe has some hundred values. */
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/file.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/yaml/yaml.h"

/* Keys are short so that they can be written again: YAML takes 1024 characters, and one may need
 * six when escaped. */
enum { MAX_DEPTH = 32, MAX_NODES = 20000, MAX_TEXT_BYTES = 65536, MAX_KEY_BYTES = 160 };

typedef struct node_reader {
    yaml_parser_t parser;
    const char *file;
    size_t nodes;
    bool is_json; /* keys may repeat and be long */
    lb_error *err;
} node_reader;

static lb_status parse_error_at(node_reader *r, yaml_mark_t mark, const char *what)
{
    return lb_error_set(r->err, LB_E_INPUT, "%s:%zu:%zu: %s", r->file, mark.line + 1,
                        mark.column + 1, what);
}

static lb_status next_event(node_reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event))
        return LB_OK;
    if (r->parser.error == YAML_MEMORY_ERROR)
        return lb_error_memory(r->err);
    return parse_error_at(r, r->parser.problem_mark,
                          r->parser.problem ? r->parser.problem : "is not YAML");
}

/* Line and column, from 1, are kept for messages about a value or its key. */
static lb_config_node *new_node(node_reader *r, const yaml_event_t *event, lb_config_node_kind kind)
{
    lb_config_node *node = calloc(1, sizeof *node);
    if (!node)
        return NULL;
    r->nodes++;
    node->kind = kind;
    node->line = (long)event->start_mark.line + 1;
    node->column = (long)event->start_mark.column + 1;
    return node;
}

static lb_status append_child(node_reader *r, lb_config_node *parent, lb_config_node *child)
{
    /* The capacity is the next power of two: it doubles when count is one. */
    if ((parent->count & (parent->count - 1)) == 0) {
        size_t room = parent->count ? parent->count * 2 : 1;
        lb_config_node **bigger = realloc(parent->child, room * sizeof(lb_config_node *));
        if (!bigger)
            return lb_error_memory(r->err);
        parent->child = bigger;
    }
    parent->child[parent->count++] = child;
    return LB_OK;
}

static lb_status read_value(node_reader *r, yaml_event_t *event, int depth, lb_config_node **out);

/* The key of a pair of `map`; the same key twice is refused, since which one counts would be a
 * guess. */
static lb_status read_key(node_reader *r, const yaml_event_t *event, const lb_config_node *map,
                          char **key)
{
    char what[200];
    if (event->type != YAML_SCALAR_EVENT)
        return parse_error_at(r, event->start_mark, "a key must be plain text");
    const char *text = (const char *)event->data.scalar.value;
    if (event->data.scalar.length > (r->is_json ? MAX_TEXT_BYTES : MAX_KEY_BYTES) ||
        strlen(text) != event->data.scalar.length)
        return parse_error_at(r, event->start_mark, "a key is at most 160 bytes of text");
    if (!r->is_json && lb_config_node_get(map, text)) {
        snprintf(what, sizeof what, "the key '%.100s' is given a second time", text);
        return parse_error_at(r, event->start_mark, what);
    }
    *key = lb_text_copy(text);
    return *key ? LB_OK : lb_error_memory(r->err);
}

/* One item of a list or one pair of a map; *end when the collection ends instead. */
static lb_status read_item(node_reader *r, lb_config_node *parent, int depth, bool *end)
{
    yaml_event_t event;
    lb_config_node *child = NULL;
    char *key = NULL;
    LB_TRY(next_event(r, &event));
    yaml_mark_t key_mark = event.start_mark;
    lb_status status = LB_OK;
    *end = event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
    if (!*end && parent->kind == LB_NODE_MAP) {
        status = read_key(r, &event, parent, &key);
        yaml_event_delete(&event);
        if (status == LB_OK)
            status = next_event(r, &event);
        if (status != LB_OK) {
            free(key);
            return status;
        }
    }
    if (!*end)
        status = read_value(r, &event, depth + 1, &child);
    yaml_event_delete(&event);
    if (child) {
        child->key = key;
        child->key_line = (long)key_mark.line + 1;
        child->key_column = (long)key_mark.column + 1;
        key = NULL;
        status = append_child(r, parent, child);
        if (status != LB_OK)
            lb_config_node_free(child);
    }
    free(key);
    return status;
}

static lb_status read_collection(node_reader *r, lb_config_node *node, int depth)
{
    for (bool end = false; !end;)
        LB_TRY(read_item(r, node, depth, &end));
    return LB_OK;
}

/* A plain (unquoted) scalar may be a number or null; a quoted one is always text. */
static lb_status read_scalar(node_reader *r, const yaml_event_t *event, lb_config_node *node)
{
    if (event->data.scalar.length > MAX_TEXT_BYTES)
        return parse_error_at(r, event->start_mark, "a text longer than 64 KiB");
    if (strlen((const char *)event->data.scalar.value) != event->data.scalar.length)
        return parse_error_at(r, event->start_mark, "a text with a NUL character");
    node->text = lb_text_copy((const char *)event->data.scalar.value);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return node->text ? LB_OK : lb_error_memory(r->err);
}

/* The value that begins with the event: a scalar, or a list or map up to its end. The event stays
 * the caller's. */
static lb_status read_value(node_reader *r, yaml_event_t *event, int depth, lb_config_node **out)
{
    lb_config_node_kind kind = event->type == YAML_SCALAR_EVENT           ? LB_NODE_SCALAR
                               : event->type == YAML_SEQUENCE_START_EVENT ? LB_NODE_LIST
                                                                          : LB_NODE_MAP;
    if (event->type == YAML_ALIAS_EVENT)
        return parse_error_at(r, event->start_mark,
                              "aliases (*name) are not accepted; write the value out");
    if (kind == LB_NODE_MAP && event->type != YAML_MAPPING_START_EVENT)
        return parse_error_at(r, event->start_mark, "a value was expected here");
    if (depth > MAX_DEPTH || r->nodes >= MAX_NODES)
        return parse_error_at(r, event->start_mark, "nested too deeply, or too many values");
    lb_config_node *node = new_node(r, event, kind);
    if (!node)
        return lb_error_memory(r->err);
    lb_status status =
        kind == LB_NODE_SCALAR ? read_scalar(r, event, node) : read_collection(r, node, depth);
    if (status != LB_OK) {
        lb_config_node_free(node);
        return status;
    }
    *out = node;
    return LB_OK;
}

/* Stream start, document start, then the root. */
static lb_status read_root(node_reader *r, lb_config_node **out)
{
    yaml_event_t event;
    lb_config_node *root = NULL;
    for (int i = 0; i < 3; i++) {
        lb_status status = next_event(r, &event);
        if (status != LB_OK)
            return status;
        if (event.type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&event);
            return lb_error_set(r->err, LB_E_INPUT, "%s: is empty; expected YAML", r->file);
        }
        if (i == 2)
            status = read_value(r, &event, 0, &root);
        yaml_event_delete(&event);
        if (status != LB_OK)
            return status;
    }
    *out = root;
    return LB_OK;
}

/* What follows the root must be well formed too, and be no second document. */
static lb_status read_rest(node_reader *r)
{
    for (bool end = false; !end;) {
        yaml_event_t event;
        lb_status status = next_event(r, &event);
        if (status != LB_OK)
            return status;
        end = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_DOCUMENT_START_EVENT)
            status = parse_error_at(r, event.start_mark, "a second document; expected one");
        yaml_event_delete(&event);
        if (status != LB_OK)
            return status;
    }
    return LB_OK;
}

/* One document; a second one after it is an error, as it would be ignored. */
static lb_status parse_text(node_reader *r, const char *text, size_t length, lb_config_node **out)
{
    lb_config_node *root = NULL;
    if (!yaml_parser_initialize(&r->parser))
        return lb_error_memory(r->err);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)text, length);
    lb_status status = read_root(r, &root);
    if (status == LB_OK)
        status = read_rest(r);
    yaml_parser_delete(&r->parser);
    if (status == LB_OK)
        *out = root;
    else
        lb_config_node_free(root);
    return status;
}

lb_status lb_yaml_parse(const char *text, size_t length, const char *file, lb_config_node **out,
                        lb_error *err)
{
    node_reader r = {.file = file, .err = err};
    return parse_text(&r, text, length, out);
}

lb_status lb_yaml_read(const char *file, lb_config_node **out, lb_error *err)
{
    lb_buf text = {0};
    lb_status status = lb_file_read(file, &text, err);
    if (status == LB_OK)
        status = lb_yaml_parse(text.text ? text.text : "", text.length, file, out, err);
    lb_buf_clear(&text);
    return status;
}

lb_status lb_json_parse(const char *text, size_t length, const char *file, lb_config_node **out,
                        lb_error *err)
{
    node_reader r = {.file = file, .is_json = true, .err = err};
    return parse_text(&r, text, length, out);
}
