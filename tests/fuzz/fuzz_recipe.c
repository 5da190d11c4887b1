/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a recipe. What is accepted can be written, and what was written is read as itself.
 */
#include <lagesbild.h>

#include "input/recipe/recipe_read.h"
#include "port/yaml/yaml.h"
#include "tests/fuzz/fuzz.h"

static lb_status read_recipe(const char *text, size_t length, lb_recipe *out)
{
    lb_config_node *root = NULL;
    lb_diagnostics diagnostics = lb_diagnostics_begin(NULL, "fuzz");
    *out = (lb_recipe){.cell_size = 250,
                       .minimum_population = 20,
                       .minimum_weight = 0.75,
                       .classes = 5,
                       .normalise = LB_NORMALISE_PERCENTILE,
                       .class_method = LB_CLASS_QUANTILE};
    lb_status status = lb_yaml_parse(text, length, "fuzz", &root, NULL);
    if (status == LB_OK)
        status = lb_recipe_apply(root, &diagnostics, out);
    if (status == LB_OK && diagnostics.count == 0)
        status = lb_recipe_finish(root, &diagnostics, out);
    lb_config_node_free(root);
    return status == LB_OK ? lb_diagnostics_end(&diagnostics, NULL) : status;
}

static void write_and_read(const lb_recipe *recipe)
{
    lb_recipe again;
    char *first = lb_recipe_to_yaml(recipe);
    fuzz_must(first && read_recipe(first, strlen(first), &again) == LB_OK,
              "a recipe that was written can be read");
    char *second = lb_recipe_to_yaml(&again);
    fuzz_must(second && strcmp(first, second) == 0, "and is the same recipe");
    free(first);
    free(second);
    lb_recipe_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lb_recipe recipe;
    char *text = fuzz_text(data, size);
    if (read_recipe(text, size, &recipe) == LB_OK && recipe.name && recipe.crs)
        write_and_read(&recipe);
    lb_recipe_clear(&recipe);
    free(text);
    return 0;
}
