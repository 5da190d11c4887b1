/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a result was made from and how: told inside or beside every output, so that anyone can make
 * it again. Holds nothing that differs between two runs that give the same result: no clock, no
 * thread count, no folder. Zeroed memory is empty; a failed allocation is told by the renderers. */
#ifndef LB_OUTPUT_PROVENANCE_H
#define LB_OUTPUT_PROVENANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>
#include "base/buf.h"

typedef struct lb_provenance {
    char *command, *recipe;
    lb_buf options, inputs, balance, topology; /* JSON members, in the order added */
    bool failed;
} lb_provenance;

void lb_provenance_clear(lb_provenance *provenance);

void lb_provenance_command(lb_provenance *provenance, const char *command);
void lb_provenance_recipe(lb_provenance *provenance, const char *text);

/* An option that matters to the result; value NULL is a flag that is set. */
void lb_provenance_option(lb_provenance *provenance, const char *key, const char *value);
void lb_provenance_option_real(lb_provenance *provenance, const char *key, double value);
void lb_provenance_option_json(lb_provenance *provenance, const char *key, const lb_buf *json);

/* Only the base name of path is kept. rows < 0: not known. */
void lb_provenance_input(lb_provenance *provenance, const char *path, const char *sha256,
                         int64_t rows);

/* A figure of the balance: what was read, used, left out. */
void lb_provenance_balance(lb_provenance *provenance, const char *name, double value);

/* Where the areas of one set overlap or leave gaps, as JSON objects with commas between them; NULL:
 * it was not looked for. */
void lb_provenance_topology(lb_provenance *provenance, const char *areas, const lb_buf *overlaps,
                            const lb_buf *gaps);

/* The whole as a JSON object with a newline; the caller frees it. */
lb_status lb_provenance_json(const lb_provenance *provenance, char **out);

/* For GeoTIFF: key, value, key, value ..., NULL: LAGESBILD_VERSION, _COMMAND, _OPTIONS, _RECIPE,
 * _INPUTS, _BALANCE (objects and arrays as JSON). Freed with lb_provenance_items_free. */
lb_status lb_provenance_items(const lb_provenance *provenance, char ***out);
void lb_provenance_items_free(char **items);

#endif
