/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sort-tile-recursive packing (Leutenegger, Lopez and Edgington 1997) into the nodes that
 * SQLite's ext/rtree/rtree.c reads: depth (root only) and count, two bytes each, then cells of an
 * 8-byte id and four 4-byte floats (xmin, xmax, ymin, ymax), all big-endian. SQLite's
 * rtreecheck() accepts it. Inserting row by row, where nodes are split over and over, takes 0.8 s
 * of CPU more for 115,000 squares. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/radix_sort.h"
#include "port/sqlite/gpkg_tree.h"
#include "port/sqlite/virtual_rows.h"

/* rtree.c: RTREE_MAXCELLS. GDAL's databases have pages of 4096 bytes, of which a node may take all
 * but 64, and is then limited to 51 cells; SQLite reads the size of nodes from the root. */
enum { NODE_CELLS = 51, CELL_BYTES = 24, NODE_BYTES = 4 + NODE_CELLS * CELL_BYTES };

static void write_big_endian(unsigned char *to, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--, value >>= 8)
        to[i] = (unsigned char)(value & 0xFF);
}

/* The nearest float that is not inside the box: `towards` -INFINITY for minima, INFINITY for
 * maxima. Boxes may grow by the rounding but never shrink, or searches would miss rows. */
static void write_float(unsigned char *to, double value, float towards)
{
    float f = (float)value;
    if ((towards < 0 && (double)f > value) || (towards > 0 && (double)f < value))
        f = nextafterf(f, towards);
    uint32_t bits;
    memcpy(&bits, &f, 4);
    write_big_endian(to, bits, 4);
}

static void write_cell(unsigned char *to, const lb_tree_entry *entry)
{
    write_big_endian(to, (uint64_t)entry->id, 8);
    write_float(to + 8, entry->box.xmin, -INFINITY);
    write_float(to + 12, entry->box.xmax, INFINITY);
    write_float(to + 16, entry->box.ymin, -INFINITY);
    write_float(to + 20, entry->box.ymax, INFINITY);
}

/* The order in which each NODE_CELLS entries that follow each other are neighbours on the ground:
 * vertical slices of about sqrt(nodes) nodes by the middle of x, each ordered by the middle of y.
 * Ties stay by id. item: [n] scratch; slice_of: [n]. */
static bool order_by_tiles(const lb_tree_entry *entry, size_t n, lb_sort_item *item,
                           uint64_t *slice_of)
{
    size_t nodes = (n + NODE_CELLS - 1) / NODE_CELLS;
    size_t slice = (size_t)ceil(sqrt((double)nodes)) * NODE_CELLS;
    for (size_t i = 0; i < n; i++)
        item[i] = (lb_sort_item){lb_sort_key(entry[i].box.xmin + entry[i].box.xmax), i};
    bool good = lb_radix_sort(item, n);
    for (size_t k = 0; k < n; k++)
        slice_of[item[k].at] = k / slice;
    for (size_t i = 0; i < n; i++)
        item[i] = (lb_sort_item){lb_sort_key(entry[i].box.ymin + entry[i].box.ymax), i};
    good = good && lb_radix_sort(item, n);
    for (size_t k = 0; k < n; k++)
        item[k].key = slice_of[item[k].at];
    return good && lb_radix_sort(item, n);
}

/* Entries by id into the order of tiles. False: out of memory. */
static bool sort_into_tiles(lb_tree_entry *entry, size_t n)
{
    lb_sort_item *item = malloc(n * sizeof *item);
    uint64_t *slice_of = malloc(n * sizeof *slice_of);
    lb_tree_entry *sorted = malloc(n * sizeof *sorted);
    bool good = item && slice_of && sorted && order_by_tiles(entry, n, item, slice_of);
    for (size_t k = 0; good && k < n; k++)
        sorted[k] = entry[item[k].at];
    if (good)
        memcpy(entry, sorted, n * sizeof *entry);
    free(item);
    free(slice_of);
    free(sorted);
    return good;
}

/* The shadow tables behind a virtual R-tree table: node (number, data), rowid (row, leaf) and
 * parent (node, its parent). */
typedef struct rtree_writer {
    sqlite3_stmt *node, *parent;
    lb_sort_item *leaf; /* [rows] a row's id and its leaf's number */
    int64_t last;       /* the highest node number in use; the root is 1 */
} rtree_writer;

static sqlite3_stmt *prepare_insert(sqlite3 *db, const char *format, const char *name)
{
    sqlite3_stmt *statement = NULL;
    char *sql = sqlite3_mprintf(format, name);
    if (sql)
        sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    sqlite3_free(sql);
    return statement;
}

static bool run_insert(sqlite3_stmt *statement)
{
    int result = sqlite3_step(statement);
    return sqlite3_reset(statement) == SQLITE_OK && result == SQLITE_DONE;
}

static bool insert_pair(sqlite3_stmt *statement, int64_t a, int64_t b)
{
    sqlite3_bind_int64(statement, 1, a);
    sqlite3_bind_int64(statement, 2, b);
    return run_insert(statement);
}

/* A node of full size, zeros behind its n cells, as SQLite expects. */
static bool write_node(rtree_writer *t, int64_t number, int depth, const lb_tree_entry *entry,
                       size_t n)
{
    unsigned char data[NODE_BYTES] = {0};
    write_big_endian(data, (uint64_t)depth, 2);
    write_big_endian(data + 2, n, 2);
    for (size_t i = 0; i < n; i++)
        write_cell(data + 4 + i * CELL_BYTES, &entry[i]);
    sqlite3_bind_int64(t->node, 1, number);
    sqlite3_bind_blob(t->node, 2, data, NODE_BYTES, SQLITE_TRANSIENT);
    return run_insert(t->node);
}

static lb_box entries_box(const lb_tree_entry *entry, size_t n)
{
    lb_box box = lb_box_empty();
    for (size_t i = 0; i < n; i++)
        box = lb_box_union(box, entry[i].box);
    return box;
}

/* Writes n entries as nodes of one level, 0 the leaves, and replaces them by one entry a node,
 * which are those of the next level. The last node, which holds all, is the root: number 1, and the
 * only one that states its depth. */
static bool write_level(rtree_writer *t, int level, lb_tree_entry *entry, size_t *n)
{
    size_t nodes = (*n + NODE_CELLS - 1) / NODE_CELLS;
    for (size_t i = 0; i < nodes; i++) {
        const lb_tree_entry *first = entry + i * NODE_CELLS;
        size_t count = *n - i * NODE_CELLS < NODE_CELLS ? *n - i * NODE_CELLS : NODE_CELLS;
        int64_t number = nodes == 1 ? 1 : ++t->last;
        if (!write_node(t, number, nodes == 1 ? level : 0, first, count))
            return false;
        for (size_t j = 0; j < count; j++)
            if (level == 0)
                t->leaf[i * NODE_CELLS + j] = (lb_sort_item){(uint64_t)first[j].id, (size_t)number};
            else if (!insert_pair(t->parent, first[j].id, number))
                return false;
        entry[i] = (lb_tree_entry){number, entries_box(first, count)};
    }
    *n = nodes;
    return true;
}

/* Level by level from the leaves up, until one node holds all. */
static bool write_nodes(rtree_writer *t, lb_tree_entry *entry, size_t n)
{
    bool good = true;
    for (int level = 0; good; level++) {
        good = write_level(t, level, entry, &n);
        if (n == 1 && entry[0].id == 1)
            break;
    }
    return good;
}

/* One row of the table of rowids: a lb_sort_item. */
static void give_leaf(void *udata, size_t row, int column, sqlite3_context *out)
{
    const lb_sort_item *leaf = (const lb_sort_item *)udata + row;
    sqlite3_result_int64(out, column == 0 ? (sqlite3_int64)leaf->key : (sqlite3_int64)leaf->at);
}

/* Rows by id, so that SQLite only appends them. */
static bool write_rowids(sqlite3 *db, const char *name, lb_sort_item *leaf, size_t n)
{
    lb_virtual_rows rows = {n, 2, give_leaf, leaf};
    char *table = sqlite3_mprintf("%s_rowid", name);
    bool good = table && lb_radix_sort(leaf, n) && lb_virtual_rows_insert(db, table, &rows);
    sqlite3_free(table);
    return good;
}

lb_status lb_gpkg_tree_fill(sqlite3 *db, const char *name, lb_tree_entry *entry, size_t n)
{
    if (n == 0)
        return LB_OK;
    rtree_writer t = {.last = 1, .leaf = malloc(n * sizeof *t.leaf)};
    t.node = prepare_insert(db, "INSERT OR REPLACE INTO \"%w_node\" VALUES (?, ?)", name);
    t.parent = prepare_insert(db, "INSERT INTO \"%w_parent\" VALUES (?, ?)", name);
    bool good = t.leaf && t.node && t.parent && sort_into_tiles(entry, n) &&
                write_nodes(&t, entry, n) && write_rowids(db, name, t.leaf, n);
    sqlite3_finalize(t.node);
    sqlite3_finalize(t.parent);
    free(t.leaf);
    return good ? LB_OK : LB_E_IO;
}
