/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/coverage.h>
#include <lagesbild/profile.h>
#include "base/sum.h"
#include "commands/share/denominators.h"
#include "port/geos/geos_partition.h"

static const double urban_size = 250;

void lb_denominators_clear(lb_denominators *grid)
{
    free(grid->inside);
    *grid = (lb_denominators){0};
}

/* A figure of each cell: [LB_DENOMINATORS][cells]. Columns of values: people, size of the square.
 */
static double *cell_figures(const lb_grid_values *v, double *total)
{
    double *figure = calloc(LB_DENOMINATORS * v->cells + 1, sizeof *figure);
    double m2 = v->grid.dx * v->grid.dy;
    lb_sum sum[LB_DENOMINATORS] = {{0}};
    if (!figure)
        return NULL;
    for (size_t i = 0; i < v->cells; i++) {
        double people = v->value[0][i], size = v->value[1] ? v->value[1][i] : (double)NAN;
        bool populated = people > 0;
        figure[i] = populated ? people : 0;
        figure[v->cells + i] = populated ? m2 : 0;
        figure[2 * v->cells + i] = populated && size <= urban_size ? m2 : 0;
        for (size_t f = 0; f < LB_DENOMINATORS; f++)
            lb_sum_add(&sum[f], figure[f * v->cells + i]);
    }
    for (size_t f = 0; f < LB_DENOMINATORS; f++)
        total[f] = lb_sum_value(sum[f]);
    if (!v->value[1])
        total[LB_DENOMINATOR_URBAN] = (double)NAN;
    return figure;
}

static bool credit_of(const lb_geos_parts *p, size_t piece, const lb_areas *areas,
                      const lb_area_times *times, int64_t day, lb_category_credits *credits,
                      size_t *credit)
{
    size_t n = 0,
           *category = malloc((p->first[piece + 1] - p->first[piece] + 1) * sizeof *category);
    if (!category)
        return false;
    for (size_t o = p->first[piece]; o < p->first[piece + 1]; o++)
        if (lb_area_valid_on(times, p->owner[o], true, day))
            category[n++] = areas->category[p->owner[o]];
    *credit = lb_category_credit_find(credits, category, n);
    free(category);
    return *credit != SIZE_MAX;
}

typedef struct denominator_job {
    const lb_areas *areas;
    const lb_area_times *times;
    const lb_validity_periods *epochs;
    lb_category_credits *credits;
    lb_geos_parts pieces;
    lb_cover cover;
    lb_profile profile;
    double *figure, *of_piece;
} denominator_job;

/* By the rule of overlaps, as events. */
static bool add_to_categories(const denominator_job *l, size_t f, lb_denominators *out)
{
    for (size_t e = 0; e < out->epochs; e++)
        for (size_t i = 0; i < l->pieces.shapes.count; i++) {
            size_t credit;
            if (!credit_of(&l->pieces, i, l->areas, l->times, l->epochs->item[e].from, l->credits,
                           &credit))
                return false;
            const int64_t *parts = lb_category_credit_parts(l->credits, credit);
            for (size_t k = 0; k < out->width; k++)
                out->inside[(e * LB_DENOMINATORS + f) * out->width + k] +=
                    l->of_piece[i] * (double)parts[k] / (double)LB_SHARE_PARTS;
        }
    return true;
}

/* Areas none of whose pieces has a cell. */
static bool count_areas_outside(const denominator_job *l, lb_denominators *result)
{
    bool *has_cell = calloc(l->areas->shapes.count + 1, sizeof *has_cell);
    if (!has_cell)
        return false;
    for (size_t i = 0; i < l->pieces.shapes.count; i++)
        for (size_t o = l->pieces.first[i]; o < l->pieces.first[i + 1]; o++)
            has_cell[l->pieces.owner[o]] |= l->profile.first[i + 1] > l->profile.first[i];
    for (size_t i = 0; i < l->areas->shapes.count; i++)
        result->areas_outside += !has_cell[i];
    free(has_cell);
    return true;
}

static lb_status compute_denominators(denominator_job *l, const lb_grid_values *values,
                                      lb_denominators *result)
{
    lb_cell_list cells = {values->cells, values->cell};
    lb_status status = lb_cover_compute(&l->pieces.shapes, &values->grid, 1, &l->cover);
    if (status == LB_OK)
        status = lb_profile_compute(&l->cover, &cells, 1, &l->profile);
    l->of_piece = malloc((l->pieces.shapes.count + 1) * sizeof *l->of_piece);
    if (status == LB_OK && !l->of_piece)
        status = LB_E_MEMORY;
    for (size_t f = 0; f < LB_DENOMINATORS && status == LB_OK; f++) {
        lb_stat_input input = {.value = l->figure + f * values->cells};
        status = lb_profile_stat(&l->profile, LB_STAT_SUM, &input, 1, l->of_piece);
        if (status == LB_OK && !add_to_categories(l, f, result))
            status = LB_E_MEMORY;
    }
    return status == LB_OK && !count_areas_outside(l, result) ? LB_E_MEMORY : status;
}

lb_status lb_denominators_compute(const lb_grid_values *values, const lb_areas *areas,
                                  const lb_area_times *times, const lb_validity_periods *epochs,
                                  lb_category_credits *credits, lb_denominators *out, lb_error *err)
{
    lb_denominators result = {.epochs = epochs->count, .width = epochs->categories + 1};
    denominator_job l = {.areas = areas, .times = times, .epochs = epochs, .credits = credits};
    lb_status status = lb_geos_partition(&areas->shapes, &l.pieces, err);
    result.inside = calloc(result.epochs * LB_DENOMINATORS * result.width, sizeof *result.inside);
    l.figure = cell_figures(values, result.total);
    if (status == LB_OK) {
        status =
            result.inside && l.figure ? compute_denominators(&l, values, &result) : LB_E_MEMORY;
        if (status != LB_OK)
            lb_error_set(err, status, "%s: %s", areas->source, lb_status_text(status));
    }
    lb_geos_parts_clear(&l.pieces);
    lb_cover_clear(&l.cover);
    lb_profile_clear(&l.profile);
    free(l.figure);
    free(l.of_piece);
    if (status == LB_OK)
        *out = result;
    else
        lb_denominators_clear(&result);
    return status;
}

double lb_denominators_share(const lb_denominators *grid, const double *weight, int figure,
                             size_t k)
{
    lb_sum sum = {0};
    for (size_t e = 0; e < grid->epochs; e++)
        lb_sum_add(&sum,
                   weight[e] *
                       grid->inside[(e * LB_DENOMINATORS + (size_t)figure) * grid->width + k]);
    return grid->total[figure] > 0 ? lb_sum_value(sum) / grid->total[figure] : (double)NAN;
}
