/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of tables with typed columns, for every command: a list of wanted columns is looked up
 * in a source (text table or vector layer), then rows come one at a time as checked numbers and
 * texts. All problems of a table are reported with file and line in one pass, and memory does not
 * grow with the rows. Usage:
 *
 *     lb_typed_reader reader;
 *     lb_status status = lb_typed_reader_open(source, spec, n, job, &reader, err);
 *     if (status == LB_OK)
 *         status = lb_typed_reader_each(&reader, handler, udata, err);
 *     lb_typed_reader_close(&reader);
 */
#ifndef LB_INPUT_TABLES_TYPED_READER_H
#define LB_INPUT_TABLES_TYPED_READER_H

#include <lagesbild/grid.h>
#include "base/diagnostics.h"
#include "port/read/row_reader.h"
#include "text/usual_columns.h"

/* What a row without a value in a column is. */
typedef enum lb_value_rule {
    LB_VALUE_NEEDED,   /* a problem */
    LB_VALUE_OPTIONAL, /* NULL or NaN: nothing, ".", or ".." for a suppressed number */
    LB_VALUE_LENIENT   /* the same, and so is text where a number was expected */
} lb_value_rule;

/* A column that a command wants: how it is found, its type, and what its faults mean. */
typedef struct lb_input_column {
    const char *what;         /* what messages call the column */
    const char *requested;    /* the name that the user gave; NULL: the usual names are tried */
    const char *option;       /* the option that names it, "--name"; NULL: there is none */
    const char *const *usual; /* a list of lb_usual_columns; NULL: `what` alone */
    lb_column_type type;      /* LB_TEXT, LB_REAL, LB_INTEGER (a number without decimals) */
    bool column_optional;     /* the table need not have the column */
    lb_value_rule missing;
    bool uncopied; /* of LB_TEXT: text that the source holds stays there, `text` is NULL */
    bool whole; /* counts people or events: values that are not whole, or whose mark may be one of
                   thousands ("12.345", "12,000"), are warned of */
    double min, max;    /* of numbers, both included; both 0: any */
    char *const *codes; /* [n_codes], borrowed: values that stand for a suppressed number */
    size_t n_codes;
    lb_status no_column;    /* LB_OK: its absence is reported with the table's other problems; else
                               the status with which opening fails at once */
    const char *suggestion; /* said of an absent column instead of the nearest names; may be NULL */
} lb_input_column;

/* The usual names in an initialiser: {.what = "area", LB_USUAL(AREA)}. */
#define LB_USUAL(role) .usual = lb_usual_columns[LB_USUAL_##role]

typedef struct lb_typed_value {
    lb_value_kind kind; /* of a number */
    char *text;         /* of LB_TEXT; NULL: missing. Valid until the next row */
    double number;      /* of the other types; NaN: missing */
} lb_typed_value;

/* Values of a column with `whole` that need a warning. */
typedef struct lb_whole_check {
    size_t values, suspect; /* numbers; those not whole or with a mark before three digits */
    long line;              /* of the first suspect */
    double number;          /* what it is read as */
    char text[40];          /* as it is written */
} lb_whole_check;

/* Counts one value that is read as `number`. LB_E_MEMORY. */
lb_status lb_whole_check_add(lb_whole_check *check, const lb_csv_value *raw, double number,
                             long line);
void lb_whole_check_warn(const lb_whole_check *check, const char *source, const char *what,
                         lb_log *log);

/* Is it digits alone, of a whole number beyond 2^53, which a double may not hold? Sources deliver
 * their integers beyond it as text. */
bool lb_integer_too_large(const lb_csv_value *raw, double number);

typedef struct lb_typed_row {
    long line;                   /* in a text table, the header being 1; else the feature's id */
    const lb_typed_value *value; /* one a spec; missing where the table lacks the column */
    const lb_row *source;        /* the row as it is read, with its geometry */
    bool good; /* no value had a problem; those that had are missing, and have been reported */
    lb_diagnostics *diagnostics; /* for what else is wrong with the row */
} lb_typed_row;

typedef struct lb_typed_reader {
    const char *source; /* borrowed */
    lb_rows *rows;
    lb_log *log;                 /* borrowed */
    const lb_input_column *spec; /* [n], borrowed */
    size_t n;
    size_t *column; /* [n] of the source; SIZE_MAX: it has no such column */
    lb_typed_value *value;
    lb_whole_check *whole; /* [n] */
    lb_typed_row row;
    size_t n_rows;     /* read so far, those with problems included */
    bool has_polygons; /* the source has polygons, or a column of WKT */
} lb_typed_reader;

/* Opens the source and finds its columns (lb_typed_reader_find). *out is to be closed whatever the
 * status. n 0: no columns yet. */
lb_status lb_typed_reader_open(const char *source, const lb_input_column *spec, size_t n,
                               const lb_job *job, lb_typed_reader *out, lb_error *err);

/* The same without columns yet, for lb_rows_hash at the end. */
lb_status lb_typed_reader_open_hashed(const char *source, const lb_job *job, lb_typed_reader *out,
                                      lb_error *err);
void lb_typed_reader_close(lb_typed_reader *reader);

/* Reports all columns that are missing with the nearest names; a note names the columns were
 * guessed, that is found by a usual name that is not the one messages use. spec is borrowed. */
lb_status lb_typed_reader_find(lb_typed_reader *reader, const lb_input_column *spec, size_t n,
                               lb_error *err);

/* Messages go there from now on: to that of the thread that reads. */
void lb_typed_reader_use_log(lb_typed_reader *reader, lb_log *log);

bool lb_typed_reader_has(const lb_typed_reader *reader, size_t spec);

/* The next row, valid until the next call; *row is NULL at the end. A whole number beyond 2^53 in a
 * column of numbers is a problem: a double would round it. At the end: warnings of columns with
 * `whole`; LB_E_INPUT when the table had problems, those that the caller reported included. */
lb_status lb_typed_reader_next(lb_typed_reader *reader, const lb_typed_row **row, lb_error *err);

/* All good rows. A table without rows is LB_E_INPUT. The handler reports problems through
 * row->diagnostics and returns LB_OK then; LB_E_MEMORY ends the reading. */
typedef lb_status (*lb_typed_row_handler)(void *udata, const lb_typed_row *row);
lb_status lb_typed_reader_each(lb_typed_reader *reader, lb_typed_row_handler handler, void *udata,
                               lb_error *err);

/* The grid square of a row: its id (as "3202506405250") in text column `id` and its size in metres
 * in integer column `size`; epsg: the code of its CRS, 0: it has none. False: what is wrong has
 * been reported. */
bool lb_typed_row_square(const lb_typed_row *row, size_t id, size_t size, int32_t epsg,
                         lb_square *out);

#endif
