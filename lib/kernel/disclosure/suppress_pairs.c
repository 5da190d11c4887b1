/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "kernel/disclosure/suppress_nested.h"

/* Rows in order ------------------------------------------------------------------------------- */

typedef struct place {
    double figure, total;
    size_t row;
} place;

/* Of two that tell of few the later one is hidden: small figures after large ones. */
static int by_figure(const void *p, const void *q)
{
    const place *x = p, *y = q;
    if (x->figure != y->figure)
        return x->figure > y->figure ? -1 : 1;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Bounds come after the figures. */
static bool sort_rows(lb_guard_state *a)
{
    const lb_guard_rows *rows = &a->rows;
    place *all = malloc((rows->areas + 1) * sizeof *all);
    if (!all)
        return false;
    for (size_t r = 0; r < rows->areas; r++)
        all[r] = (place){rows->figure[r], rows->total[r], r};
    qsort(all, rows->areas, sizeof *all, by_figure);
    for (size_t i = 0; i < rows->rows; i++) {
        a->order[i] = i < rows->areas ? all[i].row : i;
        a->rank[a->order[i]] = i;
        a->twin[i] = SIZE_MAX;
    }
    free(all);
    return true;
}

/* Key cells ----------------------------------------------------------------------------------- */

/* A row that differs from another in few people has the same part of every cell whose square holds
 * more: the one that fewest areas meet is enough to find the other by. SIZE_MAX: no such cell. */
static size_t key_cell(const lb_guard_state *a, lb_span span)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.share[i].at;
        bool large = a->rows.around[cell] >= a->rows.in->minimum;
        if (large && lb_guard_fraction(span.kind, span.share[i].fraction) > 0 &&
            (best == SIZE_MAX || a->rows.degree[cell] < a->rows.degree[best]))
            best = cell;
    }
    return best;
}

/* Where squares are all small, one of those that hold enough together must be the same. */
static void list_small_keys(lb_guard_state *a, lb_span span)
{
    double people = 0;
    lb_guard_turn(&a->rows);
    for (size_t i = 0; i < span.count && people < a->rows.in->minimum; i++) {
        size_t cell = span.share[i].at;
        double fraction = lb_guard_fraction(span.kind, span.share[i].fraction);
        double added = fraction > 0 ? lb_guard_add(&a->rows, cell) : 0;
        people += added;
        if (added > 0)
            a->key_of[a->keys++] = cell;
    }
}

static void list_keys(lb_guard_state *a, size_t row)
{
    a->keys = 0;
    if (a->key_cell[row] == SIZE_MAX)
        list_small_keys(a, lb_guard_span(&a->rows, row));
    else
        a->key_of[a->keys++] = a->key_cell[row];
}

static bool is_bare(const lb_guard_state *a, size_t row)
{
    return !(a->rows.total[row] > 0) || lb_guard_row_is_few(a, row);
}

static lb_status index_keys(lb_guard_state *a)
{
    bool *wanted = calloc(a->rows.in->cells + 1, sizeof *wanted);
    if (!wanted)
        return LB_E_MEMORY;
    for (size_t r = 0; r < a->rows.rows; r++) {
        a->keys = 0;
        if (is_bare(a, r))
            continue;
        a->key_cell[r] = key_cell(a, lb_guard_span(&a->rows, r));
        list_keys(a, r);
        for (size_t k = 0; k < a->keys; k++)
            wanted[a->key_of[k]] = true;
    }
    lb_status status = lb_cell_index_make(&a->rows, wanted, &a->key);
    free(wanted);
    return status;
}

/* Pairs --------------------------------------------------------------------------------------- */

/* Two rows of which one is hidden: the other, where it is shown in the end, tells what it may be.
 */
static void tell_of(lb_guard_state *a, size_t hidden, size_t other)
{
    lb_guard_use(a, other);
    lb_guard_note(a, hidden, a->rows.figure[other], a->useds - 1);
}

/* The row in hand against an earlier one. False: they tell the same, no more to see. */
static bool hold_against(lb_guard_state *a, size_t row, size_t other)
{
    bool open = a->kept[other] || (other < a->rows.areas && a->rank[other] < a->rank[row] &&
                                   a->state[other] == LB_GUARD_DIFFERENCE);
    if (!open || fabs(a->rows.total[row] - a->rows.total[other]) >= a->rows.in->minimum)
        return true;
    double people = lb_guard_differ(&a->rows, row, other);
    if (people == 0 && a->kept[other] && a->state[row] == LB_GUARD_SHOWN) {
        a->twin[row] = other;
        return false;
    }
    if (!lb_guard_is_few(&a->rows, people))
        return true;
    if (!a->kept[other]) {
        tell_of(a, other, row);
        return true;
    }
    if (a->state[row] == LB_GUARD_SHOWN)
        lb_guard_hide(a, row, LB_GUARD_DIFFERENCE);
    tell_of(a, row, other);
    return true;
}

static bool hold_against_cell(lb_guard_state *a, size_t row, size_t cell, double fraction)
{
    lb_row_kind last = a->rows.in->bounds ? LB_ROW_LOW : LB_ROW_FIGURE;
    for (size_t m = a->key.first[cell]; m < a->key.first[cell + 1]; m++) {
        lb_meeting meeting = a->key.meeting[m];
        for (lb_row_kind kind = LB_ROW_FIGURE; kind <= last; kind++) {
            size_t other = lb_guard_row(&a->rows, kind, meeting.area);
            if (other != row &&
                lb_guard_same(lb_guard_fraction(kind, meeting.fraction), fraction) &&
                !hold_against(a, row, other))
                return false;
        }
    }
    return true;
}

static void search_pairs(lb_guard_state *a, size_t row)
{
    lb_span span = lb_guard_span(&a->rows, row);
    list_keys(a, row);
    for (size_t k = 0; k < a->keys; k++)
        if (!hold_against_cell(a, row, a->key_of[k], lb_guard_fraction_of(span, a->key_of[k])))
            return;
}

/* The lower bound of few and the figure give the rest away, where that is one square in one part:
 * the upper bound goes with the lower. */
static void hide_few(lb_guard_state *a, size_t row)
{
    lb_guard_hide(a, row, LB_GUARD_FEW);
    if (lb_guard_kind(&a->rows, row) == LB_ROW_LOW) {
        size_t high = lb_guard_row(&a->rows, LB_ROW_HIGH, row % a->rows.areas);
        if (a->state[high] == LB_GUARD_SHOWN)
            lb_guard_hide(a, high, LB_GUARD_DIFFERENCE);
    }
}

static bool is_bound_of_whole(const lb_guard_state *a, size_t row)
{
    lb_row_kind kind = lb_guard_kind(&a->rows, row);
    return (kind == LB_ROW_HIGH || kind == LB_ROW_LOW) && a->rows.whole[row % a->rows.areas];
}

static void look_at_row(lb_guard_state *a, size_t row)
{
    size_t grid = a->rows.rows - 1;
    if (lb_guard_row_is_few(a, row)) {
        hide_few(a, row);
    } else if (is_bound_of_whole(a, row)) {
        a->twin[row] = row % a->rows.areas;
    } else {
        if (hold_against(a, row, grid))
            search_pairs(a, row);
        a->kept[row] = a->state[row] == LB_GUARD_SHOWN && a->twin[row] == SIZE_MAX;
    }
}

static void look_at_rows(lb_guard_state *a)
{
    a->kept[a->rows.rows - 1] = true;
    for (size_t i = 0; i + 1 < a->rows.rows; i++)
        if (a->state[a->order[i]] == LB_GUARD_SHOWN && a->rows.total[a->order[i]] > 0)
            look_at_row(a, a->order[i]);
}

/* What is told ---------------------------------------------------------------------------------
 */

/* Only what is shown may be built on. */
static bool is_told(const lb_guard_state *a, const lb_guard_why *why)
{
    for (size_t i = 0; i < why->count; i++)
        if (!a->kept[a->used[why->first + i]])
            return false;
    return true;
}

/* Made of shown figures alone, a range tells no more than they do: neither does it where it is
 * taken from one of them. */
lb_guarded lb_guard_range(int minimum, double told_low, double told_high)
{
    double n = minimum;
    lb_guarded out = {.reason = LB_GUARD_DIFFERENCE};
    out.low = (int64_t)fmax(0, n * (floor((told_low - n) / n) - 1));
    out.high = (int64_t)(n * (ceil(told_high / n) + 1)) - (out.low == 0);
    return out;
}

static int by_row(const void *p, const void *q)
{
    const lb_guard_why *x = p, *y = q;
    return (x->row > y->row) - (x->row < y->row);
}

/* Without shown figures that tell of it (NaN), round the figure itself. */
static lb_guarded range_of(const lb_guard_state *a, size_t row, const double told[2])
{
    double n = a->rows.in->minimum, figure = a->rows.figure[row];
    bool known = !isnan(told[0]);
    return lb_guard_range(a->rows.in->minimum, known ? told[0] : figure + n,
                          known ? told[1] : figure);
}

static void set_ranges(lb_guard_state *a, lb_guarded *figure)
{
    if (a->becauses > 0)
        qsort(a->because, a->becauses, sizeof *a->because, by_row);
    for (size_t i = 0; i < a->becauses;) {
        size_t row = a->because[i].row;
        double told[2] = {NAN, NAN};
        for (; i < a->becauses && a->because[i].row == row; i++) {
            if (!is_told(a, &a->because[i]))
                continue;
            told[0] = fmin(told[0], a->because[i].told);
            told[1] = fmax(told[1], a->because[i].told);
        }
        if (row < a->rows.areas)
            figure[row] = range_of(a, row, told);
    }
}

static lb_guarded *answer(const lb_guard_state *a, lb_row_kind kind)
{
    lb_guarded *out = calloc(a->rows.areas + 1, sizeof *out);
    for (size_t i = 0; out && i < a->rows.areas; i++) {
        size_t row = lb_guard_root(a, lb_guard_row(&a->rows, kind, i));
        out[i].reason = a->state[row];
        if (a->state[row] == LB_GUARD_FEW)
            out[i].high =
                a->rows.in->minimum * (lb_guard_is_few(&a->rows, a->rows.total[row]) ? 1 : 2) - 1;
    }
    return out;
}

/* Twins tell the same. */
static void copy_to_twins(const lb_guard_state *a, lb_guard *out)
{
    for (size_t i = 0; i < a->rows.areas; i++) {
        size_t row = lb_guard_root(a, i);
        if (row != i && row < a->rows.areas)
            out->figure[i] = out->figure[row];
        out->hidden += out->figure[i].reason != LB_GUARD_SHOWN;
    }
}

static bool any_hidden(const lb_guard_state *a)
{
    for (size_t r = 0; r < a->rows.rows; r++)
        if (a->state[r] != LB_GUARD_SHOWN)
            return true;
    return false;
}

static lb_status make_answer(lb_guard_state *a, lb_guard *out)
{
    lb_guard made = {.few = true, .count = a->rows.areas};
    if (!any_hidden(a))
        return LB_OK;
    bool bounds = a->rows.in->bounds;
    made.figure = answer(a, LB_ROW_FIGURE);
    made.high = bounds ? answer(a, LB_ROW_HIGH) : NULL;
    made.low = bounds ? answer(a, LB_ROW_LOW) : NULL;
    if (!made.figure || (bounds && (!made.high || !made.low))) {
        lb_guard_clear(&made);
        return LB_E_MEMORY;
    }
    set_ranges(a, made.figure);
    copy_to_twins(a, &made);
    made.no_sums =
        made.hidden > 0 || (a->rows.in->joined && a->state[a->rows.rows - 2] != LB_GUARD_SHOWN);
    *out = made;
    return LB_OK;
}

/* ---------------------------------------------------------------------------------------------- */

void lb_guard_clear(lb_guard *guard)
{
    free(guard->figure);
    free(guard->low);
    free(guard->high);
    *guard = (lb_guard){0};
}

static lb_status audit_all(lb_guard_state *a, lb_guard *out)
{
    if (lb_guard_state_make(a) != LB_OK || !sort_rows(a) || index_keys(a) != LB_OK)
        return LB_E_MEMORY;
    look_at_rows(a);
    lb_guard_look_inside(a);
    lb_guard_look_at_overlaps(a);
    return a->failed ? LB_E_MEMORY : make_answer(a, out);
}

lb_status lb_guard_compute(const lb_guard_input *input, lb_guard *out)
{
    lb_guard_state a = {.failed = false};
    lb_guard made = {0};
    if (input->minimum < 2 || input->profile->count == 0) {
        *out = made;
        return LB_OK;
    }
    lb_status status = lb_guard_rows_make(input, &a.rows);
    made.few = status == LB_OK && lb_guard_any_few(&a.rows);
    if (made.few) {
        status = lb_guard_rows_measure(&a.rows);
        if (status == LB_OK)
            status = audit_all(&a, &made);
    }
    lb_guard_state_clear(&a);
    if (status == LB_OK)
        *out = made;
    return status;
}
