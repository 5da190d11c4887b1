/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing GeoPackages: the same layers give the same bytes, whenever they are written. */
#ifndef LB_PORT_VECTOR_GPKG_WRITE_H
#define LB_PORT_VECTOR_GPKG_WRITE_H

#include "port/sqlite/layer_desc.h"

/* Writes a new file (path is a temporary name, see base/atomic_file). Geometry is in `geom`, with
 * an index; rows are numbered from 1 in `fid`; where the table has such columns, ours are `geom_1`,
 * `fid_1`. Missing values are NULL. about: kept in gpkg_metadata, the provenance as
 * application/json and all of it as ISO 19115; NULL: nothing. LB_E_IO; LB_E_INPUT: two columns of a
 * layer have one name (SQLite ignores the case of ASCII). */
lb_status lb_gpkg_write(const char *path, const lb_layer_desc *layers, size_t n,
                        const lb_file_about *about, lb_error *err);

#endif
