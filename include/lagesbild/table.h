/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables with typed columns: what commands return and files hold. */
#ifndef LAGESBILD_TABLE_H
#define LAGESBILD_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

typedef enum lb_column_type { LB_TEXT, LB_INTEGER, LB_REAL } lb_column_type;

/* How a number is shown to a person; files always hold the plain number. */
typedef enum lb_unit {
    LB_UNIT_NONE,  /* up to six significant digits */
    LB_UNIT_SHARE, /* 0-1 in files, per cent with one decimal on a terminal */
    LB_UNIT_RATIO, /* three significant digits */
    LB_UNIT_COUNT, /* whole people, events: no decimals */
    LB_UNIT_RATE,  /* per 1 000 inhabitants: one decimal */
    LB_UNIT_KM2,   /* four decimals */
    LB_UNIT_SCORE  /* four decimals */
} lb_unit;

/* A value that is not there: NULL, LB_INTEGER_NONE, NaN. */
#define LB_INTEGER_NONE INT64_MIN

/* One column: all values of one type, which the member of `data` follows. */
typedef struct lb_column {
    char *name;
    lb_column_type type;
    lb_unit unit;
    union {
        char **text;
        int64_t *integer;
        double *real;
    } data; /* [rows], owned */
} lb_column;

/* Published in place of a suppressed number: it lies between low and high, whole numbers. */
typedef struct lb_table_range {
    size_t row, column;
    int64_t low, high;
} lb_table_range;

/* Zeroed memory is an empty table. Once an allocation fails, `failed` stays set and later calls do
 * nothing: who fills a table checks once, at the end, with lb_table_status. */
typedef struct lb_table {
    size_t columns, rows, column_capacity, row_capacity;
    lb_column *column;
    lb_table_range *range; /* [ranges], by column and row; owned */
    size_t ranges, range_capacity;
    bool failed;
} lb_table;

LB_API void lb_table_clear(lb_table *table); /* frees; empty and usable again */

/* Returns the column's index; its values in rows that exist are missing. */
LB_API size_t lb_table_add_column(lb_table *table, const char *name, lb_column_type type,
                                  lb_unit unit);

/* A column to be, for tables of them. */
typedef struct lb_column_spec {
    const char *name;
    lb_column_type type;
    lb_unit unit;
} lb_column_spec;

/* Adds n columns in order; returns the index of the first. */
LB_API size_t lb_table_add_columns(lb_table *table, const lb_column_spec *column, size_t n);

/* Returns the new row's index; its values are missing. */
LB_API size_t lb_table_add_row(lb_table *table);
LB_API void lb_table_add_rows(lb_table *table, size_t n); /* at once */

/* The column's type must match. Text is copied. */
LB_API void lb_table_set_text(lb_table *table, size_t row, size_t column, const char *text);
LB_API void lb_table_set_integer(lb_table *table, size_t row, size_t column, int64_t value);
LB_API void lb_table_set_real(lb_table *table, size_t row, size_t column, double value);

/* Of a number column: its value becomes missing, and is shown as a range wherever the table is
 * written: "<5" from 0 to 4, else "10–14" (an en dash: no spreadsheet takes it for a date); text in
 * JSON, NULL in a GeoPackage. A number set later takes the range away. */
LB_API void lb_table_set_range(lb_table *table, size_t row, size_t column, int64_t low,
                               int64_t high);

/* A column that has this name, in upper or lower case, gets _1 behind its own, or the first number
 * that is free: room for a result of that name. */
LB_API void lb_table_reserve_name(lb_table *table, const char *name);

/* Adds the columns of `more` behind those of table, `before` in front of each name; row by row, new
 * rows where table has fewer. Makes way for each. */
LB_API void lb_table_append(lb_table *table, const lb_table *more, const char *before);

/* Removes the rows i with removed[i]; the others move up. The table has no ranges. */
LB_API void lb_table_remove_rows(lb_table *table, const bool *removed);

/* LB_E_MEMORY once anything failed, else LB_OK. */
LB_API lb_status lb_table_status(const lb_table *table);

/* Is there a column of this name, in upper or lower case? */
LB_API bool lb_table_has_name(const lb_table *table, const char *name);

/* The column of that exact name, or SIZE_MAX. */
LB_API size_t lb_table_column(const lb_table *table, const char *name);

/* NULL: the cell is no range. */
LB_API const lb_table_range *lb_table_range_at(const lb_table *table, size_t row, size_t column);

/* Room for any range as text. */
#define LB_TABLE_RANGE_SIZE 48
LB_API void lb_table_range_text(const lb_table_range *range, char text[LB_TABLE_RANGE_SIZE]);

/* Values; missing ones as above. A number column of either type can be read as real. */
LB_API const char *lb_table_text(const lb_table *table, size_t row, size_t column);
LB_API double lb_table_real(const lb_table *table, size_t row, size_t column);

#endif
