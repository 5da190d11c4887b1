/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of areas between two assessments (Tabell 1, Tablå 2 and 3; docs/methods.md,
 * Changes).
 *
 * Areas are matched by name (match.h) and by place: how much of their surface they share. Every
 * area of either side is in exactly one change, so that rows of the transition matrix sum to the
 * counts before and its columns to those after. */
#ifndef LAGESBILD_CHANGES_H
#define LAGESBILD_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/log.h>
#include <lagesbild/name_match.h>
#include <lagesbild/status.h>
#include <lagesbild/table.h>

typedef enum lb_change_kind {
    LB_CHANGE_SAME,    /* on both sides under one name */
    LB_CHANGE_RENAMED, /* on both sides, at one place, under two names */
    LB_CHANGE_SPLIT,   /* only after: was part of `other`, which goes on elsewhere in the list */
    LB_CHANGE_MERGED,  /* only before: became part of `other`, which goes on */
    LB_CHANGE_NEW,     /* only after */
    LB_CHANGE_GONE     /* only before */
} lb_change_kind;

LB_API extern const char *const lb_change_kind_names[]; /* by lb_change_kind, NULL-ended */

/* Surfaces are square metres, NaN where geometry was not given. */
typedef struct lb_change {
    lb_change_kind kind;
    size_t before, after; /* SIZE_MAX: not on that side */
    size_t other;         /* of a split, an index of before; of a merger, of after; else SIZE_MAX */
    double kept, gained, lost;
} lb_change;

/* The surface that area i of before and area j of after share. */
typedef struct lb_change_overlap {
    size_t before, after;
    double area;
} lb_change_overlap;

/* Geometry, where there is any; zeroed: none. Pairs that share nothing are left out. */
typedef struct lb_change_geometry {
    const double *before, *after; /* the area of each, square metres */
    const lb_change_overlap *overlap;
    size_t overlaps;
    double min_overlap; /* one place when that share of the smaller area is common; 0: 0.5 */
} lb_change_geometry;

/* Every area of either assessment in exactly one change. */
typedef struct lb_changes {
    size_t count;
    lb_change *item; /* areas before in their order, then those that are only after, in theirs */
} lb_changes;

LB_API void lb_changes_clear(lb_changes *changes);

/* after_of[n]: the matches by name (lb_match_names), SIZE_MAX for none; m areas after. Areas left
 * over that share a place become one, the largest shared surface first, when both are left over;
 * where just one is, it is split from or merged into the other. LB_E_MEMORY. */
LB_API lb_status lb_changes_find(const size_t *after_of, size_t n, size_t m,
                                 const lb_change_geometry *geometry, lb_changes *out);

/* Categories of both sides as indices below `categories`, SIZE_MAX for an area that is listed but
 * in none ("Ej utsatt"). matrix[(categories + 1) x (categories + 1)], row from, column to; the
 * last of each: not assessed as exposed, on the list or not. */
LB_API void lb_changes_matrix(const lb_changes *changes, const size_t *category_before,
                              const size_t *category_after, size_t categories, size_t *matrix);

/* How many areas of a category (SIZE_MAX: of any) are in a group (SIZE_MAX: in any), say an LPO;
 * group may be NULL. Areas in no category never count. */
LB_API size_t lb_changes_count(const size_t *category, const size_t *group, size_t n,
                               size_t wanted_category, size_t wanted_group);

/* The command `changes` as a function: what became of areas between two assessments. */

typedef struct lb_changes_options {
    const char *before, *after;                 /* layers or tables: area, category, lpo, region */
    const char *name, *category, *lpo, *region; /* fields of both; NULL: the usual names */
    const char *aliases;                        /* table: from, to; NULL: none */
    const char *matrix, *counts;                /* files; NULL: none */
    const char *output, *provenance;            /* files; NULL: none */
    bool only_changed; /* the list has only areas whose category is another, came or went */
} lb_changes_options;

/* Every option at its default (see lagesbild-changes(1)). */
LB_API void lb_changes_options_init(lb_changes_options *options);

typedef struct lb_changes_report {
    lb_table list;   /* area, region, lpo, before, after, change; then kind, other, km2 */
    lb_table matrix; /* before; a column a category after, ej_utsatt, total */
    lb_table counts; /* region, lpo, category, before, after, lpo_before, lpo_after */
} lb_changes_report;

LB_API void lb_changes_report_clear(lb_changes_report *report);

/* A region or LPO that one side lacks is that of the other; `okand` when both lack it.
 * change: `worse` or `better` when the category changed, else the kind of changes.h. Surfaces, on
 * the ellipsoid, where both sides have polygons. */
LB_API lb_status lb_changes_run(const lb_changes_options *options, const lb_job *job,
                                lb_changes_report *out, lb_error *err);

#endif
