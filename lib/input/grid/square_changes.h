/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change of squares that `trend` found, as maps, pages and QGIS show it. */
#ifndef LB_INPUT_GRID_SQUARE_CHANGES_H
#define LB_INPUT_GRID_SQUARE_CHANGES_H

#include <lagesbild/bilingual.h>
#include <lagesbild/grid.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* Classes of a change in points of the index, from much better to much worse; limits are the same
 * for every map, so that maps can be compared. */
enum { LB_CHANGE_CLASSES = 7 };
extern const double lb_change_limits[LB_CHANGE_CLASSES - 1];
extern const lb_bilingual lb_change_class_names[LB_CHANGE_CLASSES];

/* 1 to LB_CHANGE_CLASSES; 0: NaN. A limit belongs to the class farther from 0. */
int lb_change_class(double change);

/* More sizes of square than any delivery has; those beyond are not found. */
enum { LB_CHANGE_SIZES = 16 };

/* Zeroed memory is empty. */
typedef struct lb_square_changes {
    size_t count;
    lb_square *square;             /* [count] of the units, in the order of lb_square_compare */
    int32_t size[LB_CHANGE_SIZES]; /* [sizes] of squares, metres, ascending */
    size_t sizes;
    double *change, *q; /* [count] points; q NaN: not held against noise */
    double *before;     /* [count] the index of the first delivery; NaN: none */
    bool is_tested;     /* some q is known */
    char between[200];  /* "2019–2021" */
} lb_square_changes;

void lb_square_changes_clear(lb_square_changes *changes);

/* Of the units in a table of `trend`; rows of areas are left out. LB_E_INPUT: it is no such table.
 */
lb_status lb_square_changes_make(const lb_table *trend, lb_square_changes *out, lb_error *err);

/* The same from a file, or a step of this run. */
lb_status lb_square_changes_read(const char *source, const lb_job *job, lb_square_changes *out,
                                 lb_error *err);

/* The smallest unit's square that is or holds the given one; SIZE_MAX: none. */
size_t lb_square_changes_find(const lb_square_changes *changes, lb_square square);

/* Was the change held against noise, and is not more? */
bool lb_square_change_is_noise(const lb_square_changes *changes, size_t i);

#endif
