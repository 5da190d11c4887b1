/* SPDX-License-Identifier: GPL-3.0-or-later */
/* State of disclosure control: memory, suppression of rows, and the reasons for it. */
#include <stdint.h>
#include <stdlib.h>

#include "base/array.h"
#include "kernel/disclosure/suppression.h"

void lb_suppression_clear(lb_suppression *a)
{
    lb_disclosure_figures_clear(&a->rows);
    lb_cell_areas_index_clear(&a->key_index);
    lb_cell_areas_index_clear(&a->full_index);
    free(a->key_list);
    free(a->key_cell);
    free(a->order);
    free(a->rank);
    free(a->state);
    free(a->published);
    free(a->same_as);
    free(a->reasons);
    free(a->reason_figures);
    free(a->choices);
    free(a->assigned);
    free(a->limit);
    free(a->is_chosen);
    free(a->is_left);
    free(a->left_cells);
}

/* All arrays, zeroed; false: out of memory (lb_suppression_clear frees what there is). */
static bool allocate_suppression(lb_suppression *a)
{
    size_t rows = a->rows.rows + 1;
    a->key_list = calloc(a->rows.input->cells + 1, sizeof *a->key_list);
    a->key_cell = calloc(rows, sizeof *a->key_cell);
    a->order = calloc(rows, sizeof *a->order);
    a->rank = calloc(rows, sizeof *a->rank);
    a->state = calloc(rows, sizeof *a->state);
    a->published = calloc(rows, sizeof *a->published);
    a->same_as = calloc(rows, sizeof *a->same_as);
    a->choices = calloc(a->rows.areas + a->rows.input->cells + 1, sizeof *a->choices);
    a->assigned = calloc(a->rows.input->cells + 1, sizeof *a->assigned);
    a->is_chosen = calloc(a->rows.areas + 1, sizeof *a->is_chosen);
    a->is_left = calloc(a->rows.input->cells + 1, sizeof *a->is_left);
    a->left_cells = calloc(a->rows.input->cells + 1, sizeof *a->left_cells);
    a->limit = calloc(a->rows.input->cells + 1, sizeof *a->limit);
    return a->key_list && a->key_cell && a->order && a->rank && a->state && a->published &&
           a->same_as && a->choices && a->assigned && a->is_chosen && a->is_left && a->left_cells &&
           a->limit;
}

lb_status lb_suppression_init(lb_suppression *a)
{
    return allocate_suppression(a) ? LB_OK : LB_E_MEMORY;
}

size_t lb_suppress_representative(const lb_suppression *a, size_t row)
{
    while (a->same_as[row] != SIZE_MAX)
        row = a->same_as[row];
    return row;
}

bool lb_suppress_below_min(const lb_suppression *a, size_t row)
{
    return lb_disclosure_below_min(&a->rows, a->rows.total[row]) || a->rows.reveals_small[row];
}
void lb_reason_add_figure(lb_suppression *a, size_t row)
{
    if (lb_array_reserve(&a->reason_figures, &a->reason_figure_capacity, a->n_reason_figures + 1,
                         sizeof *a->reason_figures))
        a->reason_figures[a->n_reason_figures++] = row;
    else
        a->failed = true;
}

/* The figures recorded since `first` are the reason. */
void lb_reason_add(lb_suppression *a, size_t row, double known_sum, size_t first)
{
    if (lb_array_reserve(&a->reasons, &a->reason_capacity, a->n_reasons + 1, sizeof *a->reasons))
        a->reasons[a->n_reasons++] =
            (lb_difference_reason){row, known_sum, first, a->n_reason_figures - first};
    else
        a->failed = true;
}

/* An area's bounds are suppressed with its figure, since they would enclose it. */
void lb_suppress_row(lb_suppression *a, size_t row, lb_suppress_reason state)
{
    a->state[row] = state;
    a->published[row] = false;
    if (lb_disclosure_row_kind(&a->rows, row) != LB_FIGURE_AREA || !a->rows.input->bounds)
        return;
    for (lb_figure_kind kind = LB_FIGURE_UPPER; kind <= LB_FIGURE_LOWER; kind++) {
        size_t bound = lb_disclosure_row(&a->rows, kind, row);
        if (!(a->rows.total[bound] > 0) || a->state[bound] == LB_SUPPRESS_PRIMARY)
            continue;
        a->state[bound] =
            lb_suppress_below_min(a, bound) ? LB_SUPPRESS_PRIMARY : LB_SUPPRESS_SECONDARY;
        a->published[bound] = false;
    }
}
double lb_disclosure_fraction_at(lb_figure_cells span, size_t cell)
{
    size_t low = 0, high = span.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (span.cell_weight[middle].at < cell)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < span.count && span.cell_weight[low].at == cell;
    return found ? lb_disclosure_fraction(span.kind, span.cell_weight[low].fraction) : 0;
}
