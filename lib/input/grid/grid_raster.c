/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid from a raster: the cells in which at least one of the requested bands has a value. Windows
 * (blocks of the file) are read by several threads, each with a handle of its own, since GDAL's are
 * not to be shared; cells of all windows are then counted by row and put in order. Bands of 32-bit
 * floats with NaN as no-data stay floats until a cell is known to have a value. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/threads.h"
#include "input/grid/grid_raster.h"
#include "port/raster/raster_read.h"

/* More readers are not faster (decompression is then limited by memory), and each holds tens of
 * megabytes. */
enum { MAX_READERS = 16 };

typedef struct raster_source {
    const char *source;
    lb_raster *raster;
    int *band;   /* [columns], 0: none */
    bool *plain; /* [columns]: lb_raster_is_float_nan */
    size_t columns;
    int threads;
    lb_error *err;
} raster_source;

/* The cells of a window that have a value, as records of 1 + columns numbers, the first being the
 * cell number row * ncol + col, which is far below 2^53 and so exact in a double. */
typedef struct window_cells {
    double *record;
    size_t count;
} window_cells;

/* What one thread reads with: a raster belongs to it alone. */
typedef struct window_reader {
    lb_raster *raster;
    double *window;     /* [columns][cells of the window], see column_of */
    uint32_t *at;       /* [cells of it + 1] */
    unsigned char *any; /* [cells of it] */
    size_t failed;      /* the first window it could not read, SIZE_MAX: none */
    lb_status status;
    lb_error err;
} window_reader;

/* By description, ignoring case; 0: none. */
static int find_band(const lb_raster *raster, const char *name)
{
    for (int b = 1; b <= lb_raster_bands(raster); b++)
        if (lb_text_same(lb_raster_band_name(raster, b), name))
            return b;
    return 0;
}

static lb_status report_no_bands(const raster_source *r, const char *source)
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

/* At least one requested band must be there; the needed ones also by number. */
static lb_status find_bands(raster_source *r, const char *source, const lb_grid_column *wanted)
{
    bool any = false;
    for (size_t c = 0; c < r->columns; c++) {
        r->band[c] = find_band(r->raster, wanted[c].name);
        if (r->band[c] == 0 && wanted[c].needed) {
            lb_status status = lb_raster_find_band(r->raster, wanted[c].name, &r->band[c], r->err);
            if (status != LB_OK)
                return status;
        }
        any |= r->band[c] > 0;
        r->plain[c] = r->band[c] > 0 && lb_raster_is_float_nan(r->raster, r->band[c]);
    }
    return any ? LB_OK : report_no_bands(r, source);
}

static bool window_is_empty(const raster_source *r, lb_raster *raster, lb_window w)
{
    for (size_t c = 0; c < r->columns; c++)
        if (r->band[c] > 0 && !lb_raster_is_empty(raster, r->band[c], w))
            return false;
    return true;
}

static void mark_doubles(const double *value, size_t size, unsigned char *any)
{
#pragma omp simd
    for (size_t i = 0; i < size; i++)
        any[i] |= value[i] == value[i];
}

static void mark_floats(const float *value, size_t size, unsigned char *any)
{
#pragma omp simd
    for (size_t i = 0; i < size; i++)
        any[i] |= value[i] == value[i];
}

/* The values of a window in a column: floats where it is plain, else doubles. */
static void *window_column(const window_reader *with, size_t size, size_t c)
{
    return with->window + c * size;
}

/* any[i]: has a band a value in cell i of the window? */
static void mark_values(const raster_source *r, const window_reader *with, size_t size)
{
    memset(with->any, 0, size);
    for (size_t c = 0; c < r->columns; c++)
        if (r->plain[c])
            mark_floats(window_column(with, size, c), size, with->any);
        else if (r->band[c] > 0)
            mark_doubles(window_column(with, size, c), size, with->any);
}

static double value_at(const raster_source *r, const window_reader *with, size_t size, size_t c,
                       size_t i)
{
    const void *column = window_column(with, size, c);
    const float *plain = column;
    const double *wide = column;
    if (r->band[c] == 0)
        return (double)NAN;
    return r->plain[c] ? (double)plain[i] : wide[i];
}

/* at[0..n): places in the window of cells with a value. Most have none: eight at once are skipped
 * by comparing 64 bits with 0. */
static size_t find_cells(const raster_source *r, const window_reader *with, size_t size)
{
    size_t n = 0, i = 0;
    uint64_t eight;
    mark_values(r, with, size);
    while (i < size) {
        size_t end = size - i < sizeof eight ? size : i + sizeof eight;
        eight = 1;
        if (end - i == sizeof eight)
            memcpy(&eight, with->any + i, sizeof eight);
        for (; eight != 0 && i < end; i++) {
            with->at[n] = (uint32_t)i;
            n += with->any[i];
        }
        i = end;
    }
    return n;
}

/* Copies the window's cells with a value, with their numbers in the whole raster. False: out of
 * memory. */
static bool store_cells(const raster_source *r, const window_reader *with, lb_window w,
                        window_cells *f)
{
    size_t width = r->columns + 1, size = (size_t)w.nrow * (size_t)w.ncol;
    double ncol = lb_raster_grid(r->raster)->ncol;
    f->count = find_cells(r, with, size);
    if (f->count == 0)
        return true;
    f->record = malloc(f->count * width * sizeof *f->record);
    for (size_t k = 0; f->record && k < f->count; k++) {
        uint32_t i = with->at[k], across = (uint32_t)w.ncol;
        double *record = f->record + k * width;
        record[0] = ((double)(i / across) + w.row) * ncol + (double)(i % across) + w.col;
        for (size_t c = 0; c < r->columns; c++)
            record[1 + c] = value_at(r, with, size, c, i);
    }
    return f->record != NULL;
}

static lb_status read_window(const raster_source *r, const window_reader *with, lb_window w,
                             window_cells *f, lb_error *err)
{
    size_t size = (size_t)w.nrow * (size_t)w.ncol;
    if (window_is_empty(r, with->raster, w))
        return LB_OK;
    for (size_t c = 0; c < r->columns; c++) {
        void *value = window_column(with, size, c);
        lb_status status = LB_OK;
        if (r->plain[c])
            status = lb_raster_read_float(with->raster, r->band[c], w, value, err);
        else if (r->band[c] > 0)
            status = lb_raster_read(with->raster, r->band[c], w, value, err);
        if (status != LB_OK)
            return status;
    }
    return store_cells(r, with, w, f) ? LB_OK : lb_error_memory(err);
}

static void close_reader(const raster_source *r, window_reader *with)
{
    if (with->raster != r->raster)
        lb_raster_close(with->raster);
    free(with->window);
    free(with->at);
    free(with->any);
}

/* False when the file has been replaced since it was first opened. */
static bool same_raster(const raster_source *r, const lb_raster *raster)
{
    const lb_grid *a = lb_raster_grid(r->raster), *b = lb_raster_grid(raster);
    bool same = a->nrow == b->nrow && a->ncol == b->ncol &&
                lb_raster_bands(r->raster) == lb_raster_bands(raster);
    for (size_t c = 0; c < r->columns && same; c++)
        same = r->band[c] == 0 || r->plain[c] == lb_raster_is_float_nan(raster, r->band[c]);
    return same;
}

/* Buffers for any window: the first is the largest. The first reader uses the raster that is open
 * already. */
static lb_status open_reader(const raster_source *r, bool first, window_reader *out)
{
    lb_window w = lb_raster_window(r->raster, 0);
    size_t cells = (size_t)w.nrow * (size_t)w.ncol;
    *out = (window_reader){.raster = r->raster,
                           .window = malloc((cells * r->columns + 1) * sizeof *out->window),
                           .at = malloc((cells + 1) * sizeof *out->at),
                           .any = malloc(cells + 1),
                           .failed = SIZE_MAX};
    lb_status status = out->window && out->at && out->any ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK && !first) {
        out->raster = NULL;
        status = lb_raster_open(r->source, &out->raster, NULL);
        if (status == LB_OK && !same_raster(r, out->raster))
            status = LB_E_IO;
    }
    if (status != LB_OK)
        close_reader(r, out);
    return status;
}

/* One reader a core; fewer where there are few windows or the source cannot be opened again (a
 * pipe), which is no error as long as there is one. */
static lb_status open_readers(const raster_source *r, size_t windows, window_reader *with,
                              int *readers)
{
    int limit = lb_thread_count(r->threads);
    lb_status status = LB_OK;
    limit = (size_t)limit < windows ? limit : (int)windows;
    for (int i = 0; i < limit && i < MAX_READERS && status == LB_OK; i++) {
        status = open_reader(r, i == 0, &with[i]);
        *readers += status == LB_OK;
    }
    return status == LB_E_MEMORY || *readers == 0 ? lb_error_memory(r->err) : LB_OK;
}

static void read_one_window(const raster_source *r, window_reader *with, size_t window,
                            window_cells *f)
{
    lb_error err;
    lb_status status = read_window(r, with, lb_raster_window(r->raster, window), f, &err);
    if (status == LB_OK || window > with->failed)
        return;
    with->failed = window;
    with->status = status;
    with->err = err;
}

/* The error of the first window that failed, so that messages do not depend on threads. */
static lb_status first_error(const raster_source *r, const window_reader *with, int readers)
{
    const window_reader *first = with;
    for (int i = 1; i < readers; i++)
        if (with[i].failed < first->failed)
            first = &with[i];
    if (first->failed == SIZE_MAX)
        return LB_OK;
    return lb_error_set(r->err, first->status, "%s", first->err.text);
}

/* All windows, by all cores; each has its own cells. */
static lb_status read_windows(const raster_source *r, window_cells *each, size_t n)
{
    window_reader with[MAX_READERS];
    int readers = 0;
    lb_status status = open_readers(r, n, with, &readers);
    if (status == LB_OK) {
#pragma omp parallel for num_threads(readers) schedule(dynamic)
        for (size_t i = 0; i < n; i++)
            read_one_window(r, &with[lb_thread_index()], i, &each[i]);
        status = first_error(r, with, readers);
    }
    while (readers > 0)
        close_reader(r, &with[--readers]);
    return status;
}

/* start[row]: number of cells in rows further north. */
static void count_rows(const raster_source *r, const window_cells *each, size_t n, size_t *start)
{
    int32_t nrow = lb_raster_grid(r->raster)->nrow, ncol = lb_raster_grid(r->raster)->ncol;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < each[i].count; k++)
            start[(int64_t)each[i].record[k * (r->columns + 1)] / ncol + 1]++;
    for (int32_t row = 0; row < nrow; row++)
        start[row + 1] += start[row];
}

static bool allocate_values(const raster_source *r, lb_grid_values *out)
{
    bool ok = true;
    out->cell = malloc((out->cells + 1) * sizeof *out->cell);
    for (size_t c = 0; c < r->columns; c++) {
        if (r->band[c] > 0)
            out->value[c] = malloc((out->cells + 1) * sizeof **out->value);
        ok &= r->band[c] == 0 || out->value[c] != NULL;
    }
    return out->cell && ok;
}

/* Counting sort by row: cells ascend in each window, and windows of a row come from the west, so
 * that cells of each row end up in ascending order. */
static lb_status merge_windows(const raster_source *r, const window_cells *each, size_t n,
                               lb_grid_values *out)
{
    size_t width = r->columns + 1;
    const lb_grid *grid = lb_raster_grid(r->raster);
    size_t *start = calloc((size_t)grid->nrow + 1, sizeof *start);
    if (!start)
        return lb_error_memory(r->err);
    count_rows(r, each, n, start);
    out->cells = start[grid->nrow];
    out->rows = (int64_t)out->cells;
    lb_status status = allocate_values(r, out) ? LB_OK : lb_error_memory(r->err);
    for (size_t i = 0; i < n && status == LB_OK; i++)
        for (size_t k = 0; k < each[i].count; k++) {
            const double *record = each[i].record + k * width;
            int64_t cell = (int64_t)record[0];
            size_t at = start[cell / grid->ncol]++;
            out->cell[at] = cell;
            for (size_t c = 0; c < r->columns; c++)
                if (r->band[c] > 0)
                    out->value[c][at] = record[1 + c];
        }
    free(start);
    return status;
}

static lb_status read_cells(const raster_source *r, lb_grid_values *out)
{
    size_t n = lb_raster_windows(r->raster);
    window_cells *each = calloc(n + 1, sizeof *each);
    if (!each)
        return lb_error_memory(r->err);
    lb_status status = read_windows(r, each, n);
    if (status == LB_OK)
        status = merge_windows(r, each, n, out);
    for (size_t i = 0; i < n; i++)
        free(each[i].record);
    free(each);
    return status;
}

static lb_status copy_grid(const raster_source *r, const char *source, lb_grid_values *out)
{
    const char *crs = lb_raster_crs(r->raster);
    if (!crs)
        return lb_error_set(r->err, LB_E_INPUT,
                            "%s: has no CRS; give it one: gdal_edit.py -a_srs EPSG:n", source);
    out->grid = *lb_raster_grid(r->raster);
    out->crs = lb_text_copy(crs);
    return out->crs ? LB_OK : lb_error_memory(r->err);
}

lb_status lb_grid_from_raster(const char *source, const lb_grid_column *wanted, int threads,
                              lb_grid_values *out, lb_error *err)
{
    raster_source r = {.source = source, .columns = out->columns, .threads = threads, .err = err};
    r.band = calloc(r.columns + 1, sizeof *r.band);
    r.plain = calloc(r.columns + 1, sizeof *r.plain);
    lb_status status = r.band && r.plain ? LB_OK : lb_error_memory(r.err);
    if (status == LB_OK)
        status = lb_raster_open(source, &r.raster, err);
    if (status == LB_OK)
        status = copy_grid(&r, source, out);
    if (status == LB_OK)
        status = find_bands(&r, source, wanted);
    if (status == LB_OK)
        status = read_cells(&r, out);
    lb_raster_close(r.raster);
    free(r.band);
    free(r.plain);
    return status;
}
