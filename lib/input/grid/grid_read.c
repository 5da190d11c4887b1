/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the reader of a grid by its source: squares (GeoPackage, CSV) or raster. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/coarsened_columns.h"
#include "input/grid/grid_raster.h"
#include "input/grid/grid_read.h"
#include "input/grid/grid_squares.h"
#include "input/grid/square_layer.h"
#include "kernel/geometry/touched_cells.h"

/* By the file's ending, or because a layer is named, or on the standard input; GDAL finds out
 * whether anything else is a raster. */
static bool is_squares(const char *source)
{
    char file[4096];
    snprintf(file, sizeof file, "%.*s", (int)strcspn(source, "|"), source);
    return lb_file_is_stdin(source) || strstr(source, ".gpkg") != NULL ||
           strstr(source, "|layer") != NULL || strstr(source, "|subset=") != NULL ||
           strstr(source, "|where=") != NULL || lb_text_ends_with(file, ".csv") ||
           lb_text_ends_with(file, ".txt");
}

/* Bands by number are the raster's alone. */
static bool names_band_number(const lb_grid_column *wanted, size_t n)
{
    for (size_t c = 0; c < n; c++)
        if (isdigit((unsigned char)wanted[c].name[0]))
            return true;
    return false;
}

/* Where counts are coarsened, a raster of this run is read as the squares that it was made from,
 * which can be: their path. NULL: the source is read. */
static const char *squares_of_raster(const char *source, const lb_grid_column *wanted, size_t n,
                                     const lb_job *job)
{
    return lb_job_coarsens(job) && !names_band_number(wanted, n)
               ? lb_square_layer_of_raster(source, job)
               : NULL;
}

typedef lb_status (*raster_function)(const char *source, const lb_grid_column *wanted,
                                     const lb_job *job, lb_grid_values *out, lb_error *err);

/* read_raster: what is done with a raster. */
static lb_status read_grid(const char *source, const lb_grid_column *wanted, size_t n,
                           raster_function read_raster, const lb_job *job, lb_grid_values *out,
                           lb_error *err)
{
    lb_grid_values values = {.columns = n, .value = calloc(n + 1, sizeof *values.value)};
    const char *made_from = squares_of_raster(source, wanted, n, job);
    bool squares = made_from || is_squares(source);
    lb_status status = values.value ? LB_OK : lb_error_memory(err);
    if (status == LB_OK)
        status = squares ? lb_grid_from_squares(made_from ? made_from : source, wanted, job,
                                                &values, err)
                         : read_raster(source, wanted, job, &values, err);
    if (status == LB_OK && !values.unread && !squares && lb_job_coarsens(job))
        status = lb_grid_values_coarsen(source, wanted, job, &values, err);
    if (status == LB_OK && values.cells == 0 && squares)
        status = lb_error_set(err, LB_E_INPUT, "%s: no cell has a value", source);
    LB_HAND_OVER(status, values, out, lb_grid_values_clear);
}

lb_status lb_grid_values_read_any(const char *source, const lb_grid_column *wanted, size_t n,
                                  const lb_job *job, lb_grid_values *out, lb_error *err)
{
    return read_grid(source, wanted, n, lb_grid_from_raster, job, out, err);
}

lb_status lb_grid_values_open(const char *source, const lb_grid_column *wanted, size_t n,
                              const lb_job *job, lb_grid_values *out, lb_error *err)
{
    return read_grid(source, wanted, n, lb_grid_open_raster, job, out, err);
}

/* Reads what lb_grid_values_open left unread, in the cells that the cover touches alone. */
lb_status lb_grid_values_read_cells(const char *source, const lb_grid_column *wanted,
                                    const lb_cover *cover, const lb_job *job,
                                    lb_grid_values *values, lb_error *err)
{
    lb_cover touched = {0};
    if (!values->unread)
        return LB_OK;
    lb_status status = lb_touched_cells_make(cover, job->threads, &touched) == LB_OK
                           ? LB_OK
                           : lb_error_memory(err);
    if (status == LB_OK)
        status = lb_grid_read_raster(source, wanted, &touched, job, values, err);
    if (status == LB_OK && lb_job_coarsens(job))
        status = lb_grid_values_coarsen(source, wanted, job, values, err);
    lb_cover_clear(&touched);
    return status;
}

lb_status lb_grid_values_read(const char *source, const lb_grid_column *wanted, size_t n,
                              const lb_job *job, lb_grid_values *out, lb_error *err)
{
    LB_TRY(lb_grid_values_read_any(source, wanted, n, job, out, err));
    if (out->cells > 0)
        return LB_OK;
    lb_grid_values_clear(out);
    return lb_error_set(err, LB_E_INPUT, "%s: no cell has a value", source);
}
