/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `inference` as a function: what an outsider can conclude about few people from
 * everything that was published (docs/methods.md, Inference). */
#ifndef LAGESBILD_INFERENCE_H
#define LAGESBILD_INFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/log.h>
#include <lagesbild/status.h>
#include <lagesbild/table.h>

typedef struct lb_inference_options {
    const char *const *publication; /* publish folders, pages, tables */
    size_t publications;
    const char *const *areas; /* the areas that rows of tables are about; several sets */
    size_t area_sets;
    const char *name;             /* field of their names; NULL: the usual ones */
    const char *const *area_name; /* [area_sets]: the same for each set, before name; NULL: none */
    const char *register_path;    /* --register: a list of earlier publications; NULL: none */
    int min_cell, cell_size;      /* people; metres, of squares where no page shows them */
    const char *output, *provenance;
} lb_inference_options;

/* Every option at its default (see lagesbild-inference(1)). */
LB_API void lb_inference_options_init(lb_inference_options *options);

/* One row a group of people examined: target, table, row, shown, low, high, verdict, certificate.
 * *found: something under the minimum can be concluded, or could not be proved safe; the command
 * then ends with exit code 4. LB_E_INPUT: a publication is not what it should be, or two of them
 * contradict each other. */
LB_API lb_status lb_inference_run(const lb_inference_options *options, const lb_job *job,
                                  lb_table *out, bool *found, lb_error *err);

#endif
