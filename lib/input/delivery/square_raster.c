/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A band of a raster as a table of squares with one column: each cell with data is a square. The
 * raster must be on the recipe's grid, so that nothing is resampled. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/delivery/square_raster.h"
#include "port/raster/raster_read.h"
#include "port/proj/crs.h"
#include "port/proj/transform.h"
#include "port/read/source_crs.h"

enum { PATH_SIZE = 4096 };

/* "NAME=FILE:BAND" taken apart. */
typedef struct band_spec {
    char name[200], file[PATH_SIZE], band[100];
} band_spec;

static lb_status parse_band_spec(const char *text, band_spec *out, lb_error *err)
{
    const char *equals = strchr(text, '='), *colon = strrchr(text, ':');
    if (!equals || equals == text || !colon || colon <= equals + 1 || colon[1] == '\0')
        return lb_error_set(err, LB_E_USAGE, "--band: '%s' found, expected NAME=FILE:BAND", text);
    snprintf(out->name, sizeof out->name, "%.*s", (int)(equals - text), text);
    snprintf(out->file, sizeof out->file, "%.*s", (int)(colon - equals - 1), equals + 1);
    snprintf(out->band, sizeof out->band, "%s", colon + 1);
    return LB_OK;
}

void lb_square_raster_file(const char *text, char *file, size_t size)
{
    band_spec spec = {.file = ""};
    parse_band_spec(text, &spec, NULL);
    snprintf(file, size, "%s", spec.file);
}

static bool is_multiple(double value, double of)
{
    return fabs(value / of - round(value / of)) < 1e-6;
}

/* A cell of the raster must be a square of the recipe's lattice. */
static lb_status check_grid(const band_spec *s, const lb_raster *raster, const lb_recipe *recipe,
                            const lb_job *job, lb_error *err)
{
    const lb_grid *g = lb_raster_grid(raster);
    char *crs = NULL;
    lb_transform *between = NULL;
    lb_job own = *job;
    own.crs = recipe->crs; /* what squares are in is the working CRS here */
    LB_TRY(lb_source_crs_raster(raster, s->file, &own, &crs, err));
    lb_status status = lb_transform_new(crs, recipe->crs, &between, err);
    free(crs);
    if (status != LB_OK)
        return status;
    bool same = between == NULL;
    lb_transform_free(between);
    if (same && is_multiple(g->dx, recipe->cell_size) && fabs(g->dx - g->dy) < 1e-6 * g->dx &&
        is_multiple(g->x0, g->dx) && is_multiple(g->y0, g->dx))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: cells of %g x %g from corner %.3f %.3f%s are no squares of the "
                        "lattice; expected %s, cells of %d m or whole multiples, corners at "
                        "multiples of them (gdalwarp -t_srs %s -tr %d %d -tap)",
                        s->file, g->dx, g->dy, g->x0, g->y0, same ? "" : " in another CRS",
                        recipe->crs, recipe->cell_size, recipe->crs, recipe->cell_size,
                        recipe->cell_size);
}

typedef struct square_value {
    lb_square square;
    double value;
} square_value;

typedef struct square_values {
    square_value *item;
    size_t count, capacity;
} square_values;

static lb_status add_square_value(square_values *all, lb_square square, double value)
{
    if (!lb_array_reserve(&all->item, &all->capacity, all->count + 1, sizeof *all->item))
        return LB_E_MEMORY;
    all->item[all->count++] = (square_value){square, value};
    return LB_OK;
}

static lb_status add_window(const lb_grid *g, lb_window w, const double *value, square_values *all)
{
    int32_t size = (int32_t)round(g->dx);
    for (int32_t r = 0; r < w.nrow; r++) {
        for (int32_t c = 0; c < w.ncol; c++) {
            double v = value[(size_t)r * (size_t)w.ncol + (size_t)c];
            lb_square square = {size, (int32_t)round(g->x0 + (w.col + c) * g->dx),
                                (int32_t)round(g->y0 - (w.row + r + 1.0) * g->dy)};
            if (!isnan(v) && add_square_value(all, square, v) != LB_OK)
                return LB_E_MEMORY;
        }
    }
    return LB_OK;
}

static lb_status read_cells(const band_spec *s, lb_raster *raster, int band, square_values *all,
                            lb_error *err)
{
    const lb_grid *g = lb_raster_grid(raster);
    lb_status status = LB_OK;
    for (size_t i = 0; i < lb_raster_windows(raster) && status == LB_OK; i++) {
        lb_window w = lb_raster_window(raster, i);
        double *value = malloc((size_t)w.nrow * (size_t)w.ncol * sizeof *value);
        if (!value)
            return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", s->file);
        status = lb_raster_read(raster, band, w, value, err);
        if (status == LB_OK && add_window(g, w, value, all) != LB_OK)
            status = lb_error_set(err, LB_E_MEMORY, "%s: out of memory", s->file);
        free(value);
    }
    return status;
}

static int compare_squares(const void *a, const void *b)
{
    return lb_square_compare(&((const square_value *)a)->square,
                             &((const square_value *)b)->square);
}

/* As a delivery that is read already: one column, called NAME. */
static lb_status to_square_table(const char *text, const band_spec *s, const square_values *all,
                                 lb_square_table *out)
{
    size_t room = all->count ? all->count : 1;
    lb_square_table d = {.source = text, .columns = 1, .rows = all->count, .capacity = room};
    d.column = calloc(1, sizeof *d.column);
    d.square = malloc(room * sizeof *d.square);
    d.wanted = calloc(1, sizeof *d.wanted);
    if (d.column)
        d.column[0] = lb_text_copy(s->name);
    if (d.wanted) {
        d.n_wanted = 1;
        d.wanted[0].value = malloc(room * sizeof(double));
    }
    if (!d.column || !d.column[0] || !d.square || !d.wanted || !d.wanted[0].value) {
        lb_square_table_clear(&d);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < all->count; i++) {
        d.square[i] = all->item[i].square;
        d.wanted[0].value[i] = all->item[i].value;
    }
    *out = d;
    return LB_OK;
}

/* Cells with a value, as squares sorted like those of a table, so that both are joined alike. */
lb_status lb_square_raster_read(const char *text, const lb_recipe *recipe, const lb_job *job,
                                lb_square_table *out, lb_error *err)
{
    band_spec s;
    lb_raster *raster = NULL;
    square_values all = {0};
    int band = 0;
    lb_status status = parse_band_spec(text, &s, err);
    if (status == LB_OK)
        status = lb_raster_open(s.file, &raster, err);
    if (status == LB_OK)
        status = lb_raster_find_band(raster, s.band, &band, err);
    if (status == LB_OK)
        status = check_grid(&s, raster, recipe, job, err);
    if (status == LB_OK)
        status = read_cells(&s, raster, band, &all, err);
    if (status == LB_OK) {
        if (all.count > 0)
            qsort(all.item, all.count, sizeof *all.item, compare_squares);
        if (to_square_table(text, &s, &all, out) != LB_OK)
            status = lb_error_set(err, LB_E_MEMORY, "%s: out of memory", s.file);
        else
            lb_crs_label(recipe->crs, out->crs);
    }
    free(all.item);
    lb_raster_close(raster);
    return status;
}

/* Cells with one kind of fault. */
typedef struct cell_fault {
    size_t count, first;
} cell_fault;

static void add_fault(cell_fault *fault, bool faulty, size_t cell)
{
    if (faulty && fault->count++ == 0)
        fault->first = cell;
}

/* "trang=i.tif:1: 1 of 5 cells are negative, the first, -5, at 600000, 6600000": its corner. */
static void describe_fault(const lb_square_table *table, const cell_fault *fault, const char *what,
                           char *text, size_t size)
{
    const lb_square *square = &table->square[fault->first];
    snprintf(text, size, "%.300s: %zu of %zu cells %s %s, the first, %g, at %d, %d", table->source,
             fault->count, table->rows, lb_number_word(fault->count, "is", "are"), what,
             table->wanted[0].value[fault->first], square->e, square->n);
}

/* Faults are counted and named once each with their first cell. Negative counts are an error
 * (usually an undeclared no-data value); infinite values become missing. */
lb_status lb_square_raster_check(lb_square_table *table, lb_log *log, lb_error *err)
{
    lb_square_column *column = &table->wanted[0];
    cell_fault infinite = {0, 0}, negative = {0, 0}, broken = {0, 0};
    char text[500];
    for (size_t i = 0; i < table->rows; i++) {
        double value = column->value[i];
        add_fault(&infinite, isinf(value), i);
        add_fault(&negative, column->is_count && value < 0, i);
        add_fault(&broken, column->is_whole && !isinf(value) && value != floor(value), i);
    }
    if (negative.count > 0) {
        describe_fault(table, &negative, "negative", text, sizeof text);
        return lb_error_set(err, LB_E_INPUT,
                            "%s; expected 0 or more (if it stands for no data, say so in the "
                            "raster: gdal_edit.py -a_nodata)",
                            text);
    }
    if (broken.count > 0) {
        describe_fault(table, &broken, "not whole", text, sizeof text);
        lb_log_warning(log, "%s; what is counted is expected without decimals", text);
    }
    if (infinite.count > 0) {
        describe_fault(table, &infinite, "infinite", text, sizeof text);
        lb_log_warning(log, "%s; they have no value here", text);
    }
    for (size_t i = 0; i < table->rows; i++)
        if (isinf(column->value[i]))
            column->value[i] = (double)NAN;
    return LB_OK;
}
