/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading and writing of cover files share: the hash of the rows. */
#include <stdlib.h>
#include <string.h>

#include "port/sqlite/cover_file.h"

void lb_area_cover_clear(lb_area_cover *area_cover)
{
    lb_cover_clear(&area_cover->cover);
    lb_cover_clear(&area_cover->union_cover);
    free(area_cover->true_m2);
    lb_topology_issues_clear(&area_cover->topology);
    *area_cover = (lb_area_cover){.true_m2 = NULL};
}

static void write_little_endian(unsigned char *at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

/* The hash ------------------------------------------------------------------------------------- */

/* A letter for the type, then eight bytes of a number, or length and bytes of a text or blob: two
 * different rows never give the same bytes. */
static void hash_value(lb_hasher *hasher, sqlite3_stmt *s, int column)
{
    static const char letters[] = {[SQLITE_INTEGER] = 'i',
                                   [SQLITE_FLOAT] = 'r',
                                   [SQLITE_TEXT] = 't',
                                   [SQLITE_BLOB] = 'b',
                                   [SQLITE_NULL] = 'n'};
    unsigned char bytes[9];
    int type = sqlite3_column_type(s, column);
    const void *data = type == SQLITE_TEXT   ? (const void *)sqlite3_column_text(s, column)
                       : type == SQLITE_BLOB ? sqlite3_column_blob(s, column)
                                             : NULL;
    uint64_t bits = 0;
    if (type == SQLITE_FLOAT) {
        double real = sqlite3_column_double(s, column);
        memcpy(&bits, &real, sizeof bits);
    } else if (type == SQLITE_INTEGER) {
        bits = (uint64_t)sqlite3_column_int64(s, column);
    } else if (type != SQLITE_NULL) {
        bits = (uint64_t)sqlite3_column_bytes(s, column);
    }
    bytes[0] = (unsigned char)letters[type];
    write_little_endian(bytes + 1, bits, 8);
    lb_hasher_add(hasher, bytes, type == SQLITE_NULL ? 1 : 9);
    if (data && bits > 0)
        lb_hasher_add(hasher, data, (size_t)bits);
}

static int hash_query(sqlite3 *db, lb_hasher *hasher, const char *sql)
{
    sqlite3_stmt *s = NULL;
    int code = sql ? sqlite3_prepare_v2(db, sql, -1, &s, NULL) : SQLITE_NOMEM;
    if (code != SQLITE_OK)
        return code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(s); i++)
            hash_value(hasher, s, i);
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* SHA-256 of definition and rows of all tables but that of the hash itself, in a fixed order, so
 * that a changed file is noticed. Returns SQLite's code. */
int lb_cover_file_hash(sqlite3 *db, char hex[LB_HASH_SIZE])
{
    static const char *const tables[] = {"grid", "areas",  "joined",    "overlaps",
                                         "gaps", "fields", "attributes"};
    lb_hasher *hasher = lb_hasher_new();
    int code = hasher ? SQLITE_OK : SQLITE_NOMEM;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && code == SQLITE_OK; i++) {
        char *schema =
            sqlite3_mprintf("SELECT sql FROM sqlite_master WHERE name = '%s'", tables[i]);
        char *rows = sqlite3_mprintf("SELECT * FROM %s ORDER BY rowid", tables[i]);
        code = hash_query(db, hasher, schema);
        if (code == SQLITE_OK)
            code = hash_query(db, hasher, rows);
        sqlite3_free(schema);
        sqlite3_free(rows);
    }
    if (hasher)
        lb_hasher_end(hasher, hex);
    lb_hasher_free(hasher);
    return code;
}
