/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of areas: polygons with names and categories, the worst category first. */
#ifndef LB_INPUT_AREAS_AREAS_H
#define LB_INPUT_AREAS_AREAS_H

#include <lagesbild/log.h>
#include <lagesbild/topology_issues.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>
#include "port/read/polygon_reader.h"

typedef struct lb_area_fields {
    const char *name, *category; /* fields of the source; NULL: the usual names are looked for */
    const char *priority;        /* "A,B,C", worst first; NULL: särskilt utsatt, risk, utsatt */
} lb_area_fields;

typedef struct lb_areas {
    char *label;               /* NAME of NAME=SOURCE, else the source's base name without ending */
    const char *source;        /* borrowed, without NAME= */
    lb_shapes shapes;          /* in the working CRS */
    lb_polygon_findings found; /* of the source, without is_skipped */
    lb_table attributes;       /* all fields of the source */
    char **name;               /* [count]; the feature's number where there is no name */
    size_t *category;          /* [count]: index into categories */
    size_t categories;         /* 0: the set has no categories */
    char **category_name;      /* [categories], the worst first */
    lb_topology_issues topology;         /* where lb_topology_check_areas has looked */
    size_t name_column, category_column; /* of attributes, SIZE_MAX: none */
} lb_areas;

void lb_areas_clear(lb_areas *areas);

/* The SOURCE of "[NAME=]SOURCE". A = behind a /, . or | belongs to the source, not to a NAME. */
const char *lb_areas_source(const char *spec);

/* spec: "[NAME=]SOURCE"; crs: the working CRS, NULL: that of the source. Notes which fields were
 * found. LB_E_INPUT also when it has no areas. */
lb_status lb_areas_read(const char *spec, const lb_area_fields *fields, const char *crs,
                        const lb_job *job, lb_areas *out, lb_error *err);

/* Areas whose geometry is not needed: shapes has their count and nothing else. Moves *attributes
 * into the areas, also when it fails. */
lb_status lb_areas_from_table(const char *spec, const lb_area_fields *fields, lb_table *attributes,
                              const lb_job *job, lb_areas *out, lb_error *err);

/* Does a get what both cover by the rule of priority: the worse category, of one category the name
 * that Swedish has first, of one name by the vertices? So it does not depend on the order of rows.
 */
bool lb_areas_is_before(const lb_areas *areas, size_t a, size_t b);

/* The column of attributes a field name means (folded), or SIZE_MAX with *err naming the nearest.
 */
size_t lb_areas_find_field(const lb_areas *areas, const char *field, lb_error *err);

/* The value of a field as text, whatever its type, "" for none; to be freed. NULL: out of memory.
 */
char *lb_areas_field_text(const lb_areas *areas, size_t feature, size_t column);

#endif
