/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/coverage.h>
#include <lagesbild/squares.h>
#include "base/array.h"
#include "base/try.h"
#include "command/option_table.h"
#include "commands/inference/figure_squares.h"
#include "port/proj/crs.h"

void lb_area_squares_clear(lb_area_squares *squares)
{
    free(squares->square);
    free(squares->set_from);
    free(squares->first);
    free(squares->unit);
    free(squares->fraction);
    free(squares->has_slivers);
    free(squares->inside);
    free(squares->touched);
    *squares = (lb_area_squares){.squares = 0};
}

/* The working grid: its cells, the square of each (SIZE_MAX: none), and how many each square
 * fills. */
typedef struct cell_squares {
    lb_grid grid;
    size_t *square;                 /* [nrow * ncol] */
    int32_t *cells;                 /* [squares] */
    double *sum, *inside, *touched; /* [squares]: cells of an area, while it is added */
    lb_cover *cover;                /* [sets] */
    size_t capacity, terms;
} cell_squares;

static void clear_cells(cell_squares *c, size_t sets)
{
    for (size_t s = 0; c->cover && s < sets; s++)
        lb_cover_clear(&c->cover[s]);
    free(c->cover);
    free(c->square);
    free(c->cells);
    free(c->sum);
    free(c->inside);
    free(c->touched);
}

static const double max_cells = 6e7; /* 480 MB: Sweden's bounding box at 100 m has more */

static lb_status make_cell_map(cell_squares *c, lb_error *err)
{
    size_t n = (size_t)c->grid.nrow * (size_t)c->grid.ncol;
    if ((double)c->grid.nrow * c->grid.ncol > max_cells)
        return lb_error_set(err, LB_E_INPUT,
                            "the areas span %.3g cells; check their CRS, or give a larger "
                            "--cell-size",
                            (double)c->grid.nrow * c->grid.ncol);
    c->square = malloc((n + 1) * sizeof *c->square);
    if (!c->square)
        return lb_error_memory(err);
    for (size_t i = 0; i < n; i++)
        c->square[i] = SIZE_MAX;
    return LB_OK;
}

/* Cells of the page's squares: a large one fills what smaller ones leave of it. */
static lb_status allocate_page(const lb_publications *p, cell_squares *c, lb_error *err)
{
    lb_square_allocation fill = {.cells = 0};
    lb_squares squares = {.count = p->squares, .square = p->square};
    lb_status status = lb_square_allocation_compute(&squares, p->cell, &fill);
    if (status != LB_OK)
        return status == LB_E_MEMORY
                   ? lb_error_memory(err)
                   : lb_error_set(err, LB_E_INPUT,
                                  "%s: its squares are on no common lattice; make the page anew",
                                  p->page);
    c->grid = fill.grid;
    status = make_cell_map(c, err);
    for (size_t i = 0; status == LB_OK && i < fill.cells; i++)
        c->square[fill.cell[i]] = fill.square[i];
    c->cells = fill.count;
    fill.count = NULL;
    lb_square_allocation_clear(&fill);
    return status;
}

static lb_status cover_areas(const lb_publications *p, const lb_job *job, cell_squares *c,
                             lb_error *err)
{
    for (size_t s = 0; s < p->sets; s++) {
        lb_status status =
            lb_cover_compute(&p->areas[s].shapes, &c->grid, job->threads, &c->cover[s]);
        if (status != LB_OK)
            return lb_error_set(err, status, "%s: %s", p->areas[s].source, lb_status_text(status));
    }
    return LB_OK;
}

/* Where no page shows squares, each cell that an area touches is one. */
static lb_status number_touched(const lb_publications *p, int cell_size, cell_squares *c,
                                lb_area_squares *out, lb_error *err)
{
    size_t n = (size_t)c->grid.nrow * (size_t)c->grid.ncol;
    for (size_t s = 0; s < p->sets; s++)
        for (size_t i = 0; i < c->cover[s].first[c->cover[s].count]; i++) {
            const lb_cell_span *span = &c->cover[s].span[i];
            for (int32_t k = 0; k < span->length; k++)
                c->square[(size_t)span->row * (size_t)c->grid.ncol + (size_t)(span->col + k)] = 0;
        }
    for (size_t i = 0; i < n; i++)
        if (c->square[i] == 0)
            c->square[i] = out->squares++;
    out->square = calloc(out->squares + 1, sizeof *out->square);
    c->cells = malloc((out->squares + 1) * sizeof *c->cells);
    if (!out->square || !c->cells)
        return lb_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        if (c->square[i] == SIZE_MAX)
            continue;
        lb_box box = lb_grid_cell_box(&c->grid, (int32_t)(i / (size_t)c->grid.ncol),
                                      (int32_t)(i % (size_t)c->grid.ncol));
        out->square[c->square[i]] =
            (lb_square){cell_size, (int32_t)llround(box.xmin), (int32_t)llround(box.ymin)};
        c->cells[c->square[i]] = 1;
    }
    return LB_OK;
}

static bool grow_terms(cell_squares *c, lb_area_squares *out)
{
    size_t capacity = c->capacity, ignored[3] = {capacity, capacity, capacity};
    return lb_array_reserve(&out->unit, &c->capacity, c->terms + 1, sizeof *out->unit) &&
           lb_array_reserve(&out->fraction, &ignored[0], c->terms + 1, sizeof *out->fraction) &&
           lb_array_reserve(&out->inside, &ignored[1], c->terms + 1, sizeof *out->inside) &&
           lb_array_reserve(&out->touched, &ignored[2], c->terms + 1, sizeof *out->touched);
}

/* Borders along squares that came from another CRS, degrees most often, run beside them by what
 * their decimals and straight edges are off: a strip of 5 cm along all four sides is none of the
 * square, or all but it is all. */
static double drop_sliver(double fraction, int32_t side, bool *dropped)
{
    double strip = 4 * 0.05 / side;
    double whole = fraction < strip ? 0 : fraction > 1 - strip ? 1 : fraction;
    *dropped = *dropped || whole != fraction;
    return whole;
}

/* Of the squares of an area appended from term `from` on. */
static void drop_slivers(const lb_square *square, size_t from, size_t area, const cell_squares *c,
                         lb_area_squares *out)
{
    for (size_t t = from; t < c->terms; t++)
        out->fraction[t] =
            drop_sliver(out->fraction[t], square[out->unit[t]].size, &out->has_slivers[area]);
}

/* Were the areas transformed from another CRS? */
static bool is_transformed(const lb_areas *areas, const lb_job *job)
{
    char label[LB_CRS_LABEL_SIZE];
    lb_crs_label(job->crs ? job->crs : LB_STANDARD_CRS, label);
    return areas->found.crs[0] && strcmp(areas->found.crs, label) != 0;
}

/* Appends the squares of area i of a cover: the mean part of the cells that each fills. */
static lb_status add_area(const lb_cover *cover, size_t i, cell_squares *c, lb_area_squares *out)
{
    size_t from = c->terms;
    for (size_t s = cover->first[i]; s < cover->first[i + 1]; s++) {
        const lb_cell_span *span = &cover->span[s];
        size_t cell = (size_t)span->row * (size_t)c->grid.ncol + (size_t)span->col;
        for (int32_t k = 0; k < span->length; k++, cell++) {
            size_t q = c->square[cell];
            if (q == SIZE_MAX)
                continue;
            if (c->touched[q] == 0) {
                if (!grow_terms(c, out))
                    return LB_E_MEMORY;
                out->unit[c->terms++] = q;
            }
            c->sum[q] += span->fraction;
            c->touched[q] += 1;
            c->inside[q] += span->fraction == 1;
        }
    }
    if (c->terms > from)
        qsort(out->unit + from, c->terms - from, sizeof *out->unit, lb_compare_sizes);
    for (size_t t = from; t < c->terms; t++) {
        size_t q = out->unit[t];
        out->fraction[t] = fmin(c->sum[q] / c->cells[q], 1);
        out->inside[t] = c->inside[q] / c->cells[q];
        out->touched[t] = c->touched[q] / c->cells[q];
        c->sum[q] = c->inside[q] = c->touched[q] = 0;
    }
    return LB_OK;
}

/* For each area the squares it touches and the fraction of each inside. Areas that came in another
 * CRS lose their slivers: coordinates from degrees are off by centimetres (docs/methods.md,
 * Inference). */
static lb_status add_areas(const lb_publications *p, const lb_job *job, cell_squares *c,
                           lb_area_squares *out, lb_error *err)
{
    size_t squares = p->page ? p->squares : out->squares, area = 0;
    out->squares = squares;
    for (size_t s = 0; s < p->sets; s++) {
        out->set_from[s] = out->areas;
        out->areas += p->areas[s].shapes.count;
    }
    out->first = calloc(out->areas + 1, sizeof *out->first);
    out->has_slivers = calloc(out->areas + 1, sizeof *out->has_slivers);
    c->sum = calloc(squares + 1, sizeof *c->sum);
    c->inside = calloc(squares + 1, sizeof *c->inside);
    c->touched = calloc(squares + 1, sizeof *c->touched);
    if (!out->first || !out->has_slivers || !c->sum || !c->inside || !c->touched)
        return lb_error_memory(err);
    for (size_t s = 0; s < p->sets; s++)
        for (size_t i = 0; i < p->areas[s].shapes.count; i++) {
            if (add_area(&c->cover[s], i, c, out) != LB_OK)
                return lb_error_memory(err);
            if (is_transformed(&p->areas[s], job))
                drop_slivers(p->page ? p->square : out->square, out->first[area], area, c, out);
            out->first[++area] = c->terms;
        }
    return LB_OK;
}

/* With a page its squares are the unknowns. Without one they are the cells that any area touches,
 * on a grid of cell_size metres around all areas. */
static lb_status make_squares(const lb_publications *p, int cell_size, const lb_job *job,
                              cell_squares *c, lb_area_squares *out, lb_error *err)
{
    lb_box box = lb_box_empty();
    out->set_from = calloc(p->sets + 1, sizeof *out->set_from);
    c->cover = calloc(p->sets + 1, sizeof *c->cover);
    if (!out->set_from || !c->cover)
        return lb_error_memory(err);
    if (p->page) {
        LB_TRY(allocate_page(p, c, err));
    } else {
        for (size_t s = 0; s < p->sets; s++)
            box = lb_box_union(box, lb_shapes_box_all(&p->areas[s].shapes));
        lb_status status = lb_grid_around(box, cell_size, &c->grid);
        if (status != LB_OK)
            return lb_error_set(err, status, "the areas span too many cells; check their CRS");
        LB_TRY(make_cell_map(c, err));
    }
    LB_TRY(cover_areas(p, job, c, err));
    if (!p->page)
        LB_TRY(number_touched(p, cell_size, c, out, err));
    return add_areas(p, job, c, out, err);
}

lb_status lb_area_squares_make(const lb_publications *publications, int cell_size,
                               const lb_job *job, lb_area_squares *out, lb_error *err)
{
    cell_squares cells = {.square = NULL};
    lb_area_squares made = {.squares = 0};
    lb_status status = make_squares(publications, cell_size, job, &cells, &made, err);
    clear_cells(&cells, publications->sets);
    LB_HAND_OVER(status, made, out, lb_area_squares_clear);
}

/* One variable --------------------------------------------------------------------------------- */

void lb_variable_input_clear(lb_variable_input *input)
{
    free(input->low);
    free(input->high);
    free(input->first);
    free(input->unit);
    free(input->figure);
    free(input->fraction);
    free(input->row_low);
    free(input->row_high);
    free(input->sum);
    *input = (lb_variable_input){.low = NULL};
}

static size_t area_of(const lb_area_squares *squares, const lb_published_figure *f)
{
    return squares->set_from[f->set] + f->area;
}

/* Counts rows and terms first. Totals and categories may have a term for every square. */
static lb_status allocate_input(const lb_publications *p, const lb_area_squares *q, size_t variable,
                                lb_variable_input *v)
{
    size_t rows = 0, terms = 0;
    for (size_t i = 0; i < p->figures; i++) {
        if (p->figure[i].variable != variable)
            continue;
        const lb_published_figure *f = &p->figure[i];
        bool all = f->squares == LB_FIGURE_ALL || f->of_category;
        size_t a = all ? 0 : area_of(q, f);
        terms += all ? q->squares : q->first[a + 1] - q->first[a];
        rows++;
    }
    v->low = calloc(q->squares + 1, sizeof *v->low);
    v->high = calloc(q->squares + 1, sizeof *v->high);
    v->first = calloc(rows + 1, sizeof *v->first);
    v->figure = calloc(rows + 1, sizeof *v->figure);
    v->unit = malloc((terms + 1) * sizeof *v->unit);
    v->fraction = malloc((terms + 1) * sizeof *v->fraction);
    v->row_low = malloc((rows + 1) * sizeof *v->row_low);
    v->row_high = malloc((rows + 1) * sizeof *v->row_high);
    v->sum = malloc((q->squares + 1) * sizeof *v->sum);
    return v->sum && v->low && v->high && v->first && v->figure && v->unit && v->fraction &&
                   v->row_low && v->row_high
               ? LB_OK
               : LB_E_MEMORY;
}

/* What a figure says. One that was computed from coarsened counts is no sum of people: a bound
 * stays one, a number reveals nothing that the squares do not (lb_variable_input_check). */
static void write_ends(const lb_publications *p, const lb_published_figure *f, double *low,
                       double *high)
{
    if (f->period > 0 && f->period != p->period) {
        *low = -INFINITY;
        *high = INFINITY;
        return;
    }
    bool bounds = f->squares == LB_FIGURE_INSIDE || f->squares == LB_FIGURE_TOUCHED;
    bool drops_low = f->coarsened && (bounds ? f->squares == LB_FIGURE_TOUCHED : !f->hidden);
    bool drops_high = f->coarsened && (bounds ? f->squares == LB_FIGURE_INSIDE : !f->hidden);
    *low = f->low > 0 && !drops_low ? f->low : -INFINITY;
    *high = drops_high ? INFINITY : f->high;
}

static void add_all(const lb_area_squares *q, lb_variable_input *v, size_t *at)
{
    for (size_t i = 0; i < q->squares; i++) {
        v->unit[*at] = i;
        v->fraction[(*at)++] = 1;
    }
}

static void add_area_squares(const lb_publications *p, const lb_area_squares *q,
                             const lb_published_figure *f, lb_variable_input *v, size_t *at)
{
    const double *part = f->squares == LB_FIGURE_INSIDE    ? q->inside
                         : f->squares == LB_FIGURE_TOUCHED ? q->touched
                                                           : q->fraction;
    size_t a = area_of(q, f);
    for (size_t t = q->first[a]; t < q->first[a + 1]; t++) {
        if (f->squares == LB_FIGURE_CLASSED && p->classed && !p->classed[q->unit[t]])
            continue;
        v->unit[*at] = q->unit[t];
        v->fraction[(*at)++] = part[t];
    }
}

/* The squares of all areas of a category. False: areas over each other count some of them twice. */
static bool add_category(const lb_publications *p, const lb_area_squares *q,
                         const lb_published_figure *f, lb_variable_input *v, size_t *at)
{
    const lb_areas *set = &p->areas[f->set];
    const double *part = f->squares == LB_FIGURE_INSIDE ? q->inside : q->touched;
    bool once = true;
    for (size_t i = 0; i < q->squares; i++)
        v->sum[i] = 0;
    for (size_t i = 0; i < set->shapes.count; i++) {
        size_t a = q->set_from[f->set] + i;
        for (size_t t = q->first[a]; set->category[i] == f->area && t < q->first[a + 1]; t++)
            v->sum[q->unit[t]] += part[t];
    }
    for (size_t i = 0; i < q->squares; i++) {
        if (v->sum[i] == 0)
            continue;
        once &= v->sum[i] <= 1 || f->squares == LB_FIGURE_TOUCHED;
        v->unit[*at] = i;
        v->fraction[(*at)++] = fmin(v->sum[i], 1);
    }
    return once;
}

/* An outline in whole metres is up to 0.71 m from the border: of a square that the border crosses
 * as far as it is around, that is so much of its people. */
static void widen_by_outline(const lb_publications *p, lb_variable_input *v, size_t row)
{
    double people = 0;
    for (size_t t = v->first[row]; t < v->first[row + 1]; t++)
        if (v->fraction[t] < 1)
            people += 4 * 0.71 / p->square[v->unit[t]].size * (double)v->high[v->unit[t]];
    v->row_low[row] -= people;
    v->row_high[row] += people;
}

/* What slivers may hold together: less than changes a whole number of people. */
static const double SLIVER_PEOPLE = 0.49;

static bool has_slivers(const lb_area_squares *q, const lb_published_figure *f)
{
    return f->squares != LB_FIGURE_ALL && !f->of_category && q->has_slivers[area_of(q, f)];
}

/* One row of the system: low <= sum of fraction x people <= high. A row is left free where a square
 * would count twice in it (areas of a category that overlap), or loosened by what the outlines of a
 * page or slivers leave uncertain. */
static void add_row(const lb_publications *p, const lb_area_squares *q,
                    const lb_published_figure *f, lb_variable_input *v)
{
    size_t row = v->input.rows++, at = v->first[row];
    bool once = true;
    if (f->squares == LB_FIGURE_ALL)
        add_all(q, v, &at);
    else if (f->of_category)
        once = add_category(p, q, f, v, &at);
    else
        add_area_squares(p, q, f, v, &at);
    v->first[row + 1] = at;
    write_ends(p, f, &v->row_low[row], &v->row_high[row]);
    if (has_slivers(q, f)) {
        v->row_low[row] -= SLIVER_PEOPLE;
        v->row_high[row] += SLIVER_PEOPLE;
    }
    if (!once) {
        v->row_low[row] = -INFINITY;
        v->row_high[row] = INFINITY;
    }
    if (p->from_outlines)
        widen_by_outline(p, v, row);
}

/* The unknowns are people of each square: within the range that a page shows, otherwise from 0 with
 * no upper end. The input borrows the arrays of *out. */
lb_status lb_variable_input_make(const lb_publications *p, const lb_area_squares *q,
                                 size_t variable, lb_variable_input *out)
{
    lb_variable_input v = {.low = NULL};
    const lb_published_variable *shown = &p->variable[variable];
    lb_status status = allocate_input(p, q, variable, &v);
    if (status != LB_OK) {
        lb_variable_input_clear(&v);
        return status;
    }
    for (size_t i = 0; i < q->squares; i++) {
        bool known = shown->high && shown->high[i] < LB_INFERENCE_UNBOUNDED;
        v.low[i] = shown->low ? shown->low[i] : 0;
        v.high[i] = known ? shown->high[i] : LB_INFERENCE_UNBOUNDED;
    }
    for (size_t i = 0; i < p->figures; i++)
        if (p->figure[i].variable == variable) {
            v.figure[v.input.rows] = i;
            add_row(p, q, &p->figure[i], &v);
        }
    v.input.units = q->squares;
    v.input.low = v.low;
    v.input.high = v.high;
    v.input.first = v.first;
    v.input.unit = v.unit;
    v.input.fraction = v.fraction;
    v.input.row_low = v.row_low;
    v.input.row_high = v.row_high;
    *out = v;
    return LB_OK;
}

/* A sum of coarsened counts must lie within the sum of the ranges that the page shows; the first
 * row that does not is returned. Sums of squares inside or touched alone are not held against
 * it. */
size_t lb_variable_input_check(const lb_publications *p, const lb_variable_input *v)
{
    for (size_t r = 0; r < v->input.rows; r++) {
        const lb_published_figure *f = &p->figure[v->figure[r]];
        double least = 0, most = 0;
        if (!f->coarsened || f->hidden || f->squares == LB_FIGURE_INSIDE ||
            f->squares == LB_FIGURE_TOUCHED)
            continue;
        for (size_t t = v->first[r]; t < v->first[r + 1]; t++) {
            least += v->fraction[t] * (double)v->low[v->unit[t]];
            most += v->fraction[t] * (double)v->high[v->unit[t]];
        }
        if (f->high < least - 1e-6 || f->low > most + 1e-6)
            return r;
    }
    return SIZE_MAX;
}
