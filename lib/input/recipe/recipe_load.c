/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading a recipe: follow `extends` to the root, apply the layers from there, check the whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/classes.h>
#include "base/buf.h"
#include "text/json.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/recipe/recipe_load.h"
#include "input/recipe/recipe_read.h"
#include "model/recipe/recipe_levels.h"
#include "port/yaml/yaml.h"

enum { MAX_LAYERS = 16, PATH_SIZE = 4096 };

/* A built-in recipe by its name, else a file. */
static lb_status parse_source(const char *source, lb_config_node **out, lb_error *err)
{
    const char *builtin = lb_recipe_builtin(source);
    return builtin ? lb_yaml_parse(builtin, strlen(builtin), source, out, err)
                   : lb_yaml_read(source, out, err);
}

/* A name in a layer's file is beside that file, unless built in or absolute. */
static void place_beside(const char *source, const char *name, char path[PATH_SIZE])
{
    int folder = (int)(lb_text_base_name(source) - source);
    if (lb_recipe_builtin(name) || name[0] == '/')
        folder = 0;
    snprintf(path, PATH_SIZE, "%.*s%s", folder, source, name);
}

/* What a layer extends, beside the layer's own file unless built in or absolute. False: nothing. */
static bool parent_path(const lb_config_node *root, const char *source, char parent[PATH_SIZE])
{
    const lb_config_node *extends = lb_config_node_get(root, "extends");
    if (!extends || extends->kind != LB_NODE_SCALAR || lb_config_node_is_null(extends))
        return false;
    place_beside(source, extends->text, parent);
    return true;
}

/* What a recipe that says nothing has (lagesbild-recipe(5)). */
static void set_defaults(lb_recipe *recipe)
{
    *recipe = (lb_recipe){.cell_size = 250,
                          .minimum_population = 20,
                          .minimum_weight = 0.75,
                          .classes = 5,
                          .normalise = LB_NORMALISE_PERCENTILE,
                          .class_method = LB_CLASS_QUANTILE};
}

static lb_status no_memory(const char *source, lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", source);
}

/* The texts of a recipe: first what extends nothing, last the recipe itself. */
typedef struct recipe_layers {
    lb_config_node *root[MAX_LAYERS];
    char *source[MAX_LAYERS];
    size_t count;
} recipe_layers;

static void clear_layers(recipe_layers *layers)
{
    for (size_t i = 0; i < layers->count; i++) {
        lb_config_node_free(layers->root[i]);
        free(layers->source[i]);
    }
}

/* Where the recipe, or what it extends, defines a level of the choice `recipes`, and in which
 * layer; NULL: nowhere. */
static const lb_config_node *definition_of(const recipe_layers *layers, const char *word,
                                           size_t *layer)
{
    const lb_config_node *found = NULL;
    for (*layer = layers->count; !found && (*layer)-- > 0;)
        found = lb_config_node_get(
            lb_config_node_get(lb_config_node_get(layers->root[*layer], "stability"),
                               "definitions"),
            word);
    return found;
}

/* Names of recipes that the last layer lists as levels, as files beside it. */
static lb_status place_alternatives(const recipe_layers *layers, lb_recipe *recipe)
{
    char path[PATH_SIZE];
    size_t last = layers->count - 1, layer;
    lb_names *words = &recipe->choice[LB_CHOICE_RECIPES];
    if (!lb_config_node_get(lb_config_node_get(layers->root[last], "stability"), "recipes"))
        return LB_OK;
    for (size_t i = 0; i < words->count; i++) {
        if (!words->name[i] || strcmp(words->name[i], LB_OWN_RECIPE) == 0 ||
            definition_of(layers, words->name[i], &layer))
            continue;
        place_beside(layers->source[last], words->name[i], path);
        free(words->name[i]);
        words->name[i] = lb_text_copy(path);
        if (!words->name[i])
            return LB_E_MEMORY;
    }
    return LB_OK;
}

/* Applies the last layer; only the whole recipe is checked for completeness. */
static lb_status apply_layer(const recipe_layers *layers, bool whole, lb_log *log,
                             lb_recipe *recipe, lb_error *err)
{
    const lb_config_node *root = layers->root[layers->count - 1];
    const char *source = layers->source[layers->count - 1];
    lb_diagnostics diagnostics = lb_diagnostics_begin(log, source);
    lb_status status = lb_recipe_apply(root, &diagnostics, recipe);
    if (status == LB_OK)
        status = place_alternatives(layers, recipe);
    if (status == LB_OK && !recipe->crs && !(recipe->crs = lb_text_copy("EPSG:3006")))
        status = LB_E_MEMORY;
    if (status == LB_OK && !recipe->name &&
        !(recipe->name = lb_text_copy(lb_text_base_name(source))))
        status = LB_E_MEMORY;
    if (status == LB_OK && whole && diagnostics.count == 0)
        status = lb_recipe_finish(root, &diagnostics, recipe);
    return status == LB_OK ? lb_diagnostics_end(&diagnostics, err) : no_memory(source, err);
}

/* The layer that this one extends first, so that its own keys come on top. */
static lb_status load_layer(const char *source, int depth, lb_log *log, recipe_layers *layers,
                            lb_recipe *recipe, lb_error *err)
{
    char parent[PATH_SIZE];
    lb_config_node *root = NULL;
    lb_status status = parse_source(source, &root, err);
    if (status != LB_OK)
        return status;
    if (depth == MAX_LAYERS)
        status = lb_error_set(err, LB_E_INPUT, "%s: extends itself, or more than %d layers", source,
                              MAX_LAYERS);
    else if (parent_path(root, source, parent))
        status = load_layer(parent, depth + 1, log, layers, recipe, err);
    char *copy = status == LB_OK ? lb_text_copy(source) : NULL;
    if (!copy) {
        lb_config_node_free(root);
        return status == LB_OK ? no_memory(source, err) : status;
    }
    layers->root[layers->count] = root;
    layers->source[layers->count++] = copy;
    return apply_layer(layers, depth == 0, log, recipe, err);
}

/* A definition is read as if it extended the recipe. */
static lb_status apply_definition(const lb_recipe *recipe, const lb_config_node *definition,
                                  const char *source, lb_log *log, lb_recipe *out, lb_error *err)
{
    lb_config_node *root = NULL;
    lb_diagnostics diagnostics = lb_diagnostics_begin(log, source);
    char *yaml = lb_recipe_to_yaml(recipe);
    lb_status status =
        yaml ? lb_yaml_parse(yaml, strlen(yaml), source, &root, err) : no_memory(source, err);
    free(yaml);
    if (status != LB_OK)
        return status;
    status = lb_recipe_apply(root, &diagnostics, out);
    if (status == LB_OK)
        status = lb_recipe_apply(definition, &diagnostics, out);
    if (status == LB_OK && diagnostics.count == 0)
        status = lb_recipe_finish(definition, &diagnostics, out);
    lb_config_node_free(root);
    return status == LB_OK ? lb_diagnostics_end(&diagnostics, err) : no_memory(source, err);
}

static lb_status load_other(const char *source, lb_log *log, lb_recipe *out, lb_error *err)
{
    recipe_layers layers = {.count = 0};
    lb_status status = load_layer(source, 0, log, &layers, out, err);
    clear_layers(&layers);
    return status;
}

static lb_status load_alternative(const lb_recipe *recipe, const recipe_layers *layers,
                                  const char *word, lb_log *log, lb_recipe *out, lb_error *err)
{
    size_t layer;
    const lb_config_node *definition = definition_of(layers, word, &layer);
    const char *source = layers->source[layers->count - 1], *name = source ? source : recipe->name;
    set_defaults(out);
    if (!definition && !source)
        return lb_error_set(err, LB_E_INPUT, "%s: stability: recipes: '%s' has no definition", name,
                            word);
    LB_TRY(definition ? apply_definition(recipe, definition, source ? layers->source[layer] : name,
                                         log, out, err)
                      : load_other(word, log, out, err));
    const char *fault = lb_recipe_alternative_fault(recipe, out);
    return !fault ? LB_OK
                  : lb_error_set(err, LB_E_INPUT,
                                 "%s: stability: recipes: '%s' %s; expected one that extends this "
                                 "recipe in weights, groups, normalise, reference, aggregate, "
                                 "minimum and missing alone",
                                 name, word, fault);
}

/* Is the level there before, by its name without folders? */
static bool is_repeated(const lb_names *words, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(lb_text_base_name(words->name[k]), lb_text_base_name(words->name[i])) == 0)
            return true;
    return false;
}

/* Choices of theirs that are recipes are not followed. */
static lb_status load_alternatives(const recipe_layers *layers, lb_log *log, lb_recipe *recipe,
                                   lb_error *err)
{
    const lb_names *words = &recipe->choice[LB_CHOICE_RECIPES];
    lb_recipe *other = calloc(words->count + 1, sizeof *other);
    lb_status status = other ? LB_OK : no_memory(recipe->name, err);
    size_t n = 0;
    for (size_t i = 0; i < words->count && status == LB_OK; i++)
        if (is_repeated(words, i))
            status = lb_error_set(err, LB_E_INPUT,
                                  "%s: stability: recipes: '%s' found, each level once expected, "
                                  "by its name without folders",
                                  recipe->name, words->name[i]);
        else if (strcmp(words->name[i], LB_OWN_RECIPE) != 0)
            status = load_alternative(recipe, layers, words->name[i], log, &other[n++], err);
    recipe->alternative = other;
    recipe->alternatives = other ? n : 0;
    return status;
}

lb_status lb_recipe_load_alternatives(lb_config_node *root, lb_recipe *recipe, lb_error *err)
{
    const recipe_layers own = {.root = {root}, .count = 1};
    return load_alternatives(&own, NULL, recipe, err);
}

lb_status lb_recipe_load(const char *name_or_file, const lb_job *job, lb_recipe *out, lb_error *err)
{
    lb_recipe recipe;
    recipe_layers layers = {.count = 0};
    const char *source = name_or_file ? name_or_file : "livsvillkor-8";
    set_defaults(&recipe);
    lb_status status = load_layer(source, 0, job->log, &layers, &recipe, err);
    if (status == LB_OK && recipe.choice[LB_CHOICE_RECIPES].count > 0)
        status = load_alternatives(&layers, job->log, &recipe, err);
    clear_layers(&layers);
    LB_HAND_OVER(status, recipe, out, lb_recipe_clear);
}

static void write_names(lb_buf *buf, const char *key, size_t count, char *const *names)
{
    lb_buf_printf(buf, "%s: [", key);
    for (size_t i = 0; i < count; i++) {
        lb_buf_puts(buf, i ? ", " : "");
        lb_json_text(buf, names[i]);
    }
    lb_buf_puts(buf, "]");
}

/* Nothing where the recipe gives none. */
static void write_bilingual(lb_buf *buf, const char *key, char *const text[2])
{
    static const char *const language[] = {"sv", "en"};
    size_t written = 0;
    for (size_t i = 0; i < 2; i++)
        if (text[i]) {
            if (written++)
                lb_buf_puts(buf, ", ");
            else
                lb_buf_printf(buf, ", %s: {", key);
            lb_buf_printf(buf, "%s: ", language[i]);
            lb_json_text(buf, text[i]);
        }
    lb_buf_puts(buf, written ? "}" : "");
}

/* A variable is one column or numerator over denominator, never both. */
static void write_variable(lb_buf *buf, const lb_variable *v)
{
    lb_buf_puts(buf, "  ");
    lb_json_text(buf, v->name);
    lb_buf_puts(buf, ": {");
    if (v->column.count) {
        write_names(buf, "column", v->column.count, v->column.name);
    } else {
        write_names(buf, "numerator", v->numerator.count, v->numerator.name);
        if (v->per_population)
            lb_buf_puts(buf, ", denominator: population");
        else {
            lb_buf_puts(buf, ", ");
            write_names(buf, "denominator", v->denominator.count, v->denominator.name);
        }
    }
    lb_buf_printf(buf, ", kind: %s, direction: %+d, group: ", lb_variable_kind_names[v->kind],
                  v->direction);
    lb_json_text(buf, v->group);
    lb_buf_puts(buf, ", weight: ");
    lb_buf_real(buf, v->weight);
    write_bilingual(buf, "label", v->label);
    write_bilingual(buf, "unit", v->unit);
    lb_buf_puts(buf, "}\n");
}

static void write_open(lb_buf *buf, const lb_recipe *recipe)
{
    size_t written = 0;
    for (size_t v = 0; v < recipe->variables; v++)
        if (recipe->variable[v].open) {
            lb_buf_puts(buf, written++ ? ", " : "open: [");
            lb_json_text(buf, recipe->variable[v].name);
        }
    lb_buf_puts(buf, written ? "]\n" : "");
    lb_buf_puts(buf, recipe->zeros == LB_ZEROS_HIDE ? "zeros: hide\n" : "");
}

static void write_noise(lb_buf *buf, lb_noise noise)
{
    if (noise.kind == LB_NOISE_NONE)
        return;
    if (noise.kind == LB_NOISE_CELL_KEY)
        lb_buf_printf(buf, "noise: cell-key:%d:", noise.deviation);
    else
        lb_buf_puts(buf, noise.kind == LB_NOISE_ROUND3 ? "noise: round3" : "noise: fixed:");
    if (noise.kind != LB_NOISE_ROUND3)
        lb_buf_real(buf, noise.variance);
    if (noise.draws > 0)
        lb_buf_printf(buf, ",draws:%d", noise.draws);
    if (noise.seed > 0)
        lb_buf_printf(buf, ",seed:%d", noise.seed);
    lb_buf_puts(buf, "\n");
}

/* What distinguishes deliveries that are compared; nothing where the recipe does not say. */
static void write_comparison(lb_buf *buf, const lb_recipe *recipe)
{
    for (size_t i = 0; i < recipe->deflators; i++) {
        const lb_deflator *d = &recipe->deflator[i];
        lb_buf_puts(buf, i ? ", {variable: " : "deflate: [{variable: ");
        lb_json_text(buf, d->variable);
        lb_buf_puts(buf, d->delivery ? ", factor: {" : ", factor: ");
        if (d->delivery) {
            lb_json_text(buf, d->delivery);
            lb_buf_puts(buf, ": ");
        }
        lb_buf_real(buf, d->factor);
        lb_buf_puts(buf, d->delivery ? "}}" : "}");
    }
    lb_buf_puts(buf, recipe->deflators ? "]\n" : "");
    for (size_t i = 0; i < recipe->series_breaks; i++) {
        lb_buf_puts(buf, i ? ", " : "breaks: {");
        lb_buf_real(buf, recipe->series_break[i].from);
        lb_buf_puts(buf, ": ");
        lb_json_text(buf, recipe->series_break[i].text);
    }
    lb_buf_puts(buf, recipe->series_breaks ? "}\n" : "");
}

static void write_probabilities(lb_buf *buf, const lb_recipe *recipe)
{
    size_t written = 0;
    for (int c = 0; c < LB_CHOICES; c++)
        if (recipe->probability[c].count > 0) {
            lb_buf_puts(buf, written++ ? ", " : ", probabilities: {");
            write_names(buf, lb_choice_names[c], recipe->probability[c].count,
                        recipe->probability[c].name);
        }
    lb_buf_puts(buf, written ? "}" : "");
}

/* Recipes that are levels by their names without folders. */
static void write_levels(lb_buf *buf, const char *key, const lb_names *words)
{
    lb_buf_printf(buf, "%s: [", key);
    for (size_t i = 0; i < words->count; i++) {
        lb_buf_puts(buf, i ? ", " : "");
        lb_json_text(buf, lb_text_base_name(words->name[i]));
    }
    lb_buf_puts(buf, "]");
}

/* What a level of the choice `recipes` may have other than this recipe. */
static void write_definition(lb_buf *buf, const lb_recipe *other)
{
    lb_buf_printf(buf, "{population: {minimum: ");
    lb_buf_real(buf, other->minimum_population);
    lb_buf_puts(buf, "}, missing: {minimum_weight: ");
    lb_buf_real(buf, other->minimum_weight);
    lb_buf_printf(buf, "}, normalise: %s, reference: %s, aggregate: %s, variables: {",
                  lb_normalise_names[other->normalise], lb_reference_names[other->reference],
                  lb_aggregate_names[other->aggregate]);
    for (size_t v = 0; v < other->variables; v++) {
        lb_buf_puts(buf, v ? ", " : "");
        lb_json_text(buf, other->variable[v].name);
        lb_buf_puts(buf, ": {weight: ");
        lb_buf_real(buf, other->variable[v].weight);
        lb_buf_puts(buf, ", group: ");
        lb_json_text(buf, other->variable[v].group);
        lb_buf_puts(buf, "}");
    }
    for (size_t g = 0; g < other->groups; g++) {
        lb_buf_puts(buf, g ? ", " : "}, groups: {");
        lb_json_text(buf, other->group[g].name);
        lb_buf_puts(buf, ": {weight: ");
        lb_buf_real(buf, other->group[g].weight);
        lb_buf_puts(buf, "}");
    }
    lb_buf_puts(buf, "}}");
}

/* All of them, so that the recipe of a grid needs no other file. */
static void write_definitions(lb_buf *buf, const lb_recipe *recipe)
{
    const lb_names *words = &recipe->choice[LB_CHOICE_RECIPES];
    size_t n = 0;
    for (size_t i = 0; i < words->count && n < recipe->alternatives; i++) {
        if (strcmp(words->name[i], LB_OWN_RECIPE) == 0)
            continue;
        lb_buf_puts(buf, n ? ", " : ", definitions: {");
        lb_json_text(buf, lb_text_base_name(words->name[i]));
        lb_buf_puts(buf, ": ");
        write_definition(buf, &recipe->alternative[n++]);
    }
    lb_buf_puts(buf, n ? "}" : "");
}

static void write_choices(lb_buf *buf, const lb_recipe *recipe)
{
    size_t written = 0;
    for (int c = 0; c < LB_CHOICES; c++)
        if (recipe->choice[c].count > 0) {
            lb_buf_puts(buf, written++ ? ", " : "stability: {");
            write_levels(buf, lb_choice_names[c], &recipe->choice[c]);
        }
    write_definitions(buf, recipe);
    write_probabilities(buf, recipe);
    lb_buf_puts(buf, written ? "}\n" : "");
}

static void write_classes(lb_buf *buf, const lb_recipe *recipe)
{
    lb_buf_printf(buf, "classes: {count: %d, method: %s", recipe->classes,
                  lb_class_method_names[recipe->class_method]);
    for (size_t i = 0; recipe->class_method == LB_CLASS_FIXED && i < recipe->breaks; i++) {
        lb_buf_puts(buf, i ? ", " : ", breaks: [");
        lb_buf_real(buf, recipe->break_at[i]);
    }
    lb_buf_puts(buf, recipe->class_method == LB_CLASS_FIXED ? "]}\n" : "}\n");
    write_names(buf, "colours", (size_t)recipe->classes, recipe->colour);
    lb_buf_puts(buf, "\n");
    if (recipe->rings > 0) {
        write_names(buf, "rings", recipe->rings, recipe->ring);
        lb_buf_puts(buf, "\n");
    }
}

/* The recipe with all defaults in force, in one fixed order: what is stored with a grid gives the
 * same index when read again by any later version. */
char *lb_recipe_to_yaml(const lb_recipe *recipe)
{
    lb_buf buf = {0};
    lb_buf_puts(&buf, "recipe: ");
    lb_json_text(&buf, recipe->name);
    lb_buf_puts(&buf, "\ncrs: ");
    lb_json_text(&buf, recipe->crs);
    lb_buf_printf(&buf, "\ncell_size: %d\npopulation: {", recipe->cell_size);
    write_names(&buf, "column", recipe->population.count, recipe->population.name);
    lb_buf_puts(&buf, ", minimum: ");
    lb_buf_real(&buf, recipe->minimum_population);
    lb_buf_puts(&buf, "}\nvariables:\n");
    for (size_t i = 0; i < recipe->variables; i++)
        write_variable(&buf, &recipe->variable[i]);
    lb_buf_puts(&buf, "groups: {");
    for (size_t i = 0; i < recipe->groups; i++) {
        lb_buf_puts(&buf, i ? ", " : "");
        lb_json_text(&buf, recipe->group[i].name);
        lb_buf_puts(&buf, ": {weight: ");
        lb_buf_real(&buf, recipe->group[i].weight);
        lb_buf_puts(&buf, "}");
    }
    lb_buf_printf(&buf, "}\nnormalise: %s\n", lb_normalise_names[recipe->normalise]);
    if (recipe->reference != LB_REFERENCE_SQUARES)
        lb_buf_printf(&buf, "reference: %s\n", lb_reference_names[recipe->reference]);
    lb_buf_printf(
        &buf, "aggregate: %s\nmissing: {minimum_weight: ", lb_aggregate_names[recipe->aggregate]);
    lb_buf_real(&buf, recipe->minimum_weight);
    if (recipe->codes.count > 0) {
        lb_buf_puts(&buf, ", ");
        write_names(&buf, "codes", recipe->codes.count, recipe->codes.name);
    }
    lb_buf_puts(&buf, "}\n");
    write_classes(&buf, recipe);
    write_open(&buf, recipe);
    write_noise(&buf, recipe->noise);
    write_comparison(&buf, recipe);
    write_choices(&buf, recipe);
    return lb_buf_detach(&buf);
}
