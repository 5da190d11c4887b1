/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between two outputs, by how much, and which inputs, options or version explain it.
 *
 * Tables of any format are compared row by row, rows being matched by their key; rasters cell by
 * cell; GeoPackages layer by layer; folders of `run` file by file; everything else by its bytes. */
#ifndef LAGESBILD_COMPARE_H
#define LAGESBILD_COMPARE_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_compare_options {
    const char *before, *after; /* two files, sources or folders of the same kind */
    const char *key;            /* "A,B": columns that name a row; NULL: the first columns of text
                                   and whole numbers that do in both tables */
    double tolerance;           /* numbers that differ by at most this are the same */
    const char *output;         /* the summary; NULL: only the table */
    const char *values;         /* every value that differs; NULL: only the table */
    const char *provenance;     /* JSON file; NULL: none */
} lb_compare_options;

/* Every option at its default (see lagesbild-compare(1)). */
LB_API void lb_compare_options_init(lb_compare_options *options);

typedef struct lb_compare_result {
    /* One row a finding: file, kind (file, table, rows, column, raster, band, version, option,
     * input), item, old, new, compared, differing, largest (the greatest absolute difference of
     * numbers), at (the key of the row or the cell where that is). Nothing differs: no rows. */
    lb_table summary;
    /* One row a value: file, key, column, old, new, difference. */
    lb_table values;
} lb_compare_result;

LB_API void lb_compare_result_clear(lb_compare_result *result);

/* LB_E_INPUT: the two are not of the same kind, or a table has no such key. */
LB_API lb_status lb_compare_run(const lb_compare_options *options, const lb_job *job,
                                lb_compare_result *out, lb_error *err);

#endif
