/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roles of columns: what a table's columns reveal of people (command.h). */
#include <string.h>

#include <lagesbild/command.h>

const char *lb_role_name(lb_role role)
{
    static const char *const names[] = {
        [LB_ROLE_KEY] = "key",       [LB_ROLE_GROUND] = "ground", [LB_ROLE_EVENT] = "event",
        [LB_ROLE_PEOPLE] = "people", [LB_ROLE_PART] = "part",     [LB_ROLE_RATIO] = "ratio",
        [LB_ROLE_LEVEL] = "level",   [LB_ROLE_MADE] = "made"};
    return names[role];
}

bool lb_table_info_has_roles(const lb_table_info *table)
{
    for (size_t i = 0; i < table->columns; i++)
        if (table->column[i].role == LB_ROLE_NONE)
            return false;
    return true;
}

const lb_table_info *lb_command_table(const lb_command *command, const char *name)
{
    for (size_t i = 0; i < command->tables; i++)
        if (strcmp(command->table[i].name, name) == 0)
            return &command->table[i];
    return NULL;
}
