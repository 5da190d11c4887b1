/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change of areas: people-weighted means of their units, and the parts of it (docs/methods.md,
 * Trends): what changed where people live, and that people live elsewhere. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/sum.h"
#include "base/try.h"
#include "commands/trend/trend_data.h"
#include "input/overlay/empty_areas.h"
#include "kernel/hotspot/many_tests.h"

/* People of units with an index inside one area, by delivery; only touched units are not 0. */
typedef struct area_people {
    double *people[LB_DELIVERIES_MAX]; /* [units] */
    size_t *touched;                   /* [units] */
    size_t n;
    bool *is_touched; /* [units] */
} area_people;

static void clear_people(area_people *p)
{
    for (size_t d = 0; d < LB_DELIVERIES_MAX; d++)
        free(p->people[d]);
    free(p->touched);
    free(p->is_touched);
}

static lb_status new_people(const lb_trend_data *data, area_people *p)
{
    size_t units = data->units.count;
    bool good = true;
    for (size_t d = 0; d < data->deliveries; d++)
        good &= (p->people[d] = calloc(units + 1, sizeof *p->people[d])) != NULL;
    p->touched = malloc((units + 1) * sizeof *p->touched);
    p->is_touched = calloc(units + 1, sizeof *p->is_touched);
    return good && p->touched && p->is_touched ? LB_OK : LB_E_MEMORY;
}

static void add_cell(const lb_trend_data *data, size_t cell, double fraction, area_people *p)
{
    for (size_t d = 0; d < data->deliveries; d++) {
        size_t square = data->units.square[d][cell];
        if (square == SIZE_MAX)
            continue;
        size_t u = data->units.unit[d][square];
        double people = data->squares[d].squares->population[square] /
                        data->squares[d].fill->count[square] * fraction;
        if (!p->is_touched[u])
            p->touched[p->n++] = u;
        p->is_touched[u] = true;
        if (!isnan(data->change.index[d][u]) && !isnan(people))
            p->people[d][u] += people;
    }
}

static void add_span(const lb_trend_data *data, const lb_cell_span *span, area_people *p)
{
    const lb_common_units *units = &data->units;
    int64_t first = (int64_t)span->row * units->grid.ncol + span->col;
    size_t low = lb_int64s_from(units->cell, units->cells, first);
    for (; low < units->cells && units->cell[low] < first + span->length; low++)
        add_cell(data, low, span->fraction, p);
}

static void collect_people(const lb_trend_data *data, size_t area, area_people *p)
{
    const lb_cover *cover = lb_area_layer_cover(&data->layer);
    for (size_t j = 0; j < p->n; j++) {
        for (size_t d = 0; d < data->deliveries; d++)
            p->people[d][p->touched[j]] = 0;
        p->is_touched[p->touched[j]] = false;
    }
    p->n = 0;
    for (size_t s = cover->first[area]; s < cover->first[area + 1]; s++)
        add_span(data, &cover->span[s], p);
}

static void measure_means(const lb_trend_data *data, const area_people *p, lb_area_change *out)
{
    for (size_t d = 0; d < data->deliveries; d++) {
        lb_sum people = {0, 0}, index = {0, 0};
        double least = INFINITY, greatest = -INFINITY;
        for (size_t j = 0; j < p->n; j++) {
            size_t u = p->touched[j];
            if (!(p->people[d][u] > 0))
                continue;
            double of_unit = data->change.index[d][u];
            lb_sum_add(&people, p->people[d][u]);
            lb_sum_add(&index, p->people[d][u] * of_unit);
            least = fmin(least, of_unit);
            greatest = fmax(greatest, of_unit);
        }
        out->people[d] = lb_sum_value(people);
        out->index[d] =
            out->people[d] > 0 ? lb_mean_within(index, people, least, greatest) : (double)NAN;
    }
}

/* Sums of the parts over the units of an area. */
typedef struct part_sums {
    lb_sum composition, others, missing, variance;
} part_sums;

/* Unit u with shares p0 and p1 of the area's people: its change counts by the mean of both, its
 * coming and going by the mean of its indices; where it has one of them, by that. */
static void add_unit(const lb_trend_data *data, size_t u, double p0, double p1, part_sums *sums,
                     lb_sum *own)
{
    const lb_index_change *c = &data->change;
    double i0 = c->index[0][u], i1 = c->index[data->deliveries - 1][u], share = (p0 + p1) / 2;
    double middle = isnan(i0) ? i1 : isnan(i1) ? i0 : (i0 + i1) / 2;
    lb_sum_add(&sums->composition, middle * (p1 - p0));
    lb_sum_add(&sums->variance, (p0 > 0 ? pow(p0 * c->noise[0][u], 2) : 0) +
                                    (p1 > 0 ? pow(p1 * c->noise[1][u], 2) : 0));
    if (isnan(i0) || isnan(i1))
        return;
    lb_sum_add(&sums->others, share * c->others[u]);
    lb_sum_add(&sums->missing, share * c->missing[u]);
    for (size_t v = 0; v < c->variables; v++)
        lb_sum_add(&own[v], share * c->own[v][u]);
}

/* The change of an area's index as a sum over units: parts of the units' own changes, weighted by
 * the mean of both shares of people, and the composition (docs/methods.md, Trends). Unknown unless
 * people with an index live there in both deliveries. */
static lb_status explain_area(const lb_trend_data *data, const area_people *p, lb_area_change *out)
{
    size_t last = data->deliveries - 1, variables = data->recipe->variables;
    part_sums sums = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
    lb_sum *own = calloc(variables + 1, sizeof *own);
    out->own = malloc((variables + 1) * sizeof *out->own);
    if (!own || !out->own) {
        free(own);
        return LB_E_MEMORY;
    }
    bool both = out->people[0] > 0 && out->people[last] > 0;
    for (size_t j = 0; both && j < p->n; j++) {
        size_t u = p->touched[j];
        double p0 = p->people[0][u] / out->people[0], p1 = p->people[last][u] / out->people[last];
        if (p0 > 0 || p1 > 0)
            add_unit(data, u, p0, p1, &sums, own);
    }
    out->change = out->index[last] - out->index[0];
    out->sd = both ? sqrt(lb_sum_value(sums.variance)) : (double)NAN;
    out->composition = both ? lb_sum_value(sums.composition) : (double)NAN;
    out->others = both ? lb_sum_value(sums.others) : (double)NAN;
    out->missing = both ? lb_sum_value(sums.missing) : (double)NAN;
    for (size_t v = 0; v < variables; v++)
        out->own[v] = both ? lb_sum_value(own[v]) : (double)NAN;
    free(own);
    return LB_OK;
}

/* Areas are tests of their own. */
static lb_status test_areas(lb_trend_data *data)
{
    size_t n = data->layer.areas.shapes.count, tests;
    double *p = malloc((n + 1) * sizeof *p), *q = malloc((n + 1) * sizeof *q);
    lb_status status = p && q ? LB_OK : LB_E_MEMORY;
    for (size_t a = 0; status == LB_OK && a < n; a++)
        p[a] = data->is_broken ? (double)NAN : lb_change_p(data->area[a].change, data->area[a].sd);
    if (status == LB_OK)
        status = lb_adjust_tests(LB_ADJUST_BH, p, n, q, &tests);
    for (size_t a = 0; status == LB_OK && a < n; a++)
        data->area[a].q = q[a];
    free(p);
    free(q);
    return status;
}

static lb_status warn_of_empty(const lb_trend_data *data, const lb_grid_values *cells)
{
    size_t areas = data->layer.areas.shapes.count;
    bool *empty = malloc(areas + 1);
    for (size_t a = 0; empty && a < areas; a++)
        empty[a] = data->area[a].is_empty;
    lb_status status = empty
                           ? lb_grid_warn_of_empty_areas(cells, data->delivery[0].source,
                                                         &data->layer.areas, empty, data->job->log)
                           : LB_E_MEMORY;
    free(empty);
    return status;
}

/* An area on no square has unknown people, not 0: the grid may not reach it. */
static lb_status measure_areas(lb_trend_data *data, const lb_grid_values *cells)
{
    area_people people = {.n = 0};
    size_t areas = data->layer.areas.shapes.count;
    data->area = calloc(areas + 1, sizeof *data->area);
    lb_status status = data->area ? new_people(data, &people) : LB_E_MEMORY;
    for (size_t a = 0; status == LB_OK && a < areas; a++) {
        collect_people(data, a, &people);
        data->area[a].is_empty = people.n == 0;
        measure_means(data, &people, &data->area[a]);
        status = explain_area(data, &people, &data->area[a]);
        for (size_t d = 0; d < data->deliveries && people.n == 0; d++)
            data->area[a].people[d] = NAN; /* on no square: not known */
    }
    clear_people(&people);
    if (status == LB_OK)
        status = test_areas(data);
    return status == LB_OK ? warn_of_empty(data, cells) : status;
}

lb_status lb_trend_data_areas(lb_trend_data *data, lb_error *err)
{
    lb_overlay_input input = {.grid = data->delivery[0].source,
                              .areas = data->options->areas,
                              .fields = {.name = data->options->name}};
    lb_grid_values cells = {.crs = data->delivery[0].input.crs,
                            .grid = data->units.grid,
                            .cells = data->units.cells,
                            .cell = data->units.cell};
    if (!data->options->areas)
        return LB_OK;
    LB_TRY(lb_area_layer_read(&input, &cells, data->job, &data->layer, err));
    return measure_areas(data, &cells) == LB_OK ? LB_OK : lb_error_memory(err);
}
