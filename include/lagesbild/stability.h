/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild stability` as one call: how far the index and its classes hang on the choices of the
 * recipe (docs/methods.md, Stability). */
#ifndef LAGESBILD_STABILITY_H
#define LAGESBILD_STABILITY_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_stability_options {
    const char *const *source; /* tables of squares, or one grid of `index` */
    size_t sources;
    const char *recipe;      /* built-in or file; NULL: livsvillkor-8, of a grid its own */
    const char *const *band; /* "NAME=FILE:BAND" */
    size_t bands;
    int32_t cell_size; /* of squares whose source gives no size, metres; 0: not given */
    const char *id, *size, *x, *y;
    const char *areas;   /* "[NAME=]SOURCE"; NULL: none */
    const char *name;    /* their field with the name; NULL: the usual names */
    bool quantiles;      /* also the 5th and 95th percentile of ranks */
    bool exact_ranks;    /* keep every rank: else medians are to 1/256 of many squares */
    const char *output;  /* file of the squares; NULL: none */
    const char *factors; /* file of the choices' shares of the variance; NULL: only the table */
    const char *recipes; /* file with a row a recipe; NULL: none */
    const char *areas_output; /* file of the areas; NULL: only the table */
    const char *provenance;   /* JSON file; NULL: none */
    int min_cell;             /* the squares are coarsened (disclosure.h); 0: as delivered */
} lb_stability_options;

/* Every option at its default (see lagesbild-stability(1)). */
LB_API void lb_stability_options_init(lb_stability_options *options);

typedef struct lb_stability_report {
    lb_table squares; /* a row a square that has an index by any recipe */
    lb_table summary, factors, recipes;
    lb_table areas; /* without columns where no areas were given */
} lb_stability_report;

LB_API void lb_stability_report_clear(lb_stability_report *report);

/* LB_E_INPUT also: more combinations of levels than 50 000; no square has an index. */
LB_API lb_status lb_stability_run(const lb_stability_options *options, const lb_job *job,
                                  lb_stability_report *out, lb_error *err);

#endif
