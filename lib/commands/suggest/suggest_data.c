/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares of one size with an index, and the part of each that is in listed areas. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/agree.h>
#include <lagesbild/locate.h>
#include "base/number.h"
#include "base/sum.h"
#include "base/try.h"
#include "commands/suggest/suggest_data.h"
#include "input/overlay/empty_areas.h"

static const double majority = 0.5;

void lb_suggest_list_clear(lb_suggest_data *d)
{
    for (size_t a = 0; d->area && a < d->layer.areas.shapes.count; a++) {
        free(d->area[a].row);
        free(d->area[a].part);
    }
    lb_area_layer_clear(&d->layer);
    free(d->area);
    free(d->listed);
    free(d->label);
    free(d->trained);
}

void lb_suggest_data_clear(lb_suggest_data *d)
{
    lb_suggest_list_clear(d);
    for (size_t p = 0; p < d->predictors; p++) {
        free(d->predictor[p].value);
        free(d->predictor[p].raw);
    }
    lb_recipe_squares_clear(&d->input);
    lb_index_clear(&d->index);
    lb_square_lattice_clear(&d->lattice);
    free(d->square);
    free(d->people);
    free(d->index_of);
    free(d->row_of_cell);
    free(d->cell);
    free(d->cell_people);
    free(d->unit);
    free(d->fold);
    free(d->once);
    free(d->term);
}

/* Squares -----------------------------------------------------------------------------------------
 */

/* The index as the recipe has it, kept of the rows alone, then the scores as percentile ranks. */
static lb_status compute_scores(lb_suggest_data *d, double **index, lb_error *err)
{
    lb_recipe ranked = d->input.recipe; /* shallow: only how it normalises differs */
    lb_index own = {.count = 0};
    lb_status status = lb_index_compute(&d->input.recipe, &d->input.squares, &d->input.fill,
                                        d->job->threads, &own);
    ranked.normalise = LB_NORMALISE_PERCENTILE;
    if (status == LB_OK)
        status = lb_index_compute(&ranked, &d->input.squares, &d->input.fill, d->job->threads,
                                  &d->index);
    *index = own.index;
    own.index = NULL;
    lb_index_clear(&own);
    return status == LB_OK
               ? LB_OK
               : lb_error_set(err, status, "%s: %s", d->options->grid, lb_status_text(status));
}

lb_status lb_suggest_size_parse(const char *text, int32_t *size, bool *all, lb_error *err)
{
    int64_t metres = 0;
    *all = text && strcmp(text, "all") == 0;
    if (text && !*all &&
        (!lb_integer_parse(text, strlen(text), &metres) || metres < 1 ||
         metres > LB_SQUARE_SIZE_MAX))
        return lb_error_set(err, LB_E_USAGE, "--sizes: '%s' found, expected metres, as 250, or all",
                            text);
    *size = (int32_t)metres;
    return LB_OK;
}

static lb_status find_size(lb_suggest_data *d, bool *all, lb_error *err)
{
    LB_TRY(lb_suggest_size_parse(d->options->sizes, &d->size, all, err));
    if (d->size > 0)
        return LB_OK;
    d->size = LB_SQUARE_SIZE_MAX;
    for (size_t i = 0; i < d->input.squares.count; i++)
        if (d->input.squares.square[i].size < d->size)
            d->size = d->input.squares.square[i].size;
    return LB_OK;
}

/* Of the size, with an index, people and a place on the map. */
static bool is_assessed(const lb_suggest_data *d, const double *index, size_t i, bool all)
{
    return (all || d->input.squares.square[i].size == d->size) && !isnan(index[i]) &&
           d->input.squares.population[i] > 0 && d->input.fill.count[i] > 0;
}

static bool new_rows(lb_suggest_data *d)
{
    size_t n = d->rows + 1;
    d->square = malloc(n * sizeof *d->square);
    d->people = malloc(n * sizeof *d->people);
    d->index_of = malloc(n * sizeof *d->index_of);
    d->cell = malloc(n * sizeof *d->cell);
    d->listed = calloc(n, sizeof *d->listed);
    d->label = calloc(n, sizeof *d->label);
    d->trained = calloc(n, sizeof *d->trained);
    d->unit = calloc(n, sizeof *d->unit);
    d->fold = calloc(n, sizeof *d->fold);
    return d->square && d->people && d->index_of && d->cell && d->listed && d->label &&
           d->trained && d->unit && d->fold;
}

static lb_status choose_rows(lb_suggest_data *d, const double *index, lb_error *err)
{
    const lb_squares *s = &d->input.squares;
    lb_sum left_out = {0};
    bool all;
    LB_TRY(find_size(d, &all, err));
    for (size_t i = 0; i < s->count; i++)
        d->rows += is_assessed(d, index, i, all);
    if (d->rows == 0)
        return lb_error_set(err, LB_E_INPUT, "%s: no square of %d m has an index", d->options->grid,
                            d->size);
    if (!new_rows(d))
        return lb_error_memory(err);
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (is_assessed(d, index, i, all)) {
            d->square[n] = (uint32_t)i;
            d->people[n] = s->population[i];
            d->index_of[n++] = index[i];
            continue;
        }
        d->not_assessed++;
        if (s->population[i] > 0)
            lb_sum_add(&left_out, s->population[i]);
    }
    d->not_assessed_people = lb_sum_value(left_out);
    return LB_OK;
}

/* All squares of that size, assessed or not, so that an area has the people of its holes. */
static lb_status make_lattice(lb_suggest_data *d)
{
    const lb_squares *s = &d->input.squares;
    int32_t size = d->size;
    size_t n = 0, at = 0;
    lb_square *small = malloc((s->count + 1) * sizeof *small);
    for (size_t i = 0; small && i < s->count; i++)
        if (s->square[i].size == size)
            small[n++] = s->square[i];
    lb_status status = small ? lb_square_lattice_make(small, n, &d->lattice) : LB_E_MEMORY;
    free(small);
    LB_TRY(status);
    size_t cells = d->lattice.rows.count;
    d->row_of_cell = malloc((cells + 1) * sizeof *d->row_of_cell);
    d->cell_people = malloc((cells + 1) * sizeof *d->cell_people);
    if (!d->row_of_cell || !d->cell_people)
        return LB_E_MEMORY;
    for (size_t c = 0; c < cells; c++) {
        d->row_of_cell[c] = LB_NO_ROW;
        d->cell_people[c] = NAN;
    }
    n = 0;
    for (size_t i = 0; i < s->count; i++) {
        bool assessed = at < d->rows && d->square[at] == i;
        uint32_t cell = s->square[i].size == size ? d->lattice.cell[n++] : LB_NO_CELL;
        if (cell != LB_NO_CELL) {
            d->cell_people[cell] = s->population[i];
            d->row_of_cell[cell] = assessed ? (uint32_t)at : LB_NO_ROW;
        }
        if (assessed)
            d->cell[at++] = cell;
    }
    return LB_OK;
}

static lb_status read_squares(lb_suggest_data *d, lb_error *err)
{
    bool found;
    double *index = NULL;
    LB_TRY(
        lb_recipe_squares_of_grid(d->options->grid, NULL, false, d->job, &found, &d->input, err));
    if (!found)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: has no recipe of lagesbild index; suggest needs a GeoPackage that "
                            "it writes (index -g)",
                            d->options->grid);
    lb_status status = compute_scores(d, &index, err);
    if (status == LB_OK)
        status = choose_rows(d, index, err);
    free(index);
    LB_TRY(status);
    return make_lattice(d) == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Labels ------------------------------------------------------------------------------------------
 */

/* Adds the fractions of an area's cells to part[rows], as shares of each square's filled area. */
static void sum_parts(const lb_suggest_data *d, size_t area, const uint32_t *row_of_square,
                      double *part)
{
    const lb_cover *cover = lb_area_layer_cover(&d->layer);
    const lb_square_allocation *fill = &d->input.fill;
    for (size_t s = cover->first[area]; s < cover->first[area + 1]; s++) {
        const lb_cell_span *span = &cover->span[s];
        int64_t first = (int64_t)span->row * fill->grid.ncol + span->col;
        size_t low = lb_square_allocation_from(fill, first);
        for (; low < fill->cells && fill->cell[low] < first + span->length; low++) {
            size_t square = fill->square[low];
            if (row_of_square[square] != LB_NO_ROW)
                part[row_of_square[square]] += span->fraction / fill->count[square];
        }
    }
}

/* The rows of each area with what of their filled area is in it, in the order of rows. part: room
 * for all rows. */
static lb_status list_parts(lb_suggest_data *d, const uint32_t *row_of_square, double *part)
{
    for (size_t a = 0; a < d->layer.areas.shapes.count; a++) {
        lb_listed_area *area = &d->area[a];
        area->group = LB_NO_ROW;
        memset(part, 0, d->rows * sizeof *part);
        sum_parts(d, a, row_of_square, part);
        for (size_t i = 0; i < d->rows; i++)
            area->rows += part[i] > 0;
        area->row = malloc((area->rows + 1) * sizeof *area->row);
        area->part = malloc((area->rows + 1) * sizeof *area->part);
        if (!area->row || !area->part)
            return LB_E_MEMORY;
        size_t n = 0;
        for (size_t i = 0; i < d->rows; i++)
            if (part[i] > 0) {
                area->row[n] = (uint32_t)i;
                area->part[n++] = part[i];
            }
    }
    return LB_OK;
}

/* What of each row is in any listed area, ground of two areas once. */
static lb_status sum_union(lb_suggest_data *d, const uint32_t *row_of_square)
{
    const lb_area_cover *geometry = &d->layer.geometry;
    const lb_square_allocation *fill = &d->input.fill;
    lb_cell_areas areas = {
        geometry->union_cover.count > 0 ? &geometry->union_cover : &geometry->cover, NULL, NULL};
    lb_cell_list cells = {fill->cells, fill->cell};
    double *inside = calloc(fill->cells + 1, sizeof *inside);
    lb_status status =
        inside ? lb_cell_rule_apply(LB_RULE_FRACTION, &areas, &cells, inside) : LB_E_MEMORY;
    for (size_t c = 0; status == LB_OK && c < fill->cells; c++) {
        uint32_t row = row_of_square[fill->square[c]];
        if (row != LB_NO_ROW)
            d->listed[row] += inside[c] / fill->count[fill->square[c]];
    }
    free(inside);
    return status;
}

static lb_status measure_parts(lb_suggest_data *d)
{
    size_t squares = d->input.squares.count;
    uint32_t *row_of_square = malloc((squares + 1) * sizeof *row_of_square);
    double *part = malloc((d->rows + 1) * sizeof *part);
    d->area = calloc(d->layer.areas.shapes.count + 1, sizeof *d->area);
    lb_status status = row_of_square && part && d->area ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < squares; i++)
        row_of_square[i] = LB_NO_ROW;
    for (size_t i = 0; status == LB_OK && i < d->rows; i++)
        row_of_square[d->square[i]] = (uint32_t)i;
    if (status == LB_OK)
        status = list_parts(d, row_of_square, part);
    if (status == LB_OK)
        status = sum_union(d, row_of_square);
    free(row_of_square);
    free(part);
    return status;
}

static lb_status warn_of_empty(const lb_suggest_data *d, const lb_grid_values *cells)
{
    size_t areas = d->layer.areas.shapes.count;
    bool *empty = malloc(areas + 1);
    for (size_t a = 0; empty && a < areas; a++)
        empty[a] = d->area[a].rows == 0;
    lb_status status = empty ? lb_grid_warn_of_empty_areas(cells, d->options->grid, &d->layer.areas,
                                                           empty, d->job->log)
                             : LB_E_MEMORY;
    free(empty);
    return status;
}

lb_status lb_suggest_locate(const lb_suggest_data *data, const lb_areas *zones, const double *xy,
                            size_t n, size_t *zone)
{
    lb_locator *locator;
    LB_TRY(lb_locator_new(&zones->shapes, &data->lattice.rows.grid, data->job->threads, &locator));
    for (size_t i = 0; i < n; i++)
        if (lb_locator_find(locator, xy[2 * i], xy[2 * i + 1], &zone[i], 1) == 0)
            zone[i] = zones->shapes.count;
    lb_locator_free(locator);
    return LB_OK;
}

lb_status lb_suggest_locate_rows(const lb_suggest_data *d, const lb_areas *zones, size_t *zone)
{
    double *xy = malloc((2 * d->rows + 1) * sizeof *xy);
    if (!xy)
        return LB_E_MEMORY;
    for (size_t i = 0; i < d->rows; i++) {
        lb_square s = d->input.squares.square[d->square[i]];
        xy[2 * i] = s.e + s.size / 2.0;
        xy[2 * i + 1] = s.n + s.size / 2.0;
    }
    lb_status status = lb_suggest_locate(d, zones, xy, d->rows, zone);
    free(xy);
    return status;
}

/* label: 1 where the square's centre is in an area. */
static lb_status label_centres(lb_suggest_data *d)
{
    size_t *area = malloc((d->rows + 1) * sizeof *area);
    lb_status status = area ? lb_suggest_locate_rows(d, &d->layer.areas, area) : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < d->rows; i++)
        d->label[i] = area[i] < d->layer.areas.shapes.count;
    free(area);
    return status;
}

/* Half of the filled area or more: 1. A smaller part says neither one nor the other, so that such
 * squares are scored but not trained on, unless the options say otherwise. */
static lb_status set_labels(lb_suggest_data *d)
{
    lb_suggest_label rule = d->options->cell_rule;
    for (size_t i = 0; i < d->rows; i++)
        d->label[i] =
            rule == LB_SUGGEST_ANY ? d->listed[i] > 0 : lb_at_least(d->listed[i], majority);
    if (rule == LB_SUGGEST_CENTROID)
        LB_TRY(label_centres(d));
    for (size_t i = 0; i < d->rows; i++) {
        d->trained[i] = rule != LB_SUGGEST_MAJORITY || d->label[i] > 0 || !(d->listed[i] > 0);
        d->positives += d->label[i] > 0;
    }
    return LB_OK;
}

/* areas: "[NAME=]SOURCE", the list that labels are by. */
static lb_status read_labels(lb_suggest_data *d, const char *areas, lb_error *err)
{
    lb_overlay_input input = {.grid = d->options->grid,
                              .areas = areas,
                              .fields = {.name = d->options->name},
                              .with_sizes = true};
    lb_grid_values cells = lb_recipe_squares_cells(&d->input);
    LB_TRY(lb_area_layer_read(&input, &cells, d->job, &d->layer, err));
    if (measure_parts(d) != LB_OK || warn_of_empty(d, &cells) != LB_OK || set_labels(d) != LB_OK)
        return lb_error_memory(err);
    if (d->positives == 0 || d->positives == d->rows)
        return lb_error_set(
            err, LB_E_INPUT,
            "%s: %s assessed square of %s is in a listed area; expected some in and "
            "some outside",
            d->layer.areas.source, d->positives == 0 ? "no" : "every", d->options->grid);
    return LB_OK;
}

lb_status lb_suggest_data_read(lb_suggest_data *data, lb_error *err)
{
    LB_TRY(read_squares(data, err));
    return read_labels(data, data->options->areas, err);
}

lb_status lb_suggest_list_read(const lb_suggest_data *data, const char *areas, lb_suggest_data *out,
                               lb_error *err)
{
    size_t n = data->rows + 1;
    *out = *data;
    memset(&out->layer, 0, sizeof out->layer);
    out->area = NULL;
    out->positives = 0;
    out->listed = calloc(n, sizeof *out->listed);
    out->label = calloc(n, sizeof *out->label);
    out->trained = calloc(n, sizeof *out->trained);
    if (!out->listed || !out->label || !out->trained)
        return lb_error_memory(err);
    return read_labels(out, areas, err);
}
