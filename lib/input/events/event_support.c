/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/locate.h>
#include "base/number.h"
#include "base/try.h"
#include "input/areas/areas.h"
#include "input/events/event_support.h"
#include "input/grid/grid_read.h"
#include "port/proj/scale.h"

/* Of a support of every cell. */
enum { MAX_CELLS = 50000000 };

static void clear_support(lb_event_support *support)
{
    lb_grid_values_clear(&support->grid);
    lb_cell_rows_clear(&support->rows);
}

void lb_event_support_centre(const lb_event_support *support, size_t cell, double *x, double *y)
{
    const lb_grid *g = &support->grid.grid;
    *x = g->x0 + ((double)(support->grid.cell[cell] % g->ncol) + 0.5) * g->dx;
    *y = g->y0 - ((double)(support->grid.cell[cell] / g->ncol) + 0.5) * g->dy;
}

void lb_event_support_id(const lb_event_support *support, size_t cell, char id[64])
{
    const lb_grid *g = &support->grid.grid;
    double x = g->x0 + (double)(support->grid.cell[cell] % g->ncol) * g->dx;
    double y = g->y0 - ((double)(support->grid.cell[cell] / g->ncol) + 1) * g->dy;
    bool whole = x == floor(x) && y == floor(y) && g->dx == floor(g->dx);
    if (whole && x >= 0 && x < 1e6 && y >= 0 && y < 1e7)
        lb_square_id((lb_square){(int32_t)g->dx, (int32_t)x, (int32_t)y}, id);
    else
        snprintf(id, 64, "%.15g_%.15g", x, y);
}

/* Keeps the marked cells, in order. */
static void keep_cells(lb_grid_values *grid, const bool *keep)
{
    size_t n = 0;
    for (size_t i = 0; i < grid->cells; i++) {
        if (!keep[i])
            continue;
        grid->cell[n] = grid->cell[i];
        for (size_t c = 0; c < grid->columns; c++) {
            if (grid->value[c])
                grid->value[c][n] = grid->value[c][i];
            if (grid->low && grid->low[c]) {
                grid->low[c][n] = grid->low[c][i];
                grid->high[c][n] = grid->high[c][i];
            }
        }
        if (grid->square)
            grid->square[n] = grid->square[i];
        n++;
    }
    grid->cells = n;
}

/* A column over the whole window; what was not delivered has `missing`. False: out of memory. */
static bool widen_column(double **column, const lb_grid_values *grid, size_t all, double missing)
{
    double *wide = malloc((all + 1) * sizeof *wide);
    if (!*column || !wide) {
        free(wide);
        return !*column;
    }
    for (size_t i = 0; i < all; i++)
        wide[i] = missing;
    for (size_t i = 0; i < grid->cells; i++)
        wide[grid->cell[i]] = (*column)[i];
    free(*column);
    *column = wide;
    return true;
}

/* Every cell of the window. */
static lb_status add_all_cells(lb_event_support *s, const char *source, lb_error *err)
{
    lb_grid_values *grid = &s->grid;
    size_t all = (size_t)grid->grid.nrow * (size_t)grid->grid.ncol;
    if (all > MAX_CELLS)
        return lb_error_set(err, LB_E_INPUT,
                            "--support all: the window of %s has %zu cells, "
                            "expected at most %d",
                            source, all, MAX_CELLS);
    for (size_t c = 0; c < LB_SUPPORT_COLUMNS; c++)
        if (!widen_column(&grid->value[c], grid, all, c == LB_SUPPORT_INDEX ? (double)NAN : 0))
            return lb_error_memory(err);
    for (size_t c = 0; grid->low && c < LB_SUPPORT_COLUMNS; c++) { /* not used here */
        free(grid->low[c]);
        free(grid->high[c]);
        grid->low[c] = grid->high[c] = NULL;
    }
    int64_t *cell = malloc((all + 1) * sizeof *cell);
    if (!cell)
        return lb_error_memory(err);
    for (size_t i = 0; i < all; i++)
        cell[i] = (int64_t)i;
    free(grid->cell);
    free(grid->square);
    grid->cell = cell;
    grid->square = NULL;
    grid->cells = all;
    return LB_OK;
}

static lb_status mark_populated(const lb_event_support *s, const char *source, bool *keep,
                                lb_error *err)
{
    const double *people = s->grid.value[LB_SUPPORT_PEOPLE];
    if (!people)
        return lb_error_set(err, LB_E_USAGE,
                            "--support populated: %s has no column or band 'population'", source);
    for (size_t i = 0; i < s->grid.cells; i++)
        keep[i] = people[i] > 0;
    return LB_OK;
}

/* A cell is in the support when its centre lies in an area, so that every cell is in or out
 * whole. */
static lb_status mark_in_areas(const lb_event_support *s, const char *source, const lb_job *job,
                               bool *keep, lb_error *err)
{
    lb_areas areas = {.label = NULL};
    lb_area_fields fields = {NULL, NULL, NULL};
    lb_locator *locator = NULL;
    LB_TRY(lb_areas_read(source, &fields, s->grid.crs, job, &areas, err));
    lb_status status = lb_locator_new(&areas.shapes, &s->grid.grid, job->threads, &locator);
    if (status != LB_OK)
        lb_error_set(err, status, "%s: %s", source, lb_status_text(status));
    for (size_t i = 0; i < s->grid.cells && status == LB_OK; i++) {
        double x, y;
        size_t area;
        lb_event_support_centre(s, i, &x, &y);
        keep[i] = lb_locator_find(locator, x, y, &area, 1) > 0;
    }
    lb_locator_free(locator);
    lb_areas_clear(&areas);
    return status;
}

/* NULL and "delivered": the cells of the grid as they are; "all", "populated", else a source of
 * areas. */
static lb_status restrict_cells(lb_event_support *s, const char *grid, const char *support,
                                const lb_job *job, lb_error *err)
{
    if (!support || strcmp(support, "delivered") == 0)
        return LB_OK;
    if (strcmp(support, "all") == 0)
        return add_all_cells(s, grid, err);
    bool *keep = calloc(s->grid.cells + 1, sizeof *keep);
    if (!keep)
        return lb_error_memory(err);
    lb_status status = strcmp(support, "populated") == 0
                           ? mark_populated(s, grid, keep, err)
                           : mark_in_areas(s, support, job, keep, err);
    if (status == LB_OK)
        keep_cells(&s->grid, keep);
    free(keep);
    return status;
}

/* Negative and infinite figures are none of people or expected events. */
static lb_status check_values(const lb_event_support *s, const char *source, const char *expected,
                              lb_error *err)
{
    static const size_t column[] = {LB_SUPPORT_PEOPLE, LB_SUPPORT_EXPECTED};
    for (size_t c = 0; c < 2; c++) {
        const double *value = s->grid.value[column[c]];
        for (size_t i = 0; value && i < s->grid.cells; i++)
            if (!isnan(value[i]) && !(value[i] >= 0 && isfinite(value[i])))
                return lb_error_set(err, LB_E_INPUT, "%s: %s %g found, expected numbers from 0 on",
                                    source, c == 0 ? "population" : expected, value[i]);
    }
    return LB_OK;
}

/* `expected` is needed when it is named; without it its place in the list is filled by a column
 * that is not kept. */
static lb_status read_support(const char *grid, const char *support, const char *expected,
                              const lb_job *job, lb_event_support *s, lb_error *err)
{
    const lb_grid_column wanted[] = {{"population", true, false},
                                     {"index", false, false},
                                     {"size", false, false},
                                     {expected ? expected : "population", true, expected != NULL}};
    LB_TRY(lb_grid_values_read(grid, wanted, LB_SUPPORT_COLUMNS, job, &s->grid, err));
    if (!expected) {
        free(s->grid.value[LB_SUPPORT_EXPECTED]);
        s->grid.value[LB_SUPPORT_EXPECTED] = NULL;
    }
    s->cells_read = (int64_t)s->grid.cells;
    LB_TRY(check_values(s, grid, expected, err));
    LB_TRY(restrict_cells(s, grid, support, job, err));
    if (s->grid.cells == 0)
        return lb_error_set(err, LB_E_INPUT, "%s: no cell is in the support '%s'", grid, support);
    if (lb_cell_rows_make(&s->grid.grid, s->grid.cell, s->grid.cells, &s->rows) != LB_OK)
        return lb_error_memory(err);
    return LB_OK;
}

static lb_status make_support(const char *grid, const char *support, const char *expected,
                              const lb_job *job, lb_event_support *out, lb_error *err)
{
    lb_event_support s = {.cells_read = 0};
    lb_status status = read_support(grid, support, expected, job, &s, err);
    LB_HAND_OVER(status, s, out, clear_support);
}

lb_status lb_event_support_check_metres(const lb_event_support *support, const char *grid,
                                        lb_error *err)
{
    lb_box box = lb_grid_box(&support->grid.grid);
    double metres[2];
    LB_TRY(lb_crs_scale(support->grid.crs, (box.xmin + box.xmax) / 2, (box.ymin + box.ymax) / 2,
                        metres, err));
    if (fabs(metres[0] - 1) < 0.03 && fabs(metres[1] - 1) < 0.03)
        return LB_OK;
    return lb_error_set(
        err, LB_E_INPUT,
        "%s: a unit of %s is %.4g m on the ground; distances need a grid in metres, "
        "as EPSG:3006",
        grid, support->grid.crs, metres[0]);
}

/* The cell of a place, by its number in the support; SIZE_MAX: in none. */
static size_t find_cell(const lb_event_support *support, double x, double y)
{
    int32_t row, col;
    return lb_grid_cell_at(&support->grid.grid, x, y, &row, &col)
               ? lb_cell_rows_find(&support->rows, row, col)
               : SIZE_MAX;
}

/* Located events --------------------------------------------------------------------------------
 */

void lb_located_events_clear(lb_located_events *located)
{
    clear_support(&located->support);
    lb_event_points_clear(&located->points);
    free(located->cell);
    *located = (lb_located_events){.cell = NULL};
}

/* Says where the events are and where the grid is. */
static lb_status refuse_far_events(const lb_located_events *l, const char *file, lb_error *err)
{
    const lb_event_point *point = l->points.point;
    lb_box events = lb_box_empty(), grid = lb_grid_box(&l->support.grid.grid);
    for (size_t i = 0; i < l->points.count; i++)
        events = lb_box_add(events, point[i].x, point[i].y);
    return lb_error_set(err, LB_E_INPUT,
                        "%s: none of %zu events is in a cell of the grid's support: they are in x "
                        "%.0f to %.0f, y %.0f to %.0f, the grid in x %.0f to %.0f, y %.0f to %.0f "
                        "(%s); if one of them is in another CRS, say which: |crs=EPSG:n behind the "
                        "source",
                        file, l->points.count, events.xmin, events.xmax, events.ymin, events.ymax,
                        grid.xmin, grid.xmax, grid.ymin, grid.ymax, l->support.grid.crs);
}

/* The cell of each event, SIZE_MAX outside the support. None inside at all is most likely a wrong
 * CRS or grid, hence an error with a hint, unless the caller allows it. */
static lb_status locate_points(lb_located_events *l, const lb_located_events_input *input,
                               const lb_job *job, lb_error *err)
{
    size_t n = l->points.count;
    const char *file = input->events;
    l->cell = malloc((n + 1) * sizeof *l->cell);
    if (!l->cell)
        return lb_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const lb_event_point *point = &l->points.point[i];
        l->cell[i] = find_cell(&l->support, point->x, point->y);
        l->inside += l->cell[i] != SIZE_MAX;
    }
    if (l->inside == 0 && !input->may_be_outside)
        return refuse_far_events(l, file, err);
    if (l->inside < n)
        lb_log_warning(job->log, "%s: %zu of %zu events %s in no cell of the support; left out",
                       file, n - l->inside, n, lb_number_word(n - l->inside, "is", "are"));
    return LB_OK;
}

static lb_status read_located(const lb_located_events_input *input, const lb_job *job,
                              lb_located_events *l, lb_error *err)
{
    lb_event_fields fields = input->fields;
    LB_TRY(lb_date_rules_make(input->timezone, input->date_format, &fields.dates, err));
    LB_TRY(make_support(input->grid, input->support, input->expected, job, &l->support, err));
    LB_TRY(lb_event_points_read(input->events, &fields, l->support.grid.crs, job, &l->points, err));
    return locate_points(l, input, job, err);
}

lb_status lb_located_events_read(const lb_located_events_input *input, const lb_job *job,
                                 lb_located_events *out, lb_error *err)
{
    lb_located_events l = {.cell = NULL};
    lb_status status = read_located(input, job, &l, err);
    LB_HAND_OVER(status, l, out, lb_located_events_clear);
}

lb_status lb_located_events_refuse_few(const char *what, size_t n, bool despite_refusal,
                                       const lb_job *job, lb_error *err)
{
    if (n >= LB_FEWEST_EVENTS)
        return LB_OK;
    if (!despite_refusal)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: %zu %s, expected at least %d; so few say nothing of where they "
                            "gather (--despite-refusal goes on)",
                            what, n, lb_number_word(n, "event", "events"), LB_FEWEST_EVENTS);
    lb_log_warning(job->log, "%s: %zu %s, fewer than %d: their figures say next to nothing", what,
                   n, lb_number_word(n, "event", "events"), LB_FEWEST_EVENTS);
    return LB_OK;
}

void lb_located_events_count(const lb_located_events *located, const lb_period *period,
                             double *count)
{
    for (size_t c = 0; c < located->support.grid.cells; c++)
        count[c] = 0;
    for (size_t i = 0; i < located->points.count; i++)
        if (located->cell[i] != SIZE_MAX)
            count[located->cell[i]] +=
                period ? lb_event_part_in_period(&located->points, i, period) : 1;
}

void lb_located_events_to_provenance(const lb_located_events *located,
                                     const lb_located_events_input *input, lb_provenance *p)
{
    const lb_event_points *points = &located->points;
    lb_provenance_source(p, input->grid, NULL, located->support.grid.rows);
    lb_provenance_source(p, input->events, points->hash, points->rows);
    lb_provenance_balance(p, "cells_read", (double)located->support.cells_read);
    lb_provenance_balance(p, "cells_in_support", (double)located->support.grid.cells);
    lb_provenance_balance(p, "events_read", (double)points->rows);
    lb_provenance_balance(p, "events_in_support", (double)located->inside);
    lb_provenance_balance(p, "events_outside_support", (double)(points->count - located->inside));
    lb_provenance_balance(p, "events_unplaced", (double)points->unplaced);
}
