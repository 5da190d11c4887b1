/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One statement inserts all rows: a prepared INSERT for each begins and ends a statement a row,
 * and with AUTOINCREMENT reads and writes sqlite_sequence each time. */
#include <stdlib.h>

#include "base/buf.h"
#include "port/sqlite/virtual_rows.h"

#define MODULE "lagesbild_rows"

/* The base comes first, as SQLite hands out pointers to it. */
typedef struct rows_table {
    sqlite3_vtab base;
    const lb_virtual_rows *source;
} rows_table;

typedef struct rows_cursor {
    sqlite3_vtab_cursor base;
    const lb_virtual_rows *source;
    size_t row;
} rows_cursor;

/* Declares columns without names of their own or types: c0, c1 ... */
static int declare_columns(sqlite3 *db, int columns)
{
    lb_buf sql = {0};
    lb_buf_puts(&sql, "CREATE TABLE rows (c0");
    for (int i = 1; i < columns; i++)
        lb_buf_printf(&sql, ",c%d", i);
    lb_buf_putc(&sql, ')');
    int result = sql.failed ? SQLITE_NOMEM : sqlite3_declare_vtab(db, sql.text);
    lb_buf_clear(&sql);
    return result;
}

static int connect_table(sqlite3 *db, void *source, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **message)
{
    (void)argc, (void)argv, (void)message;
    rows_table *table = calloc(1, sizeof *table);
    int result =
        table ? declare_columns(db, ((const lb_virtual_rows *)source)->columns) : SQLITE_NOMEM;
    if (result != SQLITE_OK) {
        free(table);
        return result;
    }
    table->source = source;
    *out = &table->base;
    return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *table)
{
    free(table);
    return SQLITE_OK;
}

/* Rows are read from the first to the last, in no other way. */
static int plan_query(sqlite3_vtab *table, sqlite3_index_info *plan)
{
    plan->estimatedRows = (sqlite3_int64)((const rows_table *)table)->source->rows;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    rows_cursor *cursor = calloc(1, sizeof *cursor);
    if (!cursor)
        return SQLITE_NOMEM;
    cursor->source = ((const rows_table *)table)->source;
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    free(cursor);
    return SQLITE_OK;
}

static int first_row(sqlite3_vtab_cursor *cursor, int plan, const char *name, int argc,
                     sqlite3_value **argv)
{
    (void)plan, (void)name, (void)argc, (void)argv;
    ((rows_cursor *)cursor)->row = 0;
    return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *cursor)
{
    ((rows_cursor *)cursor)->row++;
    return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *cursor)
{
    const rows_cursor *c = (const rows_cursor *)cursor;
    return c->row >= c->source->rows;
}

static int column_value(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int column)
{
    const rows_cursor *c = (const rows_cursor *)cursor;
    c->source->value(c->source->udata, c->row, column, out);
    return SQLITE_OK;
}

static int row_number(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((const rows_cursor *)cursor)->row;
    return SQLITE_OK;
}

/* Without xCreate it is a table of the module's name, which no statement needs to create. */
static const sqlite3_module rows_module = {.xConnect = connect_table,
                                           .xBestIndex = plan_query,
                                           .xDisconnect = disconnect_table,
                                           .xOpen = open_cursor,
                                           .xClose = close_cursor,
                                           .xFilter = first_row,
                                           .xNext = next_row,
                                           .xEof = at_end,
                                           .xColumn = column_value,
                                           .xRowid = row_number};

bool lb_virtual_rows_insert(sqlite3 *db, const char *table, const lb_virtual_rows *source)
{
    char *sql = sqlite3_mprintf("INSERT INTO \"%w\" SELECT * FROM " MODULE, table);
    bool good = sql &&
                sqlite3_create_module(db, MODULE, &rows_module, (void *)source) == SQLITE_OK &&
                sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_free(sql);
    return good;
}
