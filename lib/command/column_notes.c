/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/try.h"
#include "command/column_notes.h"
#include "command/option.h"

/* A column of describe that a name fits, and how well: letters in common; -1: it does not. */
typedef struct column_fit {
    const lb_column_info *column;
    int letters;
    bool several; /* as well as another */
} column_fit;

/* Letters of the pattern that stand in the name, capitals being any text of one character or more;
 * -1: the name is another. */
static int count_fitting_letters(const char *pattern, const char *name)
{
    size_t any = strspn(pattern, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (any > 0) {
        for (size_t skipped = strlen(name); skipped > 0; skipped--) {
            int rest = count_fitting_letters(pattern + any, name + skipped);
            if (rest >= 0)
                return rest;
        }
        return -1;
    }
    if (*pattern != *name)
        return -1;
    if (!*pattern)
        return 0;
    int rest = count_fitting_letters(pattern + 1, name + 1);
    return rest < 0 ? -1 : rest + (*pattern != '_');
}

static void find_in_table(const lb_table_info *table, const char *name, column_fit *best)
{
    for (size_t i = 0; i < table->columns; i++) {
        int letters = count_fitting_letters(table->column[i].name, name);
        if (letters >= 0 && letters == best->letters)
            best->several = true;
        if (letters > best->letters)
            *best = (column_fit){&table->column[i], letters, false};
    }
}

/* How sure it is that a table of the command is the one that goes to `path` as layer `name`: 2; one
 * that goes there under another name: 1; any other: 0. */
static int table_nearness(const lb_command *command, const void *options,
                          const lb_table_info *table, const char *path, const char *name)
{
    const lb_option *option = table->option ? lb_command_option(command, table->option) : NULL;
    const char *file = option ? lb_option_text(option, options) : NULL;
    bool goes_there = path && file && strcmp(path, file) == 0;
    return goes_there ? 1 + (name && strcmp(name, table->name) == 0) : 0;
}

/* Of the tables in the order of their nearness the first that has such a column. A placeholder
 * alone says what the column is only where there is no other such. */
static const lb_column_info *find_column(const lb_command *command, const int *nearness,
                                         const char *name)
{
    column_fit best = {NULL, -1, false};
    for (int near = 2; near >= 0 && !best.column; near--)
        for (size_t i = 0; i < command->tables; i++)
            if (nearness[i] == near)
                find_in_table(&command->table[i], name, &best);
    return best.letters == 0 && best.several ? NULL : best.column;
}

lb_column_note *lb_command_column_notes(const void *of, const void *options, bool english,
                                        const char *path, const char *name, const lb_table *table)
{
    const lb_command *command = of;
    lb_column_note *note = calloc(table->columns + 1, sizeof *note);
    int *nearness = calloc(command->tables + 1, sizeof *nearness);
    for (size_t i = 0; nearness && i < command->tables; i++)
        nearness[i] = table_nearness(command, options, &command->table[i], path, name);
    for (size_t i = 0; note && nearness && i < table->columns; i++) {
        const lb_column_info *column = find_column(command, nearness, table->column[i].name);
        if (!column)
            continue;
        lb_bilingual meaning = lb_command_column_meaning(column);
        note[i] = (lb_column_note){column->unit, english ? meaning.en : meaning.sv};
    }
    if (!nearness) {
        free(note);
        note = NULL;
    }
    free(nearness);
    return note;
}

static lb_status check_column(const lb_table_info *table, const char *name, lb_error *err)
{
    column_fit best = {NULL, -1, false};
    lb_buf all = {0};
    find_in_table(table, name, &best);
    if (best.column)
        return LB_OK;
    for (size_t i = 0; i < table->columns; i++)
        lb_buf_printf(&all, "%s%s", i > 0 ? ", " : "", table->column[i].name);
    lb_status status = all.failed ? lb_error_memory(err)
                                  : lb_error_set(err, LB_E_USAGE,
                                                 "--columns: '%.100s' is no column of this table; "
                                                 "there are %s",
                                                 name, all.text);
    lb_buf_clear(&all);
    return status;
}

/* A misspelt name is reported before hours of work, where describe knows the table's columns. */
lb_status lb_command_check_columns(const lb_command *command, const char *list, lb_error *err)
{
    const lb_table_info *table = lb_command_table(command, "");
    while (list && table) {
        list += strspn(list, " ");
        size_t end = strcspn(list, ","), length = end;
        while (length > 0 && list[length - 1] == ' ')
            length--;
        char *name = lb_buf_format("%.*s", (int)length, list);
        lb_status status = name ? check_column(table, name, err) : lb_error_memory(err);
        free(name);
        LB_TRY(status);
        list = list[end] ? list + end + 1 : NULL;
    }
    return LB_OK;
}
