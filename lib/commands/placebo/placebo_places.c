/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/placebo/placebo_places.h"
#include "model/name_order.h"

void lb_placebo_places_clear(lb_placebo_places *places)
{
    for (size_t k = 0; k < places->areas; k++) {
        free(places->area[k].cell);
        free(places->area[k].move);
        free(places->area[k].control);
        for (size_t p = 0; p < LB_PLACEBO_PERIODS; p++)
            free(places->area[k].events[p]);
    }
    free(places->area);
    free(places->order);
    free(places->listed);
    free(places->urban);
    free(places->first);
    free(places->event);
    lb_locator_free(places->locator);
    *places = (lb_placebo_places){.area = NULL};
}

size_t lb_placebo_period(const lb_placebo_places *places, const lb_event_point *point)
{
    if (places->listing.last == LB_UNDATED_DAY || point->day >= places->listing.last)
        return LB_PLACEBO_AFTER;
    if (point->day == LB_UNDATED_DAY || point->day >= places->listing.first)
        return LB_PLACEBO_PERIODS;
    return LB_PLACEBO_BEFORE;
}

bool lb_placebo_holds(const lb_placebo_places *places, const bool *chosen,
                      const lb_event_point *point)
{
    return lb_locator_finds_chosen(places->locator, point->x, point->y, chosen, NULL);
}

double lb_placebo_observed(const lb_placebo_places *places, const bool *chosen, size_t period)
{
    const lb_located_events *l = places->located;
    double n = 0;
    for (size_t i = 0; i < l->points.count; i++) {
        const lb_event_point *point = &l->points.point[i];
        if (l->cell[i] == SIZE_MAX || lb_placebo_period(places, point) != period)
            continue;
        n += lb_placebo_holds(places, chosen, point);
    }
    return n;
}

/* Cells of the areas -----------------------------------------------------------------------------
 */

/* Cells of an area with the fraction inside, also those outside the support. listed marks cells
 * that controls may not touch. */
static lb_status list_cells(lb_placebo_places *p, size_t k)
{
    const lb_cover *cover = &p->layer->geometry.cover;
    lb_placebo_place *area = &p->area[k];
    size_t n = 0;
    for (size_t s = cover->first[k]; s < cover->first[k + 1]; s++)
        n += (size_t)cover->span[s].length;
    area->cell = malloc((n + 1) * sizeof *area->cell);
    if (!area->cell)
        return LB_E_MEMORY;
    for (size_t s = cover->first[k]; s < cover->first[k + 1]; s++)
        for (int32_t c = 0; c < cover->span[s].length; c++) {
            lb_area_cell cell = {cover->span[s].row, cover->span[s].col + c,
                                 cover->span[s].fraction};
            size_t at = lb_cell_rows_find(&p->located->support.rows, cell.row, cell.col);
            area->cell[area->n_cells++] = cell;
            if (at != SIZE_MAX)
                p->listed[at] = true;
        }
    return LB_OK;
}

/* Numbers of events by their cell, each cell's in order. */
static lb_status sort_events(lb_placebo_places *p)
{
    const lb_located_events *l = p->located;
    size_t cells = l->support.grid.cells;
    p->first = calloc(cells + 2, sizeof *p->first);
    p->event = malloc((l->inside + 1) * sizeof *p->event);
    if (!p->first || !p->event)
        return LB_E_MEMORY;
    for (size_t i = 0; i < l->points.count; i++)
        if (l->cell[i] != SIZE_MAX)
            p->first[l->cell[i] + 2]++;
    for (size_t c = 2; c < cells + 2; c++)
        p->first[c] += p->first[c - 1];
    for (size_t i = 0; i < l->points.count; i++)
        if (l->cell[i] != SIZE_MAX)
            p->event[p->first[l->cell[i] + 1]++] = i;
    return LB_OK;
}

/* Events of a move
 * ---------------------------------------------------------------------------------
 */

/* Is the event in area k, moved? Its place is moved back and located, by the boundary rule. */
static bool is_in_moved(const lb_placebo_places *p, size_t k, const lb_move *move,
                        const lb_event_point *point)
{
    const lb_grid *grid = &p->located->support.grid.grid;
    double south = grid->y0 - point->y, east = point->x - grid->x0;
    lb_move_back(move, grid, &south, &east);
    return lb_locator_area_holds(p->locator, k, grid->x0 + east, grid->y0 - south);
}

/* Events by period in the moved area, and whether it touches an area; or, with `weight`, adds to
 * those of its events. */
static void look_at_move(const lb_placebo_places *p, size_t k, size_t m, double *weight)
{
    lb_placebo_place *area = &p->area[k];
    const lb_move *move = &area->move[m];
    area->control[m] = true;
    for (size_t i = 0; i < area->n_cells; i++) {
        lb_area_cell at = lb_move_cell(move, area->cell[i]);
        size_t cell = lb_cell_rows_find(&p->located->support.rows, at.row, at.col);
        if (cell == SIZE_MAX)
            continue;
        area->control[m] = area->control[m] && !p->listed[cell];
        for (size_t e = p->first[cell]; e < p->first[cell + 1]; e++) {
            const lb_event_point *point = &p->located->points.point[p->event[e]];
            size_t period = lb_placebo_period(p, point);
            if (period >= LB_PLACEBO_PERIODS ||
                (at.fraction < 1 && !is_in_moved(p, k, move, point)))
                continue;
            if (weight)
                weight[p->event[e]] += 1 / (double)area->controls;
            else
                area->events[period][m] += 1;
        }
    }
}

void lb_placebo_control_weights(const lb_placebo_places *places, double *weight)
{
    for (size_t i = 0; i < places->located->points.count; i++)
        weight[i] = 0;
    for (size_t i = 0; i < places->areas; i++) {
        size_t k = places->order[i];
        for (size_t m = 0; m < places->area[k].moves; m++)
            if (places->area[k].control[m])
                look_at_move(places, k, m, weight);
    }
}

const lb_move *lb_placebo_own_move(const lb_placebo_place *area)
{
    for (size_t m = 0; m < area->moves; m++)
        if (!area->move[m].orientation && !area->move[m].row && !area->move[m].col)
            return &area->move[m];
    return NULL;
}

/* own[cells]: 1 in municipalities of the class that most of the area's people are in. */
static lb_status mark_own_class(const lb_placebo_places *p, const lb_placebo_place *area,
                                double *own)
{
    const lb_grid_values *grid = &p->located->support.grid;
    const size_t *class_of = p->municipality_class;
    size_t classes = 0, best = 0;
    for (size_t c = 0; c < grid->cells; c++)
        classes = class_of[c] >= classes ? class_of[c] + 1 : classes;
    lb_sum *people = calloc(classes + 1, sizeof *people);
    if (!people)
        return LB_E_MEMORY;
    for (size_t i = 0; i < area->n_cells; i++) {
        lb_area_cell at = area->cell[i];
        size_t c = lb_cell_rows_find(&p->located->support.rows, at.row, at.col);
        if (c != SIZE_MAX)
            lb_sum_add(&people[class_of[c]], at.fraction * grid->value[LB_SUPPORT_PEOPLE][c]);
    }
    for (size_t k = 1; k < classes; k++)
        best = lb_sum_value(people[k]) > lb_sum_value(people[best]) ? k : best;
    for (size_t c = 0; c < grid->cells; c++)
        own[c] = class_of[c] == best ? 1 : 0;
    free(people);
    return LB_OK;
}

/* Tolerances of docs/methods.md, Placebo areas: people within 20 per cent, the mean index within 5,
 * the share of people in urban squares within 0.1. */
static lb_status match_moves(const lb_placebo_places *p, lb_placebo_place *area,
                             lb_placebo_match match)
{
    const lb_grid_values *grid = &p->located->support.grid;
    double *own = p->municipality_class ? malloc((grid->cells + 1) * sizeof *own) : NULL;
    if (p->municipality_class && (!own || mark_own_class(p, area, own) != LB_OK)) {
        free(own);
        return LB_E_MEMORY;
    }
    lb_moves_input in = {.rows = &p->located->support.rows,
                         .people = grid->value[LB_SUPPORT_PEOPLE],
                         .index = match.index ? grid->value[LB_SUPPORT_INDEX] : NULL,
                         .kind = {p->urban, own},
                         .cell = area->cell,
                         .n = area->n_cells,
                         .people_within = 0.2,
                         .index_within = 5,
                         .urban_within = 0.1};
    lb_status status = lb_area_moves(&in, &area->move, &area->moves);
    free(own);
    return status;
}

static lb_status find_moves(lb_placebo_places *p, size_t k, lb_placebo_match match)
{
    lb_placebo_place *area = &p->area[k];
    LB_TRY(match_moves(p, area, match));
    area->control = calloc(area->moves + 1, sizeof *area->control);
    for (size_t t = 0; t < LB_PLACEBO_PERIODS; t++)
        area->events[t] = calloc(area->moves + 1, sizeof(double));
    if (!area->control || !area->events[0] || !area->events[1])
        return LB_E_MEMORY;
    for (size_t m = 0; m < area->moves; m++) {
        look_at_move(p, k, m, NULL);
        area->controls += area->control[m];
    }
    return LB_OK;
}

static lb_status find_all_moves(lb_placebo_places *p, lb_placebo_match match, int threads)
{
    bool failed = false;
    int n_threads = lb_thread_count(threads);
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (size_t k = 0; k < p->areas; k++)
        if (find_moves(p, k, match) != LB_OK) {
#pragma omp atomic write
            failed = true;
        }
    return failed ? LB_E_MEMORY : LB_OK;
}

/* Work
 * -----------------------------------------------------------------------------------------------
 */

/* Unknown people are nobody. */
static lb_status check_columns(const lb_placebo_places *p, const lb_placebo_places_input *input,
                               lb_error *err)
{
    lb_placebo_match match = input->match;
    const lb_grid_values *grid = &p->located->support.grid;
    double *people = grid->value[LB_SUPPORT_PEOPLE];
    if (!people)
        return lb_error_set(err, LB_E_INPUT, "%s: has no column or band 'population'", input->grid);
    if (match.index && !grid->value[LB_SUPPORT_INDEX])
        return lb_error_set(err, LB_E_INPUT, "--match index: %s has no column or band 'index'",
                            input->grid);
    if (match.urban && !grid->value[LB_SUPPORT_SIZE])
        return lb_error_set(err, LB_E_INPUT,
                            "--match urban: %s has no column 'size' of its squares", input->grid);
    for (size_t i = 0; i < grid->cells; i++)
        people[i] = isnan(people[i]) ? 0 : people[i];
    return LB_OK;
}

static lb_status order_areas(lb_placebo_places *p)
{
    const lb_areas *areas = &p->layer->areas;
    p->order = malloc((areas->shapes.count + 1) * sizeof *p->order);
    return p->order ? lb_order_by_name(&areas->shapes, (const char *const *)areas->name, p->order)
                    : LB_E_MEMORY;
}

/* Cells first, then moves: whether a move is a control depends on the cells of all areas. Urban is
 * a square of 250 m or less a side, as SCB delivers them in urban areas. */
static lb_status make_places(lb_placebo_places *p, const lb_placebo_places_input *input,
                             const lb_job *job)
{
    const lb_areas *areas = &p->layer->areas;
    size_t n = areas->shapes.count;
    LB_TRY(
        lb_locator_new(&areas->shapes, &p->located->support.grid.grid, job->threads, &p->locator));
    p->area = calloc(n + 1, sizeof *p->area);
    p->listed = calloc(p->located->support.grid.cells + 1, sizeof *p->listed);
    if (!p->area || !p->listed)
        return LB_E_MEMORY;
    for (p->areas = 0; p->areas < n; p->areas++)
        LB_TRY(list_cells(p, p->areas));
    for (size_t i = 0; input->reserved && i < p->located->support.grid.cells; i++)
        p->listed[i] = p->listed[i] || input->reserved[i];
    LB_TRY(order_areas(p));
    LB_TRY(sort_events(p));
    if (input->match.urban) {
        const lb_grid_values *grid = &p->located->support.grid;
        p->urban = malloc((grid->cells + 1) * sizeof *p->urban);
        for (size_t i = 0; p->urban && i < grid->cells; i++)
            p->urban[i] = grid->value[LB_SUPPORT_SIZE][i] <= 250 ? 1 : 0;
        if (!p->urban)
            return LB_E_MEMORY;
    }
    return find_all_moves(p, input->match, job->threads);
}

lb_status lb_placebo_places_make(const lb_placebo_places_input *input, const lb_job *job,
                                 lb_placebo_places *out, lb_error *err)
{
    lb_placebo_places p = {.located = input->located,
                           .layer = input->layer,
                           .listing = input->listing,
                           .municipality_class = input->municipality_class};
    lb_status status = check_columns(&p, input, err);
    if (status != LB_OK)
        return status;
    status = make_places(&p, input, job);
    if (status == LB_OK) {
        *out = p;
        return LB_OK;
    }
    lb_placebo_places_clear(&p);
    return lb_error_set(err, status, "%s: %s", input->layer->areas.source, lb_status_text(status));
}
