/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/project.h>
#include "base/buf.h"
#include "base/array.h"
#include "base/swedish_text.h"
#include "project/project_read.h"

typedef struct project_reader {
    lb_diagnostics *diagnostics;
    lb_project *project;
    bool no_memory;
} project_reader;

static const char *found_text(const lb_config_node *node)
{
    return node->kind == LB_NODE_SCALAR ? node->text
           : node->kind == LB_NODE_LIST ? "a list"
                                        : "a map";
}

static void report_wrong_value(project_reader *r, const lb_config_node *node, const char *expected)
{
    lb_diagnostics_add_at(r->diagnostics, node->line, node->column, "'%.80s' found, %s expected",
                          found_text(node), expected);
}

static void report_unknown_key(project_reader *r, const lb_config_node *node, const char *what,
                               const lb_known_names *known)
{
    lb_diagnostics_add_unknown(r->diagnostics, node->key_line, node->key_column, what, node->key,
                               known);
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

static void set_text(project_reader *r, lb_step_text *text, const lb_config_node *node,
                     const char *written)
{
    text->line = node->line;
    text->column = node->column;
    text->written = copy_text(r, written);
    text->given = copy_text(r, written);
}

/* A list of texts, also where the command line has one text with commas. */
static bool may_be_list(const lb_option *option)
{
    return lb_option_is_repeated(option) || option->kind == LB_OPTION_BOX ||
           option->kind == LB_OPTION_JOINED;
}

/* "min-cell: 'x' found, a whole number of at least 0 expected" */
static void report_expected(project_reader *r, const lb_config_node *node, const lb_option *option)
{
    char expected[400];
    lb_option_expected(option, expected, sizeof expected);
    lb_diagnostics_add_at(r->diagnostics, node->line, node->column,
                          "%s: '%.80s' found, %s expected", option->name, found_text(node),
                          expected);
}

/* Is the node a text, or a list of texts where that may be? */
static bool check_texts(project_reader *r, const lb_config_node *node, const lb_option *option)
{
    size_t before = r->diagnostics->count;
    if (node->kind == LB_NODE_LIST && may_be_list(option)) {
        for (size_t i = 0; i < node->count; i++)
            if (!is_text(node->child[i]))
                report_wrong_value(r, node->child[i], "a text");
        if (node->count == 0)
            report_wrong_value(r, node, "at least one text");
    } else if (!is_text(node)) {
        if (may_be_list(option))
            report_wrong_value(r, node, "a text or a list of texts");
        else if (lb_option_is_text(option))
            report_wrong_value(r, node, "a text");
        else
            report_expected(r, node, option);
    }
    return r->diagnostics->count == before;
}

static bool check_value(project_reader *r, const lb_config_node *node, const lb_option *option,
                        const char *text)
{
    lb_option_value ignored;
    if (lb_option_parse(option, text, &ignored))
        return true;
    report_expected(r, node, option);
    return false;
}

static lb_step_value *add_value(project_reader *r, const lb_config_node *node, lb_step *step,
                                const lb_option *option, size_t texts)
{
    lb_step_value *value = lb_step_add_value(step, option, texts);
    r->no_memory |= !value;
    if (value) {
        value->line = node->line;
        value->column = node->column;
    }
    return value;
}

/* A list that is one text with commas on the command line. */
static void read_joined(project_reader *r, const lb_config_node *node, lb_step *step,
                        const lb_option *option)
{
    lb_buf all = {0};
    for (size_t i = 0; i < node->count; i++)
        lb_buf_printf(&all, "%s%s", i ? "," : "", node->child[i]->text);
    r->no_memory |= all.failed;
    if (!all.failed && check_value(r, node, option, all.text)) {
        lb_step_value *value = add_value(r, node, step, option, 1);
        if (value)
            set_text(r, value->text, node, all.text);
    }
    lb_buf_clear(&all);
}

/* A list for an option that takes one text is joined with commas; for a repeated one it is an item
 * each. Every item is checked, so that all faults are reported at once. */
static void read_value(project_reader *r, const lb_config_node *node, lb_step *step,
                       const lb_option *option)
{
    bool list = node->kind == LB_NODE_LIST, good = true;
    if (!check_texts(r, node, option))
        return;
    if (list && !lb_option_is_repeated(option)) {
        read_joined(r, node, step, option);
        return;
    }
    size_t count = list ? node->count : 1;
    for (size_t i = 0; i < count; i++) {
        const lb_config_node *item = list ? node->child[i] : node;
        good &= check_value(r, item, option, item->text);
    }
    lb_step_value *value = good ? add_value(r, node, step, option, count) : NULL;
    for (size_t i = 0; value && i < count; i++) {
        const lb_config_node *item = list ? node->child[i] : node;
        set_text(r, &value->text[i], item, item->text);
    }
}

static bool is_key(const lb_option *option)
{
    return !(option->flags & LB_OPTION_COMMAND_LINE);
}

/* The i-th option that is a key of a step, those of the command first; NULL: there are fewer. */
static const lb_option *key_at(const lb_command *command, size_t i)
{
    for (size_t k = 0; k < command->options; k++)
        if (is_key(&command->option[k]) && i-- == 0)
            return &command->option[k];
    for (size_t k = 0; k < lb_job_option_count(); k++)
        if ((command->job_options & (1u << k)) && is_key(lb_job_option_at(k)) && i-- == 0)
            return lb_job_option_at(k);
    return NULL;
}

static const lb_option *find_key(const lb_command *command, const char *key)
{
    const lb_option *option;
    for (size_t i = 0; (option = key_at(command, i)); i++)
        if (lb_option_same_name(option->name, key))
            return option;
    return NULL;
}

static const char *option_name(const void *of, size_t i)
{
    const lb_option *option = key_at(of, i);
    return option ? option->name : "as";
}

static size_t count_keys(const lb_command *command)
{
    size_t keys = 1; /* as */
    while (key_at(command, keys - 1))
        keys++;
    return keys;
}

static void read_option(project_reader *r, const lb_config_node *node, lb_step *step)
{
    const lb_option *option = find_key(step->command, node->key);
    if (strcmp(node->key, "as") == 0) {
        if (is_text(node))
            step->name = copy_text(r, node->text);
        else
            report_wrong_value(r, node, "a name");
    } else if (!option) {
        const lb_known_names known = {option_name, step->command, count_keys(step->command)};
        report_unknown_key(r, node, "key", &known);
    } else if (lb_step_find_value(step, option->name)) {
        lb_diagnostics_add_at(r->diagnostics, node->line, node->column,
                              "'%s' is there twice, once with '_' and once with '-'", option->name);
    } else {
        read_value(r, node, step, option);
    }
}

/* Is the key there, whatever it holds? */
static bool has_key(const lb_config_node *node, const lb_step *step, const char *name)
{
    for (size_t i = 0; node->kind == LB_NODE_MAP && i < node->count; i++) {
        const lb_option *option = find_key(step->command, node->child[i]->key);
        if (option && strcmp(option->name, name) == 0)
            return true;
    }
    return false;
}

/* An option that the project can supply (its grid, or a default) need not be written in the step.
 * Of options of which one is needed none, or too many, is a fault. */
static void check_needed(project_reader *r, const lb_config_node *node, const lb_step *step)
{
    const lb_command *command = step->command;
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        bool by_project =
            option->fallback || (option->kind == LB_OPTION_GRID && r->project->grid != SIZE_MAX);
        if ((option->flags & LB_OPTION_NEEDED) && !by_project && !has_key(node, step, option->name))
            lb_diagnostics_add_at(
                r->diagnostics, step->line, step->column, "%s needs '%s'%s", command->name,
                option->name, option->kind == LB_OPTION_GRID ? ", or the project a 'grid'" : "");
    }
    size_t given = 0;
    for (size_t i = 0; command->one_of && command->one_of[i]; i++)
        given += has_key(node, step, command->one_of[i]);
    if (command->one_of && (given == 0 || (given > 1 && !command->or_more)))
        lb_diagnostics_add_at(r->diagnostics, step->line, step->column, "%s needs '%s' or '%s'%s",
                              command->name, command->one_of[0], command->one_of[1],
                              given > 1 ? ", not both" : "");
}

/* A step without a map of options is one with defaults alone. The name that a key gives (grid) does
 * not replace one that was written. */
static void read_step(project_reader *r, const lb_config_node *node, const lb_command *command,
                      const char *name)
{
    lb_project *project = r->project;
    if (!lb_array_reserve(&project->step, &project->capacity, project->steps + 1,
                          sizeof *project->step)) {
        r->no_memory = true;
        return;
    }
    lb_step *step = &project->step[project->steps++];
    *step = (lb_step){.command = command, .line = node->line, .column = node->column};
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

static const char *command_name(const void *of, size_t i)
{
    (void)of;
    return lb_command_at(i)->name;
}

static void read_grid(project_reader *r, const lb_config_node *node)
{
    read_step(r, node, lb_command_find("index"), "rutor");
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
        const lb_command *command = lb_command_find(item->child[0]->key);
        if (command)
            read_step(r, item->child[0], command, NULL);
        else
            report_unknown_key(r, item->child[0], "step",
                               &(lb_known_names){command_name, NULL, lb_command_count()});
    }
}

static void read_text(project_reader *r, const lb_config_node *node, char **out)
{
    if (is_text(node))
        *out = copy_text(r, node->text);
    else
        report_wrong_value(r, node, "a text");
}

/* A key of the project that is an option of the job. */
static void read_job_option(project_reader *r, const lb_config_node *node, const char *name,
                            lb_job *job)
{
    for (size_t i = 0; i < lb_job_option_count(); i++) {
        const lb_option *option = lb_job_option_at(i);
        if (strcmp(option->name, name) != 0)
            continue;
        if (!is_text(node) || lb_job_set(job, option, node->text, NULL) != LB_OK)
            report_expected(r, node, option);
    }
}

static void read_lang(project_reader *r, const lb_config_node *node)
{
    lb_job job = {.english = r->project->english};
    read_job_option(r, node, "lang", &job);
    r->project->english = job.english;
}

static void read_min_cell(project_reader *r, const lb_config_node *node)
{
    const lb_option *option = lb_command_option(lb_command_find("profile"), "min-cell");
    lb_option_value value;
    if (is_text(node) && lb_option_parse(option, node->text, &value)) {
        r->project->min_cell = value.whole;
        r->project->min_cell_given = true;
    } else
        report_expected(r, node, option);
}

static void read_areas(project_reader *r, const lb_config_node *node)
{
    const lb_option *option = lb_command_option(lb_command_run_project(), "areas");
    lb_option_value value;
    if (is_text(node) && lb_option_parse(option, node->text, &value))
        r->project->exact_areas = value.whole == LB_AREAS_EXACT;
    else
        report_expected(r, node, option);
}

static const char *const project_keys[] = {"project",       "lang",     "crs",    "source",
                                           "date",          "grid",     "strict", "skip-invalid",
                                           "decimal-comma", "min-cell", "areas",  "steps"};

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
    else if (strcmp(key, "skip-invalid") == 0 || strcmp(key, "skip_invalid") == 0)
        read_flag(r, node, &p->skip_invalid);
    else if (strcmp(key, "decimal-comma") == 0 || strcmp(key, "decimal_comma") == 0)
        read_flag(r, node, &p->decimal_comma);
    else if (strcmp(key, "min-cell") == 0 || strcmp(key, "min_cell") == 0)
        read_min_cell(r, node);
    else if (strcmp(key, "areas") == 0)
        read_areas(r, node);
    else if (strcmp(key, "grid") != 0 && strcmp(key, "steps") != 0)
        report_unknown_key(r, node, "key", &(lb_known_names){key_name, NULL, N_PROJECT_KEYS});
}

/* Faults go to the diagnostics, and reading goes on; only memory that ends is an error. */
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
