/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table or raster of a delivery: its squares and the columns that are wanted of it. */
#ifndef LB_INPUT_DELIVERY_SQUARE_TABLE_H
#define LB_INPUT_DELIVERY_SQUARE_TABLE_H

#include <lagesbild/grid.h>
#include <lagesbild/log.h>
#include "input/tables/typed_reader.h"
#include "port/gdal/sha256.h"

/* A table of squares: opened first, read when it is known which columns are wanted. */
typedef struct lb_square_table {
    const char *source; /* borrowed */
    size_t columns;
    char **column;           /* [columns]: every name the source has */
    bool by_id;              /* squares are identified by ids, else by place */
    char crs[120];           /* that they were read as, as messages call it; "": not decided */
    char hash[LB_HASH_SIZE]; /* of a text table's bytes as they were read; "": not known */
    size_t rows, capacity;
    lb_square *square; /* [rows] */
    long *line;        /* [rows] */
    size_t n_wanted;
    struct lb_square_column *wanted; /* [n_wanted]: the columns whose values are read */
    lb_typed_reader reader;          /* open until read */
} lb_square_table;

typedef struct lb_square_column {
    size_t column;
    bool is_count;     /* below zero has no meaning */
    bool is_whole;     /* counts people or things */
    bool is_compared;  /* no figure is read from it: what is no number is missing, and no fault */
    double *value;     /* [rows]: NaN where empty or suppressed */
    size_t suppressed; /* how many were ".." */
} lb_square_column;

void lb_square_table_clear(lb_square_table *table);

/* Opens the source and lists its columns. */
lb_status lb_square_table_open(const char *source, const lb_job *job, lb_square_table *out,
                               lb_error *err);

/* How squares are understood. */
typedef struct lb_square_rule {
    int32_t cell;      /* the working grid's cell size, metres */
    int32_t cell_size; /* --cell-size; 0: not given */
    const char *crs;   /* the working CRS */
    /* Columns that the user names (--id, --size, --x, --y); NULL: the usual ones. */
    const char *id, *size, *x, *y;
    char *const *codes; /* [n_codes]: values that stand for a suppressed figure */
    size_t n_codes;
} lb_square_rule;

/* What the column says of the square itself: "id", "size", "easting" or "northing"; NULL: nothing.
 */
const char *lb_square_rule_key(const lb_square_rule *rule, const char *column);

/* Adds a column to those to be read; returns its place among `wanted`, SIZE_MAX: no memory.
 * is_whole: it counts people or things, and values that are not whole are warned of. */
size_t lb_square_table_request(lb_square_table *table, size_t column, bool is_count, bool is_whole);

/* Reads all rows. Where squares are identified by place, the CRS is decided by all of them
 * (model/crs_detect); ids are of the working CRS. All problems are reported with their lines;
 * LB_E_INPUT at the end. Afterwards the squares are sorted and each is there once. */
lb_status lb_square_table_read(lb_square_table *table, const lb_square_rule *rule,
                               const lb_job *job, lb_error *err);

#endif
