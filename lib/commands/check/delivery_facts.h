/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts of a delivery as rows of the table that `check` makes. */
#ifndef LB_COMMANDS_CHECK_DELIVERY_FACTS_H
#define LB_COMMANDS_CHECK_DELIVERY_FACTS_H

#include <lagesbild/bilingual.h>
#include <lagesbild/index.h>
#include "input/delivery/square_table.h"
#include "input/delivery/variable_columns.h"

typedef struct lb_delivery_facts {
    lb_table table; /* file, item, name, value, advice */
    bool english;
} lb_delivery_facts;

void lb_delivery_facts_init(lb_delivery_facts *facts, bool english);

/* One row; file and name may be NULL, advice too: nothing is odd. */
void lb_delivery_facts_add(lb_delivery_facts *facts, const char *file, const char *item,
                           const char *name, const char *value, const lb_bilingual *advice);
void lb_delivery_facts_count(lb_delivery_facts *facts, const char *file, const char *item,
                             const char *name, double value, const lb_bilingual *advice);

/* The columns of a table and what the recipe and the rule take them for; those that the recipe uses
 * are requested. */
lb_status lb_delivery_facts_columns(lb_delivery_facts *facts, const char *file,
                                    lb_square_table *table, const lb_recipe *recipe,
                                    const lb_variable_columns *figures, const lb_square_rule *rule);

/* Of a table that has been read: rows, CRS, squares by size, duplicates, and of each requested
 * column values, missing, suppressed, sum, and what its numbers show of rounding or suppression. */
void lb_delivery_facts_table(lb_delivery_facts *facts, const char *file,
                             const lb_square_table *table);

/* Of all tables joined: squares, people, large squares on small ones, parts against totals. */
void lb_delivery_facts_joined(lb_delivery_facts *facts, const lb_recipe *recipe,
                              const lb_squares *squares, const lb_square_allocation *fill,
                              const lb_index *index);

#endif
