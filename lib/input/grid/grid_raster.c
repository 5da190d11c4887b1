/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid from a raster: the cells in which at least one of the requested bands has a value, of the
 * whole raster or of those that areas touch. Windows (blocks of the file) are read by several
 * threads, each with a handle of its own, since GDAL's are not to be shared; cells of all windows
 * are then counted by row and put in order. Bands of 32-bit floats with NaN as no-data stay floats
 * until a cell is known to have a value. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/async_task.h"
#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/threads.h"
#include "base/try.h"
#include "input/grid/grid_raster.h"
#include "kernel/geometry/touched_cells.h"
#include "port/raster/raster_read.h"
#include "port/read/source_crs.h"

/* More readers are not faster (decompression is then limited by memory), and each holds tens of
 * megabytes. */
enum { MAX_READERS = 16 };

/* Cells that are looked at together for any value. */
enum { STRETCH = 64 };

typedef struct raster_source {
    const char *source;
    lb_raster *raster;
    int *band;   /* [columns], 0: none */
    bool *plain; /* [columns]: lb_raster_is_float_nan */
    size_t columns;
    size_t bands;            /* columns that the raster has */
    const lb_cover *touched; /* the cells to keep; NULL: all */
    size_t *window;          /* [windows]: which of the raster's windows are read, ascending */
    size_t windows;
    double room; /* how many cells memory holds */
    int threads;
    const lb_log *log;
    lb_error *err;
} raster_source;

/* The cells of a window that have a value, as records of 1 + bands numbers, the first being the
 * cell number row * ncol + col, which is below 2^53 and so exact in a double. */
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

static lb_status report_no_bands(const raster_source *r)
{
    lb_buf list = {0};
    for (int b = 1; b <= lb_raster_bands(r->raster) && b <= 20; b++)
        lb_buf_printf(&list, "%s%d '%s'", b > 1 ? ", " : "", b, lb_raster_band_name(r->raster, b));
    lb_error_set(r->err, LB_E_USAGE,
                 "%s: no band named population, index or class; found: %s; profile takes bands by "
                 "their numbers too, as --stat people=sum(1)",
                 r->source, list.text ? list.text : "");
    lb_buf_clear(&list);
    return LB_E_USAGE;
}

/* At least one requested band must be there; the needed ones also by number. */
static lb_status find_bands(raster_source *r, const lb_grid_column *wanted)
{
    for (size_t c = 0; c < r->columns; c++) {
        r->band[c] = find_band(r->raster, wanted[c].name);
        if (r->band[c] == 0 && wanted[c].needed) {
            lb_status status = lb_raster_find_band(r->raster, wanted[c].name, &r->band[c], r->err);
            if (status != LB_OK)
                return status;
        }
        r->bands += r->band[c] > 0;
        r->plain[c] = r->band[c] > 0 && lb_raster_is_float_nan(r->raster, r->band[c]);
    }
    return r->bands > 0 ? LB_OK : report_no_bands(r);
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

/* Most cells have none: whole stretches are passed over. */
static void mark_floats(const float *value, size_t size, unsigned char *any)
{
    for (size_t from = 0, end; from < size; from = end) {
        int found = 0;
        end = size - from < STRETCH ? size : from + STRETCH;
#pragma omp simd reduction(| : found)
        for (size_t i = from; i < end; i++)
            found |= -(value[i] == value[i]);
        if (!found)
            continue;
#pragma omp simd
        for (size_t i = from; i < end; i++)
            any[i] |= value[i] == value[i];
    }
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
    return r->plain[c] ? (double)plain[i] : wide[i];
}

/* any[]: not in cells of the window that no area touches. */
static void drop_untouched(const raster_source *r, lb_window w, unsigned char *any)
{
    const lb_cover *touched = r->touched;
    for (int32_t row = 0; row < w.nrow; row++, any += w.ncol) {
        int32_t kept = 0; /* columns of the window that are done with */
        size_t at = lb_touched_cells_find(touched, w.row + row, w.col);
        for (; at < touched->first[1] && touched->span[at].row == w.row + row; at++) {
            int32_t from = touched->span[at].col - w.col, to = from + touched->span[at].length;
            if (from >= w.ncol)
                break;
            if (from > kept)
                memset(any + kept, 0, (size_t)(from - kept));
            kept = to < w.ncol ? to : w.ncol;
        }
        memset(any + kept, 0, (size_t)(w.ncol - kept));
    }
}

/* at[0..n): places in the window of cells with a value. */
static size_t find_cells(const raster_source *r, const window_reader *with, lb_window w)
{
    size_t n = 0, size = (size_t)w.nrow * (size_t)w.ncol;
    const unsigned char *any = with->any, *end = any + size, *next = any;
    mark_values(r, with, size);
    if (r->touched)
        drop_untouched(r, w, with->any);
    while ((next = memchr(next, 1, (size_t)(end - next))))
        for (; next < end && *next; next++)
            with->at[n++] = (uint32_t)(next - any);
    return n;
}

/* Copies the window's cells with a value, with their numbers in the whole raster. False: out of
 * memory. */
static bool store_cells(const raster_source *r, const window_reader *with, lb_window w,
                        window_cells *f)
{
    size_t width = r->bands + 1, size = (size_t)w.nrow * (size_t)w.ncol;
    double ncol = lb_raster_grid(r->raster)->ncol;
    f->count = find_cells(r, with, w);
    if (f->count == 0)
        return true;
    f->record = malloc(f->count * width * sizeof *f->record);
    for (size_t k = 0; f->record && k < f->count; k++) {
        uint32_t i = with->at[k], across = (uint32_t)w.ncol;
        double *record = f->record + k * width;
        *record++ = ((double)(i / across) + w.row) * ncol + (double)(i % across) + w.col;
        for (size_t c = 0; c < r->columns; c++)
            if (r->band[c] > 0)
                *record++ = value_at(r, with, size, c, i);
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
        status = lb_raster_open_cells(r->source, &out->raster, NULL);
        if (status == LB_OK && !same_raster(r, out->raster))
            status = LB_E_IO;
    }
    if (status != LB_OK)
        close_reader(r, out);
    return status;
}

/* One reader a core; fewer where there are few windows or the source cannot be opened again (a
 * pipe), which is no error as long as there is one. */
static lb_status open_readers(const raster_source *r, window_reader *with, int *readers)
{
    int limit = lb_thread_count(r->threads);
    lb_status status = LB_OK;
    limit = (size_t)limit < r->windows ? limit : (int)r->windows;
    for (int i = 0; i < limit && i < MAX_READERS && status == LB_OK; i++) {
        status = open_reader(r, i == 0, &with[i]);
        *readers += status == LB_OK;
    }
    return status == LB_E_MEMORY || (*readers == 0 && r->windows > 0) ? lb_error_memory(r->err)
                                                                      : LB_OK;
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
    if (readers == 0)
        return LB_OK;
    for (int i = 1; i < readers; i++)
        if (with[i].failed < first->failed)
            first = &with[i];
    if (first->failed == SIZE_MAX)
        return LB_OK;
    return lb_error_set(r->err, first->status, "%s", first->err.text);
}

static lb_status refuse_size(const raster_source *r)
{
    return lb_error_set(r->err, LB_E_MEMORY,
                        "%s: its cells%s do not fit in this machine's memory, which holds %.3g of "
                        "them; give fewer areas at a time, or a coarser raster: gdalwarp -tr",
                        r->source, r->touched ? " in the areas" : "", r->room);
}

/* The i-th window has been read: each per cent, by the caller's thread, which its functions are
 * called by. */
static void report_progress(const raster_source *r, size_t i)
{
    if (lb_thread_index() == 0 && i * 100 / r->windows < (i + 1) * 100 / r->windows)
        lb_log_progress(r->log, r->source, (double)(i + 1) / (double)r->windows);
}

/* The windows to read, by all cores; each has its own cells. */
static lb_status read_windows(const raster_source *r, window_cells *each)
{
    window_reader with[MAX_READERS];
    double cells = 0; /* kept so far */
    int readers = 0;
    lb_status status = open_readers(r, with, &readers);
    if (status == LB_OK) {
#pragma omp parallel for num_threads(readers > 0 ? readers : 1) schedule(dynamic)
        for (size_t i = 0; i < r->windows; i++) {
            double before;
#pragma omp atomic read
            before = cells;
            if (before > r->room)
                continue;
            read_one_window(r, &with[lb_thread_index()], r->window[i], &each[i]);
#pragma omp atomic
            cells += (double)each[i].count;
            report_progress(r, i);
        }
        lb_log_progress(r->log, r->source, 1);
        status = first_error(r, with, readers);
    }
    while (readers > 0)
        close_reader(r, &with[--readers]);
    return status == LB_OK && cells > r->room ? refuse_size(r) : status;
}

/* The rows that have cells: from `north` on. start[row - north]: number of cells further north. */
typedef struct row_starts {
    int32_t north;
    size_t *start; /* [rows + 1] */
    size_t rows;
} row_starts;

static int32_t row_of(const raster_source *r, double cell)
{
    return (int32_t)((int64_t)cell / lb_raster_grid(r->raster)->ncol);
}

/* False: out of memory. */
static bool count_rows(const raster_source *r, const window_cells *each, row_starts *out)
{
    size_t width = r->bands + 1;
    int32_t north = INT32_MAX, south = -1;
    for (size_t i = 0; i < r->windows; i++) {
        if (each[i].count == 0)
            continue;
        int32_t first = row_of(r, each[i].record[0]);
        int32_t last = row_of(r, each[i].record[(each[i].count - 1) * width]);
        north = first < north ? first : north;
        south = last > south ? last : south;
    }
    *out = (row_starts){.north = north, .rows = south < 0 ? 0 : (size_t)(south - north) + 1};
    out->start = calloc(out->rows + 1, sizeof *out->start);
    if (!out->start)
        return false;
    for (size_t i = 0; i < r->windows; i++)
        for (size_t k = 0; k < each[i].count; k++)
            out->start[row_of(r, each[i].record[k * width]) - north + 1]++;
    for (size_t row = 0; row < out->rows; row++)
        out->start[row + 1] += out->start[row];
    return true;
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

/* Moves the cells of a window to where those of their rows go on; its records are freed. */
static void move_cells(const raster_source *r, window_cells *f, const row_starts *rows,
                       lb_grid_values *out)
{
    const double *record = f->record;
    for (size_t k = 0; k < f->count; k++) {
        size_t at = rows->start[row_of(r, *record) - rows->north]++;
        out->cell[at] = (int64_t)*record++;
        for (size_t c = 0; c < r->columns; c++)
            if (r->band[c] > 0)
                out->value[c][at] = *record++;
    }
    free(f->record);
    f->record = NULL;
}

/* The window behind i that begins a row of windows. */
static size_t next_row_of_windows(const raster_source *r, size_t i)
{
    int32_t row = lb_raster_window(r->raster, r->window[i]).row;
    while (++i < r->windows && lb_raster_window(r->raster, r->window[i]).row == row)
        continue;
    return i;
}

/* Counting sort by row: cells ascend in each window, and windows of a row come from the west, so
 * that cells of each row end up in ascending order. Rows of windows have no row of cells in common,
 * and threads move them side by side. */
static lb_status merge_windows(const raster_source *r, window_cells *each, lb_grid_values *out)
{
    row_starts rows;
    if (!count_rows(r, each, &rows))
        return lb_error_memory(r->err);
    out->cells = rows.start[rows.rows];
    out->rows = (int64_t)out->cells;
    lb_status status = allocate_values(r, out) ? LB_OK : lb_error_memory(r->err);
#pragma omp parallel num_threads(lb_thread_count(r->threads))
#pragma omp single
    for (size_t i = 0, end; i < r->windows && status == LB_OK; i = end) {
        end = next_row_of_windows(r, i);
#pragma omp task firstprivate(i, end)
        for (size_t k = i; k < end; k++)
            move_cells(r, &each[k], &rows, out);
    }
    free(rows.start);
    return status;
}

/* What half of this machine's memory holds of records and of what they become: a number for each
 * band and one for the cell, twice. */
static double cells_in_memory(const raster_source *r)
{
    double bytes = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    return bytes / 2 / (2 * sizeof(double) * (double)(r->bands + 1));
}

/* Is it known before anything is read that the cells will not fit? */
static bool exceeds_memory(const raster_source *r)
{
    const lb_grid *grid = lb_raster_grid(r->raster);
    bool full = false;
    for (size_t c = 0; c < r->columns; c++)
        full |= r->band[c] > 0 && lb_raster_is_full(r->raster, r->band[c]);
    return full && r->room < (r->touched ? (double)lb_touched_cells_count(r->touched)
                                         : (double)grid->nrow * grid->ncol);
}

static lb_status read_cells(raster_source *r, lb_grid_values *out)
{
    r->room = cells_in_memory(r);
    if (exceeds_memory(r))
        return refuse_size(r);
    window_cells *each = calloc(r->windows + 1, sizeof *each);
    if (!each)
        return lb_error_memory(r->err);
    lb_status status = read_windows(r, each);
    if (status == LB_OK)
        status = merge_windows(r, each, out);
    for (size_t i = 0; i < r->windows; i++)
        free(each[i].record);
    free(each);
    return status;
}

/* Adds the windows of one row of windows that are marked, and unmarks them. */
static bool add_marked(raster_source *r, bool *marked, size_t across, size_t first,
                       size_t *capacity)
{
    if (!lb_array_reserve(&r->window, capacity, r->windows + across, sizeof *r->window))
        return false;
    for (size_t k = 0; k < across; k++) {
        r->window[r->windows] = first + k;
        r->windows += marked[k];
        marked[k] = false;
    }
    return true;
}

/* The windows with a touched cell: spans come by row, so one row of windows after the other. */
static bool mark_touched(raster_source *r, bool *marked, size_t across)
{
    const lb_cover *touched = r->touched;
    lb_window w = lb_raster_window(r->raster, 0);
    size_t capacity = 0;
    for (size_t i = 0; i < touched->first[1]; i++) {
        const lb_cell_span *span = &touched->span[i];
        int32_t down = span->row / w.nrow, east = (span->col + span->length - 1) / w.ncol;
        for (int32_t k = span->col / w.ncol; k <= east; k++)
            marked[k] = true;
        if ((i + 1 == touched->first[1] || span[1].row / w.nrow != down) &&
            !add_marked(r, marked, across, (size_t)down * across, &capacity))
            return false;
    }
    return true;
}

static bool mark_all(raster_source *r)
{
    r->windows = lb_raster_windows(r->raster);
    r->window = malloc((r->windows + 1) * sizeof *r->window);
    for (size_t i = 0; r->window && i < r->windows; i++)
        r->window[i] = i;
    return r->window != NULL;
}

static lb_status list_windows(raster_source *r)
{
    int32_t width = lb_raster_window(r->raster, 0).ncol, ncol = lb_raster_grid(r->raster)->ncol;
    size_t across = ((size_t)ncol + (size_t)width - 1) / (size_t)width;
    bool *marked = r->touched ? calloc(across + 1, sizeof *marked) : NULL;
    bool good = r->touched ? marked && mark_touched(r, marked, across) : mark_all(r);
    free(marked);
    return good ? LB_OK : lb_error_memory(r->err);
}

static lb_status open_source(raster_source *r, const lb_grid_column *wanted)
{
    r->band = calloc(r->columns + 1, sizeof *r->band);
    r->plain = calloc(r->columns + 1, sizeof *r->plain);
    if (!r->band || !r->plain)
        return lb_error_memory(r->err);
    LB_TRY(lb_raster_open_cells(r->source, &r->raster, r->err));
    return find_bands(r, wanted);
}

static void close_source(raster_source *r)
{
    lb_raster_close(r->raster);
    free(r->band);
    free(r->plain);
    free(r->window);
}

static lb_status read_all(raster_source *r, lb_grid_values *out)
{
    LB_TRY(list_windows(r));
    return read_cells(r, out);
}

/* The CRS of the raster by a handle of its own, beside the windows. */
typedef struct crs_task {
    lb_async_task task;
    const raster_source *source;
    lb_raster *raster; /* NULL: not found yet */
} crs_task;

static void find_crs(void *udata)
{
    crs_task *crs = udata;
    if (lb_raster_open(crs->source->source, &crs->raster, NULL) == LB_OK &&
        !same_raster(crs->source, crs->raster)) {
        lb_raster_close(crs->raster);
        crs->raster = NULL;
    }
}

/* Grid and CRS, which is looked for here where the task has not found it. */
static lb_status copy_grid(const raster_source *r, crs_task *crs, const lb_job *job,
                           lb_grid_values *out)
{
    lb_async_task_cancel(&crs->task);
    out->grid = *lb_raster_grid(r->raster);
    lb_status status = crs->raster ? LB_OK : lb_raster_find_crs(r->raster, r->err);
    if (status == LB_OK)
        status = lb_source_crs_raster(crs->raster ? crs->raster : r->raster, r->source, job,
                                      &out->crs, r->err);
    lb_raster_close(crs->raster);
    return status;
}

/* What the CRS fails by is said before what reading fails by, on any number of threads. */
static lb_status read_all_and_crs(raster_source *r, const lb_job *job, lb_grid_values *out)
{
    crs_task crs = {.source = r};
    lb_async_task_start(&crs.task, r->threads, find_crs, &crs);
    lb_status read = read_all(r, out), status = copy_grid(r, &crs, job, out);
    return status == LB_OK ? read : status;
}

/* later: a raster without people is only opened. */
static lb_status open_or_read(const char *source, const lb_grid_column *wanted, bool later,
                              const lb_job *job, lb_grid_values *out, lb_error *err)
{
    raster_source r = {.source = source,
                       .columns = out->columns,
                       .threads = job->threads,
                       .log = job->log,
                       .err = err};
    lb_status status = open_source(&r, wanted);
    out->unread = status == LB_OK && later && r.band[0] == 0;
    if (status == LB_OK)
        status = out->unread ? copy_grid(&r, &(crs_task){.source = &r}, job, out)
                             : read_all_and_crs(&r, job, out);
    close_source(&r);
    return status;
}

lb_status lb_grid_from_raster(const char *source, const lb_grid_column *wanted, const lb_job *job,
                              lb_grid_values *out, lb_error *err)
{
    return open_or_read(source, wanted, false, job, out, err);
}

lb_status lb_grid_open_raster(const char *source, const lb_grid_column *wanted, const lb_job *job,
                              lb_grid_values *out, lb_error *err)
{
    return open_or_read(source, wanted, true, job, out, err);
}

/* The raster is opened a second time: another program may have replaced it. */
static bool has_grid(const raster_source *r, const lb_grid *grid)
{
    const lb_grid *now = lb_raster_grid(r->raster);
    return now->x0 == grid->x0 && now->y0 == grid->y0 && now->dx == grid->dx &&
           now->dy == grid->dy && now->ncol == grid->ncol && now->nrow == grid->nrow;
}

lb_status lb_grid_read_raster(const char *source, const lb_grid_column *wanted,
                              const lb_cover *touched, const lb_job *job, lb_grid_values *values,
                              lb_error *err)
{
    raster_source r = {.source = source,
                       .columns = values->columns,
                       .touched = touched,
                       .threads = job->threads,
                       .log = job->log,
                       .err = err};
    lb_status status = open_source(&r, wanted);
    if (status == LB_OK && !has_grid(&r, &values->grid))
        status = lb_error_set(err, LB_E_IO, "%s: has changed while it was read", source);
    if (status == LB_OK)
        status = read_all(&r, values);
    close_source(&r);
    values->unread = false;
    return status;
}
