/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "input/grid/grid_read.h"
#include "input/grid/area_cover.h"
#include "input/grid/overlay.h"

const lb_grid_column lb_default_columns[LB_DEFAULT_COLUMNS] = {{"population", true, false},
                                                               {"index", false, false},
                                                               {"class", false, false},
                                                               {"unga_0_15", true, false},
                                                               {"unga_16_19", true, false}};

void lb_overlay_clear(lb_overlay *overlay)
{
    lb_grid_values_clear(&overlay->grid);
    if (!overlay->borrowed) {
        lb_areas_clear(&overlay->areas);
        lb_area_cover_clear(&overlay->laid);
    }
    lb_profile_clear(&overlay->profile);
    free(overlay->class_of);
    *overlay = (lb_overlay){0};
}

lb_cell_list lb_overlay_cells(const lb_overlay *overlay)
{
    return (lb_cell_list){overlay->grid.cells, overlay->grid.cell};
}

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

/* To a part in 10^9 of the area, or of a cell where the area is smaller than that. */
static lb_status check_area_totals(const lb_overlay *o, lb_error *err)
{
    const lb_profile *p = &o->profile;
    double cell = o->laid.cover.grid.dx * o->laid.cover.grid.dy;
    for (size_t i = 0; i < p->count; i++) {
        double parts = p->with_data[i] + p->no_data[i] + p->outside[i];
        if (!(fabs(o->laid.cover.area[i] - parts) <= 1e-9 * fmax(o->laid.cover.area[i], cell)))
            return lb_error_set(err, LB_E_INPUT,
                                "%s: the balance of area '%s' does not close: %.9g m2, of which "
                                "%.9g over data, %.9g over none, %.9g outside the grid",
                                o->areas.source, o->areas.name[i], o->laid.cover.area[i],
                                p->with_data[i], p->no_data[i], p->outside[i]);
    }
    return LB_OK;
}

static lb_status compute_cover(const lb_overlay_input *input, const lb_job *job, lb_overlay *o,
                               lb_error *err)
{
    lb_status status =
        lb_areas_read(input->areas, &input->fields, o->grid.crs, job, &o->areas, err);
    return status == LB_OK
               ? lb_area_cover_compute(&o->areas, &o->grid, input->measured, job, &o->laid, err)
               : status;
}

static lb_status read_cover(const lb_overlay_input *input, const lb_job *job, lb_overlay *o,
                            lb_error *err)
{
    lb_table attributes = {0};
    lb_area_cover_source from = {input->saved, lb_areas_source(input->areas), ""};
    lb_status status = lb_area_cover_read(&from, &o->grid, job, &o->laid, &attributes, err);
    if (status == LB_OK && input->drawn)
        status = lb_areas_read(input->areas, &input->fields, o->grid.crs, job, &o->areas, err);
    else if (status == LB_OK)
        status =
            lb_areas_from_table(input->areas, &input->fields, &attributes, job, &o->areas, err);
    lb_table_clear(&attributes);
    memcpy(o->areas_hash, from.hash, sizeof o->areas_hash);
    return status;
}

static bool same_grid(const lb_grid_values *a, const lb_grid_values *b)
{
    return a->grid.x0 == b->grid.x0 && a->grid.y0 == b->grid.y0 && a->grid.dx == b->grid.dx &&
           a->grid.dy == b->grid.dy && a->grid.ncol == b->grid.ncol &&
           a->grid.nrow == b->grid.nrow && strcmp(a->crs, b->crs) == 0;
}

static void borrow_cover(const lb_overlay *like, lb_overlay *o)
{
    o->borrowed = true;
    o->areas = like->areas;
    o->laid = like->laid;
    memcpy(o->areas_hash, like->areas_hash, sizeof o->areas_hash);
}

lb_status lb_overlay_apply(const lb_overlay_input *input, const lb_overlay *like, const lb_job *job,
                           lb_overlay *o, lb_error *err)
{
    lb_cell_list cells = lb_overlay_cells(o);
    lb_status status = LB_OK;
    if (like && same_grid(&like->grid, &o->grid))
        borrow_cover(like, o);
    else
        status = input->saved ? read_cover(input, job, o, err) : compute_cover(input, job, o, err);
    if (status != LB_OK)
        return status;
    status = lb_profile_compute(&o->laid.cover, &cells, job->threads, &o->profile);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", o->areas.source, lb_status_text(status));
    status = check_area_totals(o, err);
    if (status == LB_OK && o->grid.squares_without_cell > 0)
        lb_log_note(job->log,
                    "%zu squares have no cell that smaller squares leave; their %.0f people are in "
                    "no area",
                    o->grid.squares_without_cell, o->grid.people_without_cell);
    return status;
}

lb_status lb_overlay_read(const lb_overlay_input *input, const lb_job *job, lb_overlay *out,
                          lb_error *err)
{
    lb_overlay o = {0};
    lb_status status = lb_grid_values_read(input->grid, input->wanted, input->n, job, &o.grid, err);
    if (status == LB_OK)
        status = read_classes(&o, input->grid, err);
    if (status == LB_OK)
        *out = o;
    else
        lb_overlay_clear(&o);
    return status;
}

lb_status lb_overlay_make(const lb_overlay_input *input, const lb_job *job, lb_overlay *out,
                          lb_error *err)
{
    lb_overlay o = {0};
    lb_status status = lb_overlay_read(input, job, &o, err);
    if (status == LB_OK)
        status = lb_overlay_apply(input, NULL, job, &o, err);
    if (status == LB_OK)
        *out = o;
    else
        lb_overlay_clear(&o);
    return status;
}
