/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Borders of suggestions that people can use, beside their squares (docs/methods.md, Suggested
 * areas). Rows are by rank. */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_BORDERS_H
#define LB_COMMANDS_SUGGEST_SUGGEST_BORDERS_H

#include <lagesbild/shapes.h>
#include "commands/suggest/suggestions.h"

/* Closed by half a square: gaps of one square fill where nobody lives. filled_km2: how much that
 * is. LB_E_MEMORY. */
lb_status lb_suggest_closed_borders(const lb_suggestions *suggestions, lb_table *table,
                                    lb_shapes *shapes);

/* Unions of the zones of --snap of which at least half of the people live in the suggestion, with
 * the people that they gain and lose. */
lb_status lb_suggest_zone_borders(const lb_suggestions *suggestions, lb_table *table,
                                  lb_shapes *shapes, lb_error *err);

#endif
