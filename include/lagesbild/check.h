/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `check`: what a delivery of squares is, before an index is made of it. */
#ifndef LAGESBILD_CHECK_H
#define LAGESBILD_CHECK_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_check_options {
    const char *const *source; /* tables of squares */
    size_t sources;
    const char *const *band; /* "NAME=FILE:BAND", as in lb_index_options */
    size_t bands;
    const char *recipe;            /* built-in or file; NULL: livsvillkor-8 */
    int32_t cell_size;             /* of squares whose source gives no size, metres; 0: not given */
    const char *id, *size, *x, *y; /* columns, as in lb_index_options */
    const char *output;
    const char *provenance;
} lb_check_options;

/* Every option at its default (see lagesbild-check(1)). */
LB_API void lb_check_options_init(lb_check_options *options);

/* A row a finding, lagesbild-check(1). LB_E_INPUT: `index` would refuse the delivery, with the same
 * text; *out is filled then too, with what was found before. */
LB_API lb_status lb_check_run(const lb_check_options *options, const lb_job *job, lb_table *out,
                              lb_error *err);

#endif
