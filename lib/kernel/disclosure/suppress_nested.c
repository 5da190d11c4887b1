/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search for sets of published areas that partition a total but for a small group (docs/methods.md,
 * Disclosure): backtracking over the cells of the total, each of which is given to an area that
 * fits or to the remainder, as long as the remainder is a small group. An exact cover problem, so
 * the search is bounded by MAX_TRIES and MAX_DEPTH. */
#include <stdint.h>
#include <string.h>

#include "base/sum.h"
#include "kernel/disclosure/suppress_nested.h"

/* Alternatives tried for one total, and depth of the search, at most. */
enum { MAX_TRIES = 2000, MAX_DEPTH = 200 };

/* The figure that is partitioned. */
typedef struct total_row {
    size_t row;
    lb_figure_cells span;
} total_row;

/* Fraction that the total counts of its i-th cell. */
static double fraction_at(const total_row *w, size_t i)
{
    return lb_disclosure_fraction(w->span.kind, w->span.cell_weight[i].fraction);
}

/* Is the area published, not chosen yet, and has no more of the cell than is left of it? */
static bool may_be_part(const lb_suppression *a, const total_row *w, lb_cell_hit hit, double room)
{
    return a->published[lb_suppress_representative(a, hit.area)] && !a->is_chosen[hit.area] &&
           hit.area != w->row &&
           (hit.fraction < room || lb_disclosure_same_fraction(hit.fraction, room));
}

/* A quick test: do other areas cover the key cell, whose square is not below the minimum? If they
 * cannot, the remainder is no small group. */
static bool may_be_covered(const lb_suppression *a, const total_row *w)
{
    size_t cell = a->key_cell[w->row];
    if (cell == SIZE_MAX)
        return true;
    if (w->span.kind == LB_FIGURE_GRID && a->rows.degree[cell] == 0)
        return false;
    double fraction = lb_disclosure_fraction_at(w->span, cell), sum = 0;
    for (size_t m = a->key_index.first[cell]; m < a->key_index.first[cell + 1]; m++)
        if (may_be_part(a, w, a->key_index.hit[m], fraction))
            sum += a->key_index.hit[m].fraction;
    return sum > fraction || lb_disclosure_same_fraction(sum, fraction);
}

/* Does the area take no more of any cell than the total has left, and nothing of the remainder? */
static bool part_fits(const lb_suppression *a, size_t area)
{
    lb_figure_cells span = lb_disclosure_row_cells(&a->rows, area);
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.cell_weight[i].at;
        if (!(a->rows.input->value[cell] > 0))
            continue;
        double limit = a->limit[cell], sum = a->assigned[cell] + span.cell_weight[i].fraction;
        if (a->is_left[cell] || (sum > limit && !lb_disclosure_same_fraction(sum, limit)))
            return false;
    }
    return true;
}

/* Sets or clears what the total holds of each cell. */
static void set_limits(lb_suppression *a, const total_row *w, bool on)
{
    for (size_t i = 0; i < w->span.count; i++)
        a->limit[w->span.cell_weight[i].at] = on ? fraction_at(w, i) : 0;
}

/* Adds (times 1) or takes back (times -1) an area's fractions. */
static void assign_area(lb_suppression *a, size_t area, double times)
{
    lb_figure_cells span = lb_disclosure_row_cells(&a->rows, area);
    for (size_t i = 0; i < span.count; i++)
        a->assigned[span.cell_weight[i].at] += times * span.cell_weight[i].fraction;
}

/* People of squares that the chosen areas do not fill. */
static double people_left(lb_suppression *a, const total_row *w)
{
    double people = 0;
    lb_disclosure_begin_visit(&a->rows);
    for (size_t i = 0; i < w->span.count; i++) {
        size_t cell = w->span.cell_weight[i].at;
        if (a->rows.input->value[cell] > 0 &&
            !lb_disclosure_same_fraction(fraction_at(w, i), a->assigned[cell]))
            people += lb_disclosure_visit(&a->rows, cell);
    }
    return people;
}

/* The first cell of the total, from `from` on, that is neither filled by the chosen areas nor in
 * the remainder. */
static size_t next_open_cell(const lb_suppression *a, const total_row *w, size_t from)
{
    for (size_t i = from; i < w->span.count; i++) {
        size_t cell = w->span.cell_weight[i].at;
        if (a->rows.input->value[cell] > 0 && !a->is_left[cell] &&
            !lb_disclosure_same_fraction(fraction_at(w, i), a->assigned[cell]))
            return i;
    }
    return w->span.count;
}

/* Adds a choice: an area, or (areas + cell) a cell that goes to the remainder. */
static void choose_part(lb_suppression *a, size_t what)
{
    a->choices[a->n_choices++] = what;
    if (what < a->rows.areas) {
        assign_area(a, what, 1);
        a->is_chosen[what] = true;
    } else {
        a->left_cells[a->n_left++] = what - a->rows.areas;
        a->is_left[what - a->rows.areas] = true;
    }
}

/* Takes back the choices after the first `to`. */
static void undo_choices(lb_suppression *a, size_t to)
{
    while (a->n_choices > to) {
        size_t what = a->choices[--a->n_choices];
        if (what < a->rows.areas) {
            assign_area(a, what, -1);
            a->is_chosen[what] = false;
        } else {
            a->is_left[a->left_cells[--a->n_left]] = false;
        }
    }
}

/* The next choice for cell i after `before` (SIZE_MAX: the first): areas that fit, then the
 * remainder, if it stays a small group. SIZE_MAX: there is none. */
static size_t next_choice(lb_suppression *a, const total_row *w, size_t i, size_t before)
{
    size_t cell = w->span.cell_weight[i].at;
    double room = fraction_at(w, i) - a->assigned[cell];
    bool passed = before == SIZE_MAX;
    if (!passed && before >= a->rows.areas)
        return SIZE_MAX;
    for (size_t m = a->full_index.first[cell]; m < a->full_index.first[cell + 1]; m++) {
        lb_cell_hit hit = a->full_index.hit[m];
        if (passed && may_be_part(a, w, hit, room) && part_fits(a, hit.area))
            return hit.area;
        passed |= hit.area == before;
    }
    double people = 0;
    lb_disclosure_begin_visit(&a->rows);
    for (size_t k = 0; k < a->n_left; k++)
        people += lb_disclosure_visit(&a->rows, a->left_cells[k]);
    people += lb_disclosure_visit(&a->rows, cell);
    return people < a->rows.input->minimum ? a->rows.areas + cell : SIZE_MAX;
}

/* True: the choices leave a small group. Cells are settled in order; where one has several choices
 * each is tried, recursively. */
static bool partition_total(lb_suppression *a, const total_row *w, size_t from, int depth)
{
    size_t begun = a->n_choices, at, what, other;
    for (; (at = next_open_cell(a, w, from)) < w->span.count; from = at) {
        what = next_choice(a, w, at, SIZE_MAX);
        if (what == SIZE_MAX)
            break;
        while (depth < MAX_DEPTH && a->tries < MAX_TRIES &&
               (other = next_choice(a, w, at, what)) != SIZE_MAX) {
            size_t before = a->n_choices;
            a->tries++;
            choose_part(a, what);
            if (partition_total(a, w, at, depth + 1))
                return true;
            undo_choices(a, before);
            what = other;
        }
        choose_part(a, what);
    }
    if (at == w->span.count && lb_disclosure_below_min(&a->rows, people_left(a, w)))
        return true;
    undo_choices(a, begun);
    return false;
}

/* Suppresses the area `part`, or the total itself, records which published figures reveal it, and
 * clears the choices. SIZE_MAX: suppresses nothing. */
static void suppress_part(lb_suppression *a, const total_row *w, size_t part)
{
    size_t first = a->n_reason_figures;
    lb_sum known_sum = {0};
    lb_sum_add(&known_sum, a->rows.figure[w->row]);
    lb_reason_add_figure(a, w->row);
    for (size_t i = 0; i < a->n_choices; i++)
        if (a->choices[i] < a->rows.areas && a->choices[i] != part) {
            lb_sum_add(&known_sum, -a->rows.figure[a->choices[i]]);
            lb_reason_add_figure(a, lb_suppress_representative(a, a->choices[i]));
        }
    undo_choices(a, 0);
    memset(a->assigned, 0, a->rows.input->cells * sizeof *a->assigned);
    if (part == SIZE_MAX)
        return;
    lb_suppress_row(a, lb_suppress_representative(a, part), LB_SUPPRESS_SECONDARY);
    lb_reason_add(a, lb_suppress_representative(a, part), lb_sum_value(known_sum), first);
}

/* Searches one total; the choices hold the result. */
static bool find_partition(lb_suppression *a, const total_row *w)
{
    a->tries = a->n_choices = a->n_left = 0;
    set_limits(a, w, true);
    bool found = partition_total(a, w, 0, 0);
    set_limits(a, w, false);
    return found;
}

/* The chosen area with the smallest figure; SIZE_MAX: none was chosen. */
static size_t smallest_part(const lb_suppression *a)
{
    size_t smallest = SIZE_MAX;
    for (size_t i = 0; i < a->n_choices; i++)
        if (a->choices[i] < a->rows.areas &&
            (smallest == SIZE_MAX || a->rank[a->choices[i]] > a->rank[smallest]))
            smallest = a->choices[i];
    return smallest;
}

/* All partitions of one total, until it reveals nothing; true: something was suppressed. A total
 * that is no area's figure is suppressed itself. */
static bool suppress_within(lb_suppression *a, size_t row)
{
    total_row w = {row, lb_disclosure_row_cells(&a->rows, row)};
    bool hidden = false, gives_way = w.span.kind != LB_FIGURE_AREA && w.span.kind != LB_FIGURE_GRID;
    while (a->published[row] && may_be_covered(a, &w)) {
        if (!a->full_index.first &&
            lb_cell_areas_index_make(&a->rows, NULL, &a->full_index) != LB_OK)
            a->failed = true;
        if (a->failed || !find_partition(a, &w))
            break;
        size_t smallest = gives_way ? row : smallest_part(a);
        hidden |= smallest != SIZE_MAX;
        suppress_part(a, &w, smallest);
        if (smallest == SIZE_MAX)
            break;
    }
    return hidden;
}

void lb_suppress_nested(lb_suppression *a)
{
    bool changed = true;
    while (changed && !a->failed) {
        changed = false;
        for (size_t i = 0; i < a->rows.rows && !a->failed; i++)
            changed |= suppress_within(a, a->order[i]);
    }
}

void lb_suppress_union(lb_suppression *a)
{
    size_t row = a->rows.rows - 2;
    if (!a->rows.input->joined || !a->published[row])
        return;
    for (size_t i = 0; i < a->rows.areas; i++)
        assign_area(a, i, 1);
    total_row w = {row, lb_disclosure_row_cells(&a->rows, row)};
    if (lb_disclosure_below_min(&a->rows, people_left(a, &w)))
        lb_suppress_row(a, row, LB_SUPPRESS_SECONDARY);
    memset(a->assigned, 0, a->rows.input->cells * sizeof *a->assigned);
}
