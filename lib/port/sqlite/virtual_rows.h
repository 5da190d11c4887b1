/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that are computed while SQLite inserts them: a virtual table that one INSERT ... SELECT
 * copies from, https://www.sqlite.org/vtab.html. */
#ifndef LB_PORT_SQLITE_VIRTUAL_ROWS_H
#define LB_PORT_SQLITE_VIRTUAL_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

/* Columns and rows count from 0. */
typedef struct lb_virtual_rows {
    size_t rows;
    int columns;
    /* Gives the value by sqlite3_result_...; one that is not copied must stay until the next row is
     * asked for. */
    void (*value)(void *udata, size_t row, int column, sqlite3_context *out);
    void *udata;
} lb_virtual_rows;

/* Inserts all rows into `table`, whose columns are as many. False: sqlite3_errmsg says why. */
bool lb_virtual_rows_insert(sqlite3 *db, const char *table, const lb_virtual_rows *source);

#endif
