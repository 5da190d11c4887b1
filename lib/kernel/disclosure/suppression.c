/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "base/array.h"
#include "kernel/disclosure/suppression.h"

void lb_guard_state_clear(lb_guard_state *a)
{
    lb_guard_rows_clear(&a->rows);
    lb_cell_index_clear(&a->key);
    lb_cell_index_clear(&a->all);
    free(a->key_of);
    free(a->key_cell);
    free(a->order);
    free(a->rank);
    free(a->state);
    free(a->kept);
    free(a->twin);
    free(a->because);
    free(a->used);
    free(a->inside);
    free(a->taken);
    free(a->limit);
    free(a->chosen);
    free(a->left);
    free(a->left_at);
}

static bool allocate(lb_guard_state *a)
{
    size_t rows = a->rows.rows + 1;
    a->key_of = calloc(a->rows.in->cells + 1, sizeof *a->key_of);
    a->key_cell = calloc(rows, sizeof *a->key_cell);
    a->order = calloc(rows, sizeof *a->order);
    a->rank = calloc(rows, sizeof *a->rank);
    a->state = calloc(rows, sizeof *a->state);
    a->kept = calloc(rows, sizeof *a->kept);
    a->twin = calloc(rows, sizeof *a->twin);
    a->inside = calloc(a->rows.areas + a->rows.in->cells + 1, sizeof *a->inside);
    a->taken = calloc(a->rows.in->cells + 1, sizeof *a->taken);
    a->chosen = calloc(a->rows.areas + 1, sizeof *a->chosen);
    a->left = calloc(a->rows.in->cells + 1, sizeof *a->left);
    a->left_at = calloc(a->rows.in->cells + 1, sizeof *a->left_at);
    a->limit = calloc(a->rows.in->cells + 1, sizeof *a->limit);
    return a->key_of && a->key_cell && a->order && a->rank && a->state && a->kept && a->twin &&
           a->inside && a->taken && a->chosen && a->left && a->left_at && a->limit;
}

lb_status lb_guard_state_make(lb_guard_state *a)
{
    return allocate(a) ? LB_OK : LB_E_MEMORY;
}

size_t lb_guard_root(const lb_guard_state *a, size_t row)
{
    while (a->twin[row] != SIZE_MAX)
        row = a->twin[row];
    return row;
}

bool lb_guard_row_is_few(const lb_guard_state *a, size_t row)
{
    return lb_guard_is_few(&a->rows, a->rows.total[row]) || a->rows.small[row];
}
void lb_guard_use(lb_guard_state *a, size_t row)
{
    if (lb_reserve(&a->used, &a->used_capacity, a->useds + 1, sizeof *a->used))
        a->used[a->useds++] = row;
    else
        a->failed = true;
}

/* The rows noted as used since `first`. */
void lb_guard_note(lb_guard_state *a, size_t row, double told, size_t first)
{
    if (lb_reserve(&a->because, &a->capacity, a->becauses + 1, sizeof *a->because))
        a->because[a->becauses++] = (lb_guard_why){row, told, first, a->useds - first};
    else
        a->failed = true;
}

/* An area's bounds would tell what its figure does not. */
void lb_guard_hide(lb_guard_state *a, size_t row, lb_guard_reason state)
{
    a->state[row] = state;
    a->kept[row] = false;
    if (lb_guard_kind(&a->rows, row) != LB_ROW_FIGURE || !a->rows.in->bounds)
        return;
    for (lb_row_kind kind = LB_ROW_HIGH; kind <= LB_ROW_LOW; kind++) {
        size_t bound = lb_guard_row(&a->rows, kind, row);
        if (!(a->rows.total[bound] > 0) || a->state[bound] == LB_GUARD_FEW)
            continue;
        a->state[bound] = lb_guard_row_is_few(a, bound) ? LB_GUARD_FEW : LB_GUARD_DIFFERENCE;
        a->kept[bound] = false;
    }
}
double lb_guard_fraction_of(lb_span span, size_t cell)
{
    size_t low = 0, high = span.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (span.share[middle].at < cell)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < span.count && span.share[low].at == cell;
    return found ? lb_guard_fraction(span.kind, span.share[low].fraction) : 0;
}
