/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks for spreadsheets (docs/formats.md, Workbook): the same layers give the same bytes. */
#ifndef LB_PORT_XLSX_XLSX_WRITE_H
#define LB_PORT_XLSX_XLSX_WRITE_H

#include "port/sqlite/layer_desc.h"

/* Writes a new file (path is a temporary name, see base/atomic_file), a sheet a layer, without
 * geometry. about NULL: nothing is said of the file. LB_E_IO, LB_E_MEMORY; LB_E_INPUT: more rows,
 * columns or characters in a cell than a sheet holds. */
lb_status lb_xlsx_write(const char *path, const lb_layer_desc *layers, size_t n,
                        const lb_file_about *about, lb_error *err);

#endif
