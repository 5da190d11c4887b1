/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a result was made from and how, written inside or beside every output so that anyone can
 * make it again (docs/formats.md, Provenance). Holds nothing that differs between two runs with the
 * same result: no clock, no thread count, no folder. Zeroed memory is empty. Adding cannot fail: a
 * failed allocation, and an input that could not be read, are remembered and returned by
 * lb_provenance_json and lb_provenance_items. */
#ifndef LB_OUTPUT_PROVENANCE_H
#define LB_OUTPUT_PROVENANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>
#include "base/buf.h"
#include "model/layer_desc.h"

typedef struct lb_provenance {
    char *command, *recipe;                          /* recipe: the whole YAML text, or NULL */
    lb_buf options, used, inputs, balance, topology; /* JSON members, in the order added */
    bool failed;
    lb_error unread; /* why an input could not be hashed; LB_OK: all could */
    bool unwritten;  /* no file is asked for: inputs are not hashed. By lb_provenance_begin */

    /* What files say of themselves, and of the columns of the table that is layer `name` of `path`
     * (command/column_notes); set by lb_provenance_begin, all static or borrowed; notes NULL:
     * nothing. about.provenance is not used. */
    lb_file_about about;
    lb_column_note *(*notes)(const void *command, const void *options, bool english,
                             const char *path, const char *name, const lb_table *table);
    const void *of_command, *of_options;
    const char *main_path; /* of the command's main table, which --columns is about */
} lb_provenance;

void lb_provenance_clear(lb_provenance *provenance);

void lb_provenance_command(lb_provenance *provenance, const char *command);
void lb_provenance_recipe(lb_provenance *provenance, char *yaml); /* taken; NULL: out of memory */

/* An option that affects the result, its value as JSON (command/option_provenance.h). */
void lb_provenance_option_json(lb_provenance *provenance, const char *key, const lb_buf *json);

/* What was used where an option was not given and its default depends on the input. */
void lb_provenance_used(lb_provenance *provenance, const char *key, const char *value);
void lb_provenance_used_real(lb_provenance *provenance, const char *key, double value);

/* Only the base name of path is kept. rows < 0: not known. */
void lb_provenance_input(lb_provenance *provenance, const char *path, const char *sha256,
                         int64_t rows);

/* Adds an input by its SHA-256: `known` where it was computed while reading, else (NULL, "") the
 * file is read again. source NULL: nothing is added. rows < 0: not known. */
void lb_provenance_source(lb_provenance *provenance, const char *source, const char *known,
                          int64_t rows);

/* A figure of the balance: how much was read, used, left out. The unit is part of the name. */
void lb_provenance_balance(lb_provenance *provenance, const char *name, double value);

/* Overlaps and gaps of one set of areas, each a list of JSON objects with commas between; NULL: not
 * searched for. count, m2: of all overlaps; of very many the list has the largest alone. */
void lb_provenance_topology(lb_provenance *provenance, const char *areas, const lb_buf *overlaps,
                            const lb_buf *gaps, size_t count, double m2);

/* Everything as one JSON object with a newline; the caller frees it. LB_E_MEMORY; LB_E_IO: an input
 * could not be read. */
lb_status lb_provenance_json(const lb_provenance *provenance, char **out, lb_error *err);

/* The same object without the hashes of its inputs, of which a small delivery could be guessed, and
 * without its balance where that counts what was delivered: for what is published. json: of
 * lb_provenance_json. The caller frees it; NULL: out of memory. */
char *lb_provenance_published(const char *json, bool without_balance);

/* The same object as a page shows it, without hashes where it is published. Errors as above. */
lb_status lb_provenance_page_json(const lb_provenance *provenance, bool publish, char **out,
                                  lb_error *err);

/* For GeoTIFF: key, value, key, value ..., NULL: LAGESBILD_VERSION, _COMMAND, _OPTIONS, _RECIPE,
 * _INPUTS, _BALANCE (objects and arrays as JSON). Freed with lb_provenance_items_free. Errors as
 * above. */
lb_status lb_provenance_items(const lb_provenance *provenance, char ***out, lb_error *err);
void lb_provenance_items_free(char **items);

#endif
