/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spans of all areas are put in the order of rows by counting, then sorted and joined within each
 * row. Only the rows between the first and the last touched take memory. */
#include <stdlib.h>

#include "base/threads.h"
#include "base/try.h"
#include "kernel/geometry/touched_cells.h"

/* Spans by row: those of row `north` + r are key[first[r]] up to key[first[r + 1]], each as
 * column << 32 | end. */
typedef struct row_spans {
    int32_t north;
    size_t rows;
    size_t *first; /* [rows + 2] */
    size_t *kept;  /* [rows + 1]: how many spans are left of each row when they are joined */
    uint64_t *key;
} row_spans;

static int compare_keys(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Sorts the spans of a row and joins those that meet; returns how many are left. */
static size_t join_spans(uint64_t *key, size_t n)
{
    size_t kept = 0;
    qsort(key, n, sizeof *key, compare_keys);
    for (size_t i = 0; i < n; i++) {
        uint64_t last_end = kept > 0 ? key[kept - 1] & UINT32_MAX : 0, end = key[i] & UINT32_MAX;
        if (kept == 0 || key[i] >> 32 > last_end)
            key[kept++] = key[i];
        else if (end > last_end)
            key[kept - 1] += end - last_end;
    }
    return kept;
}

/* The rows between the northernmost and the southernmost span, and room for all spans. */
static bool find_rows(const lb_cover *cover, row_spans *s)
{
    size_t n = cover->first[cover->count];
    int32_t north = INT32_MAX, south = -1;
    for (size_t i = 0; i < n; i++) {
        north = cover->span[i].row < north ? cover->span[i].row : north;
        south = cover->span[i].row > south ? cover->span[i].row : south;
    }
    s->north = n > 0 ? north : 0;
    s->rows = n > 0 ? (size_t)(south - north) + 1 : 0;
    s->first = calloc(s->rows + 2, sizeof *s->first);
    s->kept = calloc(s->rows + 1, sizeof *s->kept);
    s->key = malloc((n + 1) * sizeof *s->key);
    return s->first && s->kept && s->key;
}

/* first[r + 2] counts row r, then becomes where its spans begin, and while they are placed moves on
 * to where they end, which leaves first[r] as it is to be. */
static void place_spans(const lb_cover *cover, row_spans *s)
{
    size_t n = cover->first[cover->count];
    for (size_t i = 0; i < n; i++)
        s->first[cover->span[i].row - s->north + 2]++;
    for (size_t r = 2; r < s->rows + 2; r++)
        s->first[r] += s->first[r - 1];
    for (size_t i = 0; i < n; i++) {
        const lb_cell_span *span = &cover->span[i];
        uint64_t end = (uint64_t)(uint32_t)(span->col + span->length);
        s->key[s->first[span->row - s->north + 1]++] = (uint64_t)(uint32_t)span->col << 32 | end;
    }
}

/* One area of whole cells: fraction 1, each cell once. A key is first column and end of a span,
 * 32 bits each. */
static lb_status write_spans(const row_spans *s, lb_cover *out)
{
    size_t n = 0;
    for (size_t r = 0; r < s->rows; r++)
        n += s->kept[r];
    out->count = 1;
    out->first = calloc(2, sizeof *out->first);
    out->area = calloc(1, sizeof *out->area);
    out->outside = calloc(1, sizeof *out->outside);
    out->span = malloc((n + 1) * sizeof *out->span);
    if (!out->first || !out->area || !out->outside || !out->span)
        return LB_E_MEMORY;
    for (size_t r = 0; r < s->rows; r++)
        for (size_t k = s->first[r]; k < s->first[r] + s->kept[r]; k++) {
            int32_t col = (int32_t)(s->key[k] >> 32), end = (int32_t)(s->key[k] & UINT32_MAX);
            out->span[out->first[1]++] = (lb_cell_span){s->north + (int32_t)r, col, end - col, 1};
        }
    out->area[0] = (double)lb_touched_cells_count(out) * out->grid.dx * out->grid.dy;
    return LB_OK;
}

/* The union of the cells that any area touches; rows are independent of each other. */
lb_status lb_touched_cells_make(const lb_cover *cover, int threads, lb_cover *out)
{
    lb_cover touched = {.grid = cover->grid};
    row_spans s = {0};
    lb_status status = find_rows(cover, &s) ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        place_spans(cover, &s);
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(dynamic, 64)
        for (size_t r = 0; r < s.rows; r++)
            s.kept[r] = join_spans(s.key + s.first[r], s.first[r + 1] - s.first[r]);
        status = write_spans(&s, &touched);
    }
    free(s.first);
    free(s.kept);
    free(s.key);
    LB_HAND_OVER(status, touched, out, lb_cover_clear);
}

size_t lb_touched_cells_find(const lb_cover *touched, int32_t row, int32_t col)
{
    size_t low = 0, high = touched->first[1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const lb_cell_span *span = &touched->span[middle];
        if (span->row < row || (span->row == row && span->col + span->length <= col))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int64_t lb_touched_cells_count(const lb_cover *touched)
{
    int64_t cells = 0;
    for (size_t i = 0; i < touched->first[1]; i++)
        cells += touched->span[i].length;
    return cells;
}
