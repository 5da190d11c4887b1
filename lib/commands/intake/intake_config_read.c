/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML into lb_intake_config: each map by a table of its keys, so that an unknown key is answered
 * with the known ones and a value that does not fit with what was expected, at line and column. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/intake/intake_config_read.h"
#include "commands/intake/stage_model.h"
#include "port/yaml/yaml.h"

/* Values ---------------------------------------------------------------------------------------
 */

static void read_text(lb_intake_reader *r, const lb_config_node *node, char **out)
{
    if (node->kind != LB_NODE_SCALAR || lb_config_node_is_null(node)) {
        lb_intake_wrong(r, node, "a text");
        return;
    }
    free(*out);
    *out = lb_text_copy(node->text);
    r->no_memory |= !*out;
}

/* Beside the description, unless it is absolute or none of a file. */
static void read_path(lb_intake_reader *r, const lb_config_node *node, char **out)
{
    lb_buf path = {0};
    read_text(r, node, out);
    if (!*out || (*out)[0] == '/' || strstr(*out, "://"))
        return;
    const char *file = r->diagnostics->file;
    lb_buf_append(&path, file, (size_t)(lb_text_base_name(file) - file));
    lb_buf_puts(&path, *out);
    free(*out);
    *out = lb_buf_detach(&path);
    r->no_memory |= !*out;
}

static void read_whole(lb_intake_reader *r, const lb_config_node *node, int64_t low, int64_t high,
                       int64_t *out)
{
    char expected[80];
    int64_t value;
    if (node->kind == LB_NODE_SCALAR && lb_integer_parse(node->text, strlen(node->text), &value) &&
        value >= low && value <= high) {
        *out = value;
        return;
    }
    snprintf(expected, sizeof expected, "a whole number from %" PRId64 " to %" PRId64, low, high);
    lb_intake_wrong(r, node, expected);
}

/* `require: [uncertainty, date]`; allowed: what rows of the step can have. */
static void read_require(lb_intake_reader *r, const lb_config_node *node, unsigned allowed,
                         unsigned *out)
{
    static const char *const names[] = {"uncertainty", "date", "source", NULL};
    char expected[80] = "a list of:";
    for (int i = 0; names[i]; i++)
        if (allowed >> i & 1)
            snprintf(expected + strlen(expected), sizeof expected - strlen(expected), " %s",
                     names[i]);
    if (node->kind != LB_NODE_LIST)
        lb_intake_wrong(r, node, expected);
    for (size_t i = 0; node->kind == LB_NODE_LIST && i < node->count; i++) {
        const lb_config_node *name = node->child[i];
        int at = name->kind == LB_NODE_SCALAR ? lb_text_index(names, name->text) : -1;
        if (at >= 0 && (allowed >> at & 1))
            *out |= 1U << at;
        else
            lb_intake_wrong(r, name, expected);
    }
}

static void read_headings(lb_intake_reader *r, const lb_config_node *node)
{
    lb_intake_config *c = r->config;
    size_t n = node->kind == LB_NODE_LIST ? node->count : 0;
    if (n == 0) {
        lb_intake_wrong(r, node, "at least one heading in a list");
        return;
    }
    c->heading = calloc(n, sizeof *c->heading);
    r->no_memory |= !c->heading;
    for (size_t i = 0; c->heading && i < n; i++)
        read_text(r, node->child[i], &c->heading[c->headings++]);
}

/* Sections -------------------------------------------------------------------------------------
 */

enum {
    SOURCE,
    NAME,
    LPO,
    FROM_STAGE,
    QUESTIONS,
    REQUIRE,
    MODEL,
    ITEMS,
    RULES,
    FOLDER,
    HEADINGS,
    BRIEF,
    SUGGESTIONS,
    EVENT_HOT_SPOTS,
    TITLE,
    YEAR,
    GRID,
    STEP
};

/* A key of a map and what its value is; `step` of the map that has it. */
typedef struct section_key {
    const char *name;
    int value;
} section_key;

static const section_key lpo_keys[] = {{"areas", SOURCE}, {"name", NAME}};
static const section_key stage_keys[] = {{"answers", SOURCE},
                                         {"model", MODEL},
                                         {"items", ITEMS},
                                         {"rules", RULES},
                                         {"require", REQUIRE}};
static const section_key drawn_keys[] = {
    {"areas", SOURCE}, {"name", NAME}, {"lpo", LPO}, {"from_stage", FROM_STAGE}};
static const section_key question_keys[] = {{"answers", SOURCE}, {"questions", QUESTIONS}};
static const section_key cylinder_keys[] = {{"counts", SOURCE}};
static const section_key place_keys[] = {{"places", SOURCE}, {"require", REQUIRE}};
static const section_key document_keys[] = {
    {"list", SOURCE}, {"folder", FOLDER}, {"headings", HEADINGS}, {"require", REQUIRE}};

static const struct section {
    const char *name;
    const section_key *key;
    size_t keys;
    unsigned require; /* LB_REQUIRE_... that may be asked */
} sections[LB_INTAKE_STEPS] = {
    [LB_INTAKE_STAGE] = {"stage", stage_keys, 5, LB_REQUIRE_UNCERTAINTY | LB_REQUIRE_DATE},
    [LB_INTAKE_DRAWN] = {"drawn", drawn_keys, 4, 0},
    [LB_INTAKE_QUESTIONS] = {"questions", question_keys, 2, 0},
    [LB_INTAKE_CYLINDER] = {"cylinder", cylinder_keys, 1, 0},
    [LB_INTAKE_HOT_SPOTS] = {"hot_spots", place_keys, 2, LB_REQUIRE_DATE | LB_REQUIRE_SOURCE},
    [LB_INTAKE_DOCUMENT] = {"documents", document_keys, 4, LB_REQUIRE_DATE}};

static const section_key top_keys[] = {{"intake", TITLE},
                                       {"year", YEAR},
                                       {"lpo", SOURCE},
                                       {"grid", GRID},
                                       {"brief", BRIEF},
                                       {"stage", STEP},
                                       {"drawn", STEP},
                                       {"questions", STEP},
                                       {"cylinder", STEP},
                                       {"hot_spots", STEP},
                                       {"documents", STEP},
                                       {"suggestions", SUGGESTIONS},
                                       {"event_hot_spots", EVENT_HOT_SPOTS}};

/* The step of a map; LB_INTAKE_STEPS: lpo. */
static void read_value(lb_intake_reader *r, size_t step, int value, const lb_config_node *node)
{
    lb_intake_config *c = r->config;
    bool lpo = step == LB_INTAKE_STEPS;
    switch (value) {
    case SOURCE:
        read_path(r, node, lpo ? &c->lpo : &c->source[step]);
        break;
    case NAME:
        read_text(r, node, lpo ? &c->lpo_name : &c->area_name);
        break;
    case LPO:
        read_text(r, node, &c->area_lpo);
        break;
    case FROM_STAGE:
        read_whole(r, node, LB_STAGE_LOWEST, LB_STAGE_HIGHEST, &c->from_stage);
        break;
    case QUESTIONS:
        read_path(r, node, &c->questions);
        break;
    case REQUIRE:
        read_require(r, node, sections[step].require, &c->require[step]);
        break;
    case MODEL:
        read_path(r, node, &c->model);
        break;
    case FOLDER:
        read_path(r, node, &c->folder);
        break;
    case HEADINGS:
        read_headings(r, node);
        break;
    default: /* items and rules are read together, the items first */
        break;
    }
}

static const section_key *find_key(lb_intake_reader *r, const lb_config_node *node,
                                   const section_key *keys, size_t count)
{
    const char *names[16];
    for (size_t i = 0; i < count; i++) {
        names[i] = keys[i].name;
        if (strcmp(keys[i].name, node->key) == 0)
            return &keys[i];
    }
    lb_intake_unknown_key(r, node, names, count);
    return NULL;
}

/* A map of keys, or a text alone for the first of them. */
static void read_section(lb_intake_reader *r, size_t step, const section_key *keys, size_t count,
                         const lb_config_node *node)
{
    if (node->kind == LB_NODE_SCALAR && !lb_config_node_is_null(node))
        read_value(r, step, keys[0].value, node);
    else if (node->kind != LB_NODE_MAP && !lb_config_node_is_null(node))
        lb_intake_wrong(r, node, "a source or a map of keys");
    for (size_t i = 0; node->kind == LB_NODE_MAP && i < node->count; i++) {
        const section_key *key = find_key(r, node->child[i], keys, count);
        if (key)
            read_value(r, step, key->value, node->child[i]);
    }
}

static void read_step(lb_intake_reader *r, const lb_config_node *node)
{
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++)
        if (strcmp(sections[s].name, node->key) == 0) {
            r->config->asked[s] = true;
            read_section(r, s, sections[s].key, sections[s].keys, node);
        }
    if (strcmp(node->key, "stage") == 0 && node->kind == LB_NODE_MAP)
        lb_stage_model_read(r, node);
}

/* A name of a file beside the pages: no folder, no other place of the web. */
static void read_brief(lb_intake_reader *r, const lb_config_node *node)
{
    read_text(r, node, &r->config->brief);
    if (r->config->brief && (!strstr(r->config->brief, "{area}") ||
                             strpbrk(r->config->brief, ":\\") || r->config->brief[0] == '/'))
        lb_intake_wrong(r, node, "a file name with {area} in it, as brief-{area}.html");
}

static void read_top(lb_intake_reader *r, const lb_config_node *node)
{
    const section_key *key = find_key(r, node, top_keys, sizeof top_keys / sizeof *top_keys);
    switch (key ? key->value : -1) {
    case TITLE:
        read_text(r, node, &r->config->title);
        break;
    case YEAR:
        read_whole(r, node, 1900, 2200, &r->config->year);
        break;
    case SOURCE:
        read_section(r, LB_INTAKE_STEPS, lpo_keys, 2, node);
        break;
    case GRID:
        read_path(r, node, &r->config->grid);
        break;
    case BRIEF:
        read_brief(r, node);
        break;
    case SUGGESTIONS:
        read_path(r, node, &r->config->suggestions);
        break;
    case EVENT_HOT_SPOTS:
        read_path(r, node, &r->config->event_hot_spots);
        break;
    case STEP:
        read_step(r, node);
        break;
    default:
        break;
    }
}

/* What must be there, and together. */
static void check_whole(lb_intake_reader *r, const lb_config_node *root)
{
    const lb_intake_config *c = r->config;
    if (!c->lpo)
        lb_diagnostics_add_at(r->diagnostics, root->line, root->column,
                              "no 'lpo': the layer of local police areas is needed");
    if (!c->asked[LB_INTAKE_STAGE])
        lb_diagnostics_add_at(r->diagnostics, root->line, root->column,
                              "no 'stage': every local police area begins with it");
    else if (!c->model && (c->items == 0 || c->rules == 0) && r->diagnostics->count == 0)
        lb_diagnostics_add_at(r->diagnostics, root->line, root->column,
                              "stage has no %s; give 'items' and 'rules', or a 'model' file",
                              c->items == 0 ? "items" : "rules");
    for (size_t s = LB_INTAKE_QUESTIONS; s < LB_INTAKE_STEPS; s++)
        if (c->asked[s] && !c->asked[LB_INTAKE_DRAWN])
            lb_diagnostics_add_at(r->diagnostics, root->line, root->column,
                                  "'%s' is about drawn areas; 'drawn' is missing",
                                  sections[s].name);
    if (c->source[LB_INTAKE_QUESTIONS] && !c->questions)
        lb_diagnostics_add_at(r->diagnostics, root->line, root->column,
                              "questions has answers, but no 'questions': the table question, "
                              "subarea");
}

/* One file: the description, or its stage model. */
static lb_status read_file(const char *file, bool model, const lb_job *job,
                           lb_intake_config *config, lb_error *err)
{
    lb_config_node *root = NULL;
    lb_diagnostics diagnostics = lb_diagnostics_begin(job->log, file);
    lb_intake_reader r = {&diagnostics, config, false};
    LB_TRY(lb_yaml_read(file, &root, err));
    if (root->kind != LB_NODE_MAP) {
        lb_intake_wrong(&r, root, "a map of keys");
    } else if (model) {
        lb_stage_model_read_file(&r, root);
    } else {
        for (size_t i = 0; i < root->count; i++)
            read_top(&r, root->child[i]);
        check_whole(&r, root);
    }
    lb_config_node_free(root);
    return r.no_memory ? lb_error_memory(err) : lb_diagnostics_end(&diagnostics, err);
}

lb_status lb_intake_config_read(const char *file, const lb_job *job, lb_intake_config *out,
                                lb_error *err)
{
    lb_intake_config config = {.file = file, .from_stage = 3};
    lb_status status = read_file(file, false, job, &config, err);
    if (status == LB_OK && config.model)
        status = read_file(config.model, true, job, &config, err);
    if (status == LB_OK && !config.title) {
        config.title = lb_text_copy(lb_text_base_name(file));
        status = config.title ? LB_OK : lb_error_memory(err);
    }
    LB_HAND_OVER(status, config, out, lb_intake_config_clear);
}
