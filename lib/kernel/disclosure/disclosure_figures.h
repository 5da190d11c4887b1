/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the disclosure guard looks at: figures as rows over squares, and which squares two rows
 * differ in. */
#ifndef LB_KERNEL_DISCLOSURE_DISCLOSURE_FIGURES_H
#define LB_KERNEL_DISCLOSURE_DISCLOSURE_FIGURES_H

#include <lagesbild/disclosure.h>
#include <lagesbild/profile.h>

/* Rows: the figures of all areas, then their upper bounds, then their lower ones, then the union,
 * then the grid's own total, which everyone knows. */
typedef enum lb_figure_kind {
    LB_FIGURE_AREA,
    LB_FIGURE_UPPER,
    LB_FIGURE_LOWER,
    LB_FIGURE_UNION,
    LB_FIGURE_GRID
} lb_figure_kind;

/* Where an area meets a cell. */
typedef struct lb_cell_hit {
    size_t area;
    double fraction;
} lb_cell_hit;

typedef struct lb_disclosure_figures {
    const lb_disclosure_input *input;
    size_t areas, rows; /* rows: with the union and the grid */
    size_t squares;
    lb_cell_weight *grid;  /* [cells] */
    double *people;        /* [squares] in whole squares */
    double *square_people; /* [cells]: the people of its square; 0 where it has none itself */
    double *total;         /* [rows]: people of the squares that a row rests on */
    double *figure;        /* [rows]: what would be told */
    bool *reveals_small;   /* [rows]: the figure tells of one of its squares that it holds few */
    bool *all_inside; /* [areas]: its cells with people are wholly inside: bounds are the figure */
    size_t *degree;   /* [cells]: areas that meet it */
    size_t *visited_at, visit_stamp; /* [squares]: met in this turn */
} lb_disclosure_figures;

/* The cells of one row. */
typedef struct lb_figure_cells {
    const lb_cell_weight *cell_weight;
    size_t count;
    lb_figure_kind kind;
} lb_figure_cells;

/* Areas by cell, of the cells that were asked for. */
typedef struct lb_cell_areas_index {
    size_t *first; /* [cells + 1] */
    lb_cell_hit *hit;
} lb_cell_areas_index;

/* Squares alone. */
lb_status lb_disclosure_figures_make(const lb_disclosure_input *input, lb_disclosure_figures *out);
/* What is known of each row. */
lb_status lb_disclosure_figures_measure(lb_disclosure_figures *rows);
void lb_disclosure_figures_clear(lb_disclosure_figures *rows);

/* More than none, fewer than the minimum; values that were divided among cells are rounded. */
bool lb_disclosure_below_min(const lb_disclosure_figures *rows, double people);

/* Are there few people in any square? Else no figure can tell of few. */
bool lb_disclosure_any_below_min(const lb_disclosure_figures *rows);

lb_figure_cells lb_disclosure_row_cells(const lb_disclosure_figures *rows, size_t row);
lb_figure_kind lb_disclosure_row_kind(const lb_disclosure_figures *rows, size_t row);
size_t lb_disclosure_row(const lb_disclosure_figures *rows, lb_figure_kind kind, size_t area);

/* The fraction that a row of that kind counts of a cell. */
double lb_disclosure_fraction(lb_figure_kind kind, double fraction);
bool lb_disclosure_same_fraction(double a, double b);

/* Begins a new turn: squares are added once each by lb_disclosure_visit, which returns their people
 * the first time and then 0. */
void lb_disclosure_begin_visit(lb_disclosure_figures *rows);
double lb_disclosure_visit(lb_disclosure_figures *rows, size_t cell);

/* People of the squares in which two rows differ; once it is not few, as far as it was counted. */
double lb_people_in_difference(lb_disclosure_figures *rows, size_t a, size_t b);

/* wanted: [cells]; NULL: all that have people. */
lb_status lb_cell_areas_index_make(const lb_disclosure_figures *rows, const bool *wanted,
                                   lb_cell_areas_index *out);
void lb_cell_areas_index_clear(lb_cell_areas_index *index);

#endif
