/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer of a recipe (lagesbild-recipe(5)) from YAML nodes into lb_recipe: each map is read by a
 * table of its keys, so that an unknown key is answered with the known ones, and a value that does
 * not fit with what was expected, both at line and column. Layers that extend another change single
 * keys; the whole is checked once, at the end. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/classes.h>
#include "base/number.h"
#include "base/swedish_text.h"
#include "input/recipe/recipe_read.h"
#include "model/map/class_ramp.h"
#include "model/recipe/recipe_levels.h"

typedef struct recipe_reader recipe_reader;

/* One key that a map may have, and what reads its value into the struct that the map describes. */
typedef struct recipe_key {
    const char *name;
    void (*read)(recipe_reader *r, const lb_config_node *node, void *target);
    size_t at;                 /* of the member, bytes */
    double low, high;          /* of read_real */
    const char *const *choice; /* of read_enum */
} recipe_key;

struct recipe_reader {
    lb_diagnostics *diagnostics;
    lb_recipe *recipe;
    bool no_memory;
    const recipe_key *key; /* whose value is to be read; the readers of maps replace it */
};

/* The rest of a key's row after its name. */
#define MEMBER(reader, type, member) .read = reader, .at = offsetof(type, member)

static char *checked_text(recipe_reader *r, char *text)
{
    r->no_memory |= !text;
    return text;
}

/* "FILE:LINE:COLUMN: 'abc' found, a number expected". */
static void report_wrong(recipe_reader *r, const lb_config_node *node, const char *expected)
{
    const char *found = node->kind == LB_NODE_SCALAR ? node->text
                        : node->kind == LB_NODE_LIST ? "a list"
                                                     : "a map";
    lb_diagnostics_add_at(r->diagnostics, node->line, node->column, "'%.80s' found, %s expected",
                          found, expected);
}

static const char *recipe_key_name(const void *of, size_t i)
{
    return ((const recipe_key *)of)[i].name;
}

static void report_unknown_key(recipe_reader *r, const lb_config_node *node, const recipe_key *keys,
                               size_t count)
{
    const lb_known_names known = {recipe_key_name, keys, count};
    lb_diagnostics_add_unknown(r->diagnostics, node->key_line, node->key_column, "key", node->key,
                               &known);
}

static void read_key(recipe_reader *r, const lb_config_node *node, const recipe_key *key,
                     void *target)
{
    r->key = key;
    key->read(r, node, target);
}

/* Each key of the map by its row of the table; others are reported with the one spelt most like
 * it. */
static void read_map(recipe_reader *r, const lb_config_node *node, const recipe_key *keys,
                     size_t count, void *target)
{
    if (node->kind != LB_NODE_MAP) {
        report_wrong(r, node, "a map of keys");
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const lb_config_node *child = node->child[i];
        size_t k = 0;
        while (k < count && strcmp(keys[k].name, child->key) != 0)
            k++;
        if (k < count)
            read_key(r, child, &keys[k], target);
        else
            report_unknown_key(r, child, keys, count);
    }
}

static bool read_number(recipe_reader *r, const lb_config_node *node, double low, double high,
                        double *out)
{
    char expected[100];
    double value;
    if (node->kind == LB_NODE_SCALAR && lb_number_parse(node->text, strlen(node->text), &value) &&
        value >= low && value <= high) {
        *out = value;
        return true;
    }
    if (isinf(high))
        snprintf(expected, sizeof expected, "a number of at least %g", low);
    else
        snprintf(expected, sizeof expected, "a number from %g to %g", low, high);
    report_wrong(r, node, expected);
    return false;
}

/* A number from key->low to key->high. */
static void read_real(recipe_reader *r, const lb_config_node *node, void *target)
{
    read_number(r, node, r->key->low, r->key->high,
                (double *)(void *)((char *)target + r->key->at));
}

/* One of the names of an enum. */
static void read_enum(recipe_reader *r, const lb_config_node *node, void *target)
{
    char expected[200] = "one of ";
    int choice = node->kind == LB_NODE_SCALAR ? lb_text_index(r->key->choice, node->text) : -1;
    if (choice >= 0) {
        *(unsigned *)((char *)target + r->key->at) = (unsigned)choice;
        return;
    }
    for (int i = 0; r->key->choice[i]; i++) {
        size_t used = strlen(expected);
        snprintf(expected + used, sizeof expected - used, "%s%s", i ? ", " : "", r->key->choice[i]);
    }
    report_wrong(r, node, expected);
}

static void read_text(recipe_reader *r, const lb_config_node *node, void *target)
{
    char **out = (char **)((char *)target + r->key->at);
    if (node->kind != LB_NODE_SCALAR || node->text[0] == '\0') {
        report_wrong(r, node, "a text");
        return;
    }
    free(*out);
    *out = checked_text(r, lb_text_copy(node->text));
}

/* A text or a list of texts. */
static void read_name_list(recipe_reader *r, const lb_config_node *node, lb_names *out)
{
    const lb_config_node *const one[] = {node};
    const lb_config_node *const *items =
        node->kind == LB_NODE_LIST ? (const lb_config_node *const *)node->child : one;
    size_t count = node->kind == LB_NODE_LIST ? node->count : 1;
    lb_names_clear(out);
    out->name = calloc(count ? count : 1, sizeof *out->name);
    r->no_memory |= !out->name;
    if (count == 0)
        report_wrong(r, node, "at least one name");
    for (size_t i = 0; out->name && i < count; i++) {
        if (items[i]->kind != LB_NODE_SCALAR || items[i]->text[0] == '\0')
            report_wrong(r, items[i], "a name");
        else
            out->name[out->count++] = checked_text(r, lb_text_copy(items[i]->text));
    }
}

/* One text for both languages, or {sv: TEXT, en: TEXT}. */
static void read_bilingual(recipe_reader *r, const lb_config_node *node, void *target)
{
    char **text = (char **)(void *)((char *)target + r->key->at);
    static const recipe_key keys[] = {{"sv", read_text, .at = 0},
                                      {"en", read_text, .at = sizeof *text}};
    if (node->kind == LB_NODE_MAP) {
        read_map(r, node, keys, 2, text);
        return;
    }
    for (size_t language = 0; language < 2; language++)
        read_key(r, node, &keys[language], text);
}

static void read_names(recipe_reader *r, const lb_config_node *node, void *target)
{
    read_name_list(r, node, (lb_names *)((char *)target + r->key->at));
}

/* --- a variable ------------------------------------------------------------------------------ */

static void variable_column(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_variable *v = target;
    read_name_list(r, node, &v->column);
    lb_names_clear(&v->numerator);
    lb_names_clear(&v->denominator);
    v->per_population = false;
}

static void variable_numerator(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_variable *v = target;
    read_name_list(r, node, &v->numerator);
    lb_names_clear(&v->column);
}

static void variable_denominator(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_variable *v = target;
    v->per_population = node->kind == LB_NODE_SCALAR && strcmp(node->text, "population") == 0;
    read_name_list(r, node, &v->denominator);
    lb_names_clear(&v->column);
}

static void variable_direction(recipe_reader *r, const lb_config_node *node, void *target)
{
    double value;
    if (node->kind == LB_NODE_SCALAR && lb_number_parse(node->text, strlen(node->text), &value) &&
        fabs(value) == 1)
        ((lb_variable *)target)->direction = (int)value;
    else
        report_wrong(r, node, "+1 (high is worse) or -1 (low is worse)");
}

static void variable_group(recipe_reader *r, const lb_config_node *node, void *target)
{
    if (node->kind == LB_NODE_SCALAR && strlen(node->text) > 160) /* it becomes a key: port/yaml */
        report_wrong(r, node, "a name of at most 160 bytes");
    else
        read_text(r, node, target);
}

static const recipe_key variable_keys[] = {
    {"column", .read = variable_column},
    {"numerator", .read = variable_numerator},
    {"denominator", .read = variable_denominator},
    {"kind", MEMBER(read_enum, lb_variable, kind), .choice = lb_variable_kind_names},
    {"direction", .read = variable_direction},
    {"group", MEMBER(variable_group, lb_variable, group)},
    {"weight", MEMBER(read_real, lb_variable, weight), .high = INFINITY},
    {"label", MEMBER(read_bilingual, lb_variable, label)},
    {"unit", MEMBER(read_bilingual, lb_variable, unit)}};

static void remove_variable(lb_recipe *recipe, size_t at)
{
    lb_variable_clear(&recipe->variable[at]);
    memmove(&recipe->variable[at], &recipe->variable[at + 1],
            (recipe->variables - at - 1) * sizeof *recipe->variable);
    recipe->variables--;
}

static lb_variable *add_variable(recipe_reader *r, const char *name)
{
    lb_recipe *recipe = r->recipe;
    lb_variable *bigger =
        realloc(recipe->variable, (recipe->variables + 1) * sizeof *recipe->variable);
    r->no_memory |= !bigger;
    if (!bigger)
        return NULL;
    recipe->variable = bigger;
    lb_variable *v = &bigger[recipe->variables];
    *v = (lb_variable){
        .name = checked_text(r, lb_text_copy(name)), .weight = 1, .kind = LB_KIND_LEVEL};
    if (!v->name)
        return NULL;
    recipe->variables++;
    return v;
}

/* In a recipe that extends another, a known name changes that variable's keys and no others. */
static void read_variables(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_recipe *recipe = target;
    if (node->kind != LB_NODE_MAP)
        report_wrong(r, node, "a map of variables");
    for (size_t i = 0; node->kind == LB_NODE_MAP && i < node->count; i++) {
        const lb_config_node *child = node->child[i];
        size_t at = lb_recipe_find_variable(recipe, child->key);
        if (lb_config_node_is_null(child)) { /* `name:` with nothing takes the variable out */
            if (at < recipe->variables)
                remove_variable(recipe, at);
            else
                report_wrong(r, child, "a variable");
            continue;
        }
        lb_variable *v =
            at < recipe->variables ? &recipe->variable[at] : add_variable(r, child->key);
        if (v)
            read_map(r, child, variable_keys, sizeof variable_keys / sizeof *variable_keys, v);
    }
}

/* --- the rest -------------------------------------------------------------------------------- */

static void read_cell_size(recipe_reader *r, const lb_config_node *node, void *target)
{
    double value;
    if (!read_number(r, node, 1, 1e6, &value))
        return;
    if (value != floor(value))
        report_wrong(r, node, "whole metres");
    else
        ((lb_recipe *)target)->cell_size = (int32_t)value;
}

static void read_population(recipe_reader *r, const lb_config_node *node, void *target)
{
    static const recipe_key keys[] = {
        {"column", MEMBER(read_names, lb_recipe, population)},
        {"minimum", MEMBER(read_real, lb_recipe, minimum_population), .high = INFINITY}};
    read_map(r, node, keys, 2, target);
}

static lb_recipe_group *find_or_add_group(recipe_reader *r, const char *name)
{
    lb_recipe *recipe = r->recipe;
    for (size_t i = 0; i < recipe->groups; i++)
        if (strcmp(recipe->group[i].name, name) == 0)
            return &recipe->group[i];
    lb_recipe_group *bigger = realloc(recipe->group, (recipe->groups + 1) * sizeof *bigger);
    r->no_memory |= !bigger;
    if (!bigger)
        return NULL;
    recipe->group = bigger;
    bigger[recipe->groups] = (lb_recipe_group){checked_text(r, lb_text_copy(name)), 1};
    return bigger[recipe->groups].name ? &bigger[recipe->groups++] : NULL;
}

static void read_groups(recipe_reader *r, const lb_config_node *node, void *target)
{
    static const recipe_key keys[] = {
        {"weight", MEMBER(read_real, lb_recipe_group, weight), .high = INFINITY}};
    (void)target;
    if (node->kind != LB_NODE_MAP)
        report_wrong(r, node, "a map of groups");
    for (size_t i = 0; node->kind == LB_NODE_MAP && i < node->count; i++) {
        lb_recipe_group *group = find_or_add_group(r, node->child[i]->key);
        if (group && !lb_config_node_is_null(node->child[i]))
            read_map(r, node->child[i], keys, 1, group);
    }
}

static void read_missing(recipe_reader *r, const lb_config_node *node, void *target)
{
    static const recipe_key keys[] = {
        {"minimum_weight", MEMBER(read_real, lb_recipe, minimum_weight), .high = 1},
        {"codes", MEMBER(read_names, lb_recipe, codes)}};
    read_map(r, node, keys, 2, target);
}

static void drop_colours(lb_recipe *recipe)
{
    lb_names colours = {recipe->colour ? (size_t)recipe->classes : 0, recipe->colour};
    lb_names_clear(&colours);
    recipe->colour = NULL;
}

/* Colours of another number of classes are dropped; fill_colours makes new ones unless the
 * recipe gives them. */
static void classes_count(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_recipe *recipe = target;
    double value;
    if (!read_number(r, node, 2, LB_MAX_CLASSES, &value))
        return;
    if (value != floor(value)) {
        report_wrong(r, node, "a whole number");
    } else if ((int)value != recipe->classes) {
        drop_colours(recipe); /* of another number of classes; filled in at the end */
        recipe->classes = (int)value;
    }
}

static void classes_breaks(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_recipe *recipe = target;
    if (node->kind != LB_NODE_LIST || node->count == 0 || node->count >= LB_MAX_CLASSES) {
        report_wrong(r, node, "a list of 1 to 19 rising numbers");
        return;
    }
    double *breaks = calloc(node->count, sizeof *breaks);
    r->no_memory |= !breaks;
    for (size_t i = 0; breaks && i < node->count; i++)
        if (read_number(r, node->child[i], -INFINITY, INFINITY, &breaks[i]) && i > 0 &&
            breaks[i] <= breaks[i - 1])
            report_wrong(r, node->child[i], "a break above the one before");
    free(recipe->break_at);
    recipe->break_at = breaks;
    recipe->breaks = breaks ? node->count : 0;
}

static void read_classes(recipe_reader *r, const lb_config_node *node, void *target)
{
    static const recipe_key keys[] = {
        {"count", .read = classes_count},
        {"method", MEMBER(read_enum, lb_recipe, class_method), .choice = lb_class_method_names},
        {"breaks", .read = classes_breaks}};
    read_map(r, node, keys, 3, target);
}

static bool is_colour(const char *text)
{
    return text[0] == '#' && strlen(text) == 7 && strspn(text + 1, "0123456789abcdefABCDEF") == 6;
}

/* As many as there are classes: the classes were read before. */
static void read_colours(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_recipe *recipe = target;
    lb_names names = {0};
    if (node->kind != LB_NODE_LIST) {
        report_wrong(r, node, "a list of colours such as \"#1a9641\"");
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        if (node->child[i]->kind != LB_NODE_SCALAR || !is_colour(node->child[i]->text))
            report_wrong(r, node->child[i],
                         "a colour such as \"#1a9641\" (in quotes: # begins a comment)");
    if (node->count != (size_t)recipe->classes) {
        lb_diagnostics_add_at(r->diagnostics, node->line, node->column,
                              "%zu %s for %d %s; expected as many of each", node->count,
                              lb_number_word(node->count, "colour", "colours"), recipe->classes,
                              lb_number_word(recipe->classes, "class", "classes"));
        return;
    }
    read_name_list(r, node, &names);
    drop_colours(recipe);
    if (names.count == (size_t)recipe->classes)
        recipe->colour = names.name;
    else
        lb_names_clear(&names);
}

static void read_symbol_variables(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_recipe *recipe = target;
    lb_names names = {recipe->rings, recipe->ring};
    if (lb_config_node_is_null(node))
        lb_names_clear(&names);
    else
        read_name_list(r, node, &names);
    recipe->rings = names.count;
    recipe->ring = names.name;
}

/* The list replaces that of the recipe extended. */
static void read_open(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_recipe *recipe = target;
    lb_names names = {0};
    if (!lb_config_node_is_null(node))
        read_name_list(r, node, &names);
    for (size_t v = 0; v < recipe->variables; v++)
        recipe->variable[v].open = false;
    for (size_t i = 0; i < names.count; i++) {
        size_t v =
            names.name[i] ? lb_recipe_find_variable(recipe, names.name[i]) : recipe->variables;
        if (v < recipe->variables)
            recipe->variable[v].open = true;
        else
            lb_diagnostics_add_at(r->diagnostics, node->line, node->column,
                                  "'%s' found, a variable of the recipe expected",
                                  names.name[i] ? names.name[i] : "");
    }
    lb_names_clear(&names);
}

/* --- deliveries that are compared ------------------------------------------------------------ */

static void clear_deflators(lb_recipe *recipe)
{
    for (size_t i = 0; i < recipe->deflators; i++) {
        free(recipe->deflator[i].variable);
        free(recipe->deflator[i].delivery);
    }
    recipe->deflators = 0;
}

/* Factors that values of a variable are multiplied by, of one delivery or of all. A second factor
 * for the same pair is a fault: which one holds would depend on the order. */
static void add_deflator(recipe_reader *r, const char *variable, const char *delivery,
                         const lb_config_node *node)
{
    lb_recipe *recipe = r->recipe;
    double factor;
    if (!read_number(r, node, 0, INFINITY, &factor))
        return;
    if (!(factor > 0)) {
        report_wrong(r, node, "a number above 0");
        return;
    }
    for (size_t i = 0; i < recipe->deflators; i++) {
        const lb_deflator *before = &recipe->deflator[i];
        if (!before->variable || strcmp(before->variable, variable) != 0 ||
            (!before->delivery != !delivery) ||
            (delivery && strcmp(before->delivery, delivery) != 0))
            continue;
        report_wrong(r, node, "one factor for each variable and delivery");
        return;
    }
    lb_deflator *bigger = realloc(recipe->deflator, (recipe->deflators + 1) * sizeof *bigger);
    r->no_memory |= !bigger;
    if (!bigger)
        return;
    recipe->deflator = bigger;
    bigger[recipe->deflators++] =
        (lb_deflator){checked_text(r, lb_text_copy(variable)),
                      delivery ? checked_text(r, lb_text_copy(delivery)) : NULL, factor};
}

/* {variable: NAME, factor: F} for every delivery but the first, or factor: {DELIVERY: F, ...}. */
static void read_deflator(recipe_reader *r, const lb_config_node *node)
{
    const lb_config_node *name = lb_config_node_get(node, "variable");
    const lb_config_node *factor = lb_config_node_get(node, "factor");
    if (node->kind != LB_NODE_MAP || node->count != 2 || !name || !factor) {
        report_wrong(r, node, "{variable: NAME, factor: NUMBER}");
    } else if (name->kind != LB_NODE_SCALAR ||
               lb_recipe_find_variable(r->recipe, name->text) == r->recipe->variables) {
        report_wrong(r, name, "a variable of the recipe");
    } else if (r->recipe->variable[lb_recipe_find_variable(r->recipe, name->text)].kind !=
               LB_KIND_LEVEL) {
        report_wrong(r, name, "a variable of kind level (shares and counts are not in money)");
    } else if (factor->kind != LB_NODE_MAP) {
        add_deflator(r, name->text, NULL, factor);
    } else {
        for (size_t i = 0; i < factor->count; i++)
            add_deflator(r, name->text, factor->child[i]->key, factor->child[i]);
    }
}

/* One, or a list; it replaces that of the recipe extended. */
static void read_deflate(recipe_reader *r, const lb_config_node *node, void *target)
{
    clear_deflators(target);
    if (node->kind != LB_NODE_LIST)
        read_deflator(r, node);
    for (size_t i = 0; node->kind == LB_NODE_LIST && i < node->count; i++)
        read_deflator(r, node->child[i]);
}

/* {YEAR: TEXT, ...}, years rising; it replaces that of the recipe extended. */
static void read_series_breaks(recipe_reader *r, const lb_config_node *node, void *target)
{
    lb_recipe *recipe = target;
    size_t count = node->kind == LB_NODE_MAP ? node->count : 0;
    lb_series_break *breaks = calloc(count + 1, sizeof *breaks);
    r->no_memory |= !breaks;
    if (node->kind != LB_NODE_MAP)
        report_wrong(r, node, "years and what changed, as {2022: another register}");
    for (size_t i = 0; i < recipe->series_breaks; i++)
        free(recipe->series_break[i].text);
    free(recipe->series_break);
    recipe->series_break = breaks;
    recipe->series_breaks = breaks ? count : 0;
    for (size_t i = 0; breaks && i < count; i++) {
        const lb_config_node *child = node->child[i];
        if (!lb_number_parse(child->key, strlen(child->key), &breaks[i].from) ||
            (i > 0 && breaks[i].from <= breaks[i - 1].from))
            lb_diagnostics_add_at(r->diagnostics, child->line, child->column,
                                  "'%.80s' found, a year after the one before expected",
                                  child->key);
        if (child->kind != LB_NODE_SCALAR || child->text[0] == '\0')
            report_wrong(r, child, "a text");
        else
            breaks[i].text = checked_text(r, lb_text_copy(child->text));
    }
}

static void read_noise(recipe_reader *r, const lb_config_node *node, void *target)
{
    if (node->kind != LB_NODE_SCALAR || !lb_noise_parse(node->text, &((lb_recipe *)target)->noise))
        report_wrong(
            r, node,
            "none, fixed:VARIANCE, round3, cell-key or cell-key:CHANGE:VARIANCE, then ,draws:N and "
            ",seed:N,");
}

static void skip_key(recipe_reader *r, const lb_config_node *node, void *target)
{
    (void)r, (void)node, (void)target; /* followed when the recipe is loaded */
}

/* Keys that are names of choices, each a list; at: of the first one's names. */
static void set_choice_keys(recipe_key *keys, size_t at)
{
    for (int c = 0; c < LB_CHOICES; c++)
        keys[c] = (recipe_key){.name = lb_choice_names[c],
                               .read = read_names,
                               .at = at + (size_t)c * sizeof(lb_names)};
}

static void read_probabilities(recipe_reader *r, const lb_config_node *node, void *target)
{
    recipe_key keys[LB_CHOICES];
    set_choice_keys(keys, offsetof(lb_recipe, probability));
    read_map(r, node, keys, LB_CHOICES, target);
}

/* A key here replaces what the recipe extended says of that choice; other levels have other
 * probabilities. */
static void read_choices(recipe_reader *r, const lb_config_node *node, void *target)
{
    recipe_key keys[LB_CHOICES + 2];
    set_choice_keys(keys, offsetof(lb_recipe, choice));
    keys[LB_CHOICES] = (recipe_key){.name = "probabilities", .read = read_probabilities};
    keys[LB_CHOICES + 1] = (recipe_key){.name = "definitions", .read = skip_key};
    for (int c = 0; c < LB_CHOICES; c++)
        if (lb_config_node_get(node, lb_choice_names[c]))
            lb_names_clear(&((lb_recipe *)target)->probability[c]);
    read_map(r, node, keys, LB_CHOICES + 2, target);
}

/* Read in this order whatever the order in the file: the number of colours is checked against the
 * number of classes. */
static const recipe_key recipe_keys[] = {
    {"recipe", MEMBER(read_text, lb_recipe, name)},
    {"extends", .read = skip_key},
    {"crs", MEMBER(read_text, lb_recipe, crs)},
    {"cell_size", .read = read_cell_size},
    {"population", .read = read_population},
    {"variables", .read = read_variables},
    {"groups", .read = read_groups},
    {"normalise", MEMBER(read_enum, lb_recipe, normalise), .choice = lb_normalise_names},
    {"reference", MEMBER(read_enum, lb_recipe, reference), .choice = lb_reference_names},
    {"aggregate", MEMBER(read_enum, lb_recipe, aggregate), .choice = lb_aggregate_names},
    {"missing", .read = read_missing},
    {"classes", .read = read_classes},
    {"colours", .read = read_colours},
    {"rings", .read = read_symbol_variables},
    {"open", .read = read_open},
    {"zeros", MEMBER(read_enum, lb_recipe, zeros), .choice = lb_zeros_names},
    {"noise", .read = read_noise},
    {"deflate", .read = read_deflate},
    {"breaks", .read = read_series_breaks},
    {"stability", .read = read_choices}};

/* Unknown keys are reported in the order of the file, known ones read in the order of recipe_keys,
 * so that the order of keys in the file has no effect. */
lb_status lb_recipe_apply(const lb_config_node *root, lb_diagnostics *diagnostics,
                          lb_recipe *recipe)
{
    recipe_reader r = {.diagnostics = diagnostics, .recipe = recipe};
    size_t count = sizeof recipe_keys / sizeof *recipe_keys;
    if (root->kind != LB_NODE_MAP) {
        report_wrong(&r, root, "a map of keys");
        return LB_OK;
    }
    for (size_t i = 0; i < root->count; i++) {
        size_t k = 0;
        while (k < count && strcmp(recipe_keys[k].name, root->child[i]->key) != 0)
            k++;
        if (k == count)
            report_unknown_key(&r, root->child[i], recipe_keys, count);
    }
    for (size_t k = 0; k < count; k++) {
        const lb_config_node *child = lb_config_node_get(root, recipe_keys[k].name);
        if (child)
            read_key(&r, child, &recipe_keys[k], recipe);
    }
    return r.no_memory ? LB_E_MEMORY : LB_OK;
}

/* --- the whole ------------------------------------------------------------------------------- */

static bool has_group(const lb_recipe *recipe, const char *name)
{
    for (size_t g = 0; g < recipe->groups; g++)
        if (strcmp(recipe->group[g].name, name) == 0)
            return true;
    return false;
}

/* "'grupp' is no group of groups: ekonomi, segregation": most often a spelling. */
static void report_unknown_group(recipe_reader *r, const lb_config_node *place,
                                 const lb_variable *v)
{
    char names[300] = "";
    for (size_t g = 0; g < r->recipe->groups; g++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", g ? ", " : "",
                 r->recipe->group[g].name);
    }
    lb_diagnostics_add_at(r->diagnostics, place->line, place->column,
                          "variable '%s' is in group '%s', which is not among groups: %s; correct "
                          "the name, or add the group there",
                          v->name, v->group, names);
}

/* Where the recipe lists its groups, all variables are in one of them; else variables make them. */
static void check_variable(recipe_reader *r, const lb_config_node *root, bool listed,
                           lb_variable *v)
{
    const lb_config_node *variables = lb_config_node_get(root, "variables");
    const lb_config_node *place = variables ? lb_config_node_get(variables, v->name) : NULL;
    const char *fault = NULL;
    if (v->column.count == 0 && (v->numerator.count == 0 || v->denominator.count == 0))
        fault = "needs a column, or a numerator and a denominator";
    else if (v->direction == 0)
        fault = "needs a direction, +1 (high is worse) or -1";
    else if (!v->group)
        fault = "needs a group";
    if (!place)
        place = root;
    if (fault)
        lb_diagnostics_add_at(r->diagnostics, place->line, place->column, "variable '%s' %s",
                              v->name, fault);
    else if (listed && !has_group(r->recipe, v->group))
        report_unknown_group(r, place, v);
    else if (!find_or_add_group(r, v->group))
        return;
    for (size_t g = 0; !fault && g < r->recipe->groups; g++)
        if (strcmp(r->recipe->group[g].name, v->group) == 0)
            v->group_index = g;
}

static void check_weights(recipe_reader *r, const lb_config_node *root)
{
    double sum = 0;
    for (size_t i = 0; i < r->recipe->variables; i++)
        sum += lb_recipe_effective_weight(r->recipe, i);
    if (!(sum > 0))
        lb_diagnostics_add_at(r->diagnostics, root->line, root->column,
                              "no variable has a weight; expected at least one above 0");
}

/* Where the key stands, for what its value lacks beside others; the beginning of the recipe where
 * it comes from one that is extended. */
static const lb_config_node *key_or_root(const lb_config_node *root, const char *key)
{
    const lb_config_node *node = lb_config_node_get(root, key);
    return node ? node : root;
}

/* What single keys cannot show: combinations that have no meaning. */
static void check_choices(recipe_reader *r, const lb_config_node *root)
{
    const lb_recipe *recipe = r->recipe;
    const lb_config_node *aggregate = key_or_root(root, "aggregate"),
                         *classes = key_or_root(root, "classes"),
                         *rings = key_or_root(root, "rings"),
                         *population = key_or_root(root, "population");
    if (recipe->aggregate == LB_AGGREGATE_GEOMETRIC &&
        (recipe->normalise == LB_NORMALISE_ZSCORE || recipe->normalise == LB_NORMALISE_ROBUST_Z))
        lb_diagnostics_add_at(r->diagnostics, aggregate->line, aggregate->column,
                              "a geometric mean needs scores that are not negative; expected "
                              "normalise: percentile, minmax, rank or quantile");
    if (recipe->class_method == LB_CLASS_FIXED && recipe->breaks + 1 != (size_t)recipe->classes)
        lb_diagnostics_add_at(r->diagnostics, classes->line, classes->column,
                              "%zu %s %zu classes, not %d", recipe->breaks,
                              lb_number_word(recipe->breaks, "break makes", "breaks make"),
                              recipe->breaks + 1, recipe->classes);
    for (size_t i = 0; i < recipe->rings; i++)
        if (lb_recipe_find_variable(recipe, recipe->ring[i]) == recipe->variables)
            lb_diagnostics_add_at(r->diagnostics, rings->line, rings->column,
                                  "rings: '%s' is no variable of this recipe", recipe->ring[i]);
    if (recipe->population.count == 0)
        lb_diagnostics_add_at(r->diagnostics, population->line, population->column,
                              "population needs a column");
}

/* One number above 0 a level. */
static void check_probabilities(recipe_reader *r, const lb_config_node *place)
{
    for (int c = 0; c < LB_CHOICES; c++) {
        const lb_names *given = &r->recipe->probability[c];
        size_t levels = r->recipe->choice[c].count, wrong = 0;
        double p;
        for (size_t i = 0; i < given->count; i++)
            wrong +=
                given->name[i] && !(lb_number_parse(given->name[i], strlen(given->name[i]), &p) &&
                                    p > 0 && isfinite(p));
        if (given->count > 0 && (given->count != levels || wrong > 0))
            lb_diagnostics_add_at(r->diagnostics, place->line, place->column,
                                  "stability: probabilities: %s: %zu numbers above 0 expected, one "
                                  "for each of its levels; %zu found",
                                  lb_choice_names[c], levels, given->count - wrong);
    }
}

/* Words are judged once all variables are known. */
static void check_levels(recipe_reader *r, const lb_config_node *root)
{
    const lb_config_node *stability = lb_config_node_get(root, "stability");
    const char *fault = lb_recipe_levels_fault(r->recipe);
    const lb_config_node *place = stability ? stability : root;
    for (int c = 0; c < LB_CHOICES; c++) {
        const lb_config_node *key =
            stability ? lb_config_node_get(stability, lb_choice_names[c]) : NULL;
        for (size_t i = 0; i < r->recipe->choice[c].count; i++) {
            const char *word = r->recipe->choice[c].name[i];
            const char *expected =
                word ? lb_recipe_level_fault(r->recipe, (lb_choice)c, word) : NULL;
            for (size_t j = 0; j < i && word && !expected; j++) {
                const char *before = r->recipe->choice[c].name[j];
                if (before && lb_recipe_level_is_same(before, word))
                    expected = "each level once";
            }
            if (expected)
                lb_diagnostics_add_at(r->diagnostics, (key ? key : place)->line,
                                      (key ? key : place)->column,
                                      "stability: %s: '%.80s' found, %s expected",
                                      lb_choice_names[c], word, expected);
        }
    }
    if (fault)
        lb_diagnostics_add_at(r->diagnostics, place->line, place->column, "stability: %s", fault);
    check_probabilities(r, place);
}

/* Green to red, as many as there are classes. */
static void fill_colours(recipe_reader *r)
{
    lb_recipe *recipe = r->recipe;
    char text[8];
    recipe->colour = calloc((size_t)recipe->classes, sizeof *recipe->colour);
    r->no_memory |= !recipe->colour;
    for (int k = 0; recipe->colour && k < recipe->classes; k++) {
        lb_rgba colour = lb_class_ramp_colour(k, recipe->classes, LB_RAMP_GREEN_RED);
        snprintf(text, sizeof text, "#%06x", (unsigned)(colour >> 8 & 0xffffff));
        recipe->colour[k] = checked_text(r, lb_text_copy(text));
    }
}

lb_status lb_recipe_finish(const lb_config_node *root, lb_diagnostics *diagnostics,
                           lb_recipe *recipe)
{
    recipe_reader r = {.diagnostics = diagnostics, .recipe = recipe};
    bool listed = recipe->groups > 0;
    for (size_t i = 0; i < recipe->variables; i++)
        check_variable(&r, root, listed, &recipe->variable[i]);
    check_weights(&r, root);
    check_choices(&r, root);
    check_levels(&r, root);
    if (!recipe->colour)
        fill_colours(&r);
    return r.no_memory ? LB_E_MEMORY : LB_OK;
}
