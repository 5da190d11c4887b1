/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the tables and rasters of a delivery to one table of squares with the recipe's variables. */
#ifndef LB_INPUT_DELIVERY_JOIN_SQUARES_H
#define LB_INPUT_DELIVERY_JOIN_SQUARES_H

#include <lagesbild/recipe.h>
#include <lagesbild/squares.h>
#include "output/provenance.h"
#include "port/gdal/sha256.h"

typedef struct lb_join_options {
    const char *const *source; /* tables */
    size_t sources;
    const char *const *band; /* "NAME=FILE:BAND": rasters, one variable a band */
    size_t bands;
    int32_t cell_size; /* metres, of squares whose source gives no size; 0: not given */
    /* Columns of every table; NULL: the usual ones. */
    const char *id, *size, *x, *y;
} lb_join_options;

/* What the options of a command say of it. */
#define LB_JOIN_OPTIONS(o)                          \
    ((lb_join_options){.source = (o)->source,       \
                       .sources = (o)->sources,     \
                       .band = (o)->band,           \
                       .bands = (o)->bands,         \
                       .cell_size = (o)->cell_size, \
                       .id = (o)->id,               \
                       .size = (o)->size,           \
                       .x = (o)->x,                 \
                       .y = (o)->y})

/* What became of one variable. */
typedef struct lb_join_variable {
    char *source;            /* "COLUMN of FILE", or "A / B of FILE" */
    size_t suppressed;       /* cells that were ".." */
    size_t zero_denominator; /* shares of nothing: missing */
    size_t clamped;          /* shares above 1 by disclosure noise: taken as 1 */
    bool was_percent;        /* 0-100, divided by 100 */
} lb_join_variable;

typedef struct lb_join_report {
    size_t sources, variables;
    size_t *rows;               /* [sources], rasters after tables */
    char **name;                /* [sources] base names */
    char (*hash)[LB_HASH_SIZE]; /* [sources] of what was read; "": not known */
    lb_join_variable *variable; /* [variables] */
    size_t joined;              /* squares that are in every input */
} lb_join_report;

void lb_join_report_clear(lb_join_report *report);

lb_status lb_join_squares(const lb_recipe *recipe, const lb_join_options *options,
                          const lb_job *job, lb_squares *squares, lb_join_report *report,
                          lb_error *err);

/* The tables, then the files of the rasters, as inputs. report: with their rows and hashes, where
 * it has come to them; NULL: neither is known. */
void lb_join_to_provenance(const lb_join_options *options, const lb_join_report *report,
                           lb_provenance *provenance);

#endif
