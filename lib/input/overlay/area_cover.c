/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Covers of a grid's cells by areas: computed from the polygons, with their sizes on the ellipsoid,
 * overlaps, gaps and union, or read from a cover file of an earlier run and moved to the grid's
 * window (docs/methods.md, Coverage; docs/formats.md, Cover file). A cover file names what its
 * areas were by the hash of their file, so that a cover of other areas is never used. */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/coverage.h>
#include "base/buf.h"
#include "base/try.h"
#include "input/overlay/area_cover.h"
#include "input/areas/topology_report.h"
#include "kernel/geometry/cover_rewindow.h"
#include "port/proj/geodesic.h"

/* The size of a square metre in the CRS of the grid: 1, or in degrees, where the sizes on the
 * ellipsoid are far larger than the planar ones, about 1e-10 square degrees. */
static double square_metre_unit(const lb_area_cover *geometry)
{
    double planar = 0, true_m2 = 0;
    for (size_t i = 0; i < geometry->cover.count; i++) {
        planar += geometry->cover.area[i];
        true_m2 += geometry->true_m2[i];
    }
    /* A projected metre is a metre to some parts in a thousand: it is left as it is. */
    return true_m2 > 2 * planar ? planar / true_m2 : 1;
}

/* Overlaps and gaps, and the cover of the union where areas overlap. In degrees the overlaps' sizes
 * are scaled to square metres by those of one of the two areas. */
static lb_status find_topology(lb_overlap_task *task, const lb_grid *grid, lb_area_cover *geometry,
                               lb_error *err)
{
    double unit = square_metre_unit(geometry);
    lb_status status = lb_topology_compute(task, unit, &geometry->topology, err);
    for (size_t k = 0; status == LB_OK && unit < 1 && k < geometry->topology.overlaps; k++) {
        lb_overlap_pair *pair = &geometry->topology.overlap[k];
        pair->area *= geometry->true_m2[pair->i] / geometry->cover.area[pair->i];
    }
    if (status == LB_OK && geometry->topology.overlaps > 0) {
        status = lb_overlap_task_cover(task, grid, &geometry->union_cover, err);
    }
    return status;
}

static lb_status measure_areas(const lb_areas *areas, lb_overlap_task *task,
                               const lb_grid_values *grid, const lb_job *job,
                               lb_area_cover *geometry, lb_error *err)
{
    geometry->true_m2 = calloc(areas->shapes.count + 1, sizeof *geometry->true_m2);
    if (!geometry->true_m2)
        return lb_error_memory(err);
    lb_status status = lb_error_prefix(
        err, areas->source,
        lb_geodesic_areas(&areas->shapes, grid->crs, job->threads, geometry->true_m2, err));
    return status == LB_OK ? find_topology(task, &grid->grid, geometry, err) : status;
}

/* Part of each cell in each area; with `measured` also m2 and the union, whose overlay runs in
 * other threads meanwhile. */
lb_status lb_area_cover_compute(const lb_areas *areas, const lb_grid_values *grid, bool measured,
                                const lb_job *job, lb_area_cover *out, lb_error *err)
{
    lb_area_cover geometry = {.true_m2 = NULL};
    lb_overlap_task task = {.shapes = NULL};
    lb_overlap_request request = lb_overlap_pairs_request(1);
    request.border = true;
    if (measured) /* beside the cover */
        lb_overlap_task_start(&task, &areas->shapes, &request, job->threads);
    task.log = job->log;
    task.source = areas->source;
    lb_status status = lb_cover_compute(&areas->shapes, &grid->grid, job->threads, &geometry.cover);
    if (status != LB_OK)
        lb_error_set(err, status, "%s: %s", areas->source,
                     status == LB_E_INPUT
                         ? "a corner lies over 2^50 cells from the grid; check that "
                           "its CRS is right"
                         : lb_status_text(status));
    if (status == LB_OK && measured)
        status = measure_areas(areas, &task, grid, job, &geometry, err);
    lb_overlap_task_clear(&task);
    LB_HAND_OVER(status, geometry, out, lb_area_cover_clear);
}

/* What the areas are: "sha256:HASH|LAYER crs:CRS". A pipe has no hash, since it cannot be read
 * again to see that it is the same. */
static lb_status cover_key(lb_area_cover_source *source, const lb_job *job, lb_buf *key,
                           lb_error *err)
{
    const char *areas = source->areas;
    lb_status status = source->hash[0] ? LB_OK : lb_hash_file(areas, source->hash, err);
    if (status == LB_OK && source->hash[0] == '\0')
        status = lb_error_set(err, LB_E_INPUT,
                              "%s: can be read only once, so that a saved cover cannot be checked "
                              "against it; write the areas to a file first",
                              areas);
    if (status != LB_OK)
        return status;
    lb_buf_printf(key, "sha256:%s%s crs:%s", source->hash, areas + strcspn(areas, "|"),
                  job->crs ? job->crs : "its own");
    return key->failed ? lb_error_memory(err) : LB_OK;
}

lb_status lb_area_cover_write(lb_area_cover_source *to, const char *crs,
                              const lb_area_cover *geometry, const lb_table *attributes,
                              const lb_job *job, lb_error *err)
{
    lb_buf key = {0};
    lb_status status = cover_key(to, job, &key, err);
    if (status == LB_OK) {
        lb_cover_file file = {key.text, crs ? crs : "", geometry, attributes};
        status = lb_cover_file_write(to->path, &file, err);
    }
    lb_buf_clear(&key);
    return status;
}

/* Moves a saved cover to the window of this grid; its cells must be of the same lattice. */
static lb_status rewindow_cover(const char *path, const lb_grid *grid, lb_cover *cover,
                                lb_error *err)
{
    size_t which = 0;
    lb_grid old = cover->grid;
    lb_status status = lb_cover_rewindow(cover, grid, &which);
    if (status == LB_E_USAGE)
        return lb_error_set(
            err, LB_E_INPUT,
            "%s: was made for cells of %.10g m with a corner at %.10g, %.10g, the "
            "grid has cells of %.10g m with one at %.10g, %.10g; make it again with "
            "--save-cover",
            path, old.dx, old.x0, old.y0, grid->dx, grid->x0, grid->y0);
    if (status == LB_E_INPUT)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: area %zu reaches outside the grid that it was made for, and this "
                            "grid is another: make it again with --save-cover",
                            path, which + 1);
    return LB_OK;
}

/* A cover on file holds for one set of areas and lattice (its key). The grid may be another window
 * of that lattice, to which rows and columns are shifted. */
lb_status lb_area_cover_read(lb_area_cover_source *from, const lb_grid_values *grid,
                             const lb_job *job, lb_area_cover *out, lb_table *attributes,
                             lb_error *err)
{
    lb_area_cover geometry = {.true_m2 = NULL};
    lb_buf key = {0};
    lb_status status = cover_key(from, job, &key, err);
    lb_cover_origin origin = {key.text, grid->crs ? grid->crs : "", job->threads};
    if (status == LB_OK)
        status = lb_cover_file_read(from->path, &origin, &geometry, attributes, err);
    if (status == LB_OK)
        status = rewindow_cover(from->path, &grid->grid, &geometry.cover, err);
    if (status == LB_OK)
        status = rewindow_cover(from->path, &grid->grid, &geometry.union_cover, err);
    lb_buf_clear(&key);
    LB_HAND_OVER(status, geometry, out, lb_area_cover_clear);
}
