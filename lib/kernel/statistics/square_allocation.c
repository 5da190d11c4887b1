/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cells of the working grid each square fills (docs/methods.md, Square allocation): an open
 * addressing hash table from cell to the smallest square that covers it, then sorted by cell.
 * O(cells covered) time and memory, whatever the extent of the grid. */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/squares.h>
#include "model/radix_sort.h"

/* One cell of a square, before it is known who may keep it. */
typedef struct claim {
    int64_t cell;
    size_t square;
} claim;

void lb_square_allocation_clear(lb_square_allocation *fill)
{
    free(fill->cell);
    free(fill->square);
    free(fill->count);
    *fill = (lb_square_allocation){0};
}

/* Sizes and corners must be multiples of the cell, as a cell lies in a square wholly or not at
 * all. */
static lb_status check_squares(const lb_squares *squares, int32_t cell, lb_box *box)
{
    *box = lb_box_empty();
    for (size_t i = 0; i < squares->count; i++) {
        lb_square s = squares->square[i];
        if (s.size <= 0 || s.size % cell != 0 || s.e % cell != 0 || s.n % cell != 0)
            return LB_E_INPUT;
        *box = lb_box_add(*box, s.e, s.n);
        *box = lb_box_add(*box, (double)s.e + s.size, (double)s.n + s.size);
    }
    return LB_OK;
}

/* The number of the cell in the north-west corner of the square: cells are numbered row by row
 * from the north. */
static int64_t first_cell(const lb_grid *grid, lb_square s)
{
    int64_t row = (int64_t)((grid->y0 - s.n) / grid->dy) - (int64_t)(s.size / grid->dy);
    return row * grid->ncol + (int64_t)((s.e - grid->x0) / grid->dx);
}

/* An open-addressing table from cell to the square that holds it so far. */
typedef struct claim_table {
    claim *slot; /* square SIZE_MAX: free */
    size_t mask, used;
} claim_table;

static claim *find_slot(const claim_table *h, int64_t cell)
{
    size_t i = (size_t)((uint64_t)cell * UINT64_C(0x9E3779B97F4A7C15) >> 20) & h->mask;
    while (h->slot[i].square != SIZE_MAX && h->slot[i].cell != cell)
        i = (i + 1) & h->mask;
    return &h->slot[i];
}

/* O(cells covered). A cell is claimed by each square that covers it and stays with the smallest. */
static lb_status claim_cells(const lb_squares *squares, const lb_grid *grid, int32_t cell,
                             claim_table *h)
{
    for (size_t i = 0; i < squares->count; i++) {
        int32_t side = squares->square[i].size / cell;
        int64_t first = first_cell(grid, squares->square[i]);
        for (int32_t r = 0; r < side; r++) {
            for (int32_t c = 0; c < side; c++) {
                claim *slot = find_slot(h, first + (int64_t)r * grid->ncol + c);
                bool is_free = slot->square == SIZE_MAX;
                h->used += is_free;
                /* The smaller square keeps the cell, whichever came first. */
                if (is_free || squares->square[slot->square].size > squares->square[i].size)
                    *slot = (claim){first + (int64_t)r * grid->ncol + c, i};
            }
        }
    }
    return LB_OK;
}

/* At most two thirds full, so that probes stay short. */
static lb_status init_claim_table(const lb_squares *squares, int32_t cell, claim_table *h)
{
    size_t claims = 1, capacity = 64;
    for (size_t i = 0; i < squares->count; i++) {
        size_t side = (size_t)(squares->square[i].size / cell);
        if (side > 4096) /* a square of over a thousand kilometres is a mistake */
            return LB_E_INPUT;
        claims += side * side;
    }
    while (capacity < claims * 3 / 2)
        capacity *= 2;
    h->slot = malloc(capacity * sizeof *h->slot);
    if (!h->slot)
        return LB_E_MEMORY;
    h->mask = capacity - 1;
    h->used = 0;
    for (size_t i = 0; i < capacity; i++)
        h->slot[i].square = SIZE_MAX;
    return LB_OK;
}

/* The claims by cell, so that the result does not depend on hashing, and how many cells each
 * square keeps. */
static lb_status collect_claims(const claim_table *h, size_t squares, lb_square_allocation *fill)
{
    lb_sort_item *kept = malloc((h->used ? h->used : 1) * sizeof *kept);
    fill->cells = h->used;
    fill->cell = malloc((h->used ? h->used : 1) * sizeof *fill->cell);
    fill->square = malloc((h->used ? h->used : 1) * sizeof *fill->square);
    fill->count = calloc(squares ? squares : 1, sizeof *fill->count);
    for (size_t i = 0, n = 0; kept && i <= h->mask; i++)
        if (h->slot[i].square != SIZE_MAX)
            kept[n++] = (lb_sort_item){(uint64_t)h->slot[i].cell, h->slot[i].square};
    if (!kept || !fill->cell || !fill->square || !fill->count || !lb_radix_sort(kept, h->used)) {
        free(kept);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < h->used; i++) {
        fill->cell[i] = (int64_t)kept[i].key;
        fill->square[i] = kept[i].at;
        fill->count[kept[i].at]++;
    }
    free(kept);
    return LB_OK;
}

/* Each cell of the working grid goes to the smallest square that covers it, by a hash table of
 * claims (docs/methods.md, Square allocation). The grid is the least that holds all squares. */
lb_status lb_square_allocation_compute(const lb_squares *squares, int32_t cell,
                                       lb_square_allocation *out)
{
    lb_box box;
    lb_square_allocation fill = {0};
    claim_table h = {0};
    lb_status status = cell > 0 ? check_squares(squares, cell, &box) : LB_E_USAGE;
    if (status == LB_OK)
        status = lb_grid_around(box, cell, &fill.grid);
    if (status == LB_OK)
        status = init_claim_table(squares, cell, &h);
    if (status == LB_OK)
        status = claim_cells(squares, &fill.grid, cell, &h);
    if (status == LB_OK)
        status = collect_claims(&h, squares->count, &fill);
    free(h.slot);
    if (status == LB_OK)
        *out = fill;
    else
        lb_square_allocation_clear(&fill);
    return status;
}

size_t lb_square_allocation_from(const lb_square_allocation *fill, int64_t cell)
{
    size_t low = 0, high = fill->cells;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fill->cell[middle] < cell)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
