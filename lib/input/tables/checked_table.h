/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few columns a command wants of a source, all rows, checked: every problem of the file is told
 * in one pass. For tables that fit in memory (areas, counts, answers), not for events. */
#ifndef LB_INPUT_TABLES_CHECKED_TABLE_H
#define LB_INPUT_TABLES_CHECKED_TABLE_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>
#include "base/diagnostics.h"

typedef struct lb_checked_column {
    const char *what;         /* what messages call it, and the column's name in the sheet */
    const char *requested;    /* the column a person named; NULL: the usual names are looked for */
    const char *option;       /* the option that names it ("--name"); NULL: there is none */
    const char *const *usual; /* a list of lb_usual_columns; NULL: `what` alone */
    lb_column_type type;      /* LB_TEXT or LB_REAL */
    bool column_optional;     /* the source need not have the column */
    bool value_optional;      /* a row need not have a value */
    bool integral;            /* numbers have no decimals */
    double min, max;          /* of numbers; both 0: any */
} lb_checked_column;

typedef struct lb_checked_table {
    const char *source; /* borrowed */
    lb_table table;     /* one column a field, in their order; missing: NULL, NaN */
    long *line;         /* [table.rows]: where the row stood */
    size_t capacity;
    bool has[16];      /* which of the fields the source has */
    bool has_polygons; /* polygons, or a column of WKT */
} lb_checked_table;

/* Called with each row whose values are fine; adds what else is wrong with it. */
typedef struct lb_row_check {
    lb_status (*row)(void *udata, const lb_checked_table *sheet, size_t row,
                     lb_diagnostics *diagnostics);
    void *udata;
} lb_row_check;

void lb_checked_table_clear(lb_checked_table *sheet);

/* check may be NULL. At most 16 fields. */
lb_status lb_checked_table_read(const char *source, const lb_checked_column *field, size_t fields,
                                const lb_row_check *check, const lb_job *job, lb_checked_table *out,
                                lb_error *err);

#endif
