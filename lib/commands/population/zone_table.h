/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones with their figures, from the zones' own fields or from a table joined on the code. */
#ifndef LB_COMMANDS_POPULATION_ZONE_TABLE_H
#define LB_COMMANDS_POPULATION_ZONE_TABLE_H

#include <lagesbild/population.h>
#include "input/areas/areas.h"

enum { LB_ZONE_FIELDS_MAX = 15 };

/* Figures by row and which row each zone has: the two differ where zones share a row. */
typedef struct lb_zone_table {
    lb_areas zones; /* in the working CRS; name: the code */
    char *names;    /* the fields, cut from one text */
    size_t fields;
    const char *field[LB_ZONE_FIELDS_MAX];
    size_t rows;        /* of figures: several zones may share one (their parent's) */
    size_t source_rows; /* the first of them, which the source has; the rest are of zones that it
                           has no row for, and hold no figure */
    double *value[LB_ZONE_FIELDS_MAX]; /* [rows]; NaN: missing */
    double *low[LB_ZONE_FIELDS_MAX];  /* [rows] the least and greatest that a coarsened count can */
    double *high[LB_ZONE_FIELDS_MAX]; /* be; NULL: as read */
    size_t *row;                      /* [zones] */
    size_t unmatched, by_parent;      /* zones: without a row; with their parent's */
    size_t merged; /* rows of the zones' own fields that repeat a code's; they hold no figure */
    bool *used;    /* [rows]: by some zone */
    const char *source; /* of the figures, borrowed */
} lb_zone_table;

/* In place of the field that weighs a mean: its surface, --intensive FIELD:area. */
#define LB_ZONE_WEIGHT_AREA (SIZE_MAX - 1)

/* Which field weighs this one, a mean; SIZE_MAX: it is a count. */
size_t lb_zone_weight_of(const lb_zone_table *figures, const lb_population_options *options,
                         size_t field);

void lb_zone_table_clear(lb_zone_table *figures);

/* Zones without figures and figures without a zone are reported. LB_E_USAGE: fields. LB_E_INPUT: a
 * code twice, no code in common, and what the readers say. */
lb_status lb_zone_table_read(const lb_population_options *options, const char *crs,
                             const lb_job *job, lb_zone_table *out, lb_error *err);

#endif
