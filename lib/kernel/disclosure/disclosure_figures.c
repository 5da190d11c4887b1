/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People, figures and cells of disclosure control (docs/methods.md, Disclosure). Fractions are
 * compared with a tolerance of 1e-9, people with 1e-6: both come from divisions that round. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "kernel/disclosure/disclosure_figures.h"

/* Parts of a cell, and people, that differ by less than this differ by rounding. */
static const double SAME_FRACTION = 1e-9, SAME_PEOPLE = 1e-6;

void lb_disclosure_figures_clear(lb_disclosure_figures *rows)
{
    free(rows->people);
    free(rows->square_people);
    free(rows->total);
    free(rows->figure);
    free(rows->all_inside);
    free(rows->reveals_small);
    free(rows->grid);
    free(rows->degree);
    free(rows->visited_at);
    *rows = (lb_disclosure_figures){0};
}

bool lb_disclosure_below_min(const lb_disclosure_figures *rows, double people)
{
    return people > SAME_PEOPLE && people < rows->input->minimum - SAME_PEOPLE;
}

bool lb_disclosure_any_below_min(const lb_disclosure_figures *rows)
{
    for (size_t s = 0; s < rows->squares; s++)
        if (lb_disclosure_below_min(rows, rows->people[s]))
            return true;
    return false;
}

lb_figure_kind lb_disclosure_row_kind(const lb_disclosure_figures *rows, size_t row)
{
    if (row + 1 == rows->rows)
        return LB_FIGURE_GRID;
    if (rows->input->joined && row + 2 == rows->rows)
        return LB_FIGURE_UNION;
    return (lb_figure_kind)(row / rows->areas);
}

size_t lb_disclosure_row(const lb_disclosure_figures *rows, lb_figure_kind kind, size_t area)
{
    return (size_t)kind * rows->areas + area;
}

lb_figure_cells lb_disclosure_row_cells(const lb_disclosure_figures *rows, size_t row)
{
    lb_figure_kind kind = lb_disclosure_row_kind(rows, row);
    bool joined = kind == LB_FIGURE_UNION;
    if (kind == LB_FIGURE_GRID)
        return (lb_figure_cells){rows->grid, rows->input->cells, kind};
    const lb_profile *p = joined ? rows->input->joined : rows->input->profile;
    size_t area = joined ? 0 : row % rows->areas;
    return (lb_figure_cells){p->cell_weight + p->first[area], p->first[area + 1] - p->first[area],
                             kind};
}

double lb_disclosure_fraction(lb_figure_kind kind, double fraction)
{
    if (kind == LB_FIGURE_UPPER)
        return 1;
    return kind != LB_FIGURE_LOWER || fraction == 1 ? fraction : 0;
}

bool lb_disclosure_same_fraction(double a, double b)
{
    return fabs(a - b) <= SAME_FRACTION;
}

/* The square that a cell is part of; without squares each cell is one. */
static size_t square_of(const lb_disclosure_figures *rows, size_t cell)
{
    return rows->input->square ? rows->input->square[cell] : cell;
}

void lb_disclosure_begin_visit(lb_disclosure_figures *rows)
{
    rows->visit_stamp++;
}

double lb_disclosure_visit(lb_disclosure_figures *rows, size_t cell)
{
    size_t square = square_of(rows, cell);
    if (rows->visited_at[square] == rows->visit_stamp)
        return 0;
    rows->visited_at[square] = rows->visit_stamp;
    return rows->people[square];
}

double lb_people_in_difference(lb_disclosure_figures *rows, size_t a, size_t b)
{
    lb_figure_cells x = lb_disclosure_row_cells(rows, a), y = lb_disclosure_row_cells(rows, b);
    double people = 0, enough = rows->input->minimum;
    lb_disclosure_begin_visit(rows);
    for (size_t i = 0, j = 0; (i < x.count || j < y.count) && people < enough;) {
        size_t at = i < x.count ? x.cell_weight[i].at : SIZE_MAX;
        double f = 0, g = 0;
        if (j < y.count && y.cell_weight[j].at < at)
            at = y.cell_weight[j].at;
        if (i < x.count && x.cell_weight[i].at == at)
            f = lb_disclosure_fraction(x.kind, x.cell_weight[i++].fraction);
        if (j < y.count && y.cell_weight[j].at == at)
            g = lb_disclosure_fraction(y.kind, y.cell_weight[j++].fraction);
        if (!lb_disclosure_same_fraction(f, g))
            people += lb_disclosure_visit(rows, at);
    }
    return people;
}

/* Making -------------------------------------------------------------------------------------- */

/* People of whole squares: the sum over a square's cells. Values that are not above 0 belong to no
 * one. */
static bool count_people(lb_disclosure_figures *rows)
{
    const lb_disclosure_input *input = rows->input;
    rows->squares = input->square ? 0 : input->cells;
    for (size_t c = 0; input->square && c < input->cells; c++)
        if (input->square[c] >= rows->squares)
            rows->squares = input->square[c] + 1;
    rows->people = calloc(rows->squares + 1, sizeof *rows->people);
    rows->visited_at = calloc(rows->squares + 1, sizeof *rows->visited_at);
    rows->square_people = calloc(input->cells + 1, sizeof *rows->square_people);
    if (!rows->people || !rows->visited_at || !rows->square_people)
        return false;
    for (size_t c = 0; c < input->cells; c++)
        if (input->value[c] > 0)
            rows->people[square_of(rows, c)] += input->value[c];
    for (size_t c = 0; c < input->cells; c++)
        rows->square_people[c] = input->value[c] > 0 ? rows->people[square_of(rows, c)] : 0;
    return true;
}

/* Figure, people of its squares, and whether it reveals a small square: a square contributes
 * f x value, at most the figure, so that its people are at most figure x people / (f x value),
 * which must not be below the minimum. */
static void measure_row(lb_disclosure_figures *rows, size_t row)
{
    lb_figure_cells span = lb_disclosure_row_cells(rows, row);
    lb_sum figure = {0};
    double total = 0, n = rows->input->minimum, min_ratio = INFINITY;
    lb_disclosure_begin_visit(rows);
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.cell_weight[i].at;
        double f = lb_disclosure_fraction(span.kind, span.cell_weight[i].fraction);
        if (!(f > 0) || !(rows->input->value[cell] > 0))
            continue;
        double value = rows->input->value[cell], people = rows->square_people[cell];
        lb_sum_add(&figure, f * value);
        total += lb_disclosure_visit(rows, cell);
        if (lb_disclosure_below_min(rows, people))
            min_ratio = fmin(min_ratio, people / (f * value));
    }
    rows->total[row] = total;
    rows->figure[row] = lb_sum_value(figure);
    rows->reveals_small[row] = rows->figure[row] * min_ratio < n - SAME_PEOPLE;
}

/* Whether all people of the area are in cells wholly inside, and the areas a cell has. */
static void measure_area(lb_disclosure_figures *rows, size_t area)
{
    lb_figure_cells span = lb_disclosure_row_cells(rows, area);
    rows->all_inside[area] = true;
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.cell_weight[i].at;
        if (!(rows->input->value[cell] > 0))
            continue;
        rows->all_inside[area] = rows->all_inside[area] && span.cell_weight[i].fraction == 1;
        rows->degree[cell]++;
    }
}

static bool allocate_figures(lb_disclosure_figures *rows)
{
    rows->total = calloc(rows->rows + 1, sizeof *rows->total);
    rows->figure = calloc(rows->rows + 1, sizeof *rows->figure);
    rows->all_inside = calloc(rows->areas + 1, sizeof *rows->all_inside);
    rows->reveals_small = calloc(rows->rows + 1, sizeof *rows->reveals_small);
    rows->grid = calloc(rows->input->cells + 1, sizeof *rows->grid);
    rows->degree = calloc(rows->input->cells + 1, sizeof *rows->degree);
    return rows->total && rows->figure && rows->reveals_small && rows->all_inside && rows->grid &&
           rows->degree;
}

lb_status lb_disclosure_figures_measure(lb_disclosure_figures *rows)
{
    if (!allocate_figures(rows))
        return LB_E_MEMORY;
    for (size_t c = 0; c < rows->input->cells; c++)
        rows->grid[c] = (lb_cell_weight){c, 1};
    for (size_t i = 0; i < rows->areas; i++)
        measure_area(rows, i);
    for (size_t r = 0; r < rows->rows; r++)
        measure_row(rows, r);
    return LB_OK;
}

lb_status lb_disclosure_figures_make(const lb_disclosure_input *input, lb_disclosure_figures *out)
{
    lb_disclosure_figures rows = {.input = input, .areas = input->profile->count};
    rows.rows = rows.areas * (input->bounds ? 3 : 1) + (input->joined ? 2 : 1);
    if (!count_people(&rows)) {
        lb_disclosure_figures_clear(&rows);
        return LB_E_MEMORY;
    }
    *out = rows;
    return LB_OK;
}

/* Areas by cell ------------------------------------------------------------------------------- */

void lb_cell_areas_index_clear(lb_cell_areas_index *index)
{
    free(index->first);
    free(index->hit);
    *index = (lb_cell_areas_index){0};
}

lb_status lb_cell_areas_index_make(const lb_disclosure_figures *rows, const bool *wanted,
                                   lb_cell_areas_index *out)
{
    size_t cells = rows->input->cells, all = 0;
    lb_cell_areas_index index = {.first = calloc(cells + 2, sizeof *index.first)};
    if (!index.first)
        return LB_E_MEMORY;
    for (size_t c = 0; c < cells; c++) {
        index.first[c + 1] = all; /* moved up by one as it is filled */
        all += !wanted || wanted[c] ? rows->degree[c] : 0;
    }
    index.hit = malloc((all + 1) * sizeof *index.hit);
    if (!index.hit) {
        lb_cell_areas_index_clear(&index);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < rows->areas; i++) {
        lb_figure_cells span = lb_disclosure_row_cells(rows, i);
        for (size_t k = 0; k < span.count; k++) {
            size_t cell = span.cell_weight[k].at;
            if (rows->input->value[cell] > 0 && (!wanted || wanted[cell]))
                index.hit[index.first[cell + 1]++] = (lb_cell_hit){i, span.cell_weight[k].fraction};
        }
    }
    *out = index;
    return LB_OK;
}
