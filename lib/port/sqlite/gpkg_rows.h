/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling a GeoPackage that has tables and no rows yet, past GDAL: with one statement a layer
 * and a packed spatial index. */
#ifndef LB_PORT_SQLITE_GPKG_ROWS_H
#define LB_PORT_SQLITE_GPKG_ROWS_H

#include "model/layer_desc.h"

enum { LB_GPKG_NAME_SIZE = 32 };

/* `name`, or `name_1` ... when the table has such a column (in any case: SQLite's names). */
void lb_gpkg_free_name(const lb_table *table, const char *name, char out[LB_GPKG_NAME_SIZE]);

/* Fills each layer's table, index, extent and count, in one transaction, and adds the metadata
 * of `about` (NULL: none) dated `date`. LB_E_IO, LB_E_MEMORY. */
lb_status lb_gpkg_insert_rows(const char *path, const lb_layer_desc *layers, size_t n,
                              const lb_file_about *about, const char *date, lb_error *err);

#endif
