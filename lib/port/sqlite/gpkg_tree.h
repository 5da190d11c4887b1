/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's R-tree filled at once, packed. */
#ifndef LB_PORT_SQLITE_GPKG_TREE_H
#define LB_PORT_SQLITE_GPKG_TREE_H

#include <sqlite3.h>

#include <lagesbild/grid.h>

typedef struct lb_tree_entry {
    int64_t id; /* the row */
    lb_box box;
} lb_tree_entry;

/* Fills the empty two-dimensional R-tree `name` (rtree_TABLE_GEOM). entry[0..n): by id;
 * reordered. LB_E_IO: SQLite says why, or memory was missing. */
lb_status lb_gpkg_tree_fill(sqlite3 *db, const char *name, lb_tree_entry *entry, size_t n);

#endif
