/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid from a raster: the cells where any of the bands asked for has a value. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "flow/grid_values.h"
#include "port/raster_read.h"

/* Cells as records of 1 + columns numbers, the first being the cell: one sort orders them all. A
 * cell's number is far below 2^53, so a double holds it. */
typedef struct reading {
    lb_raster *raster;
    int *band; /* [columns], 0: none */
    double *record;
    double *window; /* [columns][cells of the largest window] */
    size_t columns, count, capacity;
    lb_error *err;
} reading;

static lb_status no_memory(const reading *r)
{
    return lb_error_set(r->err, LB_E_MEMORY, "out of memory");
}

static int find_by_name(const lb_raster *raster, const char *name)
{
    for (int b = 1; b <= lb_raster_bands(raster); b++)
        if (lb_text_same(lb_raster_band_name(raster, b), name))
            return b;
    return 0;
}

static lb_status refuse_bands(const reading *r, const char *source)
{
    lb_buf list = {0};
    for (int b = 1; b <= lb_raster_bands(r->raster) && b <= 20; b++)
        lb_buf_printf(&list, "%s%d '%s'", b > 1 ? ", " : "", b, lb_raster_band_name(r->raster, b));
    lb_error_set(r->err, LB_E_USAGE,
                 "%s: no band named population, index or class; name what to compute, as --stat "
                 "people=sum(1). Its bands: %s",
                 source, list.text ? list.text : "");
    lb_buf_clear(&list);
    return LB_E_USAGE;
}

static lb_status find_bands(reading *r, const char *source, const lb_wanted *wanted)
{
    bool any = false;
    for (size_t c = 0; c < r->columns; c++) {
        r->band[c] = find_by_name(r->raster, wanted[c].name);
        if (r->band[c] == 0 && wanted[c].needed) {
            lb_status status = lb_raster_find_band(r->raster, wanted[c].name, &r->band[c], r->err);
            if (status != LB_OK)
                return status;
        }
        any |= r->band[c] > 0;
    }
    return any ? LB_OK : refuse_bands(r, source);
}

static bool has_value(const reading *r, const double *window, size_t size, size_t at)
{
    for (size_t c = 0; c < r->columns; c++)
        if (r->band[c] > 0 && !isnan(window[c * size + at]))
            return true;
    return false;
}

static bool add_cell(reading *r, double cell, const double *window, size_t size, size_t at)
{
    size_t width = r->columns + 1;
    if (r->count == r->capacity) {
        size_t capacity = r->capacity ? r->capacity * 2 : 4096;
        double *bigger = realloc(r->record, capacity * width * sizeof *bigger);
        if (!bigger)
            return false;
        r->record = bigger;
        r->capacity = capacity;
    }
    double *record = r->record + r->count++ * width;
    record[0] = cell;
    for (size_t c = 0; c < r->columns; c++)
        record[1 + c] = r->band[c] > 0 ? window[c * size + at] : (double)NAN;
    return true;
}

static bool is_empty(const reading *r, lb_window w)
{
    for (size_t c = 0; c < r->columns; c++)
        if (r->band[c] > 0 && !lb_raster_is_empty(r->raster, r->band[c], w))
            return false;
    return true;
}

static lb_status read_window(reading *r, lb_window w)
{
    size_t size = (size_t)w.nrow * (size_t)w.ncol;
    double ncol = lb_raster_grid(r->raster)->ncol, *window = r->window;
    lb_status status = LB_OK;
    if (is_empty(r, w))
        return LB_OK;
    for (size_t c = 0; c < r->columns && status == LB_OK; c++)
        if (r->band[c] > 0)
            status = lb_raster_read(r->raster, r->band[c], w, window + c * size, r->err);
    for (size_t i = 0; i < size && status == LB_OK; i++) {
        double row = (double)(i / (size_t)w.ncol) + w.row, col = (double)(i % (size_t)w.ncol);
        if (has_value(r, window, size, i) &&
            !add_cell(r, row * ncol + col + w.col, window, size, i))
            status = no_memory(r);
    }
    return status;
}

/* The first window is the largest. */
static lb_status read_windows(reading *r)
{
    lb_window first = lb_raster_window(r->raster, 0);
    lb_status status = LB_OK;
    r->window =
        malloc(((size_t)first.nrow * (size_t)first.ncol * r->columns + 1) * sizeof *r->window);
    if (!r->window)
        return no_memory(r);
    for (size_t i = 0; status == LB_OK && i < lb_raster_windows(r->raster); i++)
        status = read_window(r, lb_raster_window(r->raster, i));
    free(r->window);
    return status;
}

static int by_cell(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static lb_status unpack(reading *r, lb_grid_values *out)
{
    size_t width = r->columns + 1;
    if (r->count > 0)
        qsort(r->record, r->count, width * sizeof *r->record, by_cell);
    out->cell = malloc((r->count + 1) * sizeof *out->cell);
    if (!out->cell)
        return no_memory(r);
    for (size_t i = 0; i < r->count; i++)
        out->cell[i] = (int64_t)r->record[i * width];
    for (size_t c = 0; c < r->columns; c++) {
        if (r->band[c] == 0)
            continue;
        out->value[c] = malloc((r->count + 1) * sizeof **out->value);
        if (!out->value[c])
            return no_memory(r);
        for (size_t i = 0; i < r->count; i++)
            out->value[c][i] = r->record[i * width + 1 + c];
    }
    out->cells = r->count;
    out->rows = (int64_t)r->count;
    return LB_OK;
}

static lb_status describe(const reading *r, const char *source, lb_grid_values *out)
{
    const char *crs = lb_raster_crs(r->raster);
    if (!crs)
        return lb_error_set(r->err, LB_E_INPUT,
                            "%s: has no CRS; give it one: gdal_edit.py -a_srs EPSG:n", source);
    out->grid = *lb_raster_grid(r->raster);
    out->crs = lb_text_copy(crs);
    return out->crs ? LB_OK : no_memory(r);
}

lb_status lb_grid_from_raster(const char *source, const lb_wanted *wanted, lb_grid_values *out,
                              lb_error *err)
{
    reading r = {.columns = out->columns, .err = err};
    r.band = calloc(r.columns + 1, sizeof *r.band);
    lb_status status = r.band ? LB_OK : no_memory(&r);
    if (status == LB_OK)
        status = lb_raster_open(source, &r.raster, err);
    if (status == LB_OK)
        status = describe(&r, source, out);
    if (status == LB_OK)
        status = find_bands(&r, source, wanted);
    if (status == LB_OK)
        status = read_windows(&r);
    if (status == LB_OK)
        status = unpack(&r, out);
    lb_raster_close(r.raster);
    free(r.record);
    free(r.band);
    return status;
}
