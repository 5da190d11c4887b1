/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joins areas with the cells of a grid that have data: each area becomes a sparse row of (cell,
 * fraction of the cell inside it), from which every figure about it is a weighted sum (docs/
 * methods.md, Coverage and Profile statistics). Cover and sizes come from the polygons, or from the
 * cover file of an earlier run, which spares reading and cutting them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/agree.h>
#include "base/number.h"
#include "base/sum.h"
#include "base/try.h"
#include "input/grid/grid_read.h"
#include "input/overlay/area_cover.h"
#include "input/overlay/count_rule.h"
#include "input/overlay/empty_areas.h"
#include "input/overlay/overlay.h"

const lb_grid_column lb_default_columns[LB_DEFAULT_COLUMNS] = {{"population", true, false},
                                                               {"index", false, false},
                                                               {"class", false, false},
                                                               {"unga_0_15", true, false},
                                                               {"unga_16_19", true, false}};

void lb_area_layer_clear(lb_area_layer *layer)
{
    lb_areas_clear(&layer->areas);
    lb_area_cover_clear(&layer->geometry);
    lb_cover_clear(&layer->counted);
    *layer = (lb_area_layer){0};
}

const lb_cover *lb_area_layer_cover(const lb_area_layer *layer)
{
    return layer->rule == LB_COUNT_EXACT ? &layer->geometry.cover : &layer->counted;
}

void lb_overlay_clear(lb_overlay *overlay)
{
    lb_grid_values_clear(&overlay->grid);
    lb_profile_clear(&overlay->profile);
    free(overlay->class_of);
    *overlay = (lb_overlay){0};
}

lb_cell_list lb_overlay_cells(const lb_overlay *overlay)
{
    return (lb_cell_list){overlay->grid.cells, overlay->grid.cell};
}

/* The column of classes as whole numbers. Up to 100, so that a column of something else named
 * "class" (an index, a count of people) is found out. */
static lb_status read_classes(lb_overlay *o, const char *source, lb_error *err)
{
    const double *value = o->grid.value[LB_CLASS];
    if (!value)
        return LB_OK;
    o->class_of = calloc(o->grid.cells + 1, sizeof *o->class_of);
    if (!o->class_of)
        return lb_error_memory(err);
    for (size_t i = 0; i < o->grid.cells; i++) {
        if (isnan(value[i]))
            continue;
        if (!(value[i] >= 0 && value[i] <= 100) || value[i] != floor(value[i]))
            return lb_error_set(err, LB_E_INPUT,
                                "%s: class %g found; expected whole numbers from 1 to 100", source,
                                value[i]);
        o->class_of[i] = (int)value[i];
        if (o->class_of[i] > o->classes)
            o->classes = o->class_of[i];
    }
    return LB_OK;
}

/* Over data + over no data + outside must be the area's planar size, all in square metres, to 1e-9
 * of it: of a cell where the area is smaller, since rounding then is that of the cell. */
static lb_status check_area_totals(const lb_overlay *o, lb_error *err)
{
    const lb_profile *p = &o->profile;
    const lb_cover *cover = &o->layer->geometry.cover;
    double cell = cover->grid.dx * cover->grid.dy;
    if (o->layer->rule != LB_COUNT_EXACT)
        return LB_OK;
    for (size_t i = 0; i < p->count; i++) {
        double parts = p->with_data[i] + p->no_data[i] + p->outside[i];
        if (!(fabs(cover->area[i] - parts) <= 1e-9 * fmax(cover->area[i], cell)))
            return lb_error_set(err, LB_E_INPUT,
                                "%s: the totals of area '%s' do not add up: %.9g m2 in all, but "
                                "%.9g over data, %.9g over no data and %.9g outside the grid",
                                o->layer->areas.source, o->layer->areas.name[i], cover->area[i],
                                p->with_data[i], p->no_data[i], p->outside[i]);
    }
    return LB_OK;
}

static lb_status compute_cover(const lb_overlay_input *input, const lb_grid_values *grid,
                               const lb_job *job, lb_area_layer *layer, lb_error *err)
{
    LB_TRY(lb_areas_read(input->areas, &input->fields, grid->crs, job, &layer->areas, err));
    return lb_area_cover_compute(&layer->areas, grid, input->with_sizes, job, &layer->geometry,
                                 err);
}

/* A cover file holds the attributes too: the polygons are read only where they are to be drawn or
 * written. */
static lb_status read_cover(const lb_overlay_input *input, const lb_grid_values *grid,
                            const lb_job *job, lb_area_layer *layer, lb_error *err)
{
    lb_table attributes = {0};
    lb_area_cover_source from = {input->cover_path, lb_areas_source(input->areas), ""};
    if (input->areas_hash)
        snprintf(from.hash, sizeof from.hash, "%s", input->areas_hash);
    lb_status status = lb_area_cover_read(&from, grid, job, &layer->geometry, &attributes, err);
    bool shapes = input->with_shapes || input->rule == LB_COUNT_CENTROID;
    if (status == LB_OK)
        status =
            shapes ? lb_areas_read(input->areas, &input->fields, grid->crs, job, &layer->areas, err)
                   : lb_areas_from_table(input->areas, &input->fields, &attributes, job,
                                         &layer->areas, err);
    lb_table_clear(&attributes);
    memcpy(layer->hash, from.hash, sizeof layer->hash);
    return status;
}

bool lb_overlay_same_cells(const lb_overlay *a, const lb_overlay *b)
{
    const lb_grid *g = &a->grid.grid, *h = &b->grid.grid;
    return g->x0 == h->x0 && g->y0 == h->y0 && g->dx == h->dx && g->dy == h->dy &&
           g->ncol == h->ncol && g->nrow == h->nrow && strcmp(a->grid.crs, b->grid.crs) == 0;
}

lb_status lb_area_layer_read(const lb_overlay_input *input, const lb_grid_values *grid,
                             const lb_job *job, lb_area_layer *out, lb_error *err)
{
    lb_area_layer layer = {.hash = "", .rule = input->rule};
    lb_status status = input->cover_path ? read_cover(input, grid, job, &layer, err)
                                         : compute_cover(input, grid, job, &layer, err);
    if (status == LB_OK && input->rule != LB_COUNT_EXACT &&
        lb_count_rule_apply(input->rule, &layer.geometry.cover, &layer.areas.shapes, job->threads,
                            &layer.counted) != LB_OK)
        status = lb_error_memory(err);
    LB_HAND_OVER(status, layer, out, lb_area_layer_clear);
}

/* People and cells within the union of the areas: sum of people x fraction, compensated. */
lb_status lb_area_layer_sum_cells(const lb_area_layer *layer, const lb_grid_values *grid,
                                  const double *people, double *inside_people, double *inside_cells,
                                  lb_error *err)
{
    const lb_area_cover *geometry = &layer->geometry;
    /* Areas that do not overlap are their own union, for which no cover is kept. */
    lb_cell_areas areas = {
        geometry->union_cover.count > 0 ? &geometry->union_cover : &geometry->cover, NULL, NULL};
    lb_cell_list cells = {grid->cells, grid->cell};
    lb_sum sum = {0}, part = {0};
    double *inside = calloc(grid->cells + 1, sizeof *inside);
    if (!inside)
        return lb_error_memory(err);
    lb_status status = lb_cell_rule_apply(LB_RULE_FRACTION, &areas, &cells, inside);
    for (size_t i = 0; i < grid->cells && status == LB_OK; i++) {
        lb_sum_add(&sum, inside[i] * people[i]);
        lb_sum_add(&part, inside[i]);
    }
    free(inside);
    *inside_people = lb_sum_value(sum);
    *inside_cells = lb_sum_value(part);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* Warns of areas on no cell of the grid: their rows are empty, which is not zero. */
static lb_status warn_of_empty_areas(const lb_overlay *overlay, const lb_job *job, lb_error *err)
{
    const lb_profile *profile = &overlay->profile;
    bool *empty = calloc(profile->count + 1, sizeof *empty);
    for (size_t i = 0; empty && i < profile->count; i++)
        empty[i] = profile->first[i + 1] == profile->first[i];
    lb_status status = empty ? lb_grid_warn_of_empty_areas(&overlay->grid, overlay->source,
                                                           &overlay->layer->areas, empty, job->log)
                             : LB_E_MEMORY;
    free(empty);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Values that stand for none, then classes. */
static lb_status prepare_values(const lb_overlay_input *input, lb_overlay *o, lb_error *err)
{
    lb_grid_values_drop(&o->grid, input->nodata, input->n_nodata);
    return read_classes(o, input->grid, err);
}

/* The values in the areas' cells of a raster that has only been opened so far. */
static lb_status read_touched_cells(const lb_overlay_input *input, const lb_area_layer *layer,
                                    const lb_job *job, lb_overlay *o, lb_error *err)
{
    if (!o->grid.unread)
        return LB_OK;
    LB_TRY(lb_grid_values_read_cells(input->grid, input->column, lb_area_layer_cover(layer), job,
                                     &o->grid, err));
    return prepare_values(input, o, err);
}

static bool any_touched(const lb_profile *profile)
{
    for (size_t i = 0; i < profile->count; i++)
        if (profile->touched[i] > 0)
            return true;
    return profile->count == 0;
}

static lb_status log_cells(const lb_overlay *o, const lb_job *job, lb_error *err)
{
    if (o->grid.squares_without_cell > 0)
        lb_log_note(job->log, "%zu %s wholly covered by smaller ones and %s %.0f %s in no area",
                    o->grid.squares_without_cell,
                    lb_number_word(o->grid.squares_without_cell, "square is", "squares are"),
                    lb_number_word(o->grid.squares_without_cell, "has no cell of its own; its",
                                   "have no cell of their own; their"),
                    o->grid.people_without_cell,
                    lb_number_word(o->grid.people_without_cell, "person is", "people are"));
    if (o->grid.cells > 0 || !any_touched(&o->profile))
        return warn_of_empty_areas(o, job, err);
    lb_log_warning(job->log, "%s: no cell has a value in the areas; its figures are empty",
                   o->source);
    return LB_OK;
}

lb_status lb_overlay_join(const lb_overlay_input *input, const lb_area_layer *layer,
                          const lb_job *job, lb_overlay *overlay, lb_error *err)
{
    LB_TRY(read_touched_cells(input, layer, job, overlay, err));
    lb_cell_list cells = lb_overlay_cells(overlay);
    overlay->layer = layer;
    lb_status status =
        lb_profile_compute(lb_area_layer_cover(layer), &cells, job->threads, &overlay->profile);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", layer->areas.source, lb_status_text(status));
    LB_TRY(check_area_totals(overlay, err));
    return log_cells(overlay, job, err);
}

/* With only_touched a raster is opened and its cells are read when the areas are known. */
lb_status lb_overlay_read(const lb_overlay_input *input, const lb_job *job, lb_overlay *out,
                          lb_error *err)
{
    lb_overlay o = {.source = input->grid};
    lb_status status =
        input->only_touched
            ? lb_grid_values_open(input->grid, input->column, input->n_columns, job, &o.grid, err)
            : lb_grid_values_read_any(input->grid, input->column, input->n_columns, job, &o.grid,
                                      err);
    if (status == LB_OK && !o.grid.unread)
        status = prepare_values(input, &o, err);
    LB_HAND_OVER(status, o, out, lb_overlay_clear);
}

lb_status lb_overlay_make(const lb_overlay_input *input, const lb_job *job, lb_area_layer *layer,
                          lb_overlay *out, lb_error *err)
{
    lb_overlay o = {0};
    LB_TRY(lb_overlay_read(input, job, &o, err));
    lb_status status = lb_area_layer_read(input, &o.grid, job, layer, err);
    if (status == LB_OK) {
        status = lb_overlay_join(input, layer, job, &o, err);
        if (status != LB_OK)
            lb_area_layer_clear(layer);
    }
    LB_HAND_OVER(status, o, out, lb_overlay_clear);
}
