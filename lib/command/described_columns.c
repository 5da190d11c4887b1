/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "command/described_columns.h"

static size_t add_columns(lb_table *table, const lb_column_info *column, size_t n)
{
    size_t first = table->columns;
    for (size_t i = 0; i < n; i++)
        lb_table_add_column(table, column[i].name, column[i].type, column[i].shown);
    return first;
}

/* The first of n columns from that name on; NULL: there are none, and the table fails. */
static const lb_column_info *find_columns(lb_table *table, const lb_table_info *info,
                                          const char *first, size_t n)
{
    for (size_t i = 0; i + n <= info->columns; i++)
        if (strcmp(info->column[i].name, first) == 0)
            return &info->column[i];
    table->failed = true;
    return NULL;
}

void lb_add_described_columns(lb_table *table, const lb_command *command, const char *part)
{
    const lb_table_info *info = lb_command_table(command, part);
    add_columns(table, info->column, info->columns);
}

void lb_add_translated_columns(lb_table *table, const lb_command *command, const char *part,
                               bool english)
{
    const lb_table_info *info = lb_command_table(command, part);
    for (const lb_column_info *c = info->column; c < info->column + info->columns; c++) {
        size_t swedish = strcspn(c->name, "|");
        bool one = c->name[swedish] == '\0';
        char *name = lb_text_copy(c->name + (english && !one ? swedish + 1 : 0));
        if (name && !english)
            name[swedish] = '\0';
        table->failed |= !name;
        lb_table_add_column(table, name, c->type, c->shown);
        free(name);
    }
}

size_t lb_add_some_columns(lb_table *table, const lb_command *command, const char *part,
                           const char *first, size_t n)
{
    const lb_column_info *column = find_columns(table, lb_command_table(command, part), first, n);
    return column ? add_columns(table, column, n) : 0;
}

size_t lb_add_column_as(lb_table *table, const lb_command *command, const char *part,
                        const char *pattern, const char *name)
{
    const lb_column_info *column = find_columns(table, lb_command_table(command, part), pattern, 1);
    return column ? lb_table_add_column(table, name, column->type, column->shown) : 0;
}
