/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `suggest` works with: the squares that are assessed, their labels, predictors and folds.
 *
 * A row is an assessed square, in the order of lb_square_compare: nothing depends on the order in
 * which squares or areas were read. */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_DATA_H
#define LB_COMMANDS_SUGGEST_SUGGEST_DATA_H

#include <lagesbild/index.h>
#include <lagesbild/logistic.h>
#include <lagesbild/suggest.h>
#include "input/delivery/recipe_squares.h"
#include "input/overlay/overlay.h"
#include "kernel/suggest/square_lattice.h"

#define LB_NO_ROW UINT32_MAX

enum { LB_PREDICTOR_NAME = 400, LB_FOLDS = 10, LB_FEWEST_GROUPS = 5, LB_FEW_GROUPS = 10 };

typedef enum lb_predictor_kind {
    LB_PREDICTOR_VARIABLE, /* of the index */
    LB_PREDICTOR_PEOPLE,   /* log10 of the square's people */
    LB_PREDICTOR_MISSING,  /* 1 where a variable has no value */
    LB_PREDICTOR_GROUP,    /* 1 in zones of one value of --group; not standardised */
    LB_PREDICTOR_EVENTS    /* log (1 + events per 1 000 people in the square and those round it) */
} lb_predictor_kind;

typedef struct lb_predictor {
    char name[LB_PREDICTOR_NAME];
    lb_predictor_kind kind;
    size_t variable; /* of the recipe: VARIABLE, MISSING */
    bool is_foreign; /* of foreign background */
    double *value;   /* [rows] standardised: mean 0, standard deviation 1 */
    double mean;     /* of value: of a group its share of the rows, else 0 */
    double *raw;     /* [rows] as people read it; NaN: missing */
} lb_predictor;

/* Parts of rows in one listed area. */
typedef struct lb_listed_area {
    size_t rows;
    uint32_t *row;
    double *part;   /* of each row's filled area, above 0 */
    uint32_t group; /* of labels; LB_NO_ROW: it has no row of label 1 */
} lb_listed_area;

typedef struct lb_suggest_data {
    const lb_suggest_options *options;
    const lb_job *job;
    lb_recipe_squares input;
    lb_index index; /* of the recipe's variables, as percentile ranks */

    size_t rows;
    uint32_t *square; /* [rows] of input.squares */
    double *people;   /* [rows] */
    double *index_of; /* [rows] the grid's index */
    size_t not_assessed;
    double not_assessed_people;

    lb_square_lattice lattice; /* of all squares of the assessed size; of all sizes the smallest */
    int32_t size;              /* of them, metres */
    uint32_t *row_of_cell;     /* [lattice cells]; LB_NO_ROW: nothing assessed */
    uint32_t *cell;            /* [rows]; LB_NO_CELL: a larger square */
    double *cell_people;       /* [lattice cells]; NaN: no square */

    lb_area_layer layer;
    lb_listed_area *area; /* [layer.areas.shapes.count] */
    double *listed;       /* [rows] part in any of them */
    double *label;        /* [rows] 1 or 0 */
    double *trained;      /* [rows] 1; 0: on the border of an area, scored but not trained on */
    size_t positives;     /* rows of label 1 */

    size_t groups, blocks, folds; /* units: groups, then blocks */
    uint32_t *unit;               /* [rows] resampled together */
    uint32_t *fold;               /* [rows] */
    size_t *once;                 /* [units] of 1: what is drawn from */

    uint32_t *term; /* [rows] the predictor of its group; LB_NO_ROW: none, as there is no label in
                       it; NULL: without --group */

    size_t late_events; /* of the day of the list or later, used with --despite-refusal */
    bool is_chance;     /* model A is no better than chance; used with --despite-refusal */
    bool knows_foreign; /* the recipe has a variable of foreign background, left out or not */
    size_t predictors;
    lb_predictor predictor[LB_LOGISTIC_PREDICTORS];
} lb_suggest_data;

/* "250" or "all"; NULL: *size 0, which stands for the smallest. LB_E_USAGE. */
lb_status lb_suggest_size_parse(const char *text, int32_t *size, bool *all, lb_error *err);

/* Grid, areas, labels. */
lb_status lb_suggest_data_read(lb_suggest_data *data, lb_error *err);

/* The same squares with the labels of another list, which no model is trained on. All else of *out
 * is borrowed from data; lb_suggest_list_clear frees its own, also after an error. */
lb_status lb_suggest_list_read(const lb_suggest_data *data, const char *areas, lb_suggest_data *out,
                               lb_error *err);
void lb_suggest_list_clear(lb_suggest_data *list);

/* zone[n]: of each point xy[n][2] in the grid's CRS, a zone (municipality, DeSO, area);
 * zones->shapes.count where it is in none. */
lb_status lb_suggest_locate(const lb_suggest_data *data, const lb_areas *zones, const double *xy,
                            size_t n, size_t *zone);

/* The same of the centre of each row. */
lb_status lb_suggest_locate_rows(const lb_suggest_data *data, const lb_areas *zones, size_t *zone);

void lb_suggest_data_clear(lb_suggest_data *data);

#endif
