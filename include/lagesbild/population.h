/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild population` as one call: people carried from zones to areas (the report's DeSO
 * matching; docs/methods.md, Population transfer). */
#ifndef LAGESBILD_POPULATION_H
#define LAGESBILD_POPULATION_H

#include <lagesbild/log.h>
#include <lagesbild/overlap_rule.h>
#include <lagesbild/table.h>

/* A zone whose code has no figures takes those of its parent. */
typedef enum lb_parent_rule {
    LB_PARENT_NONE,
    LB_PARENT_LAST_DIGIT /* the code with 0 for its last digit: DeSO 2025 from DeSO 2018 */
} lb_parent_rule;

LB_API extern const char *const lb_parent_rule_names[]; /* by lb_parent_rule, NULL-ended */

typedef struct lb_population_options {
    const char *zones;            /* polygons */
    const char *areas;            /* "[NAME=]SOURCE" */
    const char *fields;           /* "F,G": figures of the zones; the first is people */
    const char *young;            /* "F,G": fields that add up to those aged 0-19; NULL: none */
    const char *const *intensive; /* "FIELD:WEIGHT": a mean, weighed by another field; "FIELD:area":
                                     by surface */
    size_t n_intensive;
    const char *counts; /* table with the fields by code; NULL: they are the zones' own */
    const char *id;     /* field of the codes, in both; NULL: the usual names */
    lb_parent_rule parent;
    const char *weights; /* grid of people that says where in a zone they live; NULL: by
                            surface */
    const char *name, *category, *priority; /* of the areas */
    lb_overlap_rule overlap;
    double national; /* people of the country; 0: all people in the figures */
    const char *output, *provenance;
    int min_cell; /* the grid is coarsened (disclosure.h); 0: as delivered */
} lb_population_options;

/* Every option at its default (see lagesbild-population(1)). */
LB_API void lb_population_options_init(lb_population_options *options);

/* One row an area, then a category, then all: level, area, category, covered_share (of its surface,
 * by zones with figures), people, people_low, people_high, share_of_country, share_0_19, then
 * FIELD, FIELD_low, FIELD_high of each further field. low: zones wholly inside; high: every zone
 * touched; of a mean: the least and greatest touched. LB_E_INPUT also when the balance does not
 * close: in the areas + outside + of codes without a zone = all, to 1e-9. */
LB_API lb_status lb_population_run(const lb_population_options *options, const lb_job *job,
                                   lb_table *out, lb_error *err);

#endif
