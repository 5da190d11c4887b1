/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The areas are overlaid on the common refinement of the two grids, whose rectangles are then what
 * cells are elsewhere (docs/methods.md, Weights of another grid). Only rectangles in which both
 * grids have data are kept. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/coverage.h>
#include "base/array.h"
#include "base/try.h"
#include "commands/profile/grid_pair.h"
#include "commands/profile/grid_refinement.h"
#include "kernel/geometry/touched_cells.h"
#include "port/proj/transform.h"

void lb_grid_pair_clear(lb_grid_pair *pair)
{
    free(pair->value_cell);
    free(pair->weight_cell);
    free(pair->share);
    free(pair->m2);
    lb_profile_clear(&pair->profile);
    *pair = (lb_grid_pair){.count = 0};
}

/* A pair while it is made. */
typedef struct pair_maker {
    const lb_grid_values *grid[2]; /* of values, of weights */
    lb_grid_refinement refinement;
    lb_cover cover, touched; /* of the refinement's rectangles */
    int64_t *rectangle;      /* [pair.count]: their numbers, ascending */
    size_t capacity[5];
    lb_grid_pair pair;
} pair_maker;

static void clear_maker(pair_maker *m)
{
    lb_grid_refinement_clear(&m->refinement);
    lb_cover_clear(&m->cover);
    lb_cover_clear(&m->touched);
    lb_grid_pair_clear(&m->pair);
    free(m->rectangle);
}

static bool reserve_part(pair_maker *m)
{
    lb_grid_pair *p = &m->pair;
    size_t need = p->count + 1, *capacity = m->capacity;
    return lb_array_reserve(&p->value_cell, &capacity[0], need, sizeof *p->value_cell) &&
           lb_array_reserve(&p->weight_cell, &capacity[1], need, sizeof *p->weight_cell) &&
           lb_array_reserve(&p->share, &capacity[2], need, sizeof *p->share) &&
           lb_array_reserve(&p->m2, &capacity[3], need, sizeof *p->m2) &&
           lb_array_reserve(&m->rectangle, &capacity[4], need, sizeof *m->rectangle);
}

static double interval_length(const lb_refined_axis *axis, int32_t k)
{
    return axis->line[k + 1] - axis->line[k];
}

/* The rectangles of a span in which both grids list a cell. at: cursors into both lists. */
static lb_status add_parts(pair_maker *m, const lb_cell_span *span)
{
    const lb_refined_axis *x = &m->refinement.x, *y = &m->refinement.y;
    const lb_grid *weights = &m->grid[1]->grid;
    double height = interval_length(y, span->row);
    int64_t row[2], cell[2];
    size_t at[2];
    for (int i = 0; i < 2; i++) {
        row[i] = (int64_t)y->of[i][span->row] * m->grid[i]->grid.ncol;
        at[i] = lb_int64s_from(m->grid[i]->cell, m->grid[i]->cells, row[i] + x->of[i][span->col]);
    }
    for (int32_t k = span->col; k < span->col + span->length; k++) {
        bool listed = true;
        for (int i = 0; i < 2; i++) {
            cell[i] = row[i] + x->of[i][k];
            while (at[i] < m->grid[i]->cells && m->grid[i]->cell[at[i]] < cell[i])
                at[i]++;
            listed &= at[i] < m->grid[i]->cells && m->grid[i]->cell[at[i]] == cell[i];
        }
        if (!listed)
            continue;
        if (!reserve_part(m))
            return LB_E_MEMORY;
        size_t n = m->pair.count++;
        m->pair.value_cell[n] = at[0];
        m->pair.weight_cell[n] = at[1];
        m->pair.m2[n] = interval_length(x, k) * height;
        m->pair.share[n] = fmin(m->pair.m2[n] / (weights->dx * weights->dy), 1);
        m->rectangle[n] = (int64_t)span->row * x->count + k;
    }
    return LB_OK;
}

static lb_status lay_areas(pair_maker *m, const lb_shapes *areas, int threads)
{
    lb_shapes mapped = {0};
    const lb_grid unit = {0, 0, 1, 1, m->refinement.x.count, m->refinement.y.count};
    LB_TRY(lb_grid_refinement_shapes(&m->refinement, areas, &mapped));
    lb_status status = lb_cover_compute(&mapped, &unit, threads, &m->cover);
    lb_shapes_clear(&mapped);
    if (status == LB_OK)
        status = lb_touched_cells_make(&m->cover, threads, &m->touched);
    return status;
}

/* Where the grids share no ground there is no part, and the profile is of no cells. */
static lb_status make_parts(pair_maker *m, const lb_shapes *areas, int threads)
{
    lb_box within = lb_shapes_box_all(areas);
    if (lb_box_is_empty(within))
        return LB_OK;
    LB_TRY(lb_grid_refinement_make(&m->grid[0]->grid, &m->grid[1]->grid, within, &m->refinement));
    if (m->refinement.x.count == 0 || m->refinement.y.count == 0)
        return LB_OK;
    LB_TRY(lay_areas(m, areas, threads));
    for (size_t i = 0; i < m->touched.first[1]; i++)
        LB_TRY(add_parts(m, &m->touched.span[i]));
    return LB_OK;
}

static lb_status make_profile(pair_maker *m, size_t areas, int threads)
{
    const lb_cell_list cells = {m->pair.count, m->rectangle};
    size_t *none = calloc(areas + 1, sizeof *none);
    double *zero = calloc(areas + 1, sizeof *zero);
    const lb_cover empty = {
        .grid = {0, 0, 1, 1, 1, 1}, .count = areas, .first = none, .area = zero, .outside = zero};
    lb_status status = none && zero ? lb_profile_compute(m->cover.first ? &m->cover : &empty,
                                                         &cells, threads, &m->pair.profile)
                                    : LB_E_MEMORY;
    free(none);
    free(zero);
    return status;
}

/* As PROJ understands them: a raster may describe what another names by its code. */
static bool same_crs(const char *a, const char *b)
{
    lb_transform *transform = NULL;
    lb_error ignored;
    bool same = strcmp(a, b) == 0 ||
                (lb_transform_new(a, b, &transform, &ignored) == LB_OK && transform == NULL);
    lb_transform_free(transform);
    return same;
}

/* Overlap of the cells of two grids within each area, so that values of one are weighted by people
 * of the other. Both must be in one CRS, since overlaps are planar. */
lb_status lb_grid_pair_make(const lb_overlay *values, const lb_overlay *weights, const lb_job *job,
                            lb_grid_pair *out, lb_error *err)
{
    pair_maker m = {.grid = {&values->grid, &weights->grid}};
    const lb_areas *areas = &values->layer->areas;
    if (!same_crs(values->grid.crs, weights->grid.crs))
        return lb_error_set(err, LB_E_INPUT,
                            "%s is in %.100s, %s in %.100s: weights of another grid need both in "
                            "one CRS: gdalwarp -t_srs, or lagesbild index, for one of them",
                            values->source, values->grid.crs, weights->source, weights->grid.crs);
    lb_status status = make_parts(&m, &areas->shapes, job->threads);
    if (status == LB_OK)
        status = make_profile(&m, areas->shapes.count, job->threads);
    if (status == LB_OK) {
        *out = m.pair;
        m.pair = (lb_grid_pair){.count = 0};
    } else {
        lb_error_set(err, status, "%s: %s", values->source, lb_status_text(status));
    }
    clear_maker(&m);
    return status;
}

void lb_grid_pair_columns(const lb_grid_pair *pair, const double *cell_value,
                          const double *cell_weight, double *value, double *weight)
{
    for (size_t k = 0; k < pair->count; k++) {
        value[k] = cell_value[pair->value_cell[k]];
        weight[k] = cell_weight[pair->weight_cell[k]] * pair->share[k];
    }
}
