/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures that disclosure control compares: each is a list of squares with the fraction counted
 * of each; and in which squares two figures differ. */
#ifndef LB_KERNEL_DISCLOSURE_DISCLOSURE_FIGURES_H
#define LB_KERNEL_DISCLOSURE_DISCLOSURE_FIGURES_H

#include <lagesbild/disclosure.h>
#include <lagesbild/profile.h>

/* Kinds of figure, in the order of their rows: the figures of all areas, their upper bounds, their
 * lower bounds, the union of the areas, and the grid's own total, which is public. */
typedef enum lb_figure_kind {
    LB_FIGURE_AREA,
    LB_FIGURE_UPPER,
    LB_FIGURE_LOWER,
    LB_FIGURE_UNION,
    LB_FIGURE_GRID
} lb_figure_kind;

/* A cell that an area covers, or a part of it. */
typedef struct lb_cell_hit {
    size_t area;
    double fraction;
} lb_cell_hit;

typedef struct lb_disclosure_figures {
    const lb_disclosure_input *input;
    size_t areas, rows; /* rows: with the union and the grid */
    size_t squares;
    lb_cell_weight *grid;  /* [cells] */
    double *people;        /* [squares]: inhabitants of the whole square */
    double *square_people; /* [cells]: the people of its square; 0 where it has none itself */
    double *total;         /* [rows]: people of the squares that a row rests on */
    double *figure;        /* [rows]: the figure that would be published */
    bool *reveals_small;   /* [rows]: it reveals that one of its squares is below the minimum */
    bool *all_inside; /* [areas]: its cells with people are wholly inside: bounds are the figure */
    size_t *degree;   /* [cells]: areas that meet it */
    size_t *visited_at, visit_stamp; /* [squares]: the visit in which it was counted last */
} lb_disclosure_figures;

/* The cells of one row. */
typedef struct lb_figure_cells {
    const lb_cell_weight *cell_weight;
    size_t count;
    lb_figure_kind kind;
} lb_figure_cells;

/* The areas of each requested cell. */
typedef struct lb_cell_areas_index {
    size_t *first; /* [cells + 1] */
    lb_cell_hit *hit;
} lb_cell_areas_index;

/* The squares and their people alone; the caller clears *out. */
lb_status lb_disclosure_figures_make(const lb_disclosure_input *input, lb_disclosure_figures *out);
/* Fills total, figure, reveals_small, all_inside and degree. */
lb_status lb_disclosure_figures_measure(lb_disclosure_figures *rows);
void lb_disclosure_figures_clear(lb_disclosure_figures *rows);

/* A small group: more than no people, fewer than the minimum (to rounding, since people of a square
 * were divided among its cells). */
bool lb_disclosure_below_min(const lb_disclosure_figures *rows, double people);

/* Is any square below the minimum? If not, no figure can reveal a small group. */
bool lb_disclosure_any_below_min(const lb_disclosure_figures *rows);

lb_figure_cells lb_disclosure_row_cells(const lb_disclosure_figures *rows, size_t row);
lb_figure_kind lb_disclosure_row_kind(const lb_disclosure_figures *rows, size_t row);
size_t lb_disclosure_row(const lb_disclosure_figures *rows, lb_figure_kind kind, size_t area);

/* The fraction that a row of that kind counts of a cell. */
double lb_disclosure_fraction(lb_figure_kind kind, double fraction);
bool lb_disclosure_same_fraction(double a, double b);

/* Counts people of squares, each square once: begin_visit starts a count, visit returns the people
 * of the cell's square the first time in it and 0 afterwards. */
void lb_disclosure_begin_visit(lb_disclosure_figures *rows);
double lb_disclosure_visit(lb_disclosure_figures *rows, size_t cell);

/* People of the squares in which rows a and b differ; stops counting at the minimum. Linear in the
 * cells of both. */
double lb_people_in_difference(lb_disclosure_figures *rows, size_t a, size_t b);

/* wanted: [cells]; NULL: all that have people. */
lb_status lb_cell_areas_index_make(const lb_disclosure_figures *rows, const bool *wanted,
                                   lb_cell_areas_index *out);
void lb_cell_areas_index_clear(lb_cell_areas_index *index);

#endif
