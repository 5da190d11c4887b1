/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two choices of rows of one table, FILE|where=A and FILE|where=B: what stands for hidden counts is
 * a mean over each, and where the two differ by few rows the means reveal those (docs/methods.md,
 * Coarsening). */
#ifndef LB_PROJECT_PUBLISH_ROW_CHOICES_H
#define LB_PROJECT_PUBLISH_ROW_CHOICES_H

#include <stddef.h>
#include <lagesbild/status.h>

/* Fewest rows by which two choices that have rows in common differ: of 100 squares of a delivery 30
 * and more, a bin's least, have some count that is hidden. */
enum { LB_ROWS_APART_MIN = 100 };

/* How many rows one choice has and the other has not, or, where each has some of its own, both
 * have: the smallest such number below LB_ROWS_APART_MIN; 0: none, the same rows, or what cannot be
 * read. a, b: sources. LB_E_MEMORY. */
lb_status lb_row_choices_sliver(const char *a, const char *b, size_t *rows);

#endif
