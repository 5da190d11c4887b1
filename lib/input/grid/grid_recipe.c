/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recipe that `index` wrote into a grid's file (docs/formats.md), or kept with a layer of this
 * run. */
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "input/grid/grid_recipe.h"
#include "input/grid/square_layer.h"
#include "input/recipe/recipe_load.h"
#include "input/recipe/recipe_read.h"
#include "port/raster/raster_recipe.h"
#include "port/yaml/yaml.h"

/* The text of a recipe as a recipe. LB_E_INPUT: not understood, as when an older or newer program
 * wrote it; LB_E_MEMORY is not that: a map would come out in other colours. */
static lb_status parse_recipe_text(const char *text, lb_recipe *recipe)
{
    lb_config_node *root = NULL;
    lb_error ignored; /* the grid then is one without a recipe */
    lb_diagnostics diagnostics = lb_diagnostics_begin(NULL, "recipe");
    lb_status status = lb_yaml_parse(text, strlen(text), "recipe", &root, &ignored);
    if (status == LB_OK)
        status = lb_recipe_apply(root, &diagnostics, recipe);
    if (status == LB_OK && diagnostics.count == 0)
        status = lb_recipe_finish(root, &diagnostics, recipe);
    if (status == LB_OK && diagnostics.count == 0 && recipe->choice[LB_CHOICE_RECIPES].count > 0)
        status = lb_recipe_load_alternatives(root, recipe, &ignored);
    lb_config_node_free(root);
    if (status == LB_E_MEMORY)
        return status;
    bool good = status == LB_OK && diagnostics.count == 0 && recipe->name && recipe->classes > 0 &&
                recipe->colour;
    return good ? LB_OK : LB_E_INPUT;
}

/* JSON is YAML where its strings are quoted, and ours are. *text: NULL when it has none. */
static lb_status recipe_in_json(const char *json, char **text)
{
    lb_config_node *root = NULL;
    lb_error ignored;
    *text = NULL;
    lb_status status = lb_yaml_parse(json, strlen(json), "provenance", &root, &ignored);
    if (status != LB_OK)
        return status == LB_E_MEMORY ? status : LB_OK;
    const lb_config_node *recipe = lb_config_node_get(root, "recipe");
    if (recipe && recipe->kind == LB_NODE_SCALAR) {
        *text = lb_text_copy(recipe->text);
        status = *text ? LB_OK : LB_E_MEMORY;
    }
    lb_config_node_free(root);
    return status;
}

/* What index wrote inside; LB_E_INPUT: nothing that is understood. */
static lb_status read_embedded_recipe(const char *grid, lb_recipe *recipe)
{
    char *note = NULL, *text = NULL;
    int is_json = 0;
    lb_status status = lb_raster_recipe_read(grid, &note, &is_json);
    if (status == LB_OK && note && is_json) {
        status = recipe_in_json(note, &text);
        free(note);
        note = text;
    }
    if (status == LB_OK)
        status = note ? parse_recipe_text(note, recipe) : LB_E_INPUT;
    free(note);
    return status;
}

lb_status lb_grid_recipe_read(const char *source, const lb_job *job, bool *found, lb_recipe *out,
                              lb_error *err)
{
    lb_recipe recipe = {.cell_size = 250, .classes = 5, .minimum_weight = 0.75};
    const lb_square_layer *layer = lb_square_layer_find(source, job);
    lb_status status = layer && layer->recipe ? parse_recipe_text(layer->recipe, &recipe)
                                              : read_embedded_recipe(source, &recipe);
    *found = status == LB_OK;
    if (*found)
        *out = recipe;
    else
        lb_recipe_clear(&recipe);
    return status == LB_E_MEMORY ? lb_error_memory(err) : LB_OK;
}
