/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of any source as texts, and the columns that name its rows. */
#ifndef LB_COMMANDS_COMPARE_KEYED_TABLE_H
#define LB_COMMANDS_COMPARE_KEYED_TABLE_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* A table whose rows are known by the texts of some columns, so that two can be compared whatever
 * their order. */
typedef struct lb_keyed_table {
    lb_table table;  /* every column as text; a geometry is a last column of its own */
    char **key;      /* [table.rows] texts of the key columns, joined by " | " */
    size_t *order;   /* [table.rows], by key */
    bool *is_number; /* [table.columns]: every value that is there is a number */
} lb_keyed_table;

void lb_keyed_table_clear(lb_keyed_table *table);

/* Reads the rows; no keys yet. */
lb_status lb_keyed_table_read(const char *source, lb_log *log, lb_keyed_table *out, lb_error *err);

/* Names the rows of both by the columns of `names` ("A,B"), or, NULL, by the first columns they
 * share, of text and whole numbers, that name every row of both once; where none do, by their
 * place in the table (a note says so). LB_E_INPUT: a column of names is not there, or its rows
 * repeat. */
lb_status lb_keyed_tables_join(lb_keyed_table *a, lb_keyed_table *b, const char *names,
                               const char *file, lb_log *log, lb_error *err);

#endif
