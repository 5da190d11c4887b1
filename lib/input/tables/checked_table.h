/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All rows of a typed reader in memory, for commands that look at the table as a whole. */
#ifndef LB_INPUT_TABLES_CHECKED_TABLE_H
#define LB_INPUT_TABLES_CHECKED_TABLE_H

#include "input/tables/typed_reader.h"

typedef struct lb_checked_table {
    const char *source; /* borrowed */
    lb_table table; /* one column a spec, in their order: LB_TEXT or LB_REAL; missing: NULL, NaN */
    long *line;     /* [table.rows]: where the row stood */
    size_t capacity;
    bool *has;         /* [table.columns]: the source has the column */
    bool has_polygons; /* polygons, or a column of WKT */
} lb_checked_table;

void lb_checked_table_clear(lb_checked_table *table);

/* All rows of a source. */
lb_status lb_checked_table_read(const char *source, const lb_input_column *spec, size_t n,
                                const lb_job *job, lb_checked_table *out, lb_error *err);

/* The same with a reader that the caller has opened. *table is to be cleared whatever the status.
 */
lb_status lb_checked_table_fill(lb_checked_table *table, lb_typed_reader *reader, lb_error *err);

/* The same in steps, for who looks at each row as it comes: an empty table with the columns that
 * the reader has found, and one more row. LB_E_MEMORY. */
lb_status lb_checked_table_init(lb_checked_table *table, const lb_typed_reader *reader);
lb_status lb_checked_table_add(lb_checked_table *table, const lb_typed_row *row);

#endif
