/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers about areas: sparse rows of (cell, fraction) times columns of cell values.
 *
 * lb_profile_compute joins a cover with a list of cells once; each statistic is then one pass over
 * the cell weights of each area. Columns are arrays beside the list of cells; NaN: no value there.
 */
#ifndef LAGESBILD_PROFILE_H
#define LAGESBILD_PROFILE_H

#include <lagesbild/cover.h>
#include <lagesbild/disclosure.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* The cells that have data, on the grid of a cover. Borrowed arrays. */
typedef struct lb_cell_list {
    size_t count;
    const int64_t *cell; /* row * ncol + col, ascending, each once */
} lb_cell_list;

typedef struct lb_cell_weight {
    size_t at;       /* index into the list of cells and its columns */
    double fraction; /* of that cell in the area, 0 < fraction <= 1 */
} lb_cell_weight;

typedef struct lb_profile {
    size_t count;                /* areas */
    size_t *first;               /* [count + 1]: the first share of each area; ascending by cell */
    lb_cell_weight *cell_weight; /* [first[count]] */
    size_t *touched;   /* [count]: cells of the grid that the area touches, listed or not */
    double *with_data; /* [count]: square metres of it in listed cells; */
    double *no_data;   /* [count]: in cells of the grid that are not listed; */
    double *outside;   /* [count]: outside the grid. The three add up to its planar area. */
} lb_profile;

/* threads: 0 for as many as there are cores; no result here depends on it. LB_E_INPUT: the cells
 * are not ascending or not on the grid. The caller clears *out. */
LB_API lb_status lb_profile_compute(const lb_cover *cover, const lb_cell_list *cells, int threads,
                                    lb_profile *out);
LB_API void lb_profile_clear(lb_profile *profile);

/* Each cell counts by its fraction times its weight. */
typedef enum lb_stat {
    LB_STAT_SUM,  /* sum of fraction x weight x value */
    LB_STAT_MEAN, /* weighted mean */
    LB_STAT_MIN,  /* least and greatest of every cell touched */
    LB_STAT_MAX,
    LB_STAT_MEDIAN,   /* the quantile 0.5 */
    LB_STAT_QUANTILE, /* the value at which the share of weight below passes q; midway between two
                         values when it is q just there (so equal weights give the usual median) */
    LB_STAT_MAJORITY, /* the value with most weight; of equals the greatest */
    LB_STAT_MINORITY, /* the value with least weight; of equals the least */
    LB_STAT_VARIETY,  /* how many different values */
    LB_STAT_STDEV,    /* of the weighted distribution: divided by the weight, not weight - 1 */
    LB_STAT_VARIANCE, /* its square */
    LB_STAT_RANGE,    /* max - min */
    LB_STAT_CV,       /* stdev / mean; NaN where the mean is 0 */
    LB_STAT_FRAC,     /* share of the weight that has the value `wanted` */
    LB_STAT_COUNT     /* sum of fraction x weight of cells that have a value */
} lb_stat;

LB_API extern const char *const lb_stat_names[]; /* by lb_stat, NULL-ended */

typedef struct lb_stat_input {
    const double *value;  /* NaN: left out */
    const double *weight; /* people, say; NULL: by area. NaN, 0 and less: the cell is left out */
    double quantile;      /* 0-1, for LB_STAT_QUANTILE */
    double wanted;        /* for LB_STAT_FRAC */
} lb_stat_input;

/* out: [count] of the profile. An area without values has sum and count 0, all else NaN.
 * LB_E_USAGE: the quantile is not in 0-1. */
LB_API lb_status lb_profile_stat(const lb_profile *profile, lb_stat stat,
                                 const lb_stat_input *input, int threads, double *out);

/* Bounds on a sum of values that are not negative: only cells wholly inside, and every cell
 * touched in full. low, high: [count]; either may be NULL. */
LB_API void lb_profile_bounds(const lb_profile *profile, const double *value, double *low,
                              double *high);

/* Sums of fraction x value by class: out[area * classes + k - 1] for cells of class k = 1 ..
 * classes; cells of other classes and NaN values are left out. value NULL: 1, the cells. */
LB_API void lb_profile_classes(const lb_profile *profile, const int *cell_class, int classes,
                               const double *value, double *out);

/* What of a cell counts in an area. The exact share is what this program is made for; the others
 * are those of other tools, to compare with: sums over areas then no longer close. */
typedef enum lb_count_rule {
    LB_COUNT_EXACT,    /* the share of the cell that lies in the area */
    LB_COUNT_CENTROID, /* all of it where its centre is in the area (locate.h), else nothing */
    LB_COUNT_ANY       /* all of it where any part is */
} lb_count_rule;

LB_API extern const char *const lb_count_rule_names[]; /* by lb_count_rule, NULL-ended */

/* `lagesbild profile` as one call: who lives in each area. */

typedef struct lb_profile_options {
    const char *grid;        /* "[NAME=]SOURCE": GeoPackage written by `index`, or any raster */
    const char *const *more; /* [n_more] further grids, likewise */
    size_t n_more;
    const char *areas;       /* "[NAME=]SOURCE" */
    const char *name;        /* field of the areas; NULL: the usual names */
    const char *const *stat; /* "NAME=FUNC(COLUMN[,WEIGHT])" of every grid; GRID:COLUMN of one,
                                GRID:WEIGHT of any one */
    size_t stats;
    const char *const *nodata; /* "[GRID:]VALUE": stands for no value, in every grid or that one */
    size_t n_nodata;
    lb_count_rule rule;
    const char *save_cover; /* file to keep the overlay in, for `cover` of a later run; or NULL */
    const char *cover;      /* such a file: the areas' geometry is not computed anew; or NULL */
    const char *output;     /* file; NULL: only the table */
    const char *provenance; /* JSON file; NULL: none */
    int min_cell;           /* the grid is coarsened (disclosure.h); 0: as delivered */
} lb_profile_options;

/* Every option at its default (see lagesbild-profile(1)). */
LB_API void lb_profile_options_init(lb_profile_options *options);

/* One row an area, in the order of the source: its attributes, then the columns of
 * lagesbild-profile(1) for the first grid, then those of each further grid (without sizes) with the
 * grid's name and a _ before them. A column that a grid has no figures for is there, empty; so is
 * area_km2_planar where the first grid is in degrees. Sums of coarsened counts are whole numbers or
 * ranges. LB_E_INPUT also when an area's planar size is not, to 1e-9, the sum
 * of what lies over cells with data, over cells without, and outside the grid. */
LB_API lb_status lb_profile_run(const lb_profile_options *options, const lb_job *job, lb_table *out,
                                lb_error *err);

#endif
