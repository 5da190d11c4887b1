/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/coverage.h>
#include <lagesbild/profile.h>
#include "base/sum.h"
#include "commands/share/denominators.h"
#include "port/geos/geos_partition.h"

static const double urban_size = 250;

void lb_share_grid_clear(lb_share_grid *grid)
{
    free(grid->held);
    *grid = (lb_share_grid){0};
}

/* A figure of each cell: [LB_HELD][cells]. Columns of values: people, size of the square. */
static double *cell_figures(const lb_grid_values *v, double *whole)
{
    double *figure = calloc(LB_HELD * v->cells + 1, sizeof *figure);
    double m2 = v->grid.dx * v->grid.dy;
    lb_sum sum[LB_HELD] = {{0}};
    if (!figure)
        return NULL;
    for (size_t i = 0; i < v->cells; i++) {
        double people = v->value[0][i], size = v->value[1] ? v->value[1][i] : (double)NAN;
        bool populated = people > 0;
        figure[i] = populated ? people : 0;
        figure[v->cells + i] = populated ? m2 : 0;
        figure[2 * v->cells + i] = populated && size <= urban_size ? m2 : 0;
        for (size_t f = 0; f < LB_HELD; f++)
            lb_sum_add(&sum[f], figure[f * v->cells + i]);
    }
    for (size_t f = 0; f < LB_HELD; f++)
        whole[f] = lb_sum_value(sum[f]);
    if (!v->value[1])
        whole[LB_HELD_URBAN] = (double)NAN;
    return figure;
}

static bool claim_of(const lb_pieces *p, size_t piece, const lb_areas *areas,
                     const lb_area_times *times, int64_t day, lb_claims *claims, size_t *claim)
{
    size_t n = 0,
           *category = malloc((p->first[piece + 1] - p->first[piece] + 1) * sizeof *category);
    if (!category)
        return false;
    for (size_t o = p->first[piece]; o < p->first[piece + 1]; o++)
        if (lb_area_counts(times, p->owner[o], true, day))
            category[n++] = areas->category[p->owner[o]];
    *claim = lb_claims_of(claims, category, n);
    free(category);
    return *claim != SIZE_MAX;
}

typedef struct laying {
    const lb_areas *areas;
    const lb_area_times *times;
    const lb_epochs *epochs;
    lb_claims *claims;
    lb_pieces pieces;
    lb_cover cover;
    lb_profile profile;
    double *figure, *of_piece;
} laying;

/* By the rule of overlaps, as events. */
static bool add_up(const laying *l, size_t f, lb_share_grid *out)
{
    for (size_t e = 0; e < out->epochs; e++)
        for (size_t i = 0; i < l->pieces.shapes.count; i++) {
            size_t claim;
            if (!claim_of(&l->pieces, i, l->areas, l->times, l->epochs->item[e].from, l->claims,
                          &claim))
                return false;
            const int64_t *parts = lb_claims_parts(l->claims, claim);
            for (size_t k = 0; k < out->width; k++)
                out->held[(e * LB_HELD + f) * out->width + k] +=
                    l->of_piece[i] * (double)parts[k] / (double)LB_SHARE_PARTS;
        }
    return true;
}

/* Areas none of whose pieces has a cell. */
static bool count_away(const laying *l, lb_share_grid *made)
{
    bool *there = calloc(l->areas->shapes.count + 1, sizeof *there);
    if (!there)
        return false;
    for (size_t i = 0; i < l->pieces.shapes.count; i++)
        for (size_t o = l->pieces.first[i]; o < l->pieces.first[i + 1]; o++)
            there[l->pieces.owner[o]] |= l->profile.first[i + 1] > l->profile.first[i];
    for (size_t i = 0; i < l->areas->shapes.count; i++)
        made->away += !there[i];
    free(there);
    return true;
}

static lb_status lay(laying *l, const lb_grid_values *values, lb_share_grid *made)
{
    lb_cell_list cells = {values->cells, values->cell};
    lb_status status = lb_cover_compute(&l->pieces.shapes, &values->grid, 1, &l->cover);
    if (status == LB_OK)
        status = lb_profile_compute(&l->cover, &cells, 1, &l->profile);
    l->of_piece = malloc((l->pieces.shapes.count + 1) * sizeof *l->of_piece);
    if (status == LB_OK && !l->of_piece)
        status = LB_E_MEMORY;
    for (size_t f = 0; f < LB_HELD && status == LB_OK; f++) {
        lb_stat_input input = {.value = l->figure + f * values->cells};
        status = lb_profile_stat(&l->profile, LB_STAT_SUM, &input, 1, l->of_piece);
        if (status == LB_OK && !add_up(l, f, made))
            status = LB_E_MEMORY;
    }
    return status == LB_OK && !count_away(l, made) ? LB_E_MEMORY : status;
}

lb_status lb_share_grid_lay(const lb_grid_values *values, const lb_areas *areas,
                            const lb_area_times *times, const lb_epochs *epochs, lb_claims *claims,
                            lb_share_grid *out, lb_error *err)
{
    lb_share_grid made = {.epochs = epochs->count, .width = epochs->categories + 1};
    laying l = {.areas = areas, .times = times, .epochs = epochs, .claims = claims};
    lb_status status = lb_geos_pieces(&areas->shapes, &l.pieces, err);
    made.held = calloc(made.epochs * LB_HELD * made.width, sizeof *made.held);
    l.figure = cell_figures(values, made.whole);
    if (status == LB_OK) {
        status = made.held && l.figure ? lay(&l, values, &made) : LB_E_MEMORY;
        if (status != LB_OK)
            lb_error_set(err, status, "%s: %s", areas->source, lb_status_text(status));
    }
    lb_pieces_clear(&l.pieces);
    lb_cover_clear(&l.cover);
    lb_profile_clear(&l.profile);
    free(l.figure);
    free(l.of_piece);
    if (status == LB_OK)
        *out = made;
    else
        lb_share_grid_clear(&made);
    return status;
}

double lb_share_grid_share(const lb_share_grid *grid, const double *weight, int figure, size_t k)
{
    lb_sum sum = {0};
    for (size_t e = 0; e < grid->epochs; e++)
        lb_sum_add(&sum, weight[e] * grid->held[(e * LB_HELD + (size_t)figure) * grid->width + k]);
    return grid->whole[figure] > 0 ? lb_sum_value(sum) / grid->whole[figure] : (double)NAN;
}
