/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "commands/intake/intake_config.h"

static void clear_model(lb_intake_config *config)
{
    for (size_t i = 0; i < config->items; i++) {
        free(config->item[i].id);
        free(config->item[i].text);
    }
    for (size_t i = 0; i < config->rules; i++)
        lb_stage_rule_clear(&config->rule[i]);
    free(config->item);
    free(config->rule);
}

void lb_intake_config_clear(lb_intake_config *config)
{
    char *texts[] = {config->title,     config->lpo,         config->lpo_name,
                     config->model,     config->area_name,   config->area_lpo,
                     config->questions, config->folder,      config->grid,
                     config->brief,     config->suggestions, config->event_hot_spots};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    for (size_t i = 0; i < LB_INTAKE_STEPS; i++)
        free(config->source[i]);
    clear_model(config);
    lb_array_free(config->heading, config->headings);
    *config = (lb_intake_config){.file = NULL};
}

void lb_intake_wrong(lb_intake_reader *r, const lb_config_node *node, const char *expected)
{
    const char *found = node->kind == LB_NODE_SCALAR ? node->text
                        : node->kind == LB_NODE_LIST ? "a list"
                                                     : "a map";
    lb_diagnostics_add_at(r->diagnostics, node->line, node->column, "'%.80s' found, %s expected",
                          found, expected);
}

static const char *listed_name(const void *of, size_t i)
{
    return ((const char *const *)of)[i];
}

void lb_intake_unknown_key(lb_intake_reader *r, const lb_config_node *node,
                           const char *const *known, size_t count)
{
    const lb_known_names names = {listed_name, known, count};
    lb_diagnostics_add_unknown(r->diagnostics, node->key_line, node->key_column, "key", node->key,
                               &names);
}
