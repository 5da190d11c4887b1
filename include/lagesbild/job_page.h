/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page to and from files. */
#ifndef LAGESBILD_JOB_PAGE_H
#define LAGESBILD_JOB_PAGE_H

#include <lagesbild/log.h>
#include <lagesbild/page.h>
#include <lagesbild/recipe.h>

/* Renders the page and writes it, whole or not at all. */
LB_API lb_status lb_page_write(const lb_page *page, const char *path, const lb_job *job,
                               lb_error *err);

/* The squares of a GeoPackage that `index` wrote, owned. */
typedef struct lb_page_grid {
    char *crs;
    lb_page_squares squares; /* points into what follows, and to the recipe's colours */
    lb_square *square;
    int *class_of;
    lb_page_value *value; /* index, population, the recipe's groups and variables, rank */
    double **column;
    double *limits;        /* [2 * classes]: the least and the greatest index in each */
    const char ***instead; /* [values][count]: of columns of people, once guarded; else NULL */
    char **text;           /* [texts]: what stands there */
    size_t texts, text_capacity;
    int minimum; /* that it is guarded by; 0: it is not */
} lb_page_grid;

LB_API void lb_page_grid_clear(lb_page_grid *grid);

/* recipe: whose columns and colours; must outlive the grid. */
LB_API lb_status lb_page_grid_read(const char *source, const lb_recipe *recipe, const lb_job *job,
                                   lb_page_grid *out, lb_error *err);

/* Drops the squares that lie outside the window; the classes keep the limits of the whole grid. */
LB_API void lb_page_grid_keep(lb_page_grid *grid, lb_box window);

/* Hides people of squares who are fewer than `minimum` (0: none), and all other figures of squares
 * that have so few; also sums of people by class, where they would tell of a hidden square.
 * LB_E_MEMORY. */
LB_API lb_status lb_page_grid_guard(lb_page_grid *grid, int minimum);

#endif
