/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats of result tables, a row each: the ending of the path, what kind of writer it has, and
 * the writer, which its row declares. Choice of the writer, checks, help, messages and completion
 * follow from the rows (output/table_file, command/option_table). Layouts: docs/formats.md, Tables.
 */
#ifndef LB_MODEL_TABLE_FORMATS_H
#define LB_MODEL_TABLE_FORMATS_H

#include <lagesbild/text_table.h>
#include "model/layer_desc.h"

/* Any table, without outlines. */
#define LB_PLAIN_FORMATS(F)                 \
    F(".csv", to_text, lb_table_to_csv)     \
    F(".json", to_text, lb_table_to_json)   \
    F(".md", to_text, lb_table_to_markdown) \
    F(".xlsx", to_file, lb_xlsx_write)
/* The same, with their outlines where they have them. */
#define LB_PACKAGE_FORMATS(F) F(".gpkg", to_file, lb_gpkg_write)
/* One table with outlines. */
#define LB_LAYER_FORMATS(F)              \
    F(".fgb", to_bytes, lb_layer_to_fgb) \
    F(".geojson", to_bytes, lb_layer_to_geojson)

/* The kinds of writers. to_text: a table as a new string, which the caller frees; LB_E_MEMORY.
 * to_bytes: a layer as the bytes of a whole file, which the caller frees; LB_E_IO, LB_E_MEMORY,
 * LB_E_INPUT. to_file: n layers into a new file at a temporary name (base/atomic_file); about NULL:
 * nothing is said of the file; LB_E_IO, LB_E_MEMORY; LB_E_INPUT: more than the format holds. The
 * same input gives the same bytes, whenever it is written. */
#define LB_WRITER_to_text(writer) \
    lb_status writer(const lb_table *table, const lb_text_options *options, char **text)
#define LB_WRITER_to_bytes(writer) \
    lb_status writer(const lb_layer_desc *layer, char **out, size_t *length, lb_error *err)
#define LB_WRITER_to_file(writer)                                             \
    lb_status writer(const char *path, const lb_layer_desc *layers, size_t n, \
                     const lb_file_about *about, lb_error *err)

#define LB_DECLARE_WRITER(ending, kind, writer) LB_WRITER_##kind(writer);
LB_PLAIN_FORMATS(LB_DECLARE_WRITER)
LB_PACKAGE_FORMATS(LB_DECLARE_WRITER)
LB_LAYER_FORMATS(LB_DECLARE_WRITER)
#undef LB_DECLARE_WRITER

/* ".csv, .json, " and so on, for help. */
#define LB_ENDING_TEXT(ending, kind, writer) ending ", "

#endif
