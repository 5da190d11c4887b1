/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disclosure control of the figures about areas (docs/methods.md, Disclosure): small groups
 * themselves, and pairs of figures that differ by a small group. The rules for partitions are in
 * suppress_nested.
 *
 * Figures are checked in order of size, each against the published ones before it. Pairs are found
 * through key cells instead of all n^2: two figures that differ by a small group have the same
 * fraction of every cell whose square is larger, so that it is enough to compare the figures that
 * share one such cell. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "kernel/disclosure/suppress_nested.h"

/* Rows in order ------------------------------------------------------------------------------- */

typedef struct figure_entry {
    double figure, total;
    size_t row;
} figure_entry;

/* Larger figures first: of two that differ by a small group the later, smaller one is
 * suppressed. */
static int compare_figures(const void *p, const void *q)
{
    const figure_entry *x = p, *y = q;
    if (x->figure != y->figure)
        return x->figure > y->figure ? -1 : 1;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Order in which rows are checked: areas by size, then bounds, union and grid. False: out of
 * memory. */
static bool sort_rows(lb_suppression *a)
{
    const lb_disclosure_figures *rows = &a->rows;
    figure_entry *all = malloc((rows->areas + 1) * sizeof *all);
    if (!all)
        return false;
    for (size_t r = 0; r < rows->areas; r++)
        all[r] = (figure_entry){rows->figure[r], rows->total[r], r};
    qsort(all, rows->areas, sizeof *all, compare_figures);
    for (size_t i = 0; i < rows->rows; i++) {
        a->order[i] = i < rows->areas ? all[i].row : i;
        a->rank[a->order[i]] = i;
        a->same_as[i] = SIZE_MAX;
    }
    free(all);
    return true;
}

/* Key cells ----------------------------------------------------------------------------------- */

/* Of the cells whose squares are not below the minimum, the one that fewest areas have; SIZE_MAX:
 * all squares are small. */
static size_t choose_key_cell(const lb_suppression *a, lb_figure_cells span)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.cell_weight[i].at;
        bool large = a->rows.square_people[cell] >= a->rows.input->minimum;
        if (large && lb_disclosure_fraction(span.kind, span.cell_weight[i].fraction) > 0 &&
            (best == SIZE_MAX || a->rows.degree[cell] < a->rows.degree[best]))
            best = cell;
    }
    return best;
}

/* Where all squares are small: so many cells that they hold the minimum together. A figure that
 * differs by a small group shares at least one of them. */
static void list_small_keys(lb_suppression *a, lb_figure_cells span)
{
    double people = 0;
    lb_disclosure_begin_visit(&a->rows);
    for (size_t i = 0; i < span.count && people < a->rows.input->minimum; i++) {
        size_t cell = span.cell_weight[i].at;
        double fraction = lb_disclosure_fraction(span.kind, span.cell_weight[i].fraction);
        double added = fraction > 0 ? lb_disclosure_visit(&a->rows, cell) : 0;
        people += added;
        if (added > 0)
            a->key_list[a->n_keys++] = cell;
    }
}

/* The key cells of a row into a->key_list. */
static void list_keys(lb_suppression *a, size_t row)
{
    a->n_keys = 0;
    if (a->key_cell[row] == SIZE_MAX)
        list_small_keys(a, lb_disclosure_row_cells(&a->rows, row));
    else
        a->key_list[a->n_keys++] = a->key_cell[row];
}

/* Rows without people, or suppressed by themselves, are not compared. */
static bool needs_no_key(const lb_suppression *a, size_t row)
{
    return !(a->rows.total[row] > 0) || lb_suppress_below_min(a, row);
}

/* Chooses key cells for all rows, and lists the areas of those cells. */
static lb_status index_keys(lb_suppression *a)
{
    bool *wanted = calloc(a->rows.input->cells + 1, sizeof *wanted);
    if (!wanted)
        return LB_E_MEMORY;
    for (size_t r = 0; r < a->rows.rows; r++) {
        a->n_keys = 0;
        if (needs_no_key(a, r))
            continue;
        a->key_cell[r] = choose_key_cell(a, lb_disclosure_row_cells(&a->rows, r));
        list_keys(a, r);
        for (size_t k = 0; k < a->n_keys; k++)
            wanted[a->key_list[k]] = true;
    }
    lb_status status = lb_cell_areas_index_make(&a->rows, wanted, &a->key_index);
    free(wanted);
    return status;
}

/* Pairs --------------------------------------------------------------------------------------- */

/* `hidden` follows from `other`, should that be published in the end; its range is then made from
 * it. */
static void add_pair_reason(lb_suppression *a, size_t hidden, size_t other)
{
    lb_reason_add_figure(a, other);
    lb_reason_add(a, hidden, a->rows.figure[other], a->n_reason_figures - 1);
}

/* Compares the current row with an earlier one and suppresses it when they differ by a small group.
 * False: the two are equal, and no more needs to be compared. */
static bool compare_rows(lb_suppression *a, size_t row, size_t other)
{
    bool open = a->published[other] || (other < a->rows.areas && a->rank[other] < a->rank[row] &&
                                        a->state[other] == LB_SUPPRESS_SECONDARY);
    if (!open || fabs(a->rows.total[row] - a->rows.total[other]) >= a->rows.input->minimum)
        return true;
    double people = lb_people_in_difference(&a->rows, row, other);
    if (people == 0 && a->published[other] && a->state[row] == LB_SUPPRESS_NONE) {
        a->same_as[row] = other;
        return false;
    }
    if (!lb_disclosure_below_min(&a->rows, people))
        return true;
    if (!a->published[other]) {
        add_pair_reason(a, other, row);
        return true;
    }
    if (a->state[row] == LB_SUPPRESS_NONE)
        lb_suppress_row(a, row, LB_SUPPRESS_SECONDARY);
    add_pair_reason(a, row, other);
    return true;
}

/* All figures with the same fraction of this cell. */
static bool compare_rows_at_cell(lb_suppression *a, size_t row, size_t cell, double fraction)
{
    lb_figure_kind last = a->rows.input->bounds ? LB_FIGURE_LOWER : LB_FIGURE_AREA;
    for (size_t m = a->key_index.first[cell]; m < a->key_index.first[cell + 1]; m++) {
        lb_cell_hit hit = a->key_index.hit[m];
        for (lb_figure_kind kind = LB_FIGURE_AREA; kind <= last; kind++) {
            size_t other = lb_disclosure_row(&a->rows, kind, hit.area);
            if (other != row &&
                lb_disclosure_same_fraction(lb_disclosure_fraction(kind, hit.fraction), fraction) &&
                !compare_rows(a, row, other))
                return false;
        }
    }
    return true;
}

/* All figures that may differ from this row by a small group. */
static void search_pairs(lb_suppression *a, size_t row)
{
    lb_figure_cells span = lb_disclosure_row_cells(&a->rows, row);
    list_keys(a, row);
    for (size_t k = 0; k < a->n_keys; k++)
        if (!compare_rows_at_cell(a, row, a->key_list[k],
                                  lb_disclosure_fraction_at(span, a->key_list[k])))
            return;
}

/* A lower bound below the minimum takes the upper bound with it: the two and the figure may give
 * the fraction of a single square. */
static void suppress_small(lb_suppression *a, size_t row)
{
    lb_suppress_row(a, row, LB_SUPPRESS_PRIMARY);
    if (lb_disclosure_row_kind(&a->rows, row) == LB_FIGURE_LOWER) {
        size_t high = lb_disclosure_row(&a->rows, LB_FIGURE_UPPER, row % a->rows.areas);
        if (a->state[high] == LB_SUPPRESS_NONE)
            lb_suppress_row(a, high, LB_SUPPRESS_SECONDARY);
    }
}

/* Bounds of an area whose people are all in cells wholly inside equal its figure. */
static bool is_redundant_bound(const lb_suppression *a, size_t row)
{
    lb_figure_kind kind = lb_disclosure_row_kind(&a->rows, row);
    return (kind == LB_FIGURE_UPPER || kind == LB_FIGURE_LOWER) &&
           a->rows.all_inside[row % a->rows.areas];
}

/* Suppresses, equates or publishes one row. */
static void check_row(lb_suppression *a, size_t row)
{
    size_t grid = a->rows.rows - 1;
    if (lb_suppress_below_min(a, row)) {
        suppress_small(a, row);
    } else if (is_redundant_bound(a, row)) {
        a->same_as[row] = row % a->rows.areas;
    } else {
        if (compare_rows(a, row, grid))
            search_pairs(a, row);
        a->published[row] = a->state[row] == LB_SUPPRESS_NONE && a->same_as[row] == SIZE_MAX;
    }
}

/* All rows in order; the grid's total is public. */
static void check_rows(lb_suppression *a)
{
    a->published[a->rows.rows - 1] = true;
    for (size_t i = 0; i + 1 < a->rows.rows; i++)
        if (a->state[a->order[i]] == LB_SUPPRESS_NONE && a->rows.total[a->order[i]] > 0)
            check_row(a, a->order[i]);
}

/* Published ranges ---------------------------------------------------------------------------- */

/* Is the difference made of published figures alone? Only then others can compute it. */
static bool is_reason_published(const lb_suppression *a, const lb_difference_reason *why)
{
    for (size_t i = 0; i < why->count; i++)
        if (!a->published[a->reason_figures[why->first + i]])
            return false;
    return true;
}

/* Made from published figures alone, so that the range reveals no more than they do, also when it
 * is subtracted from one of them. */
lb_figure_suppression lb_disclosure_range(int minimum, double known_low, double known_high)
{
    double n = minimum;
    lb_figure_suppression out = {.reason = LB_SUPPRESS_SECONDARY};
    out.low = (int64_t)fmax(0, n * (floor((known_low - n) / n) - 1));
    out.high = (int64_t)(n * (ceil(known_high / n) + 1)) - (out.low == 0);
    return out;
}

/* Reasons of one row become neighbours. */
static int compare_reason_rows(const void *p, const void *q)
{
    const lb_difference_reason *x = p, *y = q;
    return (x->row > y->row) - (x->row < y->row);
}

/* The range of a suppressed row from what published figures reveal (known_sum, low and high); round
 * the figure itself where they reveal nothing (NaN). */
static lb_figure_suppression suppressed_range(const lb_suppression *a, size_t row,
                                              const double known_sum[2])
{
    double n = a->rows.input->minimum, figure = a->rows.figure[row];
    bool known = !isnan(known_sum[0]);
    return lb_disclosure_range(a->rows.input->minimum, known ? known_sum[0] : figure + n,
                               known ? known_sum[1] : figure);
}

/* Ranges of all secondarily suppressed areas. */
static void set_ranges(lb_suppression *a, lb_figure_suppression *figure)
{
    if (a->n_reasons > 0)
        qsort(a->reasons, a->n_reasons, sizeof *a->reasons, compare_reason_rows);
    for (size_t i = 0; i < a->n_reasons;) {
        size_t row = a->reasons[i].row;
        double known_sum[2] = {NAN, NAN};
        for (; i < a->n_reasons && a->reasons[i].row == row; i++) {
            if (!is_reason_published(a, &a->reasons[i]))
                continue;
            known_sum[0] = fmin(known_sum[0], a->reasons[i].known_sum);
            known_sum[1] = fmax(known_sum[1], a->reasons[i].known_sum);
        }
        if (row < a->rows.areas)
            figure[row] = suppressed_range(a, row, known_sum);
    }
}

/* Reasons of all areas for one kind of figure; a primary one has the range 1 to minimum - 1, or
 * twice that where the figure reveals a small square. NULL: out of memory. */
static lb_figure_suppression *results_of_kind(const lb_suppression *a, lb_figure_kind kind)
{
    lb_figure_suppression *out = calloc(a->rows.areas + 1, sizeof *out);
    for (size_t i = 0; out && i < a->rows.areas; i++) {
        size_t row = lb_suppress_representative(a, lb_disclosure_row(&a->rows, kind, i));
        out[i].reason = a->state[row];
        if (a->state[row] == LB_SUPPRESS_PRIMARY)
            out[i].high = a->rows.input->minimum *
                              (lb_disclosure_below_min(&a->rows, a->rows.total[row]) ? 1 : 2) -
                          1;
    }
    return out;
}

/* Equal figures get equal ranges; counts the suppressed ones. */
static void copy_to_same(const lb_suppression *a, lb_disclosure *out)
{
    for (size_t i = 0; i < a->rows.areas; i++) {
        size_t row = lb_suppress_representative(a, i);
        if (row != i && row < a->rows.areas)
            out->figure[i] = out->figure[row];
        out->hidden += out->figure[i].reason != LB_SUPPRESS_NONE;
    }
}

/* Is any row suppressed? */
static bool any_hidden(const lb_suppression *a)
{
    for (size_t r = 0; r < a->rows.rows; r++)
        if (a->state[r] != LB_SUPPRESS_NONE)
            return true;
    return false;
}

/* The result for the caller, empty when nothing is suppressed. */
static lb_status make_result(lb_suppression *a, lb_disclosure *out)
{
    lb_disclosure result = {.any_small = true, .count = a->rows.areas};
    if (!any_hidden(a))
        return LB_OK;
    bool bounds = a->rows.input->bounds;
    result.figure = results_of_kind(a, LB_FIGURE_AREA);
    result.high = bounds ? results_of_kind(a, LB_FIGURE_UPPER) : NULL;
    result.low = bounds ? results_of_kind(a, LB_FIGURE_LOWER) : NULL;
    if (!result.figure || (bounds && (!result.high || !result.low))) {
        lb_disclosure_clear(&result);
        return LB_E_MEMORY;
    }
    set_ranges(a, result.figure);
    copy_to_same(a, &result);
    result.suppress_sums = result.hidden > 0 || (a->rows.input->joined &&
                                                 a->state[a->rows.rows - 2] != LB_SUPPRESS_NONE);
    *out = result;
    return LB_OK;
}

/* ---------------------------------------------------------------------------------------------- */

void lb_disclosure_clear(lb_disclosure *disclosure)
{
    free(disclosure->figure);
    free(disclosure->low);
    free(disclosure->high);
    *disclosure = (lb_disclosure){0};
}

/* The rules in order: pairs, partitions, union. */
static lb_status suppress_all(lb_suppression *a, lb_disclosure *out)
{
    if (lb_suppression_init(a) != LB_OK || !sort_rows(a) || index_keys(a) != LB_OK)
        return LB_E_MEMORY;
    check_rows(a);
    lb_suppress_nested(a);
    lb_suppress_union(a);
    return a->failed ? LB_E_MEMORY : make_result(a, out);
}

lb_status lb_disclosure_compute(const lb_disclosure_input *input, lb_disclosure *out)
{
    lb_suppression a = {.failed = false};
    lb_disclosure result = {0};
    if (input->minimum < 2 || input->profile->count == 0) {
        *out = result;
        return LB_OK;
    }
    lb_status status = lb_disclosure_figures_make(input, &a.rows);
    result.any_small = status == LB_OK && lb_disclosure_any_below_min(&a.rows);
    if (result.any_small) {
        status = lb_disclosure_figures_measure(&a.rows);
        if (status == LB_OK)
            status = suppress_all(&a, &result);
    }
    lb_suppression_clear(&a);
    if (status == LB_OK)
        *out = result;
    return status;
}
