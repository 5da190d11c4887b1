/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow/map_recipe.h"
#include "flow/recipe_read.h"
#include "port/recipe_note.h"
#include "port/yaml.h"

/* The text of a recipe as a recipe. Anything wrong with it makes it false: an older or newer
 * program wrote it. */
static bool understand(const char *text, lb_recipe *recipe)
{
    lb_node *root = NULL;
    lb_error ignored;
    lb_problems problems = lb_problems_begin(NULL, "recipe");
    if (lb_yaml_parse(text, strlen(text), "recipe", &root, &ignored) != LB_OK)
        return false;
    bool good = lb_recipe_apply(root, &problems, recipe) == LB_OK && problems.count == 0 &&
                lb_recipe_finish(root, &problems, recipe) == LB_OK && problems.count == 0;
    lb_node_free(root);
    return good && recipe->name && recipe->classes > 0 && recipe->colour;
}

/* JSON is YAML where its strings are quoted, and ours are. */
static char *recipe_in_json(const char *json)
{
    lb_node *root = NULL;
    lb_error ignored;
    if (lb_yaml_parse(json, strlen(json), "provenance", &root, &ignored) != LB_OK)
        return NULL;
    const lb_node *recipe = lb_node_get(root, "recipe");
    char *text = recipe && recipe->kind == LB_NODE_SCALAR ? lb_text_copy(recipe->text) : NULL;
    lb_node_free(root);
    return text;
}

lb_status lb_map_recipe_read(const char *grid, const lb_job *job, lb_recipe *out, lb_error *err)
{
    char *note = NULL;
    int is_json = 0;
    lb_recipe recipe = {.cell_size = 250, .classes = 5, .minimum_weight = 0.75};
    if (lb_recipe_note(grid, &note, &is_json) != LB_OK)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    if (note && is_json) {
        char *text = recipe_in_json(note);
        free(note);
        note = text;
    }
    bool good = note && understand(note, &recipe);
    free(note);
    if (good) {
        *out = recipe;
        return LB_OK;
    }
    lb_recipe_clear(&recipe);
    lb_status status = lb_recipe_load(NULL, job, &recipe, err);
    if (status != LB_OK)
        return status;
    free(recipe.name);
    recipe.name = NULL;
    *out = recipe;
    return LB_OK;
}
