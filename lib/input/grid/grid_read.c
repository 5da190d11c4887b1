/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the reader of a grid by its source: squares (GeoPackage, CSV) or raster. */
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/grid_raster.h"
#include "input/grid/grid_read.h"
#include "input/grid/grid_squares.h"

/* By the source's ending; GDAL finds out whether anything else is a raster. */
static bool is_squares(const char *source)
{
    return strstr(source, ".gpkg") != NULL || strchr(source, '|') != NULL ||
           lb_text_ends_with(source, ".csv") || lb_text_ends_with(source, ".txt");
}

lb_status lb_grid_values_read_any(const char *source, const lb_grid_column *wanted, size_t n,
                                  const lb_job *job, lb_grid_values *out, lb_error *err)
{
    lb_grid_values values = {.columns = n, .value = calloc(n + 1, sizeof *values.value)};
    lb_status status = values.value ? LB_OK : lb_error_memory(err);
    if (status == LB_OK)
        status = is_squares(source)
                     ? lb_grid_from_squares(source, wanted, job, &values, err)
                     : lb_grid_from_raster(source, wanted, job->threads, &values, err);
    if (status == LB_OK && values.cells == 0 && is_squares(source))
        status = lb_error_set(err, LB_E_INPUT, "%s: no cell has a value", source);
    if (status == LB_OK)
        *out = values;
    else
        lb_grid_values_clear(&values);
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
