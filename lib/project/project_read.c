/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/period.h>
#include "base/buf.h"
#include "base/number.h"
#include "base/array.h"
#include "base/swedish_text.h"
#include "project/project_read.h"

typedef struct project_reader {
    lb_diagnostics *diagnostics;
    lb_project *project;
    bool no_memory;
} project_reader;

static void report_wrong_value(project_reader *r, const lb_config_node *node, const char *expected)
{
    const char *found = node->kind == LB_NODE_SCALAR ? node->text
                        : node->kind == LB_NODE_LIST ? "a list"
                                                     : "a map";
    lb_diagnostics_add_at(r->diagnostics, node->line, node->column, "'%.80s' found, %s expected",
                          found, expected);
}

/* name(i): the i-th of count names; the nearest to what was found is suggested. */
static void report_unknown_key(project_reader *r, const lb_config_node *node, const char *what,
                               const char *(*name)(const void *of, size_t i), const void *of,
                               size_t count)
{
    lb_buf names = {0};
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        lb_buf_printf(&names, "%s%s", i ? ", " : "", name(of, i));
        if (lb_text_distance(node->key, name(of, i)) < lb_text_distance(node->key, name(of, best)))
            best = i;
    }
    lb_diagnostics_add_at(r->diagnostics, node->line, node->column,
                          "unknown %s '%.80s', did you mean '%s'? Known here: %s", what, node->key,
                          name(of, best), names.text ? names.text : "");
    lb_buf_clear(&names);
}

static char *copy_text(project_reader *r, const char *text)
{
    char *made = lb_text_copy(text);
    r->no_memory |= !made;
    return made;
}

static bool is_text(const lb_config_node *node)
{
    return node->kind == LB_NODE_SCALAR && node->text[0] != '\0';
}

static bool read_flag(project_reader *r, const lb_config_node *node, bool *out)
{
    static const char *const yes[] = {"true", "yes"}, *const no[] = {"false", "no"};
    for (size_t i = 0; i < 2 && node->kind == LB_NODE_SCALAR; i++)
        if (strcmp(node->text, yes[i]) == 0 || strcmp(node->text, no[i]) == 0) {
            *out = strcmp(node->text, yes[i]) == 0;
            return true;
        }
    report_wrong_value(r, node, "true or false");
    return false;
}

/* --- values of a step --- */

static bool read_real(project_reader *r, const lb_config_node *node, double *out)
{
    if (is_text(node) && lb_number_parse(node->text, strlen(node->text), out))
        return true;
    report_wrong_value(r, node, "a number");
    return false;
}

static bool read_whole(project_reader *r, const lb_config_node *node, double *out)
{
    double value;
    if (is_text(node) && lb_number_parse(node->text, strlen(node->text), &value) && value >= 0 &&
        value <= 2147483647 && value == floor(value)) {
        *out = value;
        return true;
    }
    report_wrong_value(r, node, "a whole number of at least 0");
    return false;
}

static bool read_choice(project_reader *r, const lb_config_node *node, const char *const *words,
                        double *out)
{
    lb_buf expected = {0};
    int choice = is_text(node) ? lb_text_index(words, node->text) : -1;
    *out = choice;
    if (choice >= 0)
        return true;
    lb_buf_choices(&expected, words);
    report_wrong_value(r, node, expected.text ? expected.text : "another word");
    lb_buf_clear(&expected);
    return false;
}

static void set_text(project_reader *r, lb_step_text *text, const lb_config_node *node,
                     const char *written)
{
    text->line = node->line;
    text->column = node->column;
    text->written = copy_text(r, written);
    text->given = copy_text(r, written);
}

static bool takes_many(const lb_step_option *option)
{
    return option->kind == LB_OPTION_SOURCES || option->kind == LB_OPTION_BANDS ||
           option->kind == LB_OPTION_CONTEXTS || option->kind == LB_OPTION_BOX ||
           option->kind == LB_OPTION_LIST || option->kind == LB_OPTION_PERIODS ||
           option->kind == LB_OPTION_JOINED;
}

static bool check_texts(project_reader *r, const lb_config_node *node, const lb_step_option *option)
{
    size_t before = r->diagnostics->count;
    if (node->kind == LB_NODE_LIST && takes_many(option)) {
        for (size_t i = 0; i < node->count; i++)
            if (!is_text(node->child[i]))
                report_wrong_value(r, node->child[i], "a text");
        if (node->count == 0)
            report_wrong_value(r, node, "at least one text");
    } else if (!is_text(node)) {
        report_wrong_value(r, node, takes_many(option) ? "a text or a list of texts" : "a text");
    }
    return r->diagnostics->count == before;
}

static void check_period(project_reader *r, const lb_config_node *node)
{
    lb_period_rule rule;
    if (lb_period_parse(node->text, &rule) != LB_OK)
        report_wrong_value(r, node, "year, half, quarter, month or FROM/TO");
}

static void check_box(project_reader *r, const lb_config_node *node, const char *text)
{
    double box[4];
    if (!lb_step_parse_box(text, box))
        report_wrong_value(r, node, "[E0, N0, E1, N1] in metres");
}

static void read_joined(project_reader *r, const lb_config_node *node, lb_step_value *value)
{
    lb_buf all = {0};
    for (size_t i = 0; i < node->count; i++)
        lb_buf_printf(&all, "%s%s", i ? "," : "", node->child[i]->text);
    set_text(r, value->text, node, all.text ? all.text : "");
    r->no_memory |= all.failed;
    lb_buf_clear(&all);
}

static void read_texts(project_reader *r, const lb_config_node *node, lb_step *step,
                       const lb_step_option *option)
{
    if (!check_texts(r, node, option))
        return;
    bool list = node->kind == LB_NODE_LIST,
         joined = list && (option->kind == LB_OPTION_JOINED || option->kind == LB_OPTION_BOX);
    lb_step_value *value = lb_step_add_value(step, option, list && !joined ? node->count : 1);
    r->no_memory |= !value;
    if (!value)
        return;
    value->line = node->line;
    value->column = node->column;
    if (joined)
        read_joined(r, node, value);
    if (option->kind == LB_OPTION_BOX)
        check_box(r, node, value->text->written ? value->text->written : node->text);
    if (joined)
        return;
    for (size_t i = 0; i < value->texts; i++) {
        const lb_config_node *item = list ? node->child[i] : node;
        set_text(r, &value->text[i], item, item->text);
        if (option->kind == LB_OPTION_PERIODS)
            check_period(r, item);
    }
}

static void read_number(project_reader *r, const lb_config_node *node, lb_step *step,
                        const lb_step_option *option)
{
    double number = 0;
    bool flag = false, good;
    switch (option->kind) {
    case LB_OPTION_REAL:
        good = read_real(r, node, &number);
        break;
    case LB_OPTION_WHOLE:
        good = read_whole(r, node, &number);
        break;
    case LB_OPTION_CHOICE:
        good = read_choice(r, node, option->words, &number);
        break;
    default:
        good = read_flag(r, node, &flag);
        number = flag;
    }
    lb_step_value *value = good ? lb_step_add_value(step, option, 0) : NULL;
    r->no_memory |= good && !value;
    if (value) {
        value->number = number;
        value->line = node->line;
        value->column = node->column;
    }
}

static const char *option_name(const void *kind, size_t i)
{
    const lb_step_kind *k = kind;
    return i < k->options ? k->option[i].name : "as";
}

static void read_option(project_reader *r, const lb_config_node *node, lb_step *step)
{
    const lb_step_option *option = lb_step_option_find(step->kind, node->key);
    if (strcmp(node->key, "as") == 0) {
        if (is_text(node))
            step->name = copy_text(r, node->text);
        else
            report_wrong_value(r, node, "a name");
    } else if (!option) {
        report_unknown_key(r, node, "key", option_name, step->kind, step->kind->options + 1);
    } else if (lb_step_find_value(step, option->name)) {
        lb_diagnostics_add_at(r->diagnostics, node->line, node->column,
                              "'%s' is there twice, once with '_' and once with '-'", option->name);
    } else if (option->kind == LB_OPTION_REAL || option->kind == LB_OPTION_WHOLE ||
               option->kind == LB_OPTION_CHOICE || option->kind == LB_OPTION_FLAG) {
        read_number(r, node, step, option);
    } else {
        read_texts(r, node, step, option);
    }
}

/* Is the key there, whatever it holds? */
static bool has_key(const lb_config_node *node, const lb_step *step, const char *name)
{
    for (size_t i = 0; node->kind == LB_NODE_MAP && i < node->count; i++) {
        const lb_step_option *option = lb_step_option_find(step->kind, node->child[i]->key);
        if (option && strcmp(option->name, name) == 0)
            return true;
    }
    return false;
}

static void check_needed(project_reader *r, const lb_config_node *node, const lb_step *step)
{
    const lb_step_kind *kind = step->kind;
    for (size_t i = 0; i < kind->options; i++) {
        const lb_step_option *option = &kind->option[i];
        bool by_project = option->kind == LB_OPTION_GRID && r->project->grid != SIZE_MAX;
        if (option->needed && !by_project && !has_key(node, step, option->name))
            lb_diagnostics_add_at(
                r->diagnostics, step->line, step->column, "%s needs '%s'%s", kind->name,
                option->name, option->kind == LB_OPTION_GRID ? ", or the project a 'grid'" : "");
    }
    size_t given = 0;
    for (size_t i = 0; kind->one_of && kind->one_of[i]; i++)
        given += has_key(node, step, kind->one_of[i]);
    if (kind->one_of && (given == 0 || (given > 1 && !kind->or_more)))
        lb_diagnostics_add_at(r->diagnostics, step->line, step->column, "%s needs '%s' or '%s'%s",
                              kind->name, kind->one_of[0], kind->one_of[1],
                              given > 1 ? ", not both" : "");
}

static void read_step(project_reader *r, const lb_config_node *node, const lb_step_kind *kind,
                      const char *name)
{
    lb_project *project = r->project;
    if (!lb_array_reserve(&project->step, &project->capacity, project->steps + 1,
                          sizeof *project->step)) {
        r->no_memory = true;
        return;
    }
    lb_step *step = &project->step[project->steps++];
    *step = (lb_step){.kind = kind, .line = node->line, .column = node->column};
    if (node->kind == LB_NODE_MAP)
        for (size_t i = 0; i < node->count; i++)
            read_option(r, node->child[i], step);
    else if (!lb_config_node_is_null(node))
        report_wrong_value(r, node, "a map of keys");
    if (name && !step->name)
        step->name = copy_text(r, name);
    check_needed(r, node, step);
}

/* --- the whole --- */

static const char *kind_name(const void *of, size_t i)
{
    (void)of;
    return lb_step_kind_at(i)->name;
}

static void read_grid(project_reader *r, const lb_config_node *node)
{
    read_step(r, node, lb_step_kind_find("index"), "rutor");
    r->project->grid = 0;
}

static void read_steps(project_reader *r, const lb_config_node *node)
{
    if (node->kind != LB_NODE_LIST) {
        report_wrong_value(r, node, "a list of steps");
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const lb_config_node *item = node->child[i];
        if (item->kind != LB_NODE_MAP || item->count != 1) {
            report_wrong_value(r, item, "a step, as '- share: {areas: ..., events: ...}',");
            continue;
        }
        const lb_step_kind *kind = lb_step_kind_find(item->child[0]->key);
        if (kind)
            read_step(r, item->child[0], kind, NULL);
        else
            report_unknown_key(r, item->child[0], "step", kind_name, NULL, lb_step_kinds());
    }
}

static void read_text(project_reader *r, const lb_config_node *node, char **out)
{
    if (is_text(node))
        *out = copy_text(r, node->text);
    else
        report_wrong_value(r, node, "a text");
}

static void read_lang(project_reader *r, const lb_config_node *node)
{
    static const char *const languages[] = {"sv", "en", NULL};
    double choice = 0;
    if (read_choice(r, node, languages, &choice))
        r->project->english = choice == 1;
}

static void read_min_cell(project_reader *r, const lb_config_node *node)
{
    double number;
    if (read_whole(r, node, &number))
        r->project->min_cell = (int)number;
}

static const char *const project_keys[] = {"project",  "lang", "crs",    "source",
                                           "date",     "grid", "strict", "decimal-comma",
                                           "min-cell", "steps"};

enum { N_PROJECT_KEYS = sizeof project_keys / sizeof *project_keys };

static const char *key_name(const void *of, size_t i)
{
    (void)of;
    return project_keys[i];
}

static void read_key(project_reader *r, const lb_config_node *node)
{
    lb_project *p = r->project;
    const char *key = node->key;
    if (strcmp(key, "project") == 0)
        read_text(r, node, &p->title);
    else if (strcmp(key, "source") == 0)
        read_text(r, node, &p->source);
    else if (strcmp(key, "date") == 0)
        read_text(r, node, &p->date);
    else if (strcmp(key, "crs") == 0)
        read_text(r, node, &p->crs);
    else if (strcmp(key, "lang") == 0)
        read_lang(r, node);
    else if (strcmp(key, "strict") == 0)
        read_flag(r, node, &p->strict);
    else if (strcmp(key, "decimal-comma") == 0 || strcmp(key, "decimal_comma") == 0)
        read_flag(r, node, &p->decimal_comma);
    else if (strcmp(key, "min-cell") == 0 || strcmp(key, "min_cell") == 0)
        read_min_cell(r, node);
    else if (strcmp(key, "grid") != 0 && strcmp(key, "steps") != 0)
        report_unknown_key(r, node, "key", key_name, NULL, N_PROJECT_KEYS);
}

lb_status lb_project_read(const lb_config_node *root, lb_diagnostics *diagnostics,
                          lb_project *project)
{
    project_reader r = {diagnostics, project, false};
    if (root->kind != LB_NODE_MAP) {
        report_wrong_value(&r, root, "a map of keys: project, grid, steps ...");
        return LB_OK;
    }
    const lb_config_node *grid = lb_config_node_get(root, "grid"),
                         *steps = lb_config_node_get(root, "steps");
    for (size_t i = 0; i < root->count; i++)
        read_key(&r, root->child[i]);
    /* The grid is the first step wherever it stands in the file. */
    if (grid)
        read_grid(&r, grid);
    if (steps)
        read_steps(&r, steps);
    if (!grid && !steps)
        lb_diagnostics_add_at(diagnostics, root->line, root->column,
                              "nothing to do; expected 'grid' or 'steps'");
    return r.no_memory ? LB_E_MEMORY : LB_OK;
}
