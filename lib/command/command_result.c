/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables that a command hands to its caller: printed by the command line, shown on the page of
 * a run. */
#include "command/command_result.h"

void lb_command_result_clear(lb_command_result *result)
{
    for (size_t i = 0; i < LB_COMMAND_TABLES; i++)
        lb_table_clear(&result->table[i]);
    *result = (lb_command_result){.tables = 0};
}

void lb_command_result_add(lb_command_result *result, const char *part, lb_table *table)
{
    if (table->columns == 0)
        return;
    result->table[result->tables] = *table;
    result->part[result->tables++] = part;
    *table = (lb_table){0};
}
